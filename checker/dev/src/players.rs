//! The players of a check: the skeletons, the references, the wrong programs and the right programs. Two
//! calls of cargo build those in Rust. Specimens in C are compiled one by one.

use std::path::Path;
use std::process::{Command, Stdio};

use super::flaw::Flaw;
use super::specimens::{self, COURSE, Kind, Language, Specimen, c, rust};
use cases::lessons::Case;
use cases::scene::{Launch, Launches};
use checker::course::Lesson;
use checker::events::{Isolation, Role};
use checker::report::replay::Replay;
use checker::run;
use checker::run::build::{self, BuildOutput};
use checker::run::wanted;

/// The role of a player, which determines the expected verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Skeleton,
    Reference,
    /// It must fail with this belief, or with none.
    Wrong(Option<String>),
    Right,
}

/// A lesson's programs, or one of them, in one version.
#[derive(Debug, Clone)]
pub struct Player {
    pub part: Part,
    pub lesson: &'static Lesson,
    pub language: Language,
    /// Its file or folder, relative to the workspace.
    pub place: String,
    pub launches: Launches,
    /// Cases in which it races with itself, so that its verdict may vary.
    pub luck: Vec<String>,
}

impl Player {
    /// Whether its verdict in this case may vary.
    pub fn is_lucky_in(&self, case: &Case) -> bool {
        self.luck.iter().any(|name| name == case.name)
    }

    /// The cases that test it.
    pub fn cases(&self) -> Vec<&'static Case> {
        run::selected(self.lesson, &self.launches, None)
    }

    /// The command that repeats one of its cases.
    pub fn replay(&self, case: &Case, seed: u64, isolation: Isolation) -> String {
        let command = |launch: &Option<Launch>| {
            let words = launch.as_ref()?.words.iter().map(String::as_str);
            shlex::try_join(words).ok()
        };
        let is_specimen = matches!(self.part, Part::Wrong(_) | Part::Right);
        let replay = Replay {
            solutions: self.part == Part::Reference,
            server: command(&self.launches.server).filter(|_| is_specimen),
            client: command(&self.launches.client).filter(|_| is_specimen),
            isolation: Some(isolation),
        };
        let command = replay.command(&self.lesson.folder(), case.name, seed);
        format!("repeat it with `cargo {command}`")
    }
}

/// All players, and the programs that are missing.
#[derive(Debug, Default)]
pub struct Cast {
    pub players: Vec<Player>,
    /// Warnings and errors of the compiler.
    pub flaws: Vec<Flaw>,
    /// Programs that this machine cannot start, with the reason. This is not a flaw of the course.
    pub absent: Vec<String>,
}

/// Builds all players of these lessons. An error means that cargo could not run.
pub fn gather(workspace: &Path, lessons: &[&'static Lesson]) -> anyhow::Result<Cast> {
    let mut specimens = Vec::new();
    for kind in Kind::ALL {
        specimens.extend(specimens::of_kind(workspace, kind)?.0);
    }
    specimens.retain(|specimen| lessons.contains(&specimen.lesson));
    let packages = lessons.iter().flat_map(|lesson| [lesson.package(), lesson.solution_package()]);
    let output = build::packages(workspace, packages, &[])?;
    anyhow::ensure!(!output.programs.is_empty(), "cargo built nothing: {}", output.words);
    let built = rust::build(workspace, &specimens)?;

    let mut cast = Cast::default();
    for lesson in lessons {
        cast.add_lesson(lesson, Part::Skeleton, &output);
        cast.add_lesson(lesson, Part::Reference, &output);
    }
    for lesson in lessons {
        cast.add_errors(lesson, &built);
    }
    let (python, has_cc) = (python(), c::is_there());
    for specimen in &specimens {
        match (specimen.language, &python) {
            (Language::Rust, _) => cast.add_specimen(specimen, &built),
            (Language::C, _) if has_cc => cast.compile(workspace, specimen),
            (Language::C, _) => {
                cast.absent.push(format!("{}: this machine has no cc", specimen.place()));
            }
            (Language::Python, Some(python)) => {
                let file = workspace.join(specimen.place()).to_string_lossy().into_owned();
                cast.add_player(specimen, vec![python.clone(), "-S".to_owned(), file]);
            }
            (Language::Python, None) => {
                cast.absent.push(format!("{}: this machine has no python3", specimen.place()));
            }
        }
    }
    Ok(cast)
}

impl Cast {
    fn warn(&mut self, place: &str, package: &str, output: &BuildOutput) {
        let warnings = output.warnings.get(package).into_iter().flatten();
        // The compiler's last warning only counts the others, and has no place.
        for words in warnings.filter(|words| words.contains("-->")) {
            let advice = "fix it, so that it builds without a warning";
            self.flaws.push(Flaw::new(place, headline(words), advice));
        }
    }

    fn add_lesson(&mut self, lesson: &'static Lesson, part: Part, output: &BuildOutput) {
        let solutions = part == Part::Reference;
        let (folder, package) = match solutions {
            true => ("solutions", lesson.solution_package()),
            false => ("lessons", lesson.package()),
        };
        let place = format!("{folder}/{}", lesson.folder());
        self.warn(&place, &package, output);
        let mut flaw = |words: &str| {
            self.flaws.push(Flaw::new(&place, words, "build it, and read the compiler's message"));
        };
        for words in output.errors.get(&package).into_iter().flatten() {
            flaw(&headline(words));
        }
        let find = |name: &str| output.programs.get(name).cloned();
        match wanted::launches(lesson, solutions, find) {
            Ok(launches) => {
                self.players.push(Player {
                    part,
                    lesson,
                    language: Language::Rust,
                    place,
                    launches,
                    luck: Vec::new(),
                });
            }
            Err(missing) if !output.errors.contains_key(&package) => flaw(&missing),
            Err(_) => {}
        }
    }

    /// Adds the compiler's errors about a lesson's specimens, which form one program.
    fn add_errors(&mut self, lesson: &Lesson, built: &BuildOutput) {
        let place = format!("{COURSE}/{}", lesson.folder());
        for words in built.errors.get(&rust::package(lesson)).into_iter().flatten() {
            let advice = "fix it, so that it builds without a warning";
            self.flaws.push(Flaw::new(&place, headline(words), advice));
        }
    }

    /// Adds a specimen that cargo has built.
    fn add_specimen(&mut self, specimen: &Specimen, built: &BuildOutput) {
        match built.programs.get(&specimen.program()) {
            Some(path) => self.add_player(specimen, vec![path.to_string_lossy().into_owned()]),
            None if built.errors.contains_key(&rust::package(specimen.lesson)) => {}
            None => {
                let advice = format!("cargo printed: {}", built.words);
                self.flaws.push(Flaw::new(specimen.place(), "was not built", advice));
            }
        }
    }

    /// Compiles a specimen in C, and adds it.
    fn compile(&mut self, workspace: &Path, specimen: &Specimen) {
        let mut flaw = |what: &str, words: &str| {
            let what = format!("{what}: {}", words.lines().take(3).collect::<Vec<_>>().join(" "));
            self.flaws.push(Flaw::new(specimen.place(), what, "run `cc -Wall` on it"));
        };
        match c::compile(workspace, specimen) {
            Err(words) => flaw("does not build", &words),
            Ok(compiled) => {
                if !compiled.warnings.is_empty() {
                    flaw("builds with a warning", &compiled.warnings);
                }
                self.add_player(specimen, vec![compiled.program.to_string_lossy().into_owned()]);
            }
        }
    }

    /// Adds a specimen with the command that starts it.
    fn add_player(&mut self, specimen: &Specimen, words: Vec<String>) {
        let launch = Some(Launch { words, is_stand_in: false, folder: None });
        let launches = match specimen.role {
            Role::Client => Launches { server: None, client: launch },
            Role::Server | Role::Both => Launches { server: launch, client: None },
        };
        let part = match specimen.kind {
            Kind::Wrong => Part::Wrong(specimen.belief().map(str::to_owned)),
            Kind::Right => Part::Right,
        };
        self.players.push(Player {
            part,
            lesson: specimen.lesson,
            language: specimen.language,
            place: specimen.place(),
            launches,
            luck: specimen.luck.iter().map(|luck| luck.case.clone()).collect(),
        });
    }
}

/// The first line of a compiler message, and its place.
fn headline(words: &str) -> String {
    let first = words.lines().next().unwrap_or_default();
    let place = words.lines().find(|line| line.trim_start().starts_with("-->"));
    format!("{first} {}", place.unwrap_or_default().trim())
}

/// The path of this machine's Python, if there is one. Python reports it itself, because `python3` may
/// be a script that looks for the right version at each start. With `-S`, which skips installed
/// packages, Python starts in a tenth of the time.
fn python() -> Option<String> {
    let script = "import sys; print(sys.executable)";
    let output =
        Command::new("python3").args(["-c", script]).stderr(Stdio::null()).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !path.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_has_the_words_and_the_place() {
        let words = "warning: unused variable: `x`\n --> src/server.rs:3:9\n  |\n";
        assert_eq!(headline(words), "warning: unused variable: `x` --> src/server.rs:3:9");
    }
}
