//! Removes the indent of code that is included from the middle of a function, so that a snippet begins
//! at the left edge.

use mdbook_driver::book::{Book, BookItem};
use mdbook_driver::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

/// Runs after mdBook's own preprocessors, which insert the included code.
pub struct Dedent;

impl Preprocessor for Dedent {
    fn name(&self) -> &'static str {
        "dedent"
    }

    fn run(&self, _context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item {
                chapter.content = dedented(&chapter.content);
            }
        });
        Ok(book)
    }
}

/// The text, with the common indent of each Rust snippet removed.
fn dedented(text: &str) -> String {
    let mut parts = text.split("\n```rust\n");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once("```").unwrap_or((part, ""));
        let indents = code
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.len() - line.trim_start().len());
        let indent = indents.min().unwrap_or_default();
        whole.push_str("\n```rust\n");
        for line in code.lines() {
            whole.push_str(line.get(indent..).unwrap_or_default());
            whole.push('\n');
        }
        whole.push_str("```");
        whole.push_str(rest);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_begins_where_the_page_does() {
        let page =
            "text\n```rust\n    if a {\n\n        b\n    }\n```\n   more\n```text\n   drawn\n```\n";
        let better = "text\n```rust\nif a {\n\n    b\n}\n```\n   more\n```text\n   drawn\n```\n";
        assert_eq!(dedented(page), better);
        assert_eq!(dedented(better), better);
    }
}
