//! The command lines and the environment of the checker.

use std::ffi::OsStr;
use std::process::Command;

use crate::arguments::Arguments;

/// The appearance of the checker's texts.
#[derive(Debug, Clone, Copy)]
pub struct Appearance {
    pub colours: bool,
    pub links: bool,
    pub lines: Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Wrapped as in a terminal.
    Broken,
    /// One line for each paragraph. The screen wraps it.
    Whole,
}

/// The command that runs the checker with these arguments.
pub fn command<W: AsRef<OsStr>>(
    arguments: &Arguments,
    words: impl IntoIterator<Item = W>,
    appearance: Appearance,
) -> Command {
    let mut command = Command::new(&arguments.checker);
    command.args(words).current_dir(&arguments.workspace);
    if appearance.lines == Lines::Whole {
        command.env("COLUMNS", "1000000");
    }
    command.env("FORCE_HYPERLINK", if appearance.links { "1" } else { "0" });
    // The output is a pipe, so colours need a variable.
    match appearance.colours {
        true => command.env("CLICOLOR_FORCE", "1").env_remove("NO_COLOR"),
        false => command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE"),
    };
    command
}

/// The arguments that check this lesson.
pub fn check(lesson: &str) -> [&str; 4] {
    ["check", lesson, "--format", "events"]
}

/// The arguments that list the course.
pub const LIST: [&str; 3] = ["list", "--format", "json"];
