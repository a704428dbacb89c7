//! Measures the speed of the screen in two ways: the time from a save to its verdict, compared with
//! cargo's time for the same edit, and the time until a key's answer while a learner's program spins.

use std::path::Path;

use serde::Deserialize;

use super::table::{Aim, Figure};
use crate::screen;

/// Milliseconds.
#[derive(Deserialize)]
struct Measured {
    right: Vec<f64>,
    wrong: Vec<f64>,
    build: Vec<f64>,
    key: Vec<f64>,
}

pub fn figures(workspace: &Path, runs: usize) -> anyhow::Result<Vec<Figure>> {
    let output = screen::run(workspace, &["speed", &runs.to_string()])?;
    let Measured { right, wrong, build, key } = serde_json::from_str(&output)?;
    Ok(vec![
        Figure::of("from a save to its verdict, a right edit", "ms", Aim::AtMost(500.0), right),
        Figure::of("from a save to its verdict, a wrong edit", "ms", Aim::AtMost(500.0), wrong),
        Figure::of("cargo build of such an edit alone", "ms", Aim::Comparison, build),
        Figure::of("a key's answer while a program spins", "ms", Aim::AtMost(100.0), key),
    ])
}
