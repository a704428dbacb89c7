//! The event loop: waits for the next message, lets the app handle it, performs the actions, and draws.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use anyhow::Context;
use ratatui::crossterm::terminal;
use signal_hook::consts::signal::{SIGCONT, SIGINT, SIGSTOP, SIGTSTP};
use signal_hook::low_level::{emulate_default_handler, raise};

use crate::app::{Action, App, Overlay};
use crate::arguments::Arguments;
use crate::checker::{Appearance, LIST, Lines, check, command};
use crate::children::Running;
use crate::course::{Course, place_of_current};
use crate::editor::{self, Editor};
use crate::input::{NextKey, send_keys, send_signals};
use crate::keys;
use crate::message::Message;
use crate::saves::Saves;
use crate::screen::{self, Look, text_width};
use crate::terminal::Screen;

/// The time that a child has to end before it is killed.
const GRACE: Duration = Duration::from_secs(10);

/// Runs the screen until the user quits.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (to, messages) = mpsc::channel();
    let editing = Arc::new(AtomicBool::new(false));
    send_signals(to.clone(), editing.clone())?;
    let saves = Saves::watch(&arguments.workspace, arguments.polls, to.clone())?;
    let mut event_loop = EventLoop {
        arguments,
        look: look(arguments),
        app: App::default(),
        saves,
        children: Children::default(),
        listed: String::new(),
        has_begun: false,
        last_id: 0,
        editing,
        to: to.clone(),
    };
    event_loop.ask_for_course()?;
    let mut screen = Screen::take()?;
    let next_key = send_keys(to)?;
    let ended_by = event_loop.run(&mut screen, &messages, &next_key);
    drop(screen);
    event_loop.shut_down(&messages);
    match ended_by? {
        // Die from the signal, so that the parent sees it in our exit status.
        Some(signal) => Ok(emulate_default_handler(signal)?),
        None => Ok(()),
    }
}

fn look(arguments: &Arguments) -> Look {
    // https://no-color.org: any value except the empty one.
    let colours = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let links = colours && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
    Look { colours, links, workspace: arguments.workspace.clone() }
}

/// The children whose output is used.
#[derive(Default)]
struct Children {
    run: Option<Running>,
    page: Option<Running>,
    course: Option<Running>,
    /// Children that have been asked to end and still run.
    leaving: Vec<Running>,
}

impl Children {
    /// Asks the child to end. Its output is no longer used.
    fn dismiss(&mut self, child: Option<Running>) {
        self.leaving.retain(|child| !child.has_ended());
        if let Some(child) = child.filter(|child| !child.has_ended()) {
            child.end();
            self.leaving.push(child);
        }
    }
}

struct EventLoop<'a> {
    arguments: &'a Arguments,
    look: Look,
    app: App,
    saves: Saves,
    children: Children,
    /// The output of `checker list` so far.
    listed: String,
    /// Whether the first lesson is open.
    has_begun: bool,
    last_id: u64,
    /// Whether an editor has the terminal.
    editing: Arc<AtomicBool>,
    to: Sender<Message>,
}

impl EventLoop<'_> {
    /// Runs until the user quits, or until a signal, which is returned.
    fn run(
        &mut self,
        screen: &mut Screen,
        messages: &Receiver<Message>,
        next_key: &NextKey,
    ) -> anyhow::Result<Option<i32>> {
        loop {
            let (app, look) = (&mut self.app, &self.look);
            screen.draw(|frame| screen::draw(frame, app, look))?;
            let first = messages.recv().context("all sources of messages have ended")?;
            // Handle all messages that have arrived before drawing once.
            for message in std::iter::once(first).chain(messages.try_iter()) {
                let is_from_keyboard = matches!(message, Message::Key(_) | Message::Resized);
                if let Next::Exit(signal) = self.handle(message, screen)? {
                    return Ok(signal);
                }
                if is_from_keyboard {
                    next_key.read();
                }
            }
        }
    }

    fn handle(&mut self, message: Message, screen: &mut Screen) -> anyhow::Result<Next> {
        let actions = match message {
            Message::Key(key) => keys::press(&mut self.app, key),
            // Drawing asks the terminal for its size.
            Message::Resized => self.app.resized(),
            Message::NoKeys => return Ok(Next::Exit(None)),
            Message::Saved if self.has_begun => vec![Action::Check],
            Message::Saved => Vec::new(),
            Message::Line { child, line } => {
                self.line(child, &line);
                Vec::new()
            }
            Message::Ended { child, errors, passed } => self.ended(child, &errors, passed)?,
            Message::Signal(SIGTSTP) => vec![Action::Stop],
            Message::Signal(SIGCONT) => {
                screen.take_again()?;
                Vec::new()
            }
            Message::Signal(signal) => return Ok(Next::Exit(Some(signal))),
        };
        for action in actions {
            match action {
                Action::Check => self.check(),
                Action::Ask(words) => self.ask(&words),
                Action::CancelPage => {
                    let page = self.children.page.take();
                    self.children.dismiss(page);
                }
                Action::Edit(file) => self.edit(&file, screen)?,
                Action::Stop => {
                    screen.give_back();
                    // Execution continues here after SIGCONT. Its message restores the screen.
                    raise(SIGSTOP)?;
                }
                Action::Quit => return Ok(Next::Exit(None)),
            }
        }
        Ok(Next::Continue)
    }

    /// Handles a child's line, if its output is still used.
    fn line(&mut self, child: u64, line: &str) {
        let is = |running: &Option<Running>| running.as_ref().is_some_and(|one| one.id == child);
        if is(&self.children.run) {
            // Skip lines that are not events.
            if let Ok(event) = serde_json::from_str(line) {
                self.app.handle(event);
            }
        } else if is(&self.children.page) {
            self.app.page_line(line);
        } else if is(&self.children.course) {
            self.listed.push_str(line);
        }
    }

    fn ended(&mut self, child: u64, errors: &str, passed: bool) -> anyhow::Result<Vec<Action>> {
        let is = |running: &Option<Running>| running.as_ref().is_some_and(|one| one.id == child);
        if is(&self.children.run) {
            self.app.run.ended(errors);
            self.ask_for_course()?;
        } else if is(&self.children.page) {
            self.app.page_ended(errors);
        } else if is(&self.children.course) {
            anyhow::ensure!(passed, "{}", errors.trim().trim_start_matches("error: "));
            let course: Course = serde_json::from_str(&self.listed)
                .context("cannot parse the output of `checker list --format json`")?;
            self.app.set_course(course);
            if !self.has_begun {
                return Ok(self.open_first());
            }
            // `socketlings.toml` names other files than before. They may have changed since the run began.
            if self.app.lesson().is_some_and(|lesson| !self.saves.watches(lesson)) {
                return Ok(vec![Action::Check]);
            }
        }
        Ok(Vec::new())
    }

    fn open_first(&mut self) -> Vec<Action> {
        self.has_begun = true;
        let course = &self.app.course;
        let asked = self.arguments.lesson.and_then(|number| number.checked_sub(1));
        let place = asked.unwrap_or_else(|| place_of_current(course));
        // A key may have opened a page in the meantime.
        let overlay = std::mem::take(&mut self.app.overlay);
        let actions = self.app.turn_to(place);
        if let Overlay::Page(page) = overlay {
            self.app.overlay = Overlay::Page(page);
        }
        actions
    }

    fn ask_for_course(&mut self) -> anyhow::Result<()> {
        self.listed.clear();
        let child = self.start(&LIST)?;
        let before = self.children.course.replace(child);
        self.children.dismiss(before);
        Ok(())
    }

    fn check(&mut self) {
        let Some(lesson) = self.app.lesson() else { return };
        let number = lesson.number.to_string();
        self.saves.turn_to(lesson);
        let before = self.children.run.take();
        self.children.dismiss(before);
        self.app.begin();
        match self.start(&check(&number)) {
            Ok(run) => self.children.run = Some(run),
            Err(error) => self.app.run.ended(&format!("{error:#}")),
        }
    }

    fn ask(&mut self, words: &[String]) {
        match self.start(words) {
            Ok(page) => self.children.page = Some(page),
            Err(error) => self.app.page_ended(&format!("{error:#}")),
        }
    }

    /// Opens the file in the learner's editor. An editor in this terminal ends before this returns.
    fn edit(&mut self, file: &str, screen: &mut Screen) -> anyhow::Result<()> {
        let path = self.arguments.workspace.join(file);
        let opened = match Editor::choose() {
            Ok(Editor::VsCode) => {
                self.app.notice = Some(format!("VS Code opens {file}."));
                editor::open_in_vs_code(&path)
            }
            Ok(Editor::InTerminal(words)) => {
                self.editing.store(true, Ordering::SeqCst);
                screen.give_back();
                let ended = editor::run(&words, &path);
                screen.take_again()?;
                self.editing.store(false, Ordering::SeqCst);
                ended
            }
            Err(error) => Err(error),
        };
        if let Err(error) = opened {
            self.app.notice = Some(format!("{error:#}"));
        }
        Ok(())
    }

    /// Starts the checker with these arguments.
    fn start<W: AsRef<str>>(&mut self, words: &[W]) -> anyhow::Result<Running> {
        self.last_id += 1;
        let (window, _) = terminal::size().unwrap_or((80, 24));
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        // A picture cannot be wrapped afterwards.
        let width = text_width(window).clamp(40, 400).to_string();
        let wide: &[&str] = if words[0] == "trace" { &["--width", &width] } else { &[] };
        let all = words.iter().chain(wide);
        let Look { colours, links, .. } = self.look;
        let command =
            command(self.arguments, all, Appearance { colours, links, lines: Lines::Whole });
        Running::start(command, self.last_id, &self.to)
            .with_context(|| format!("cannot start {}", self.arguments.checker.display()))
    }

    /// Ends all children that still run, and waits for them.
    fn shut_down(mut self, messages: &Receiver<Message>) {
        let Children { run, page, course, .. } = &mut self.children;
        for child in [run.take(), page.take(), course.take()] {
            self.children.dismiss(child);
        }
        let leaving = &mut self.children.leaving;
        while !leaving.is_empty() {
            match messages.recv_timeout(GRACE) {
                // The time is up, or the user presses Ctrl-C.
                Err(_) | Ok(Message::Signal(SIGINT)) => {
                    leaving.drain(..).for_each(|child| child.kill());
                }
                Ok(_) => leaving.retain(|child| !child.has_ended()),
            }
        }
    }
}

enum Next {
    Continue,
    /// The signal that caused the exit, if any.
    Exit(Option<i32>),
}
