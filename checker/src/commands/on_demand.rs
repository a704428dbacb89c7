//! Programs that are built at first use. Each is its own package, so the checker's own build stays
//! short.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::report::paint::faint;
use crate::run::build;

/// A program that the checker builds and starts.
pub struct OnDemand {
    pub package: &'static str,
    pub program: &'static str,
    /// Its name in the message that asks for patience: "the screen".
    pub label: &'static str,
}

impl OnDemand {
    /// Builds the program if necessary, and returns its path.
    pub fn ready(&self, root: &Path) -> anyhow::Result<PathBuf> {
        let OnDemand { package, program, label } = *self;
        if !build::program_folder(root).join(program).is_file() {
            let line = faint(format!("building {label} (only once, about half a minute) …"));
            // If standard error is closed, the build goes on silently.
            let _ = writeln!(anstream::stderr(), "{line}");
        }
        let build = build::packages(root, [package.to_owned()], &[program.to_owned()])?;
        let errors = build.errors.get(package).map(|errors| errors.join("\n"));
        build
            .programs
            .get(program)
            .map(|path| path.into())
            .with_context(|| format!("{label} does not build:\n{}", errors.unwrap_or(build.words)))
    }
}
