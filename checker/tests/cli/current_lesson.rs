//! Commands without a lesson mean the one that the learner is on, and `goto` changes it.

use std::fs;

use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

use super::{checker, workspace};

/// The workspace, with this file of progress: lesson 01 is passed.
fn first_lesson_passed() -> TempDir {
    let folder = workspace();
    fs::create_dir(folder.path().join(".socketlings")).unwrap();
    let text = "# Your progress through socketlings, kept by the checker.\nversion = 1\n\n\
                [lessons.one-shot]\npassed = true\npoints = 10\nhints = 0\n\
                # The end: all of your progress stands above this line.\n";
    fs::write(folder.path().join(".socketlings/progress.toml"), text).unwrap();
    folder
}

#[test]
fn without_a_lesson_the_first_open_one_is_meant() {
    let folder = first_lesson_passed();
    let run = |arguments: &[&str]| checker(folder.path(), arguments).assert();
    run(&["hint"]).success().stdout(contains("02 · Communication loop"));
    run(&["solution"]).code(2).stderr(contains("02 · Communication loop is not passed yet"));
    run(&["reset"]).success().stdout(contains("02 · Communication loop"));
    run(&["run"]).code(2).stderr(contains("run 2 server"));
}

#[test]
fn goto_chooses_the_lesson_that_is_meant() {
    let folder = first_lesson_passed();
    let run = |arguments: &[&str]| checker(folder.path(), arguments).assert().success();
    run(&["goto", "framing"]).stdout(contains("You are on 09 · Framing now"));
    run(&["hint"]).stdout(contains("09 · Framing"));
    run(&["list"]).stdout(contains("You are on 09 · Framing"));
    let output = checker(folder.path(), &["list", "--format", "json"]).output().unwrap();
    let listed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(listed["current"], "09-framing");
    // A lesson that is passed cannot be the one to work on.
    run(&["goto", "1"]).stdout(contains("passed already"));
    run(&["list"]).stdout(contains("You are on 02 · Communication loop"));
}

#[test]
fn all_hints_can_be_shown_at_once() {
    let folder = workspace();
    let all = checker(folder.path(), &["hint", "--all"]).output().unwrap();
    let text = String::from_utf8(all.stdout).unwrap();
    for number in ["1. ", "2. ", "3. "] {
        assert!(text.contains(&format!("\n  {number}")), "{text}");
    }
    checker(folder.path(), &["hint"]).assert().success().stdout(contains("hint 3 of 3"));
}

#[test]
fn a_program_that_does_not_build_is_not_run() {
    let folder = workspace();
    let words = contains("does not build yet").and(contains("panicked").not());
    checker(folder.path(), &["run", "1", "server"]).assert().code(1).stderr(words);
}
