//! The chapters as one text, which is built into the checker for `checker read`: with the included code,
//! with the pictures as text, and with the answers to a chapter's experiments at its end. Of a listing in
//! two languages, the text has Rust's. A contract is put in when the chapter is read, because the skeletons
//! are built in, too.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Context;
use checker::course::Lesson;
use checker::course::chapters::{APPENDICES, BEGINNING, HEADING};
use checker::course::listings::{Part, parts};

use super::Derived;
use super::course::LessonFiles;
use crate::flaw::Flaw;
use crate::picture_list::{self, FOLDER, Picture};

/// The folder of the chapters, to which the included paths are relative.
const SOURCE: &str = "book/src";

/// What stands before and behind an answer, which the book shows at a click.
const ANSWER: &str = "<details>\n<summary>What happens</summary>\n";
const ANSWER_END: &str = "</details>";

pub fn of(root: &Path, course: &[LessonFiles]) -> anyhow::Result<Derived> {
    let chapters = course.iter().map(|files| files.lesson.chapter());
    let pictures = picture_list::list(root)?;
    let mut text = BEGINNING.to_owned();
    for name in chapters.chain(APPENDICES.map(str::to_owned)) {
        let Ok(page) = fs::read_to_string(root.join(file(&name))) else { continue };
        let page = in_rust(&name, &page);
        let page = with_code(root, &page).with_context(|| name.clone())?;
        let page = with_pictures(root, &page, &pictures).with_context(|| name.clone())?;
        let _ = write!(text, "{HEADING}{name}\n{}", with_answers_at_the_end(&page));
    }
    Ok(Derived { place: "checker/learner/chapters.txt".into(), text })
}

/// Reports a lesson without a chapter.
pub fn missing(root: &Path, lesson: &Lesson) -> Option<Flaw> {
    let place = file(&lesson.chapter());
    let advice = "every lesson has a chapter: write it";
    (!root.join(&place).is_file()).then(|| Flaw::new(place, "is missing", advice))
}

fn file(name: &str) -> String {
    format!("{SOURCE}/{name}.md")
}

/// The heading of the experiments.
const EXPERIMENTS: &str = "\n## Predict before you run\n";

/// The page without the listings that are there in Rust, too. A line below the heading names their file.
fn in_rust(name: &str, page: &str) -> String {
    let parts = parts(page);
    let text: String = parts
        .iter()
        .map(|part| match part {
            Part::Text(text) | Part::Pair { rust: text, .. } => *text,
        })
        .collect();
    let python = format!(
        "{EXPERIMENTS}\n*The experiments in Python are in `book/examples/predict/{name}.py`.*\n"
    );
    let has_both = parts.iter().any(|part| matches!(part, Part::Pair { .. }));
    if has_both { text.replace(EXPERIMENTS, &python) } else { text }
}

/// The page with its code, which `{{#include FILE:ANCHOR}}` includes. A chart is left out: a terminal cannot
/// show it.
fn with_code(root: &Path, page: &str) -> anyhow::Result<String> {
    replaced(page, "{{#include ", |what| {
        if what.ends_with(".svg") {
            return Ok(String::new());
        }
        let (file, anchor) = what.split_once(':').map_or((what, None), |(f, a)| (f, Some(a)));
        let text = fs::read_to_string(root.join(SOURCE).join(file));
        let text = text.with_context(|| file.to_owned())?;
        Ok(dedented(&between_anchors(&text, anchor)))
    })
}

/// The lines between `ANCHOR: NAME` and `ANCHOR_END: NAME`, or all. The lines with anchors are left out.
fn between_anchors<'t>(text: &'t str, anchor: Option<&str>) -> Vec<&'t str> {
    let is = |line: &str, mark: &str| {
        line.trim_start_matches(['/', '#', ' ']).strip_prefix(mark).map(str::trim) == anchor
    };
    let lines = text.lines();
    let inside: Vec<&str> = match anchor {
        None => lines.collect(),
        Some(_) => lines
            .skip_while(|line| !is(line, "ANCHOR: "))
            .take_while(|line| !is(line, "ANCHOR_END: "))
            .collect(),
    };
    let has_anchor = |line: &&str| line.contains("ANCHOR: ") || line.contains("ANCHOR_END: ");
    inside.into_iter().filter(|line| !has_anchor(line)).collect()
}

/// The lines without their common indent.
fn dedented(lines: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let full = lines.iter().filter(|line| !line.trim().is_empty());
    let least = full.map(indent).min().unwrap_or_default();
    let lines: Vec<&str> = lines.iter().map(|line| line.get(least..).unwrap_or_default()).collect();
    lines.join("\n")
}

/// The page with its pictures, each as text above its caption. Of a picture that is not drawn yet, there
/// is only the caption.
fn with_pictures(root: &Path, page: &str, pictures: &[Picture]) -> anyhow::Result<String> {
    replaced(page, "{{#picture ", |name| {
        let picture = pictures.iter().find(|picture| picture.name == name);
        let caption = &picture.with_context(|| format!("there is no picture `{name}`"))?.caption;
        let drawn = fs::read_to_string(root.join(FOLDER).join(format!("{name}.txt")));
        let drawn = drawn.map(|drawn| format!("````text\n{}\n````\n\n", drawn.trim_end()));
        Ok(drawn.unwrap_or_default() + caption)
    })
}

/// The page with `text` for each `{{#… WHAT}}` that begins with `begin`.
fn replaced(
    page: &str,
    begin: &str,
    text: impl Fn(&str) -> anyhow::Result<String>,
) -> anyhow::Result<String> {
    let mut parts = page.split(begin);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (what, rest) = part.split_once("}}").with_context(|| format!("{begin} has no end"))?;
        whole += &text(what.trim())?;
        whole += rest;
    }
    Ok(whole)
}

/// A terminal cannot hide an answer until it is wanted, so all answers follow the last paragraph.
fn with_answers_at_the_end(page: &str) -> String {
    let mut parts = page.split(ANSWER);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    let mut answers = String::new();
    for (index, part) in parts.enumerate() {
        let (answer, rest) = part.split_once(ANSWER_END).unwrap_or((part, ""));
        let number = index + 1;
        let _ =
            write!(whole, "*What happens is at the end of this chapter, under {number}.*{rest}");
        let _ = write!(answers, "\n**{number}.** *What happens:*\n{answer}");
    }
    if !answers.is_empty() {
        whole += "\n## What happens in the experiments\n";
    }
    whole + answers.trim_end() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_begins_at_the_left_edge_and_has_no_anchors() {
        let source = "a\n    // ANCHOR: x\n    if b {\n\n        // ANCHOR: y\n        c\n    }\n\
                      // ANCHOR_END: x\nd\n";
        let lines = between_anchors(source, Some("x"));
        assert_eq!(dedented(&lines), "if b {\n\n    c\n}");
    }

    #[test]
    fn the_terminal_shows_rust_and_names_pythons_file() {
        let page = format!("{EXPERIMENTS}\n```rust\nr\n```\n\n```python\np\n```\n");
        let shown = format!(
            "{EXPERIMENTS}\n*The experiments in Python are in `book/examples/predict/01-a.py`.*\n\
             \n```rust\nr\n```\n"
        );
        assert_eq!(in_rust("01-a", &page), shown);
        assert_eq!(in_rust("01-a", EXPERIMENTS), EXPERIMENTS);
    }

    #[test]
    fn answers_come_last() {
        let page = format!(
            "1?\n\n{ANSWER}\nOne.\n\n{ANSWER_END}\n\n2?\n\n{ANSWER}\nTwo.\n\n{ANSWER_END}\n"
        );
        let moved = with_answers_at_the_end(&page);
        let (questions, answers) =
            moved.split_once("\n## What happens in the experiments\n").unwrap();
        assert!(questions.contains("2?") && !questions.contains("One."), "{moved}");
        assert_eq!(
            answers,
            "\n**1.** *What happens:*\n\nOne.\n\n\n**2.** *What happens:*\n\nTwo.\n"
        );
    }
}
