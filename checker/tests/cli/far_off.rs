//! A program that is far off: what a check plays and prints then.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

use super::{checker, workspace};

/// A check of lesson 01 with a server that does nothing.
fn check(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = checker(folder.path(), &["check", "1", "--server", "sh -c 'exit 3'"]);
    command.args(arguments);
    command
}

#[test]
fn its_promises_stand_in_groups_and_most_are_not_played() {
    let folder = tempfile::tempdir().unwrap();
    let groups = contains("plain promises").and(contains("what this lesson teaches"));
    let advice = contains("not played; cargo checker check 01 --all --server ");
    check(&folder, &[])
        .assert()
        .code(1)
        .stdout(groups.and(advice).and(contains(" points ·").not()));
}

#[test]
fn every_case_is_played_and_listed_if_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let listed = contains("✗ shouts-back ").and(contains("✗ only-what-came "));
    check(&folder, &["--all"])
        .assert()
        .code(1)
        .stdout(listed.and(contains("not played").not()).and(contains("plain promises").not()));
}

#[test]
fn a_score_plays_every_case() {
    let folder = tempfile::tempdir().unwrap();
    let output = check(&folder, &["--format", "json"]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let cases = json["lessons"][0]["cases"].as_array().unwrap().len();
    let events = check(&folder, &["--format", "events"]).output().unwrap();
    let events = String::from_utf8(events.stdout).unwrap();
    assert_eq!(events.lines().filter(|line| line.contains("\"case_done\"")).count(), cases);
    assert!(cases > 8, "{cases}");
}

#[test]
fn one_case_has_no_points() {
    let folder = tempfile::tempdir().unwrap();
    let part = contains("This is one of ").and(contains(" points ·").not());
    check(&folder, &["--case", "shouts-back"]).assert().code(1).stdout(part);
}

/// A cargo that runs this script instead of a build.
fn cargo(folder: &TempDir, script: &str) -> std::path::PathBuf {
    let cargo = folder.path().join("cargo.sh");
    fs::write(&cargo, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    cargo
}

#[test]
fn nothing_but_the_attempt_is_recorded() {
    let folder = workspace();
    let artifact = |role: &str| {
        format!(
            r#"echo '{{"reason":"compiler-artifact","target":{{"name":"one-shot-{role}"}},"executable":"/bin/false"}}'"#
        )
    };
    let script = [artifact("server"), artifact("client")].join("\n");
    checker(folder.path(), &["check", "1"])
        .env("CARGO", cargo(&folder, &script))
        .assert()
        .code(1)
        .stdout(contains("not played").and(contains("Stuck?")));
    let progress = fs::read_to_string(folder.path().join(".socketlings/progress.toml")).unwrap();
    assert!(progress.contains("passed = false\npoints = 0\n"), "{progress}");
}

#[test]
fn a_check_says_that_cargo_waits_for_another_cargo() {
    let folder = workspace();
    let script = "echo '    Blocking waiting for file lock on build directory' >&2";
    checker(folder.path(), &["check", "1"])
        .env("CARGO", cargo(&folder, script))
        .assert()
        .code(1)
        .stderr(contains("waits for another cargo").and(contains("file lock on build directory")));
}
