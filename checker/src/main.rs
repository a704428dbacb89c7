//! The program `checker`. Everything is in the library, so that `checker/dev` can use it.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    checker::main()
}
