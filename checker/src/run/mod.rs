//! A run: from lessons to cases, from cases to cells, from cells to verdicts. It reports events and does
//! not know who receives them.

pub mod bounded;
pub mod build;
mod cargo_output;
pub mod cell;
mod cells;
mod dispatch;
pub mod doctor;
mod doubts;
mod environment;
mod evidence;
mod folders;
pub mod grade;
mod in_order;
mod judge;
mod playing;
mod ports;
mod sandbox;
mod sparing;
mod strangers_build;
pub mod wanted;

use std::path::PathBuf;

use crate::course::own_programs::OwnPrograms;
use crate::course::{Lesson, command};
use crate::events::{Announced, CaseReport, Event, Isolation, LessonReport, Role, Warning};
use cases::lessons::{Case, cases};
use cases::scene::{Launch, Launches};

pub use cells::Cells;
pub use dispatch::side_by_side;
pub use doctor::{Finding, doctor};
pub use folders::RunFolder;
use in_order::{InOrder, Part};
pub use judge::{Judge, Task};
use playing::Pace;
use sandbox::Sandbox;
use sparing::Placed;
use wanted::Wanted;

/// The programs to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Programs {
    /// The learner's: in Rust, except for those that `socketlings.toml` names.
    Learner(OwnPrograms),
    Solutions,
    /// The caller's own commands, split as a shell splits them.
    StandIns {
        server: Option<String>,
        client: Option<String>,
    },
}

/// The subject of a check, and its settings.
pub struct Request {
    pub lessons: Vec<&'static Lesson>,
    pub programs: Programs,
    /// Run only the case with this name.
    pub case: Option<String>,
    pub seed: u64,
    /// The number of cases that run at once.
    pub jobs: usize,
    /// Whether the cases of a program that is far off are spared. Its score is unknown then.
    pub spares: bool,
    /// `None` means cells, if the machine supports them.
    pub isolation: Option<Isolation>,
    pub build: bool,
    /// Whether the programs are a stranger's, and are built and run in a sandbox.
    pub sandbox: bool,
    pub workspace: Option<PathBuf>,
}

/// Checks the lessons and emits events. An error means that the environment failed.
pub fn play(request: &Request, emit: &mut dyn FnMut(Event)) -> anyhow::Result<Vec<LessonReport>> {
    check_bounds()?;
    let cells = Cells::open();
    let signals = kernel::Signals::catch()?;
    // Processes that a killed cell leaves behind become our children, and are killed below.
    let _ = kernel::adopt_orphans();
    let isolation = choose_isolation(request.isolation, emit)?;
    let mut sandbox = sandbox(request, isolation)?;
    emit(Event::Begun { seed: request.seed, isolation, lessons: request.lessons.len() });
    let mut built = match launches(request, &signals, emit) {
        Ok(built) => built,
        Err(error) => {
            // A stopped build may have left processes.
            kernel::end_kin();
            if signals.came() {
                emit(Event::Over { interrupted: true });
            }
            return Err(error);
        }
    };
    let lessons: Vec<(&'static Lesson, build::Built)> = request
        .lessons
        .iter()
        .map(|lesson| (*lesson, built.remove(lesson.slug.as_str()).unwrap_or_default()))
        .collect();
    if let Some(sandbox) = &mut sandbox {
        sandbox.opens_to(lessons.iter().filter_map(|(_, built)| built.launches()));
    }
    let (parts, mut tasks) = split(&lessons, request.case.as_deref());
    // Cases that wait for a clock start first, so that they wait while the others run.
    tasks.sort_by_key(|(.., task)| !task.case.waits_for_a_clock);

    let seed = request.seed;
    let (cells, signals) = (&cells, &signals);
    let judge =
        Judge { seed, isolation, for_a_picture: false, words: &[], sandbox, cells, signals };
    let mut in_order = InOrder::new(parts, emit);
    let pace = Pace { jobs: request.jobs, spares: request.spares };
    playing::play(signals, tasks, pace, |task| judge.judge(task), &mut in_order);
    let reports = in_order.into_reports();
    let interrupted = signals.came();
    kernel::end_kin();
    emit(Event::Over { interrupted });
    anyhow::ensure!(!interrupted, "interrupted: unfinished cases were not judged");
    Ok(reports)
}

/// The lessons as they are reported, and their cases as they run.
fn split<'r>(
    lessons: &'r [(&'static Lesson, build::Built)],
    name: Option<&str>,
) -> (Vec<Part>, Vec<Placed<'r>>) {
    let mut tasks = Vec::new();
    let part = |(at, (lesson, built)): (usize, &'r (&'static Lesson, build::Built))| match built {
        build::Built::Failed(words) => Part::NotBuilt(lesson, words.clone()),
        build::Built::Ready(launches, warnings) => {
            let cases = selected(lesson, launches, name);
            let announced = cases.iter().map(|case| announced(case)).collect();
            let task = |(place, case)| (at, place, Task { lesson, case, launches });
            tasks.extend(cases.into_iter().enumerate().map(task));
            Part::Played { lesson, cases: announced, warnings: warnings.clone() }
        }
    };
    let parts = lessons.iter().enumerate().map(part).collect();
    (parts, tasks)
}

/// The lesson did not build. This is the compiler's message.
#[derive(Debug)]
pub struct NotBuilt(pub String);

impl std::fmt::Display for NotBuilt {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "the lesson does not build:\n{}", self.0)
    }
}

impl std::error::Error for NotBuilt {}

fn announced(case: &Case) -> Announced {
    Announced { name: case.name, role: case.role, rank: case.rank, promise: case.promise }
}

/// Runs one case of the request's only lesson in slow motion, so that a picture of it can be drawn. The
/// script sends these words, or random ones if there are none. If the lesson does not build, the error is
/// [`NotBuilt`].
pub fn picture(
    request: &Request,
    case: &'static Case,
    words: &[String],
) -> anyhow::Result<CaseReport> {
    check_bounds()?;
    let cells = Cells::open();
    let signals = kernel::Signals::catch()?;
    let _ = kernel::adopt_orphans();
    let isolation = choose_isolation(request.isolation, &mut |_| {})?;
    let seed = request.seed;
    let mut sandbox = sandbox(request, isolation)?;
    let (cells, signals) = (&cells, &signals);
    let mut built = launches(request, signals, &mut |_| {}).inspect_err(|_| kernel::end_kin())?;
    let lesson = request.lessons[0];
    let launches = match built.remove(lesson.slug.as_str()).unwrap_or_default() {
        build::Built::Failed(words) => return Err(NotBuilt(words).into()),
        build::Built::Ready(launches, _) => launches,
    };
    if let Some(sandbox) = &mut sandbox {
        sandbox.opens_to([&launches]);
    }
    let judge = Judge { seed, isolation, for_a_picture: true, words, sandbox, cells, signals };
    let report = judge.judge(&Task { lesson, case, launches: &launches });
    kernel::end_kin();
    if signals.came() {
        anyhow::bail!("interrupted: there is no picture to show");
    }
    Ok(report)
}

/// Checks that this process may open enough files and write enough bytes. Otherwise it would fail
/// half-way, or be killed (`SIGXFSZ`).
fn check_bounds() -> anyhow::Result<()> {
    const DESCRIPTORS: u64 = 64;
    const BYTES: u64 = 16 << 20;
    let [descriptors, bytes] = kernel::bounds_on_files();
    if let Some(most) = descriptors.filter(|most| *most < DESCRIPTORS) {
        anyhow::bail!(
            "the limit of open files is {most} (`ulimit -n`), and the checker needs {DESCRIPTORS}"
        );
    }
    if let Some(most) = bytes.filter(|most| *most < BYTES) {
        // Standard error may be a file. From here on, no program is started.
        kernel::survive_file_size_bound();
        anyhow::bail!(
            "the limit of a file's size is {most} bytes (`ulimit -f`), and the checker needs {BYTES}"
        );
    }
    Ok(())
}

/// Chooses cells if they are requested, or if the machine supports them.
fn choose_isolation(
    wanted: Option<Isolation>,
    emit: &mut dyn FnMut(Event),
) -> anyhow::Result<Isolation> {
    match (wanted, kernel::probe_cells()) {
        (Some(Isolation::Process), _) => Ok(Isolation::Process),
        (_, Ok(())) => Ok(Isolation::Cell),
        (Some(Isolation::Cell), Err(missing)) => {
            anyhow::bail!(
                "this machine does not allow cells ({}): use `--isolation process`, or see `checker doctor`",
                missing.why
            )
        }
        (None, Err(missing)) => {
            emit(Event::Warned(Warning::NoCells { why: missing.why }));
            Ok(Isolation::Process)
        }
    }
}

/// The sandbox of the request, if it asks for one.
fn sandbox(request: &Request, isolation: Isolation) -> anyhow::Result<Option<Sandbox>> {
    let new = || Sandbox::new(request.workspace.clone(), isolation);
    request.sandbox.then(new).transpose()
}

/// The commands that start each lesson's programs. Builds the programs first, if necessary.
fn launches(
    request: &Request,
    signals: &kernel::Signals,
    emit: &mut dyn FnMut(Event),
) -> anyhow::Result<std::collections::HashMap<&'static str, build::Built>> {
    if let Programs::StandIns { server, client } = &request.programs {
        let launches =
            Launches { server: stand_in(server.as_deref())?, client: stand_in(client.as_deref())? };
        let ready = |lesson: &&'static Lesson| {
            (lesson.slug.as_str(), build::Built::Ready(launches.clone(), None))
        };
        return Ok(request.lessons.iter().map(ready).collect());
    }
    let workspace = request
        .workspace
        .as_deref()
        .ok_or_else(|| anyhow::anyhow!("there is no workspace here to build the lessons in"))?;
    let references = OwnPrograms::default();
    let (solutions, own) = match &request.programs {
        Programs::Learner(own) => (false, own),
        _ => (true, &references),
    };
    let wanted = Wanted { lessons: &request.lessons, solutions, own };
    if request.build {
        for lesson in wanted.to_build() {
            emit(Event::Building { lesson: lesson.folder(), title: lesson.title.clone() });
        }
        let mut waits =
            |words: &str| emit(Event::Warned(Warning::BuildWaits { words: words.into() }));
        return match request.sandbox {
            true => build::of_strangers(workspace, &wanted, signals, &mut waits),
            false => build::build(workspace, &wanted, signals, &mut waits),
        };
    }
    Ok(build::found(workspace, &wanted))
}

fn stand_in(command: Option<&str>) -> anyhow::Result<Option<Launch>> {
    let Some(command) = command else { return Ok(None) };
    let words = command::words(command).map_err(|why| anyhow::anyhow!("`{command}` {why}"))?;
    Ok(Some(Launch { words, is_stand_in: true, folder: None }))
}

/// The cases to run: those whose programs are given.
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
