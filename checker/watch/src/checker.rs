//! How the checker is called: with which words, and in which surroundings.

use std::ffi::OsStr;
use std::process::Command;

use crate::arguments::Arguments;

/// How its texts are to be.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    pub colours: bool,
    pub links: bool,
    pub lines: Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// As they are printed.
    Broken,
    /// A paragraph is a line: whoever shows it breaks it where the window ends.
    Whole,
}

/// The checker with these words.
pub fn command<W: AsRef<OsStr>>(
    arguments: &Arguments,
    words: impl IntoIterator<Item = W>,
    manner: Manner,
) -> Command {
    let mut command = Command::new(&arguments.checker);
    command.args(words).current_dir(&arguments.workspace);
    if manner.lines == Lines::Whole {
        command.env("COLUMNS", "1000000");
    }
    command.env("FORCE_HYPERLINK", if manner.links { "1" } else { "0" });
    // Its output is a pipe, which has no colours by itself.
    match manner.colours {
        true => command.env("CLICOLOR_FORCE", "1").env_remove("NO_COLOR"),
        false => command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE"),
    };
    command
}

/// The words that check this lesson.
pub fn check(lesson: &str) -> [&str; 4] {
    ["check", lesson, "--format", "events"]
}

/// The words that tell of the course.
pub const LIST: [&str; 3] = ["list", "--format", "json"];
