//! `checker` puts a learner's network programs on a stage, plays the lesson's cases with them and
//! says what came of it. Here it only starts: the command line is in `cli`, each command in
//! `commands`, and what an error means to the one who called is decided at the bottom of this file.

mod cli;
mod commands;
mod course;
mod events;
mod report;
mod run;

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::process::ExitCode;

use commands::{Ending, Usage};
use stage::bytes::harmless_but_coloured;

fn main() -> ExitCode {
    stage::kernel::restore_child_signal();
    if let Some(columns) = stage::kernel::terminal_columns(io::stdout().as_fd()) {
        report::text::fits_into(columns.into());
    }
    let ending = match cli::understand() {
        Ok(command) => cli::obey(command).unwrap_or_else(|error| explain(&error)),
        Err(ending) => ending,
    };
    ExitCode::from(ending as u8)
}

/// Says what went wrong, once and in a line or two, and chooses the exit status.
fn explain(error: &anyhow::Error) -> Ending {
    if is_broken_pipe(error) {
        // Whoever was reading has seen enough (`checker list | head -1`).
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
