//! Programs in other languages. The file `socketlings.toml` in the workspace names the programs that
//! stand in for a lesson's Rust programs:
//!
//! ```toml
//! [lesson.02]
//! server = "python3 -u server.py {addr}"
//! ```
//!
//! An error names the line, and suggests the nearest name that exists.

use std::fmt;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nearest::suggestion;
use super::{Lesson, command, lessons, select};
use crate::events::Role;

pub const FILE: &str = "socketlings.toml";

/// The programs that `socketlings.toml` names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnPrograms {
    /// The folder of the file, in which the programs are started.
    pub folder: PathBuf,
    programs: Vec<OwnProgram>,
}

/// A program that stands in for one of a lesson's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnProgram {
    pub lesson: &'static Lesson,
    pub role: Role,
    /// The program and its arguments, with `{addr}` in place of the address.
    words: Vec<String>,
    /// Its line in the file, counted from 1.
    pub line: usize,
}

/// The error for a file that cannot be read or that contains a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread(String);

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misread {}

impl OwnPrograms {
    /// Reads the file in the workspace's root. Without a file, the result is empty.
    pub fn read(root: &Path) -> Result<OwnPrograms, Misread> {
        let text = match std::fs::read_to_string(root.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Misread(format!("{FILE}: {error}"))),
        };
        OwnPrograms::of(root, &text)
    }

    /// The programs of a file with this text in this folder.
    pub fn of(root: &Path, text: &str) -> Result<OwnPrograms, Misread> {
        Ok(OwnPrograms { folder: root.to_owned(), programs: programs(text)? })
    }

    /// The program that stands in for this one of the lesson.
    pub fn find(&self, lesson: &Lesson, role: Role) -> Option<&OwnProgram> {
        let is_it = |own: &&OwnProgram| own.lesson.number == lesson.number && own.role == role;
        self.programs.iter().find(is_it)
    }

    /// The lesson's programs that are still written in Rust.
    pub fn left_to_rust(&self, lesson: &Lesson) -> Vec<Role> {
        let is_left = |role: &Role| self.find(lesson, *role).is_none();
        lesson.programs.iter().copied().filter(is_left).collect()
    }

    /// The files that the learner writes for this lesson, relative to the workspace: Rust's, and those
    /// that the commands name.
    pub fn source_files(&self, lesson: &Lesson) -> Vec<String> {
        let own = || lesson.programs.iter().filter_map(|role| self.find(lesson, *role));
        let replaced: Vec<String> = own().map(|own| lesson.source_file(own.role)).collect();
        let rust = match self.left_to_rust(lesson)[..] {
            [] => Vec::new(),
            _ => lesson.source_files().filter(|file| !replaced.contains(file)).collect(),
        };
        rust.into_iter().chain(own().flat_map(|own| own.files(&self.folder))).collect()
    }
}

impl OwnProgram {
    /// The words that start it in this folder, with `{addr}` in place of the address.
    pub fn command(&self, folder: &Path) -> Vec<String> {
        let mut words = self.words.clone();
        // Whether a path is relative to the caller's folder or to the program's depends on the system.
        if words[0].contains('/') {
            words[0] = folder.join(&words[0]).to_string_lossy().into_owned();
        }
        words
    }

    /// The words that name existing files, relative to the folder, and the program itself, which may not
    /// be compiled yet.
    fn files(&self, folder: &Path) -> impl Iterator<Item = String> {
        let is_ours = |(at, word): &(usize, &String)| {
            let is_program = *at == 0 && word.contains('/');
            Path::new(word).is_relative() && (is_program || folder.join(word).is_file())
        };
        let ours = self.words.iter().enumerate().filter(is_ours);
        ours.map(|(_, word)| word.strip_prefix("./").unwrap_or(word).to_owned())
    }

    /// Its place for an error message: `socketlings.toml, line 3`.
    pub fn place(&self) -> String {
        format!("{FILE}, line {}", self.line)
    }
}

fn programs(text: &str) -> Result<Vec<OwnProgram>, Misread> {
    let file = File { text };
    let table = DeTable::parse(text)
        .map_err(|error| file.error(&error.span().unwrap_or(0..0), error.message()))?;
    let mut found = Vec::new();
    for (key, value) in table.into_inner() {
        if key.get_ref() != "lesson" {
            return Err(file.unknown(&key, &["lesson"], "A table is called like `[lesson.02]`"));
        }
        for (name, value) in file.table(&value, "lesson")? {
            let lesson = file.lesson(name)?;
            if found.iter().any(|own: &OwnProgram| own.lesson == lesson) {
                let twice = format!("lesson {} has a table already", lesson.heading());
                return Err(file.error(&name.span(), twice));
            }
            found.extend(file.programs_of(lesson, file.table(value, name.get_ref())?)?);
        }
    }
    Ok(found)
}

/// The text of the file, for its line numbers.
struct File<'t> {
    text: &'t str,
}

impl File<'_> {
    fn lesson(&self, name: &Spanned<impl AsRef<str>>) -> Result<&'static Lesson, Misread> {
        let word = name.get_ref().as_ref();
        let named = select::select(&[word.to_owned()], lessons())
            .map_err(|unknown| self.error(&name.span(), unknown))?;
        let several = || format!("`{word}` names several lessons: give each a table of its own");
        let [lesson] = named[..] else { return Err(self.error(&name.span(), several())) };
        Ok(lesson)
    }

    fn programs_of(
        &self,
        lesson: &'static Lesson,
        table: &DeTable,
    ) -> Result<Vec<OwnProgram>, Misread> {
        table.iter().map(|(key, value)| self.program(lesson, key, value)).collect()
    }

    fn program(
        &self,
        lesson: &'static Lesson,
        key: &Spanned<impl AsRef<str>>,
        value: &Spanned<DeValue>,
    ) -> Result<OwnProgram, Misread> {
        let name = key.get_ref().as_ref();
        let Some(role) = Role::of_program(name) else {
            let others = "A lesson's keys are `server` and `client`";
            return Err(self.unknown(key, &["server", "client"], others));
        };
        if !lesson.programs.contains(&role) {
            let none = format!("lesson {} has no {name}", lesson.heading());
            return Err(self.error(&key.span(), none));
        }
        let Some(text) = value.get_ref().as_str() else {
            let wrong = format!("`{name}` must be a string: the command that starts the program");
            return Err(self.error(&value.span(), wrong));
        };
        let words = command::words(text)
            .map_err(|why| self.error(&value.span(), format!("the command of `{name}` {why}")))?;
        Ok(OwnProgram { lesson, role, words, line: self.line(&key.span()) })
    }

    fn table<'v, 't>(
        &self,
        value: &'v Spanned<DeValue<'t>>,
        name: &str,
    ) -> Result<&'v DeTable<'t>, Misread> {
        value.get_ref().as_table().ok_or_else(|| {
            self.error(&value.span(), format!("`{name}` must be a table, like `[lesson.02]`"))
        })
    }

    fn unknown(&self, key: &Spanned<impl AsRef<str>>, names: &[&str], others: &str) -> Misread {
        let name = key.get_ref().as_ref();
        let nearest = suggestion(name, names.iter().copied());
        self.error(&key.span(), format!("there is no key `{name}`. {nearest}{others}"))
    }

    fn error(&self, span: &Range<usize>, why: impl fmt::Display) -> Misread {
        Misread(format!("{FILE}, line {}: {why}", self.line(span)))
    }

    fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        before.matches('\n').count() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::of_slug;

    fn error(text: &str) -> String {
        programs(text).unwrap_err().to_string()
    }

    #[test]
    fn a_lesson_is_named_by_its_number_or_its_slug() {
        for name in ["02", "2", "communication-loop", "02-communication-loop"] {
            let text =
                format!("[lesson.{name}]\nserver = \"python3 -u 'my server.py' {{addr}}\"\n");
            let found = programs(&text).unwrap();
            assert_eq!(
                (found[0].lesson.number, found[0].role, found[0].line),
                (2, Role::Server, 2)
            );
            assert_eq!(found[0].words, ["python3", "-u", "my server.py", "{addr}"]);
        }
    }

    #[test]
    fn each_mistake_has_its_line_and_a_suggestion() {
        let file = "socketlings.toml, line";
        for (text, line, words) in [
            ("\n[lessons.02]\n", 2, "Did you mean `lesson`?"),
            ("[lesson.comunication-loop]\n", 1, "Did you mean `communication-loop`?"),
            ("[lesson.99]\n", 1, "lessons 1 to"),
            ("[lesson.1-3]\n", 1, "names several lessons"),
            ("[lesson.02]\n\nservr = \"a\"\n", 3, "Did you mean `server`?"),
            ("[lesson.03]\nclient = \"a\"\n", 2, "has no client"),
            ("[lesson.02]\nserver = 'python3 \"my.py'\n", 2, "quotation mark"),
            ("[lesson.02]\nserver = ' '\n", 2, "is empty"),
            ("[lesson.02]\nserver = 7\n", 2, "must be a string"),
            ("lesson = 2\n", 1, "must be a table"),
            ("[lesson.02]\nserver = \"a\"\n[lesson.2]\nclient = \"a\"\n", 3, "a table already"),
            ("[lesson.02]\nserver = \n", 2, ""),
        ] {
            let error = error(text);
            assert!(error.starts_with(&format!("{file} {line}: ")), "{text}: {error}");
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn a_lessons_files_are_those_that_the_commands_name_and_what_is_left_of_rust() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("server.py"), "").unwrap();
        let text = "[lesson.02]\nserver = \"python3 -u ./server.py gone.py {addr}\"\n";
        std::fs::write(folder.path().join(FILE), text).unwrap();
        let own = OwnPrograms::read(folder.path()).unwrap();
        let (second, third) = (of_slug("communication-loop"), of_slug("connection-loop"));
        let files = own.source_files(second.unwrap());
        assert_eq!(files, ["lessons/02-communication-loop/src/client.rs", "server.py"]);
        std::fs::write(folder.path().join(FILE), "[lesson.03]\nserver = './gone {addr}'\n")
            .unwrap();
        let not_compiled = OwnPrograms::read(folder.path()).unwrap();
        assert_eq!(not_compiled.source_files(third.unwrap()), ["gone"]);
        assert_eq!(own.left_to_rust(second.unwrap()), [Role::Client]);
        assert_eq!(own.source_files(third.unwrap()), ["lessons/03-connection-loop/src/server.rs"]);
    }
}
