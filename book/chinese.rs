//! Marks Chinese terms: each run of Han characters in a chapter's text becomes `<span lang="zh">`. Then
//! browsers choose a Chinese font, and screen readers a Chinese voice. Code stays as it is.

use std::fmt::Write;

use mdbook_driver::book::{Book, BookItem};
use mdbook_driver::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Runs after mdBook's own preprocessors, which insert the included code.
pub struct Chinese;

impl Preprocessor for Chinese {
    fn name(&self) -> &'static str {
        "chinese"
    }

    fn run(&self, _context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item {
                chapter.content = marked(&chapter.content);
            }
        });
        Ok(book)
    }
}

/// The text of a page, with its Chinese terms marked.
fn marked(page: &str) -> String {
    let mut whole = String::new();
    let (mut done, mut is_kept) = (0, false);
    for (event, range) in Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => is_kept = true,
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => is_kept = false,
            Event::Text(_) if !is_kept => {
                whole += &page[done..range.start];
                whole += &with_spans(&page[range.clone()]);
                done = range.end;
            }
            _ => {}
        }
    }
    whole + &page[done..]
}

fn with_spans(text: &str) -> String {
    let mut whole = String::new();
    for run in text.split_inclusive(|c| !is_han(c)) {
        let (term, rest) = run.split_at(run.find(|c| !is_han(c)).unwrap_or(run.len()));
        if !term.is_empty() {
            let _ = write!(whole, "<span lang=\"zh\">{term}</span>");
        }
        whole += rest;
    }
    whole
}

/// Whether this is a character of the blocks that Chinese terms need (Unicode: CJK Unified Ideographs and
/// Extension A).
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_marked_in_text_and_not_in_code() {
        let zh = |term: &str| format!("<span lang=\"zh\">{term}</span>");
        let page = "# 粘包\n\ntwo *半包* (拆包, 黏包) `你好`\n\n```text\n你好\n```\n\n| a | 队列 |\n|---|---|\n| `好` | b |\n";
        let better = page
            .replace("粘包", &zh("粘包"))
            .replace("半包", &zh("半包"))
            .replace("拆包, 黏包", &format!("{}, {}", zh("拆包"), zh("黏包")))
            .replace("队列", &zh("队列"));
        assert_eq!(marked(page), better);
    }

    #[test]
    fn links_keep_their_targets_and_html_stays() {
        let page = "[半关闭](a.md#半关闭) ![图](b.svg)\n\n<summary>答案</summary>\n";
        let better = page.replacen("半关闭", "<span lang=\"zh\">半关闭</span>", 1);
        assert_eq!(marked(page), better);
    }
}
