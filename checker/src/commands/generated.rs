//! `checker completions` and `checker man`: what is generated from the command line's own description.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;

use super::Ending;

/// The completions for this shell, under the name by which this program was started.
pub fn completions(mut cli: clap::Command, shell: clap_complete::Shell) -> anyhow::Result<Ending> {
    let program = std::env::args_os().next().unwrap_or_default();
    let name = Path::new(&program).file_name().unwrap_or(OsStr::new("checker"));
    // The generator panics if the reader closes the pipe, so it writes into memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut cli, name.to_string_lossy(), &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Ending::Fine)
}

/// The manual page, in troff.
pub fn man(cli: clap::Command) -> anyhow::Result<Ending> {
    clap_mangen::Man::new(cli).render(&mut std::io::stdout())?;
    Ok(Ending::Fine)
}
