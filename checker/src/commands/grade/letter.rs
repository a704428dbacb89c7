//! A letter to a student: what each lesson promised and what happened instead, which misconception that
//! shows, and where to read on. It holds no solution, and of hidden cases only their number.

use cases::beliefs::{self, Belief};
use protocol::grade::{Graded, Lesson as Points, Student};
use protocol::{Status, check};

use super::drawing::telling;
use crate::course::of_folder;
use crate::report::text::count;
use crate::report::visibility::{Shown, Visibility};

/// The most failures of a lesson in a letter. The first ones are what to repair first.
const MOST: usize = 5;

/// The contents of a letter.
pub struct Letter<'g> {
    pub student: &'g Student,
    pub lessons: Vec<Part<'g>>,
}

/// What a letter says of one lesson.
pub struct Part<'g> {
    /// `09 · Framing`.
    pub heading: String,
    /// `4 of 10 points`.
    pub points: String,
    /// The compiler's message, or another reason why the lesson was not checked.
    pub not_built: Option<&'g str>,
    pub failures: Vec<Failure<'g>>,
    /// Failures that are not in the list.
    pub more: usize,
    /// Cases that could not be judged.
    pub unjudged: usize,
}

/// A broken promise.
pub struct Failure<'g> {
    pub case: &'g check::Case,
    pub belief: Option<&'static Belief>,
    /// Whether an earlier failure of the lesson shows the same misconception.
    pub is_known: bool,
    /// The picture of the run, as SVG.
    pub picture: Option<Picture>,
}

/// A picture, and its file in the folder of pictures.
pub struct Picture {
    pub file: String,
    pub svg: String,
}

impl<'g> Letter<'g> {
    /// The letter about this result. Lessons that were not handed in are left out. `picture` finds the picture
    /// of a lesson's case.
    pub fn of(
        graded: &'g Graded,
        student: &'g Student,
        shown: &Shown,
        picture: &dyn Fn(&str, &str) -> Option<Picture>,
    ) -> Letter<'g> {
        let both = graded.report.lessons.iter().zip(&student.lessons);
        let handed_in = both.filter(|(_, points)| points.is_handed_in);
        let lessons = handed_in.map(|(lesson, points)| part(lesson, points, shown, picture));
        Letter { student, lessons: lessons.collect() }
    }

    /// `alice: 34 of 40 points`.
    pub fn title(&self) -> String {
        let Student { student, points, judged_points, .. } = self.student;
        format!("{student}: {points} of {judged_points} points")
    }
}

fn part<'g>(
    lesson: &'g check::Lesson,
    points: &Points,
    visibility: &Shown,
    picture: &dyn Fn(&str, &str) -> Option<Picture>,
) -> Part<'g> {
    let of = |status: &[Status]| {
        lesson.cases.iter().filter(|case| status.contains(&case.status)).count()
    };
    let is_shown =
        |case: &&check::Case| visibility.case(&lesson.lesson, case) != Visibility::Hidden;
    let shown: Vec<&check::Case> = chosen(lesson).into_iter().filter(is_shown).take(MOST).collect();
    let failure = |(at, case): (usize, &'g check::Case)| Failure {
        case,
        belief: case.belief.as_deref().and_then(beliefs::find),
        is_known: shown[..at].iter().any(|other| other.belief == case.belief),
        picture: picture(&lesson.lesson, &case.name),
    };
    Part {
        heading: of_folder(&lesson.lesson)
            .map_or_else(|| lesson.lesson.clone(), |one| one.heading()),
        points: format!("{} of {} points", points.points, points.judged_points),
        not_built: lesson.compiler.as_deref(),
        more: of(&[Status::Failed]) - shown.len(),
        unjudged: of(&[Status::Skipped, Status::Unsure]),
        failures: shown.iter().copied().enumerate().map(failure).collect(),
    }
}

/// The failures that tell most come first, then the others in the lesson's order.
fn chosen(lesson: &check::Lesson) -> Vec<&check::Case> {
    let mut chosen = telling(lesson);
    let failed = lesson.cases.iter().filter(|case| case.status == Status::Failed);
    let others: Vec<&check::Case> =
        failed.filter(|case| !chosen.iter().any(|one| one.name == case.name)).collect();
    chosen.extend(others);
    chosen
}

/// The commands that a student types.
impl Failure<'_> {
    /// Opens the chapter.
    pub fn read_on(&self) -> String {
        let chapter = &self.case.chapter;
        let number = chapter.split_once('-').map_or(&chapter[..], |(number, _)| number);
        format!("cargo checker read {number}")
    }

    /// Plays the case again.
    pub fn replay(&self) -> String {
        format!("cargo {}", self.case.replay)
    }
}

impl Part<'_> {
    /// The lines at the end of a lesson.
    pub fn rest(&self) -> Vec<String> {
        let more = |number| format!("{} more failed.", count(number, "case"));
        let unjudged =
            |number| format!("{} could not be judged and cost nothing.", count(number, "case"));
        let line =
            |number: usize, words: &dyn Fn(usize) -> String| (number > 0).then(|| words(number));
        [line(self.more, &more), line(self.unjudged, &unjudged)].into_iter().flatten().collect()
    }
}
