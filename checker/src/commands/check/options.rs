//! The options of `checker check`.

use clap::builder::PossibleValue;
use clap::{ArgAction, ArgMatches, Command, ValueEnum, value_parser};

use crate::commands::Format;
use crate::commands::arguments::{flag, option, positional, values};
use crate::events::Isolation;

/// Printed below the options.
const EXAMPLES: &str = "\
Examples:
  cargo checker check 9                  the lesson, with its points
  cargo checker check 9 --all            also the cases that a far-off program would fail alike
  cargo checker check 9 --case any-bytes --seed 7
  cargo checker check 2 --server 'python3 -u server.py {addr}'
  cargo checker check all --format json > report.json";

#[derive(Debug, Default)]
pub struct Options {
    pub lessons: Vec<String>,
    pub solutions: bool,
    /// The command of a server to check instead of the lesson's.
    pub server: Option<String>,
    /// The command of a client to check instead of the lesson's.
    pub client: Option<String>,
    pub case: Option<String>,
    pub all: bool,
    pub seed: Option<u64>,
    pub jobs: Option<usize>,
    pub isolation: IsolationChoice,
    pub sandbox: bool,
    pub format: Format,
    pub no_build: bool,
}

impl Options {
    pub fn add_to(command: Command) -> Command {
        command.after_help(EXAMPLES).args([
            positional("lessons", "LESSON")
                .help("The lessons to check [default: the current one]")
                .action(ArgAction::Append)
                .num_args(1..),
            flag("solutions")
                .help("Check the reference solutions instead of your programs")
                .conflicts_with_all(["server", "client"])
                .help_heading("Programs"),
            option("server", "COMMAND")
                .help(
                    "Check this server, in any language, instead of the lesson's: 'python3 -u \
                     my.py {addr}'",
                )
                .allow_hyphen_values(true)
                .help_heading("Programs"),
            option("client", "COMMAND")
                .help("Check this client, in any language, instead of the lesson's")
                .allow_hyphen_values(true)
                .help_heading("Programs"),
            option("case", "NAME").help("Run only this case").help_heading("Cases"),
            flag("all")
                .help("Run and list every case, even if a program fails all of its first ones")
                .conflicts_with("case")
                .help_heading("Cases"),
            option("seed", "N")
                .help("Use the seed of an earlier run, and so the same bytes")
                .value_parser(seed)
                .allow_negative_numbers(true)
                .help_heading("Cases"),
            option("jobs", "N")
                .help("How many cases run at once [default: four for each processor]")
                .value_parser(jobs)
                .help_heading("How it runs"),
            option("isolation", "HOW")
                .help("How cases are isolated from each other and from the machine")
                .value_parser(value_parser!(IsolationChoice))
                .default_value("auto")
                .help_heading("How it runs"),
            flag("sandbox")
                .help(
                    "Build and run a stranger's programs so that they see only the system and \
                     their own files",
                )
                .conflicts_with("no-build")
                .help_heading("How it runs"),
            option("format", "FORMAT")
                .help("The output format")
                .value_parser(value_parser!(Format))
                .default_value("human")
                .help_heading("Output"),
            flag("no-build")
                .help("Check the programs without building them again")
                .help_heading("How it runs"),
        ])
    }

    pub fn of(matches: &mut ArgMatches) -> Options {
        Options {
            lessons: values(matches, "lessons"),
            solutions: matches.get_flag("solutions"),
            server: matches.remove_one("server"),
            client: matches.remove_one("client"),
            case: matches.remove_one("case"),
            all: matches.get_flag("all"),
            seed: matches.remove_one("seed"),
            jobs: matches.remove_one("jobs"),
            isolation: matches.remove_one("isolation").unwrap_or_default(),
            sandbox: matches.get_flag("sandbox"),
            format: matches.remove_one("format").unwrap_or_default(),
            no_build: matches.get_flag("no-build"),
        }
    }
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
