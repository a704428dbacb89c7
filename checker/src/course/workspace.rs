//! The workspace with the learner's files. It is the folder that holds `lessons/course.toml`:
//! the nearest one above the current folder, or else the one in which the checker was built.

use std::fmt;
use std::path::{Path, PathBuf};

use super::Lesson;
use super::progress::ProgressFile;

/// The folder that holds `lessons/`, `solutions/` and `book/`.
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
            "found no lessons: neither {} nor a folder above it holds `lessons/course.toml`. Go to \
             your copy of socketlings (`cd socketlings`) and try again",
            self.from.display()
        )
    }
}

impl std::error::Error for Nowhere {}

impl Workspace {
    /// The workspace of the current folder.
    pub fn find() -> Result<Workspace, Nowhere> {
        let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
        let here = std::env::current_dir().unwrap_or_default();
        Workspace::from(&here, built_in)
    }

    /// The nearest workspace at or above `start`, or else `otherwise` if that is a workspace.
    fn from(start: &Path, otherwise: Option<&Path>) -> Result<Workspace, Nowhere> {
        start
            .ancestors()
            .chain(otherwise)
            .find(|folder| folder.is_absolute() && folder.join("lessons/course.toml").is_file())
            .map(|folder| Workspace { root: folder.to_owned() })
            .ok_or_else(|| Nowhere { from: start.to_owned() })
    }

    pub fn progress(&self) -> ProgressFile {
        ProgressFile::in_folder(self.root.join(".socketlings"))
    }

    pub fn lesson_folder(&self, lesson: &Lesson) -> PathBuf {
        self.root.join("lessons").join(lesson.folder())
    }

    pub fn solution_folder(&self, lesson: &Lesson) -> PathBuf {
        self.root.join("solutions").join(lesson.folder())
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
            let found = Workspace::from(&folder.path().join(inside), None).unwrap();
            assert_eq!(found.root, folder.path());
        }
    }

    #[test]
    fn elsewhere_the_one_that_the_checker_was_built_in_serves() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        workspace_in(folder.path());
        let found = Workspace::from(elsewhere.path(), Some(folder.path())).unwrap();
        assert_eq!(found.root, folder.path());
    }

    #[test]
    fn where_there_is_none_the_error_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let error = Workspace::from(folder.path(), Some(folder.path())).unwrap_err().to_string();
        assert!(error.contains("lessons/course.toml") && error.contains("try again"), "{error}");
    }
}
