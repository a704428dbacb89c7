//! Listings in two languages. In a chapter, a block of code in Rust that is directly followed by one in
//! Python shows the same program twice. The book shows one of the two at a time, and the terminal shows
//! Rust's. The first words of such a block are `rust` and `python`, or, for their output, `text rust`
//! and `text python`.

/// A part of a chapter.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'t> {
    Text(&'t str),
    /// Two blocks of code, each with its first and last line.
    Pair {
        rust: &'t str,
        python: &'t str,
    },
}

const FENCE: &str = "```";

/// The first lines of the blocks in a pair.
const LANGUAGES: [[&str; 2]; 2] =
    [["```rust\n", "```python\n"], ["```text rust\n", "```text python\n"]];

/// The parts of the chapter in order. Together they are the chapter, without the empty lines within pairs.
pub fn parts(chapter: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = chapter;
    while let Some((before, pair, after)) = first_pair(rest) {
        parts.extend([Part::Text(before), pair]);
        rest = after;
    }
    parts.push(Part::Text(rest));
    parts
}

/// The first pair, with the text before and after it.
fn first_pair(text: &str) -> Option<(&str, Part<'_>, &str)> {
    let pairs = LANGUAGES.iter().flat_map(|[rust, python]| {
        let begins = text.match_indices(rust).map(|(at, _)| at);
        begins.filter_map(move |at| pair_at(text, at, python))
    });
    pairs.min_by_key(|(before, ..)| before.len())
}

/// The pair whose first block begins here, if a block in Python follows it.
fn pair_at<'t>(text: &'t str, at: usize, python: &str) -> Option<(&'t str, Part<'t>, &'t str)> {
    let (before, text) = text.split_at(at);
    let is_line = before.is_empty() || before.ends_with('\n');
    let (rust, after) = block(text)?;
    let after = after.trim_start_matches('\n');
    let (python, after) = block(after).filter(|_| is_line && after.starts_with(python))?;
    Some((before, Part::Pair { rust, python }, after))
}

/// The block of code at the beginning of the text, and the text after it.
fn block(text: &str) -> Option<(&str, &str)> {
    let end = text.find("\n```\n")? + 1 + FENCE.len();
    Some(text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUST: &str = "```rust\nlet a = 1;\n```";
    const PYTHON: &str = "```python\na = 1\n```";

    #[test]
    fn two_blocks_in_both_languages_are_a_pair() {
        let chapter = format!("before\n\n{RUST}\n\n{PYTHON}\n\nbehind\n");
        let pair = Part::Pair { rust: RUST, python: PYTHON };
        assert_eq!(parts(&chapter), [Part::Text("before\n\n"), pair, Part::Text("\n\nbehind\n")]);
    }

    #[test]
    fn their_output_is_a_pair_too() {
        let chapter = "```text rust\n1\n```\n\n```text python\n2\n```\n";
        let pair = Part::Pair { rust: "```text rust\n1\n```", python: "```text python\n2\n```" };
        assert_eq!(parts(chapter), [Part::Text(""), pair, Part::Text("\n")]);
    }

    #[test]
    fn blocks_with_text_between_them_do_not_pair() {
        for between in ["\n\ntext\n\n", "\n\n```text\ndrawn\n```\n\n"] {
            let chapter = format!("{RUST}{between}{PYTHON}\n");
            assert_eq!(parts(&chapter), [Part::Text(&chapter)]);
        }
        let other_order = format!("{PYTHON}\n\n{RUST}\n");
        assert_eq!(parts(&other_order), [Part::Text(&other_order)]);
    }
}
