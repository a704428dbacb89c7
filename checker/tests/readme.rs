//! The README shows a failure as it really looks: here it is made again and compared.

use std::path::Path;
use std::process::Command;

/// The wrong program whose failure the README shows.
const PROGRAM: &str = "wrong-communication-loop-server-each-read-is-whole-text";

#[test]
fn the_failure_in_the_readme_is_a_real_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let build = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "wrong", "--bin", PROGRAM])
        .current_dir(&root)
        .status()
        .expect("cargo runs");
    assert!(build.success());
    let program = Path::new(env!("CARGO_BIN_EXE_checker")).with_file_name(PROGRAM);
    let server = format!(" --server {}", program.display());
    let output = Command::new(env!("CARGO_BIN_EXE_checker"))
        .args(["check", "02", "--case", "text-in-every-cut", "--seed", "7"])
        .args(["--server", &program.display().to_string()])
        .current_dir(&root)
        .output()
        .expect("the checker runs");
    let shown = String::from_utf8(output.stdout).expect("a report is text").replace(&server, "");
    let readme = std::fs::read_to_string(root.join("README.md")).expect("there is a README");
    let (_, block) = readme.split_once("<!-- failure -->\n```text\n").expect("its failure begins");
    let (block, _) = block.split_once("\n```\n<!-- /failure -->").expect("its failure ends");
    // With a program that stands in there is no lesson to be stuck in, hence no last line.
    let block = block.split("\n\n  Stuck?").next().unwrap_or_default();
    assert_eq!(shown.trim_end(), block.trim_end(), "paste this into README.md:\n{shown}");
}
