//! The players of a proof: the skeletons, the references, the wrong programs and the right ones. Two
//! calls of cargo build those in Rust; specimens in C are compiled one by one.

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

/// What is expected of a player.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Skeleton,
    Reference,
    /// Fails, and is accused of this belief, or of none.
    Wrong(Option<String>),
    Right,
}

/// A lesson's programs, or one of them, in one of their forms.
#[derive(Debug, Clone)]
pub struct Player {
    pub part: Part,
    pub lesson: &'static Lesson,
    pub language: Language,
    /// Its file or folder, counted from the workspace.
    pub place: String,
    pub launches: Launches,
    /// Cases in which its verdict is a matter of luck.
    pub luck: Vec<String>,
}

impl Player {
    /// Whether its verdict in this case is a matter of luck.
    pub fn is_lucky_in(&self, case: &Case) -> bool {
        self.luck.iter().any(|name| name == case.name)
    }

    /// The cases that are about it.
    pub fn cases(&self) -> Vec<&'static Case> {
        run::selected(self.lesson, &self.launches, None)
    }

    /// The command that plays one of its cases again.
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
        format!("play it again with `cargo {command}`")
    }
}

/// All players, and what is to be said of those that could not come.
#[derive(Debug, Default)]
pub struct Cast {
    pub players: Vec<Player>,
    /// Warnings and errors of the compiler.
    pub flaws: Vec<Flaw>,
    /// Programs that this machine cannot start, and why; no flaw of the course.
    pub absent: Vec<String>,
}

/// Builds all players of these lessons. An error means that cargo could not be asked.
pub fn gather(workspace: &Path, lessons: &[&'static Lesson]) -> anyhow::Result<Cast> {
    let mut specimens = Vec::new();
    for kind in Kind::ALL {
        specimens.extend(specimens::of_kind(workspace, kind)?.0);
    }
    specimens.retain(|specimen| lessons.contains(&specimen.lesson));
    let packages = lessons.iter().flat_map(|lesson| [lesson.package(), lesson.solution_package()]);
    let told = build::packages(workspace, packages, &[])?;
    anyhow::ensure!(!told.programs.is_empty(), "cargo built nothing: {}", told.words);
    let built = rust::build(workspace, &specimens)?;

    let mut cast = Cast::default();
    for lesson in lessons {
        cast.add_lesson(lesson, Part::Skeleton, &told);
        cast.add_lesson(lesson, Part::Reference, &told);
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
                cast.absent.push(format!("{}: there is no cc here", specimen.place()));
            }
            (Language::Python, Some(python)) => {
                let file = workspace.join(specimen.place()).to_string_lossy().into_owned();
                cast.add_player(specimen, vec![python.clone(), "-S".to_owned(), file]);
            }
            (Language::Python, None) => {
                cast.absent.push(format!("{}: there is no python3 here", specimen.place()));
            }
        }
    }
    Ok(cast)
}

impl Cast {
    fn warn(&mut self, place: &str, package: &str, told: &BuildOutput) {
        let warnings = told.warnings.get(package).into_iter().flatten();
        // The compiler adds them up in the end, in a warning that has no place.
        for words in warnings.filter(|words| words.contains("-->")) {
            let advice = "let it build without a warning";
            self.flaws.push(Flaw::new(place, headline(words), advice));
        }
    }

    fn add_lesson(&mut self, lesson: &'static Lesson, part: Part, told: &BuildOutput) {
        let solutions = part == Part::Reference;
        let (folder, package) = match solutions {
            true => ("solutions", lesson.solution_package()),
            false => ("lessons", lesson.package()),
        };
        let place = format!("{folder}/{}", lesson.folder());
        self.warn(&place, &package, told);
        let mut flaw = |words: &str| {
            self.flaws.push(Flaw::new(&place, words, "build it, and see the compiler's words"));
        };
        for words in told.errors.get(&package).into_iter().flatten() {
            flaw(&headline(words));
        }
        let find = |name: &str| told.programs.get(name).cloned();
        match build::launches(lesson, solutions, find) {
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
            Err(missing) if !told.errors.contains_key(&package) => flaw(&missing),
            Err(_) => {}
        }
    }

    /// Adds the compiler's errors about a lesson's specimens, which are one program.
    fn add_errors(&mut self, lesson: &Lesson, built: &BuildOutput) {
        let place = format!("{COURSE}/{}", lesson.folder());
        for words in built.errors.get(&rust::package(lesson)).into_iter().flatten() {
            let advice = "let it build without a warning";
            self.flaws.push(Flaw::new(&place, headline(words), advice));
        }
    }

    /// Adds a specimen that cargo has built.
    fn add_specimen(&mut self, specimen: &Specimen, built: &BuildOutput) {
        match built.programs.get(&specimen.program()) {
            Some(path) => self.add_player(specimen, vec![path.to_string_lossy().into_owned()]),
            None if built.errors.contains_key(&rust::package(specimen.lesson)) => {}
            None => {
                let advice = format!("cargo said: {}", built.words);
                self.flaws.push(Flaw::new(specimen.place(), "was not built", advice));
            }
        }
    }

    /// Compiles a specimen in C, and adds it.
    fn compile(&mut self, workspace: &Path, specimen: &Specimen) {
        let mut flaw = |what: &str, words: &str| {
            let what = format!("{what}: {}", words.lines().take(3).collect::<Vec<_>>().join(" "));
            self.flaws.push(Flaw::new(specimen.place(), what, "see `cc -Wall` on it"));
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

    /// Adds a specimen that these words start.
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

/// The first line of what the compiler said, and the place that it is about.
fn headline(words: &str) -> String {
    let first = words.lines().next().unwrap_or_default();
    let place = words.lines().find(|line| line.trim_start().starts_with("-->"));
    format!("{first} {}", place.unwrap_or_default().trim())
}

/// The Python of this machine, where there is one. It tells itself where it lies: what `python3`
/// finds may be a script that looks for the version that is wanted, anew at each start. With `-S`,
/// which leaves out the packages that somebody has installed here, it starts in a tenth of the
/// time.
fn python() -> Option<String> {
    let tell = "import sys; print(sys.executable)";
    let told = Command::new("python3").args(["-c", tell]).stderr(Stdio::null()).output().ok()?;
    let path = String::from_utf8(told.stdout).ok()?.trim().to_owned();
    (told.status.success() && !path.is_empty()).then_some(path)
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
