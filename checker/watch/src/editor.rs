//! The learner's editor: VS Code in its own window, or `$VISUAL` or `$EDITOR` in this terminal.

use std::env;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, ensure};
use rustix::io::retry_on_intr;
use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, kill_process, waitpid};
use signal_hook::consts::signal::SIGSTOP;
use signal_hook::low_level::raise;

/// The command of VS Code. It opens a file in a window that is already there, and returns.
const VS_CODE: &str = "code";

#[derive(Debug, PartialEq, Eq)]
pub enum Editor {
    VsCode,
    /// The words that start an editor in this terminal.
    InTerminal(Vec<String>),
}

impl Editor {
    /// Chooses by the environment. The error says how to set an editor.
    pub fn choose() -> anyhow::Result<Editor> {
        let path = env::var_os("PATH").unwrap_or_default();
        let has_vs_code = env::split_paths(&path).any(|folder| folder.join(VS_CODE).is_file());
        chosen(|name| env::var(name).ok(), has_vs_code)
    }
}

/// VS Code's own terminal belongs to VS Code. Elsewhere the learner's choice comes first.
fn chosen(variable: impl Fn(&str) -> Option<String>, has_vs_code: bool) -> anyhow::Result<Editor> {
    let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    let own = set("VISUAL").or_else(|| set("EDITOR"));
    let is_its_terminal = set("TERM_PROGRAM").is_some_and(|program| program == "vscode");
    if has_vs_code && (is_its_terminal || own.is_none()) {
        return Ok(Editor::VsCode);
    }
    let own = own.context("To open files with e, set EDITOR to the command of your editor.")?;
    let words = shlex::split(&own).filter(|words| !words.is_empty());
    Ok(Editor::InTerminal(words.with_context(|| format!("EDITOR is not a command: {own}"))?))
}

/// Opens the file in VS Code, and does not wait for it.
pub fn open_in_vs_code(file: &Path) -> anyhow::Result<()> {
    let mut command = Command::new(VS_CODE);
    command.arg("-g").arg(file).process_group(0);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().context("cannot start VS Code")?;
    thread::Builder::new().name("editor".into()).spawn(move || child.wait())?;
    Ok(())
}

/// Runs the editor in this terminal until it ends. If it stops (Ctrl-Z), this process stops as well, so
/// that the shell has the terminal.
pub fn run(words: &[String], file: &Path) -> anyhow::Result<()> {
    let (program, options) = words.split_first().context("no editor")?;
    let child = Command::new(program).args(options).arg(file).spawn();
    let id = Pid::from_child(&child.with_context(|| format!("cannot start {program}"))?);
    let mut status = next_status(id)?;
    while status.stopped() {
        raise(SIGSTOP)?;
        // The shell continues both. Other programs may continue only this one.
        kill_process(id, Signal::CONT)?;
        status = next_status(id)?;
    }
    ensure!(status.exit_status() == Some(0), "{program} has ended with an error.");
    Ok(())
}

/// Waits until the process stops or ends.
fn next_status(id: Pid) -> anyhow::Result<WaitStatus> {
    let changed = retry_on_intr(|| waitpid(Some(id), WaitOptions::UNTRACED))?;
    Ok(changed.context("the editor has no status")?.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)], has_vs_code: bool) -> anyhow::Result<Editor> {
        let value = |name: &str| variables.iter().find(|(own, _)| *own == name);
        chosen(|name| Some(value(name)?.1.to_owned()), has_vs_code)
    }

    fn in_terminal(words: &[&str]) -> Editor {
        Editor::InTerminal(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn vs_code_is_chosen_in_its_terminal_or_without_another_editor() {
        let both = [("TERM_PROGRAM", "vscode"), ("EDITOR", "vim")];
        assert_eq!(of(&both, true).unwrap(), Editor::VsCode);
        assert_eq!(of(&both, false).unwrap(), in_terminal(&["vim"]));
        assert_eq!(of(&[("EDITOR", "vim")], true).unwrap(), in_terminal(&["vim"]));
        assert_eq!(of(&[("EDITOR", " ")], true).unwrap(), Editor::VsCode);
        assert_eq!(of(&[], true).unwrap(), Editor::VsCode);
    }

    #[test]
    fn visual_comes_first_and_is_split_as_in_a_shell() {
        let both = [("EDITOR", "ed"), ("VISUAL", "'/opt/my editor' -n")];
        assert_eq!(of(&both, false).unwrap(), in_terminal(&["/opt/my editor", "-n"]));
    }

    #[test]
    fn an_editor_that_is_missing_or_not_a_command_is_reported() {
        let error = |variables: &[(&str, &str)]| of(variables, false).unwrap_err().to_string();
        assert!(error(&[]).contains("set EDITOR"));
        assert!(error(&[("EDITOR", "vim '")]).contains("not a command: vim '"));
    }
}
