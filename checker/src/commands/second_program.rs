//! Stands in for what a first check does not need: `grade`, `read`, `solution` and `trace`, and the objects
//! that other programs read. In a checkout, these are in a second program, which is built at first use.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command, value_parser};

use super::Ending;
use super::arguments::rest;
use super::on_demand::OnDemand;

/// The folder of the course, in which this program was built.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The second program parses the words after the command, also `--help`.
#[derive(Debug)]
pub struct Options;

impl Options {
    pub fn add_to(command: Command) -> Command {
        command.disable_help_flag(true).arg(rest("WORDS").value_parser(value_parser!(OsString)))
    }

    pub fn of(_: &mut ArgMatches) -> Options {
        Options
    }
}

pub fn run(_: &Options) -> anyhow::Result<Ending> {
    replace_this()
}

/// Runs the same command line in the second program. Returns only if that fails.
pub fn replace_this() -> anyhow::Result<Ending> {
    with_second(|second| second.replace_this(Path::new(ROOT), env::args_os().skip(1)))
}

/// Builds the second program if necessary, and returns its path.
pub fn path() -> anyhow::Result<PathBuf> {
    with_second(|second| second.ready(Path::new(ROOT)))
}

fn with_second<T>(act: impl FnOnce(&OnDemand) -> anyhow::Result<T>) -> anyhow::Result<T> {
    // Beside this program, in `target/debug`: most crates are built there already.
    let own = env::current_exe()?;
    let target = own.ancestors().nth(2).unwrap_or(Path::new("target")).to_string_lossy();
    act(&OnDemand {
        package: "checker",
        program: "socketlings",
        options: &["--no-default-features", "--features", "more", "--target-dir", &target],
        label: "this part of the checker",
    })
}
