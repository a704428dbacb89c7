//! The output of a program never reaches the terminal unescaped: a terminal obeys control characters,
//! and format characters hide or reorder text.

use assert_cmd::Command;

/// Bytes that set the title and the clipboard, clear the screen, move up and overwrite text (ESC, C1,
/// CR, DEL), reverse text (a bidi override and isolate), or hide in it (a zero-width space).
const INJECTED: &str = r"\033]0;t\007\033]52;c;eA==\007\033[2J\033[3A\r\302\2332J\177\342\200\256\342\201\246\342\200\213";

/// Programs whose last output has such bytes, for each place where a report repeats it.
fn servers() -> [String; 3] {
    [
        format!(r"printf 'first{INJECTED}one\nlast{INJECTED}word\n' >&2; exit 3"),
        format!(
            r"printf 'thread \047main\047 (7) panicked at src/x{INJECTED}.rs:1:2:\nno{INJECTED}\n' >&2; exit 101"
        ),
        format!(
            r"printf 'thread \047main\047 (7) panicked at src/x.rs:1:2:\nnot yet implemented{INJECTED}\n' >&2; exit 101"
        ),
    ]
}

/// Standard output and standard error of these arguments, with colours.
fn printed(script: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_checker"))
        .current_dir(folder.path())
        .env("CLICOLOR_FORCE", "1")
        .args(arguments)
        .args(["--case", "shouts-back", "--server"])
        .arg(format!("sh -c {}", shlex::try_quote(script).unwrap()))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// The text without the checker's colours.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_of_a_colour = |c: char| c.is_ascii_digit() || c == ';';
        let rest = part.trim_start_matches(is_of_a_colour);
        match rest.strip_prefix('m') {
            Some(rest) => plain.push_str(rest),
            None => plain.push_str(&format!("\x1b[{part}")),
        }
    }
    plain
}

#[test]
fn no_report_contains_control_characters_of_a_program() {
    let reports: [&[&str]; 6] = [
        &["check", "01"],
        &["check", "01", "--format", "json"],
        &["check", "01", "--format", "events"],
        &["trace", "01"],
        &["trace", "01", "--format", "svg"],
        &["trace", "01", "--format", "json"],
    ];
    for (place, script) in servers().iter().enumerate() {
        for report in reports {
            let text = without_colours(&printed(script, report));
            let is_obeyed = |c: &char| {
                c.is_control() && *c != '\n'
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            let found: Vec<char> = text.chars().filter(is_obeyed).collect();
            assert!(found.is_empty(), "{place} {report:?}: {found:?} in {text:?}");
        }
        // It is not left out, either: the learner sees it escaped.
        let report = printed(script, &["check", "01"]);
        assert!(place == 2 || report.contains(r"\x1b[2J"), "{report}");
    }
}

#[test]
fn the_lines_of_a_program_stay_lines() {
    let report = without_colours(&printed(r"printf 'one\r\ntwo\n' >&2; exit 3", &["check", "01"]));
    assert!(report.contains("      one\n      two\n"), "{report}");
}
