//! The lists of lessons in README and in the book's summary.

use std::fs;
use std::path::Path;

use anyhow::Context;
use checker::course::Lesson;

use super::Derived;
use crate::listed;

const README: &str = "README.md";
const SUMMARY: &str = "book/src/SUMMARY.md";

pub fn of(root: &Path, course: &[&Lesson]) -> anyhow::Result<Vec<Derived>> {
    let text = |place: &str| fs::read_to_string(root.join(place)).with_context(|| place.to_owned());
    let rows: Vec<String> = course.iter().map(|lesson| listed::row(lesson)).collect();
    let readme = replaced(&text(README)?, listed::is_row, &rows);
    // In the summary, the lessons stand between the introduction and the appendices.
    let summary = text(SUMMARY)?;
    let mut parts = Vec::new();
    for line in listed::summary(course) {
        let is_heading = line.starts_with("# ");
        if is_heading && !parts.is_empty() {
            parts.push(String::new());
        }
        parts.push(line);
        if is_heading {
            parts.push(String::new());
        }
    }
    let is_of_lesson =
        |line: &str| listed::is_lesson(line) || (line.starts_with("# ") && !KEPT.contains(&line));
    let summary = replaced(&summary, is_of_lesson, &parts);
    Ok(vec![
        Derived { place: README.into(), text: readme },
        Derived { place: SUMMARY.into(), text: summary },
    ])
}

/// Headings of the summary that are not a part of the course.
const KEPT: [&str; 2] = ["# Summary", "# Appendices"];

/// The text with these lines in place of everything from the first line to the last for which `is_one`
/// is true.
fn replaced(text: &str, is_one: impl Fn(&str) -> bool, lines: &[String]) -> String {
    let all: Vec<&str> = text.lines().collect();
    let Some(first) = all.iter().position(|line| is_one(line)) else { return text.to_owned() };
    let last = all.iter().rposition(|line| is_one(line)).unwrap_or(first);
    let new = lines.iter().map(String::as_str);
    let lines: Vec<&str> =
        all[..first].iter().copied().chain(new).chain(all[last + 1..].iter().copied()).collect();
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_replaced_where_they_were() {
        let is_row = |line: &str| line.starts_with('|');
        let new = ["| 1".to_owned(), "| 2".to_owned()];
        assert_eq!(replaced("a\n| 7\n| 8\n| 9\nb\n", is_row, &new), "a\n| 1\n| 2\nb\n");
        assert_eq!(replaced("a\nb\n", is_row, &new), "a\nb\n");
    }
}
