//! Checks one lesson of a submission: starts this program again, as `checker check`, in the submission's
//! workspace. A submission that hangs or crashes it stops only its own lesson. The environment is cleared, so
//! that no secret of the teacher's reaches a submission, and cargo stays off line.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use kernel::Signals;
use protocol::check;
use stage::bytes::harmless;

use super::workshop::Workshop;
use crate::course::Lesson;
use crate::run::bounded::{self, Bounds, Output, Stopped};

/// What the build needs of the teacher's environment.
const KEPT: [&str; 7] =
    ["CARGO_HOME", "HOME", "LANG", "PATH", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "TMPDIR"];

/// The longest time for one lesson, with its build.
const TIME: Duration = Duration::from_secs(15 * 60);

/// Plays the lessons of a submission.
pub struct Player<'p> {
    pub workshop: Workshop,
    pub signals: &'p Signals,
    pub seed: u64,
    pub jobs: usize,
}

/// The outcome for one lesson.
pub enum Played {
    Judged(check::Lesson),
    /// The programs cannot be started, for a reason that the submission is to blame for.
    NotStarted(String),
    /// The checker failed.
    Crashed(String),
}

impl Player<'_> {
    /// Builds and checks this lesson. Fails if a signal arrives.
    pub fn check(&self, lesson: &Lesson) -> anyhow::Result<Played> {
        let jobs = self.jobs.to_string();
        let words = ["check", &lesson.slug, "--format", "json", "--jobs", &jobs];
        Ok(match self.start(&words)? {
            Ok(output) => judged(&output, &format!("{}/", self.workshop.root().display())),
            Err(why) => Played::Crashed(why),
        })
    }

    /// Draws this case as SVG. `None` if that fails, which costs only the picture.
    pub fn picture(&self, lesson: &Lesson, case: &str) -> anyhow::Result<Option<String>> {
        let words = ["trace", &lesson.slug, "--case", case, "--format", "svg"];
        let output = self.start(&words)?.ok().filter(|output| output.code == Some(0));
        let text = output.and_then(|output| String::from_utf8(output.stdout).ok());
        Ok(text.filter(|text| text.starts_with("<svg")))
    }

    /// Runs the checker. The inner error says why it has no output.
    fn start(&self, words: &[&str]) -> anyhow::Result<Result<Output, String>> {
        let seed = self.seed.to_string();
        let program = env::current_exe().unwrap_or_else(|_| PathBuf::from("/proc/self/exe"));
        let mut command = Command::new(program);
        command.args(words).args(["--seed", &seed]).current_dir(self.workshop.root());
        command.args((!self.workshop.trusts).then_some("--sandbox"));
        clear_environment(&mut command, &self.workshop.target());
        let bounds = Bounds { silence: TIME, time: TIME, bytes: 64 << 20 };
        let ran = bounded::run(command, bounds, self.signals, &mut |_| {});
        // Processes that it left behind have become our children.
        kernel::end_kin();
        Ok(match ran {
            Ok(output) => Ok(output),
            Err(Stopped::Interrupted) => {
                anyhow::bail!("interrupted: the same command goes on with the next submission")
            }
            Err(Stopped::NotStarted(error) | Stopped::Failed(error)) => Err(error.to_string()),
            Err(Stopped::GivenUp { bound, .. }) => Err(format!("it was stopped after {bound}")),
        })
    }
}

fn clear_environment(command: &mut Command, target: &Path) {
    let kept = KEPT.iter().filter_map(|name| Some((name, env::var_os(name)?)));
    command.env_clear().envs(kept).env("CARGO_TARGET_DIR", target);
    command.env("CARGO_NET_OFFLINE", "true").env("CARGO_INCREMENTAL", "0");
}

/// Reads the report. Without one, standard error says why. The path of the workspace tells a student nothing,
/// so it is left out.
fn judged(output: &Output, root: &str) -> Played {
    let report: Option<check::Report> = serde_json::from_slice(&output.stdout).ok();
    if let Some(lesson) = report.and_then(|report| report.lessons.into_iter().next()) {
        let compiler = lesson.compiler.map(|words| words.replace(root, ""));
        return Played::Judged(check::Lesson { compiler, ..lesson });
    }
    let words = harmless(String::from_utf8_lossy(&output.stderr).trim()).replace(root, "");
    let words = words.strip_prefix("error: ").unwrap_or(&words).to_owned();
    match output.code {
        Some(2) => Played::NotStarted(words),
        Some(_) => Played::Crashed(words),
        None => Played::Crashed(format!("a signal ended it. {words}").trim_end().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(code: Option<i32>) -> Played {
        let stderr = b"error: socketlings.toml, line 2: /work/server\n".to_vec();
        judged(&Output { code, stdout: b"{".to_vec(), stderr }, "/work/")
    }

    #[test]
    fn a_submissions_mistake_is_told_from_a_crash() {
        assert!(
            matches!(ended(Some(2)), Played::NotStarted(why) if why.ends_with("line 2: server"))
        );
        assert!(matches!(ended(Some(101)), Played::Crashed(_)));
        assert!(matches!(ended(None), Played::Crashed(why) if why.contains("a signal")));
    }
}
