//! A case as a picture: each program and peer is a column, and time goes downwards. This module decides
//! the contents; [`text`] and [`svg`] draw them.

mod build;
mod crowd;
mod flow;
mod known;
mod label;
mod left_out;
pub mod packets;
pub mod page;
pub mod svg;
pub mod text;

pub use build::{chart, packet_chart};
pub use flow::Way;
pub use known::Step;
pub use label::{Bytes, Label};

/// Explains the mark in a picture with cuts.
pub const CUTS: &str = "│ between bytes: a piece or a segment ends there";

/// A picture of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// `09 · Framing`.
    pub heading: String,
    pub case: String,
    /// The case's promise, a sentence without its full stop.
    pub promise: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// For each row, its text and the knowledge after it; `None` for a row that belongs to the step before.
    pub steps: Vec<Option<Step>>,
    /// The failure message; `None` if the promise was kept.
    pub failure: Option<String>,
    /// The events in sentences, for readers who cannot see the picture.
    pub story: Vec<String>,
}

impl Chart {
    /// Whether bytes are drawn with a cut in them.
    pub fn has_cuts(&self) -> bool {
        self.rows.iter().any(Row::has_cuts)
    }

    /// Removes the marks of cuts.
    pub fn hide_cuts(&mut self) {
        for row in &mut self.rows {
            if let Row::Arrow { label, .. } | Row::Note { label, .. } = row {
                label.bytes.iter_mut().for_each(|bytes| bytes.cuts.clear());
            }
        }
    }

    /// The picture with at most `most` rows. A longer picture keeps its beginning and a larger part of
    /// its end. The number of columns is limited, too.
    pub fn folded(mut self, most: usize) -> Chart {
        // Splice both lists: each row has its step.
        if self.rows.len() > most {
            let first = most / 4;
            let rest = self.rows.len() - most + 1;
            self.rows.splice(first..first + rest, [Row::LeftOut(rest)]);
            self.steps.splice(first..first + rest, [Some(Step::left_out(rest))]);
        }
        crowd::gathered(self)
    }
}

/// A program or a peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// Whether it is the learner's program, and not a peer.
    pub is_program: bool,
}

/// One line of the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Something goes from one column to another.
    Arrow { from: usize, to: usize, stroke: Stroke, label: Label },
    /// Something happens at a column.
    Note { at: usize, tone: Tone, label: Label },
    /// This number of moments is not drawn.
    LeftOut(usize),
}

impl Row {
    /// Whether its bytes are drawn with a cut in them.
    fn has_cuts(&self) -> bool {
        match self {
            Row::Arrow { label, .. } | Row::Note { label, .. } => {
                label.bytes.as_ref().is_some_and(Bytes::has_cuts)
            }
            Row::LeftOut(_) => false,
        }
    }
}

/// The kind of an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Bytes of payload.
    Bytes,
    /// A connection or an end: not bytes that a program reads.
    Signal,
    /// A reset, or a loss.
    Broken,
}

/// The subject of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Standard input and output, and the start and exit of a program.
    Terminal,
    /// A fact from the kernel.
    Kernel,
    /// An action of a program or a peer.
    Plain,
    /// The place where the promise was broken.
    Failure,
}
