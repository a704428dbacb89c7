//! The registry of cases: a Rust module that finds each lesson's cases in its folder.

use std::fmt::Write;
use std::path::Path;

use super::Derived;
use super::course::LessonFiles;
use super::modules;
use crate::tree;

/// The folder of the scenes that lessons share, relative to the workspace.
const SHARED: &str = "checker/course/src/lessons";

const BEGINNING: &str = "\
//! Each lesson's cases, and the scenes that lessons share. `cargo checker dev write` writes this file from
//! the folders `checker/course/NN-slug/cases` and from the files beside it.

";

const MIDDLE: &str = "
pub use crate::case::{Case, Exposes, Script, belief};

/// The cases of a lesson, in the order in which they are played.
pub fn cases(slug: &str) -> &'static [Case] {
    match slug {
";

const END: &str = "        _ => &[],
    }
}

/// One case of a lesson.
pub fn case(slug: &str, name: &str) -> Option<&'static Case> {
    cases(slug).iter().find(|case| case.name == name)
}
";

pub fn of(root: &Path, course: &[LessonFiles]) -> anyhow::Result<Derived> {
    let folder = root.join(SHARED);
    let mut shared = tree::folders(&folder)?;
    shared.extend(
        tree::files(&folder)?.iter().filter_map(|file| file.strip_suffix(".rs")).map(str::to_owned),
    );
    shared.sort();
    shared.dedup();
    let mut text = BEGINNING.to_owned();
    for name in shared.iter().filter(|name| *name != "mod") {
        let _ = writeln!(text, "mod {name};");
    }
    text += "\n";
    text += &modules::declared(course.iter().map(|files| &files.lesson), "../..", "cases/mod.rs");
    text += MIDDLE;
    for files in course {
        let (slug, module) = (&files.lesson.slug, modules::name(&files.lesson));
        let _ = writeln!(text, "        \"{slug}\" => {module}::CASES,");
    }
    Ok(Derived { place: format!("{SHARED}/mod.rs"), text: text + END })
}
