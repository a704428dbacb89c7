//! The README shows a failure, and its trace, as they really look: here both are made again and compared.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The wrong program whose failure the README shows.
const PACKAGE: &str = "communication-loop-specimens";
const PROGRAM: &str = "wrong-communication-loop-server-each-read-is-whole-text";

/// The case that it fails, and the seed that is shown.
const CASE: [&str; 5] = ["02", "--case", "text-in-every-cut", "--seed", "7"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What the checker says of the wrong program, as if it were the lesson's own.
fn said(command: &str, options: &[&str]) -> String {
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
    // All of the lesson's specimens are one program, which chooses by the name that it is called by.
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
    let said = String::from_utf8(output.stdout).expect("a report is text");
    said.replace(&format!(" --server {}", program.display()), "")
}

/// What the README has between two comments of this name.
fn shown(name: &str) -> String {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("there is a README");
    let begin = format!("<!-- {name} -->\n```text\n");
    let (_, block) = readme.split_once(&begin).unwrap_or_else(|| panic!("no {begin}"));
    let end = format!("\n```\n<!-- /{name} -->");
    block.split_once(&end).unwrap_or_else(|| panic!("no {end}")).0.to_owned()
}

#[test]
fn the_failure_in_the_readme_is_a_real_one() {
    let (said, shown) = (said("check", &[]), shown("failure"));
    // With a program that stands in there is no lesson to be stuck in, hence no last line.
    let shown = shown.split("\n\n  Stuck?").next().unwrap_or_default();
    assert_eq!(said.trim_end(), shown.trim_end(), "paste this into README.md:\n{said}");
}

#[test]
fn the_trace_in_the_readme_is_a_real_one() {
    let (said, shown) = (said("trace", &["--width", "76"]), shown("trace"));
    assert!(shown.lines().count() > 5);
    assert!(said.contains(&shown), "paste the ladder of this into README.md:\n{said}");
}
