//! One file for each command. A command returns an [`Ending`], which becomes the exit status, or an
//! error. An error is either a [`Usage`] mistake or a failure of the environment.

pub mod arguments;
#[cfg(feature = "complete")]
pub mod autograder;
pub mod cell;
pub mod check;
pub mod dev;
pub mod doctor;
pub mod explain;
#[cfg(feature = "complete")]
pub mod generated;
pub mod goto;
#[cfg(feature = "more")]
pub mod grade;
pub mod hint;
pub mod init;
mod launch;
pub mod list;
pub mod on_demand;
#[cfg(feature = "more")]
mod pager;
#[cfg(feature = "more")]
pub mod read;
pub mod reset;
pub mod run;
#[cfg(not(feature = "more"))]
pub mod second_program;
#[cfg(feature = "more")]
pub mod solution;
pub mod together;
#[cfg(feature = "more")]
pub mod trace;
#[cfg(feature = "complete")]
pub mod update;
pub mod watch;

#[cfg(not(feature = "more"))]
pub use self::{
    second_program as grade, second_program as read, second_program as solution,
    second_program as trace,
};

use std::fmt;
use std::io::Write;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::course::own_programs::Misread;
use crate::course::select::{Unknown, select_one};
use crate::course::workspace::{Nowhere, Workspace};
use crate::course::{Lesson, lessons};
use crate::events::Warning;
use crate::report::paint::doubtful;
use crate::report::words;

/// The output format of a command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Human,
    Json,
    Events,
    Lines,
    Classroom50,
    Gradescope,
    #[cfg(feature = "complete")]
    Junit,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        &[
            Format::Human,
            Format::Json,
            Format::Events,
            Format::Lines,
            Format::Classroom50,
            Format::Gradescope,
            #[cfg(feature = "complete")]
            Format::Junit,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Format::Human => ("human", "Sentences for people"),
            Format::Json => ("json", "One JSON object for programs"),
            Format::Events => {
                ("events", "One JSON object per line, an event as it happens; for `check` only")
            }
            Format::Lines => (
                "lines",
                "One line per failure, `FILE:LINE:COLUMN: error: …`, for editors; for `check` only",
            ),
            Format::Classroom50 => {
                ("classroom50", "The `result.json` of a Classroom 50 autograder")
            }
            Format::Gradescope => ("gradescope", "The `results.json` of a Gradescope autograder"),
            #[cfg(feature = "complete")]
            Format::Junit => ("junit", "JUnit XML, for continuous integration"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl Format {
    /// Whether it consists of objects for other programs. In a checkout, the second program writes them.
    #[cfg(not(feature = "more"))]
    pub fn has_objects(self) -> bool {
        !matches!(self, Format::Human | Format::Lines)
    }

    /// The formats of a command that does not report events.
    pub fn at_once() -> impl TypedValueParser<Value = Format> {
        let values =
            [Format::Human, Format::Json].map(|one| one.to_possible_value().unwrap_or_default());
        PossibleValuesParser::new(values)
            .map(|word| if word == "json" { Format::Json } else { Format::Human })
    }
}

/// The outcome of a command, which is the checker's exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The command succeeded, and everything that was checked has passed.
    Fine = 0,
    /// Something failed or did not build.
    Failed = 1,
    /// Wrong usage.
    Misused = 2,
    /// Something could not be judged, or the environment failed.
    Unsure = 3,
}

/// The command line is wrong. The message says what to do instead.
#[derive(Debug)]
pub struct Usage(pub String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

impl From<Unknown> for Usage {
    fn from(unknown: Unknown) -> Self {
        Usage(unknown.to_string())
    }
}

impl From<Misread> for Usage {
    fn from(misread: Misread) -> Self {
        Usage(misread.to_string())
    }
}

impl From<Nowhere> for Usage {
    fn from(nowhere: Nowhere) -> Self {
        Usage(nowhere.to_string())
    }
}

/// The lesson with this number or name.
fn lesson(word: &str) -> Result<&'static Lesson, Usage> {
    Ok(select_one(word, lessons())?)
}

/// The lesson that a command is about: the named one, or else the one that the learner is on.
fn lesson_or_current(word: Option<&str>) -> Result<&'static Lesson, Usage> {
    if let Some(word) = word {
        return lesson(word);
    }
    let progress = Workspace::find()?.progress().read().progress;
    let passed = || Usage("every lesson is passed: say which one, by its number or name".into());
    progress.current().ok_or_else(passed)
}

/// Prints these warnings to standard error. If that fails, they are dropped: a warning never
/// stops a command.
fn warn(warnings: &[Warning]) {
    let mut err = anstream::stderr().lock();
    for warning in warnings {
        let _ = writeln!(err, "{}", doubtful(words::warning(warning)));
    }
}
