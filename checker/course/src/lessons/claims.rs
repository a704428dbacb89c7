//! A program that allocates the memory that a header claims, and is refused it.

use stage::breach::Measure;
use stage::fault::Played;
use stage::program::Program;

use crate::runtimes::{Says, says};

/// Checks that the program did not run out of memory when a header claimed this many bytes. In many
/// languages this is an error like others: the status is 1, and standard error says what happened. The claim is
/// more than a program may have here, so the memory was requested in one piece.
pub fn requests_no_memory(program: &Program, claimed: u64) -> Played {
    let requested = if says(&program.error_text(), Says::OutOfMemory) { claimed >> 20 } else { 0 };
    program.fact(Measure::MebibytesForAHeader, 0, requested)
}
