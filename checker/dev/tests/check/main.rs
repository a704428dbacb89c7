//! Tests of `checker dev check` on the real course, and on copies with flaws. Flaws that can be found by
//! reading need no build.

mod new_lesson;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serial_test::serial;
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn dev(workspace: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checker-dev"));
    command.current_dir(workspace).args(arguments);
    command
}

/// A copy of the course's texts, without build output, and with the skeletons as lessons.
fn copy() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_into(folder.path());
    folder
}

fn copy_into(folder: &Path) {
    let parts = [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "book/examples",
        "book/src",
        "lessons/course.toml",
        "solutions",
        "checker",
    ];
    for part in parts {
        copy_below(&root().join(part), &folder.join(part));
    }
    for lesson in fs::read_dir(root().join("checker/course")).unwrap() {
        let lesson = lesson.unwrap();
        if lesson.path().join("skeleton").is_dir() {
            let to = folder.join("lessons").join(lesson.file_name());
            copy_below(&lesson.path().join("skeleton"), &to);
            let manifest = to.join("Cargo.toml");
            fs::rename(manifest.with_extension("toml.skeleton"), manifest).unwrap();
        }
    }
}

fn copy_below(from: &Path, to: &Path) {
    if from.is_file() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
        return;
    }
    for entry in fs::read_dir(from).unwrap() {
        let name = entry.unwrap().file_name();
        if name != "target" && name != "html" {
            copy_below(&from.join(&name), &to.join(&name));
        }
    }
}

/// Whether the lessons are still equal to the skeletons.
fn lessons_are_untouched() -> bool {
    let copy = copy();
    let same = |file: &Path| {
        let place = file.strip_prefix(copy.path()).unwrap();
        fs::read(file).ok() == fs::read(root().join(place)).ok()
    };
    files_below(&copy.path().join("lessons")).iter().all(|file| same(file))
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// Asserts that a course with this change is refused with these words, before the check builds anything.
fn refused(change: impl FnOnce(&Path), words: &[&str]) {
    let folder = copy();
    change(folder.path());
    let mut assert = dev(folder.path(), &["check"]).assert().code(1);
    for word in words {
        assert = assert.stdout(contains(*word));
    }
    assert.stdout(contains("Nothing was built or run")).stderr("");
}

/// Replaces text in a file.
fn edit(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{} has no {old:?}", file.display());
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}

/// Checks a sample of one lesson. CI runs `checker dev check` on all of them, which takes some minutes.
#[test]
#[serial(workspace)]
fn the_course_proves_itself() {
    let mut command = dev(&root(), &["check", "--lesson", "1", "--sample"]);
    if lessons_are_untouched() {
        let proved = contains("wrong programs fail with their beliefs").and(contains("✗").not());
        command.assert().success().stdout(proved);
    } else {
        // A learner has changed the lessons.
        command.assert().code(1).stdout(contains("cargo checker reset"));
    }
}

#[test]
fn a_chapter_that_is_missing() {
    refused(
        |root| fs::remove_file(root.join("book/src/02-communication-loop.md")).unwrap(),
        &["✗ book/src/02-communication-loop.md: is missing: every lesson has a chapter"],
    );
}

#[test]
fn a_readme_and_a_summary_out_of_step() {
    refused(
        |root| edit(&root.join("README.md"), "[Connection loop](", "[Another title]("),
        &["✗ README.md: is not up to date: run `cargo checker dev write`"],
    );
    refused(
        |root| edit(&root.join("book/src/SUMMARY.md"), "- [01 One shot]", "- [1 One shot]"),
        &["✗ book/src/SUMMARY.md: is not up to date: run `cargo checker dev write`"],
    );
}

#[test]
fn a_folder_without_a_lesson() {
    for parent in ["lessons", "solutions", "checker/course"] {
        let folder = format!("{parent}/77-orphan");
        let words = format!("✗ {folder}: does not belong to a lesson");
        refused(|root| fs::create_dir(root.join(folder)).unwrap(), &[&words]);
    }
}

#[test]
fn specimens_without_their_package() {
    let place = "checker/specimens/01-one-shot/Cargo.toml";
    let missing = format!("✗ {place}: is missing");
    refused(|root| fs::remove_file(root.join(place)).unwrap(), &[&missing]);
    let misnamed = format!("✗ {place}: package or program has a wrong name");
    refused(|root| edit(&root.join(place), "one-shot-specimens", "other"), &[&misnamed]);
}

#[test]
fn a_belief_without_a_wrong_program() {
    refused(
        |root| {
            let folder = root.join("checker/course/04-whole-message/wrong/server");
            fs::rename(
                folder.join("one-read-is-the-whole-line.rs"),
                folder.join("nothing-named--once.rs"),
            )
            .unwrap();
        },
        &["✗ checker/course: no wrong program shows `one-read-is-the-whole-line`"],
    );
}

#[test]
fn a_skeleton_that_differs() {
    refused(
        |root| edit(&root.join("lessons/01-one-shot/src/server.rs"), "fn main", "fn  main"),
        &["✗ lessons/01-one-shot/src/server.rs: differs from the skeleton", "reset 01"],
    );
}

#[test]
fn a_signature_that_differs() {
    refused(
        |root| {
            for file in ["solutions/01-one-shot/src/client.rs", "checker/learner/references.txt"] {
                edit(&root.join(file), "fn run(", "fn serve(");
            }
        },
        &["✗ solutions/01-one-shot/src/client.rs: does not declare `fn run("],
    );
}

#[test]
fn a_lesson_without_cases() {
    let place = "checker/course/05-glue/cases";
    let missing = format!("✗ {place}: is missing: every lesson has cases");
    refused(|root| fs::remove_dir_all(root.join(place)).unwrap(), &[&missing]);
}

#[test]
fn a_registry_that_is_not_up_to_date() {
    let place = "checker/course/src/lessons/mod.rs";
    let stale = format!("✗ {place}: is not up to date: run `cargo checker dev write`");
    refused(|root| edit(&root.join(place), "glue::CASES", "lines::CASES"), &[&stale]);
}

#[test]
fn a_text_without_a_predicate_and_a_predicate_without_a_text() {
    let place = "checker/course/05-glue/beliefs";
    let bare = format!("✗ {place}.toml: `each-write-is-a-segment` has no predicate");
    let surplus = format!("✗ {place}.rs: the predicate `each_send_is_a_segment` has no text");
    refused(
        |root| {
            edit(
                &root.join(format!("{place}.toml")),
                "each-send-is-a-segment",
                "each-write-is-a-segment",
            )
        },
        &[&bare, "write `pub fn each_write_is_a_segment(breach: &Breach) -> bool`", &surplus],
    );
}

#[test]
fn a_text_that_cannot_be_read() {
    let folder = copy();
    let place = "checker/course/05-glue/beliefs.toml";
    edit(&folder.path().join(place), "title =", "titel =");
    for command in ["check", "write"] {
        let words = contains(format!("{place}: "))
            .and(contains("missing field `title`"))
            .and(contains("`titel`"));
        dev(folder.path(), &[command]).assert().code(3).stderr(words);
    }
}

#[test]
fn a_lesson_that_does_not_exist_is_a_mistake() {
    dev(&root(), &["check", "--lesson", "77"]).assert().code(2).stderr(contains("`77`"));
    dev(&root(), &["soak", "--lesson", "77"]).assert().code(2).stderr(contains("`77`"));
    dev(&root(), &["bench", "--runs", "0"]).assert().code(2).stderr(contains("1 or more"));
}

/// One lesson, a few seconds, two busy loops: a soak counts, and ends.
#[test]
#[serial(workspace)]
fn a_short_soak_finds_nothing_that_differs() {
    if !lessons_are_untouched() {
        return;
    }
    let arguments = ["soak", "--lesson", "1", "--seconds", "2", "--load", "2", "--format", "json"];
    let output = dev(&root(), &arguments).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect(&words);
    assert_eq!(report["differing"], 0, "{report}");
    assert!(report["runs"].as_u64().unwrap() > 0, "{report}");
}
