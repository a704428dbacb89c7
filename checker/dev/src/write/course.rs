//! The course as it lies in `checker/course`. The checker that runs may have been built from an older state.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};
use checker::course::{Lesson, read_lesson};

use super::Derived;
use crate::specimens::COURSE;
use crate::tree;

/// A lesson, and the files of its skeleton: `Cargo.toml.skeleton`, `src/server.rs`.
pub struct LessonFiles {
    pub lesson: Lesson,
    pub skeleton: Vec<String>,
}

/// All lessons, in the order of their numbers. A folder without `lesson.toml` is not a lesson's.
pub fn read(root: &Path) -> anyhow::Result<Vec<LessonFiles>> {
    let lesson = |folder: String| {
        let place = format!("{COURSE}/{folder}/lesson.toml");
        let text = fs::read_to_string(root.join(&place)).with_context(|| place.clone())?;
        let lesson = read_lesson(&folder, &text).map_err(|why| anyhow!("{place}: {why}"))?;
        let mut skeleton = tree::files_below(&root.join(COURSE).join(&folder).join("skeleton"))?;
        skeleton.sort_by_key(|file| (order_of(file), file.clone()));
        Ok(LessonFiles { lesson, skeleton })
    };
    let mut folders = tree::folders(&root.join(COURSE))?;
    folders.retain(|folder| root.join(COURSE).join(folder).join("lesson.toml").is_file());
    folders.into_iter().map(lesson).collect()
}

/// A library comes before the programs that use it, and a server before its client.
fn order_of(file: &str) -> usize {
    const ORDER: [&str; 4] =
        ["Cargo.toml.skeleton", "src/lib.rs", "src/server.rs", "src/client.rs"];
    ORDER.iter().position(|known| *known == file).unwrap_or(ORDER.len())
}

/// The files in `lessons/` that are missing. Those that are there may be a learner's, and are left alone.
pub fn missing_lessons(root: &Path, course: &[LessonFiles]) -> anyhow::Result<Vec<Derived>> {
    let mut missing = Vec::new();
    for LessonFiles { lesson, skeleton } in course {
        let folder = lesson.folder();
        for file in skeleton {
            let place = format!("lessons/{folder}/{}", file.trim_end_matches(".skeleton"));
            if !root.join(&place).exists() {
                let from = root.join(COURSE).join(&folder).join("skeleton").join(file);
                missing.push(Derived { place, text: fs::read_to_string(from)? });
            }
        }
    }
    Ok(missing)
}
