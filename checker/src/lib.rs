//! `checker` puts a learner's network programs on a stage, plays the lesson's cases with them and
//! says what came of it. The command line is in `cli`, each command in `commands`, and what an error means
//! to the one who called is decided at the bottom of this file. `checker/dev` uses this library, too.

#![forbid(unsafe_code)]

mod cli;
pub mod commands;
pub mod course;
pub mod events;
pub mod report;
pub mod run;

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::process::ExitCode;

use commands::{Ending, Usage};
use stage::bytes::harmless_but_coloured;

/// All of the program `checker`.
pub fn main() -> ExitCode {
    exit_with(|| match cli::understand() {
        Ok(command) => cli::obey(command),
        Err(ending) => Ok(ending),
    })
}

/// Does what a program of the checker's is for, and says what went wrong with it. The result is the exit
/// status.
pub fn exit_with(act: impl FnOnce() -> anyhow::Result<Ending>) -> ExitCode {
    kernel::restore_child_signal();
    if let Some(columns) = kernel::terminal_columns(io::stdout().as_fd()) {
        report::text::fits_into(columns.into());
    }
    ExitCode::from(act().unwrap_or_else(|error| explain(&error)) as u8)
}

/// Says what went wrong, once and in a line or two, and chooses the exit status.
fn explain(error: &anyhow::Error) -> Ending {
    if is_broken_pipe(error) {
        // The reader has closed the pipe (`checker list | head -1`).
        return Ending::Fine;
    }
    let mut err = anstream::stderr().lock();
    // Where even standard error is closed, the exit status has to do.
    let words = harmless_but_coloured(&format!("{error:#}"));
    let _ = writeln!(err, "{} {words}", report::paint::bad("error:"));
    if error.downcast_ref::<Usage>().is_some() { Ending::Misused } else { Ending::Unsure }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
