//! Progress messages on standard error.

use std::io::Write;

/// Prints a progress message.
pub fn progress(words: &str) {
    // Where that is closed, nobody waits for it.
    let _ = writeln!(anstream::stderr(), "{words}");
}
