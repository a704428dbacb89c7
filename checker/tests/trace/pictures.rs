//! Functions for the tests of pictures.

use std::path::Path;

use assert_cmd::Command;

/// The command `checker` with these arguments, in the project's own workspace.
pub fn checker(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checker"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    command.current_dir(root).args(arguments).env("NO_COLOR", "1");
    command
}

/// `checker trace` with these arguments; `checker dev trace` for a wrong program.
pub fn trace(arguments: &[&str]) -> Command {
    let command: &[&str] = match arguments.contains(&"--wrong") {
        true => &["dev", "trace"],
        false => &["trace"],
    };
    checker(&[command, arguments].concat())
}

/// Whether this machine has cells, where packets can be seen.
pub fn has_cells() -> bool {
    kernel::probe_cells().is_ok()
}
