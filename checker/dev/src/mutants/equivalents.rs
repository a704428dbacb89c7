//! Mutants that are equivalent to the reference, with the reasons: `checker/mutants.toml`.

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
struct Equivalent {
    /// The file, relative to the workspace; any file if `None`.
    file: Option<String>,
    #[serde(flatten)]
    which: Which,
    /// The reason why the contract still holds.
    why: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Which {
    /// This change of a line with this text, in any function: `replace * with +`.
    OfLine { line: String, change: String },
    /// Every change of this function, by its name in cargo-mutants.
    OfFunction { function: String },
}

impl Which {
    fn is(&self, mutant: &Mutant) -> bool {
        match self {
            Which::OfLine { line, change } => *line == mutant.line && change == mutant.change(),
            Which::OfFunction { function } => mutant.function.as_ref() == Some(function),
        }
    }
}

impl Equivalents {
    pub fn read(root: &Path) -> anyhow::Result<Equivalents> {
        let file = root.join("checker/mutants.toml");
        let name = file.display().to_string();
        let text = fs::read_to_string(&file).with_context(|| name.clone())?;
        toml::from_str(&text).context(name)
    }

    /// The reason why this mutant is equivalent, if it is known to be.
    pub fn why(&self, mutant: &Mutant) -> Option<&str> {
        let is_it = |one: &&Equivalent| {
            one.file.as_ref().is_none_or(|file| *file == mutant.file) && one.which.is(mutant)
        };
        self.mutant.iter().find(is_it).map(|one| &one.why[..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_is_known_by_its_line_or_by_its_function() {
        let text = r#"
            [[mutant]]
            file = "a.rs"
            line = "x * y"
            change = "replace * with +"
            why = "one"
            [[mutant]]
            file = "a.rs"
            function = "run"
            why = "other"
            [[mutant]]
            line = "x / y"
            change = "replace * with +"
            why = "any file"
        "#;
        let known: Equivalents = toml::from_str(text).unwrap();
        let mutant = |file: &str, function: &str, line: &str| Mutant {
            file: file.into(),
            name: format!("{file}:1:2: replace * with + in {function}"),
            function: Some(function.into()),
            replacement: "+".into(),
            start: (1, 2),
            end: (1, 3),
            line: line.into(),
        };
        assert_eq!(known.why(&mutant("a.rs", "other", "x * y")), Some("one"));
        assert_eq!(known.why(&mutant("a.rs", "run", "x - y")), Some("other"));
        assert_eq!(known.why(&mutant("a.rs", "other", "x - y")), None);
        assert_eq!(known.why(&mutant("b.rs", "run", "x * y")), None);
        assert_eq!(known.why(&mutant("b.rs", "run", "x / y")), Some("any file"));
        assert!(toml::from_str::<Equivalents>("[[mutant]]\nfile = \"a.rs\"\nwhy = \"\"").is_err());
    }
}
