//! Builds lessons with cargo, all in one call, and finds their programs. If a lesson does not build, the
//! compiler's message is kept.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::anyhow;
use kernel::Signals;
use serde_json::Value;
use stage::bytes::harmless_but_coloured;

use super::bounded::{self, Bounds, Stopped};
use super::wanted::Wanted;
use crate::course::Lesson;
use cases::scene::Launches;

/// The result of building a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Built {
    Ready(Launches),
    /// It did not build. This is the message of cargo or the compiler.
    Failed(String),
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

/// Cargo prints a line for each crate that it builds, and no crate takes that long. It may also wait
/// for another cargo that builds in the same folder.
const BOUNDS: Bounds =
    Bounds { silence: Duration::from_secs(600), time: Duration::from_secs(3600), bytes: 64 << 20 };

/// Builds the programs with cargo, unless all of them are stand-ins.
pub fn build(
    workspace: &Path,
    wanted: &Wanted,
    signals: &Signals,
) -> anyhow::Result<HashMap<&'static str, Built>> {
    let packages: Vec<String> = wanted.to_build().map(|lesson| wanted.package(lesson)).collect();
    let output = match packages[..] {
        [] => BuildOutput::default(),
        _ => cargo(workspace, packages, &wanted.programs(), &[COLOURED], signals)?,
    };
    let built = |lesson: &&'static Lesson| {
        let programs = wanted.launches(lesson, |name| output.programs.get(name).cloned());
        let words = output.errors.get(&wanted.package(lesson)).map(|errors| together(errors));
        let built = match (programs, words) {
            (Ok(launches), None) => Built::Ready(launches),
            (_, Some(words)) => Built::Failed(words),
            (Err(missing), None) => {
                Built::Failed(if output.words.is_empty() { missing } else { output.words.clone() })
            }
        };
        (lesson.slug.as_str(), built)
    };
    Ok(wanted.lessons.iter().map(built).collect())
}

/// The errors, separated by blank lines.
fn together(errors: &[String]) -> String {
    errors.iter().map(|error| error.trim_end()).collect::<Vec<_>>().join("\n\n")
}

/// Builds these packages in one call of cargo. If `programs` is not empty, builds only these programs.
/// The result holds the errors of packages that do not build.
pub fn packages(
    workspace: &Path,
    packages: impl IntoIterator<Item = String>,
    programs: &[String],
) -> anyhow::Result<BuildOutput> {
    cargo(workspace, packages, programs, &[PLAIN], &Signals::catch()?)
}

/// Like [`packages`], but builds whole packages, with more options of `cargo build`.
pub fn with_options(
    workspace: &Path,
    packages: impl IntoIterator<Item = String>,
    options: &[&str],
) -> anyhow::Result<BuildOutput> {
    cargo(workspace, packages, &[], &[&[PLAIN], options].concat(), &Signals::catch()?)
}

/// Like [`packages`], but with optimizations, for benchmarks.
pub fn released(
    workspace: &Path,
    packages: impl IntoIterator<Item = String>,
    programs: &[String],
) -> anyhow::Result<BuildOutput> {
    let options = [PLAIN, "--release", "--config", FAST, "--config", FAST_CRATES];
    cargo(workspace, packages, programs, &options, &Signals::catch()?)
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
    )
}

fn cargo(
    workspace: &Path,
    packages: impl IntoIterator<Item = String>,
    programs: &[String],
    options: &[&str],
    signals: &Signals,
) -> anyhow::Result<BuildOutput> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&cargo);
    command.current_dir(workspace).args(["build", "--keep-going"]);
    command.args(options);
    for package in packages {
        command.args(["--package", &package]);
    }
    for program in programs {
        command.args(["--bin", program]);
    }
    let output = bounded::run(command, BOUNDS, signals).map_err(|stopped| match stopped {
        Stopped::NotStarted(error) => anyhow::Error::new(error).context(format!(
            "cannot start cargo ({}): it comes with Rust, see https://rustup.rs",
            Path::new(&cargo).display()
        )),
        Stopped::Failed(error) => anyhow::Error::new(error).context("reading cargo's output"),
        Stopped::Interrupted => anyhow!("interrupted during the build"),
        Stopped::GivenUp { bound, last } => {
            anyhow!("stopped the build after {bound}; cargo's last line was: {last}")
        }
    })?;
    let mut built = BuildOutput::read(&output.stdout);
    built.words = harmless_but_coloured(String::from_utf8_lossy(&output.stderr).trim());
    Ok(built)
}

/// Finds the programs of an earlier build.
pub fn found(workspace: &Path, wanted: &Wanted) -> HashMap<&'static str, Built> {
    let folder = program_folder(workspace);
    let built = |lesson: &&'static Lesson| {
        let there = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
        let built = match wanted.launches(lesson, there) {
            Ok(launches) => Built::Ready(launches),
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

/// The output of `cargo build --message-format=json`, which is one JSON object per line.
#[derive(Debug, Default)]
pub struct BuildOutput {
    /// Programs, by name.
    pub programs: HashMap<String, PathBuf>,
    /// Errors, by package, as the compiler would have printed them.
    pub errors: HashMap<String, Vec<String>>,
    /// Warnings, by package. Cargo repeats those of an earlier build.
    pub warnings: HashMap<String, Vec<String>>,
    /// Cargo's own standard error.
    pub words: String,
}

impl BuildOutput {
    fn read(stdout: &[u8]) -> BuildOutput {
        let mut output = BuildOutput::default();
        for line in stdout.split(|byte| *byte == b'\n') {
            let Ok(message) = serde_json::from_slice::<Value>(line) else { continue };
            let name = message["target"]["name"].as_str().unwrap_or_default();
            if let Some(path) = message["executable"].as_str() {
                output.programs.insert(name.to_owned(), path.into());
            }
            let diagnostic = &message["message"];
            let by_package = match diagnostic["level"].as_str() {
                Some(level) if level.starts_with("error") => &mut output.errors,
                Some("warning") => &mut output.warnings,
                _ => continue,
            };
            if let Some(words) = diagnostic["rendered"].as_str() {
                let words = &harmless_but_coloured(words);
                let package = package_name(message["package_id"].as_str().unwrap_or_default());
                let known = by_package.entry(package).or_default();
                if !known.iter().any(|known| known == words) {
                    known.push(words.clone());
                }
            }
        }
        output
    }
}

/// The name in a package id: `path+file:///…/01-one-shot#one-shot@0.1.0`. If folder and package have
/// the same name, it is `…/checker#0.1.0` (cargo's "Package ID Specifications").
fn package_name(id: &str) -> String {
    let (path, fragment) = id.rsplit_once('#').unwrap_or((id, ""));
    match fragment.split_once('@') {
        Some((name, _)) => name.to_owned(),
        None => path.rsplit('/').next().unwrap_or(path).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_found_in_both_forms_of_its_id() {
        assert_eq!(package_name("path+file:///x/01-one-shot#one-shot@0.1.0"), "one-shot");
        assert_eq!(package_name("path+file:///x/checker#0.1.0"), "checker");
    }

    #[test]
    fn programs_errors_and_warnings_are_read_from_cargos_output() {
        let stdout = br#"{"reason":"compiler-artifact","target":{"name":"a-server"},"executable":"/t/a-server"}
{"reason":"compiler-message","package_id":"path+file:///x/01-b#b@0.1.0","target":{"name":"b"},"message":{"level":"error","rendered":"error: no\n"}}
{"reason":"compiler-message","package_id":"path+file:///x/01-b#b@0.1.0","target":{"name":"b"},"message":{"level":"warning","rendered":"warning: hm\n"}}
not json
"#;
        let output = BuildOutput::read(stdout);
        assert_eq!(output.programs["a-server"], PathBuf::from("/t/a-server"));
        assert_eq!(output.errors["b"], vec!["error: no\n"]);
        assert_eq!(output.warnings["b"], vec!["warning: hm\n"]);
    }
}
