//! The options of `checker grade`.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{ArgAction, ArgMatches, Command, ValueEnum, value_parser};

use crate::commands::arguments::{flag, option, positional, values};
use crate::commands::check::{jobs, seed};

#[derive(Debug, Default)]
pub struct Options {
    pub folders: Vec<PathBuf>,
    pub lessons: Vec<String>,
    pub jobs: Option<usize>,
    pub seed: Option<u64>,
    pub out: PathBuf,
    /// More formats for each result.
    pub format: Vec<Export>,
    pub class: Option<PathBuf>,
    /// Set by `--unsafe`: build and check without a sandbox.
    pub trusts: bool,
}

impl Options {
    pub fn add_to(command: Command) -> Command {
        command.args([
            positional("folders", "FOLDER")
                .help("A folder with a subfolder for each student, or one submission")
                .value_parser(value_parser!(PathBuf))
                .action(ArgAction::Append)
                .num_args(1..)
                .required(true),
            option("lessons", "LESSONS")
                .help("Only these lessons: numbers, names or ranges, like 1-12 [default: all]")
                .action(ArgAction::Append)
                .value_delimiter(','),
            option("jobs", "N")
                .help("How many cases run at once [default: four for each processor]")
                .value_parser(jobs),
            option("seed", "N")
                .help(
                    "The seed for all submissions [default: that of the earlier results, or a \
                     new one]",
                )
                .value_parser(seed)
                .allow_negative_numbers(true),
            option("out", "DIR")
                .help("Write the results into this folder")
                .value_parser(value_parser!(PathBuf))
                .default_value("grades"),
            option("format", "FORMAT")
                .help("Also write each result in this format")
                .value_parser(value_parser!(Export))
                .action(ArgAction::Append)
                .value_delimiter(','),
            option("class", "FILE")
                .help("A TOML file with the lessons, their points, what students see, and the seed")
                .value_parser(value_parser!(PathBuf)),
            flag("unsafe").help("Build and check without a sandbox"),
        ])
    }

    pub fn of(matches: &mut ArgMatches) -> Options {
        Options {
            folders: values(matches, "folders"),
            lessons: values(matches, "lessons"),
            jobs: matches.remove_one("jobs"),
            seed: matches.remove_one("seed"),
            out: matches.remove_one("out").unwrap_or_default(),
            format: values(matches, "format"),
            class: matches.remove_one("class"),
            trusts: matches.get_flag("unsafe"),
        }
    }
}

/// Another format for a result, and the name of its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    Gradescope,
    #[cfg(feature = "complete")]
    Junit,
}

impl ValueEnum for Export {
    fn value_variants<'a>() -> &'a [Export] {
        &[
            Export::Gradescope,
            #[cfg(feature = "complete")]
            Export::Junit,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Export::Gradescope => ("gradescope", "The `results.json` of a Gradescope autograder"),
            #[cfg(feature = "complete")]
            Export::Junit => ("junit", "JUnit XML, for continuous integration"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}
