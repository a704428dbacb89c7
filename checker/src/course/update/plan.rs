//! The plan of an update: what happens to each file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use super::{contract, manifest};
use crate::course::given::Given;

/// What an update does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Folders to rename, because their lessons have new numbers: `lessons/11-lines`,
    /// `lessons/12-lines`.
    pub moves: Vec<(String, String)>,
    pub changes: Vec<Change>,
}

/// A file that gets a new text, or goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path in the workspace after the moves.
    pub path: String,
    /// `None` removes the file.
    pub text: Option<String>,
    pub why: Why,
}

/// The reason for a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The learner does not have this file yet.
    New,
    /// The learner has not changed this file.
    Untouched,
    /// The learner's changes and the new ones fit together.
    Merged,
    /// They do not fit together. The new text is put beside the learner's file, in a file whose name
    /// ends in `.new`.
    Beside,
    /// The course has no such file any longer, and the learner has not changed it.
    Gone,
}

impl Plan {
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty() && self.changes.is_empty()
    }
}

/// The plan that brings the files below `root` from the given texts to the new ones.
pub fn plan(root: &Path, given: &Given, new: &Given) -> io::Result<Plan> {
    let moves = moves(given, new);
    let mut changes = Vec::new();
    let old_place = |path: &str| renamed(path, moves.iter().map(|(old, new)| (new, old)));
    let given: BTreeMap<String, &str> = given
        .files
        .iter()
        .map(|(path, text)| (renamed(path, moves.iter().map(|(a, b)| (a, b))), text.as_str()))
        .collect();
    let paths: BTreeSet<&String> = given.keys().chain(new.files.keys()).collect();
    for path in paths {
        let mine = match read(&root.join(old_place(path)))? {
            None => read(&root.join(path))?,
            mine => mine,
        };
        let (given, new) = (given.get(path).copied(), new.files.get(path).map(String::as_str));
        changes.extend(match mine.as_deref().map(str::from_utf8).transpose() {
            Ok(mine) => changes_of(path, [given, mine, new]),
            // A file that is not UTF-8 cannot be merged.
            Err(_) if given == new => Vec::new(),
            Err(_) => new.map(|new| beside(path, new)).into_iter().collect(),
        });
    }
    let moves = moves.into_iter().filter(|(old, _)| root.join(old).exists()).collect();
    Ok(Plan { moves, changes })
}

/// The content of a file, or `None` if there is no file.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

/// The lessons that have a new number.
fn moves(given: &Given, new: &Given) -> Vec<(String, String)> {
    let slug = |folder: &str| folder.split_once('-').map(|(_, slug)| slug.to_owned());
    let mut moves = Vec::new();
    for old in &given.lessons {
        let now = new.lessons.iter().find(|now| slug(now) == slug(old));
        if let Some(now) = now.filter(|now| *now != old) {
            for place in ["lessons", "solutions"] {
                moves.push((format!("{place}/{old}"), format!("{place}/{now}")));
            }
        }
    }
    moves
}

/// The path after its folder was renamed.
fn renamed<'m>(path: &str, moves: impl Iterator<Item = (&'m String, &'m String)>) -> String {
    let mut moves = moves;
    let moved = moves.find_map(|(from, to)| {
        let rest = path.strip_prefix(from.as_str())?.strip_prefix('/')?;
        Some(format!("{to}/{rest}"))
    });
    moved.unwrap_or_else(|| path.to_owned())
}

/// What happens to a file with these texts: as given, the learner's, and new.
fn changes_of(path: &str, texts: [Option<&str>; 3]) -> Vec<Change> {
    match texts {
        [None, None, Some(new)] => vec![written(path, new, Why::New)],
        // The learner has removed the file.
        [Some(_), None, _] | [None, _, None] => Vec::new(),
        [Some(given), Some(mine), None] if given == mine => {
            vec![Change { path: path.to_owned(), text: None, why: Why::Gone }]
        }
        [Some(_), Some(_), None] => Vec::new(),
        [_, Some(mine), Some(new)] if mine == new => Vec::new(),
        [Some(given), Some(mine), Some(new)] if given == mine => {
            vec![written(path, new, Why::Untouched)]
        }
        [Some(given), Some(_), Some(new)] if given == new => Vec::new(),
        // Cargo changes its own file together with the learner's dependencies.
        [_, Some(_), Some(_)] if path == "Cargo.lock" => Vec::new(),
        [Some(given), Some(mine), Some(new)] => merged(path, given, mine, new),
        [None, Some(_), Some(new)] => vec![beside(path, new)],
    }
}

/// The learner and the course have both changed the file.
fn merged(path: &str, given: &str, mine: &str, new: &str) -> Vec<Change> {
    let done = match path.rsplit_once('.') {
        Some((_, "rs")) => contract::merge(given, mine, new).map(|done| (done.text, done.is_whole)),
        Some((_, "toml")) => {
            manifest::merge(given, mine, new).map(|done| (done.text, !done.is_contested))
        }
        _ => None,
    };
    let Some((text, is_whole)) = done else { return vec![beside(path, new)] };
    let is_whole = is_whole || text == new;
    let own = (text != mine).then(|| written(path, &text, Why::Merged));
    own.into_iter().chain((!is_whole).then(|| beside(path, new))).collect()
}

fn written(path: &str, text: &str, why: Why) -> Change {
    Change { path: path.to_owned(), text: Some(text.to_owned()), why }
}

fn beside(path: &str, new: &str) -> Change {
    written(&format!("{path}.new"), new, Why::Beside)
}
