//! The command line: the commands, and the options of the small ones. The other commands have their
//! options in their own modules, each with its text for `--help`.

use std::ffi::OsString;
use std::path::Path;

use clap::error::ErrorKind;
use clap::{ArgMatches, value_parser};

use crate::commands::arguments::{self, flag, option, positional, rest, values};
use crate::commands::{self, Ending, Format, check, grade, init, read, solution, trace, watch};

/// A command with its options.
#[derive(Debug)]
pub enum Command {
    Init(init::Options),
    List {
        format: Format,
    },
    Check(check::Options),
    Watch(watch::Options),
    Trace(trace::Options),
    Run {
        words: Vec<String>,
    },
    Try {
        lesson: Option<String>,
        words: Vec<String>,
    },
    Goto {
        lesson: String,
    },
    Read(read::Options),
    Hint {
        lesson: Option<String>,
        all: bool,
    },
    Solution(solution::Options),
    Reset {
        lesson: Option<String>,
    },
    Explain {
        belief: Option<String>,
    },
    #[cfg(feature = "complete")]
    Update {
        dry_run: bool,
    },
    Grade(grade::Options),
    #[cfg(feature = "complete")]
    Autograder(commands::autograder::Options),
    Doctor,
    #[cfg(feature = "complete")]
    Completions {
        shell: clap_complete::Shell,
    },
    #[cfg(feature = "complete")]
    Man,
    Cell,
    Dev {
        words: Vec<OsString>,
    },
}

/// The program with all commands.
fn program() -> clap::Command {
    clap::Command::new("checker")
        .version(env!("CARGO_PKG_VERSION"))
        .about(
            "A lab for learning socket programming: write a small network program, and see what \
             the network does to it",
        )
        .after_help("Without a command: checks the lesson you are on and says what to do next.")
        .subcommands(all_commands())
}

/// The commands, in the order of `checker --help`.
fn all_commands() -> impl IntoIterator<Item = clap::Command> {
    let command = clap::Command::new;
    [
        init::Options::add_to(command("init"))
            .about("Make a workspace of your own, with the lessons to write"),
        command("list").about("List the lessons and your progress").arg(
            option("format", "FORMAT")
                .help("The output format")
                .value_parser(Format::at_once())
                .default_value("human"),
        ),
        check::Options::add_to(command("check"))
            .about("Check lessons: a number (3), a name (one-shot), a range (1-3), or all"),
        watch::Options::add_to(command("watch"))
            .about("Check the current lesson again at each save, on a screen beside your editor")
            .visible_alias("w"),
        trace::Options::add_to(command("trace")).about("Draw what went over the wire in one case"),
        command("run").about("Build one of your programs and start it in this terminal").arg(
            rest("LESSON|ROLE|ARGUMENT").help(
                "The lesson (the current one by default), `server` or `client`, and the \
                 program's arguments: run 2 client 127.0.0.1:9000",
            ),
        ),
        command("try")
            .about("Run a lesson's server and client together, with the client in this terminal")
            .arg(arguments::lesson())
            .arg(rest("ARGUMENT").help(
                "The client's arguments after the address, instead of those that suit the lesson",
            )),
        command("goto").about("Make a lesson the current one").arg(
            positional("lesson", "LESSON")
                .help("The lesson: a number (3) or a name (one-shot)")
                .required(true),
        ),
        read::Options::add_to(command("read"))
            .about("Read a lesson's chapter, or an appendix: python, glossary or trouble"),
        command("hint")
            .about("Show the next hint for a lesson, one step further at each call")
            .arg(arguments::lesson())
            .arg(flag("all").help("Show all hints at once")),
        solution::Options::add_to(command("solution"))
            .about("Compare your programs with the reference, once the lesson is passed"),
        command("reset")
            .about("Restore a lesson's first state; your files are kept in a backup")
            .arg(arguments::lesson()),
        command("explain")
            .about("Explain a belief about sockets that the checker named, or list them all")
            .arg(positional("belief", "BELIEF").help(
                "The belief's name, a call (recv), or a term (粘包) [default: list all of them]",
            )),
        #[cfg(feature = "complete")]
        command("update")
            .about(
                "Bring your workspace to this checker's version of the course; what you wrote \
                 stays",
            )
            .arg(flag("dry-run").help("Only show what would change")),
        grade::Options::add_to(command("grade")).about(
            "Grade a class: check each submission in a folder, and write grades and letters",
        ),
        #[cfg(feature = "complete")]
        commands::autograder::Options::add_to(command("autograder"))
            .about("Pack an autograder for Gradescope, which grades like `grade`"),
        command("doctor").about("Show what this machine supports, and which cases it has to skip"),
        #[cfg(feature = "complete")]
        command("completions")
            .about(
                "Print the completions for a shell: source them, or put them where your shell \
                 looks for them",
            )
            .arg(
                positional("shell", "SHELL")
                    .help("The shell")
                    .value_parser(value_parser!(clap_complete::Shell))
                    .required(true),
            ),
        #[cfg(feature = "complete")]
        command("man").about("Print the manual page (troff): `cargo checker man | man -l -`"),
        command("cell").about("Run one case in its own process").hide(true).arg(rest("WORDS")),
        command("dev")
            .about("Commands for maintainers of the course")
            .hide(true)
            .disable_help_flag(true)
            .arg(rest("WORDS").value_parser(value_parser!(OsString))),
    ]
}

impl Command {
    /// The command with this name. `None` if the program does not have it.
    fn of(name: &str, matches: &mut ArgMatches) -> Option<Command> {
        Some(match name {
            "init" => Command::Init(init::Options::of(matches)),
            "list" => Command::List { format: matches.remove_one("format").unwrap_or_default() },
            "check" => Command::Check(check::Options::of(matches)),
            "watch" => Command::Watch(watch::Options::of(matches)),
            "trace" => Command::Trace(trace::Options::of(matches)),
            "run" => Command::Run { words: values(matches, "words") },
            "try" => Command::Try {
                lesson: matches.remove_one("lesson"),
                words: values(matches, "words"),
            },
            "goto" => Command::Goto { lesson: matches.remove_one("lesson").unwrap_or_default() },
            "read" => Command::Read(read::Options::of(matches)),
            "hint" => {
                Command::Hint { lesson: matches.remove_one("lesson"), all: matches.get_flag("all") }
            }
            "solution" => Command::Solution(solution::Options::of(matches)),
            "reset" => Command::Reset { lesson: matches.remove_one("lesson") },
            "explain" => Command::Explain { belief: matches.remove_one("belief") },
            #[cfg(feature = "complete")]
            "update" => Command::Update { dry_run: matches.get_flag("dry-run") },
            "grade" => Command::Grade(grade::Options::of(matches)),
            #[cfg(feature = "complete")]
            "autograder" => Command::Autograder(commands::autograder::Options::of(matches)),
            "doctor" => Command::Doctor,
            #[cfg(feature = "complete")]
            "completions" => Command::Completions { shell: matches.remove_one("shell")? },
            #[cfg(feature = "complete")]
            "man" => Command::Man,
            "cell" => Command::Cell,
            "dev" => Command::Dev { words: values(matches, "words") },
            _ => return None,
        })
    }
}

/// Parses the command line. Prints help or a usage error if necessary, and then returns the exit status
/// as an error.
pub fn parse() -> Result<Option<Command>, Ending> {
    let mut matches = program().try_get_matches_from(words()).map_err(|error| {
        // Help goes to standard output and mistakes to standard error; a closed stream does not matter.
        let _ = error.print();
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ending::Fine,
            _ => Ending::Misused,
        }
    })?;
    let command = matches.remove_subcommand();
    Ok(command.and_then(|(name, mut matches)| Command::of(&name, &mut matches)))
}

/// The words of the command line. Cargo starts its subcommand `checker` as `cargo-checker checker …`.
fn words() -> Vec<OsString> {
    let mut words: Vec<OsString> = std::env::args_os().collect();
    let is_of_cargo = words.first().is_some_and(|program| {
        Path::new(program).file_name().is_some_and(|name| name == "cargo-checker")
    });
    if is_of_cargo && words.get(1).is_some_and(|word| word == "checker") {
        words.remove(1);
    }
    words
}

/// Runs the command. Without one, the current lesson is checked.
pub fn run(command: Option<Command>) -> anyhow::Result<Ending> {
    match command {
        None => check::welcome_and_run(),
        Some(Command::Init(options)) => init::run(&options),
        Some(Command::Check(options)) => check::run(&options),
        Some(Command::Trace(options)) => trace::run(&options),
        Some(Command::List { format }) => commands::list::run(format),
        Some(Command::Watch(options)) => commands::watch::run(&options),
        Some(Command::Run { words }) => commands::run::run(&words),
        Some(Command::Try { lesson, words }) => commands::together::run(lesson.as_deref(), &words),
        Some(Command::Goto { lesson }) => commands::goto::run(&lesson),
        Some(Command::Read(options)) => read::run(&options),
        Some(Command::Hint { lesson, all }) => commands::hint::run(lesson.as_deref(), all),
        Some(Command::Solution(options)) => solution::run(&options),
        Some(Command::Reset { lesson }) => commands::reset::run(lesson.as_deref()),
        Some(Command::Explain { belief }) => commands::explain::run(belief.as_deref()),
        #[cfg(feature = "complete")]
        Some(Command::Update { dry_run }) => commands::update::run(dry_run),
        Some(Command::Grade(options)) => grade::run(&options),
        #[cfg(feature = "complete")]
        Some(Command::Autograder(options)) => commands::autograder::run(&options),
        Some(Command::Doctor) => commands::doctor::run(),
        #[cfg(feature = "complete")]
        Some(Command::Completions { shell }) => commands::generated::completions(program(), shell),
        #[cfg(feature = "complete")]
        Some(Command::Man) => commands::generated::man(program()),
        Some(Command::Cell) => commands::cell::run(),
        Some(Command::Dev { words }) => commands::dev::run(&words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        program().debug_assert();
    }

    /// Together, these lines have every argument of every command. Those without arguments show the defaults.
    #[cfg(feature = "complete")]
    const LINES: &[&str] = &[
        "init",
        "init lab --lessons 1-3,5 --lessons 7 --no-git",
        "list",
        "list --format json",
        "check",
        "check 9 one-shot --server -s --client -c --case any-bytes --seed 7 --jobs 2 --no-build",
        "check --solutions --all --isolation cell --sandbox --format lines",
        "watch",
        "w 3 --poll",
        "watch --plain",
        "trace",
        "trace 3 --case any-bytes --seed 7 --server -s --client -c --no-build --output picture.svg",
        "trace --solutions --packets --isolation process --format svg --width 80 --all --sandbox",
        "run",
        "run 2 client --help",
        "try",
        "try 2 word --help",
        "goto 3",
        "read",
        "read python",
        "hint",
        "hint 3 --all",
        "solution",
        "solution 3 --spoil",
        "reset",
        "reset 3",
        "explain",
        "explain recv",
        "update",
        "update --dry-run",
        "grade class",
        "grade class more --lessons 1-3,5 --jobs 2 --seed 7 --out folder --format gradescope,junit",
        "grade class --class class.toml --unsafe",
        "autograder",
        "autograder --class class.toml --checker program --out archive.zip",
        "doctor",
        "completions zsh",
        "man",
        "cell",
        "cell word",
        "dev",
        "dev check --help",
    ];

    /// A misspelt name or a wrong type fails here.
    #[cfg(feature = "complete")]
    #[test]
    fn every_argument_of_every_command_is_read() {
        use std::collections::BTreeSet;
        use std::fmt::Write;

        use clap::parser::ValueSource;

        let mut left = BTreeSet::new();
        for command in program().get_subcommands() {
            let arguments = command.get_arguments().map(|one| one.get_id().as_str());
            let name = command.get_name();
            left.extend([""].into_iter().chain(arguments).map(|id| format!("{name} {id}")));
        }
        let mut text = String::new();
        for line in LINES {
            let words = ["checker"].into_iter().chain(line.split(' '));
            let mut matches = program().try_get_matches_from(words).unwrap();
            let (name, mut matches) = matches.remove_subcommand().unwrap();
            left.remove(&format!("{name} "));
            for id in matches.ids().map(clap::Id::as_str) {
                if matches.value_source(id) == Some(ValueSource::CommandLine) {
                    left.remove(&format!("{name} {id}"));
                }
            }
            let command = Command::of(&name, &mut matches).unwrap();
            writeln!(text, "{line}\n    {command:?}").unwrap();
        }
        assert_eq!(left, BTreeSet::new(), "add these to the lines");
        insta::assert_snapshot!(text);
    }
}
