//! A letter as Markdown, for a pull request or an e-mail. Text that a program wrote is in code spans, where
//! nothing has a meaning (CommonMark, "Code spans").

use std::fmt::Write;

use super::letter::{Failure, Letter, Part};
use stage::bytes::harmless;

/// The letter. `folder` is the path of the folder of pictures.
pub fn markdown(letter: &Letter, folder: &str) -> String {
    let mut text = format!("# {}\n", code(&letter.title()));
    if letter.lessons.is_empty() {
        text.push_str("\nNo lesson was handed in.\n");
    }
    for note in &letter.student.notes {
        let _ = write!(text, "\n{}\n", code(note));
    }
    letter.lessons.iter().for_each(|part| lesson(&mut text, part, folder));
    text
}

fn lesson(text: &mut String, part: &Part, folder: &str) {
    let _ = write!(text, "\n## {}\n\n{}\n", part.heading, part.points);
    if let Some(words) = part.not_built {
        // Four blanks make a code block, whatever is in it.
        let words: String = harmless(words).lines().map(|line| format!("    {line}\n")).collect();
        let _ = write!(text, "\nThe lesson was not checked:\n\n{words}");
    }
    part.failures.iter().for_each(|one| failure(text, one, folder));
    for line in part.rest() {
        let _ = write!(text, "\n{line}\n");
    }
}

fn failure(text: &mut String, failure: &Failure, folder: &str) {
    let case = failure.case;
    let _ = write!(text, "\n### {}\n\nWhat happened: {}\n", case.promise, code(&case.summary));
    if let Some(belief) = failure.belief {
        let _ = match failure.is_known {
            true => write!(text, "\nThe same misconception: “{}”\n", belief.title),
            false => write!(text, "\nThe misconception: “{}” {}\n", belief.title, belief.truth),
        };
    }
    if let Some(picture) = &failure.picture {
        let file = &picture.file;
        let _ = write!(text, "\n![The run of this case]({}/{})\n", encoded(folder), encoded(file));
    }
    let (read, replay) = (code(&failure.read_on()), code(&failure.replay()));
    let _ = write!(text, "\n- Read on: {read}\n- See it again: {replay}\n");
}

/// A code span around the text, in one line. Its fence is longer than any row of backticks in the text.
fn code(text: &str) -> String {
    let text = harmless(text).replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match longest {
        0 => format!("{fence}{text}{fence}"),
        _ => format!("{fence} {text} {fence}"),
    }
}

/// The path for a link: every byte that could end it is written as `%41`.
fn encoded(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'/' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_code_span() {
        assert_eq!(code("plain"), "`plain`");
        assert_eq!(code("a ``b` c\n# d"), "``` a ``b` c # d ```");
        assert_eq!(encoded("../a (b)\"/é"), "../a%20%28b%29%22/%C3%A9");
    }
}
