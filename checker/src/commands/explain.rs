//! `checker explain`: prints one belief about sockets, why it is wrong, and the smallest example. Given
//! another word, such as a call or a Chinese term, it lists the beliefs that mention it. Without a word
//! it lists all of them.

use std::io::{self, Write};

use super::{Ending, Usage};
use crate::course::nearest::suggestion;
use crate::course::{Lesson, of_slug};
use crate::report::links::{chapter, to_belief};
use crate::report::paint::{pointer, strong};
use crate::report::text::{columns, hanging, wrap};
use cases::beliefs::{self, Belief};

pub fn run(word: Option<&str>) -> anyhow::Result<Ending> {
    let mut out = anstream::stdout().lock();
    let Some(word) = word else {
        list(&mut out, "Common misconceptions about sockets", beliefs::all().iter().collect())?;
        return Ok(Ending::Fine);
    };
    match &find(word)?[..] {
        [belief] => explain(&mut out, belief)?,
        several => {
            let heading = format!("{} misconceptions mention `{word}`", several.len());
            list(&mut out, &heading, several.to_vec())?;
        }
    }
    Ok(Ending::Fine)
}

/// The belief with this id, or else all that mention this word: at least one.
fn find(word: &str) -> Result<Vec<&'static Belief>, Usage> {
    if let Some(belief) = beliefs::find(word) {
        return Ok(vec![belief]);
    }
    let found: Vec<&Belief> = beliefs::all().iter().filter(|one| one.mentions(word)).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let ids = beliefs::all().iter().map(|belief| &belief.id[..]);
    let hint = suggestion(word, ids);
    Err(Usage(format!(
        "there is no belief `{word}`, and none mentions it. {hint}`cargo checker explain` lists all of them"
    )))
}

fn list(out: &mut dyn Write, heading: &str, mut beliefs: Vec<&Belief>) -> io::Result<()> {
    writeln!(out, "{}", strong(heading))?;
    let width = beliefs.iter().map(|belief| columns(&belief.id)).max().unwrap_or(0);
    beliefs.sort_by_key(|belief| of_slug(belief.chapter).map(|lesson| lesson.number));
    let mut chapter = "";
    for belief in beliefs {
        if belief.chapter != chapter {
            chapter = belief.chapter;
            let heading = of_slug(chapter).map_or_else(|| chapter.to_owned(), Lesson::heading);
            writeln!(out, "\n{}", strong(heading))?;
        }
        let blanks = " ".repeat(width - columns(&belief.id));
        let id = to_belief(&belief.id, belief);
        let title = hanging(&belief.title, width + 4);
        writeln!(out, "  {}{blanks}  {title}", pointer(id))?;
    }
    writeln!(out, "\nTo read one in full: {}", pointer("cargo checker explain BELIEF"))
}

fn explain(out: &mut dyn Write, belief: &Belief) -> io::Result<()> {
    writeln!(out, "{}", strong(format!("“{}”", belief.title)))?;
    writeln!(out, "\n{}", wrap(&belief.truth, "  "))?;
    writeln!(out, "\n{}\n", wrap(&belief.why, "  "))?;
    for line in belief.example.lines() {
        writeln!(out, "{}", format!("      {line}").trim_end())?;
    }
    if let Some(lesson) = of_slug(belief.chapter) {
        writeln!(out, "\n  Read on: {}", pointer(chapter(lesson)))?;
    }
    Ok(())
}
