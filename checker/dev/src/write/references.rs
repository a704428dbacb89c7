//! The references as one text, which is built into the checker. An installed checker shows and checks
//! them without the folder `solutions`.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Context;
use checker::course::references::{BEGINNING, HEADING};

use super::Derived;
use super::course::LessonFiles;
use crate::tree;

pub fn of(root: &Path, course: &[LessonFiles]) -> anyhow::Result<Derived> {
    let mut text = BEGINNING.to_owned();
    for LessonFiles { lesson, .. } in course {
        let folder = root.join("solutions").join(lesson.folder());
        for file in tree::files_below(&folder)? {
            let source = folder.join(&file);
            let source = fs::read_to_string(&source).with_context(|| source.display().to_string());
            let _ = write!(text, "{HEADING}{}/{file}\n{}", lesson.folder(), source?);
        }
    }
    Ok(Derived { place: "checker/learner/references.txt".into(), text })
}
