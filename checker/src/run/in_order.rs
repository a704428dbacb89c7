//! Cases of many lessons are played side by side, and told of lesson after lesson: what comes before
//! its lesson's turn waits here.

use std::mem;
use std::time::{Duration, Instant};

use super::{evidence, grade};
use crate::course::Lesson;
use crate::events::{Announced, CaseReport, Event, LessonReport, Warning};

/// A lesson that is to be told of.
pub enum Part {
    /// With these cases.
    Played(&'static Lesson, Vec<Announced>),
    /// It did not build: the compiler's words.
    NotBuilt(&'static Lesson, String),
}

/// A case that has been judged.
struct Done {
    /// Its place in the lesson.
    place: usize,
    report: CaseReport,
    ended: Instant,
}

/// Tells of the lessons in their order.
pub struct InOrder<'h> {
    parts: Vec<Part>,
    /// What came of each lesson's cases, as they came.
    done: Vec<Vec<Done>>,
    /// The lesson that is being told of, and how many of its cases have been.
    turn: usize,
    told: usize,
    reports: Vec<LessonReport>,
    hear: &'h mut dyn FnMut(Event),
}

impl<'h> InOrder<'h> {
    pub fn new(parts: Vec<Part>, hear: &'h mut dyn FnMut(Event)) -> InOrder<'h> {
        let done = parts.iter().map(|_| Vec::new()).collect();
        let mut told = InOrder { parts, done, turn: 0, told: 0, reports: Vec::new(), hear };
        told.opens();
        told
    }

    /// A case of a lesson was judged just now; both are said by their places.
    pub fn hears(&mut self, lesson: usize, place: usize, report: CaseReport) {
        self.done[lesson].push(Done { place, report, ended: Instant::now() });
        self.goes_on();
    }

    /// Warns of something that concerns the run.
    pub fn warns(&mut self, warning: Warning) {
        (self.hear)(Event::Warned(warning));
    }

    /// What came of the lessons, once all of their cases have been heard of.
    pub fn ends(self) -> Vec<LessonReport> {
        self.reports
    }

    /// Tells that the next lesson begins. One that has nothing to play is over with that.
    fn opens(&mut self) {
        self.told = 0;
        if let Some(Part::Played(lesson, cases)) = self.parts.get(self.turn) {
            let (folder, title) = (lesson.folder(), lesson.title.clone());
            (self.hear)(Event::Playing { lesson: folder, title, cases: cases.clone() });
        }
        self.goes_on();
    }

    /// Tells all that can be told by now.
    fn goes_on(&mut self) {
        let Some(part) = self.parts.get(self.turn) else { return };
        let report = match part {
            Part::NotBuilt(lesson, words) => grade::not_built(lesson, words.clone()),
            Part::Played(lesson, cases) => {
                let done = &self.done[self.turn];
                for case in &done[self.told..] {
                    let case = case.report.clone();
                    (self.hear)(Event::CaseDone { lesson: lesson.folder(), case });
                }
                self.told = done.len();
                if self.told < cases.len() {
                    return;
                }
                let mut done = mem::take(&mut self.done[self.turn]);
                let duration = time_of(&done);
                done.sort_by_key(|case| case.place);
                grade::lesson(lesson, done.into_iter().map(|case| case.report).collect(), duration)
            }
        };
        // Reports are kept to the end of the run, and evidence may be long.
        self.reports.push(evidence::without_evidence(&report));
        (self.hear)(Event::LessonDone(report));
        self.turn += 1;
        self.opens();
    }
}

/// How long at least one of these was being played.
fn time_of(cases: &[Done]) -> Duration {
    let mut times: Vec<(Instant, Instant)> = cases
        .iter()
        .map(|case| {
            (case.ended.checked_sub(case.report.duration).unwrap_or(case.ended), case.ended)
        })
        .collect();
    times.sort();
    let mut sum = Duration::ZERO;
    let mut until: Option<Instant> = None;
    for (begun, ended) in times {
        let fresh = until.map_or(begun, |until| begun.max(until));
        sum += ended.saturating_duration_since(fresh);
        until = until.max(Some(ended));
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;
    use crate::events::{Rank, Role, Verdict};

    fn case(name: &'static str) -> CaseReport {
        CaseReport {
            name,
            role: Role::Server,
            rank: Rank::Core,
            promise: "It keeps its promise",
            verdict: Verdict::Kept,
            remarks: Vec::new(),
            trace: stage::trace::Trace::default(),
            duration: Duration::from_millis(1),
        }
    }

    fn announced(name: &'static str) -> Announced {
        Announced { name, role: Role::Server, rank: Rank::Core, promise: "It keeps its promise" }
    }

    /// What is told, a word an event.
    fn word(event: &Event) -> String {
        match event {
            Event::Playing { lesson, .. } => format!("({lesson}"),
            Event::CaseDone { case, .. } => case.name.into(),
            Event::LessonDone(report) => format!("{})", report.status.word()),
            _ => "?".into(),
        }
    }

    #[test]
    fn what_comes_too_early_waits_for_its_turn() {
        let all = lessons();
        let parts = vec![
            Part::Played(&all[0], vec![announced("first"), announced("second")]),
            Part::NotBuilt(&all[1], "error".into()),
            Part::Played(&all[2], vec![]),
            Part::Played(&all[3], vec![announced("late")]),
        ];
        let mut told = Vec::new();
        let mut hear = |event: Event| told.push(word(&event));
        let mut in_order = InOrder::new(parts, &mut hear);
        in_order.hears(3, 0, case("late"));
        in_order.hears(0, 1, case("second"));
        in_order.hears(0, 0, case("first"));
        let reports = in_order.ends();
        assert_eq!(
            told.join(" "),
            "(01-one-shot second first passed) not_built) (03-connection-loop skipped) \
             (04-whole-message late passed)"
        );
        // In a report, cases stand in their own order.
        let names: Vec<_> = reports[0].cases.iter().map(|case| case.name).collect();
        assert_eq!(names, ["first", "second"]);
    }

    #[test]
    fn time_that_cases_share_is_counted_once() {
        let begin = Instant::now();
        let at = |ms| begin + Duration::from_millis(ms);
        let case = |from: u64, to: u64| {
            let mut report = case("any");
            report.duration = Duration::from_millis(to - from);
            Done { place: 0, report, ended: at(to) }
        };
        let cases = [case(10, 30), case(20, 40), case(22, 25), case(100, 101)];
        assert_eq!(time_of(&cases), Duration::from_millis(31));
    }
}
