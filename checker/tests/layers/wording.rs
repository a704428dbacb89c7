//! Rules for the English of comments and of texts that learners read. Comments begin with a noun or a
//! verb, not with a pronoun, and a negation is "is not a", not "is no".

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Words with which no comment begins.
const PRONOUNS: [&str; 4] = ["Who", "Whoever", "Whom", "The same,"];

/// A file of the project: its path relative to the workspace, and its text.
struct Document {
    place: String,
    text: String,
}

/// All files with this extension. Skips build output, hidden folders, and the learner's own lessons.
fn documents(extension: &str) -> Vec<Document> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut found, mut open) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !is_skipped(&root, &path) {
                open.push(path);
            } else if path.extension().is_some_and(|own| own == extension) {
                found.push(document(&root, &path));
            }
        }
    }
    found
}

fn is_skipped(root: &Path, folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name.starts_with('.') || name == "target" || folder == root.join("lessons")
}

fn document(root: &Path, file: &PathBuf) -> Document {
    let place = file.strip_prefix(root).unwrap().display().to_string();
    Document { place, text: fs::read_to_string(file).unwrap() }
}

/// The lines, counted from 1, on which a comment begins with a pronoun.
fn pronouns(text: &str) -> Vec<usize> {
    let comment = |line: &str| {
        let words = line.trim().strip_prefix("//")?;
        Some(words.trim_start_matches(['/', '!']).trim().to_owned())
    };
    let mut found = Vec::new();
    let mut is_inside = false;
    for (at, line) in text.lines().enumerate() {
        let words = comment(line);
        if !is_inside && words.as_deref().is_some_and(begins_with_pronoun) {
            found.push(at + 1);
        }
        is_inside = words.is_some();
    }
    found
}

fn begins_with_pronoun(words: &str) -> bool {
    PRONOUNS.iter().any(|word| {
        let rest = words.strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// The lines, counted from 1, with "is no" or "is none". "There is no" and "is no longer" are plain
/// English.
fn negations(text: &str) -> Vec<usize> {
    let has_one = |line: &str| {
        // `is_none` and `is-no-answer` are names.
        let is_of_word = |c: char| c.is_alphanumeric() || ['\'', '_', '-'].contains(&c);
        let words: Vec<&str> = line.split(|c: char| !is_of_word(c)).collect();
        words.windows(4).any(is_negation)
    };
    // A word before the first one and after the last one.
    let numbered = text.lines().enumerate();
    let found = numbered.filter(|(_, line)| has_one(&format!("- {line} - -")));
    found.map(|(at, _)| at + 1).collect()
}

fn is_negation(words: &[&str]) -> bool {
    let [before, is, no, after] = words else { return false };
    *is == "is"
        && (*no == "none" || *no == "no" && !["longer", "more"].contains(after))
        && !before.eq_ignore_ascii_case("there")
}

fn is_for_learners(place: &str) -> bool {
    let is_text =
        place.ends_with(".md") || place.ends_with("lesson.toml") || place.ends_with("beliefs.toml");
    is_text || ["/beliefs/", "/cases/", "/skeleton/"].iter().any(|part| place.contains(part))
}

/// Asserts that no document breaks a rule, and otherwise lists each place with the advice.
fn assert_none<'d>(
    documents: impl Iterator<Item = &'d Document>,
    find: fn(&str) -> Vec<usize>,
    advice: &str,
) {
    let mut broken = String::new();
    for Document { place, text } in documents {
        for line in find(text) {
            let _ = writeln!(broken, "{place}:{line}: {advice}");
        }
    }
    assert!(broken.is_empty(), "\n{broken}");
}

#[test]
fn comments_name_the_actor() {
    let all = documents("rs");
    assert!(all.len() > 300, "{} sources", all.len());
    let advice = "name the actor or the thing: \"A server that …\", \"Like [`kin`], but …\"";
    assert_none(all.iter(), pronouns, advice);
}

#[test]
fn learners_read_is_not_a_and_never_is_no() {
    let all: Vec<Document> = ["md", "toml", "rs"].into_iter().flat_map(documents).collect();
    let chosen: Vec<&Document> = all.iter().filter(|one| is_for_learners(&one.place)).collect();
    assert!(chosen.len() > 100, "{} texts", chosen.len());
    let advice = "write \"is not a …\" instead of \"is no …\" or \"is none\"";
    assert_none(chosen.into_iter(), negations, advice);
}

#[test]
fn pronouns_are_found_at_the_beginning_of_a_comment_only() {
    let text =
        "//! Who reads.\nfn f() {}\n/// A reader.\n/// Who reads on.\n    // The same, later.\n";
    assert_eq!(pronouns(text), [1]);
    assert_eq!(pronouns("fn f() {}\n    // The same, later.\n// Whose is it?\n"), [2]);
    assert_eq!(pronouns("let who = 1;\n/// Whoever: nobody.\n"), [2]);
}

#[test]
fn negations_are_found_unless_they_are_plain_english() {
    let text =
        "It is no message.\nThere is no message.\nA length that is none.\nIt is no longer here.\n";
    assert_eq!(negations(text), [1, 3]);
    assert_eq!(negations("that is no\n"), [1]);
}
