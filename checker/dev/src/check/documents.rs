//! Checks that documents agree with the course: README's table of lessons, the book's SUMMARY, and the
//! chapters.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::Flaw;
use crate::book::beliefs;
use crate::listed;
use crate::tree;
use checker::course::Lesson;

pub fn flaws(root: &Path, course: &[Lesson]) -> anyhow::Result<Vec<Flaw>> {
    let text = |place: &str| fs::read_to_string(root.join(place)).with_context(|| place.to_owned());
    let summary = text("book/src/SUMMARY.md")?;
    let files = tree::files(&root.join("book/src"))?;
    let mut flaws = readme(&text("README.md")?, course);
    flaws.extend(summary_lines(&summary, course));
    flaws.extend(pages(&files, &summary, course));
    Ok(flaws)
}

/// Checks that README has a row for each lesson.
fn readme(text: &str, course: &[Lesson]) -> Vec<Flaw> {
    let found: Vec<&str> = text.lines().filter(|line| listed::is_row(line)).collect();
    compare("README.md", &found, &course.iter().map(listed::row).collect::<Vec<_>>())
}

/// Checks SUMMARY's entries and the headings of its parts.
fn summary_lines(text: &str, course: &[Lesson]) -> Vec<Flaw> {
    let is_of_course = |line: &&str| {
        line.trim_start().starts_with("- ") || (line.starts_with("# ") && *line != "# Summary")
    };
    let found: Vec<&str> = text.lines().filter(is_of_course).collect();
    let mut expected = listed::summary(&course.iter().collect::<Vec<_>>());
    expected.extend(appendices());
    compare("book/src/SUMMARY.md", &found, &expected)
}

/// The lines after the lessons.
fn appendices() -> Vec<String> {
    let before = [
        "# Appendices",
        "- [Bring your own program](own-programs.md)",
        "- [Python's calls beside Rust's](python.md)",
    ];
    let behind = [
        "- [A class in ten minutes](teachers.md)",
        "- [Glossary](glossary.md)",
        "- [Troubleshooting](trouble.md)",
        "- [How the checker is built](checker.md)",
    ];
    let beliefs = cases::beliefs::all().iter().map(beliefs::line_of);
    let lines = before.map(str::to_owned).into_iter();
    lines
        .chain([beliefs::HEADING.to_owned()])
        .chain(beliefs)
        .chain(behind.map(str::to_owned))
        .collect()
}

/// Compares the lines with the expected ones.
fn compare(place: &str, found: &[&str], expected: &[String]) -> Vec<Flaw> {
    let lacks = expected.iter().filter(|line| !found.contains(&&line[..])).map(|line| {
        let what = "a line of the course is missing";
        Flaw::new(place, what, format!("write `{line}`"))
    });
    let surplus = found.iter().filter(|line| !expected.iter().any(|e| e == *line)).map(|line| {
        let what = format!("the course has no such line: `{line}`");
        Flaw::new(place, what, "remove or correct it")
    });
    let flaws: Vec<Flaw> = lacks.chain(surplus).collect();
    if flaws.is_empty() && found != expected {
        let what = "the lessons are not listed once each, in the order of the course";
        return vec![Flaw::new(place, what, "order them as in checker/course")];
    }
    flaws
}

/// Checks that every numbered page is a chapter, and that SUMMARY lists every page.
fn pages(files: &[String], summary: &str, course: &[Lesson]) -> Vec<Flaw> {
    let place = |file: &str| format!("book/src/{file}");
    let chapters: Vec<String> =
        course.iter().map(|lesson| format!("{}.md", lesson.chapter())).collect();
    let is_numbered = |file: &str| file.starts_with(|c: char| c.is_ascii_digit());
    let pages = files.iter().filter(|file| file.ends_with(".md") && *file != "SUMMARY.md");
    let strange = pages.clone().filter(|file| is_numbered(file) && !chapters.contains(file));
    let strange = strange.map(|file| {
        Flaw::new(
            place(file),
            "does not belong to a lesson",
            "name it after a lesson, or remove it",
        )
    });
    let hidden = pages
        .filter(|file| !summary.contains(&format!("]({file})")))
        .map(|file| Flaw::new(place(file), "is not in SUMMARY.md", "list it there"));
    strange.chain(hidden).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use checker::course::lessons;

    fn listed(flaws: &[Flaw]) -> String {
        flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    /// The rows of all lessons, as README should show them.
    fn rows() -> Vec<String> {
        let flaws = readme("", lessons());
        let rows = flaws.iter().map(|flaw| {
            let line = flaw.to_string();
            line.split_once("write `").unwrap().1.strip_suffix('`').unwrap().to_owned()
        });
        rows.collect()
    }

    #[test]
    fn a_readme_in_step_is_fine() {
        let text = format!("# x\n\n| number | title |\n|---|---|\n{}\n", rows().join("\n"));
        assert_eq!(readme(&text, lessons()), vec![]);
    }

    #[test]
    fn a_readme_out_of_step_gets_the_right_line() {
        let mut rows = rows();
        rows[1] = rows[1].replace("Communication loop", "Talking");
        let listed = listed(&readme(&rows.join("\n"), lessons()));
        assert!(listed.contains("README.md: ") && listed.contains("write `| 02 | "), "{listed}");
        assert!(listed.contains("Talking") && listed.contains("remove or correct it"), "{listed}");
        let mut rows = self::rows();
        rows.swap(0, 1);
        let listed = self::listed(&readme(&rows.join("\n"), lessons()));
        assert!(listed.contains("in the order of the course"), "{listed}");
    }

    #[test]
    fn a_summary_has_the_parts_and_the_lessons() {
        let listed = listed(&summary_lines("# Summary\n\n- [77 x](77-x.md)\n", lessons()));
        assert!(listed.contains("write `# One conversation`"), "{listed}");
        assert!(listed.contains("write `- [01 One shot](01-one-shot.md)`"), "{listed}");
        assert!(listed.contains("no such line: `- [77 x](77-x.md)`"), "{listed}");
    }

    #[test]
    fn every_page_is_a_chapter_and_is_listed() {
        let files = ["SUMMARY.md", "77-x.md", "introduction.md"].map(str::to_owned);
        let listed = listed(&pages(&files, "[x](77-x.md)", lessons()));
        assert!(listed.contains("book/src/77-x.md: does not belong to a lesson"), "{listed}");
        assert!(listed.contains("book/src/introduction.md: is not in SUMMARY.md"), "{listed}");
    }
}
