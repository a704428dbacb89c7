//! The installed checker as `cargo checker` starts it.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    checker::main()
}
