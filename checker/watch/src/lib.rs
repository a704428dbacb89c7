//! The screen beside the editor: it checks the open lesson at each save and shows the verdicts.
//!
//! It starts `checker` for everything (`check --format events`, `list --format json`, `hint`, `trace`,
//! …) and shows its output, so a learner's program cannot freeze it. Keys, saves, output of children and
//! signals arrive in one channel, and one loop (`event_loop`) receives them. Without a terminal, or
//! with `--plain`, `plain` prints the verdicts line by line.

#![forbid(unsafe_code)]

mod app;
mod arguments;
mod checker;
mod children;
mod course;
mod editor;
mod event_loop;
mod input;
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

pub use arguments::Arguments;

/// The program `checker-watch`. `words` are its arguments.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let Some(arguments) = Arguments::read(words) else {
        eprintln!(
            "error: this program is part of the checker; start it with `cargo checker watch`"
        );
        return ExitCode::from(2);
    };
    match show(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(3)
        }
    }
}

/// Shows the screen until the learner leaves it. Prints lines instead if this is not a terminal, or with
/// `--plain`.
pub fn show(arguments: &Arguments) -> anyhow::Result<()> {
    let is_terminal = stdin().is_terminal() && stdout().is_terminal();
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    match is_terminal && !is_dumb && !arguments.plain {
        true => event_loop::run(arguments),
        false => plain::run(arguments),
    }
}
