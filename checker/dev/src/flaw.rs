//! A flaw of the course in one line: the place, the problem, and advice.

use std::fmt;

/// A flaw of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// A file or folder, relative to the workspace.
    place: String,
    what: String,
    /// How to fix it.
    advice: String,
}

impl Flaw {
    pub fn new(
        place: impl Into<String>,
        what: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Flaw { place: place.into(), what: what.into(), advice: advice.into() }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Flaw { place, what, advice } = self;
        // Compiler messages and file contents may contain line breaks.
        let line = format!("{place}: {what}: {advice}");
        f.write_str(&line.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}
