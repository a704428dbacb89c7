//! A lever that this machine lacks.

use std::fmt;

use nanoserde::{DeBin, SerBin};

/// This machine cannot show the subject of the case.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Missing {
    /// The missing lever, in plain words: `a cell`, `kernel state of a socket`.
    pub lever: String,
    pub why: String,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.lever, self.why)
    }
}

impl std::error::Error for Missing {}

impl Missing {
    pub fn new(lever: impl Into<String>, why: impl ToString) -> Self {
        Missing { lever: lever.into(), why: why.to_string() }
    }
}
