//! The registry of the chapters' experiments in Rust: the modules of the book's example `predict`.

use std::fmt::Write;
use std::path::Path;

use checker::course::chapters::APPENDICES;

use super::Derived;
use super::course::LessonFiles;
use super::modules;

/// The folder of the example, with the file `NAME.rs` for the page `NAME`.
const FOLDER: &str = "book/examples/predict";

const BEGINNING: &str = "\
//! The chapters that have experiments in Rust. `cargo checker dev write` writes this file from the names of
//! the files beside it.

use crate::Chapter;

";

pub fn of(root: &Path, course: &[LessonFiles]) -> Derived {
    let lessons =
        course.iter().map(|LessonFiles { lesson, .. }| (lesson.chapter(), modules::name(lesson)));
    let appendices = APPENDICES.map(|name| (name.to_owned(), name.to_owned()));
    let mut pages: Vec<(String, String)> = lessons.chain(appendices).collect();
    pages.retain(|(page, _)| root.join(FOLDER).join(format!("{page}.rs")).is_file());
    let text = format!("{BEGINNING}{}\n{}", modules(&pages), registry(&pages));
    Derived { place: format!("{FOLDER}/chapters.rs"), text }
}

/// The declarations of the modules, in rustfmt's order.
fn modules(pages: &[(String, String)]) -> String {
    let mut pages: Vec<_> = pages.iter().collect();
    pages.sort_by_key(|(_, module)| module);
    pages.iter().fold(String::new(), |mut text, (page, module)| {
        let _ = writeln!(text, "#[path = \"{page}.rs\"]\nmod {module};");
        text
    })
}

/// The list of the pages, in the order of the book.
fn registry(pages: &[(String, String)]) -> String {
    let mut text = "pub const CHAPTERS: &[Chapter] = &[\n".to_owned();
    for (page, module) in pages {
        let _ = writeln!(
            text,
            "    Chapter {{ name: \"{page}\", experiments: {module}::EXPERIMENTS }},"
        );
    }
    text + "];\n"
}
