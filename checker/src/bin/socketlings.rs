//! The installed checker under the course's name.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    checker::main()
}
