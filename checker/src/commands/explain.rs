//! `checker explain`: prints one belief about sockets, why it is wrong, and the smallest example.
//! Without
//! a name it lists all beliefs.

use std::io::{self, Write};

use super::{Ending, Usage};
use crate::course::nearest::suggestion;
use crate::course::{Lesson, of_slug};
use crate::report::links::{self, link, page};
use crate::report::paint::{pointer, strong};
use crate::report::text::{columns, hanging, wrap};
use cases::beliefs::{self, Belief};

pub fn run(id: Option<&str>) -> anyhow::Result<Ending> {
    let mut out = anstream::stdout().lock();
    match id {
        None => list(&mut out, beliefs::all())?,
        Some(id) => {
            let belief = find(id)?;
            links::write(&mut out, |out| explain(out, belief))?;
        }
    }
    Ok(Ending::Fine)
}

fn find(id: &str) -> Result<&'static Belief, Usage> {
    beliefs::find(id).ok_or_else(|| {
        let ids = beliefs::all().iter().map(|belief| &belief.id[..]);
        let hint = suggestion(id, ids);
        Usage(format!("there is no belief `{id}`. {hint}`cargo checker explain` lists all of them"))
    })
}

fn list(out: &mut dyn Write, all: &[Belief]) -> io::Result<()> {
    writeln!(out, "{}", strong("Common misconceptions about sockets"))?;
    let width = all.iter().map(|belief| columns(&belief.id)).max().unwrap_or(0);
    let mut by_lesson: Vec<&Belief> = all.iter().collect();
    by_lesson.sort_by_key(|belief| of_slug(belief.chapter).map(|lesson| lesson.number));
    let mut chapter = "";
    for belief in by_lesson {
        if belief.chapter != chapter {
            chapter = belief.chapter;
            let heading = of_slug(chapter).map_or_else(|| chapter.to_owned(), Lesson::heading);
            writeln!(out, "\n{}", strong(heading))?;
        }
        let blanks = " ".repeat(width - columns(&belief.id));
        let id = link(&belief.id, &page(belief));
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
        writeln!(out, "\n  Read on: {}", pointer(lesson.chapter_file()))?;
    }
    Ok(())
}
