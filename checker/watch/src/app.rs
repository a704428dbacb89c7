//! What is on the desk: the course, the lesson that is open, its run, and what lies over it. It only
//! changes as it is told, and says what it wishes; the loop does that.

use crate::course::{self, Course, Lesson};
use crate::run::Run;
use protocol::events::Event;

/// What the loop is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Check the lesson anew; a run in progress ends.
    Check,
    /// Ask the checker for a text, with these words.
    Ask(Vec<String>),
    /// The text is not wanted any more.
    AskNoMore,
    /// Stop, as Ctrl-Z does.
    Stop,
    Quit,
}

/// What lies over the lesson.
#[derive(Debug, Default)]
pub enum Over {
    #[default]
    Nothing,
    Page(Page),
    /// The course, with this lesson chosen.
    List(usize),
    /// "Reset? (y/n)"
    AskReset,
}

/// A text to read.
#[derive(Debug, Default)]
pub struct Page {
    pub title: String,
    pub text: String,
    /// The words that the checker was asked with; none where it was not.
    words: Vec<String>,
    /// Nothing more comes.
    pub is_whole: bool,
    pub scroll: usize,
}

#[derive(Debug, Default)]
pub struct Desk {
    pub course: Course,
    /// The open lesson's place in the course.
    pub place: usize,
    pub run: Run,
    pub over: Over,
    /// How far the lesson's failure is scrolled.
    pub scroll: usize,
    /// Lines that can be seen at once of what can be scrolled, as it was last drawn.
    pub page: usize,
    /// Something said in passing; the next key takes it away.
    pub notice: Option<String>,
}

impl Desk {
    pub fn lesson(&self) -> Option<&Lesson> {
        self.course.lessons.get(self.place)
    }

    /// The lesson's number, as the checker takes it.
    pub fn number(&self) -> String {
        self.lesson().map_or_else(String::new, |lesson| lesson.number.to_string())
    }

    /// Whether the open lesson is passed: now, or at some time before.
    pub fn is_passed(&self) -> bool {
        self.run.is_passed() || self.lesson().is_some_and(|lesson| lesson.passed)
    }

    /// Whether every lesson of the course is passed.
    pub fn is_course_done(&self) -> bool {
        self.is_passed() && self.next().is_none()
    }

    /// The place of the lesson that comes next.
    pub fn next(&self) -> Option<usize> {
        course::after(&self.course, self.place)
    }

    /// Opens the lesson at this place.
    pub fn turn_to(&mut self, place: usize) -> Vec<Wish> {
        self.place = place;
        self.run = Run::default();
        self.scroll = 0;
        self.over = Over::Nothing;
        vec![Wish::AskNoMore, Wish::Check]
    }

    /// A run begins.
    pub fn begin(&mut self) {
        self.notice = None;
        self.run.begin();
    }

    pub fn hear(&mut self, told: Event) {
        let before = self.run.shown().map(|case| case.name.clone());
        self.run.hear(told);
        if before != self.run.shown().map(|case| case.name.clone()) {
            self.scroll = 0;
        }
    }

    /// The course, as it stands now. The open lesson stays open.
    pub fn learn(&mut self, course: Course) {
        self.course = course;
    }

    /// Lays a page over the lesson, whose text the checker is asked for.
    pub fn ask(&mut self, title: &str, words: &[&str]) -> Vec<Wish> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let (title, asked) = (title.to_owned(), words.clone());
        self.over = Over::Page(Page { title, words: asked, ..Page::default() });
        vec![Wish::AskNoMore, Wish::Ask(words)]
    }

    /// The window has another size: lines are broken anew, but a picture has to be drawn anew.
    pub fn resized(&mut self) -> Vec<Wish> {
        match &mut self.over {
            Over::Page(page) if page.words.first().is_some_and(|word| word == "trace") => {
                (page.text, page.is_whole) = (String::new(), false);
                vec![Wish::AskNoMore, Wish::Ask(page.words.clone())]
            }
            _ => Vec::new(),
        }
    }

    /// Lays this page over the lesson.
    pub fn lay(&mut self, title: &str, text: String) {
        let title = title.to_owned();
        self.over = Over::Page(Page { title, text, is_whole: true, ..Page::default() });
    }

    /// A line of the text that was asked for.
    pub fn page_line(&mut self, line: &str) {
        if let Over::Page(page) = &mut self.over {
            page.text.push_str(line);
            page.text.push('\n');
        }
    }

    /// The text has come to its end; where something went wrong, its words say what.
    pub fn page_ended(&mut self, errors: &str) {
        if let Over::Page(page) = &mut self.over {
            page.text.push_str(errors);
            page.is_whole = true;
        }
    }

    /// Moves what can be scrolled, or the choice in the list, by so many lines.
    pub fn scroll_by(&mut self, lines: isize) {
        let last = self.course.lessons.len().saturating_sub(1);
        match &mut self.over {
            Over::Page(page) => page.scroll = page.scroll.saturating_add_signed(lines),
            Over::List(chosen) => *chosen = chosen.saturating_add_signed(lines).min(last),
            Over::Nothing | Over::AskReset => {
                self.scroll = self.scroll.saturating_add_signed(lines);
            }
        }
    }
}
