//! `checker dev`, a hidden command for maintainers. It starts the program `checker-dev`.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::Context;

use super::on_demand::OnDemand;
use super::{Ending, Usage};
use crate::course::workspace::Workspace;

const TOOLS: OnDemand =
    OnDemand { package: "dev", program: "checker-dev", label: "the maintainers' commands" };

pub fn run(words: &[OsString]) -> anyhow::Result<Ending> {
    let workspace = Workspace::find().map_err(Usage::from)?;
    let program = TOOLS.ready(&workspace.root)?;
    // `exec` replaces this process, and returns only if it fails.
    let error = Command::new(&program).args(words).exec();
    Err(error).with_context(|| format!("{} could not be started", program.display()))
}
