//! The folder with the learner's files, and the folders below it. `checker init` makes one and marks it
//! with `.socketlings/course.toml`. A checkout of the course is one, too: it holds
//! `lessons/course.toml`.

use std::fmt;
use std::path::{Path, PathBuf};

use super::Lesson;
use super::progress::ProgressFile;

/// The file that marks a learner's workspace. See `course::given`.
pub const MARKER: &str = ".socketlings/course.toml";

/// A file that marks a checkout of the course.
const CHECKOUT: &str = "lessons/course.toml";

/// The folder that holds `lessons/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    pub root: PathBuf,
}

/// The error outside of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nowhere {
    from: PathBuf,
}

impl fmt::Display for Nowhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "found no lessons in {} or in a folder above it. Go to the folder with your lessons (`cd \
             socketlings`), or make one with `cargo checker init`",
            self.from.display()
        )
    }
}

impl std::error::Error for Nowhere {}

impl Workspace {
    /// The nearest workspace at the current folder or above it.
    pub fn find() -> Result<Workspace, Nowhere> {
        Workspace::from(&std::env::current_dir().unwrap_or_default())
    }

    /// The nearest workspace at or above `start`.
    pub fn from(start: &Path) -> Result<Workspace, Nowhere> {
        let is_marked =
            |folder: &Path| [MARKER, CHECKOUT].iter().any(|marker| folder.join(marker).is_file());
        start
            .ancestors()
            .find(|folder| folder.is_absolute() && is_marked(folder))
            .map(|folder| Workspace { root: folder.to_owned() })
            .ok_or_else(|| Nowhere { from: start.to_owned() })
    }

    /// Whether `checker init` made this workspace. Otherwise it is a checkout of the course.
    pub fn is_of_learner(&self) -> bool {
        self.root.join(MARKER).is_file()
    }

    pub fn progress(&self) -> ProgressFile {
        ProgressFile::in_folder(self.root.join(".socketlings"))
    }

    pub fn lesson_folder(&self, lesson: &Lesson) -> PathBuf {
        self.root.join("lessons").join(lesson.folder())
    }

    /// The folder for the files that `reset` replaces.
    pub fn backups(&self) -> PathBuf {
        self.root.join(".socketlings").join("backups")
    }

    /// A path for display, relative to the workspace.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn workspace_in(folder: &Path) {
        fs::create_dir_all(folder.join("lessons/01-one-shot/src")).unwrap();
        fs::write(folder.join("lessons/course.toml"), "").unwrap();
    }

    #[test]
    fn it_is_found_from_every_folder_inside() {
        let folder = tempfile::tempdir().unwrap();
        workspace_in(folder.path());
        for inside in ["", "lessons", "lessons/01-one-shot/src"] {
            let found = Workspace::from(&folder.path().join(inside)).unwrap();
            assert_eq!(found.root, folder.path());
            assert!(!found.is_of_learner());
        }
    }

    #[test]
    fn a_learners_workspace_has_a_marker_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".socketlings")).unwrap();
        fs::write(folder.path().join(MARKER), "").unwrap();
        assert!(Workspace::from(folder.path()).unwrap().is_of_learner());
    }

    #[test]
    fn without_a_workspace_the_error_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let error = Workspace::from(folder.path()).unwrap_err().to_string();
        assert!(error.contains("cargo checker init"), "{error}");
    }
}
