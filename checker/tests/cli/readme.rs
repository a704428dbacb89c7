//! The README shows a real failure and its trace. These tests make both again and compare.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The wrong program whose failure the README shows.
const PACKAGE: &str = "communication-loop-specimens";
const PROGRAM: &str = "wrong-communication-loop-server-each-read-is-whole-text";

/// The case that it fails, and the seed in the README.
const CASE: [&str; 5] = ["02", "--case", "text-in-every-cut", "--seed", "7"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The checker's output for the wrong program, as if it were the lesson's own program.
fn printed(command: &str, options: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_checker")).parent().expect("a folder");
    let target = folder.with_file_name("specimens");
    let build = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--manifest-path", "checker/specimens/Cargo.toml"])
        .args(["--package", PACKAGE, "--target-dir"])
        .arg(&target)
        .current_dir(root())
        .status()
        .expect("cargo runs");
    assert!(build.success());
    // All of the lesson's specimens are one program, which selects a specimen by `argv[0]`.
    let links = tempfile::tempdir_in(&target).expect("a folder");
    let program = links.path().join(PROGRAM);
    std::fs::hard_link(target.join("debug").join(PACKAGE), &program).expect("a link");
    let output = Command::new(env!("CARGO_BIN_EXE_checker"))
        .arg(command)
        .args(CASE)
        .args(options)
        .args(["--server", &program.display().to_string()])
        .current_dir(root())
        .output()
        .expect("the checker runs");
    let report = String::from_utf8(output.stdout).expect("a report is text");
    report.replace(&format!(" --server {}", program.display()), "")
}

/// The README's text between two comments with this name.
fn shown(name: &str) -> String {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("there is a README");
    let begin = format!("<!-- {name} -->\n```text\n");
    let (_, block) = readme.split_once(&begin).unwrap_or_else(|| panic!("no {begin}"));
    let end = format!("\n```\n<!-- /{name} -->");
    block.split_once(&end).unwrap_or_else(|| panic!("no {end}")).0.to_owned()
}

#[test]
fn the_failure_in_the_readme_is_a_real_one() {
    let (printed, shown) = (printed("check", &[]), shown("failure"));
    // For a stand-in the report has no line about hints, and another one about the points.
    let printed = printed.split("\n\n  This is one of").next().unwrap_or_default();
    let shown = shown.split("\n\n  Stuck?").next().unwrap_or_default();
    assert_eq!(printed.trim_end(), shown.trim_end(), "paste this into README.md:\n{printed}");
}

#[test]
fn the_trace_in_the_readme_is_a_real_one() {
    let (printed, shown) = (printed("trace", &["--width", "76"]), shown("trace"));
    assert!(shown.lines().count() > 5);
    assert!(printed.contains(&shown), "paste the diagram of this into README.md:\n{printed}");
}
