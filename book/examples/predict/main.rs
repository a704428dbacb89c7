//! The chapters' experiments in Rust. README.md describes how to add one.
//!
//! ```text
//! cargo test -p book --example predict                     plays all, and compares with the kept output
//! cargo run -p book --example predict 01-one-shot          plays a chapter's, and prints their output
//! cargo run -p book --example predict 01-one-shot no-listener
//! ```

#![forbid(unsafe_code)]

mod chapters;
mod experiment;
mod verdict;

use std::process::ExitCode;

use chapters::CHAPTERS;
use experiment::Experiment;

/// The experiments of one chapter.
struct Chapter {
    /// `01-one-shot`
    name: &'static str,
    experiments: &'static [Experiment],
}

fn main() -> ExitCode {
    // Options such as `--nocapture` are for tests with a harness.
    let arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let arguments: Vec<String> = arguments.collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => verdict::all(CHAPTERS),
        [chapter] => play(chapter, Experiment::play_and_mark),
        [chapter, name] => play(chapter, |one| {
            if one.name == name {
                one.play();
            }
        }),
        _ => usage(),
    }
}

/// Plays a chapter's experiments one after another, in a folder of their own.
fn play(name: &str, how: impl Fn(&Experiment)) -> ExitCode {
    let Some(chapter) = CHAPTERS.iter().find(|chapter| chapter.name == name) else {
        return usage();
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::env::set_current_dir(&folder).expect("the folder is there");
    chapter.experiments.iter().for_each(how);
    ExitCode::SUCCESS
}

/// Explains the arguments. In a test they are names of tests, which `cargo test NAME` gives to each target.
fn usage() -> ExitCode {
    if cfg!(test) {
        return ExitCode::SUCCESS;
    }
    let names: Vec<&str> = CHAPTERS.iter().map(|chapter| chapter.name).collect();
    eprintln!("usage: predict [CHAPTER [EXPERIMENT]]\nchapters: {}", names.join(" "));
    ExitCode::from(2)
}
