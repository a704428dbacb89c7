//! A page of the book for each belief, made from the checker's own data: the belief, the truth, the
//! reason, the smallest example, the chapter, and the cases that expose it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::flaw::Flaw;
use crate::tree;
use cases::beliefs::{self, Belief};
use cases::lessons::cases;
use checker::course::{Lesson, lessons, of_slug};

const FOLDER: &str = "book/src/beliefs";
const LIST: &str = "book/src/beliefs.md";
const SUMMARY: &str = "book/src/SUMMARY.md";

/// Writes all pages, their list, and their lines in the book's summary.
pub fn write(root: &Path) -> anyhow::Result<()> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder)?;
    for file in tree::files(&folder)? {
        fs::remove_file(folder.join(file))?;
    }
    for belief in beliefs::all() {
        fs::write(folder.join(format!("{}.md", belief.id)), page(belief))?;
    }
    fs::write(root.join(LIST), list())?;
    let summary = fs::read_to_string(root.join(SUMMARY)).context(SUMMARY)?;
    let kept = summary.lines().filter(|line| !line.starts_with("  - [“"));
    let mut lines: Vec<String> = Vec::new();
    for line in kept {
        lines.push(line.to_owned());
        if line == HEADING {
            lines.extend(beliefs::all().iter().map(line_of));
        }
    }
    fs::write(root.join(SUMMARY), lines.join("\n") + "\n").context(SUMMARY)
}

/// The line of the summary above the beliefs.
pub const HEADING: &str = "- [Beliefs](beliefs.md)";

/// A belief's line in the summary.
pub fn line_of(belief: &Belief) -> String {
    format!("  - [“{}”](beliefs/{}.md)", belief.title, belief.id)
}

/// Pages that differ from the checker's data.
pub fn flaws(root: &Path) -> anyhow::Result<Vec<Flaw>> {
    let advice = "write it again with `cargo checker dev book`";
    let pages = beliefs::all().iter().map(|b| (format!("{FOLDER}/{}.md", b.id), page(b)));
    let mut flaws = Vec::new();
    for (place, text) in pages.chain([(LIST.to_owned(), list())]) {
        let kept = fs::read_to_string(root.join(&place)).unwrap_or_default();
        if kept != text {
            flaws.push(Flaw::new(place, "differs from the checker's data", advice));
        }
    }
    for file in tree::files(&root.join(FOLDER))? {
        if file.strip_suffix(".md").is_none_or(|id| beliefs::find(id).is_none()) {
            flaws.push(Flaw::new(
                format!("{FOLDER}/{file}"),
                "does not belong to a belief",
                advice,
            ));
        }
    }
    Ok(flaws)
}

fn page(belief: &Belief) -> String {
    let Belief { id, title, truth, why, example, .. } = belief;
    let mut page = format!("# “{title}”\n\n**Not so.** {truth}\n\n{why}\n\n");
    let _ = writeln!(page, "```rust\n{}\n```\n", example);
    if let Some(lesson) = of_slug(belief.chapter) {
        let Lesson { number, title, .. } = lesson;
        let _ = writeln!(
            page,
            "The chapter that explains it: [{number:02} {title}](../{}.md).\n",
            lesson.chapter()
        );
    }
    let _ = writeln!(page, "| cases that expose it | what they promise |\n|---|---|");
    for lesson in lessons() {
        for case in cases(&lesson.slug) {
            if case.exposes.iter().any(|exposes| exposes.belief == id) {
                let promise = case.promise.replace('|', "\\|");
                let _ = writeln!(page, "| {:02} `{}` | {promise} |", lesson.number, case.name);
            }
        }
    }
    let _ = writeln!(page, "\nAt the terminal: `cargo checker explain {id}`");
    page
}

fn list() -> String {
    let mut list = String::from(
        "# Beliefs\n\n\
                 Common misconceptions about sockets. The checker names one of them only if its evidence fits *and* the\n\
                 program passes a control, which is the same script without the trap.\n",
    );
    for lesson in lessons() {
        let of_chapter: Vec<&Belief> =
            beliefs::all().iter().filter(|belief| belief.chapter == lesson.slug).collect();
        if of_chapter.is_empty() {
            continue;
        }
        let _ = writeln!(list, "\n## {:02} {}\n", lesson.number, lesson.title);
        for belief in of_chapter {
            let _ = writeln!(list, "- [“{}”](beliefs/{}.md)", belief.title, belief.id);
        }
    }
    list
}
