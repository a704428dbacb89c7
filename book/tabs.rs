//! Puts a listing that is there in Rust and in Python into tabs. `tabs.js` shows one of the two at a time.
//! Without it, and on paper, both are shown.

use checker::course::listings::{Part, parts};
use mdbook_driver::book::{Book, BookItem};
use mdbook_driver::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

/// Runs after mdBook's own preprocessors, which insert the included code.
pub struct Tabs;

impl Preprocessor for Tabs {
    fn name(&self) -> &'static str {
        "tabs"
    }

    fn run(&self, _context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item {
                chapter.content = with_tabs(&chapter.content);
            }
        });
        Ok(book)
    }
}

fn with_tabs(chapter: &str) -> String {
    let html = |part| match part {
        Part::Text(text) => text.to_owned(),
        Part::Pair { rust, python } => {
            let tabs = [tab("Rust", rust), tab("Python", python)].concat();
            format!("<div class=\"tabs\">\n{tabs}</div>\n")
        }
    };
    parts(chapter).into_iter().map(html).collect()
}

/// One language's block. Markdown within HTML needs empty lines around it.
fn tab(language: &str, block: &str) -> String {
    let block = match block.split_once('\n') {
        // The second word of `text rust` is not for mdBook.
        Some((first, code)) if first.starts_with("```text ") => format!("```text\n{code}"),
        _ => block.to_owned(),
    };
    format!("<div class=\"tab\" data-language=\"{language}\">\n\n{block}\n\n</div>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_becomes_two_tabs() {
        let chapter = "text\n\n```text rust\n1\n```\n\n```text python\n2\n```\n\nmore\n";
        let tabs = "text\n\n<div class=\"tabs\">\n\
                    <div class=\"tab\" data-language=\"Rust\">\n\n```text\n1\n```\n\n</div>\n\
                    <div class=\"tab\" data-language=\"Python\">\n\n```text\n2\n```\n\n</div>\n\
                    </div>\n\n\nmore\n";
        assert_eq!(with_tabs(chapter), tabs);
    }
}
