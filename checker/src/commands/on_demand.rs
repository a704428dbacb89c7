//! Programs that few people need at first: each is a package of its own, built when somebody asks for
//! what it does, so that the checker's own build stays short.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::report::paint::faint;
use crate::run::build;

/// A program of the checker's own.
pub struct OnDemand {
    pub package: &'static str,
    pub program: &'static str,
    /// What it is to those who wait for it: "the screen".
    pub what: &'static str,
}

impl OnDemand {
    /// Where the program is, in this workspace; built by now.
    pub fn ready(&self, root: &Path) -> anyhow::Result<PathBuf> {
        let OnDemand { package, program, what } = *self;
        if !build::program_folder(root).join(program).is_file() {
            let line = faint(format!("building {what}, once: it takes about half a minute …"));
            // Where standard error is closed, it is built in silence.
            let _ = writeln!(anstream::stderr(), "{line}");
        }
        let told = build::packages(root, [package.to_owned()], &[program.to_owned()])?;
        let errors = told.errors.get(package).map(|errors| errors.join("\n"));
        told.programs
            .get(program)
            .map(|path| path.into())
            .with_context(|| format!("{what} does not build:\n{}", errors.unwrap_or(told.words)))
    }
}
