//! `checker solution`: prints the reference, file by file, as a diff against the learner's files.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use clap::{ArgMatches, Command};
use similar::{ChangeTag, TextDiff};

use super::arguments::{self, flag};
use super::{Ending, Usage, lesson_or_current, warn};
use crate::course::workspace::Workspace;
use crate::course::{Lesson, references};
use crate::report::paint::{bad, faint, good, pointer, strong};

#[derive(Debug)]
pub struct Options {
    lesson: Option<String>,
    spoil: bool,
}

impl Options {
    pub fn add_to(command: Command) -> Command {
        command.args([
            arguments::lesson(),
            flag("spoil").help("Show it even if the lesson is not passed yet"),
        ])
    }

    pub fn of(matches: &mut ArgMatches) -> Options {
        Options { lesson: matches.remove_one("lesson"), spoil: matches.get_flag("spoil") }
    }
}

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let lesson = lesson_or_current(options.lesson.as_deref())?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    let opened = workspace.progress().read();
    warn(&opened.warnings);
    if !options.spoil && !opened.progress.passed(lesson) {
        return Err(not_yet(lesson).into());
    }
    let mut out = anstream::stdout().lock();
    for file in references::sources(lesson) {
        let theirs = format!("solutions/{}/{}", lesson.folder(), file.path);
        let yours = workspace.lesson_folder(lesson).join(file.path);
        // A file that the learner does not have is new as a whole.
        let own = if yours.exists() { read(&yours)? } else { String::new() };
        show(&mut out, (&workspace.shown(&yours), &own), (&theirs, file.text))?;
    }
    Ok(Ending::Fine)
}

fn not_yet(lesson: &Lesson) -> Usage {
    let number = lesson.number;
    Usage(format!(
        "lesson {} is not passed yet. `cargo checker hint {number}` gives a hint; `cargo \
         checker solution {number} --spoil` shows the reference anyway",
        lesson.heading()
    ))
}

fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The diff from the learner's text to the reference, each given with its file name.
fn show(out: &mut dyn Write, own: (&str, &str), reference: (&str, &str)) -> io::Result<()> {
    if own.1 == reference.1 {
        return writeln!(out, "{} is identical to the reference.\n", pointer(own.0));
    }
    writeln!(out, "{}", strong(format!("--- {}", own.0)))?;
    writeln!(out, "{}", strong(format!("+++ {}", reference.0)))?;
    let diff = TextDiff::from_lines(own.1, reference.1);
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        writeln!(out, "{}", faint(hunk.header()))?;
        for change in hunk.iter_changes() {
            let line = change.value().trim_end_matches(['\n', '\r']);
            match change.tag() {
                ChangeTag::Delete => writeln!(out, "{}", bad(format!("-{line}")))?,
                ChangeTag::Insert => writeln!(out, "{}", good(format!("+{line}")))?,
                ChangeTag::Equal => writeln!(out, " {line}")?,
            }
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_goes_from_the_learners_text_to_the_reference() {
        let mut out = Vec::new();
        let own = ("lessons/01/src/server.rs", "fn main() {\n    todo!()\n}\n");
        let theirs = ("solutions/01/src/server.rs", "fn main() {\n    serve();\n}\n");
        show(&mut out, own, theirs).unwrap();
        show(&mut out, own, own).unwrap();
        let text: String = anstream::adapter::strip_bytes(&out).into_vec().try_into().unwrap();
        insta::assert_snapshot!(text);
    }
}
