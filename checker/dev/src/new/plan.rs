//! What a command is about to write. Nothing is written before all of it is known to be possible.

use std::fs;
use std::path::Path;

use anyhow::Context;
use checker::commands::Usage;

/// The files to write, and what the author does next.
pub struct Plan {
    pub files: Vec<File>,
    pub next: Vec<String>,
}

/// A file with its whole new text.
pub struct File {
    /// Counted from the workspace.
    pub place: String,
    pub text: String,
}

impl File {
    /// A file that is not there yet.
    pub fn new(root: &Path, place: String, text: String) -> Result<File, Usage> {
        if root.join(&place).exists() {
            let advice = "choose another name, or move the file away";
            return Err(Usage(format!("{place} is there already: {advice}")));
        }
        Ok(File { place, text })
    }

    /// A file that is there, as `change` makes it.
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
