//! The loop: waits for whatever happens next, lets the desk change, does what it wishes, and draws.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use ratatui::crossterm::{event, terminal};
use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::{emulate_default_handler, raise};

use crate::app::{Desk, Over, Wish};
use crate::arguments::Arguments;
use crate::checker::{LIST, Lines, Manner, check, command};
use crate::children::Running;
use crate::course::{Course, place_of_current};
use crate::keys;
use crate::message::Happening;
use crate::saves::Saves;
use crate::screen::{self, Look, text_width};
use crate::terminal::Screen;

/// A child that was asked to end is given so long; then it is killed.
const GRACE: Duration = Duration::from_secs(10);

/// Sits until somebody says that it is enough.
pub fn sit(arguments: &Arguments) -> anyhow::Result<()> {
    let (to, happenings) = mpsc::channel();
    tell_of_signals(to.clone())?;
    let lessons = arguments.workspace.join("lessons");
    let saves = Saves::watch(&lessons, arguments.polls, to.clone())?;
    let mut sitting = Sitting {
        arguments,
        look: look(arguments),
        desk: Desk::default(),
        saves,
        children: Children::default(),
        listed: String::new(),
        has_begun: false,
        last_id: 0,
        to: to.clone(),
    };
    sitting.ask_for_course()?;
    let mut screen = Screen::take()?;
    tell_of_keys(to)?;
    let ended_by = sitting.stay(&mut screen, &happenings);
    drop(screen);
    sitting.leave(&happenings);
    match ended_by? {
        // As if it had not been caught: whoever started us is told what ended us.
        Some(signal) => Ok(emulate_default_handler(signal)?),
        None => Ok(()),
    }
}

fn look(arguments: &Arguments) -> Look {
    // https://no-color.org: any value but the empty one.
    let colours = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let links = colours && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
    Look { colours, links, workspace: arguments.workspace.clone() }
}

fn tell_of_keys(to: Sender<Happening>) -> anyhow::Result<()> {
    let tell = move || {
        loop {
            let happening = match event::read() {
                Ok(event::Event::Key(key)) => Happening::Key(key),
                Ok(event::Event::Resize(..)) => Happening::Resized,
                Ok(_) => continue,
                Err(_) => Happening::NoKeys,
            };
            let is_last = matches!(happening, Happening::NoKeys);
            if to.send(happening).is_err() || is_last {
                return;
            }
        }
    };
    thread::Builder::new().name("keys".into()).spawn(tell)?;
    Ok(())
}

fn tell_of_signals(to: Sender<Happening>) -> anyhow::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT])?;
    let tell = move || {
        for signal in signals.forever() {
            if to.send(Happening::Signal(signal)).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".into()).spawn(tell)?;
    Ok(())
}

/// The children that somebody listens to.
#[derive(Default)]
struct Children {
    run: Option<Running>,
    page: Option<Running>,
    course: Option<Running>,
    /// Those that were asked to end and have not yet.
    leaving: Vec<Running>,
}

impl Children {
    /// Nobody listens to it any more.
    fn dismiss(&mut self, child: Option<Running>) {
        self.leaving.retain(|child| !child.has_ended());
        if let Some(child) = child.filter(|child| !child.has_ended()) {
            child.end();
            self.leaving.push(child);
        }
    }
}

struct Sitting<'a> {
    arguments: &'a Arguments,
    look: Look,
    desk: Desk,
    saves: Saves,
    children: Children,
    /// What was told of the course so far.
    listed: String,
    /// The first lesson is open.
    has_begun: bool,
    last_id: u64,
    to: Sender<Happening>,
}

impl Sitting<'_> {
    /// Until the end; a signal may be what ends it.
    fn stay(
        &mut self,
        screen: &mut Screen,
        happenings: &Receiver<Happening>,
    ) -> anyhow::Result<Option<i32>> {
        loop {
            let (desk, look) = (&mut self.desk, &self.look);
            screen.draw(|frame| screen::draw(frame, desk, look))?;
            let first = happenings.recv().context("nothing can happen any more")?;
            // All that has come by now is drawn at once.
            for happening in std::iter::once(first).chain(happenings.try_iter()) {
                match self.hear(happening, screen)? {
                    After::Stay => {}
                    After::Leave(signal) => return Ok(signal),
                }
            }
        }
    }

    fn hear(&mut self, happening: Happening, screen: &mut Screen) -> anyhow::Result<After> {
        let wishes = match happening {
            Happening::Key(key) => keys::press(&mut self.desk, key),
            // Drawing asks the terminal for its size.
            Happening::Resized => self.desk.resized(),
            Happening::NoKeys => return Ok(After::Leave(None)),
            Happening::Saved if self.has_begun => vec![Wish::Check],
            Happening::Saved => Vec::new(),
            Happening::Line { child, line } => {
                self.line(child, &line);
                Vec::new()
            }
            Happening::Ended { child, errors, passed } => self.ended(child, &errors, passed)?,
            Happening::Signal(SIGTSTP) => vec![Wish::Stop],
            Happening::Signal(SIGCONT) => {
                screen.take_again()?;
                Vec::new()
            }
            Happening::Signal(signal) => return Ok(After::Leave(Some(signal))),
        };
        for wish in wishes {
            match wish {
                Wish::Check => self.check(),
                Wish::Ask(words) => self.ask(&words),
                Wish::AskNoMore => {
                    let page = self.children.page.take();
                    self.children.dismiss(page);
                }
                Wish::Stop => {
                    screen.give_back();
                    // Goes on from here when somebody says so (SIGCONT), which is heard above.
                    raise(SIGSTOP)?;
                }
                Wish::Quit => return Ok(After::Leave(None)),
            }
        }
        Ok(After::Stay)
    }

    /// A child's line, if somebody listens to it.
    fn line(&mut self, child: u64, line: &str) {
        let is = |running: &Option<Running>| running.as_ref().is_some_and(|one| one.id == child);
        if is(&self.children.run) {
            // What is no event is nothing to show.
            if let Ok(told) = serde_json::from_str(line) {
                self.desk.hear(told);
            }
        } else if is(&self.children.page) {
            self.desk.page_line(line);
        } else if is(&self.children.course) {
            self.listed.push_str(line);
        }
    }

    fn ended(&mut self, child: u64, errors: &str, passed: bool) -> anyhow::Result<Vec<Wish>> {
        let is = |running: &Option<Running>| running.as_ref().is_some_and(|one| one.id == child);
        if is(&self.children.run) {
            self.desk.run.ended(errors);
            self.ask_for_course()?;
        } else if is(&self.children.page) {
            self.desk.page_ended(errors);
        } else if is(&self.children.course) {
            anyhow::ensure!(passed, "{}", errors.trim().trim_start_matches("error: "));
            let course: Course = serde_json::from_str(&self.listed)
                .context("what `checker list --format json` tells cannot be understood")?;
            self.desk.learn(course);
            if !self.has_begun {
                return Ok(self.open_first());
            }
        }
        Ok(Vec::new())
    }

    fn open_first(&mut self) -> Vec<Wish> {
        self.has_begun = true;
        let course = &self.desk.course;
        let asked = self.arguments.lesson.and_then(|number| number.checked_sub(1));
        let place = asked.unwrap_or_else(|| place_of_current(course));
        // A key may have laid something over it meanwhile.
        let over = std::mem::take(&mut self.desk.over);
        let wishes = self.desk.turn_to(place);
        if let Over::Page(page) = over {
            self.desk.over = Over::Page(page);
        }
        wishes
    }

    fn ask_for_course(&mut self) -> anyhow::Result<()> {
        self.listed.clear();
        let child = self.start(&LIST)?;
        let before = self.children.course.replace(child);
        self.children.dismiss(before);
        Ok(())
    }

    fn check(&mut self) {
        let Some(lesson) = self.desk.lesson() else { return };
        let (number, folder) = (lesson.number.to_string(), lesson.lesson.clone());
        let before = self.children.run.take();
        self.children.dismiss(before);
        self.saves.turn_to(self.arguments.workspace.join("lessons").join(folder));
        self.desk.begin();
        match self.start(&check(&number)) {
            Ok(run) => self.children.run = Some(run),
            Err(error) => self.desk.run.ended(&format!("{error:#}")),
        }
    }

    fn ask(&mut self, words: &[String]) {
        match self.start(words) {
            Ok(page) => self.children.page = Some(page),
            Err(error) => self.desk.page_ended(&format!("{error:#}")),
        }
    }

    /// Starts the checker with these words.
    fn start<W: AsRef<str>>(&mut self, words: &[W]) -> anyhow::Result<Running> {
        self.last_id += 1;
        let (window, _) = terminal::size().unwrap_or((80, 24));
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        // A picture cannot be broken into lines afterwards.
        let width = text_width(window).clamp(40, 400).to_string();
        let wide: &[&str] = if words[0] == "trace" { &["--width", &width] } else { &[] };
        let all = words.iter().chain(wide);
        let Look { colours, links, .. } = self.look;
        let command = command(self.arguments, all, Manner { colours, links, lines: Lines::Whole });
        Running::start(command, self.last_id, &self.to)
            .with_context(|| format!("{} could not be started", self.arguments.checker.display()))
    }

    /// Ends what still runs, and waits for it: nothing is left behind.
    fn leave(mut self, happenings: &Receiver<Happening>) {
        let Children { run, page, course, .. } = &mut self.children;
        for child in [run.take(), page.take(), course.take()] {
            self.children.dismiss(child);
        }
        let leaving = &mut self.children.leaving;
        while !leaving.is_empty() {
            match happenings.recv_timeout(GRACE) {
                // It has been long enough; or somebody at the shell says so (Ctrl-C).
                Err(_) | Ok(Happening::Signal(SIGINT)) => {
                    leaving.drain(..).for_each(|child| child.kill());
                }
                Ok(_) => leaving.retain(|child| !child.has_ended()),
            }
        }
    }
}

enum After {
    Stay,
    /// Because of this signal, where it was one.
    Leave(Option<i32>),
}
