//! Checks that no folder or file is orphaned or missing: each folder belongs to a lesson, each program
//! has the name that follows from its lesson, each belief has a wrong program, and each lesson has
//! cases.

use std::path::Path;

use super::Flaw;
use super::lesson::cases_place;
use super::manifests::Manifest;
use crate::luck;
use crate::specimens::{COURSE, Kind, SPECIMENS, Specimen, of_kind, rust};
use crate::tree;
use cases::beliefs;
use checker::course::Lesson;

/// The folders that have a folder for each lesson.
const BY_LESSON: [&str; 4] = ["lessons", "solutions", COURSE, SPECIMENS];

/// Other folders there: those of the crate of cases, and a build's.
const OF_CARGO: [&str; 3] = ["src", "tests", "target"];

pub fn flaws(root: &Path, course: &[Lesson]) -> anyhow::Result<Vec<Flaw>> {
    let mut flaws = Vec::new();
    for parent in BY_LESSON {
        flaws.extend(folders(parent, &tree::folders(&root.join(parent))?, course));
    }
    for lesson in course {
        for (parent, is_solution) in [("lessons", false), ("solutions", true)] {
            let place = format!("{parent}/{}", lesson.folder());
            // A missing folder is reported above.
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
    flaws.extend(without_wrong_program(&wrong, course));
    let without = course.iter().map(cases_place).filter(|place| !root.join(place).is_dir());
    let missing = |place| Flaw::new(place, "is missing", "every lesson has cases: write them");
    flaws.extend(without.map(missing));
    Ok(flaws)
}

/// Checks that each folder belongs to a lesson, and that each lesson has its folder.
fn folders(parent: &str, found: &[String], course: &[Lesson]) -> Vec<Flaw> {
    let expected: Vec<String> = course.iter().map(Lesson::folder).collect();
    let is_known = |name: &&String| expected.contains(name) || OF_CARGO.contains(&&name[..]);
    let orphans = found.iter().filter(|name| !is_known(name)).map(|name| {
        let advice = "name it after a lesson, or remove it";
        Flaw::new(format!("{parent}/{name}"), "does not belong to a lesson", advice)
    });
    let missing = expected.iter().filter(|name| !found.contains(name));
    let missing = missing.map(|name| {
        Flaw::new(format!("{parent}/{name}"), "is missing", "every lesson has one: write it")
    });
    orphans.chain(missing).collect()
}

/// Checks the names of package and programs.
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
        Flaw::new(
            &place,
            format!("has a program `{name}`"),
            "remove it: the lesson has no such program",
        )
    }));
    flaws
}

/// The advice to add an entry to a manifest.
fn entry(name: &str, path: &str) -> String {
    format!("write there [[bin]] name = \"{name}\" path = \"{path}\"")
}

/// Checks the package of a lesson's specimens.
fn specimens_manifest(root: &Path, lesson: &Lesson) -> anyhow::Result<Option<Flaw>> {
    let folder = format!("{SPECIMENS}/{}", lesson.folder());
    let place = format!("{folder}/Cargo.toml");
    if !root.join(&place).is_file() {
        let advice = "copy another lesson's, and change its names";
        return Ok(Some(Flaw::new(place, "is missing", advice)));
    }
    let (manifest, package) = (Manifest::of(&root.join(&folder))?, rust::package(lesson));
    let is_named = manifest.programs().values().eq([&&package[..]]);
    let flaw = || {
        let what = "package or program has a wrong name";
        Flaw::new(place, what, format!("call both `{package}`"))
    };
    Ok((manifest.package() != package || !is_named).then(flaw))
}

/// Checks that each belief has a wrong program, and that each lesson has wrong programs.
fn without_wrong_program(wrong: &[Specimen], course: &[Lesson]) -> Vec<Flaw> {
    let is_held = |id: &str| wrong.iter().any(|specimen| specimen.belief() == Some(id));
    let beliefs = beliefs::all().iter().filter(|belief| !is_held(&belief.id)).map(|belief| {
        let what = format!("no wrong program shows `{}`", belief.id);
        Flaw::new(COURSE, what, format!("write one, and name it {}.rs", belief.id))
    });
    let has_some = |lesson: &&Lesson| wrong.iter().any(|specimen| *specimen.lesson == **lesson);
    let lessons = course.iter().filter(|lesson| !has_some(lesson)).map(|lesson| {
        let place = format!("{COURSE}/{}/wrong", lesson.folder());
        Flaw::new(place, "has no wrong program", "write the mistakes that learners will make")
    });
    beliefs.chain(lessons).collect()
}

#[cfg(test)]
mod tests;
