//! `checker watch`: starts the screen beside the editor, which is the program `checker-watch`.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::Context;

use super::on_demand::OnDemand;
use super::{Ending, Usage, lesson};
use crate::course::workspace::Workspace;

const SCREEN: OnDemand =
    OnDemand { package: "watch", program: "checker-watch", label: "the screen" };

pub fn run(word: Option<&str>, polls: bool) -> anyhow::Result<Ending> {
    let lesson = word.map(lesson).transpose()?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    let root = &workspace.root;
    let program = SCREEN.ready(root)?;
    let mut screen = Command::new(&program);
    screen.arg(std::env::current_exe()?).arg(root);
    screen.args(polls.then_some("--poll"));
    screen.args(lesson.map(|lesson| lesson.number.to_string()));
    // `exec` replaces this process, and returns only if it fails.
    let error = screen.exec();
    Err(error).with_context(|| format!("{} could not be started", program.display()))
}
