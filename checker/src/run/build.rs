//! Builds lessons with cargo, all in one call, and finds their programs. If a lesson does not build, the
//! compiler's message is kept.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::anyhow;
use kernel::Signals;
use stage::bytes::{harmless, harmless_but_coloured};

use super::bounded::{self, Bounds, Output, Stopped};
pub use super::cargo_output::BuildOutput;
use super::strangers_build::{self, StrangersBuild};
use super::wanted::Wanted;
use crate::course::Lesson;
use cases::scene::Launches;

/// The result of building a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Built {
    /// Its programs, and the compiler's warnings about them.
    Ready(Launches, Option<String>),
    /// It did not build. This is the message of cargo or the compiler.
    Failed(String),
}

impl Built {
    pub fn launches(&self) -> Option<&Launches> {
        match self {
            Built::Ready(launches, _) => Some(launches),
            Built::Failed(_) => None,
        }
    }
}

impl Default for Built {
    fn default() -> Self {
        Built::Failed("cargo did not report a result for this lesson".into())
    }
}

/// Compiler messages with colours, as on a terminal (`cargo help build`).
const COLOURED: &str = "--message-format=json-diagnostic-rendered-ansi";

const PLAIN: &str = "--message-format=json";

/// The profile `release` of the workspace is made for a short `cargo install`.
const FAST: &str = "profile.release.opt-level=3";
const FAST_CRATES: &str = "profile.release.package.\"*\".opt-level=3";

/// Cargo prints a line for each crate that it builds, and no crate takes as long as this silence. Cargo
/// may also wait for another cargo that builds in the same folder.
const BOUNDS: Bounds =
    Bounds { silence: Duration::from_secs(600), time: Duration::from_secs(3600), bytes: 64 << 20 };

/// Builds the programs with cargo, unless all of them are stand-ins. `waits` gets cargo's own line while
/// cargo waits for another cargo.
pub fn build(
    workspace: &Path,
    wanted: &Wanted,
    signals: &Signals,
    waits: &mut dyn FnMut(&str),
) -> anyhow::Result<HashMap<&'static str, Built>> {
    let packages: Vec<String> = wanted.to_build().map(|lesson| wanted.package(lesson)).collect();
    let output = match packages[..] {
        [] => BuildOutput::default(),
        _ => cargo(workspace, packages, &wanted.programs(), &[COLOURED], signals, waits)?,
    };
    Ok(outcomes(wanted, &output))
}

/// Like [`build`], but in a sandbox. A build that passes its bounds has failed.
pub fn of_strangers(
    workspace: &Path,
    wanted: &Wanted,
    signals: &Signals,
    waits: &mut dyn FnMut(&str),
) -> anyhow::Result<HashMap<&'static str, Built>> {
    let packages: Vec<String> = wanted.to_build().map(|lesson| wanted.package(lesson)).collect();
    if packages.is_empty() {
        return Ok(outcomes(wanted, &BuildOutput::default()));
    }
    let build = StrangersBuild::new(workspace, wanted.solutions)?;
    let cargo = build.cargo();
    let mut command = command(&cargo, workspace, packages, &wanted.programs(), &[COLOURED]);
    build.confine(&mut command)?;
    let mut excess = || build.excess();
    let mut on_line = wait_reporter(waits);
    let ran = bounded::watch(command, strangers_build::BOUNDS, signals, &mut on_line, &mut excess);
    let mut output = match ran {
        Err(Stopped::GivenUp { bound, last }) => {
            let words = format!("the build was stopped: {bound}. Cargo's last line was: {last}");
            BuildOutput { words: harmless(&words), ..BuildOutput::default() }
        }
        ran => read(&ran.map_err(|stopped| failure(stopped, &cargo))?),
    };
    output.programs.retain(|_, program| build.made(program));
    Ok(outcomes(wanted, &output))
}

/// The result of each lesson.
fn outcomes(wanted: &Wanted, output: &BuildOutput) -> HashMap<&'static str, Built> {
    let built = |lesson: &&'static Lesson| {
        let programs = wanted.launches(lesson, |name| output.programs.get(name).cloned());
        let package = wanted.package(lesson);
        let said = output.said_of(&package);
        let built = match programs {
            _ if output.errors.contains_key(&package) => Built::Failed(said.unwrap_or_default()),
            Ok(launches) => Built::Ready(launches, said),
            Err(missing) if output.words.is_empty() => Built::Failed(missing),
            Err(_) => Built::Failed(output.words.clone()),
        };
        (lesson.slug.as_str(), built)
    };
    wanted.lessons.iter().map(built).collect()
}

/// Builds these packages in one call of cargo. If `programs` is not empty, builds only these programs.
/// The result holds the errors of packages that do not build.
pub fn packages(
    workspace: &Path,
    packages: impl IntoIterator<Item = String>,
    programs: &[String],
) -> anyhow::Result<BuildOutput> {
    cargo(workspace, packages, programs, &[PLAIN], &Signals::catch()?, &mut say)
}

/// Like [`packages`], but builds whole packages, with more options of `cargo build`.
pub fn with_options(
    workspace: &Path,
    packages: impl IntoIterator<Item = String>,
    options: &[&str],
) -> anyhow::Result<BuildOutput> {
    cargo(workspace, packages, &[], &[&[PLAIN], options].concat(), &Signals::catch()?, &mut say)
}

/// Like [`packages`], but with optimizations, for benchmarks.
pub fn released(
    workspace: &Path,
    packages: impl IntoIterator<Item = String>,
    programs: &[String],
) -> anyhow::Result<BuildOutput> {
    let options = [PLAIN, "--release", "--config", FAST, "--config", FAST_CRATES];
    cargo(workspace, packages, programs, &options, &Signals::catch()?, &mut say)
}

/// Builds one program of a package, and one of its examples.
pub fn with_example(
    workspace: &Path,
    package: &str,
    program: &str,
    example: &str,
) -> anyhow::Result<BuildOutput> {
    let programs = [program.to_owned()];
    cargo(
        workspace,
        [package.to_owned()],
        &programs,
        &[PLAIN, "--example", example],
        &Signals::catch()?,
        &mut say,
    )
}

/// Prints that cargo waits, for commands that report no events.
fn say(waits: &str) {
    // A note that cannot be written does not stop the build.
    let _ = writeln!(io::stderr(), "{waits}");
}

fn cargo(
    workspace: &Path,
    packages: impl IntoIterator<Item = String>,
    programs: &[String],
    options: &[&str],
    signals: &Signals,
    waits: &mut dyn FnMut(&str),
) -> anyhow::Result<BuildOutput> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let command = command(&cargo, workspace, packages, programs, options);
    let output = bounded::run(command, BOUNDS, signals, &mut wait_reporter(waits))
        .map_err(|stopped| failure(stopped, &cargo))?;
    Ok(read(&output))
}

fn command(
    cargo: &OsStr,
    workspace: &Path,
    packages: impl IntoIterator<Item = String>,
    programs: &[String],
    options: &[&str],
) -> Command {
    let mut command = Command::new(cargo);
    command.current_dir(workspace).args(["build", "--keep-going"]);
    command.args(options);
    for package in packages {
        command.args(["--package", &package]);
    }
    for program in programs {
        command.args(["--bin", program]);
    }
    command
}

/// Passes on the line in which cargo says that it waits: `Blocking waiting for file lock on build directory`.
fn wait_reporter(waits: &mut dyn FnMut(&str)) -> impl FnMut(&str) {
    |line| {
        if line.trim_start().starts_with("Blocking") {
            waits(&format!("cargo: {}", harmless(line.trim())));
        }
    }
}

/// The reason why cargo has no output.
fn failure(stopped: Stopped, cargo: &OsStr) -> anyhow::Error {
    match stopped {
        Stopped::NotStarted(error) => anyhow::Error::new(error).context(format!(
            "cannot start cargo ({}): it comes with Rust, see https://rustup.rs",
            Path::new(cargo).display()
        )),
        Stopped::Failed(error) => anyhow::Error::new(error).context("reading cargo's output"),
        Stopped::Interrupted => anyhow!("interrupted during the build"),
        Stopped::GivenUp { bound, last } => {
            anyhow!("stopped the build after {bound}; cargo's last line was: {last}")
        }
    }
}

fn read(output: &Output) -> BuildOutput {
    let mut built = BuildOutput::read(&output.stdout);
    built.words = harmless_but_coloured(String::from_utf8_lossy(&output.stderr).trim());
    built
}

/// Finds the programs of an earlier build.
pub fn found(workspace: &Path, wanted: &Wanted) -> HashMap<&'static str, Built> {
    let folder = program_folder(workspace);
    let built = |lesson: &&'static Lesson| {
        let there = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
        let built = match wanted.launches(lesson, there) {
            Ok(launches) => Built::Ready(launches, None),
            Err(missing) => Built::Failed(format!(
                "{missing} in {}: check without --no-build to build it",
                folder.display()
            )),
        };
        (lesson.slug.as_str(), built)
    };
    wanted.lessons.iter().map(built).collect()
}

/// The folder of the lessons' programs. Cargo puts them beside the checker.
pub fn program_folder(workspace: &Path) -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|path| Some(path.parent()?.to_owned()));
    match beside {
        Some(folder) if folder.join("checker").is_file() => folder,
        _ => workspace.join("target").join("debug"),
    }
}
