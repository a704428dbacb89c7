//! `checker read`: shows a chapter of the book in the terminal. The chapters are built in, so it works
//! without the course's checkout, and without a workspace if a lesson is named.

use clap::{ArgMatches, Command};

use super::{Ending, Usage, arguments, lesson_or_current, pager};
use crate::course::chapters::{self, APPENDICES};
use crate::course::nearest::nearest;
use crate::course::{Lesson, lessons};
use crate::report::markdown::rendered;
use crate::report::text::margin;

#[derive(Debug)]
pub struct Options {
    /// A lesson or an appendix.
    chapter: Option<String>,
}

impl Options {
    pub fn add_to(command: Command) -> Command {
        command.arg(arguments::lesson().id("chapter"))
    }

    pub fn of(matches: &mut ArgMatches) -> Options {
        Options { chapter: matches.remove_one("chapter") }
    }
}

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let text = text_of(options.chapter.as_deref())?;
    pager::show(|is_coloured| rendered(&text, margin(), is_coloured))?;
    Ok(Ending::Fine)
}

/// The named chapter or appendix, or else the chapter of the current lesson.
fn text_of(word: Option<&str>) -> Result<String, Usage> {
    if let Some(text) = word.and_then(chapters::appendix) {
        return Ok(text.to_owned());
    }
    let lesson = lesson_or_current(word).map_err(|usage| corrected(word, usage))?;
    let missing = || Usage(format!("{} has no chapter", lesson.heading()));
    chapters::of(lesson).ok_or_else(missing)
}

/// Suggests an appendix if its name is nearer to the word than the lessons' names are.
fn corrected(word: Option<&str>, usage: Usage) -> Usage {
    let folders: Vec<String> = lessons().iter().map(Lesson::folder).collect();
    let slugs = lessons().iter().map(|lesson| &lesson.slug[..]);
    let names = slugs.chain(folders.iter().map(String::as_str)).chain(APPENDICES);
    match word.and_then(|word| nearest(word, names)).filter(|name| APPENDICES.contains(name)) {
        Some(name) => Usage(format!(
            "there is no chapter `{}`. Did you mean `{name}`?",
            word.unwrap_or_default()
        )),
        None => usage,
    }
}
