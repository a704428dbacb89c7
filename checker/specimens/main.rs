//! All specimens of one lesson in one program, which is the one that it is called by (`argv[0]`). The checker
//! makes a hard link for each, so that `current_exe` gives the same name.

use std::env;
use std::path::Path;
use std::process::{ExitCode, Termination};

/// A specimen's `main`, with its result as an exit status.
type Main = fn() -> ExitCode;

include!(concat!(env!("OUT_DIR"), "/specimens.rs"));

fn main() -> ExitCode {
    let called = env::args_os().next().unwrap_or_default();
    let name = Path::new(&called).file_name().unwrap_or_default().to_string_lossy();
    match SPECIMENS.iter().find(|(known, _)| *known == name) {
        Some((_, main)) => main(),
        None => {
            eprintln!("{name}: no specimen has this name; call this program by one of:");
            SPECIMENS.iter().for_each(|(known, _)| eprintln!("  {known}"));
            ExitCode::FAILURE
        }
    }
}
