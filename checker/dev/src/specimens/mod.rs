//! The specimens: programs that are wrong on purpose, each in one way, and right programs that differ a
//! lot from the references. The path describes a specimen:
//! `checker/course/02-communication-loop/wrong/server/zero-is-nothing-yet--some.rs` is a server that
//! shows the belief `zero-is-nothing-yet`, in the variant `some`. A wrong program without a belief is
//! called `nothing-named--VARIANT`. Only declared races are in the text of the file.

pub mod c;
pub mod rust;

use std::fs;
use std::io;
use std::path::Path;

use super::flaw::Flaw;
use super::luck::{self, Luck};
use super::tree;
use cases::beliefs;
use checker::course::{Lesson, of_folder};
use checker::events::Role;

/// The folder with a folder for each lesson, relative to the workspace.
pub const COURSE: &str = "checker/course";

/// The folder with a package for each lesson's specimens in Rust, relative to the workspace.
pub const SPECIMENS: &str = "checker/specimens";

/// The name of a wrong program that must fail without a belief.
pub const NOTHING: &str = "nothing-named";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Wrong,
    Right,
}

impl Kind {
    pub const ALL: [Kind; 2] = [Kind::Wrong, Kind::Right];

    /// Its folder in a lesson's folder, and the prefix of its programs' names.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Wrong => "wrong",
            Kind::Right => "right",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Rust,
    Python,
    C,
}

impl Language {
    const ALL: [Language; 3] = [Language::Rust, Language::Python, Language::C];

    /// The extension of its files.
    fn ending(self) -> &'static str {
        match self {
            Language::Rust => "rs",
            Language::Python => "py",
            Language::C => "c",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specimen {
    pub kind: Kind,
    pub lesson: &'static Lesson,
    pub role: Role,
    /// The file's name without its extension.
    pub stem: String,
    pub language: Language,
    /// The cases in which its verdict may vary.
    pub luck: Vec<Luck>,
}

impl Specimen {
    /// Its file, relative to the course's folder.
    pub fn path(&self) -> String {
        let Specimen { kind, lesson, role, stem, language, .. } = self;
        let (kind, role, ending) = (kind.name(), role.name(), language.ending());
        format!("{}/{kind}/{role}/{stem}.{ending}", lesson.folder())
    }

    /// Its file, relative to the workspace.
    pub fn place(&self) -> String {
        format!("{COURSE}/{}", self.path())
    }

    /// The name of the program that cargo or a C compiler makes of it.
    pub fn program(&self) -> String {
        format!("{}-{}-{}-{}", self.kind.name(), self.lesson.slug, self.role.name(), self.stem)
    }

    /// The belief that it must fail with.
    pub fn belief(&self) -> Option<&str> {
        let name = self.stem.split("--").next().unwrap_or(&self.stem);
        (self.kind == Kind::Wrong && name != NOTHING).then_some(name)
    }

    /// Parses its path, which is relative to the course's folder.
    fn from_path(kind: Kind, path: &str) -> Result<Specimen, Flaw> {
        let flaw =
            |what: &str, advice: &str| Err(Flaw::new(format!("{COURSE}/{path}"), what, advice));
        let [folder, _, role, file] = path.split('/').collect::<Vec<_>>()[..] else {
            return flaw("does not belong to a program", "move it to the folder server or client");
        };
        let Some(lesson) = of_folder(folder) else {
            return flaw(
                "does not belong to a lesson",
                "name its folder after a lesson, or remove it",
            );
        };
        let Some(role) = lesson.programs.iter().copied().find(|known| known.name() == role) else {
            return flaw("is for a program that the lesson does not have", "move or remove it");
        };
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let Some(language) = Language::ALL.into_iter().find(|known| known.ending() == ending)
        else {
            return flaw("is not Rust, Python or C", "use the extension .rs, .py or .c");
        };
        let (stem, luck) = (stem.to_owned(), Vec::new());
        let specimen = Specimen { kind, lesson, role, stem, language, luck };
        match specimen.belief() {
            Some(belief) if beliefs::find(belief).is_none() => {
                let what = format!("there is no belief `{belief}`");
                flaw(&what, "name it BELIEF.rs, BELIEF--VARIANT.rs or nothing-named--VARIANT.rs")
            }
            None if specimen.stem == NOTHING => {
                flaw("has no variant", "name it nothing-named--VARIANT")
            }
            _ => Ok(specimen),
        }
    }
}

/// All specimens of a kind, and flaws of other paths.
pub fn of_kind(workspace: &Path, kind: Kind) -> io::Result<(Vec<Specimen>, Vec<Flaw>)> {
    let (mut found, mut flaws) = (Vec::new(), Vec::new());
    let course = workspace.join(COURSE);
    for lesson in tree::folders(&course)? {
        let folder = format!("{lesson}/{}", kind.name());
        for file in tree::files_below(&course.join(&folder))? {
            match Specimen::from_path(kind, &format!("{folder}/{file}")) {
                Ok(mut specimen) => {
                    let text = fs::read_to_string(workspace.join(specimen.place()))?;
                    specimen.luck = luck::declared(&text);
                    found.push(specimen);
                }
                Err(flaw) => flaws.push(flaw),
            }
        }
    }
    Ok((found, flaws))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_everything() {
        let path = "02-communication-loop/wrong/server/zero-is-nothing-yet--some.rs";
        let specimen = Specimen::from_path(Kind::Wrong, path).unwrap();
        assert_eq!(specimen.belief(), Some("zero-is-nothing-yet"));
        assert_eq!(specimen.path(), path);
        assert_eq!(specimen.place(), format!("checker/course/{path}"));
        let program = "wrong-communication-loop-server-zero-is-nothing-yet--some";
        assert_eq!(specimen.program(), program);
    }

    #[test]
    fn right_programs_and_those_without_a_name_believe_nothing() {
        let right = Specimen::from_path(Kind::Right, "01-one-shot/right/client/python.py").unwrap();
        assert_eq!((right.belief(), right.language), (None, Language::Python));
        let in_c = Specimen::from_path(Kind::Right, "01-one-shot/right/server/plain.c").unwrap();
        assert_eq!(
            (in_c.language, &in_c.path()[..]),
            (Language::C, "01-one-shot/right/server/plain.c")
        );
        let path = "01-one-shot/wrong/server/nothing-named--peek.rs";
        assert_eq!(Specimen::from_path(Kind::Wrong, path).unwrap().belief(), None);
    }

    #[test]
    fn a_path_that_says_nothing_sensible_is_a_flaw() {
        for path in [
            "01-one-shot/wrong/buffer-is-message.rs",
            "77-nowhere/wrong/server/buffer-is-message.rs",
            "03-connection-loop/wrong/client/network-never-fails.rs",
            "01-one-shot/wrong/server/buffer-is-message.txt",
            "01-one-shot/wrong/server/no-such-belief.rs",
            "01-one-shot/wrong/server/nothing-named.rs",
        ] {
            let flaw = Specimen::from_path(Kind::Wrong, path).unwrap_err().to_string();
            assert!(flaw.starts_with(&format!("checker/course/{path}: ")), "{flaw}");
        }
    }
}
