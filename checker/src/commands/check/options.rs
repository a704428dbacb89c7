//! The options of `checker check`. Each comment on an option is its text in `checker check --help`.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::commands::Format;
use crate::events::Isolation;

/// Printed below the options.
const EXAMPLES: &str = "\
Examples:
  cargo checker check 9                  the lesson, with its points
  cargo checker check 9 --all            also the cases that a far-off program would fail alike
  cargo checker check 9 --case any-bytes --seed 7
  cargo checker check 2 --server 'python3 -u server.py {addr}'
  cargo checker check all --format json > report.json";

#[derive(Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub struct Options {
    /// The lessons to check [default: the current one]
    #[arg(value_name = "LESSON")]
    pub lessons: Vec<String>,

    /// Check the reference solutions instead of your programs
    #[arg(long, conflicts_with_all = ["server", "client"], help_heading = "Programs")]
    pub solutions: bool,

    /// Check this server, in any language, instead of the lesson's: 'python3 -u my.py {addr}'
    #[arg(long, value_name = "COMMAND", allow_hyphen_values = true, help_heading = "Programs")]
    pub server: Option<String>,

    /// Check this client, in any language, instead of the lesson's
    #[arg(long, value_name = "COMMAND", allow_hyphen_values = true, help_heading = "Programs")]
    pub client: Option<String>,

    /// Run only this case
    #[arg(long, value_name = "NAME", help_heading = "Cases")]
    pub case: Option<String>,

    /// Run and list every case, even if a program fails all of its first ones
    #[arg(long, conflicts_with = "case", help_heading = "Cases")]
    pub all: bool,

    /// Use the seed of an earlier run, and so the same bytes
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true, help_heading = "Cases")]
    pub seed: Option<u64>,

    /// How many cases run at once [default: four for each processor]
    #[arg(long, value_name = "N", value_parser = jobs, help_heading = "How it runs")]
    pub jobs: Option<usize>,

    /// How cases are isolated from each other and from the machine
    #[arg(long, value_name = "HOW", value_enum, default_value_t, help_heading = "How it runs")]
    pub isolation: IsolationChoice,

    /// Build and run a stranger's programs so that they see only the system and their own files
    #[arg(long, conflicts_with = "no_build", help_heading = "How it runs")]
    pub sandbox: bool,

    /// The output format
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: Format,

    /// Check the programs without building them again
    #[arg(long, help_heading = "How it runs")]
    pub no_build: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IsolationChoice {
    #[default]
    Auto,
    Cell,
    Process,
}

impl ValueEnum for IsolationChoice {
    fn value_variants<'a>() -> &'a [IsolationChoice] {
        &[IsolationChoice::Auto, IsolationChoice::Cell, IsolationChoice::Process]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            IsolationChoice::Auto => {
                ("auto", "Namespaces if the machine allows them, process groups otherwise")
            }
            IsolationChoice::Cell => ("cell", "Each case in its own namespaces"),
            IsolationChoice::Process => ("process", "Each case in its own process group"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl IsolationChoice {
    /// The isolation to use; `None` leaves the choice to the machine.
    pub fn chosen(self) -> Option<Isolation> {
        match self {
            IsolationChoice::Auto => None,
            IsolationChoice::Cell => Some(Isolation::Cell),
            IsolationChoice::Process => Some(Isolation::Process),
        }
    }
}

pub fn seed(word: &str) -> Result<u64, String> {
    word.parse().map_err(|_| format!("a seed is a whole number from 0 to {}, like 7", u64::MAX))
}

/// The default number of cases that run at once. It is higher than the number of processors, because the
/// two sides of a case wait for each other, and some cases wait for a clock.
pub fn default_jobs() -> usize {
    4 * std::thread::available_parallelism().map_or(1, usize::from)
}

pub fn jobs(word: &str) -> Result<usize, String> {
    match word.parse() {
        Ok(jobs) if jobs > 0 => Ok(jobs),
        _ => Err("it must be a whole number, 1 or more".to_owned()),
    }
}
