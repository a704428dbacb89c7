//! `checker-watch`, which `checker watch` builds and becomes. All of it is in the library beside, so
//! that the tests can see it.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    watch::main(std::env::args_os().skip(1))
}
