//! The README shows a part of a real failure. A test makes it again and compares. Another test follows the links
//! of the documents in the root.

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

/// The checker's report on the wrong program.
fn report() -> String {
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
        .arg("check")
        .args(CASE)
        .args(["--server", &program.display().to_string()])
        .current_dir(root())
        .output()
        .expect("the checker runs");
    String::from_utf8(output.stdout).expect("a report is text")
}

/// The text of this document in the root.
fn document(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_failure_in_the_readme_is_a_real_one() {
    let (report, readme) = (report(), document("README.md"));
    let (_, block) = readme.split_once("<!-- failure -->\n```text\n").expect("its beginning");
    let (shown, _) = block.split_once("\n```\n<!-- /failure -->").expect("its end");
    assert!(shown.lines().count() > 10, "{shown}");
    assert!(report.contains(shown), "paste a part of this into README.md:\n{report}");
}

#[test]
fn every_link_in_the_root_leads_to_a_file() {
    let mut number = 0;
    for name in ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"] {
        let text = document(name);
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.starts_with("http")) {
            let file = target.split('#').next().unwrap_or_default();
            assert!(root().join(file).is_file(), "{name}: {target} does not exist");
            number += 1;
        }
    }
    assert!(number > 50, "{number} links");
}
