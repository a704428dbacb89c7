//! `checker solution`: prints the reference, file by file, as a diff against the learner's files.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use similar::{ChangeTag, TextDiff};

use super::{Ending, Usage, lesson_or_current, warn};
use crate::course::Lesson;
use crate::course::workspace::Workspace;
use crate::report::paint::{bad, faint, good, pointer, strong};

pub fn run(word: Option<&str>, spoil: bool) -> anyhow::Result<Ending> {
    let lesson = lesson_or_current(word)?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    let opened = workspace.progress().read();
    warn(&opened.warnings);
    if !spoil && !opened.progress.passed(lesson) {
        return Err(not_yet(lesson).into());
    }
    let mut out = anstream::stdout().lock();
    for file in source_files(&workspace.solution_folder(lesson))? {
        let theirs = workspace.solution_folder(lesson).join(&file);
        let yours = workspace.lesson_folder(lesson).join(&file);
        let reference = read(&theirs)?;
        // A file that the learner does not have is new as a whole.
        let own = if yours.exists() { read(&yours)? } else { String::new() };
        show(&mut out, (&workspace.shown(&yours), &own), (&workspace.shown(&theirs), &reference))?;
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

/// The reference's source files, relative to its folder: `src/client.rs`, `src/server.rs`.
fn source_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from("src")];
    while let Some(inside) = open.pop() {
        let path = folder.join(&inside);
        let entries = fs::read_dir(&path).with_context(|| missing(&path))?;
        for entry in entries {
            let entry = entry.with_context(|| missing(&path))?;
            let inside = inside.join(entry.file_name());
            if entry.path().is_dir() {
                open.push(inside);
            } else if inside.extension().is_some_and(|extension| extension == "rs") {
                found.push(inside);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn missing(path: &Path) -> String {
    let path = path.display();
    format!("cannot read the reference at {path}; `git restore solutions` restores it")
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
