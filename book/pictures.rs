//! Puts the pictures into the chapters: `{{#picture NAME}}` becomes the picture of that name with its
//! caption, as a figure. The SVG is part of the page itself, so that its text can be selected and its
//! colours follow the page's theme. player.js steps through it.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context;
use mdbook_driver::book::{Book, BookItem};
use mdbook_driver::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use serde::Deserialize;

const BEGIN: &str = "{{#picture ";
const END: &str = "}}";

#[derive(Deserialize)]
struct List {
    picture: Vec<Entry>,
}

/// The parts of a picture's entry that the book needs. The others tell the checker how to draw it.
#[derive(Deserialize)]
struct Entry {
    name: String,
    caption: String,
}

/// The pictures by name, as figures.
pub struct Pictures {
    figures: HashMap<String, String>,
}

impl Pictures {
    /// Reads each lesson's `pictures.toml`, and the drawn files in the book's folder.
    pub fn read(root: &Path) -> Result<Pictures> {
        let course = root.join("../checker/course");
        let mut entries = Vec::new();
        for lesson in std::fs::read_dir(&course).with_context(|| course.display().to_string())? {
            let file = lesson?.path().join("pictures.toml");
            if file.is_file() {
                let place = file.display().to_string();
                let text = std::fs::read_to_string(&file).with_context(|| place.clone())?;
                entries.extend(toml::from_str::<List>(&text).context(place)?.picture);
            }
        }
        let figure = |Entry { name, caption }: Entry| {
            let file = format!("src/pictures/{name}.svg");
            let svg = std::fs::read_to_string(root.join(&file)).context(file)?;
            let figure = format!(
                "<figure class=\"wire-figure\">\n<div class=\"wire-frame\">\n{}\n</div>\n<figcaption>\n\n{caption}\n\n</figcaption>\n</figure>\n",
                svg.trim_end()
            );
            Ok((name, figure))
        };
        Ok(Pictures { figures: entries.into_iter().map(figure).collect::<Result<_>>()? })
    }

    /// The chapter's text with its pictures filled in.
    fn put_into(&self, text: &str) -> Result<String> {
        let mut rest = text;
        let mut whole = String::new();
        while let Some((before, behind)) = rest.split_once(BEGIN) {
            let (name, after) = behind.split_once(END).context("a {{#picture without its end")?;
            let figure = self.figures.get(name.trim());
            whole.push_str(before);
            whole.push_str(figure.with_context(|| format!("there is no picture `{name}`"))?);
            rest = after;
        }
        whole.push_str(rest);
        Ok(whole)
    }
}

impl Preprocessor for Pictures {
    fn name(&self) -> &'static str {
        "pictures"
    }

    fn run(&self, _context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut outcome = Ok(());
        book.for_each_mut(|item| {
            if let (BookItem::Chapter(chapter), Ok(())) = (item, &outcome) {
                match self.put_into(&chapter.content) {
                    Ok(content) => chapter.content = content,
                    Err(error) => outcome = Err(error.context(chapter.name.clone())),
                }
            }
        });
        outcome.map(|()| book)
    }
}
