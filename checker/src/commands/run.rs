//! `checker run`: starts one of the learner's programs in this terminal. A Rust program is built first.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::Context;

use super::{Ending, Usage, lesson_or_current};
use crate::course::Lesson;
use crate::course::own_programs::{OwnProgram, OwnPrograms};
use crate::course::workspace::Workspace;
use crate::events::Role;
use crate::run::build;

/// `words` are `[LESSON] [server|client] [ARGUMENT…]`.
pub fn run(words: &[String]) -> anyhow::Result<Ending> {
    let Wish { lesson, role, arguments } = Wish::read(words)?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    let own = OwnPrograms::read(&workspace.root).map_err(Usage::from)?;
    if let Some(own) = own.find(lesson, role) {
        let words = with_arguments(own, &workspace.root, arguments)?;
        let mut command = Command::new(&words[0]);
        return become_it(command.args(&words[1..]).current_dir(&workspace.root));
    }
    let program = lesson.program(role);
    let built =
        build::packages(&workspace.root, [lesson.package()], std::slice::from_ref(&program))?;
    let Some(path) = built.programs.get(&program) else {
        let words = built.said_of(&lesson.package()).unwrap_or(built.words);
        writeln!(
            anstream::stderr(),
            "{program} does not build yet. The compiler says:\n\n{words}"
        )?;
        return Ok(Ending::Failed);
    };
    become_it(Command::new(path).args(arguments))
}

/// Replaces this process with the program, which takes over the terminal.
fn become_it(command: &mut Command) -> anyhow::Result<Ending> {
    let error = command.exec();
    Err(error).with_context(|| format!("{} could not be started", command.get_program().display()))
}

/// The command with these arguments. The first argument is the address, and replaces `{addr}`.
fn with_arguments(
    own: &OwnProgram,
    folder: &Path,
    arguments: &[String],
) -> Result<Vec<String>, Usage> {
    let words = own.command(folder);
    if !words.iter().any(|word| word.contains("{addr}")) {
        return Ok([&words, arguments].concat());
    }
    let [address, others @ ..] = arguments else {
        let (place, number, role) = (own.place(), own.lesson.number, own.role.name());
        return Err(Usage(format!(
            "{place}: give the address that `{{addr}}` stands for, like \
             `cargo checker run {number} {role} 127.0.0.1:8888`"
        )));
    };
    let words = words.into_iter().map(|word| word.replace("{addr}", address));
    Ok(words.chain(others.iter().cloned()).collect())
}

/// The program that the learner wants to run.
#[derive(Debug)]
struct Wish<'a> {
    lesson: &'static Lesson,
    role: Role,
    arguments: &'a [String],
}

impl Wish<'_> {
    fn read(words: &[String]) -> Result<Wish<'_>, Usage> {
        let (named, words) = match words.split_first() {
            Some((word, rest)) if Role::of_program(word).is_none() => (Some(word.as_str()), rest),
            _ => (None, words),
        };
        let lesson = lesson_or_current(named)?;
        let (role, arguments) = match words.split_first() {
            Some((word, rest)) if Role::of_program(word).is_some() => {
                (Role::of_program(word), rest)
            }
            _ => (None, words),
        };
        let role = match (role, &lesson.programs[..]) {
            (Some(role), programs) if programs.contains(&role) => role,
            (Some(role), _) => {
                let (heading, role) = (lesson.heading(), role.name());
                return Err(Usage(format!("lesson {heading} has no {role}")));
            }
            (None, [only]) => *only,
            (None, _) => {
                let number = lesson.number;
                return Err(Usage(format!(
                    "lesson {} has a server and a client: say which one to run, like \
                     `cargo checker run {number} server`",
                    lesson.heading()
                )));
            }
        };
        Ok(Wish { lesson, role, arguments })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn lesson_role_and_arguments_are_distinguished() {
        let line = words("2 client 127.0.0.1:9000 --x");
        let wish = Wish::read(&line).unwrap();
        assert_eq!((wish.lesson.number, wish.role), (2, Role::Client));
        assert_eq!(wish.arguments, ["127.0.0.1:9000", "--x"]);
        let line = words("3 127.0.0.1:9000");
        let wish = Wish::read(&line).unwrap();
        assert_eq!((wish.lesson.number, wish.role), (3, Role::Server));
        assert_eq!(wish.arguments, ["127.0.0.1:9000"]);
    }

    #[test]
    fn a_program_that_is_not_there_is_a_usage_mistake() {
        assert!(Wish::read(&words("2")).unwrap_err().0.contains("run 2 server"));
        assert!(Wish::read(&words("3 client")).unwrap_err().0.contains("has no client"));
    }
}
