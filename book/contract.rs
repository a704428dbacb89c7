//! Puts the contracts into the chapters: `{{#contract}}` becomes the contract of each of the lesson's
//! programs, taken from the skeleton that a learner edits. So chapter and skeleton have the same text.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use mdbook_driver::book::{Book, BookItem, Chapter};
use mdbook_driver::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

const DIRECTIVE: &str = "{{#contract}}";
const HEADING: &str = "# Contract";
/// The beginning of the line after a contract.
const NEXT: &str = "Chapter: ";

/// The files of a skeleton that may have a contract, each with its heading in the chapter.
const PROGRAMS: [(&str, &str); 3] =
    [("lib.rs", "The library"), ("server.rs", "The server"), ("client.rs", "The client")];

/// The folder with a folder for each lesson.
pub struct Contracts {
    course: PathBuf,
}

impl Contracts {
    /// The contracts for the book in `root`.
    pub fn new(root: &Path) -> Contracts {
        Contracts { course: root.join("../checker/course") }
    }

    /// The chapter's text with its contracts filled in.
    fn put_into(&self, chapter: &Chapter) -> Result<String> {
        if !chapter.content.contains(DIRECTIVE) {
            return Ok(chapter.content.clone());
        }
        let file = chapter.path.as_deref().context("a draft has no contract")?;
        let lesson = file.file_stem().context("a chapter without a name")?;
        let sources = self.course.join(lesson).join("skeleton/src");
        let mut contracts = String::new();
        for (source, heading) in PROGRAMS {
            if let Some(contract) = contract_of(&sources.join(source))? {
                contracts += &format!("### {heading}\n\n{contract}\n\n");
            }
        }
        if contracts.is_empty() {
            bail!("{}: no skeleton has a section `{HEADING}`", sources.display());
        }
        Ok(chapter.content.replace(DIRECTIVE, contracts.trim_end()))
    }
}

/// The contract in this file's documentation, as Markdown. `None` if the file or the section is missing.
fn contract_of(source: &Path) -> Result<Option<String>> {
    if !source.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(source).with_context(|| source.display().to_string())?;
    let docs = text.lines().map_while(|line| line.strip_prefix("//!"));
    let docs: Vec<&str> = docs.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let mut lines = docs.iter().skip_while(|line| **line != HEADING).skip(1).peekable();
    if lines.peek().is_none() {
        return Ok(None);
    }
    let contract: Vec<&str> = lines.take_while(|line| !line.starts_with(NEXT)).copied().collect();
    Ok(Some(contract.join("\n").trim().to_owned()))
}

impl Preprocessor for Contracts {
    fn name(&self) -> &'static str {
        "contracts"
    }

    fn run(&self, _context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut outcome = Ok(());
        book.for_each_mut(|item| {
            if let (BookItem::Chapter(chapter), Ok(())) = (item, &outcome) {
                match self.put_into(chapter) {
                    Ok(content) => chapter.content = content,
                    Err(error) => outcome = Err(error.context(chapter.name.clone())),
                }
            }
        });
        outcome.map(|()| book)
    }
}
