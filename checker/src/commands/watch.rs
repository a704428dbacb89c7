//! `checker watch`: the screen beside the editor. It is a program of its own, `checker-watch`, so
//! that nobody waits for it to be built who does not ask for it; here it is built and started.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::Context;

use super::{Ending, Usage, lesson};
use crate::course::workspace::Workspace;
use crate::report::paint::faint;
use crate::run::build;

/// The screen's package, and its program.
const PACKAGE: &str = "watch";
const PROGRAM: &str = "checker-watch";

pub fn run(word: Option<&str>, polls: bool) -> anyhow::Result<Ending> {
    let lesson = word.map(lesson).transpose()?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    let root = &workspace.root;
    if !build::program_folder(root).join(PROGRAM).is_file() {
        let line = faint("building the screen, once: it takes about half a minute …");
        // Where standard error is closed, it is built in silence.
        let _ = writeln!(anstream::stderr(), "{line}");
    }
    let told = build::packages(root, [PACKAGE.to_owned()], &[PROGRAM.to_owned()])?;
    let errors = told.errors.get(PACKAGE).map(|errors| errors.join("\n"));
    let program = told
        .programs
        .get(PROGRAM)
        .with_context(|| format!("the screen does not build:\n{}", errors.unwrap_or(told.words)))?;
    let mut screen = Command::new(program);
    screen.arg(std::env::current_exe()?).arg(root);
    screen.args(polls.then_some("--poll"));
    screen.args(lesson.map(|lesson| lesson.number.to_string()));
    // It takes this process's place, and comes back only where it cannot.
    let error = screen.exec();
    Err(error).with_context(|| format!("{} could not be started", program.display()))
}
