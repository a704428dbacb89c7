//! The autograders of Gradescope and Classroom 50, in a plain folder instead of their containers. The scripts
//! are those of the archive and of the image.

use std::fs;
use std::io::Cursor;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

use super::checker;
use super::formats::flaws;
use super::grade::{course, text_of};

const CLASS: &str = "lessons = ['1']\nseed = 7\n[visibility]\nmanners = 'after_due_date'\n";

/// The archive as Gradescope unpacks it: the folder `/autograder`, with a submission.
fn gradescope() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("class.toml"), CLASS).unwrap();
    let words = ["autograder", "--class", "class.toml"];
    checker(folder.path(), &words).assert().success().stdout(contains("autograder.zip: upload it"));
    let archive = fs::read(folder.path().join("autograder.zip")).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    archive.extract(folder.path().join("source")).unwrap();
    solves_lesson_01(&folder.path().join("submission"));
    folder
}

fn solves_lesson_01(workspace: &Path) {
    for role in ["server", "client"] {
        let file = workspace.join(format!("lessons/01-one-shot/src/{role}.rs"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text_of(&format!("solutions/01-one-shot/src/{role}.rs"))).unwrap();
    }
}

/// Runs this command, which runs a script of the archive as this user, with the tools of this machine.
fn runs(folder: &Path, user: &str, command: &[&str]) -> Output {
    let home = |name: &str, folder: &str| {
        let default = || PathBuf::from(std::env::var("HOME").unwrap()).join(folder);
        std::env::var_os(name).map_or_else(default, PathBuf::from)
    };
    Command::new(command[0])
        .args(&command[1..])
        .current_dir(folder)
        .env("AUTOGRADER", folder)
        .env("GRADER", user)
        .env("CARGO_HOME", home("CARGO_HOME", ".cargo"))
        .env("RUSTUP_HOME", home("RUSTUP_HOME", ".rustup"))
        .output()
        .unwrap()
}

fn this_user() -> String {
    let name = Command::new("id").arg("-un").output().unwrap().stdout;
    String::from_utf8(name).unwrap().trim().to_owned()
}

/// Gradescope's results, which keep to its schema.
fn results(folder: &Path) -> Value {
    let text = fs::read_to_string(folder.join("results/results.json")).unwrap();
    let results = serde_json::from_str(&text).unwrap();
    assert_eq!(flaws("gradescope", &results), [""; 0], "{text}");
    results
}

#[test]
fn the_archive_grades_in_gradescope_and_a_failure_leaves_results() {
    let folder = gradescope();
    let runs = |script: &str| runs(folder.path(), &this_user(), &[script]);
    let output = runs("source/setup.sh");
    assert!(output.status.success(), "{output:?}");
    let output = runs("source/run_autograder");
    let graded = results(folder.path());
    assert_eq!(graded["score"], 10, "{graded:#}\n{output:?}");
    let text = graded.to_string();
    assert!(text.contains("\"visible\"") && text.contains("\"after_due_date\""), "{text}");
    grades_without_cells(folder.path());
    // A checker that is killed, as by a machine without memory.
    fs::write(folder.path().join("bin/socketlings"), "#!/bin/sh\nkill -9 $$\n").unwrap();
    runs("source/run_autograder");
    let failed = results(folder.path());
    assert!(failed["output"].as_str().unwrap().starts_with("The checker failed"), "{failed:#}");
}

/// Most containers allow no cells.
fn grades_without_cells(folder: &Path) {
    let script = "echo 0 > /proc/sys/user/max_user_namespaces && exec source/run_autograder";
    let command = ["unshare", "--user", "--map-root-user", "sh", "-c", script];
    let output = runs(folder, "root", &command);
    if !String::from_utf8_lossy(&output.stderr).contains("this machine lacks cells") {
        eprintln!("skipped: this machine does not allow limits on namespaces");
        return;
    }
    let graded = results(folder);
    assert!(graded["score"].as_u64() > Some(0), "{graded:#}\n{output:?}");
}

#[test]
fn an_archive_with_a_mistake_in_its_class_file_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("class.toml"), "[visibility]\ncores = 'hidden'\n").unwrap();
    let words = ["autograder", "--class", "class.toml"];
    let advice = contains("class.toml: ").and(contains("Did you mean `core`?"));
    checker(folder.path(), &words).assert().code(2).stderr(advice);
    assert!(!folder.path().join("autograder.zip").exists());
}

#[test]
fn a_students_repository_gets_its_result_in_classroom_50() {
    let folder = tempfile::tempdir().unwrap();
    checker(folder.path(), &["init", "lab", "--lessons", "1"]).assert().success();
    let lab = folder.path().join("lab");
    solves_lesson_01(&lab);
    commits(&lab);
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_checker"), bin.join("socketlings")).unwrap();
    let script = text_of("checker/autograder/autograder.py");
    let of_lesson_01 = script.replace("LESSONS = [\"all\"]", "LESSONS = [\"1\"]");
    assert_ne!(of_lesson_01, script);
    let mut python = Command::new("python3");
    python.args(["-c", &of_lesson_01]).current_dir(&lab);
    python.env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()));
    // Without the variables of a runner there is no result, which is an error of the infrastructure.
    let failed = python.output().unwrap();
    assert!(!failed.status.success() && !lab.join("result.json").exists(), "{failed:?}");
    for name in ["CLASSROOM", "ASSIGNMENT", "OWNER", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL"]
    {
        python.env(name, "a-name");
    }
    assert!(python.status().unwrap().success());
    let result = serde_json::from_slice(&fs::read(lab.join("result.json")).unwrap()).unwrap();
    assert_eq!(flaws("classroom50", &result), [""; 0], "{result:#}");
    assert_eq!((&result["score"], &result["max-score"]), (&10.into(), &10.into()));
}

fn commits(lab: &Path) {
    let git = |words: &[&str]| {
        let user = ["-c", "user.name=alice", "-c", "user.email=alice@example.org"];
        let done = Command::new("git").args(user).args(words).current_dir(lab).status();
        assert!(done.unwrap().success(), "{words:?}");
    };
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "lesson 01"]);
}

/// The image runs the same scripts, so the files that it copies must be there.
#[test]
fn the_image_copies_files_that_exist() {
    let text = text_of("Dockerfile");
    assert!(text.contains("COPY checker/autograder /autograder/source"), "{text}");
    for script in ["setup.sh", "run_autograder"] {
        let file = course().join("checker/autograder").join(script);
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert!(mode & 0o111 != 0 && text.contains(script), "{script}: {mode:o}");
    }
}
