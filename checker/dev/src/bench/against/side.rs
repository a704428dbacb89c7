//! One of the two checkouts that are compared, and the processor time of what it does.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// Exit statuses of success.
pub const SUCCESS: &[i32] = &[0];
/// Exit statuses of a check that was carried out: all passed, or something failed.
const CARRIED_OUT: &[i32] = &[0, 1];

/// A checkout with a target folder of its own.
pub struct Side {
    root: PathBuf,
    target: PathBuf,
}

impl Side {
    /// A clone in `folder`, at this commit.
    pub fn of_commit(workspace: &Path, commit: &str, folder: &Path) -> anyhow::Result<Side> {
        let root = folder.join("before");
        let mut clone = Command::new("git");
        clone.args(["clone", "--quiet", "--no-checkout"]).arg(workspace).arg(&root);
        processor_time(&mut clone, SUCCESS).context("cloning this repository")?;
        let mut checkout = Command::new("git");
        checkout.current_dir(&root).args(["checkout", "--quiet", "--detach", commit]);
        processor_time(&mut checkout, SUCCESS).with_context(|| format!("checking out {commit}"))?;
        Ok(Side { root, target: folder.join("target-before") })
    }

    /// The workspace as it is, with all changes.
    pub fn of_checkout(workspace: &Path, folder: &Path) -> Side {
        Side { root: workspace.to_owned(), target: folder.join("target-now") }
    }

    /// Builds the checker that `cargo checker` runs. Returns the processor time, in seconds.
    pub fn builds(&self) -> anyhow::Result<f64> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["build", "--quiet", "--package", "checker", "--no-default-features"]);
        command.args(["--bin", "checker"]);
        self.spends(&mut command, SUCCESS)
    }

    /// Runs `checker check` with these arguments. Returns the processor time, in seconds.
    pub fn checks(&self, arguments: &[&str]) -> anyhow::Result<f64> {
        let mut command = Command::new(self.target.join("debug/checker"));
        command.arg("check").args(arguments);
        self.spends(&mut command, CARRIED_OUT)
    }

    fn spends(&self, command: &mut Command, expected: &[i32]) -> anyhow::Result<f64> {
        // A checker that is started by cargo takes the workspace from these variables.
        command.env_remove("CARGO_MANIFEST_DIR").env("CARGO_TARGET_DIR", &self.target);
        processor_time(command.current_dir(&self.root), expected)
    }
}

/// The processor time, user and system, of a command and of all that it waits for, in seconds. Fails if the
/// command ends with a status that is not expected.
pub fn processor_time(command: &mut Command, expected: &[i32]) -> anyhow::Result<f64> {
    let before = of_children()?;
    let output = command.stdin(Stdio::null()).output().context("starting a command")?;
    let is_expected = output.status.code().is_some_and(|code| expected.contains(&code));
    ensure!(is_expected, "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(of_children()? - before)
}

/// The processor time of all children that have ended, in seconds (getrusage(2)).
fn of_children() -> anyhow::Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds =
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Ok(microseconds as f64 / 1e6)
}
