//! Runs the screen in a pseudo-terminal, for the maintainers' commands. It overwrites lessons of the
//! workspace.
//!
//! - `bench SCREEN CHECKER WORKSPACE speed RUNS` measures the speed, for `checker dev bench`.
//! - `bench SCREEN CHECKER WORKSPACE picture` draws the screen, for `checker dev book`.

mod picture;
mod sight;
mod speed;
mod svg;

use std::env;
use std::path::PathBuf;

/// The programs that run, and the workspace.
struct Programs {
    screen: PathBuf,
    checker: PathBuf,
    workspace: PathBuf,
}

impl Programs {
    /// The folder for what cargo builds.
    fn target(&self) -> PathBuf {
        self.workspace.join("target")
    }
}

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [screen, checker, workspace, task @ ..] = &words[..] else { return misused() };
    let [screen, checker, workspace] = [screen, checker, workspace].map(PathBuf::from);
    let programs = Programs { screen, checker, workspace };
    match task {
        ["speed", runs] => speed::measure(&programs, runs.parse()?),
        ["picture"] => picture::draw(&programs),
        _ => misused(),
    }
}

fn misused() -> anyhow::Result<()> {
    anyhow::bail!("bench SCREEN CHECKER WORKSPACE (speed RUNS | picture)")
}
