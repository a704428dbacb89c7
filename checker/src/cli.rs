//! The command line: the commands and their options. Learners see the comments on them in
//! `checker --help`.

use std::ffi::OsString;
use std::path::Path;

#[cfg(feature = "complete")]
use clap::CommandFactory;
use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::commands::{self, Ending, Format, check, grade, init, read, solution, trace, watch};

/// A lab for learning socket programming: write a small network program, and see what the
/// network does to it
#[derive(Debug, Parser)]
#[command(
    name = "checker",
    version,
    after_help = "Without a command: checks the lesson you are on and says what to do next."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a workspace of your own, with the lessons to write
    Init(init::Options),
    /// List the lessons and your progress
    List {
        /// The output format
        #[arg(long, value_parser = Format::at_once(), default_value = "human")]
        format: Format,
    },
    /// Check lessons: a number (3), a name (one-shot), a range (1-3), or all
    Check(check::Options),
    /// Check the current lesson again at each save, on a screen beside your editor
    #[command(visible_alias = "w")]
    Watch(watch::Options),
    /// Draw what went over the wire in one case
    Trace(trace::Options),
    /// Build one of your programs and start it in this terminal
    Run {
        /// The lesson (the current one by default), `server` or `client`, and the program's arguments:
        /// run 2 client 127.0.0.1:9000
        #[arg(
            value_name = "LESSON|ROLE|ARGUMENT",
            trailing_var_arg = true,
            allow_hyphen_values = true
        )]
        words: Vec<String>,
    },
    /// Run a lesson's server and client together, with the client in this terminal
    Try {
        /// The lesson: a number (3) or a name (one-shot); the current one by default
        lesson: Option<String>,
        /// The client's arguments after the address, instead of those that suit the lesson
        #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
    /// Make a lesson the current one
    Goto {
        /// The lesson: a number (3) or a name (one-shot)
        lesson: String,
    },
    /// Read a lesson's chapter, or an appendix: python, glossary or trouble
    Read(read::Options),
    /// Show the next hint for a lesson, one step further at each call
    Hint {
        /// The lesson: a number (3) or a name (one-shot); the current one by default
        lesson: Option<String>,
        /// Show all hints at once
        #[arg(long)]
        all: bool,
    },
    /// Compare your programs with the reference, once the lesson is passed
    Solution(solution::Options),
    /// Restore a lesson's first state; your files are kept in a backup
    Reset {
        /// The lesson: a number (3) or a name (one-shot); the current one by default
        lesson: Option<String>,
    },
    /// Explain a belief about sockets that the checker named, or list them all
    Explain {
        /// The belief's name, a call (recv), or a term (粘包) [default: list all of them]
        belief: Option<String>,
    },
    /// Bring your workspace to this checker's version of the course; what you wrote stays
    #[cfg(feature = "complete")]
    Update {
        /// Only show what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// Grade a class: check each submission in a folder, and write grades and letters
    Grade(grade::Options),
    /// Pack an autograder for Gradescope, which grades like `grade`
    #[cfg(feature = "complete")]
    Autograder(commands::autograder::Options),
    /// Show what this machine supports, and which cases it has to skip
    Doctor,
    /// Print the completions for a shell: source them, or put them where your shell looks for them
    #[cfg(feature = "complete")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page (troff): `cargo checker man | man -l -`
    #[cfg(feature = "complete")]
    Man,
    /// Run one case in its own process
    #[command(hide = true)]
    Cell {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
    /// Commands for maintainers of the course
    #[command(hide = true, disable_help_flag = true)]
    Dev {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<OsString>,
    },
}

/// Parses the command line. Prints help or a usage error if necessary, and then returns the exit status
/// as an error.
pub fn parse() -> Result<Option<Command>, Ending> {
    Cli::try_parse_from(words()).map(|cli| cli.command).map_err(|error| {
        // Help goes to standard output and mistakes to standard error; a closed stream does not matter.
        let _ = error.print();
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ending::Fine,
            _ => Ending::Misused,
        }
    })
}

/// The words of the command line. Cargo starts its subcommand `checker` as `cargo-checker checker …`.
fn words() -> Vec<OsString> {
    let mut words: Vec<OsString> = std::env::args_os().collect();
    let is_of_cargo = words.first().is_some_and(|program| {
        Path::new(program).file_name().is_some_and(|name| name == "cargo-checker")
    });
    if is_of_cargo && words.get(1).is_some_and(|word| word == "checker") {
        words.remove(1);
    }
    words
}

/// Runs the command. Without one, the current lesson is checked.
pub fn run(command: Option<Command>) -> anyhow::Result<Ending> {
    match command {
        None => check::welcome_and_run(),
        Some(Command::Init(options)) => init::run(&options),
        Some(Command::Check(options)) => check::run(&options),
        Some(Command::Trace(options)) => trace::run(&options),
        Some(Command::List { format }) => commands::list::run(format),
        Some(Command::Watch(options)) => commands::watch::run(&options),
        Some(Command::Run { words }) => commands::run::run(&words),
        Some(Command::Try { lesson, words }) => commands::together::run(lesson.as_deref(), &words),
        Some(Command::Goto { lesson }) => commands::goto::run(&lesson),
        Some(Command::Read(options)) => read::run(&options),
        Some(Command::Hint { lesson, all }) => commands::hint::run(lesson.as_deref(), all),
        Some(Command::Solution(options)) => solution::run(&options),
        Some(Command::Reset { lesson }) => commands::reset::run(lesson.as_deref()),
        Some(Command::Explain { belief }) => commands::explain::run(belief.as_deref()),
        #[cfg(feature = "complete")]
        Some(Command::Update { dry_run }) => commands::update::run(dry_run),
        Some(Command::Grade(options)) => grade::run(&options),
        #[cfg(feature = "complete")]
        Some(Command::Autograder(options)) => commands::autograder::run(&options),
        Some(Command::Doctor) => commands::doctor::run(),
        #[cfg(feature = "complete")]
        Some(Command::Completions { shell }) => {
            commands::generated::completions(Cli::command(), shell)
        }
        #[cfg(feature = "complete")]
        Some(Command::Man) => commands::generated::man(Cli::command()),
        Some(Command::Cell { .. }) => commands::cell::run(),
        Some(Command::Dev { words }) => commands::dev::run(&words),
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
