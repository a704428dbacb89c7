//! Beliefs judge evidence by its type. The sentences that a learner reads may be rewritten at any
//! time, so no belief may search them for words. The messages of a program's runtime are in
//! `runtimes.rs`. Lessons share questions about evidence, but not each other's predicates.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Methods that compare a text with a part of it.
const COMPARES: [&str; 7] = [
    ".contains(",
    ".starts_with(",
    ".ends_with(",
    ".strip_prefix(",
    ".strip_suffix(",
    ".split_once(",
    ".find(",
];

const ADVICE: &str = "match a variant of Awaited, Instead, Measure or Shape; if a program's runtime \
                      says it, give it a row in runtimes.rs; if a lesson's contract spells it out, \
                      compare bytes (b\"…\")";

/// The lines of a source that search for words, by number, counted from 1. The name of a system
/// call is not a word that a learner reads.
fn comparisons(source: &str) -> Vec<usize> {
    let found = |compares: &&str| {
        let at = source.match_indices(*compares).map(|(at, _)| at);
        at.map(|at| (at, at + compares.len())).collect::<Vec<_>>()
    };
    let all = COMPARES.iter().flat_map(found);
    let with_words = all.filter(|(from, to)| {
        let behind = source[*to..].trim_start().trim_start_matches('&');
        let is_text = behind.starts_with('"') || behind.starts_with("format!");
        let before = source[..*from].trim_end();
        let is_of_a_runtime =
            ["stderr", "words", "words(breach)"].iter().any(|name| before.ends_with(name));
        (is_text && !before.ends_with("call")) || is_of_a_runtime
    });
    let mut lines: Vec<usize> =
        with_words.map(|(from, _)| source[..from].matches('\n').count() + 1).collect();
    lines.sort_unstable();
    lines
}

fn paths(folder: &str) -> impl Iterator<Item = PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}

/// The predicates of each lesson.
fn predicates() -> impl Iterator<Item = PathBuf> {
    paths("").map(|lesson| lesson.join("beliefs.rs")).filter(|path| path.is_file())
}

/// The shared questions about evidence, and the predicates of each lesson.
fn sources() -> Vec<PathBuf> {
    let all = paths("src/beliefs").chain(predicates());
    all.filter(|path| !path.ends_with("runtimes.rs")).collect()
}

/// A source without its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

#[test]
fn no_lesson_imports_the_predicates_of_another() {
    let ways = ["registry", "super::"];
    let imports = |path: &PathBuf| ways.iter().any(|way| code(path).contains(way));
    let broken: Vec<PathBuf> = predicates().filter(imports).collect();
    assert!(broken.is_empty(), "move what they share to checker/course/src/beliefs: {broken:?}");
    assert!(predicates().count() > 20);
}

#[test]
fn no_belief_looks_for_words() {
    let mut broken = String::new();
    let sources = sources();
    assert!(sources.len() > 20, "only {sources:?}");
    for path in sources {
        for line in comparisons(&code(&path)) {
            let _ = writeln!(broken, "{}:{line}: {ADVICE}", path.display());
        }
    }
    assert!(broken.is_empty(), "\n{broken}");
}

#[test]
fn the_reader_tells_words_from_names_and_bytes() {
    let refused = [
        r#"what.contains("seventh try")"#,
        r#"described(breach).starts_with("the frame")"#,
        "what\n    .split_once(\n        \"data_len \",\n    )",
        r#"what.contains(&format!("data_len {}", length))"#,
        "signs.iter().any(|sign| breach.stderr.contains(sign))",
        "words(breach).contains(sign)",
    ];
    for source in refused {
        assert_eq!(comparisons(source).len(), 1, "{source}");
    }
    let allowed = [
        r#"hearer == "alice" && wait.call == "recv""#,
        r#"wait.call.starts_with("write")"#,
        r#"breach.heard().starts_with(b"seq=")"#,
        r#"    example: "if line.contains(\"q\") { … }","#,
        "frames(breach).contains(&Frame::Error)",
    ];
    for source in allowed {
        assert!(comparisons(source).is_empty(), "{source}");
    }
    assert_eq!(comparisons("fn a() {}\n\nwhat.contains(\"b\")"), [3]);
}
