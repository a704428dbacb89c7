//! Files for a scene, which the lesson's programs find in the case's folder.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;

use stage::fault::{Fault, Played};

use crate::scene::Scene;

impl Scene<'_> {
    /// Creates a file with these bytes at `path` inside the case's folder, and its parent folders.
    /// Returns its whole path.
    pub fn puts_file(&self, path: &str, bytes: &[u8]) -> Played<String> {
        self.makes(path, |whole| fs::write(whole, bytes))
    }

    /// Creates an empty folder. Returns its whole path.
    pub fn makes_empty_folder(&self, path: &str) -> Played<String> {
        self.makes(path, |whole| {
            if fs::exists(whole)? {
                fs::remove_dir_all(whole)?;
            }
            fs::create_dir(whole)
        })
    }

    /// Creates a folder. Returns its whole path.
    pub fn makes_folder(&self, path: &str) -> Played<String> {
        self.makes(path, |whole| fs::create_dir_all(whole))
    }

    /// Creates a symbolic link to `target`. Returns its whole path.
    pub fn makes_link(&self, path: &str, target: &str) -> Played<String> {
        self.makes(path, |whole| symlink(target, whole))
    }

    /// Creates a named pipe. Returns its whole path.
    pub fn makes_pipe(&self, path: &str) -> Played<String> {
        self.makes(path, |whole| stage::make_pipe(whole.as_ref()))
    }

    fn makes(&self, path: &str, make: impl FnOnce(&str) -> io::Result<()>) -> Played<String> {
        let whole = self.folder().join(path);
        let parent = whole.parent().unwrap_or(self.folder());
        let text = whole.to_string_lossy().into_owned();
        fs::create_dir_all(parent)
            .and_then(|()| make(&text))
            .map_err(|error| Fault::new(format!("making {path}"), error))?;
        Ok(text)
    }
}
