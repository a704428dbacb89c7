//! The folder of the results, with `results/NAME.json` for each submission, and its pictures. A result is used
//! again as long as everything that it depends on is the same.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use protocol::grade::Graded;

use super::submissions::Submission;
use crate::course::{Lesson, atomic_file};

/// The folder of the results.
pub struct Results {
    pub folder: PathBuf,
}

impl Results {
    fn file(&self, submission: &Submission) -> PathBuf {
        self.folder.join("results").join(submission.file_name() + ".json")
    }

    /// The file for the picture of this case.
    pub fn picture(&self, submission: &Submission, lesson: &str, case: &str) -> PathBuf {
        let folder = self.folder.join("pictures").join(submission.file_name());
        folder.join(format!("{lesson}-{case}.svg"))
    }

    /// Removes the pictures of an earlier result.
    pub fn forget_pictures(&self, submission: &Submission) {
        let _ = fs::remove_dir_all(self.folder.join("pictures").join(submission.file_name()));
    }

    /// The earlier result, if it was complete and this has its digest.
    pub fn earlier(&self, submission: &Submission, digest: &str) -> Option<Graded> {
        let graded = read(&self.file(submission))?;
        (graded.is_complete && graded.digest == digest).then_some(graded)
    }

    pub fn keep(&self, submission: &Submission, graded: &Graded) -> anyhow::Result<()> {
        let text = [serde_json::to_vec_pretty(graded)?, vec![b'\n']].concat();
        atomic_file::write(&self.file(submission), &text).context("writing a result")
    }

    /// The seed of any earlier result.
    pub fn seed(&self) -> Option<u64> {
        let files = fs::read_dir(self.folder.join("results")).ok()?;
        let mut paths: Vec<PathBuf> = files.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().find_map(|path| Some(read(path)?.report.seed))
    }
}

fn read(path: &Path) -> Option<Graded> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// The settings that the result depends on, for its digest.
pub fn settings(seed: u64, lessons: &[&Lesson], trusts: bool) -> String {
    let names: Vec<String> = lessons.iter().map(|lesson| lesson.folder()).collect();
    format!("{} {seed} {trusts} {}", env!("CARGO_PKG_VERSION"), names.join(" "))
}
