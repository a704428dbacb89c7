//! `checker check`, and `checker` alone: runs the lessons' cases, reports the verdicts, and saves the
//! learner's progress.

#[cfg(feature = "more")]
mod for_programs;
mod next;
mod options;
mod program;
mod request;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::{Context, anyhow};

pub use options::{IsolationChoice, Options, default_jobs, jobs, seed};
pub use request::replay;

use super::{Ending, Format, Usage, warn};
use crate::course::progress::Opened;
use crate::course::workspace::Workspace;
use crate::course::{Lesson, framing, lessons, of_folder, references};
use crate::events::{Event, LessonReport, Status};
use crate::report::Reporter;
use crate::report::human::{Human, Setting};
use crate::report::invitation::{beside_the_editor, welcome};
use crate::report::lines::Lines;
use crate::report::replay::Replay;
use crate::run::{self, Request};
use cases::lessons::cases;

/// `checker` alone: checks the current lesson. On the very first run, prints a welcome before it.
pub fn welcome_and_run() -> anyhow::Result<Ending> {
    let opened = Workspace::find().map_err(Usage::from)?.progress().read();
    warn(&opened.warnings);
    if !opened.begun {
        welcome(&mut anstream::stdout().lock(), lessons().len())?;
    }
    let ending = run(&Options::default())?;
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        unless_unread(beside_the_editor(&mut anstream::stdout().lock()))?;
    }
    Ok(ending)
}

/// `checker check`.
pub fn run(options: &Options) -> anyhow::Result<Ending> {
    #[cfg(not(feature = "more"))]
    if options.format.has_objects() {
        return super::second_program::replace_this();
    }
    let mut chosen = request::named_lessons(options)?;
    let stands_in = options.server.is_some() || options.client.is_some();
    // A stand-in for a lesson's programs can be checked without a workspace.
    let workspace = match Workspace::find() {
        Err(_) if stands_in => None,
        found => Some(found.map_err(Usage::from)?),
    };
    if chosen.is_empty() && !stands_in {
        let opened = workspace.as_ref().map(|at| at.progress().read()).unwrap_or_default();
        warn(&opened.warnings);
        match opened.progress.current() {
            Some(lesson) => chosen.push(lesson),
            None => return all_passed(options),
        }
    }
    let root = build_root(options, workspace.as_ref(), &chosen)?;
    let request = request::request(options, chosen, root)?;
    let replay = request::replay(options);
    let counts = replay.is_of_learner() && request.case.is_none();
    let Reported { reports, mut written } = play(options, replay, &request)?;
    if counts && let Some(workspace) = workspace {
        let opened = record(&workspace, &reports);
        warn(&opened.warnings);
        unlock(&workspace, &reports)?;
        if options.format == Format::Human {
            let out = &mut anstream::stdout().lock();
            let next = |()| next::announce(out, &opened.progress, &reports);
            written = written.and_then(next);
        }
    }
    match options.format {
        Format::Human | Format::Events | Format::Lines => unless_unread(written)?,
        // A reader of one object needs all of it, so a write error is a failure.
        _ => written.map_err(|error| anyhow!("the report could not be written: {error}"))?,
    }
    Ok(ending(&reports))
}

#[cfg(feature = "more")]
/// Turns these options into a request. An error describes a mistake in them.
pub(super) fn prepare(options: &Options) -> anyhow::Result<Request> {
    let chosen = request::named_lessons(options)?;
    let stands_in = options.server.is_some() || options.client.is_some();
    let workspace = match Workspace::find() {
        Err(_) if stands_in => None,
        found => Some(found.map_err(Usage::from)?),
    };
    let root = build_root(options, workspace.as_ref(), &chosen)?;
    Ok(request::request(options, chosen, root)?)
}

/// The folder in which cargo builds the programs of these lessons.
fn build_root(
    options: &Options,
    workspace: Option<&Workspace>,
    lessons: &[&Lesson],
) -> anyhow::Result<Option<PathBuf>> {
    let Some(workspace) = workspace else { return Ok(None) };
    if options.solutions {
        let root = references::workspace(workspace);
        return Ok(Some(root.context("the references could not be written")?));
    }
    let progress = workspace.progress().read().progress;
    framing::choose(workspace, &progress, lessons).context("changing Cargo.toml")?;
    Ok(Some(workspace.root.clone()))
}

/// The result of a run.
struct Reported {
    reports: Vec<LessonReport>,
    /// The result of writing the report.
    written: io::Result<()>,
}

/// Runs the cases and reports on them. If the report can no longer be written, the run continues to
/// its end: its exit status and the learner's progress still count.
fn play(options: &Options, replay: Replay, request: &Request) -> anyhow::Result<Reported> {
    let mut reporter = reporter(options, replay)?;
    let mut written = Ok(());
    let reports = run::play(request, &mut |event: Event| {
        if written.is_ok() {
            written = reporter.handle(&event);
        }
    })
    // Any error here is a failure of the environment. Even a broken pipe here does not concern our
    // output.
    .map_err(|error| anyhow!("{error:#}"))?;
    Ok(Reported { reports, written })
}

fn reporter(options: &Options, replay: Replay) -> anyhow::Result<Box<dyn Reporter>> {
    let (out, err) = (anstream::stdout(), anstream::stderr());
    Ok(match options.format {
        Format::Lines => Box::new(Lines::new(out, err)),
        Format::Human => {
            let live = io::stderr().is_terminal();
            let lists_all = options.all;
            Box::new(Human::new(out, err, Setting { replay, live, lists_all }))
        }
        #[cfg(feature = "more")]
        format => for_programs::reporter(format, out, err, replay),
        #[cfg(not(feature = "more"))]
        format => anyhow::bail!("the second program writes the format {format:?}"),
    })
}

/// Ignores a broken pipe: its reader has seen enough. Any other write error is a failure.
pub(super) fn unless_unread(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(anyhow!("the report could not be written: {error}"))
        }
        _ => Ok(()),
    }
}

/// Saves the progress. Only a lesson that was checked as a whole earns points; any other is only
/// recorded as begun.
fn record(workspace: &Workspace, reports: &[LessonReport]) -> Opened {
    workspace.progress().change(|progress| {
        for report in reports {
            if let Some(lesson) = of_folder(&report.lesson) {
                // A lesson that could not be judged is not recorded, good or bad.
                let whole = is_whole(lesson, report) && report.status != Status::Unsure;
                let passed = whole && report.status == Status::Passed;
                progress.record(lesson, passed, if whole { report.points } else { 0 });
            }
        }
    })
}

/// Puts the references of the passed lessons into a learner's workspace.
fn unlock(workspace: &Workspace, reports: &[LessonReport]) -> anyhow::Result<()> {
    let passed = reports.iter().filter(|report| report.status == Status::Passed);
    for lesson in passed.filter_map(|report| of_folder(&report.lesson)) {
        let done = references::unlock(workspace, lesson);
        done.with_context(|| format!("cannot write solutions/{}", lesson.folder()))?;
    }
    Ok(())
}

/// Whether every case of the lesson has a verdict. A lesson that did not build has none.
fn is_whole(lesson: &Lesson, report: &LessonReport) -> bool {
    report.cases.len() == cases(&lesson.slug).len()
}

fn all_passed(options: &Options) -> anyhow::Result<Ending> {
    if options.format != Format::Human {
        let message = "every lesson is passed: name the one to check, like `checker check all`";
        return Err(Usage(message.into()).into());
    }
    next::course_done(&mut anstream::stdout().lock())?;
    Ok(Ending::Fine)
}

/// The worst ending: a failure outweighs a case that could not be judged.
fn ending(reports: &[LessonReport]) -> Ending {
    let any = |wanted: &[Status]| reports.iter().any(|report| wanted.contains(&report.status));
    if any(&[Status::Failed, Status::NotBuilt]) {
        Ending::Failed
    } else if any(&[Status::Unsure]) {
        Ending::Unsure
    } else {
        Ending::Fine
    }
}
