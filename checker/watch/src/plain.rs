//! Without a terminal: verdicts line by line, again at each save, for a pipe or a file. No colours,
//! no escape sequences.

use std::io::{self, Write, stdout};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use anyhow::Context;
use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::arguments::Arguments;
use crate::checker::{LIST, Lines, Manner, check, command};
use crate::children::Running;
use crate::course::{Course, Lesson, place_of_current};
use crate::message::Happening;
use crate::run::{Detail, Run};
use crate::saves::Saves;
use crate::screen::mark_of;
use protocol::events::Event;

const MANNER: Manner = Manner { colours: false, links: false, lines: Lines::Broken };

/// Tells until a signal comes or nobody reads any more.
pub fn tell(arguments: &Arguments) -> anyhow::Result<()> {
    let (to, happenings) = mpsc::channel();
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let of_signals = to.clone();
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let _ = of_signals.send(Happening::Signal(signal));
        }
    })?;
    let course = course(arguments)?;
    let place = match arguments.lesson {
        Some(number) => number.saturating_sub(1),
        None => place_of_current(&course),
    };
    let lesson = course.lessons.get(place).context("there is no such lesson")?;
    let saves = Saves::watch(&arguments.workspace.join("lessons"), arguments.polls, to.clone())?;
    saves.turn_to(arguments.workspace.join("lessons").join(&lesson.lesson));
    match listen(arguments, lesson, &to, &happenings) {
        Ok(signal) => Ok(emulate_default_handler(signal)?),
        // A reader who has gone has seen enough.
        Err(error) if is_broken_pipe(&error) => Ok(()),
        Err(error) => Err(error),
    }
}

fn course(arguments: &Arguments) -> anyhow::Result<Course> {
    let output = command(arguments, LIST, MANNER)
        .output()
        .with_context(|| format!("{} could not be started", arguments.checker.display()))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "{}", errors.trim().trim_start_matches("error: "));
    serde_json::from_slice(&output.stdout).context("reading what `checker list` tells")
}

/// Tells of run after run. Returns the signal that ended it.
fn listen(
    arguments: &Arguments,
    lesson: &Lesson,
    to: &Sender<Happening>,
    happenings: &Receiver<Happening>,
) -> anyhow::Result<i32> {
    let number = lesson.number.to_string();
    let start = |id| Running::start(command(arguments, check(&number), MANNER), id, to);
    let mut out = stdout();
    let mut child = start(1)?;
    let mut run = Run::default();
    loop {
        match happenings.recv()? {
            Happening::Saved => {
                child.end();
                child = start(child.id + 1)?;
                run = Run::default();
            }
            Happening::Line { child: id, line } if id == child.id => {
                if let Ok(told) = serde_json::from_str::<Event>(&line) {
                    run.hear(told.clone());
                    say(&mut out, lesson, &told, &run)?;
                }
            }
            Happening::Ended { child: id, errors, .. }
                if id == child.id && run.outcome.is_none() =>
            {
                writeln!(out, "{}\n", errors.trim())?;
            }
            Happening::Signal(signal) => return Ok(signal),
            _ => {}
        }
        out.flush()?;
    }
}

fn say(out: &mut dyn Write, lesson: &Lesson, told: &Event, run: &Run) -> io::Result<()> {
    match told {
        Event::Warned { text } => writeln!(out, "{text}"),
        Event::Playing { .. } => writeln!(out, "{}", lesson.heading()),
        Event::CaseDone(done) => writeln!(out, "{} {}  {}", mark_of(done), done.name, done.promise),
        Event::NotBuilt(done) => writeln!(out, "{}\n", done.text.trim_end()),
        Event::LessonDone(done) => {
            if let Some((Detail::Failure { text, .. }, _)) = run.detail() {
                writeln!(out, "\n{}\n", text.trim_end())?;
            }
            let (points, most) = (done.points, done.max_points);
            let (kept, all) = (run.kept(), run.cases.len());
            let verdict = if run.is_passed() { "passed" } else { "not passed yet" };
            writeln!(
                out,
                "{}: {verdict} · {kept} of {all} promises kept · {points} of {most} points",
                lesson.heading()
            )?;
            if run.is_passed() {
                writeln!(out, "{}", lesson.learnt)?;
            }
            writeln!(out)
        }
        Event::Begun { .. } | Event::Building { .. } | Event::Over { .. } | Event::Unknown => {
            Ok(())
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
