//! Which programs of the lessons to build, and how to start each.

use std::path::{Path, PathBuf};

use crate::course::Lesson;
use crate::course::own_programs::{OwnProgram, OwnPrograms};
use crate::events::Role;
use cases::scene::{Launch, Launches};

/// The programs to start.
pub struct Wanted<'r> {
    pub lessons: &'r [&'static Lesson],
    /// The references instead of the learner's programs.
    pub solutions: bool,
    /// Programs that stand in for those in Rust.
    pub own: &'r OwnPrograms,
}

impl Wanted<'_> {
    /// The lessons that have a program in Rust.
    pub fn to_build(&self) -> impl Iterator<Item = &'static Lesson> {
        self.lessons.iter().copied().filter(|lesson| !self.own.left_to_rust(lesson).is_empty())
    }

    pub fn package(&self, lesson: &Lesson) -> String {
        if self.solutions { lesson.solution_package() } else { lesson.package() }
    }

    /// The programs to build; empty for all programs. A Rust program that another one stands in for need
    /// not build.
    pub fn programs(&self) -> Vec<String> {
        let rust = |lesson| self.own.left_to_rust(lesson);
        if self.to_build().all(|lesson| rust(lesson) == lesson.programs) {
            return Vec::new();
        }
        let names = |lesson: &'static Lesson| {
            rust(lesson).into_iter().map(|role| lesson.program(role)).collect::<Vec<_>>()
        };
        self.to_build().flat_map(names).collect()
    }

    /// The commands that start the lesson's programs. `find` finds a Rust program by name.
    pub fn launches(
        &self,
        lesson: &Lesson,
        find: impl Fn(&str) -> Option<PathBuf>,
    ) -> Result<Launches, String> {
        let launch = |role: Role| match self.own.find(lesson, role) {
            Some(own) => Ok(Some(stand_in(own, &self.own.folder))),
            None => rust_launch(lesson, role, self.solutions, &find),
        };
        Ok(Launches { server: launch(Role::Server)?, client: launch(Role::Client)? })
    }
}

/// The commands that start the lesson's programs (or its references). `find` finds a program by name.
pub fn launches(
    lesson: &Lesson,
    solutions: bool,
    find: impl Fn(&str) -> Option<PathBuf>,
) -> Result<Launches, String> {
    let own = &OwnPrograms::default();
    Wanted { lessons: &[], solutions, own }.launches(lesson, find)
}

fn stand_in(own: &OwnProgram, folder: &Path) -> Launch {
    Launch { words: own.command(folder), is_stand_in: true, folder: Some(folder.to_owned()) }
}

fn rust_launch(
    lesson: &Lesson,
    role: Role,
    solutions: bool,
    find: impl Fn(&str) -> Option<PathBuf>,
) -> Result<Option<Launch>, String> {
    if !lesson.programs.contains(&role) {
        return Ok(None);
    }
    let name = if solutions { lesson.solution_program(role) } else { lesson.program(role) };
    let path = find(&name).ok_or_else(|| format!("there is no program `{name}`"))?;
    let words = vec![path.to_string_lossy().into_owned()];
    Ok(Some(Launch { words, is_stand_in: false, folder: None }))
}
