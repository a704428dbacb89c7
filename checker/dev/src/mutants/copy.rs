//! A copy of the references in a separate workspace, in which they can be changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::listing::Mutant;
use crate::tree;

/// The copy. It is in the workspace's `target` folder, so that later runs find what was built.
pub struct Copy {
    root: PathBuf,
}

/// A changed file of the copy. Dropping this restores it.
pub struct Changed {
    file: PathBuf,
    before: String,
}

impl Drop for Changed {
    fn drop(&mut self) {
        // If this fails, the next run copies the file again.
        let _ = fs::write(&self.file, &self.before);
    }
}

impl Copy {
    pub fn make(workspace: &Path) -> anyhow::Result<Copy> {
        let root = workspace.join("target").join("mutants");
        for file in tree::files_below(&workspace.join("solutions"))? {
            let (from, to) =
                (workspace.join("solutions").join(&file), root.join("solutions").join(&file));
            write_if_new(&to, &fs::read_to_string(&from)?)?;
        }
        let manifest = fs::read_to_string(workspace.join("Cargo.toml"))?;
        write_if_new(&root.join("Cargo.toml"), &manifest_of_references(&manifest)?)?;
        write_if_new(&root.join("Cargo.lock"), &fs::read_to_string(workspace.join("Cargo.lock"))?)?;
        Ok(Copy { root })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Makes this change, until the result is dropped.
    pub fn change(&self, mutant: &Mutant) -> anyhow::Result<Changed> {
        let file = self.root.join(&mutant.file);
        let before = fs::read_to_string(&file)?;
        let after = changed(&before, mutant)
            .with_context(|| format!("{} has no such place", mutant.name))?;
        fs::write(&file, after)?;
        Ok(Changed { file, before })
    }
}

/// Writes a file only if it differs, because cargo compares modification times.
fn write_if_new(path: &Path, text: &str) -> anyhow::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().context("a file has a folder")?)?;
    Ok(fs::write(path, text)?)
}

/// The workspace's manifest with the references as its only members.
fn manifest_of_references(manifest: &str) -> anyhow::Result<String> {
    let mut table: toml::Table = manifest.parse()?;
    let workspace =
        table.get_mut("workspace").and_then(toml::Value::as_table_mut).context("no workspace")?;
    workspace.insert("members".into(), toml::Value::Array(vec!["solutions/*".into()]));
    workspace.remove("default-members");
    // The profiles name packages that the copy does not have.
    table.remove("profile");
    Ok(toml::to_string(&table)?)
}

/// The text with the mutant's change made.
fn changed(text: &str, mutant: &Mutant) -> Option<String> {
    let start = offset(text, mutant.start)?;
    let end = offset(text, mutant.end)?;
    (start <= end).then(|| [&text[..start], &mutant.replacement[..], &text[end..]].concat())
}

/// The byte offset of a line and a column, both counted from 1.
fn offset(text: &str, (line, column): (usize, usize)) -> Option<usize> {
    let begin = match line {
        1 => 0,
        line => text.match_indices('\n').nth(line.checked_sub(2)?)?.0 + 1,
    };
    let rest = &text[begin..];
    let mut places = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    Some(begin + places.nth(column.checked_sub(1)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_made_at_its_place() {
        let text = "fn a() {\n    let é = 1 == 2;\n}\n";
        let mutant = |start, end, replacement: &str| Mutant {
            file: String::new(),
            name: String::new(),
            function: None,
            replacement: replacement.into(),
            start,
            end,
            line: String::new(),
        };
        let made = changed(text, &mutant((2, 15), (2, 17), "!=")).unwrap();
        assert_eq!(made, "fn a() {\n    let é = 1 != 2;\n}\n");
        let made = changed(text, &mutant((1, 8), (3, 2), "{}")).unwrap();
        assert_eq!(made, "fn a() {}\n");
        assert_eq!(changed(text, &mutant((9, 1), (9, 2), "")), None);
    }

    #[test]
    fn the_copy_has_the_references_and_nothing_else() {
        let manifest = "[workspace]\nmembers = [\"checker\", \"solutions/*\"]\n\
                        default-members = [\"checker\"]\n[profile.dev]\ndebug = 1\n";
        let made = manifest_of_references(manifest).unwrap();
        assert_eq!(made, "[workspace]\nmembers = [\"solutions/*\"]\n");
    }
}
