//! Measures the speed of the screen in two ways: the time from a save to its verdict, compared with
//! cargo's time for the same edit, and the time until a key's answer while a learner's program spins. It
//! uses a copy of the whole workspace, so that no lesson changes and cargo has as much work as for a
//! learner.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use serde::Deserialize;

use super::table::{Aim, Figure};
use crate::tree;
use checker::run::build;

/// The screen's package, its program, and the one that measures it.
const PACKAGE: &str = "watch";
const PROGRAM: &str = "checker-watch";
const BENCH: &str = "bench";

/// The parts of the workspace.
const PARTS: [&str; 4] = ["lessons", "solutions", "checker", "book"];

/// Milliseconds.
#[derive(Deserialize)]
struct Measured {
    right: Vec<f64>,
    wrong: Vec<f64>,
    build: Vec<f64>,
    key: Vec<f64>,
}

pub fn figures(workspace: &Path, runs: usize) -> anyhow::Result<Vec<Figure>> {
    let output = build::with_example(workspace, PACKAGE, PROGRAM, BENCH)?;
    let program = |name: &str| output.programs.get(name).with_context(|| output.words.clone());
    let copy = tempfile::tempdir()?;
    copy_of(workspace, copy.path()).context("copying the workspace")?;
    let output = Command::new(program(BENCH)?)
        .arg(program(PROGRAM)?)
        .arg(build::program_folder(workspace).join("checker"))
        .arg(copy.path())
        .arg(runs.to_string())
        .stdin(Stdio::null())
        .output()
        .context("starting the bench of the screen")?;
    let words = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "measuring the screen failed: {words}");
    let Measured { right, wrong, build, key } = serde_json::from_slice(&output.stdout)?;
    Ok(vec![
        Figure::of("from a save to its verdict, a right edit", "ms", Aim::AtMost(500.0), right),
        Figure::of("from a save to its verdict, a wrong edit", "ms", Aim::AtMost(500.0), wrong),
        Figure::of("cargo build of such an edit alone", "ms", Aim::Comparison, build),
        Figure::of("a key's answer while a program spins", "ms", Aim::AtMost(100.0), key),
    ])
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
