//! What a learner is told before the first line is written: a welcome to the whole course, and
//! an invitation to one lesson: what it asks, which files to write, and where to read.

use std::io::{self, Write};

use super::paint::{pointer, strong};
use super::text::wrap;
use crate::course::Lesson;

/// Five lines for whoever is here for the first time.
pub fn welcome(out: &mut dyn Write, lessons: usize) -> io::Result<()> {
    writeln!(out, "{}", strong("Welcome to socketlings."))?;
    writeln!(
        out,
        "In {lessons} lessons you write small network programs; for each, the checker plays the"
    )?;
    writeln!(out, "network at its most awkward, and says what went wrong and why. Write, run")?;
    writeln!(
        out,
        "{}, read what it says, and so on; {} shows the way",
        pointer("cargo checker"),
        pointer("cargo checker list")
    )?;
    writeln!(out, "ahead, and {} helps where you are stuck.", pointer("cargo checker hint 1"))?;
    writeln!(out)
}

/// The screen that is there beside what is printed, in a line.
pub fn beside_the_editor(out: &mut dyn Write) -> io::Result<()> {
    let (command, short) = (pointer("cargo checker watch"), pointer("w"));
    writeln!(out, "  {command} (or {short}) checks at each save, on a screen beside your editor.")
}

/// What this lesson asks, and where things are.
pub fn invitation(out: &mut dyn Write, lesson: &Lesson) -> io::Result<()> {
    writeln!(out, "{}", wrap(&lesson.asks, "  "))?;
    writeln!(out)?;
    for (index, file) in lesson.source_files().enumerate() {
        let label = if index == 0 { "write" } else { "" };
        writeln!(out, "  {label:<6}{}", pointer(file))?;
    }
    writeln!(out, "  read  {}", pointer(lesson.chapter_file()))?;
    writeln!(out, "  run   {}", pointer("cargo checker"))
}
