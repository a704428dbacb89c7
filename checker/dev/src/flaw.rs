//! What is wrong with the course, said in one line: where, what, and what to do about it.

use std::fmt;

/// One thing that is wrong with the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// A file or folder, counted from the workspace.
    place: String,
    what: String,
    /// What to do about it.
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
        // One line, whatever a compiler or a file put into it.
        let line = format!("{place}: {what}: {advice}");
        f.write_str(&line.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}
