//! Puts the overviews into the chapters: `{{#lesson}}` becomes the overview of the chapter's lesson, made
//! from the data of the course.

use anyhow::Context;
use checker::course::of_folder;
use checker::course::overview::{DIRECTIVE, overview};
use mdbook_driver::book::{Book, BookItem, Chapter};
use mdbook_driver::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

/// Uses the course that is built in.
pub struct Overviews;

impl Preprocessor for Overviews {
    fn name(&self) -> &'static str {
        "overviews"
    }

    fn run(&self, _context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut outcome = Ok(());
        book.for_each_mut(|item| {
            if let (BookItem::Chapter(chapter), Ok(())) = (item, &outcome) {
                match filled_in(chapter) {
                    Ok(content) => chapter.content = content,
                    Err(error) => outcome = Err(error.context(chapter.name.clone())),
                }
            }
        });
        outcome.map(|()| book)
    }
}

/// The chapter's text with its overview filled in.
fn filled_in(chapter: &Chapter) -> Result<String> {
    if !chapter.content.contains(DIRECTIVE) {
        return Ok(chapter.content.clone());
    }
    let file = chapter.path.as_deref().context("a draft has no lesson")?;
    let folder =
        file.file_stem().and_then(|name| name.to_str()).context("a file without a name")?;
    let lesson = of_folder(folder).with_context(|| format!("there is no lesson {folder}"))?;
    Ok(chapter.content.replace(DIRECTIVE, &overview(lesson)))
}
