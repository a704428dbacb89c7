//! Picks the first error from the compiler's output. Warnings and follow-up errors would hide it.

/// The first error in full, and the number of other errors. Text without an error is returned
/// unchanged.
pub fn first_error(words: &str) -> (String, usize) {
    let mut errors: Vec<Vec<&str>> = Vec::new();
    let mut inside = false;
    for line in words.lines() {
        let plain = anstream::adapter::strip_str(line).to_string();
        if starts_diagnostic(&plain) {
            inside = is_error(&plain);
            if inside {
                errors.push(Vec::new());
            }
        }
        if inside && let Some(error) = errors.last_mut() {
            error.push(line);
        }
    }
    match &errors[..] {
        [] => (words.trim_end().to_owned(), 0),
        [first, others @ ..] => (first.join("\n").trim_end().to_owned(), others.len()),
    }
}

fn starts_diagnostic(line: &str) -> bool {
    ["error", "warning"].iter().any(|kind| {
        line.strip_prefix(kind).is_some_and(|rest| rest.starts_with(':') || rest.starts_with('['))
    })
}

/// Whether this is an error in the program, and not the compiler's last line, which counts the errors.
fn is_error(line: &str) -> bool {
    line.starts_with("error")
        && !line.starts_with("error: could not compile")
        && !line.starts_with("error: aborting due to")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "\
warning: unused variable: `x`
 --> lessons/01-one-shot/src/server.rs:3:9

\u{1b}[1m\u{1b}[91merror[E0425]\u{1b}[0m: cannot find value `n` in this scope
 --> lessons/01-one-shot/src/server.rs:9:20
  |
9 |     write(&buffer[..n]);
  |                     ^ not found in this scope

error: expected `;`
 --> lessons/01-one-shot/src/server.rs:12:1

error: could not compile `one-shot` (bin \"one-shot-server\") due to 2 previous errors; 1 warning
";

    #[test]
    fn the_first_error_comes_first_and_alone() {
        let (first, more) = first_error(WORDS);
        assert!(first.contains("E0425") && first.ends_with("not found in this scope"), "{first}");
        assert_eq!(more, 1);
    }

    #[test]
    fn text_without_an_error_is_shown_unchanged() {
        let words = "the package `one-shot` was not found\n";
        assert_eq!(first_error(words), (words.trim().to_owned(), 0));
    }
}
