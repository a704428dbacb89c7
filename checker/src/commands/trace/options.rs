//! The options of `checker trace`.

use std::os::fd::AsFd;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum, value_parser};

use crate::commands::arguments::{self, flag, option};
use crate::commands::check::{IsolationChoice, seed};
use crate::report::text::margin;

#[derive(Debug, Clone, Default)]
pub struct Options {
    pub lesson: Option<String>,
    pub case: Option<String>,
    pub seed: Option<u64>,
    pub solutions: bool,
    /// The command of a server to show instead of the lesson's.
    pub server: Option<String>,
    /// The command of a client to show instead of the lesson's.
    pub client: Option<String>,
    pub packets: bool,
    pub isolation: IsolationChoice,
    pub format: TraceFormat,
    pub output: Option<PathBuf>,
    pub width: Option<u16>,
    pub all: bool,
    pub no_build: bool,
    /// Words for the script to send; random ones if there are none. Only the book's pictures choose them.
    pub words: Vec<String>,
    pub sandbox: bool,
}

impl Options {
    pub fn add_to(command: Command) -> Command {
        command.args([
            arguments::lesson(),
            option("case", "NAME").help("The case to show [default: the first that fails]"),
            option("seed", "N")
                .help("Use the seed of an earlier run, and so the same bytes")
                .value_parser(seed)
                .allow_negative_numbers(true),
            flag("solutions")
                .help("Show the reference solutions instead of your programs")
                .conflicts_with_all(["server", "client"]),
            option("server", "COMMAND")
                .help(
                    "Show this server, in any language, instead of the lesson's: 'python3 -u \
                     my.py {addr}'",
                )
                .allow_hyphen_values(true),
            option("client", "COMMAND")
                .help("Show this client, in any language, instead of the lesson's")
                .allow_hyphen_values(true),
            flag("packets").help("Show the packets instead of writes and reads (in a cell only)"),
            option("isolation", "HOW")
                .help("How the case is isolated from the machine")
                .value_parser(value_parser!(IsolationChoice))
                .default_value("auto"),
            option("format", "FORMAT")
                .help("The output format")
                .value_parser(value_parser!(TraceFormat))
                .default_value("text"),
            option("output", "FILE")
                .help("Write to this file instead of standard output")
                .short('o')
                .value_parser(value_parser!(PathBuf)),
            option("width", "COLUMNS")
                .help("Width of the text picture [default: the terminal's width, at most 92]")
                .value_parser(value_parser!(u16).range(40..=400)),
            flag("all").help("Show every event, however many there are"),
            flag("no-build").help("Show the programs without building them again"),
            flag("sandbox")
                .help(
                    "Build and run a stranger's programs so that they see only the system and \
                     their own files",
                )
                .conflicts_with("no-build"),
        ])
    }

    pub fn of(matches: &mut ArgMatches) -> Options {
        Options {
            lesson: matches.remove_one("lesson"),
            case: matches.remove_one("case"),
            seed: matches.remove_one("seed"),
            solutions: matches.get_flag("solutions"),
            server: matches.remove_one("server"),
            client: matches.remove_one("client"),
            packets: matches.get_flag("packets"),
            isolation: matches.remove_one("isolation").unwrap_or_default(),
            format: matches.remove_one("format").unwrap_or_default(),
            output: matches.remove_one("output"),
            width: matches.remove_one("width"),
            all: matches.get_flag("all"),
            no_build: matches.get_flag("no-build"),
            words: Vec::new(),
            sandbox: matches.get_flag("sandbox"),
        }
    }

    /// The width of a picture in the terminal. In a file or a pipe a picture is as wide as the
    /// reports.
    pub fn columns(&self) -> usize {
        let terminal = || match &self.output {
            None => kernel::terminal_columns(std::io::stdout().as_fd()),
            Some(_) => None,
        };
        let fits = |columns: usize| columns.clamp(NARROWEST, margin().max(NARROWEST));
        let asked = self.width.map(usize::from);
        asked.unwrap_or_else(|| terminal().map_or_else(margin, |columns| fits(columns.into())))
    }
}

/// `checker dev trace` has these options, too, and derives the rest of its own.
impl Args for Options {
    fn augment_args(command: Command) -> Command {
        Options::add_to(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::add_to(command)
    }
}

impl FromArgMatches for Options {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Options, clap::Error> {
        Ok(Options::of(&mut matches.clone()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Options::of(&mut matches.clone());
        Ok(())
    }
}

/// In a terminal that is narrower than this, lines are broken.
const NARROWEST: usize = 40;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TraceFormat {
    #[default]
    Text,
    Svg,
    Html,
    Json,
    Pcapng,
}

impl ValueEnum for TraceFormat {
    fn value_variants<'a>() -> &'a [TraceFormat] {
        &[
            TraceFormat::Text,
            TraceFormat::Svg,
            TraceFormat::Html,
            TraceFormat::Json,
            TraceFormat::Pcapng,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            TraceFormat::Text => ("text", "A picture in the terminal"),
            TraceFormat::Svg => ("svg", "A picture for a web page"),
            TraceFormat::Html => {
                ("html", "A web page with the picture, to step through in a browser")
            }
            TraceFormat::Json => ("json", "One JSON object for programs"),
            TraceFormat::Pcapng => ("pcapng", "The packets, for Wireshark and tshark"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}
