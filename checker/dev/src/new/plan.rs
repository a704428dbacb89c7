//! The changes that a command is about to make. It writes nothing before all of them are known to be
//! possible.

use std::fs;
use std::path::Path;

use anyhow::Context;
use checker::commands::Usage;

/// The files to write, and the author's next steps.
pub struct Plan {
    pub files: Vec<File>,
    pub next: Vec<String>,
}

/// A file with its whole new text.
pub struct File {
    /// Relative to the workspace.
    pub place: String,
    pub text: String,
}

impl File {
    /// A file that does not exist yet.
    pub fn new(root: &Path, place: String, text: String) -> Result<File, Usage> {
        if root.join(&place).exists() {
            let advice = "choose another name, or move the file away";
            return Err(Usage(format!("{place} is there already: {advice}")));
        }
        Ok(File { place, text })
    }

    /// An existing file, after `change`.
    pub fn changed(
        root: &Path,
        place: String,
        change: impl FnOnce(&str) -> Result<String, Usage>,
    ) -> anyhow::Result<File> {
        let text = fs::read_to_string(root.join(&place)).with_context(|| place.clone())?;
        Ok(File { text: change(&text)?, place })
    }
}

/// Writes the files, and returns their places.
pub fn write(root: &Path, files: &[File]) -> anyhow::Result<Vec<String>> {
    for File { place, text } in files {
        let file = root.join(place);
        fs::create_dir_all(file.parent().unwrap_or(root)).with_context(|| place.clone())?;
        fs::write(&file, text).with_context(|| place.clone())?;
    }
    Ok(files.iter().map(|file| file.place.clone()).collect())
}
