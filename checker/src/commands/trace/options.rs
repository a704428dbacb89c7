//! The options of `checker trace`. Each comment on an option is its text in `checker trace --help`.

use std::os::fd::AsFd;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::commands::check::{IsolationChoice, seed};
use crate::report::text::margin;

#[derive(Debug, Clone, Default, Args)]
pub struct Options {
    /// The lesson: a number (3) or a name (one-shot); the current one by default
    pub lesson: Option<String>,

    /// The case to show [default: the first that fails]
    #[arg(long, value_name = "NAME")]
    pub case: Option<String>,

    /// Use the seed of an earlier run, and so the same bytes
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    pub seed: Option<u64>,

    /// Show the reference solutions instead of your programs
    #[arg(long, conflicts_with_all = ["server", "client"])]
    pub solutions: bool,

    /// Show this server, in any language, instead of the lesson's: 'python3 -u my.py {addr}'
    #[arg(long, value_name = "COMMAND", allow_hyphen_values = true)]
    pub server: Option<String>,

    /// Show this client, in any language, instead of the lesson's
    #[arg(long, value_name = "COMMAND", allow_hyphen_values = true)]
    pub client: Option<String>,

    /// Show the packets instead of writes and reads (in a cell only)
    #[arg(long)]
    pub packets: bool,

    /// How the case is isolated from the machine
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    pub isolation: IsolationChoice,

    /// The output format
    #[arg(long, value_enum, default_value_t)]
    pub format: TraceFormat,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Width of the text picture [default: the terminal's width, at most 92]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=400))]
    pub width: Option<u16>,

    /// Show every event, however many there are
    #[arg(long)]
    pub all: bool,

    /// Show the programs without building them again
    #[arg(long)]
    pub no_build: bool,

    /// Words for the script to send; random ones if there are none. Only the book's pictures choose them.
    #[arg(skip)]
    pub words: Vec<String>,
    /// Build and run a stranger's programs so that they see only the system and their own files
    #[arg(long, conflicts_with = "no_build")]
    pub sandbox: bool,
}

impl Options {
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
