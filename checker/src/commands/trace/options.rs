//! What may be asked of a picture. Each comment on an option is what `checker trace --help` says.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::commands::check::{IsolationChoice, seed};

#[derive(Debug, Default, Args)]
pub struct Options {
    /// The lesson: a number (3) or a name (one-shot)
    pub lesson: String,

    /// The case to show; where none is named, the first that fails
    #[arg(long, value_name = "NAME")]
    pub case: Option<String>,

    /// Play with the very bytes of an earlier run, which printed its seed
    #[arg(long, value_name = "N", value_parser = seed)]
    pub seed: Option<u64>,

    /// Show the references instead of your own programs
    #[arg(long, conflicts_with_all = ["wrong", "server", "client"])]
    pub solutions: bool,

    /// Show a program that is wrong on purpose, by its name in checker/wrong
    #[arg(long, value_name = "NAME", conflicts_with_all = ["server", "client"])]
    pub wrong: Option<String>,

    /// Show this server, in any language, instead of the lesson's: 'python3 my.py {addr}'
    #[arg(long, value_name = "COMMAND", allow_hyphen_values = true)]
    pub server: Option<String>,

    /// Show this client, in any language, instead of the lesson's
    #[arg(long, value_name = "COMMAND", allow_hyphen_values = true)]
    pub client: Option<String>,

    /// Show the packets instead of what was said and read (in a cell only)
    #[arg(long)]
    pub packets: bool,

    /// How the case is kept apart from the machine
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    pub isolation: IsolationChoice,

    /// What to write
    #[arg(long, value_enum, default_value_t)]
    pub format: TraceFormat,

    /// Write it into this file instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// So many columns wide, in the terminal
    #[arg(long, value_name = "COLUMNS", default_value_t = 92,
          value_parser = clap::value_parser!(u16).range(40..=400))]
    pub width: u16,

    /// Show every moment, however many there are
    #[arg(long)]
    pub all: bool,

    /// Show the programs as they were last built
    #[arg(long)]
    pub no_build: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum TraceFormat {
    /// A picture in the terminal
    #[default]
    Text,
    /// A picture for a page
    Svg,
    /// One object for programs
    Json,
    /// The packets, for Wireshark and tshark
    Pcapng,
}
