//! The command that repeats one case with the same bytes: its lesson, its name, the seed, and the
//! options of the first run that influence it.

use crate::events::Isolation;

/// The options that a replay has to repeat.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    pub solutions: bool,
    pub server: Option<String>,
    pub client: Option<String>,
    pub isolation: Option<Isolation>,
}

impl Replay {
    /// Whether the learner's own programs are checked.
    pub fn is_of_learner(&self) -> bool {
        !self.solutions && self.server.is_none() && self.client.is_none()
    }

    /// `checker check 09 --case NAME --seed 7` with the other options. `lesson` is the lesson's folder;
    /// its number is enough.
    pub fn command(&self, lesson: &str, case: &str, seed: u64) -> String {
        self.of("check", lesson, case, seed)
    }

    /// `checker trace 09 --case NAME --seed 7`: the command that draws the same case.
    pub fn look(&self, lesson: &str, case: &str, seed: u64) -> String {
        self.of("trace", lesson, case, seed)
    }

    /// `checker check 09`: the command that scores the lesson.
    pub fn whole(&self, lesson: &str) -> String {
        self.with_options(format!("checker check {}", number(lesson)))
    }

    /// `checker check 09 --all`: the command that plays every case of the lesson.
    pub fn all(&self, lesson: &str) -> String {
        self.with_options(format!("checker check {} --all", number(lesson)))
    }

    fn of(&self, verb: &str, lesson: &str, case: &str, seed: u64) -> String {
        let number = number(lesson);
        self.with_options(format!("checker {verb} {number} --case {case} --seed {seed}"))
    }

    fn with_options(&self, mut command: String) -> String {
        if self.solutions {
            command += " --solutions";
        }
        for (option, program) in [("--server", &self.server), ("--client", &self.client)] {
            if let Some(program) = program {
                command += &format!(" {option} {}", quoted(program));
            }
        }
        if let Some(isolation) = self.isolation {
            command += &format!(" --isolation {}", isolation.name());
        }
        command
    }
}

/// `09` of the folder `09-framing`.
fn number(lesson: &str) -> &str {
    lesson.split_once('-').map_or(lesson, |(number, _)| number)
}

/// The text quoted as one word of a shell.
fn quoted(word: &str) -> String {
    // Only a NUL byte cannot be quoted, and no argument can hold one.
    shlex::try_quote(word).map_or_else(|_| word.to_owned(), |word| word.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replay_of_the_learners_program_is_short() {
        let command = Replay::default().command("09-framing", "every-cut", 7);
        assert_eq!(command, "checker check 09 --case every-cut --seed 7");
        assert_eq!(Replay::default().whole("09-framing"), "checker check 09");
        assert_eq!(Replay::default().all("09-framing"), "checker check 09 --all");
    }

    #[test]
    fn a_replay_repeats_the_options() {
        let replay = Replay {
            server: Some("python3 'my server.py' {addr}".into()),
            isolation: Some(Isolation::Process),
            ..Replay::default()
        };
        let command = replay.command("09-framing", "every-cut", 7);
        let words = shlex::split(&command).unwrap();
        let at = words.iter().position(|word| word == "--server").unwrap();
        assert_eq!(words[at + 1], "python3 'my server.py' {addr}");
        assert!(command.ends_with(" --isolation process"), "{command}");
    }
}
