//! Finds the submissions. A folder is a submission if it holds `lessons/`, folders of lessons, or
//! `socketlings.toml`. Otherwise each of its subfolders is one, even an empty one.

use std::fs;
use std::path::{Path, PathBuf};

use stage::bytes::harmless;

use crate::commands::Usage;
use crate::course::of_folder;
use crate::course::own_programs;

/// A submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The name of its folder, which is the student's name.
    pub name: String,
    pub folder: PathBuf,
}

impl Submission {
    /// The name without characters that a file's name should not have.
    pub fn file_name(&self) -> String {
        self.name.replace(|c: char| c.is_control() || "/\\%?#<>:\"|*".contains(c), "_")
    }
}

/// All submissions in these folders, sorted by name. `out` is not a submission.
pub fn find(folders: &[PathBuf], out: &Path) -> Result<Vec<Submission>, Usage> {
    let mut found = Vec::new();
    for folder in folders {
        found.extend(in_folder(folder, out)?);
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    refuse_twins(&found)?;
    Ok(found)
}

fn in_folder(folder: &Path, out: &Path) -> Result<Vec<Submission>, Usage> {
    let cannot = |why: &dyn std::fmt::Display| Usage(format!("{}: {why}", folder.display()));
    let folder = folder.canonicalize().map_err(|error| cannot(&error))?;
    if is_submission(&folder) {
        return Ok(vec![Submission { name: name_of(&folder), folder }]);
    }
    let out = out.canonicalize().ok();
    let inside = subfolders(&folder).map_err(|error| cannot(&error))?;
    let inside = inside.into_iter().filter(|one| Some(one) != out.as_ref());
    let found: Vec<Submission> =
        inside.map(|one| Submission { name: name_of(&one), folder: unpacked(one) }).collect();
    match found.is_empty() {
        true => Err(cannot(&"has no submissions: each subfolder should be a student's")),
        false => Ok(found),
    }
}

fn is_submission(folder: &Path) -> bool {
    let has_lesson = || subfolders(folder).is_ok_and(|all| all.iter().any(|one| is_lesson(one)));
    folder.join("lessons").is_dir() || folder.join(own_programs::FILE).is_file() || has_lesson()
}

fn is_lesson(folder: &Path) -> bool {
    of_folder(&name_of(folder)).is_some()
}

/// The folder inside, if an archive was unpacked into one more folder.
fn unpacked(folder: PathBuf) -> PathBuf {
    match subfolders(&folder).as_deref() {
        Ok([only]) if !is_submission(&folder) && is_submission(only) => only.clone(),
        _ => folder,
    }
}

/// The folders in this one, without hidden ones and without links.
fn subfolders(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if entry.file_type()?.is_dir() && !is_hidden {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn name_of(folder: &Path) -> String {
    harmless(&folder.file_name().unwrap_or_default().to_string_lossy())
}

fn refuse_twins(sorted: &[Submission]) -> Result<(), Usage> {
    let names: Vec<String> = sorted.iter().map(Submission::file_name).collect();
    let twin = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name));
    match twin {
        Some((_, name)) => Err(Usage(format!("two submissions are called `{name}`"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let found = find(&[folder.to_owned()], &folder.join("grades")).unwrap();
        found.into_iter().map(|one| one.name).collect()
    }

    #[test]
    fn each_subfolder_is_a_submission_except_for_the_results() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["bob", "alice/lab/lessons", "grades", ".git"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        assert_eq!(names(folder.path()), ["alice", "bob"]);
        let found = find(&[folder.path().to_owned()], Path::new("elsewhere")).unwrap();
        assert!(found[0].folder.ends_with("alice/lab"));
        assert!(find(&[folder.path().join("bob")], Path::new("grades")).is_err());
    }

    #[test]
    fn a_submission_is_graded_by_itself() {
        for inside in ["lessons", "01-one-shot"] {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir_all(folder.path().join("alice").join(inside)).unwrap();
            assert_eq!(names(&folder.path().join("alice")), ["alice"]);
        }
    }

    #[test]
    fn two_submissions_with_one_name_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let both = ["one/alice", "other/alice"].map(|name| folder.path().join(name));
        both.iter().for_each(|one| fs::create_dir_all(one).unwrap());
        let groups = [folder.path().join("one"), folder.path().join("other")];
        assert!(find(&groups, Path::new("grades")).unwrap_err().0.contains("`alice`"));
    }
}
