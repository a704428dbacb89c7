//! Compiles specimens written in C with the machine's own `cc`. Cargo does not build them, so they
//! are compiled again each time: one takes about 50 ms.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Specimen;
use checker::run::build;

/// A little optimization and all usual warnings. `_FORTIFY_SOURCE`, which some machines turn on, would
/// end a wrong program before its mistake shows.
const OPTIONS: [&str; 6] =
    ["-std=gnu11", "-O1", "-Wall", "-pthread", "-U_FORTIFY_SOURCE", "-D_GNU_SOURCE"];

/// A compiled program, and the compiler's warnings.
pub struct Compiled {
    pub program: PathBuf,
    pub warnings: String,
}

/// Whether this machine has a C compiler.
pub fn is_there() -> bool {
    let version = Command::new("cc").arg("--version").stdin(Stdio::null()).output();
    version.is_ok_and(|output| output.status.success())
}

/// Compiles a specimen into the target folder. An error holds the compiler's message.
pub fn compile(workspace: &Path, specimen: &Specimen) -> Result<Compiled, String> {
    let folder = build::program_folder(workspace).join("c");
    let program = folder.join(specimen.program());
    // Another run of the checker may have the older one open, so the new one is renamed into place.
    let fresh = folder.join(format!("{}.{}", specimen.program(), std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut command = Command::new("cc");
    command.args(OPTIONS).arg("-o").arg(&fresh).arg(workspace.join(specimen.place()));
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("cc: {error}"))?;
    let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if !output.status.success() {
        return Err(words);
    }
    fs::rename(&fresh, &program).map_err(|error| format!("{}: {error}", program.display()))?;
    Ok(Compiled { program, warnings: words })
}
