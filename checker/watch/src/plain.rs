//! The output without a screen: verdicts line by line, again at each save, for a pipe, a file, or a
//! terminal (`--plain`). It has no colours and no escape sequences.

use std::io::{self, Write, stdout};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use anyhow::Context;
use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::arguments::Arguments;
use crate::checker::{Appearance, LIST, Lines, check, command};
use crate::children::Running;
use crate::course::{Course, Lesson, place_of_current};
use crate::message::Message;
use crate::run::{Detail, LiveRun};
use crate::saves::Saves;
use crate::screen::mark_of;
use protocol::events::Event;

const APPEARANCE: Appearance = Appearance { colours: false, links: false, lines: Lines::Broken };

/// Prints verdicts until a signal arrives or the reader closes the pipe.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (to, messages) = mpsc::channel();
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let of_signals = to.clone();
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let _ = of_signals.send(Message::Signal(signal));
        }
    })?;
    let course = course(arguments)?;
    let place = match arguments.lesson {
        Some(number) => number.saturating_sub(1),
        None => place_of_current(&course),
    };
    let lesson = course.lessons.get(place).context("there is no such lesson")?;
    let mut saves = Saves::watch(&arguments.workspace, arguments.polls, to.clone())?;
    saves.turn_to(lesson);
    match listen(arguments, lesson, &to, &messages) {
        Ok(signal) => Ok(emulate_default_handler(signal)?),
        // The reader has closed the pipe, which is not an error.
        Err(error) if is_broken_pipe(&error) => Ok(()),
        Err(error) => Err(error),
    }
}

fn course(arguments: &Arguments) -> anyhow::Result<Course> {
    let output = command(arguments, LIST, APPEARANCE)
        .output()
        .with_context(|| format!("cannot start {}", arguments.checker.display()))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "{}", errors.trim().trim_start_matches("error: "));
    serde_json::from_slice(&output.stdout).context("reading the output of `checker list`")
}

/// Prints run after run. Returns the signal that ended it.
fn listen(
    arguments: &Arguments,
    lesson: &Lesson,
    to: &Sender<Message>,
    messages: &Receiver<Message>,
) -> anyhow::Result<i32> {
    let number = lesson.number.to_string();
    let start = |id| Running::start(command(arguments, check(&number), APPEARANCE), id, to);
    let mut out = stdout();
    let mut child = start(1)?;
    let mut run = LiveRun::default();
    loop {
        match messages.recv()? {
            Message::Saved => {
                child.end();
                child = start(child.id + 1)?;
                run = LiveRun::default();
            }
            Message::Line { child: id, line } if id == child.id => {
                if let Ok(event) = serde_json::from_str::<Event>(&line) {
                    run.handle(event.clone());
                    print(&mut out, lesson, &event, &run)?;
                }
            }
            Message::Ended { child: id, errors, .. } if id == child.id && run.outcome.is_none() => {
                writeln!(out, "{}\n", errors.trim())?;
            }
            Message::Signal(signal) => return Ok(signal),
            _ => {}
        }
        out.flush()?;
    }
}

fn print(out: &mut dyn Write, lesson: &Lesson, event: &Event, run: &LiveRun) -> io::Result<()> {
    match event {
        Event::Warned { text } => writeln!(out, "{text}"),
        Event::Playing { .. } => writeln!(out, "{}", lesson.heading()),
        Event::CaseDone(done) => writeln!(out, "{} {}  {}", mark_of(done), done.name, done.promise),
        Event::NotBuilt(done) => writeln!(out, "{}\n", done.text.trim_end()),
        Event::LessonDone(done) => {
            if let Some(words) = run.warnings() {
                writeln!(out, "\n{}", words.trim_end())?;
            }
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
