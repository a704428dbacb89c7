//! The texts that a learner sees before writing the first line. There is a welcome to the course, and an
//! invitation to one lesson with its task, the files to write, and the command that shows the chapter.

use std::io::{self, Write};

use super::links::chapter;
use super::paint::{pointer, strong};
use super::text::wrap;
use crate::course::Lesson;
use crate::events::Role;

/// Five lines for the very first run.
pub fn welcome(out: &mut dyn Write, lessons: usize) -> io::Result<()> {
    writeln!(out, "{}", strong("Welcome to socketlings."))?;
    writeln!(
        out,
        "In {lessons} lessons you write small network programs. The checker runs each one on a"
    )?;
    writeln!(out, "difficult network, and explains what went wrong and why. Write code, run")?;
    writeln!(
        out,
        "{} and read the report. {} shows the",
        pointer("cargo checker"),
        pointer("cargo checker list")
    )?;
    writeln!(out, "course, and {} helps if you are stuck.", pointer("cargo checker hint 1"))?;
    writeln!(out)
}

/// A line about the screen of `checker watch`.
pub fn beside_the_editor(out: &mut dyn Write) -> io::Result<()> {
    let (command, short) = (pointer("cargo checker watch"), pointer("w"));
    writeln!(out, "  {command} (or {short}) checks at each save, on a screen beside your editor.")
}

/// The lesson's task, its files and its chapter.
pub fn invitation(out: &mut dyn Write, lesson: &Lesson) -> io::Result<()> {
    writeln!(out, "{}", wrap(&lesson.asks, "  "))?;
    writeln!(out)?;
    for (index, file) in lesson.source_files().enumerate() {
        let label = if index == 0 { "write" } else { "" };
        writeln!(out, "  {label:<6}{}", pointer(file))?;
    }
    writeln!(out, "  read  {}", pointer(chapter(lesson)))?;
    writeln!(out, "  run   {}", by_hand(lesson))?;
    writeln!(out, "  check {}", pointer("cargo checker"))
}

/// How to run the lesson's programs: with the checker, or with cargo alone.
fn by_hand(lesson: &Lesson) -> String {
    let Lesson { number, slug, .. } = lesson;
    match lesson.programs[..] {
        [only] => {
            let (role, program) = (only.name(), lesson.program(only));
            let plain = pointer(format!("cargo run -p {slug} --bin {program}"));
            format!("{}, or {plain}", pointer(format!("cargo checker run {number} {role}")))
        }
        _ => {
            let program = lesson.program(Role::Server);
            let plain = pointer(format!("cargo run -p {slug} --bin {program}"));
            format!("{}, or {plain}", pointer(format!("cargo checker try {number}")))
        }
    }
}
