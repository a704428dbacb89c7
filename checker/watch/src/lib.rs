//! The screen beside the editor: it checks the open lesson at each save and shows what came of it.
//!
//! It knows no runner. It starts `checker` for everything (`check --format events`, `list --format
//! json`, `hint`, `trace`, …) and shows what that says, so nothing that a learner's program does can
//! freeze it. Keys, saves, what the children say and signals meet in one channel, and one loop
//! (`event_loop`) waits there. Without a terminal, `plain` prints the verdicts line by line.

#![forbid(unsafe_code)]

mod app;
mod arguments;
mod checker;
mod children;
mod course;
mod event_loop;
mod keys;
mod message;
mod plain;
mod rich;
mod run;
mod saves;
mod screen;
mod terminal;

use std::ffi::OsString;
use std::io::{IsTerminal, stdin, stdout};
use std::process::ExitCode;

use arguments::Arguments;

/// The program; `words` are what it was started with.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let Some(arguments) = Arguments::read(words) else {
        eprintln!("error: this is a part of the checker: `cargo checker watch` starts it");
        return ExitCode::from(2);
    };
    let is_terminal = stdin().is_terminal() && stdout().is_terminal();
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    let done = match is_terminal && !is_dumb {
        true => event_loop::sit(&arguments),
        false => plain::tell(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(3)
        }
    }
}
