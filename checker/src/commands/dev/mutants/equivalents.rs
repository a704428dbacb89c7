//! Mutants that behave as the reference does, each with the reason why: `checker/mutants.toml`.

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

use super::listing::Mutant;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equivalents {
    #[serde(default)]
    mutant: Vec<Equivalent>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Equivalent {
    /// The file, counted from the workspace.
    file: String,
    /// The text of the line in which the change begins.
    line: String,
    /// The change, without its place: `replace * with +`.
    change: String,
    /// Why nothing that a contract promises is different.
    why: String,
}

impl Equivalents {
    pub fn read(root: &Path) -> anyhow::Result<Equivalents> {
        let file = root.join("checker/mutants.toml");
        let name = file.display().to_string();
        let text = fs::read_to_string(&file).with_context(|| name.clone())?;
        toml::from_str(&text).context(name)
    }

    /// Why this mutant is equivalent; `None` where it is not known to be.
    pub fn why(&self, mutant: &Mutant) -> Option<&str> {
        let is_it = |one: &&Equivalent| {
            (&one.file[..], &one.line[..], &one.change[..])
                == (&mutant.file[..], &mutant.line[..], mutant.change())
        };
        self.mutant.iter().find(is_it).map(|one| &one.why[..])
    }
}
