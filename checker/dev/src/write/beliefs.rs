//! Two registries of beliefs: a constant for each id, and a Rust module that ties each lesson's texts to
//! its predicates.

use std::fmt::Write;

use super::Derived;
use super::course::LessonFiles;
use super::modules;

const IDS: &str = "\
//! The id of each belief, as JSON and `checker explain` have it. `cargo checker dev write` writes this file
//! from the files `checker/course/NN-slug/beliefs.toml`. A typing mistake in a constant does not compile.
";

const REGISTRY: &str = "\
//! Each lesson's beliefs: the texts that are built in, and the predicates. `cargo checker dev write` writes
//! this file from the files `beliefs.toml` and `beliefs.rs` in `checker/course/NN-slug`.

use stage::breach::Breach;

";

const MACRO: &str = r#"
/// Whether the evidence of a failure fits a belief.
pub type Predicate = fn(&Breach) -> bool;

/// A lesson's texts, and its predicates by name.
pub struct LessonBeliefs {
    /// `01-one-shot`, in `checker/course`.
    pub folder: &'static str,
    pub toml: &'static str,
    pub predicates: &'static [(&'static str, Predicate)],
}

impl LessonBeliefs {
    /// The lesson's slug, `one-shot`.
    pub fn slug(&self) -> &'static str {
        self.folder.split_once('-').map_or(self.folder, |(_, slug)| slug)
    }

    /// The predicate of the belief with this id. The function's name is the id, with `_` for `-`.
    pub fn predicate(&self, id: &str) -> Option<Predicate> {
        let name = id.replace('-', "_");
        self.predicates.iter().find(|(known, _)| *known == name).map(|(_, fits)| *fits)
    }
}

macro_rules! lesson {
    ($folder:literal $lesson:ident: $($name:ident)*) => {
        LessonBeliefs {
            folder: $folder,
            toml: include_str!(concat!("../../", $folder, "/beliefs.toml")),
            predicates: &[$((stringify!($name), $lesson::$name)),*],
        }
    };
}

pub const LESSONS: &[LessonBeliefs] = &[
"#;

/// The constants for all ids, by lesson.
pub fn ids(course: &[LessonFiles]) -> Derived {
    let mut text = IDS.to_owned();
    for files in course.iter().filter(|files| !files.beliefs.is_empty()) {
        let _ = writeln!(text, "\n// {}", files.lesson.folder());
        for id in &files.beliefs {
            let name = id.replace('-', "_").to_uppercase();
            let _ = writeln!(text, "pub const {name}: &str = \"{id}\";");
        }
    }
    Derived { place: "checker/course/src/ids.rs".into(), text }
}

/// The modules of all lessons that have predicates, and the beliefs that have one.
pub fn registry(course: &[LessonFiles]) -> Derived {
    let with_beliefs: Vec<&LessonFiles> =
        course.iter().filter(|files| !files.beliefs.is_empty()).collect();
    let lessons = with_beliefs.iter().map(|files| &files.lesson);
    let mut text = REGISTRY.to_owned() + &modules::declared(lessons, "../..", "beliefs.rs");
    text += MACRO;
    for files in with_beliefs {
        let (folder, module) = (files.lesson.folder(), modules::name(&files.lesson));
        let _ = write!(text, "    lesson!(\"{folder}\" {module}:");
        for id in files.beliefs.iter().filter(|id| files.has_predicate(id)) {
            let _ = write!(text, "\n        {}", id.replace('-', "_"));
        }
        text += "),\n";
    }
    text += "];\n";
    Derived { place: "checker/course/src/beliefs/registry.rs".into(), text }
}
