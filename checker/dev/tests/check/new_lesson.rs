//! A lesson is a folder: to add one, an author edits no existing file by hand. This test adds lesson 26
//! to a copy of the project, and derives everything that changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

use super::{copy_below, copy_into, dev, edit, files_below, root};

/// The flaws that `checker dev check` may still report for a new lesson: the author has to fix them.
const LEFT_TO_THE_AUTHOR: [&str; 4] =
    ["is not written yet", "write at least eight", "no case is about the", "has no wrong program"];

/// A copy of every file that cargo reads.
fn project(folder: &Path) {
    copy_into(folder);
    for part in ["Cargo.toml", "Cargo.lock", "book"] {
        copy_below(&root().join(part), &folder.join(part));
    }
    // Without this file, the commands would work on the project itself.
    assert!(folder.join("lessons/course.toml").is_file());
}

/// All files below this folder.
fn texts(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = files_below(folder).into_iter();
    files.map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}

fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder).args(arguments).args(["--offline", "--color", "never"]);
    command
}

#[test]
fn a_new_lesson_changes_only_what_is_derived() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path());
    let before = texts(folder.path());
    dev(folder.path(), &["new", "lesson", "proxy"]).assert().success().stdout(contains("Next:"));
    let after = texts(folder.path());
    let changed = || before.iter().filter(|(file, text)| after.get(*file) != Some(*text));
    assert!(changed().count() > 0);
    for (file, text) in changed() {
        fs::write(file, text).unwrap();
    }
    dev(folder.path(), &["write"]).assert().success();
    for (file, text) in texts(folder.path()) {
        assert!(after.get(&file) == Some(&text), "{} is not derived", file.display());
    }
}

#[test]
fn a_new_lesson_lists_its_missing_parts() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path());
    dev(folder.path(), &["new", "lesson", "proxy"]).assert().success();
    let check = dev(folder.path(), &["check"]).assert().code(1).stderr("");
    let output = String::from_utf8_lossy(&check.get_output().stdout).into_owned();
    let flaws: Vec<&str> = output.lines().filter(|line| line.starts_with('✗')).collect();
    assert!(flaws.len() > 10, "{output}");
    let is_left = |flaw: &&str| LEFT_TO_THE_AUTHOR.iter().any(|words| flaw.contains(words));
    let others: Vec<_> = flaws.iter().filter(|flaw| !is_left(flaw)).collect();
    assert!(others.is_empty(), "{others:#?}");
}

#[test]
fn cargo_accepts_a_new_lesson_and_compiles_its_modules() {
    // Always the same folder, so that a new run replaces the artifacts of the old one.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lesson-26");
    let _ = fs::remove_dir_all(&folder);
    project(&folder);
    dev(&folder, &["new", "lesson", "proxy"]).assert().success();
    dev(&folder, &["new", "case", "proxy", "two-words"]).assert().success();
    dev(&folder, &["new", "belief", "26", "a-proxy-is-transparent"]).assert().success();
    let metadata = ["metadata", "--no-deps", "--format-version", "1"];
    let members = contains("#proxy@").and(contains("#proxy-solution@"));
    cargo(&folder, &metadata).assert().success().stdout(members);
    let specimens = ["--manifest-path", "checker/specimens/Cargo.toml"];
    let members = contains("#proxy-specimens@");
    cargo(&folder, &metadata).args(specimens).assert().success().stdout(members);

    let packages = ["check", "-p", "cases", "-p", "proxy", "-p", "proxy-solution"];
    let target = Path::new(env!("CARGO_BIN_EXE_checker-dev")).ancestors().nth(2).unwrap();
    let check = || cargo(&folder, &packages).env("CARGO_TARGET_DIR", target).assert();
    check().success();
    let lesson = folder.join("checker/course/26-proxy");
    edit(&lesson.join("cases/mod.rs"), "use super", "compile_error!(\"cases\");\nuse super");
    edit(&lesson.join("beliefs.rs"), "use stage", "compile_error!(\"beliefs\");\nuse stage");
    check().failure().stderr(contains("error: cases").and(contains("error: beliefs")));
}

#[test]
fn a_new_program_and_a_new_name_that_cannot_be() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path());
    let place = "checker/course/02-communication-loop/wrong/client/zero-is-nothing-yet--new.c";
    let arguments = ["new", "wrong", "2", "client", "zero-is-nothing-yet--new.c"];
    dev(folder.path(), &arguments).assert().success().stdout(contains(format!("wrote {place}")));
    assert!(folder.path().join(place).is_file());
    let refused = [
        (&arguments[1..], "is there already"),
        (&["lesson", "Proxy"][..], "write it like-this"),
        (&["lesson", "loop"], "is a keyword of Rust"),
        (&["lesson", "stage"], "a part of the checker"),
        (&["lesson", "cases"], "a part of the checker"),
        (&["lesson", "glue"], "there is a lesson `glue` already"),
        (&["case", "77", "a"], "there is no lesson `77`"),
        (&["case", "glue", "glued"], "has `(\"glued\"` already"),
        (&["case", "3", "a", "--role", "client"], "lesson 03-connection-loop has no client"),
        (&["case", "async", "a"], "add the row and its script by hand"),
        (&["belief", "2", "write-is-sent"], "has a belief `write-is-sent` already"),
        (&["wrong", "2", "server", "write-is-send"], "Did you mean `write-is-sent`?"),
        (&["wrong", "2", "server", "nothing-named"], "write nothing-named--VARIANT"),
        (&["wrong", "2", "server", "write-is-sent.go"], "end in .rs, .py or .c"),
        (&["wrong", "2", "both", "write-is-sent"], "write `server` or `client`"),
    ];
    let before = texts(folder.path());
    for (arguments, words) in refused {
        dev(folder.path(), &["new"]).args(arguments).assert().code(2).stderr(contains(words));
    }
    assert!(before == texts(folder.path()), "a command that was refused wrote something");
}
