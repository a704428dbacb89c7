//! Pieces of work of which processor time is measured: checks of references, and of a server that is far off.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::checkout::{SUCCESS, spent};
use super::table::Aim;

/// The server that a beginner might write, as a source file.
const NAIVE: &str = include_str!("naive_server.rs");

/// Lessons in which that server is far from what the contract asks for.
const FAR_OFF: [&str; 3] = ["02", "09", "16"];

/// A check with its name in a table, and its arguments.
pub struct Work {
    pub name: String,
    pub arguments: Vec<String>,
    /// The aim for its wall time, in seconds.
    pub aim: Aim,
}

/// All pieces of work. The far-off server is compiled into this folder.
pub fn works(folder: &Path) -> anyhow::Result<Vec<Work>> {
    let naive = naive_server(folder)?;
    let work = |name: String, words: &[&str], aim| {
        let arguments =
            words.iter().chain(&["--no-build"]).map(|word| (*word).to_owned()).collect();
        Work { name, arguments, aim }
    };
    let mut works = vec![
        work("whole course".into(), &["all", "--solutions"], Aim::AtMost(12.0)),
        work("one lesson: 01".into(), &["01", "--solutions"], Aim::AtMost(0.5)),
    ];
    for lesson in FAR_OFF {
        let far_off = [lesson, "--server", &naive.to_string_lossy()];
        works.push(work(
            format!("{lesson}, the reference"),
            &[lesson, "--solutions"],
            Aim::Comparison,
        ));
        works.push(work(format!("{lesson}, a server that is far off"), &far_off, Aim::Comparison));
    }
    Ok(works)
}

fn naive_server(folder: &Path) -> anyhow::Result<PathBuf> {
    let (source, program) = (folder.join("naive_server.rs"), folder.join("naive_server"));
    std::fs::write(&source, NAIVE)?;
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.args(["--edition", "2024", "-o"]).arg(&program).arg(&source);
    spent(&mut command, SUCCESS).context("building the server of many articles")?;
    Ok(program)
}
