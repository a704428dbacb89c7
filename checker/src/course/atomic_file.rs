//! Writes a file as a whole or not at all. The new text goes to a temporary file in the same folder,
//! which then replaces the old file in a single step. Other programs see either the old text or the new
//! one, even after a full disk or a power cut.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile, PersistError};

/// A new text in a temporary file that has not replaced the old file yet. Dropping it removes it.
pub struct Staged<'a> {
    path: &'a Path,
    file: NamedTempFile,
}

/// Writes `text` to a temporary file beside `path`. Creates the folder if necessary.
pub fn stage<'a>(path: &'a Path, text: &[u8]) -> io::Result<Staged<'a>> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = Builder::new();
    builder.prefix(".unfinished-");
    // A temporary file is private by default. This one becomes an ordinary file (minus the umask).
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    Ok(Staged { path, file })
}

impl Staged<'_> {
    /// Replaces the old file.
    pub fn take_place(self) -> io::Result<()> {
        self.file.persist(self.path).map(drop).map_err(|PersistError { error, .. }| error)
    }
}

/// Writes the whole file at once.
pub fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    stage(path, text)?.take_place()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_text_stays_until_the_new_one_takes_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deeper/file");
        write(&path, b"old").unwrap();
        let staged = stage(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        staged.take_place().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn a_text_that_never_takes_its_place_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        drop(stage(&folder.path().join("file"), b"text").unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
