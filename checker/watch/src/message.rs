//! The messages to the event loop: keys, saves, output of children, and signals. The loop waits only for
//! these.

use ratatui::crossterm::event::KeyEvent;

#[derive(Debug)]
pub enum Message {
    Key(KeyEvent),
    /// The window has a new size.
    Resized,
    /// The terminal can no longer be read.
    NoKeys,
    /// The contents of a file of the lesson have changed.
    Saved,
    /// A child has written this line.
    Line {
        child: u64,
        line: String,
    },
    /// A child has ended. `errors` is its standard error.
    Ended {
        child: u64,
        errors: String,
        passed: bool,
    },
    Signal(i32),
}
