//! Compares the experiments with the book: each in a process of its own, because their threads may
//! still be blocked at the end.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread;

use crate::Chapter;
use crate::experiment::Output;

/// How often to play each experiment whose output varies.
const TIMES: &str = "SOCKETLINGS_TIMES";

/// Plays all experiments, and reports each that differs from the book.
pub fn all(chapters: &[Chapter]) -> ExitCode {
    // The experiments mostly wait, so the chapters run in parallel.
    let differences: String = thread::scope(|scope| {
        let playing: Vec<_> =
            chapters.iter().map(|chapter| scope.spawn(|| differences(chapter))).collect();
        playing.into_iter().map(|one| one.join().expect("no panic")).collect()
    });
    if differences.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("{differences}");
    ExitCode::FAILURE
}

/// The differences between a chapter and its experiments, as text.
fn differences(chapter: &Chapter) -> String {
    let name = chapter.name;
    let kept_file = book().join(format!("examples/predict/{name}.rs.out"));
    let kept = fs::read_to_string(kept_file).unwrap_or_default();
    let said = output(&[name]);
    let mut differences = String::new();
    if said != kept {
        let _ = writeln!(differences, "{name}\nkept:\n{kept}\nsaid:\n{said}");
    }
    for experiment in chapter.experiments {
        if let Output::Varies { words, hold } = experiment.output {
            differences += &wrong_words(name, words);
            differences += &surprises(&[name, experiment.name], words, hold);
        }
    }
    differences
}

/// Reports words that are not in the chapter, where they may be broken into lines.
fn wrong_words(chapter: &str, words: &str) -> String {
    let page = fs::read_to_string(book().join(format!("src/{chapter}.md"))).unwrap_or_default();
    let page: Vec<&str> = page.split_whitespace().collect();
    let is_there = page.join(" ").contains(words);
    if is_there { String::new() } else { format!("{chapter}: no answer says: {words}\n") }
}

/// Plays an experiment several times, and reports the first output for which the words do not hold.
fn surprises(arguments: &[&str], words: &str, hold: fn(&str) -> bool) -> String {
    let times = std::env::var(TIMES).ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let outputs: Vec<String> = thread::scope(|scope| {
        let playing: Vec<_> = (0..times).map(|_| scope.spawn(|| output(arguments))).collect();
        playing.into_iter().map(|one| one.join().expect("no panic")).collect()
    });
    let surprise = outputs.iter().find(|said| !hold(said));
    let report = |said| format!("{arguments:?}: \"{words}\" does not hold for:\n{said}\n");
    surprise.map(report).unwrap_or_default()
}

/// The output of this program with these arguments.
fn output(arguments: &[&str]) -> String {
    let program = std::env::current_exe().expect("this program has a file");
    let played = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .expect("it starts");
    assert!(played.status.success(), "{arguments:?}: {}", played.status);
    String::from_utf8_lossy(&played.stdout).into_owned()
}

fn book() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}
