//! Programs that are built at first use, so that the checker's own build stays short.

use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::Ending;
use crate::report::paint::faint;
use crate::run::build;

/// A program that the checker builds and starts.
pub struct OnDemand<'a> {
    pub package: &'a str,
    pub program: &'a str,
    /// More options of `cargo build`.
    pub options: &'a [&'a str],
    /// Its name in the message that asks for patience: "the screen".
    pub label: &'a str,
}

impl OnDemand<'_> {
    /// Replaces this process by the program, with these arguments. The program takes over this one's name, which
    /// its help shows. Returns only if that fails.
    pub fn replace_this(
        &self,
        root: &Path,
        arguments: impl IntoIterator<Item = OsString>,
    ) -> anyhow::Result<Ending> {
        let program = self.ready(root)?;
        let name = env::args_os().next().unwrap_or_default();
        let error = Command::new(&program).arg0(name).args(arguments).exec();
        Err(error).with_context(|| format!("{} could not be started", program.display()))
    }

    /// Builds the program if necessary, and returns its path.
    pub fn ready(&self, root: &Path) -> anyhow::Result<PathBuf> {
        let OnDemand { package, program, options, label } = *self;
        if !build::program_folder(root).join(program).is_file() {
            let line = faint(format!("building {label} (only once, about half a minute) …"));
            // If standard error is closed, the build goes on silently.
            let _ = writeln!(anstream::stderr(), "{line}");
        }
        let options = [&["--bin", program], options].concat();
        let build = build::with_options(root, [package.to_owned()], &options)?;
        let errors = build.errors.get(package).map(|errors| errors.join("\n"));
        build
            .programs
            .get(program)
            .map(|path| path.into())
            .with_context(|| format!("{label} does not build:\n{}", errors.unwrap_or(build.words)))
    }
}
