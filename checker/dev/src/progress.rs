//! Progress messages on standard error.

use std::io::Write;

/// Prints a progress message.
pub fn progress(words: &str) {
    // If standard error is closed, progress does not matter.
    let _ = writeln!(anstream::stderr(), "{words}");
}
