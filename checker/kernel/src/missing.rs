//! A lever that this machine lacks.

use serde::{Deserialize, Serialize};

/// This machine cannot show the subject of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{lever}: {why}")]
pub struct Missing {
    /// The missing lever, in plain words: `a cell`, `kernel state of a socket`.
    pub lever: String,
    pub why: String,
}

impl Missing {
    pub fn new(lever: impl Into<String>, why: impl ToString) -> Self {
        Missing { lever: lever.into(), why: why.to_string() }
    }
}
