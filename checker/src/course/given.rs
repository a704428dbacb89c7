//! `.socketlings/course.toml`: marks a learner's workspace, and keeps each file's text as the checker
//! gave it. `checker update` compares the learner's files with these texts.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Error, ensure};
use cases::fields::Fields;
use toml::{Table, Value};

use super::workspace::MARKER;
use super::{Lesson, learner, lessons as all_lessons};

/// The version of the file's format.
const VERSION: i64 = 1;

const FIRST_LINES: &str = "\
# Marks this folder as a socketlings workspace. Please leave this file as it is: `cargo checker update` needs
# the texts below, which are your files as the checker gave them.
";

/// The files that the checker gave to this workspace, and their version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    format: i64,
    /// The version of the checker that gave these files.
    pub version: String,
    /// Whether these were all lessons of that version.
    pub is_whole: bool,
    /// The folders of the lessons, in their order: `01-one-shot`.
    pub lessons: Vec<String>,
    /// Each text, by the file's path in the workspace.
    pub files: BTreeMap<String, String>,
}

impl Given {
    /// The files that this checker gives to a workspace with these lessons.
    pub fn by_this_checker(lessons: &[&Lesson]) -> Given {
        let folders = lessons.iter().map(|lesson| lesson.folder()).collect();
        let given = Given::of(folders, learner::files(lessons.iter().copied()));
        Given { is_whole: lessons.len() == all_lessons().len(), ..given }
    }

    /// These lessons' folders, and these files.
    pub(super) fn of(lessons: Vec<String>, files: BTreeMap<String, String>) -> Given {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Given { format: VERSION, version, is_whole: false, lessons, files }
    }

    pub fn read(root: &Path) -> anyhow::Result<Given> {
        let place = root.join(MARKER);
        let text = fs::read_to_string(&place).with_context(|| place.display().to_string())?;
        let given = Given::parse(&text)
            .map_err(Error::msg)
            .with_context(|| format!("{} is damaged: restore it from git", place.display()))?;
        let (format, place) = (given.format, place.display());
        ensure!(format == VERSION, "{place} has format {format}, and this checker reads {VERSION}");
        Ok(given)
    }

    fn parse(text: &str) -> Result<Given, String> {
        let mut fields = Fields::parse(text)?;
        let mut texts: Fields = fields.take("files")?;
        let mut files = BTreeMap::new();
        for path in texts.names() {
            files.insert(path.clone(), texts.take(&path)?);
        }
        Ok(Given {
            format: fields.take("format")?,
            version: fields.take("version")?,
            is_whole: fields.take("is_whole")?,
            lessons: fields.take("lessons")?,
            files,
        })
    }

    /// The text of the file.
    pub fn text(&self) -> anyhow::Result<String> {
        let files = self.files.iter().map(|(path, text)| (path.clone(), text.clone().into()));
        let fields: [(&str, Value); 5] = [
            ("format", self.format.into()),
            ("version", self.version.clone().into()),
            ("is_whole", self.is_whole.into()),
            ("lessons", self.lessons.clone().into()),
            ("files", Value::Table(files.collect())),
        ];
        let table: Table =
            fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
        Ok(FIRST_LINES.to_owned() + &toml::to_string(&table)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;

    #[test]
    fn what_is_written_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let all: Vec<&Lesson> = lessons().iter().collect();
        let given = Given::by_this_checker(&all);
        fs::create_dir(folder.path().join(".socketlings")).unwrap();
        fs::write(folder.path().join(MARKER), given.text().unwrap()).unwrap();
        assert_eq!(Given::read(folder.path()).unwrap(), given);
    }
}
