//! Puts the contracts into the chapters: `{{#contract}}` becomes the contract of each of the lesson's
//! programs, taken from the skeleton that a learner edits.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use checker::course::contract::{DIRECTIVE, contracts};
use mdbook_driver::book::{Book, BookItem, Chapter};
use mdbook_driver::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

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
        let skeleton = self.course.join(lesson).join("skeleton");
        let contracts = contracts(|file| fs::read_to_string(skeleton.join(file)).ok());
        ensure!(!contracts.is_empty(), "{}: no file has a contract", skeleton.display());
        Ok(chapter.content.replace(DIRECTIVE, &contracts))
    }
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
