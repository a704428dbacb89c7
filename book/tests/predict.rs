//! Runs the chapters' Python experiments again, and checks that their output is the one in the book.
//! Python is not part of the project, so this test needs a feature:
//! `cargo test -p book --features python --test predict`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/predict")
}

/// A description of the difference, if the script's output is not the one in the book.
fn stale(script: &Path) -> Option<String> {
    let kept = fs::read_to_string(script.with_extension("py.out")).unwrap_or_default();
    let played = Command::new("python3")
        .arg(folder().join("prompt.py"))
        .arg(script)
        .stdin(Stdio::null())
        .output()
        .expect("python3 is installed");
    let said = String::from_utf8_lossy(&played.stdout);
    let is_fine = played.status.success() && said == kept;
    (!is_fine).then(|| {
        let errors = String::from_utf8_lossy(&played.stderr);
        format!("{}\nkept:\n{kept}\nsaid:\n{said}\n{errors}", script.display())
    })
}

/// The number of lessons that have a chapter.
fn chapters() -> usize {
    let pages = fs::read_dir(folder().join("../../src")).unwrap().map(|entry| entry.unwrap());
    let names = pages.map(|page| page.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(|c: char| c.is_ascii_digit())).count()
}

#[test]
fn the_experiments_say_what_the_book_shows() {
    let scripts: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "py"))
        .filter(|path| path.file_name().is_some_and(|name| name != "prompt.py"))
        .collect();
    assert_eq!(scripts.len(), chapters(), "a file for each lesson");
    // The experiments mostly wait for time-outs, so they run in parallel.
    let stale: Vec<String> = thread::scope(|scope| {
        let playing: Vec<_> =
            scripts.iter().map(|script| scope.spawn(move || stale(script))).collect();
        playing.into_iter().filter_map(|one| one.join().expect("no panic")).collect()
    });
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}
