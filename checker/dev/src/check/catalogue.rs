//! Nothing is orphaned and nothing is missing: each folder belongs to a lesson, each program bears
//! the name that follows from its lesson, each belief has a program that holds it, and each lesson has
//! cases.

use std::path::Path;

use super::Flaw;
use super::lesson::cases_place;
use super::manifests::Manifest;
use crate::luck;
use crate::specimens::{COURSE, Kind, Specimen, of_kind, rust};
use crate::tree;
use cases::beliefs;
use checker::course::Lesson;

/// The folders that have a folder for each lesson.
const BY_LESSON: [&str; 3] = ["lessons", "solutions", COURSE];

pub fn flaws(root: &Path, course: &[Lesson]) -> anyhow::Result<Vec<Flaw>> {
    let mut flaws = Vec::new();
    for parent in BY_LESSON {
        flaws.extend(folders(parent, &tree::folders(&root.join(parent))?, course));
    }
    for lesson in course {
        for (parent, is_solution) in [("lessons", false), ("solutions", true)] {
            let place = format!("{parent}/{}", lesson.folder());
            // One that is missing has been told of above.
            if root.join(&place).is_dir() {
                let manifest = Manifest::of(&root.join(&place))?;
                flaws.extend(names(&place, lesson, is_solution, &manifest));
            }
        }
    }
    for lesson in course {
        flaws.extend(specimens_manifest(root, lesson)?);
    }
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        let (specimens, strange) = of_kind(root, kind)?;
        flaws.extend(strange);
        for specimen in &specimens {
            flaws.extend(luck::flaws(&specimen.place(), specimen.lesson, &specimen.luck));
        }
        if kind == Kind::Wrong {
            wrong = specimens;
        }
    }
    flaws.extend(nobody_holds(&wrong, course));
    let without = course.iter().map(cases_place).filter(|place| !root.join(place).is_dir());
    let missing = |place| Flaw::new(place, "is missing", "every lesson has cases: write them");
    flaws.extend(without.map(missing));
    Ok(flaws)
}

/// Each folder is a lesson's, and each lesson has its folder.
fn folders(parent: &str, found: &[String], course: &[Lesson]) -> Vec<Flaw> {
    let expected: Vec<String> = course.iter().map(Lesson::folder).collect();
    let orphans = found.iter().filter(|name| !expected.contains(name)).map(|name| {
        let advice = "call it after a lesson, or remove it";
        Flaw::new(format!("{parent}/{name}"), "belongs to no lesson", advice)
    });
    let missing = expected.iter().filter(|name| !found.contains(name));
    let missing = missing.map(|name| {
        Flaw::new(format!("{parent}/{name}"), "is missing", "every lesson has one: write it")
    });
    orphans.chain(missing).collect()
}

/// Package and programs are called as follows from the lesson.
fn names(place: &str, lesson: &Lesson, is_solution: bool, manifest: &Manifest) -> Vec<Flaw> {
    let place = format!("{place}/Cargo.toml");
    let package = if is_solution { lesson.solution_package() } else { lesson.package() };
    let mut flaws = Vec::new();
    if manifest.package() != package {
        let what = format!("the package is called `{}`", manifest.package());
        flaws.push(Flaw::new(&place, what, format!("call it `{package}`")));
    }
    let mut programs = manifest.programs();
    for role in &lesson.programs {
        let name = if is_solution { lesson.solution_program(*role) } else { lesson.program(*role) };
        let path = format!("src/{}.rs", role.name());
        if programs.remove(&path[..]) != Some(&name) {
            let what = format!("{path} does not make a program `{name}`");
            flaws.push(Flaw::new(&place, what, entry(&name, &path)));
        }
    }
    flaws.extend(programs.values().map(|name| {
        Flaw::new(&place, format!("has a program `{name}`"), "the lesson asks for none such")
    }));
    flaws
}

/// What to write into a manifest.
fn entry(name: &str, path: &str) -> String {
    format!("write there [[bin]] name = \"{name}\" path = \"{path}\"")
}

/// A lesson's specimens are a package of their own.
fn specimens_manifest(root: &Path, lesson: &Lesson) -> anyhow::Result<Option<Flaw>> {
    let folder = format!("{COURSE}/{}", lesson.folder());
    let place = format!("{folder}/Cargo.toml");
    if !root.join(&place).is_file() {
        let advice = "copy another lesson's, and change its names";
        return Ok(Some(Flaw::new(place, "is missing", advice)));
    }
    let (manifest, package) = (Manifest::of(&root.join(&folder))?, rust::package(lesson));
    let is_named = manifest.programs().values().eq([&&package[..]]);
    let flaw = || {
        let what = "package and program have other names";
        Flaw::new(place, what, format!("call both `{package}`"))
    };
    Ok((manifest.package() != package || !is_named).then(flaw))
}

/// For each belief there is a wrong program that holds it, and each lesson has wrong programs.
fn nobody_holds(wrong: &[Specimen], course: &[Lesson]) -> Vec<Flaw> {
    let is_held = |id: &str| wrong.iter().any(|specimen| specimen.belief() == Some(id));
    let beliefs = beliefs::all().iter().filter(|belief| !is_held(&belief.id)).map(|belief| {
        let what = format!("no wrong program believes `{}`", belief.id);
        Flaw::new(COURSE, what, format!("write one, and call it {}.rs", belief.id))
    });
    let has_some = |lesson: &&Lesson| wrong.iter().any(|specimen| *specimen.lesson == **lesson);
    let lessons = course.iter().filter(|lesson| !has_some(lesson)).map(|lesson| {
        let place = format!("{COURSE}/{}/wrong", lesson.folder());
        Flaw::new(place, "has no wrong program", "write those that learners will write")
    });
    beliefs.chain(lessons).collect()
}

#[cfg(test)]
mod tests;
