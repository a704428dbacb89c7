//! The state of the screen: the course, the open lesson, its run, and the overlay. Its methods return
//! actions, which the event loop performs.

use crate::course::{self, Course, Lesson};
use crate::run::LiveRun;
use protocol::events::Event;

/// An action for the event loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Check the lesson again. This ends a run in progress.
    Check,
    /// Run the checker with these arguments for a page's text.
    Ask(Vec<String>),
    /// The page's text is no longer needed.
    CancelPage,
    /// Open this file of the workspace in the learner's editor.
    Edit(String),
    /// Stop the process, as Ctrl-Z does.
    Stop,
    Quit,
}

/// The view that covers the lesson.
#[derive(Debug, Default)]
pub enum Overlay {
    #[default]
    Nothing,
    Page(Page),
    /// The list of lessons, with this one selected.
    List(usize),
    /// "Reset? (y/n)"
    AskReset,
}

/// A text that can be scrolled.
#[derive(Debug, Default)]
pub struct Page {
    pub title: String,
    pub text: String,
    /// The checker's arguments; empty if the text is not from the checker.
    words: Vec<String>,
    /// Whether the text is complete.
    pub is_whole: bool,
    pub scroll: usize,
}

#[derive(Debug, Default)]
pub struct App {
    pub course: Course,
    /// The index of the open lesson.
    pub place: usize,
    pub run: LiveRun,
    pub overlay: Overlay,
    /// The scroll position of the lesson's failure.
    pub scroll: usize,
    /// The number of visible lines of the scrolled text, as last drawn.
    pub page: usize,
    /// A short message that the next key removes.
    pub notice: Option<String>,
}

impl App {
    pub fn lesson(&self) -> Option<&Lesson> {
        self.course.lessons.get(self.place)
    }

    /// The lesson's number as an argument of the checker.
    pub fn number(&self) -> String {
        self.lesson().map_or_else(String::new, |lesson| lesson.number.to_string())
    }

    /// The file to edit: the one that the compiler names first, or the program of the failure shown.
    pub fn file(&self) -> Option<&str> {
        let lesson = self.lesson()?;
        let named = self.run.compiler().and_then(|words| course::file_in(lesson, words));
        let role = self.run.shown().map_or("server", |case| &case.role);
        named.or_else(|| course::file_of(lesson, role))
    }

    /// Whether the open lesson is passed, in this run or earlier.
    pub fn is_passed(&self) -> bool {
        self.run.is_passed() || self.lesson().is_some_and(|lesson| lesson.passed)
    }

    /// Whether every lesson of the course is passed.
    pub fn is_course_done(&self) -> bool {
        self.is_passed() && self.next().is_none()
    }

    /// The index of the next lesson.
    pub fn next(&self) -> Option<usize> {
        course::after(&self.course, self.place)
    }

    /// Opens the lesson with this index.
    pub fn turn_to(&mut self, place: usize) -> Vec<Action> {
        self.place = place;
        self.run = LiveRun::default();
        self.scroll = 0;
        self.overlay = Overlay::Nothing;
        vec![Action::CancelPage, Action::Check]
    }

    /// Begins a run.
    pub fn begin(&mut self) {
        self.notice = None;
        self.run.begin();
    }

    pub fn handle(&mut self, event: Event) {
        let before = self.run.shown().map(|case| case.name.clone());
        self.run.handle(event);
        if before != self.run.shown().map(|case| case.name.clone()) {
            self.scroll = 0;
        }
    }

    /// Replaces the course. The open lesson stays open.
    pub fn set_course(&mut self, course: Course) {
        self.course = course;
    }

    /// Opens a page with the checker's output for these arguments.
    pub fn ask(&mut self, title: &str, words: &[&str]) -> Vec<Action> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let (title, asked) = (title.to_owned(), words.clone());
        self.overlay = Overlay::Page(Page { title, words: asked, ..Page::default() });
        vec![Action::CancelPage, Action::Ask(words)]
    }

    /// Handles a new window size. Text is wrapped again when it is drawn, but a picture needs another
    /// run of the checker.
    pub fn resized(&mut self) -> Vec<Action> {
        match &mut self.overlay {
            Overlay::Page(page) if page.words.first().is_some_and(|word| word == "trace") => {
                (page.text, page.is_whole) = (String::new(), false);
                vec![Action::CancelPage, Action::Ask(page.words.clone())]
            }
            _ => Vec::new(),
        }
    }

    /// Opens a page with this text.
    pub fn show(&mut self, title: &str, text: String) {
        let title = title.to_owned();
        self.overlay = Overlay::Page(Page { title, text, is_whole: true, ..Page::default() });
    }

    /// Adds a line to the page.
    pub fn page_line(&mut self, line: &str) {
        if let Overlay::Page(page) = &mut self.overlay {
            page.text.push_str(line);
            page.text.push('\n');
        }
    }

    /// Completes the page, with the checker's error message, if any.
    pub fn page_ended(&mut self, errors: &str) {
        if let Overlay::Page(page) = &mut self.overlay {
            page.text.push_str(errors);
            page.is_whole = true;
        }
    }

    /// Moves the text, or the selection in the list, by this number of lines.
    pub fn scroll_by(&mut self, lines: isize) {
        let last = self.course.lessons.len().saturating_sub(1);
        match &mut self.overlay {
            Overlay::Page(page) => page.scroll = page.scroll.saturating_add_signed(lines),
            Overlay::List(chosen) => *chosen = chosen.saturating_add_signed(lines).min(last),
            Overlay::Nothing | Overlay::AskReset => {
                self.scroll = self.scroll.saturating_add_signed(lines);
            }
        }
    }
}
