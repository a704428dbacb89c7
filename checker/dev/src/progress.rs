//! What is being done, for those who wait.

use std::io::Write;

/// Says it on standard error.
pub fn progress(words: &str) {
    // Where that is closed, nobody waits for it.
    let _ = writeln!(anstream::stderr(), "{words}");
}
