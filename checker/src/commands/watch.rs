//! `checker watch`: the screen beside the editor.

use super::{Ending, Usage, lesson};
use crate::course::workspace::Workspace;

pub fn run(word: Option<&str>, polls: bool) -> anyhow::Result<Ending> {
    let lesson = word.map(lesson).transpose()?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    show(workspace, polls, lesson.map(|lesson| lesson.number))
}

/// The screen is a part of an installed checker.
#[cfg(feature = "complete")]
fn show(workspace: Workspace, polls: bool, lesson: Option<usize>) -> anyhow::Result<Ending> {
    let (checker, workspace) = (std::env::current_exe()?, workspace.root);
    watch::show(&watch::Arguments { checker, workspace, polls, lesson })?;
    Ok(Ending::Fine)
}

/// In a checkout, the screen is the program `checker-watch`, which is built at first use.
#[cfg(not(feature = "complete"))]
fn show(workspace: Workspace, polls: bool, lesson: Option<usize>) -> anyhow::Result<Ending> {
    use anyhow::Context;
    use std::os::unix::process::CommandExt;

    const SCREEN: super::on_demand::OnDemand = super::on_demand::OnDemand {
        package: "watch",
        program: "checker-watch",
        label: "the screen",
    };
    let program = SCREEN.ready(&workspace.root)?;
    let mut screen = std::process::Command::new(&program);
    screen.arg(std::env::current_exe()?).arg(workspace.root);
    screen.args(polls.then_some("--poll"));
    screen.args(lesson.map(|lesson| lesson.to_string()));
    // `exec` replaces this process, and returns only if it fails.
    let error = screen.exec();
    Err(error).with_context(|| format!("{} could not be started", program.display()))
}
