//! The chapters of the book. They are built into the checker as one text, because an installed checker has
//! no folder `book`. `cargo checker dev write` writes that text.

use super::contract::{self, contracts};
use super::overview::{self, overview};
use super::{Lesson, skeletons};

/// The first lines of the text.
pub const BEGINNING: &str = "\
The chapters as `cargo checker read` shows them, each below its name. `cargo checker dev write` writes this
file from the folder `book`.
";

/// Precedes the name of each chapter, `01-one-shot`.
pub const HEADING: &str = "\n==== ";

/// The appendices that a learner needs at the terminal.
pub const APPENDICES: [&str; 3] = ["python", "glossary", "trouble"];

const TEXT: &str = include_str!("../../learner/chapters.txt");

/// The lesson's chapter as Markdown.
pub fn of(lesson: &Lesson) -> Option<String> {
    let files = skeletons::of(lesson);
    let source = |path: &str| {
        let file = files.iter().find(|file| file.path == path);
        file.map(|file| file.text.to_owned())
    };
    let text = part(&lesson.chapter())?;
    let text = text.replace(overview::DIRECTIVE, &overview(lesson));
    Some(text.replace(contract::DIRECTIVE, &contracts(source)))
}

/// The appendix with this name, as Markdown.
pub fn appendix(name: &str) -> Option<&'static str> {
    APPENDICES.contains(&name).then(|| part(name)).flatten()
}

fn part(name: &str) -> Option<&'static str> {
    let mut parts = TEXT.split(HEADING).filter_map(|part| part.split_once('\n'));
    parts.find(|(own, _)| *own == name).map(|(_, text)| text)
}
