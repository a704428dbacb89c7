//! `checker dev`, for those who maintain the course. `check` lets the course prove itself, `soak` plays it
//! again and again on a busy machine and counts what differs, `mutants` counts changes to the references
//! that no case notices, `bench` measures. Learners have no use for any of them, so this program is
//! built when somebody asks for it.

mod bench;
mod book;
mod check;
mod flaw;
mod listed;
mod luck;
mod mutants;
mod players;
mod playing;
mod progress;
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
    /// Prove the course: skeletons fail, references pass, wrong programs are caught and named
    Check(check::Options),
    /// Play every case again and again beside busy loops, and count verdicts that differ
    Soak(soak::Options),
    /// Draw the book's pictures, and write its pages of beliefs, anew
    Book {
        /// Change nothing, and say which pictures are not what their runs give
        #[arg(long)]
        check: bool,
    },
    /// Write everything that is derived from checker/course: registries, lessons, tables
    Write,
    /// Show what went over the wire in a case, be it of a program that is wrong on purpose
    Trace(trace::Options),
    /// Change the references a little, again and again, and count the changes that no case notices
    Mutants(mutants::Options),
    /// Measure how quick the checker is, beside what is aimed for
    Bench(bench::Options),
    /// Keep one processor busy until the process that started this one ends
    #[command(hide = true)]
    Burn { parent: u32 },
    /// Play one scene of the bench in a process of its own
    #[command(hide = true)]
    Scene(bench::scene::Options),
    /// One case, in a process of its own: whoever plays cases starts itself for each
    #[command(hide = true)]
    Cell {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
}

fn main() -> ExitCode {
    checker::exit_with(|| match Cli::try_parse() {
        Ok(Cli { command }) => obey(&command),
        Err(error) => {
            // To standard output for help, to standard error for mistakes; a closed one is no news.
            let _ = error.print();
            Ok(match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ending::Fine,
                _ => Ending::Misused,
            })
        }
    })
}

fn obey(command: &Command) -> anyhow::Result<Ending> {
    match command {
        Command::Check(options) => check::run(options),
        Command::Soak(options) => soak::run(options),
        Command::Book { check } => book::run(*check),
        Command::Write => write::run(),
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
