//! Runs the screen of `checker watch` in a copy of the whole workspace, so that no lesson changes and cargo
//! has as much work as for a learner.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;

use crate::tree;
use checker::run::build;

/// The screen's package, its program, and the example that runs it.
const PACKAGE: &str = "watch";
const PROGRAM: &str = "checker-watch";
const EXAMPLE: &str = "bench";

/// The parts of the workspace.
const PARTS: [&str; 4] = ["lessons", "solutions", "checker", "book"];

/// Runs the example with this task, and returns its output.
pub fn run(workspace: &Path, task: &[&str]) -> anyhow::Result<String> {
    let built = build::with_example(workspace, PACKAGE, PROGRAM, EXAMPLE)?;
    let program = |name: &str| built.programs.get(name).with_context(|| built.words.clone());
    let copy = tempfile::tempdir()?;
    copy_of(workspace, copy.path()).context("copying the workspace")?;
    let output = Command::new(program(EXAMPLE)?)
        .arg(program(PROGRAM)?)
        .arg(build::program_folder(workspace).join("checker"))
        .arg(copy.path())
        .args(task)
        .stdin(Stdio::null())
        .output()
        .context("starting the screen")?;
    let words = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "running the screen failed: {words}");
    Ok(String::from_utf8(output.stdout)?)
}

fn copy_of(workspace: &Path, copy: &Path) -> anyhow::Result<()> {
    let below = |part: &&str| -> anyhow::Result<Vec<String>> {
        let files = tree::files_below(&workspace.join(part))?;
        Ok(files.into_iter().map(|file| format!("{part}/{file}")).collect())
    };
    let mut files = vec!["Cargo.toml".to_owned(), "Cargo.lock".to_owned()];
    for part in &PARTS {
        files.extend(below(part)?);
    }
    for file in files {
        let to = copy.join(&file);
        fs::create_dir_all(to.parent().unwrap_or(copy))?;
        fs::copy(workspace.join(&file), to).with_context(|| file.clone())?;
    }
    Ok(())
}
