//! Markdown as a terminal shows it.

use super::*;
use crate::course::chapters::{APPENDICES, appendix, of};
use crate::course::lessons;
use crate::report::text::columns;

const TEXT: &str = "\
# 99 A *small* lesson

A paragraph with `code`, a [link](https://example.com/), **bold text**, and 粘包 (sticky
packets), which is long enough for two lines.

```python
print('not broken', 'into lines', 'although it is too long')
```

- the first item, which does not fit into one line
- the second, with items of its own:
  - `one`
  - two

1. A paragraph.

   And another.
2. Numbered.

| call | what it does |
|---|---|
| `recv(n)` | receives *at most* n bytes, or fewer |
| `a \\| b` | |
| 全连接队列 | accept queue |
";

fn plain(text: &str, margin: usize) -> String {
    anstream::adapter::strip_str(&rendered(text, margin, false)).to_string()
}

#[test]
fn a_page_in_a_window_and_in_a_narrow_one() {
    insta::assert_snapshot!([plain(TEXT, 44), plain(TEXT, 22)].join("\n════\n\n"));
}

#[test]
fn bold_text_and_code_have_their_colours() {
    let page = rendered("# A\n\n**b** `c`\n", 40, true);
    assert_eq!(page, "\u{1b}[1mA\u{1b}[0m\n\n  \u{1b}[1mb\u{1b}[0m \u{1b}[36mc\u{1b}[0m\n");
}

/// All chapters and appendices that are built in.
fn chapters() -> Vec<String> {
    let chapters = lessons().iter().map(|lesson| of(lesson).expect("each lesson has a chapter"));
    let appendices = APPENDICES.iter().map(|name| appendix(name).expect("it is built in").into());
    chapters.chain(appendices).collect()
}

#[test]
fn no_chapter_shows_a_directive_or_a_tag() {
    for text in chapters() {
        let page = plain(&text, 80);
        for raw in ["{{#", "<details>", "<summary>", "](", "ANCHOR", "\n|"] {
            assert!(!page.contains(raw), "{raw} in {page}");
        }
    }
}

#[test]
fn every_chapter_has_its_overview_its_contract_and_its_picture() {
    for lesson in lessons() {
        let page = plain(&of(lesson).expect("a chapter"), 80);
        assert!(page.contains(&format!("cargo checker check {:02}", lesson.number)), "{page}");
        assert!(page.contains("Misconceptions that it deals with:"), "{page}");
        assert!(page.contains("A panic is always a failure"), "{page}");
        assert!(page.contains("      │    "), "{page}");
    }
}

#[test]
fn chapters_fit_into_a_terminal() {
    for text in chapters() {
        for margin in [60, 80] {
            let page = plain(&text, margin);
            // Blocks of code are not wrapped.
            let prose = page.lines().filter(|line| !line.starts_with("    "));
            let wide: Vec<&str> = prose.filter(|line| columns(line) > margin).collect();
            assert_eq!(wide, [""; 0], "{margin}");
        }
    }
}
