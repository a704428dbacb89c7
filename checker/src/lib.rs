//! `checker` puts a learner's network programs on a stage, runs the lesson's cases with them and reports
//! the verdicts. The command line is in `cli`, and each command in `commands`. The end of this file
//! turns an error into a message and an exit status. `checker/dev` uses this library, too.

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

/// The program `checker`.
pub fn main() -> ExitCode {
    exit_with(|| match cli::parse() {
        Ok(command) => cli::run(command),
        Err(ending) => Ok(ending),
    })
}

/// Runs `act`, and prints its error, if any. Returns the exit status.
pub fn exit_with(act: impl FnOnce() -> anyhow::Result<Ending>) -> ExitCode {
    kernel::restore_child_signal();
    if let Some(columns) = kernel::terminal_columns(io::stdout().as_fd()) {
        report::text::fits_into(columns.into());
    }
    ExitCode::from(act().unwrap_or_else(|error| explain(&error)) as u8)
}

/// Prints the error in a line or two, and chooses the exit status.
fn explain(error: &anyhow::Error) -> Ending {
    if is_broken_pipe(error) {
        // The reader has closed the pipe (`checker list | head -1`).
        return Ending::Fine;
    }
    let mut err = anstream::stderr().lock();
    // If standard error is closed, too, the exit status must be enough.
    let words = harmless_but_coloured(&format!("{error:#}"));
    let _ = writeln!(err, "{} {words}", report::paint::bad("error:"));
    if error.downcast_ref::<Usage>().is_some() { Ending::Misused } else { Ending::Unsure }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
