//! The commands that `cargo checker` leaves to its second program do what they do in an installed checker.

use std::process::Command;

use crate::workspace::{checker, second_program};

/// The standard output, standard error and exit status of the checker with these arguments. Standard error may
/// also say that cargo waits for another cargo.
fn run(words: &[&str]) -> (String, String, Option<i32>) {
    let folder = tempfile::tempdir().expect("a folder");
    let output =
        Command::new(checker()).args(words).current_dir(folder.path()).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[test]
fn a_chapter_is_shown_outside_of_the_course() {
    let (out, err, status) = run(&["read", "9"]);
    assert!(status == Some(0) && !err.contains("building"), "{err}");
    assert!(out.starts_with("# 09 Framing\n"), "{out}");
}

#[test]
fn objects_for_other_programs_are_written() {
    let case = ["check", "1", "--server", "false", "--case", "shouts-back"];
    for format in ["json", "events", "gradescope"] {
        let (out, err, status) = run(&[&case[..], &["--format", format]].concat());
        assert!(status == Some(1) && out.starts_with('{'), "{format}: {out}{err}");
    }
}

#[test]
fn its_options_and_its_mistakes_are_those_of_the_command() {
    let (out, _, status) = run(&["trace", "--help"]);
    assert!(status == Some(0) && out.contains("Usage: checker trace"), "{out}");
    let (out, err, status) = run(&["grade"]);
    assert_eq!((out, status), (String::new(), Some(2)));
    assert!(err.contains("<FOLDER>"), "{err}");
}

#[test]
fn the_help_lists_the_same_commands_as_that_of_the_second_program() {
    let second = Command::new(second_program()).arg("--help").output();
    let second = String::from_utf8(second.expect("it runs").stdout).expect("help is text");
    assert!(second.contains("  trace "), "{second}");
    assert_eq!(run(&["--help"]).0, second.replace("Usage: socketlings", "Usage: checker"));
}
