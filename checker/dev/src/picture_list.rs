//! The pictures of a lesson's chapter, as its `pictures.toml` lists them.

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

use crate::tree;

/// The list of a lesson's runs, in its folder.
pub const LIST: &str = "pictures.toml";
/// The folder of the pictures.
pub const FOLDER: &str = "book/src/pictures";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    picture: Vec<Picture>,
}

/// A picture and its run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    pub name: String,
    /// The lesson's slug, which follows from the file's folder.
    #[serde(skip)]
    pub lesson: String,
    pub case: String,
    /// The wrong program to run; the reference if `None`.
    pub wrong: Option<String>,
    pub seed: u64,
    /// Whether to draw packets instead of writes and reads.
    #[serde(default)]
    pub packets: bool,
    /// The words that the script sends, in turn. Without them the seed makes some.
    #[serde(default)]
    pub words: Vec<String>,
    /// Rows to leave out: the first and the last of each range, counted from 1. The last range may go
    /// beyond the end.
    #[serde(default)]
    pub left_out: Vec<[usize; 2]>,
    /// Whether to leave out the marks between segments, because the run does not always cut alike.
    #[serde(default)]
    pub hides_cuts: bool,
    /// The text below it in the book.
    pub caption: String,
}

/// All pictures, in the order of the lessons.
pub fn list(root: &Path) -> anyhow::Result<Vec<Picture>> {
    let course = root.join("checker/course");
    let mut all = Vec::new();
    for folder in tree::folders(&course)? {
        let file = course.join(&folder).join(LIST);
        if file.is_file() {
            let place = file.display().to_string();
            let text = fs::read_to_string(&file).with_context(|| place.clone())?;
            let pictures = toml::from_str::<List>(&text).context(place)?.picture;
            let slug = folder.split_once('-').map_or(&folder[..], |(_, slug)| slug);
            all.extend(pictures.into_iter().map(|one| Picture { lesson: slug.to_owned(), ..one }));
        }
    }
    Ok(all)
}
