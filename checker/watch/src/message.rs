//! Everything that may happen, in one channel: keys, saves, what a child says, signals. The loop
//! waits here and nowhere else.

use ratatui::crossterm::event::KeyEvent;

#[derive(Debug)]
pub enum Happening {
    Key(KeyEvent),
    /// The window has another size now.
    Resized,
    /// The terminal cannot be read any more.
    NoKeys,
    /// A file of the lesson has another content than before.
    Saved,
    /// A child has written this line.
    Line {
        child: u64,
        line: String,
    },
    /// A child has ended; what it wrote to standard error.
    Ended {
        child: u64,
        errors: String,
        passed: bool,
    },
    Signal(i32),
}
