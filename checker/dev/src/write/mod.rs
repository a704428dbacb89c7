//! `checker dev write`: makes everything that is derived from `checker/course`, and prints which files
//! have changed. The results are committed, so that rustfmt, editors and readers see them. `checker dev
//! check` makes them again and compares.

mod beliefs;
mod cases;
mod chapters;
pub mod course;
mod experiments;
mod learner;
mod modules;
mod references;
mod tables;
mod texts;

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use checker::commands::{Ending, Usage};
use checker::course::Lesson;
use checker::course::workspace::Workspace;
use checker::report::paint::bad;

use crate::flaw::Flaw;
use course::LessonFiles;

/// A derived file with its up-to-date contents.
pub struct Derived {
    /// Relative to the workspace.
    place: String,
    text: String,
}

pub fn run() -> anyhow::Result<Ending> {
    let root = Workspace::find().map_err(Usage::from)?.root;
    let mut out = anstream::stdout().lock();
    for place in update(&root)? {
        writeln!(out, "wrote {place}")?;
    }
    let flaws = of_course(&root, &course::read(&root)?);
    for flaw in &flaws {
        writeln!(out, "{} {flaw}", bad("✗"))?;
    }
    Ok(if flaws.is_empty() { Ending::Fine } else { Ending::Failed })
}

/// Writes the derived files that are not up to date. Returns their paths.
pub fn update(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut written = Vec::new();
    for Derived { place, text } in derived(root)? {
        if !is_written(root, &place, &text) {
            let file = root.join(&place);
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder).with_context(|| place.clone())?;
            }
            fs::write(&file, text).with_context(|| place.clone())?;
            written.push(place);
        }
    }
    Ok(written)
}

/// Parts of the course that cannot be registered, and derived files that are not up to date.
pub fn flaws(root: &Path) -> anyhow::Result<Vec<Flaw>> {
    let differs = |one: &Derived| !is_written(root, &one.place, &one.text);
    let differing = derived(root)?.into_iter().filter(differs);
    let flaw =
        |one: Derived| Flaw::new(one.place, "is not up to date", "run `cargo checker dev write`");
    let of_course = of_course(root, &course::read(root)?);
    Ok(of_course.into_iter().chain(differing.map(flaw)).collect())
}

fn of_course(root: &Path, course: &[LessonFiles]) -> Vec<Flaw> {
    let missing = course.iter().filter_map(|files| chapters::missing(root, &files.lesson));
    course.iter().flat_map(LessonFiles::flaws).chain(missing).collect()
}

fn is_written(root: &Path, place: &str, text: &str) -> bool {
    fs::read_to_string(root.join(place)).is_ok_and(|found| found == text)
}

/// All derived files, except for the pictures and the pages of beliefs, which `checker dev book` makes.
fn derived(root: &Path) -> anyhow::Result<Vec<Derived>> {
    let course = course::read(root)?;
    let lessons: Vec<&Lesson> = course.iter().map(|files| &files.lesson).collect();
    let mut all = vec![
        texts::of(&course),
        cases::of(root, &course)?,
        beliefs::ids(&course),
        beliefs::registry(&course),
        references::of(root, &course)?,
        chapters::of(root, &course)?,
        experiments::of(root, &course),
    ];
    all.extend(learner::of(root, &course)?);
    all.extend(course::missing_lessons(root, &course)?);
    all.extend(tables::of(root, &lessons)?);
    Ok(all)
}
