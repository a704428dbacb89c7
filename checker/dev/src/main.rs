//! `checker dev`, the commands for maintainers. `check` checks the course itself. `soak` runs it again
//! and again on a busy machine and counts verdicts that differ. `mutants` counts changes to the
//! references that no case notices, and `bench` measures. Learners do not need them, so this program is
//! built at its first use.

#![forbid(unsafe_code)]

mod bench;
mod book;
#[cfg(test)]
mod broken;
mod check;
mod flaw;
mod listed;
mod luck;
mod mutants;
mod new;
mod picture_list;
mod players;
mod playing;
mod progress;
mod screen;
mod soak;
mod specimens;
mod trace;
mod tree;
mod write;

use std::process::ExitCode;

use checker::commands::{Ending, cell};
use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "checker dev", bin_name = "checker dev", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the course: skeletons fail, references pass, wrong programs fail with their beliefs
    Check(check::Options),
    /// Run every case again and again beside busy loops, and count verdicts that differ
    Soak(soak::Options),
    /// Draw the book's pictures and write its pages of beliefs
    Book {
        /// Change nothing; list pictures and pages that are not up to date
        #[arg(long)]
        check: bool,
    },
    /// Write all files that are derived from checker/course: registries, lessons, tables
    Write,
    /// Make the files of a lesson, a case, a belief or a wrong program, and say what to do next
    New {
        #[command(subcommand)]
        thing: new::Thing,
    },
    /// Draw what went over the wire in a case, also of a wrong program
    Trace(trace::Options),
    /// Make small changes to the references, and count those that no case notices
    Mutants(mutants::Options),
    /// Measure the speed of the checker and compare it with its aims
    Bench(bench::Options),
    /// Keep one processor busy until the process that started this one ends
    #[command(hide = true)]
    Burn { parent: u32 },
    /// Run one scene of the bench in its own process
    #[command(hide = true)]
    Scene(bench::scene::Options),
    /// Run one case in its own process
    #[command(hide = true)]
    Cell {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
}

fn main() -> ExitCode {
    checker::exit_with(|| match Cli::try_parse() {
        Ok(Cli { command }) => run(&command),
        Err(error) => {
            // Help goes to standard output and mistakes to standard error; a closed stream does not
            // matter.
            let _ = error.print();
            Ok(match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ending::Fine,
                _ => Ending::Misused,
            })
        }
    })
}

fn run(command: &Command) -> anyhow::Result<Ending> {
    match command {
        Command::Check(options) => check::run(options),
        Command::Soak(options) => soak::run(options),
        Command::Book { check } => book::run(*check),
        Command::Write => write::run(),
        Command::New { thing } => new::run(thing),
        Command::Trace(options) => trace::run(options),
        Command::Mutants(options) => mutants::run(options),
        Command::Bench(options) => bench::run(options),
        Command::Burn { parent } => soak::load::burn(*parent),
        Command::Scene(options) => bench::scene::run(options),
        Command::Cell { .. } => cell::run(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
