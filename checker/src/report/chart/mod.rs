//! A case as a picture: everybody who took part is a column, time goes downwards. What stands in the
//! picture is decided here, once; how it is drawn is for [`text`] and [`svg`].

mod build;
mod crowd;
mod drawn;
pub mod packets;
pub mod svg;
pub mod text;

pub use build::{chart, has_read, packet_chart};
pub use drawn::{Bytes, Label};

/// A picture of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// `09 · Framing`.
    pub heading: String,
    pub case: String,
    /// What the case promises, a sentence without its full stop.
    pub promise: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// What was wrong in the end, a sentence; `None` where the promise was kept.
    pub failure: Option<String>,
    /// The story in sentences, for those who cannot see the picture.
    pub story: Vec<String>,
}

impl Chart {
    /// Whether bytes are drawn with a border in them.
    pub fn has_borders(&self) -> bool {
        self.rows.iter().any(|row| match row {
            Row::Arrow { label, .. } | Row::Note { label, .. } => {
                label.bytes.as_ref().is_some_and(Bytes::has_borders)
            }
            Row::LeftOut(_) => false,
        })
    }

    /// At most so many rows: of a longer picture the beginning and, more of it, the end. Nor are there
    /// more columns than can be told apart.
    pub fn folded(mut self, most: usize) -> Chart {
        if self.rows.len() > most {
            let first = most / 4;
            let rest = self.rows.len() - most + 1;
            self.rows.splice(first..first + rest, [Row::LeftOut(rest)]);
        }
        crowd::gathered(self)
    }
}

/// Somebody who took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// The learner's program, and not a peer.
    pub is_program: bool,
}

/// One line of the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Something goes from one column to another.
    Arrow { from: usize, to: usize, stroke: Stroke, label: Label },
    /// Something happens at a column.
    Note { at: usize, tone: Tone, label: Label },
    /// So many moments are not drawn.
    LeftOut(usize),
}

/// What goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Bytes of payload.
    Bytes,
    /// A connection, an end: nothing that a program reads.
    Signal,
    /// A reset, or something that is lost.
    Broken,
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// What goes through standard input and output, and how a program begins and ends.
    Terminal,
    /// What the kernel says of it.
    Kernel,
    /// Something that somebody does.
    Plain,
    /// Here the promise was broken.
    Failure,
}
