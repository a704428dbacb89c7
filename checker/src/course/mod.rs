//! The course as data. A lesson's title, task, hints and points are in
//! `checker/course/NN-slug/lesson.toml`, which is built into the checker. The folder's name gives number
//! and slug. The names of the lesson's other folders, its packages, programs and chapter follow from
//! them.

pub mod atomic_file;
#[cfg(feature = "more")]
pub mod chapters;
pub mod command;
pub mod contract;
pub mod framing;
pub mod given;
pub mod learner;
pub mod listings;
pub mod nearest;
pub mod overview;
pub mod own_programs;
pub mod progress;
pub mod references;
pub mod select;
pub mod skeletons;
#[cfg(feature = "complete")]
pub mod update;
pub mod workspace;

use std::sync::OnceLock;

use cases::fields::Fields;
pub use cases::texts::LessonFile;
use cases::texts::{LESSONS, LessonTexts};

use crate::events::Role;

/// One lesson of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// The place in the course, counted from 1.
    pub number: usize,
    pub slug: String,
    pub title: String,
    /// The part of the course that it belongs to.
    pub part: String,
    /// The programs to write: a server, a client, or both, in this order.
    pub programs: Vec<Role>,
    pub points: u32,
    /// The time that a beginner needs to read the chapter and to write the programs.
    pub minutes: u32,
    /// The slugs of earlier lessons whose ideas it uses, besides those that its programs build on.
    pub also_needs: Vec<String>,
    /// The task, which the learner reads first.
    pub asks: String,
    /// Each goes one step further than the one before.
    pub hints: Vec<String>,
    /// Printed when the lesson is passed.
    pub learnt: String,
    /// The arguments with which `checker try` starts the programs.
    pub trial: Trial,
}

/// The programs' arguments in a trial run. `{addr}` stands for an address, `{path}` for the path of a Unix
/// socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    pub server: String,
    pub client: String,
}

impl Default for Trial {
    fn default() -> Self {
        Trial { server: "{addr}".into(), client: "{addr}".into() }
    }
}

impl Trial {
    pub fn of(&self, role: Role) -> &str {
        if role == Role::Client { &self.client } else { &self.server }
    }
}

impl Lesson {
    /// `01-one-shot`, in `lessons/` and in `solutions/`.
    pub fn folder(&self) -> String {
        format!("{:02}-{}", self.number, self.slug)
    }

    /// The chapter's file name without `.md`.
    pub fn chapter(&self) -> String {
        self.folder()
    }

    /// The chapter's file, relative to the workspace: `book/src/01-one-shot.md`.
    pub fn chapter_file(&self) -> String {
        format!("book/src/{}.md", self.chapter())
    }

    /// The command that shows the chapter: `cargo checker read 1`.
    pub fn read_command(&self) -> String {
        format!("cargo checker read {}", self.number)
    }

    /// The learner's package, `one-shot`. A package's name cannot begin with a digit.
    pub fn package(&self) -> String {
        self.slug.clone()
    }

    /// The reference's package.
    pub fn solution_package(&self) -> String {
        format!("{}-solution", self.slug)
    }

    /// The learner's program, `one-shot-server`.
    pub fn program(&self, role: Role) -> String {
        format!("{}-{}", self.slug, role.name())
    }

    /// The reference's program, `one-shot-server-solution`.
    pub fn solution_program(&self, role: Role) -> String {
        format!("{}-solution", self.program(role))
    }

    /// The file of this program, relative to the workspace: `lessons/01-one-shot/src/server.rs`.
    pub fn source_file(&self, role: Role) -> String {
        format!("lessons/{}/src/{}.rs", self.folder(), role.name())
    }

    /// All files that the learner writes for this lesson, relative to the workspace.
    pub fn source_files(&self) -> impl Iterator<Item = String> {
        let sources = skeletons::of(self).iter().filter(|file| file.path.ends_with(".rs"));
        sources.map(|file| format!("lessons/{}/{}", self.folder(), file.path))
    }

    /// Number and title for people: `01 · One shot`.
    pub fn heading(&self) -> String {
        format!("{:02} · {}", self.number, self.title)
    }
}

/// All lessons, in the order of the course.
pub fn lessons() -> &'static [Lesson] {
    static READ: OnceLock<Vec<Lesson>> = OnceLock::new();
    READ.get_or_init(|| {
        let lesson = |texts: &LessonTexts| match read_lesson(texts.folder, texts.toml) {
            Ok(lesson) => lesson,
            // The text is built into the program, and a test below reads it.
            Err(why) => unreachable!("checker/course/{}, as it was built in: {why}", texts.folder),
        };
        LESSONS.iter().map(lesson).collect()
    })
}

/// The lesson with this slug.
pub fn of_slug(slug: &str) -> Option<&'static Lesson> {
    lessons().iter().find(|lesson| lesson.slug == slug)
}

/// The lesson in this folder, `01-one-shot`.
pub fn of_folder(folder: &str) -> Option<&'static Lesson> {
    lessons().iter().find(|lesson| lesson.folder() == folder)
}

/// Reads the lesson in this folder, whose `lesson.toml` has this text. An error describes the mistake in
/// the name or the text.
pub fn read_lesson(folder: &str, text: &str) -> Result<Lesson, String> {
    let (number, slug) = folder.split_once('-').ok_or("the folder is not NN-slug")?;
    let mut fields = Fields::parse(text)?;
    let asks: String = fields.take("asks")?;
    let lesson = Lesson {
        number: number.parse().map_err(|_| "the folder does not begin with a number")?,
        slug: slug.to_owned(),
        title: fields.take("title")?,
        part: fields.take("part")?,
        programs: programs(&fields.take::<Vec<String>>("programs")?)?,
        points: fields.take("points")?,
        minutes: fields.take("minutes")?,
        also_needs: fields.take_if_any("also_needs")?.unwrap_or_default(),
        asks: asks.trim().to_owned(),
        hints: fields.take("hints")?,
        learnt: fields.take("learnt")?,
        trial: read_trial(fields.take_if_any("try")?.unwrap_or_default())?,
    };
    fields.end()?;
    Ok(lesson)
}

fn programs(names: &[String]) -> Result<Vec<Role>, String> {
    let role = |name: &String| {
        Role::of_program(name).ok_or_else(|| format!("there is no program `{name}`"))
    };
    names.iter().map(role).collect()
}

fn read_trial(mut fields: Fields) -> Result<Trial, String> {
    let usual = Trial::default();
    let trial = Trial {
        server: fields.take_if_any("server")?.unwrap_or(usual.server),
        client: fields.take_if_any("client")?.unwrap_or(usual.client),
    };
    fields.end()?;
    Ok(trial)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_built_in_course_can_be_read() {
        let numbers: Vec<usize> = lessons().iter().map(|lesson| lesson.number).collect();
        assert!(numbers.iter().copied().eq(1..=numbers.len()), "{numbers:?}");
    }

    #[test]
    fn a_lesson_that_cannot_be_read_says_why() {
        assert!(read_lesson("01", "").unwrap_err().contains("NN-slug"));
        assert!(read_lesson("one-shot", "").unwrap_err().contains("missing field"));
        let added = format!("titel = 1\n{}", LESSONS[0].toml);
        assert_eq!(read_lesson("01-one-shot", &added).unwrap_err(), "unknown field `titel`");
    }

    #[test]
    fn names_follow_from_number_and_slug() {
        let lesson = &lessons()[0];
        assert_eq!(lesson.folder(), "01-one-shot");
        assert_eq!(lesson.chapter(), "01-one-shot");
        assert_eq!(lesson.package(), "one-shot");
        assert_eq!(lesson.solution_package(), "one-shot-solution");
        assert_eq!(lesson.program(Role::Server), "one-shot-server");
        assert_eq!(lesson.solution_program(Role::Client), "one-shot-client-solution");
        assert_eq!(lesson.source_file(Role::Client), "lessons/01-one-shot/src/client.rs");
    }

    #[test]
    fn every_lesson_is_complete_and_no_two_are_alike() {
        let mut slugs = HashSet::new();
        for lesson in lessons() {
            let name = &lesson.slug;
            assert!(slugs.insert(name), "{name} stands twice in the course");
            assert!(!name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()), "{name}");
            assert!(
                name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{name}"
            );
            assert!(!lesson.programs.is_empty(), "{name} asks for no program");
            assert!(!lesson.programs.contains(&Role::Both), "{name}: `both` is not a program");
            assert!((2..=3).contains(&lesson.hints.len()), "{name} has two or three hints");
            for text in [&lesson.title, &lesson.part, &lesson.asks, &lesson.learnt] {
                assert!(!text.trim().is_empty(), "{name} has an empty text");
            }
            assert!(lesson.points > 0, "{name} is worth nothing");
            let is_rounded = lesson.minutes >= 30 && lesson.minutes.is_multiple_of(15);
            assert!(is_rounded, "{name} takes {} minutes", lesson.minutes);
            for slug in &lesson.also_needs {
                let is_earlier = of_slug(slug).is_some_and(|other| other.number < lesson.number);
                assert!(is_earlier, "{name} needs {slug}, which is not an earlier lesson");
            }
        }
    }
}
