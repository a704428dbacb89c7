//! Reads `Cargo.toml` files: the package, its programs and their files.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

/// The parts of a manifest that the course has rules for.
#[derive(Debug, Default, Deserialize)]
pub struct Manifest {
    package: Package,
    #[serde(default)]
    bin: Vec<Program>,
}

#[derive(Debug, Default, Deserialize)]
struct Package {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Program {
    name: String,
    path: String,
}

impl Manifest {
    /// Reads `folder/Cargo.toml`.
    pub fn of(folder: &Path) -> anyhow::Result<Manifest> {
        let path = folder.join("Cargo.toml");
        let shown = || path.display().to_string();
        let text = std::fs::read_to_string(&path).with_context(shown)?;
        Manifest::parse(&text).with_context(shown)
    }

    pub fn parse(text: &str) -> Result<Manifest, toml::de::Error> {
        toml::from_str(text)
    }

    pub fn package(&self) -> &str {
        &self.package.name
    }

    /// The names of the programs, by their source files relative to the manifest's folder.
    pub fn programs(&self) -> BTreeMap<&str, &str> {
        self.bin.iter().map(|program| (&program.path[..], &program.name[..])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_and_programs_are_read() {
        let text = "[package]\nname = \"a\"\nversion.workspace = true\n\n[[bin]]\nname = \
                    \"a-server\"\npath = \"src/server.rs\"\n\n[lints]\nworkspace = true\n";
        let manifest = Manifest::parse(text).unwrap();
        assert_eq!(manifest.package(), "a");
        assert_eq!(manifest.programs(), BTreeMap::from([("src/server.rs", "a-server")]));
        assert!(Manifest::parse("rubbish").is_err());
    }
}
