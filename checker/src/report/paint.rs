//! Colours, by meaning. The output stream removes them if they are not wanted (`NO_COLOR`, a pipe, a
//! file).

use std::fmt;

use anstyle::{AnsiColor, Style};

/// A text in a colour.
pub struct Painted<T> {
    style: Style,
    text: T,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Painted { style, text } = self;
        write!(f, "{style}{text}{style:#}")
    }
}

pub fn good<T>(text: T) -> Painted<T> {
    Painted { style: AnsiColor::Green.on_default().bold(), text }
}

pub fn bad<T>(text: T) -> Painted<T> {
    Painted { style: AnsiColor::Red.on_default().bold(), text }
}

pub fn doubtful<T>(text: T) -> Painted<T> {
    Painted { style: AnsiColor::Yellow.on_default().bold(), text }
}

/// A command to type, or a file to open.
pub fn pointer<T>(text: T) -> Painted<T> {
    Painted { style: AnsiColor::Cyan.on_default(), text }
}

pub fn strong<T>(text: T) -> Painted<T> {
    Painted { style: Style::new().bold(), text }
}

/// A text of little importance.
pub fn faint<T>(text: T) -> Painted<T> {
    Painted { style: Style::new().dimmed(), text }
}
