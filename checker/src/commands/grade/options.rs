//! The options of `checker grade`. Each comment on an option is its text in `checker grade --help`.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::commands::check::{jobs, seed};

#[derive(Debug, Default, Args)]
pub struct Options {
    /// A folder with a subfolder for each student, or one submission
    #[arg(value_name = "FOLDER", required = true)]
    pub folders: Vec<PathBuf>,

    /// Only these lessons: numbers, names or ranges, like 1-12 [default: all]
    #[arg(long, value_name = "LESSONS", value_delimiter = ',')]
    pub lessons: Vec<String>,

    /// How many cases run at once [default: four for each processor]
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<usize>,

    /// The seed for all submissions [default: that of the earlier results, or a new one]
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    pub seed: Option<u64>,

    /// Write the results into this folder
    #[arg(long, value_name = "DIR", default_value = "grades")]
    pub out: PathBuf,

    /// Also write each result in this format
    #[arg(long, value_name = "FORMAT", value_enum, value_delimiter = ',')]
    pub format: Vec<Export>,

    /// A TOML file with the lessons, their points, what students see, and the seed
    #[arg(long, value_name = "FILE")]
    pub class: Option<PathBuf>,

    /// Build and check without a sandbox
    #[arg(long = "unsafe")]
    pub trusts: bool,
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
