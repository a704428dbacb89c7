//! A learner's workspace, made by `checker init`: all commands work in it without the course's checkout.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

/// The installed program in this folder, in an environment without the course's own target folder.
fn socketlings(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_socketlings"));
    command.current_dir(folder).args(arguments).env_remove("CARGO_TARGET_DIR");
    command
}

/// A workspace with these lessons, in an empty folder.
fn made(lessons: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let init = ["init", "lab", "--lessons", lessons];
    socketlings(folder.path(), &init).assert().success().stdout(contains("cd lab"));
    let lab = folder.path().join("lab");
    (folder, lab)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| !path.ends_with(".git"));
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// Puts the reference into the learner's files.
fn solve(lab: &Path, lesson: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for file in files_below(&root.join("solutions").join(lesson).join("src")) {
        let text = fs::read_to_string(&file).unwrap().replace("framing_solution", "framing");
        fs::write(
            lab.join("lessons").join(lesson).join("src").join(file.file_name().unwrap()),
            text,
        )
        .unwrap();
    }
}

#[test]
fn a_workspace_is_small() {
    let (_folder, lab) = made("all");
    let files = files_below(&lab);
    let bytes: u64 = files.iter().map(|file| file.metadata().unwrap().len()).sum();
    assert!(files.len() <= 80 && bytes <= 500_000, "{} files of {bytes} bytes", files.len());
    assert!(lab.join(".git").is_dir());
}

#[test]
fn a_folder_that_is_not_empty_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine\n").unwrap();
    socketlings(folder.path(), &["init", "."])
        .assert()
        .code(2)
        .stderr(contains("is not empty").and(contains("cargo checker init lab")));
    assert_eq!(files_below(folder.path()).len(), 1);
}

#[test]
fn a_folder_inside_another_workspace_is_refused() {
    let (_folder, lab) = made("1");
    socketlings(&lab, &["init", "inner"]).assert().code(2).stderr(contains("workspace already"));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\nmembers = [\"*\"]\n").unwrap();
    socketlings(folder.path(), &["init"])
        .assert()
        .code(2)
        .stderr(contains("cargo workspace").and(contains("outside of it")));
}

#[test]
fn a_lesson_is_checked_solved_and_gets_its_reference() {
    let (_folder, lab) = made("1,3");
    socketlings(&lab, &[]).assert().code(1).stdout(contains("Welcome").and(contains("One shot")));
    assert!(!lab.join("solutions").exists());
    socketlings(&lab, &["solution"]).assert().code(2).stderr(contains("not passed yet"));
    solve(&lab, "01-one-shot");
    socketlings(&lab, &["check", "1"]).assert().success();
    assert!(lab.join("solutions/01-one-shot/src/server.rs").is_file());
    socketlings(&lab, &["solution", "1"]).assert().success().stdout(contains("identical"));
    socketlings(&lab, &["list"]).assert().success().stdout(contains("10 of 10 points"));
}

#[test]
fn the_references_are_checked_without_a_checkout() {
    let (_folder, lab) = made("1");
    socketlings(&lab, &["check", "1", "--solutions"]).assert().success();
    let trace = ["trace", "1", "--solutions", "--format", "json"];
    socketlings(&lab, &trace).assert().success().stdout(contains("shouts-back"));
}

#[test]
fn the_reference_of_the_framing_library_serves_until_the_learners_own_is_passed() {
    let (_folder, lab) = made("9,16");
    solve(&lab, "16-threads");
    socketlings(&lab, &["check", "16"]).assert().success();
    let manifest = || fs::read_to_string(lab.join("Cargo.toml")).unwrap();
    assert!(manifest().contains(".socketlings/framing"));
    solve(&lab, "09-framing");
    socketlings(&lab, &["check", "9"]).assert().success();
    socketlings(&lab, &["check", "16"]).assert().success();
    assert!(manifest().contains("path = \"lessons/09-framing\""));
}

#[test]
fn an_update_keeps_what_the_learner_wrote() {
    let (_folder, lab) = made("1");
    socketlings(&lab, &["update"]).assert().success().stdout(contains("is up to date"));
    // As if an older checker had given another text.
    let (server, given) =
        (lab.join("lessons/01-one-shot/src/server.rs"), lab.join(".socketlings/course.toml"));
    let text = fs::read_to_string(&given).unwrap();
    let old = text.replace("Lesson 01, One shot: the server.", "Lesson 01: the server.");
    assert_ne!(old, text);
    fs::write(&given, old).unwrap();
    fs::write(&server, "// All mine.\nfn main() {}\n").unwrap();
    let dry = ["update", "--dry-run"];
    socketlings(&lab, &dry).assert().success().stdout(contains("server.rs.new"));
    assert!(!server.with_extension("rs.new").exists());
    socketlings(&lab, &["update"]).assert().success().stdout(contains("beside"));
    assert_eq!(fs::read_to_string(&server).unwrap(), "// All mine.\nfn main() {}\n");
    assert!(server.with_extension("rs.new").is_file());
    socketlings(&lab, &["update"]).assert().success().stdout(contains("is up to date"));
}

#[test]
fn a_checkout_is_updated_by_git() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    socketlings(root, &["update"]).assert().code(2).stderr(contains("git pull"));
}

#[test]
fn server_and_client_are_tried_together() {
    let (_folder, lab) = made("2,3");
    solve(&lab, "02-communication-loop");
    socketlings(&lab, &["try", "2"])
        .write_stdin("hello\nworld\n")
        .assert()
        .success()
        .stdout("HELLO\nWORLD\n")
        .stderr(contains("client: exit status: 0").and(contains("server: exit status: 0")));
    socketlings(&lab, &["try", "3"]).assert().code(2).stderr(contains("run 3 server"));
}

#[test]
fn the_servers_lines_are_marked() {
    let (_folder, lab) = made("5");
    solve(&lab, "05-glue");
    socketlings(&lab, &["try", "5"])
        .assert()
        .success()
        .stderr(contains("server │ info_1: hello").and(contains("server │ info_2: world")));
}

#[test]
fn completions_and_a_manual_page_are_generated() {
    let folder = tempfile::tempdir().unwrap();
    socketlings(folder.path(), &["completions", "bash"])
        .assert()
        .success()
        .stdout(contains("complete -F _socketlings"));
    socketlings(folder.path(), &["man"]).assert().success().stdout(contains(".TH checker 1"));
}
