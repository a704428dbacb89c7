//! The command line as a learner uses it: every mistake gets advice, nothing panics, and a closed pipe
//! is not an error. Each test has its own workspace.

mod autograder;
mod current_lesson;
mod environment;
mod far_off;
mod formats;
mod forty;
mod grade;
mod learner;
mod machines;
mod other_user;
mod own_programs;
mod read;
mod readme;
mod strangers;
mod terminal;

use std::fs;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

/// A minimal workspace with lesson 01 as a learner changed it.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let lesson = folder.path().join("lessons/01-one-shot/src");
    fs::create_dir_all(&lesson).unwrap();
    fs::write(folder.path().join("lessons/course.toml"), "").unwrap();
    fs::write(lesson.join("server.rs"), "fn main() {}\n").unwrap();
    folder
}

fn checker(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checker"));
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR");
    command
}

/// Asserts that these arguments are refused with status 2, empty standard output, and this advice.
fn refused(arguments: &[&str], advice: &[&str]) {
    let folder = workspace();
    let mut assert = checker(folder.path(), arguments).assert().code(2).stdout("");
    for words in advice {
        assert = assert.stderr(contains(*words));
    }
    assert.stderr(contains("panicked").not());
    // A mistake does not change the workspace.
    assert!(!folder.path().join(".socketlings").exists());
}

#[test]
fn an_unknown_lesson_is_answered_with_the_nearest_one() {
    for command in ["check", "hint", "read", "solution", "reset"] {
        refused(&[command, "one-shto"], &["no lesson `one-shto`", "`one-shot`"]);
        refused(&[command, "99"], &["no lesson `99`", "lessons 1 to"]);
    }
    refused(&["check", "3-1"], &["`1-3`"]);
    refused(&["check", "1", "nonsense"], &["nonsense", "cargo checker list"]);
    refused(&["hint", "1-2"], &["several"]);
}

#[test]
fn an_unknown_case_is_refused_before_anything_runs() {
    refused(
        &["check", "1", "--case", "no-such-case"],
        &["no case `no-such-case`", "Its cases are"],
    );
    refused(&["check", "1-2", "--case", "any"], &["one lesson"]);
    refused(&["check", "all", "--case", ""], &["one lesson"]);
}

#[test]
fn an_unknown_option_command_or_value_lists_what_exists() {
    refused(&["check", "--verbos"], &["--verbos"]);
    refused(&["chekc"], &["check"]);
    refused(&["check", "--seed", "seven"], &["whole number"]);
    refused(&["check", "--seed", "-1"], &["-1"]);
    refused(&["check", "--isolation", "none"], &["auto", "cell", "process"]);
    refused(&["check", "--format", "xml"], &["human", "json"]);
    refused(&["goto"], &["<LESSON>"]);
    refused(&["run", "2"], &["run 2 server"]);
    refused(&["run", "3", "client"], &["has no client"]);
}

#[test]
fn the_number_of_jobs_must_be_positive() {
    for jobs in ["0", "-3", "many", ""] {
        refused(&["check", &format!("--jobs={jobs}")], &["1 or more"]);
    }
}

#[test]
fn a_stand_in_must_be_a_command_for_a_program_that_the_lesson_has() {
    refused(&["check", "1", "--server", "python3 'my.py"], &["quotation mark"]);
    refused(&["check", "1", "--server", "  "], &["empty"]);
    refused(&["check", "1", "--client", "''"], &["empty"]);
    refused(&["check", "--server", "true"], &["name the lesson"]);
    refused(&["check", "3", "--client", "true"], &["has no client"]);
    refused(&["check", "1", "--server", "true", "--solutions"], &["--solutions"]);
}

#[test]
fn solutions_that_are_not_there_are_a_usage_mistake() {
    let advice = ["`--solutions` needs", "solutions/02-communication-loop"];
    refused(&["check", "2", "--solutions"], &advice);
    refused(&["trace", "2", "--solutions"], &advice);
}

#[test]
fn an_unknown_belief_is_answered_with_the_nearest_one() {
    let advice = ["no belief `buffer-is-mesage`", "mean `buffer-is-message`", "checker explain"];
    refused(&["explain", "buffer-is-mesage"], &advice);
}

#[test]
fn the_beliefs_can_be_listed_and_each_explained() {
    let folder = workspace();
    let output = checker(folder.path(), &["explain"]).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    // Each lesson's heading is followed by its beliefs, a line each.
    let listed = text.lines().filter_map(|line| line.strip_prefix("  "));
    let ids: Vec<&str> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(ids.len() > 100, "{text}");
    for id in [ids[0], ids[ids.len() - 1]] {
        checker(folder.path(), &["explain", id])
            .assert()
            .success()
            .stdout(contains("cargo checker read "));
    }
}

#[test]
fn help_is_not_a_mistake() {
    let folder = workspace();
    for arguments in [&["--help"][..], &["check", "--help"], &["--version"]] {
        checker(folder.path(), arguments).assert().code(0).stderr("");
    }
    let help = checker(folder.path(), &["--help"]).output().unwrap().stdout;
    let help = String::from_utf8(help).unwrap();
    for hidden in ["cell", "dev "] {
        assert!(!help.contains(&format!("\n  {hidden}")), "{help}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let folder = workspace();
    for arguments in [&["list"][..], &["explain"], &["--help"], &["hint", "1"], &["read", "1"]] {
        let mut child = Process::new(env!("CARGO_BIN_EXE_checker"))
            .args(arguments)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Close the pipe before the first line, as `head -0` does.
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_the_environments_failure() {
    let folder = workspace();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Process::new(env!("CARGO_BIN_EXE_checker"))
        .arg("list")
        .current_dir(folder.path())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .and_then(std::process::Child::wait_with_output)
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: "));
}

#[test]
fn a_pipe_gets_no_colours() {
    let folder = workspace();
    checker(folder.path(), &["list"]).assert().success().stdout(contains("\u{1b}").not());
}

#[test]
fn titles_are_links_to_the_built_book_if_the_terminal_supports_them() {
    let folder = workspace();
    let list = |colours: &str| {
        let mut command = checker(folder.path(), &["list"]);
        command.env("FORCE_HYPERLINK", "1").env(colours, "1");
        command.assert().success()
    };
    list("CLICOLOR_FORCE").stdout(contains("]8;;").not());
    let page = folder.path().join("book/html/01-one-shot.html");
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    fs::write(&page, "").unwrap();
    let link = format!("\u{1b}]8;;file://{}\u{1b}\\One shot\u{1b}]8;;\u{1b}\\", page.display());
    list("CLICOLOR_FORCE").stdout(contains(link));
    list("NO_COLOR").stdout(contains("\u{1b}").not());
}

#[test]
fn the_list_has_a_json_format() {
    let folder = workspace();
    checker(folder.path(), &["hint", "1"]).assert().success();
    let output = checker(folder.path(), &["list", "--format", "json"]).output().unwrap();
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(list["schema"], 1);
    assert_eq!(list["current"], "01-one-shot");
    let first = &list["lessons"][0];
    assert_eq!(first["lesson"], "01-one-shot");
    assert_eq!(first["files"][0], "lessons/01-one-shot/src/server.rs");
    assert_eq!((&first["passed"], &first["hints_shown"]), (&false.into(), &1.into()));
}

#[test]
fn hints_go_on_where_they_stopped() {
    let folder = workspace();
    checker(folder.path(), &["hint", "one-shot"])
        .assert()
        .success()
        .stdout(contains("hint 1 of 3"));
    let inside = folder.path().join("lessons/01-one-shot/src");
    checker(&inside, &["hint", "1"]).assert().success().stdout(contains("hint 2 of 3"));
    for _ in 0..2 {
        let third = contains("hint 3 of 3").and(contains("cargo checker read 1"));
        checker(folder.path(), &["hint", "01"]).assert().success().stdout(third);
    }
}

#[test]
fn a_damaged_progress_file_is_kept_with_a_warning() {
    let folder = workspace();
    fs::create_dir(folder.path().join(".socketlings")).unwrap();
    fs::write(folder.path().join(".socketlings/progress.toml"), "garbage").unwrap();
    checker(folder.path(), &["list"])
        .assert()
        .success()
        .stderr(contains("It was kept as").and(contains("progress.backup-1.toml")));
    let kept = fs::read(folder.path().join(".socketlings/progress.backup-1.toml")).unwrap();
    assert_eq!(kept, b"garbage");
}

#[test]
fn checker_alone_prints_the_same_warning() {
    let folder = workspace();
    fs::create_dir(folder.path().join(".socketlings")).unwrap();
    fs::write(folder.path().join(".socketlings/progress.toml"), "garbage").unwrap();
    // The lesson cannot be built in this workspace, which does not matter for this test.
    checker(folder.path(), &[]).assert().stderr(contains("It was kept as"));
}

#[test]
fn the_first_run_welcomes() {
    let folder = workspace();
    checker(folder.path(), &[]).assert().stdout(contains("Welcome to socketlings"));
}

#[test]
fn the_solution_waits_until_the_lesson_is_passed_or_spoilt() {
    let folder = workspace();
    checker(folder.path(), &["solution", "1"])
        .assert()
        .code(2)
        .stdout("")
        .stderr(contains("not passed yet").and(contains("--spoil")));
    checker(folder.path(), &["solution", "1", "--spoil"])
        .assert()
        .success()
        .stdout(contains("-fn main() {}").and(contains("+    let listener = TcpListener::bind")));
}

#[test]
fn a_reset_names_the_backup() {
    let folder = workspace();
    checker(folder.path(), &["reset", "1"])
        .assert()
        .success()
        .stdout(contains(".socketlings/backups/01-one-shot-1"));
    let kept = folder.path().join(".socketlings/backups/01-one-shot-1/src/server.rs");
    assert_eq!(fs::read_to_string(kept).unwrap(), "fn main() {}\n");
    checker(folder.path(), &["reset", "1"]).assert().success().stdout(contains("nothing to reset"));
}
