//! `checker dev`, a hidden command for maintainers. It starts the program `checker-dev`.

use std::ffi::OsString;

use super::on_demand::OnDemand;
use super::{Ending, Usage};
use crate::course::workspace::Workspace;

const TOOLS: OnDemand<'_> = OnDemand {
    package: "dev",
    program: "checker-dev",
    options: &[],
    label: "the maintainers' commands",
};

pub fn run(words: &[OsString]) -> anyhow::Result<Ending> {
    let workspace = Workspace::find().map_err(Usage::from)?;
    TOOLS.replace_this(&workspace.root, words.iter().cloned())
}
