//! The commands that start the learner's programs outside of a case, in Rust or in another language.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::Context;

use super::Usage;
use crate::course::own_programs::{OwnProgram, OwnPrograms};
use crate::course::workspace::Workspace;
use crate::course::{Lesson, framing};
use crate::events::Role;
use crate::run::build;

/// The command that starts this program with these arguments. A Rust program is built first. `None` if it
/// does not build: then the compiler's words have been printed.
pub fn command(
    workspace: &Workspace,
    lesson: &Lesson,
    role: Role,
    arguments: &[String],
) -> anyhow::Result<Option<Command>> {
    let root = &workspace.root;
    let own = OwnPrograms::read(root).map_err(Usage::from)?;
    if let Some(own) = own.find(lesson, role) {
        let words = with_arguments(own, root, arguments)?;
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).current_dir(root);
        return Ok(Some(command));
    }
    let progress = workspace.progress().read().progress;
    framing::choose(workspace, &progress, &[lesson]).context("changing Cargo.toml")?;
    let program = lesson.program(role);
    let built = build::packages(root, [lesson.package()], std::slice::from_ref(&program))?;
    if let Some(path) = built.programs.get(&program) {
        let mut command = Command::new(path);
        command.args(arguments);
        return Ok(Some(command));
    }
    let words = built.said_of(&lesson.package()).unwrap_or(built.words);
    let mut err = anstream::stderr();
    writeln!(err, "{program} does not build yet. The compiler says:\n\n{words}")?;
    Ok(None)
}

/// The command with these arguments. The first is the address, which `{addr}` stands for.
fn with_arguments(
    own: &OwnProgram,
    folder: &Path,
    arguments: &[String],
) -> Result<Vec<String>, Usage> {
    let words = own.command(folder);
    if !words.iter().any(|word| word.contains("{addr}")) {
        return Ok([&words, arguments].concat());
    }
    let [address, others @ ..] = arguments else {
        let (place, number, role) = (own.place(), own.lesson.number, own.role.name());
        return Err(Usage(format!(
            "{place}: give the address that `{{addr}}` stands for, like \
             `cargo checker run {number} {role} 127.0.0.1:8888`"
        )));
    };
    let words = words.into_iter().map(|word| word.replace("{addr}", address));
    Ok(words.chain(others.iter().cloned()).collect())
}
