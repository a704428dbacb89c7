//! `checker-watch`, the program that `checker watch` builds and starts. Everything is in the library, so
//! that tests can use it.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    watch::main(std::env::args_os().skip(1))
}
