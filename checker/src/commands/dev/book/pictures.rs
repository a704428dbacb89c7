//! The book's pictures, each drawn from a run. Which run is in `book/pictures.toml`; the pictures are
//! in `book/src/pictures`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use crate::commands::dev::flaw::Flaw;
use crate::commands::dev::tree;
use crate::commands::trace::{self, TraceFormat};

/// Where the list is, and where the pictures are.
const LIST: &str = "book/pictures.toml";
const FOLDER: &str = "book/src/pictures";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    picture: Vec<Picture>,
}

/// A picture and the run that it is of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Picture {
    name: String,
    lesson: String,
    case: String,
    /// The wrong program that plays; the reference where none is named.
    wrong: Option<String>,
    seed: u64,
    /// Packets instead of what was said.
    #[serde(default)]
    packets: bool,
    /// What the book says below it.
    #[expect(dead_code, reason = "the book reads it, and here it must not be unknown")]
    caption: String,
}

impl Picture {
    fn file(&self, root: &Path) -> PathBuf {
        root.join(FOLDER).join(format!("{}.svg", self.name))
    }

    /// The picture as it comes out now.
    fn draw(&self) -> anyhow::Result<String> {
        let options = trace::Options {
            lesson: self.lesson.clone(),
            case: Some(self.case.clone()),
            seed: Some(self.seed),
            solutions: self.wrong.is_none(),
            wrong: self.wrong.clone(),
            packets: self.packets,
            format: TraceFormat::Svg,
            ..trace::Options::default()
        };
        trace::svg_of(&options).with_context(|| format!("{LIST}: {}", self.name))
    }
}

/// Draws them all anew.
pub fn draw(root: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(root.join(FOLDER))?;
    for picture in list(root)? {
        let file = picture.file(root);
        fs::write(&file, picture.draw()?).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

fn list(root: &Path) -> anyhow::Result<Vec<Picture>> {
    let text = fs::read_to_string(root.join(LIST)).context(LIST)?;
    Ok(toml::from_str::<List>(&text).context(LIST)?.picture)
}

/// Pictures that are not what their run gives, and files that no run is named for.
pub fn flaws(root: &Path) -> anyhow::Result<Vec<Flaw>> {
    let mut flaws = Vec::new();
    let pictures = list(root)?;
    let advice = "draw it with `cargo checker dev book`, and look at it";
    for picture in &pictures {
        let place = format!("{FOLDER}/{}.svg", picture.name);
        match fs::read_to_string(picture.file(root)) {
            Err(_) => flaws.push(Flaw::new(place, "has not been drawn", advice)),
            Ok(kept) if kept != picture.draw()? => {
                flaws.push(Flaw::new(place, "is not what its run gives", advice));
            }
            Ok(_) => {}
        }
    }
    for file in tree::files(&root.join(FOLDER))? {
        if !pictures.iter().any(|picture| file == format!("{}.svg", picture.name)) {
            let advice = format!("name its run in {LIST}, or remove it");
            flaws.push(Flaw::new(format!("{FOLDER}/{file}"), "is of no run", advice));
        }
    }
    Ok(flaws)
}
