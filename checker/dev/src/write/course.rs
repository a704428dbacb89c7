//! The course as it is in `checker/course`. The running checker may have been built from an older state.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};
use cases::beliefs::read_file;
use checker::course::{Lesson, read_lesson};

use super::Derived;
use crate::flaw::Flaw;
use crate::specimens::COURSE;
use crate::tree;

/// A lesson with the contents of its folder.
pub struct LessonFiles {
    pub lesson: Lesson,
    /// The files of its skeleton: `Cargo.toml.skeleton`, `src/server.rs`.
    pub skeleton: Vec<String>,
    /// The ids in its `beliefs.toml`.
    pub beliefs: Vec<String>,
    /// The names of the public functions in its `beliefs.rs`: `buffer_is_message`.
    pub predicates: Vec<String>,
}

impl LessonFiles {
    /// Whether `beliefs.rs` has the predicate of the belief with this id.
    pub fn has_predicate(&self, id: &str) -> bool {
        self.predicates.contains(&id.replace('-', "_"))
    }

    /// Texts without a predicate, and predicates without a text.
    pub fn flaws(&self) -> Vec<Flaw> {
        let place = format!("{COURSE}/{}/beliefs", self.lesson.folder());
        let bare = self.beliefs.iter().filter(|id| !self.has_predicate(id)).map(|id| {
            let name = id.replace('-', "_");
            let advice = format!("write `pub fn {name}(breach: &Breach) -> bool` in {place}.rs");
            Flaw::new(format!("{place}.toml"), format!("`{id}` has no predicate"), advice)
        });
        let ids: Vec<String> = self.beliefs.iter().map(|id| id.replace('-', "_")).collect();
        let surplus = self.predicates.iter().filter(|name| !ids.contains(name)).map(|name| {
            let what = format!("the predicate `{name}` has no text");
            let advice = format!("write its [[belief]] in {place}.toml, or remove the function");
            Flaw::new(format!("{place}.rs"), what, advice)
        });
        bare.chain(surplus).collect()
    }
}

/// All lessons, in the order of their numbers. A folder without `lesson.toml` does not belong to a
/// lesson.
pub fn read(root: &Path) -> anyhow::Result<Vec<LessonFiles>> {
    let mut folders = tree::folders(&root.join(COURSE))?;
    folders.retain(|folder| root.join(COURSE).join(folder).join("lesson.toml").is_file());
    folders.into_iter().map(|folder| read_folder(root, &folder)).collect()
}

/// Like [`read`], but without the files.
pub fn lessons(root: &Path) -> anyhow::Result<Vec<Lesson>> {
    Ok(read(root)?.into_iter().map(|files| files.lesson).collect())
}

fn read_folder(root: &Path, folder: &str) -> anyhow::Result<LessonFiles> {
    let place = |file: &str| format!("{COURSE}/{folder}/{file}");
    let text = |file: &str| fs::read_to_string(root.join(place(file))).with_context(|| place(file));
    let malformed = |file: &str, why: String| anyhow!("{}: {why}", place(file));
    let lesson = read_lesson(folder, &text("lesson.toml")?);
    let beliefs =
        read_file(&text("beliefs.toml")?).map_err(|why| malformed("beliefs.toml", why))?;
    let mut skeleton = tree::files_below(&root.join(place("skeleton")))?;
    skeleton.sort_by_key(|file| (order_of(file), file.clone()));
    Ok(LessonFiles {
        lesson: lesson.map_err(|why| malformed("lesson.toml", why))?,
        skeleton,
        beliefs: beliefs.texts.into_iter().map(|text| text.id).collect(),
        predicates: public_functions(&text("beliefs.rs")?),
    })
}

/// The public functions of a module.
fn public_functions(source: &str) -> Vec<String> {
    let lines = source.lines().filter_map(|line| line.strip_prefix("pub fn "));
    lines.filter_map(|line| line.split('(').next()).map(str::to_owned).collect()
}

/// A library comes before the programs that use it, and a server before its client.
fn order_of(file: &str) -> usize {
    const ORDER: [&str; 4] =
        ["Cargo.toml.skeleton", "src/lib.rs", "src/server.rs", "src/client.rs"];
    ORDER.iter().position(|known| *known == file).unwrap_or(ORDER.len())
}

/// The missing files in `lessons/`. Existing files may be a learner's, and are left alone.
pub fn missing_lessons(root: &Path, course: &[LessonFiles]) -> anyhow::Result<Vec<Derived>> {
    let mut missing = Vec::new();
    for LessonFiles { lesson, skeleton, .. } in course {
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
