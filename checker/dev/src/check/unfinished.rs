//! Lines that `checker dev new` wrote for the author to replace. They begin with `TODO:`, which does not
//! occur elsewhere in a lesson.

use std::fs;
use std::path::Path;

use super::Flaw;
use crate::specimens::COURSE;
use crate::tree;
use checker::course::Lesson;

const MARK: &str = "TODO:";

pub fn flaws(root: &Path, course: &[Lesson]) -> anyhow::Result<Vec<Flaw>> {
    let mut flaws = Vec::new();
    for lesson in course {
        for place in places(root, lesson)? {
            let text = fs::read(root.join(&place))?;
            flaws.extend(of_file(&place, &String::from_utf8_lossy(&text)));
        }
    }
    Ok(flaws)
}

/// The files that an author writes for a lesson.
fn places(root: &Path, lesson: &Lesson) -> anyhow::Result<Vec<String>> {
    let chapter = lesson.chapter_file();
    let mut places: Vec<String> =
        root.join(&chapter).is_file().then_some(chapter).into_iter().collect();
    for parent in [COURSE, "solutions"] {
        let folder = format!("{parent}/{}", lesson.folder());
        let files = tree::files_below(&root.join(&folder))?;
        places.extend(files.into_iter().map(|file| format!("{folder}/{file}")));
    }
    Ok(places)
}

fn of_file(place: &str, text: &str) -> Vec<Flaw> {
    let lines = text.lines().enumerate().filter_map(|(at, line)| {
        let (_, words) = line.split_once(MARK)?;
        let what = format!("is not written yet:{words}");
        Some(Flaw::new(format!("{place}:{}", at + 1), what, "replace the words from `TODO:` on"))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_to_be_written_is_a_flaw() {
        let text = "title = \"Proxy\"\nlearnt = \"TODO: one sentence.\"\n";
        let flaws: Vec<String> = of_file("a.toml", text).iter().map(Flaw::to_string).collect();
        let expected =
            "a.toml:2: is not written yet: one sentence.\": replace the words from `TODO:` on";
        assert_eq!(flaws, [expected]);
        assert!(of_file("a.rs", "todo!(\"answer\")\n").is_empty());
    }
}
