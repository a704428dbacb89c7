//! The run: from lessons to cases, from cases to cells, from cells to verdicts, told as events. It
//! knows no reporter.

mod bounded;
pub mod build;
pub mod cell;
mod cells;
mod dispatch;
pub mod doctor;
mod evidence;
mod folders;
mod grade;
mod in_order;
mod judge;
mod playing;
mod ports;
mod surroundings;

use std::path::PathBuf;

use crate::course::Lesson;
use crate::events::{Announced, CaseReport, Event, Isolation, LessonReport, Role, Warning};
use cases::lessons::{Case, cases};
use cases::scene::{Launch, Launches};

pub use cells::Cells;
pub use dispatch::side_by_side;
pub use doctor::{Finding, doctor};
use in_order::{InOrder, Part};
pub use judge::{Judge, Task};
use playing::Placed;

/// Whose programs are checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Programs {
    Learner,
    Solutions,
    /// Commands of the caller's own, as a shell would split them.
    StandIns {
        server: Option<String>,
        client: Option<String>,
    },
}

/// What is to be checked, and how.
pub struct Request {
    pub lessons: Vec<&'static Lesson>,
    pub programs: Programs,
    /// Only the case of this name.
    pub case: Option<String>,
    pub seed: u64,
    /// How many cases are played at once.
    pub jobs: usize,
    /// `None`: cells where the machine has them.
    pub isolation: Option<Isolation>,
    pub build: bool,
    pub workspace: Option<PathBuf>,
}

/// Checks the lessons and tells what happens. An error means that the environment failed.
pub fn play(request: &Request, hear: &mut dyn FnMut(Event)) -> anyhow::Result<Vec<LessonReport>> {
    check_bounds()?;
    let cells = Cells::open();
    let signals = kernel::Signals::catch()?;
    // What a killed cell may leave behind comes to us, and is ended below.
    let _ = kernel::adopt_orphans();
    let isolation = choose_isolation(request.isolation, hear)?;
    hear(Event::Begun { seed: request.seed, isolation, lessons: request.lessons.len() });
    let mut built = match launches(request, &signals, hear) {
        Ok(built) => built,
        Err(error) => {
            // A build that was stopped may have left processes.
            kernel::end_kin();
            if signals.came() {
                hear(Event::Over { interrupted: true });
            }
            return Err(error);
        }
    };
    let lessons: Vec<(&'static Lesson, build::Built)> = request
        .lessons
        .iter()
        .map(|lesson| (*lesson, built.remove(lesson.slug.as_str()).unwrap_or_default()))
        .collect();
    let (parts, mut tasks) = split(&lessons, request.case.as_deref());
    // Those that wait for a clock do so while the others are played.
    tasks.sort_by_key(|(.., task)| !task.case.waits_for_a_clock);

    let seed = request.seed;
    let judge = Judge { seed, isolation, for_a_picture: false, cells: &cells, signals: &signals };
    let mut told = InOrder::new(parts, hear);
    playing::play(&signals, tasks, request.jobs, |task| judge.judge(task), &mut told);
    let reports = told.ends();
    let interrupted = signals.came();
    kernel::end_kin();
    hear(Event::Over { interrupted });
    anyhow::ensure!(!interrupted, "interrupted: what was not finished has not been judged");
    Ok(reports)
}

/// The lessons as they are told of, and their cases as they are played.
fn split<'r>(
    lessons: &'r [(&'static Lesson, build::Built)],
    name: Option<&str>,
) -> (Vec<Part>, Vec<Placed<'r>>) {
    let mut tasks = Vec::new();
    let part = |(at, (lesson, built)): (usize, &'r (&'static Lesson, build::Built))| match built {
        build::Built::Failed(words) => Part::NotBuilt(lesson, words.clone()),
        build::Built::Ready(launches) => {
            let cases = selected(lesson, launches, name);
            let announced = cases.iter().map(|case| announced(case)).collect();
            let task = |(place, case)| (at, place, Task { lesson, case, launches });
            tasks.extend(cases.into_iter().enumerate().map(task));
            Part::Played(lesson, announced)
        }
    };
    let parts = lessons.iter().enumerate().map(part).collect();
    (parts, tasks)
}

/// The lesson did not build: the compiler's words.
#[derive(Debug)]
pub struct NotBuilt(pub String);

impl std::fmt::Display for NotBuilt {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "it does not build:\n{}", self.0)
    }
}

impl std::error::Error for NotBuilt {}

fn announced(case: &Case) -> Announced {
    Announced { name: case.name, role: case.role, rank: case.rank, promise: case.promise }
}

/// Plays one case of the request's only lesson in slow motion, so that a picture of it can be drawn.
/// Where the lesson does not build, the error is [`NotBuilt`].
pub fn picture(request: &Request, case: &'static Case) -> anyhow::Result<CaseReport> {
    check_bounds()?;
    let cells = Cells::open();
    let signals = kernel::Signals::catch()?;
    let _ = kernel::adopt_orphans();
    let isolation = choose_isolation(request.isolation, &mut |_| {})?;
    let seed = request.seed;
    let judge = Judge { seed, isolation, for_a_picture: true, cells: &cells, signals: &signals };
    let mut built = launches(request, &signals, &mut |_| {}).inspect_err(|_| kernel::end_kin())?;
    let lesson = request.lessons[0];
    let report = match built.remove(lesson.slug.as_str()).unwrap_or_default() {
        build::Built::Failed(words) => return Err(NotBuilt(words).into()),
        build::Built::Ready(launches) => judge.judge(&Task { lesson, case, launches: &launches }),
    };
    kernel::end_kin();
    if signals.came() {
        anyhow::bail!("interrupted: there is nothing to show");
    }
    Ok(report)
}

/// An error where this process may open too few files, or write too little: it would fail half-way,
/// or be killed (`SIGXFSZ`).
fn check_bounds() -> anyhow::Result<()> {
    const DESCRIPTORS: u64 = 64;
    const BYTES: u64 = 16 << 20;
    let [descriptors, bytes] = kernel::bounds_on_files();
    if let Some(most) = descriptors.filter(|most| *most < DESCRIPTORS) {
        anyhow::bail!(
            "only {most} open files are allowed here (`ulimit -n`), and the checker needs {DESCRIPTORS}"
        );
    }
    if let Some(most) = bytes.filter(|most| *most < BYTES) {
        // Standard error may be a file. No program is started any more.
        kernel::survive_file_size_bound();
        anyhow::bail!(
            "no file may have more than {most} bytes here (`ulimit -f`), and the checker needs {BYTES}"
        );
    }
    Ok(())
}

/// Cells where they are wanted or can be had.
fn choose_isolation(
    wanted: Option<Isolation>,
    hear: &mut dyn FnMut(Event),
) -> anyhow::Result<Isolation> {
    match (wanted, kernel::probe_cells()) {
        (Some(Isolation::Process), _) => Ok(Isolation::Process),
        (_, Ok(())) => Ok(Isolation::Cell),
        (Some(Isolation::Cell), Err(missing)) => {
            anyhow::bail!(
                "this machine gives no cells ({}): use `--isolation process`, or see `checker doctor`",
                missing.why
            )
        }
        (None, Err(missing)) => {
            hear(Event::Warned(Warning::NoCells { why: missing.why }));
            Ok(Isolation::Process)
        }
    }
}

/// How each lesson's programs are started, built first where they have to be.
fn launches(
    request: &Request,
    signals: &kernel::Signals,
    hear: &mut dyn FnMut(Event),
) -> anyhow::Result<std::collections::HashMap<&'static str, build::Built>> {
    if let Programs::StandIns { server, client } = &request.programs {
        let launches =
            Launches { server: stand_in(server.as_deref())?, client: stand_in(client.as_deref())? };
        let ready = |lesson: &&'static Lesson| {
            (lesson.slug.as_str(), build::Built::Ready(launches.clone()))
        };
        return Ok(request.lessons.iter().map(ready).collect());
    }
    let workspace = request
        .workspace
        .as_deref()
        .ok_or_else(|| anyhow::anyhow!("there is no workspace here to build the lessons in"))?;
    let solutions = request.programs == Programs::Solutions;
    if request.build {
        for lesson in &request.lessons {
            hear(Event::Building { lesson: lesson.folder(), title: lesson.title.clone() });
        }
        return build::build(workspace, &request.lessons, solutions, signals);
    }
    Ok(build::found(workspace, &request.lessons, solutions))
}

fn stand_in(command: Option<&str>) -> anyhow::Result<Option<Launch>> {
    let Some(command) = command else { return Ok(None) };
    let words = shlex::split(command)
        .filter(|words| !words.is_empty())
        .ok_or_else(|| anyhow::anyhow!("`{command}` cannot be split into words"))?;
    Ok(Some(Launch { words, is_stand_in: true, folder: None }))
}

/// The cases that are to be played: those of the programs that are there.
pub fn selected(lesson: &Lesson, launches: &Launches, name: Option<&str>) -> Vec<&'static Case> {
    let is_there = |case: &&Case| match case.role {
        Role::Server => launches.server.is_some(),
        Role::Client => launches.client.is_some(),
        Role::Both => launches.server.is_some() && launches.client.is_some(),
    };
    cases(&lesson.slug)
        .iter()
        .filter(is_there)
        .filter(|case| name.is_none_or(|name| name == case.name))
        .collect()
}
