//! A checkout of the course, and the time that its checker takes for a piece of work.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// Exit statuses of success.
pub const SUCCESS: &[i32] = &[0];
/// Exit statuses of a check that was carried out: all passed, or something failed.
const CARRIED_OUT: &[i32] = &[0, 1];

/// The time of a piece of work, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    pub wall: f64,
    /// Processor time, user and system.
    pub processor: f64,
}

/// A checkout and its target folder.
pub struct Checkout {
    root: PathBuf,
    target: PathBuf,
}

impl Checkout {
    /// A clone in `folder`, at this commit.
    pub fn of_commit(workspace: &Path, commit: &str, folder: &Path) -> anyhow::Result<Checkout> {
        let root = folder.join("before");
        let mut clone = Command::new("git");
        clone.args(["clone", "--quiet", "--no-checkout"]).arg(workspace).arg(&root);
        spent(&mut clone, SUCCESS).context("cloning this repository")?;
        let mut checkout = Command::new("git");
        checkout.current_dir(&root).args(["checkout", "--quiet", "--detach", commit]);
        spent(&mut checkout, SUCCESS).with_context(|| format!("checking out {commit}"))?;
        Ok(Checkout { root, target: folder.join("target-before") })
    }

    /// The workspace as it is, with all changes.
    pub fn of_workspace(workspace: &Path, target: PathBuf) -> Checkout {
        Checkout { root: workspace.to_owned(), target }
    }

    /// Builds the checker that `cargo checker` runs.
    pub fn builds(&self) -> anyhow::Result<Spent> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["build", "--quiet", "--package", "checker", "--no-default-features"]);
        command.args(["--bin", "checker"]);
        self.spends(&mut command, SUCCESS)
    }

    /// Runs `checker check` with these arguments.
    pub fn checks(&self, arguments: &[impl AsRef<OsStr>]) -> anyhow::Result<Spent> {
        let mut command = Command::new(self.target.join("debug/checker"));
        command.arg("check").args(arguments);
        self.spends(&mut command, CARRIED_OUT)
    }

    fn spends(&self, command: &mut Command, expected: &[i32]) -> anyhow::Result<Spent> {
        // A checker that is started by cargo takes the workspace from these variables.
        command.env_remove("CARGO_MANIFEST_DIR").env("CARGO_TARGET_DIR", &self.target);
        spent(command.current_dir(&self.root), expected)
    }
}

/// The time of a command and of all that it waits for. Fails if the command ends with a status that is not
/// expected.
pub fn spent(command: &mut Command, expected: &[i32]) -> anyhow::Result<Spent> {
    let (begun, before) = (Instant::now(), of_children()?);
    let output = command.stdin(Stdio::null()).output().context("starting a command")?;
    let wall = begun.elapsed().as_secs_f64();
    let is_expected = output.status.code().is_some_and(|code| expected.contains(&code));
    ensure!(is_expected, "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(Spent { wall, processor: of_children()? - before })
}

/// The processor time of all children that have ended, in seconds (getrusage(2)).
pub fn of_children() -> anyhow::Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds =
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Ok(microseconds as f64 / 1e6)
}
