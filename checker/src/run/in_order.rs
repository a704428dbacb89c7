//! Cases of many lessons run in parallel, but are reported lesson by lesson. A result that comes before
//! its lesson's turn waits here.

use std::mem;
use std::time::{Duration, Instant};

use super::{evidence, grade};
use crate::course::Lesson;
use crate::events::{Announced, CaseReport, Event, LessonReport, Warning};

/// A lesson that is to be reported.
pub enum Part {
    /// A lesson with these cases, and the compiler's warnings about its programs.
    Played { lesson: &'static Lesson, cases: Vec<Announced>, warnings: Option<String> },
    /// A lesson that did not build, with the compiler's message.
    NotBuilt(&'static Lesson, String),
}

/// A case that has been judged.
struct Done {
    /// Its place in the lesson.
    place: usize,
    report: CaseReport,
    ended: Instant,
}

/// Reports lessons in their order.
pub struct InOrder<'h> {
    parts: Vec<Part>,
    /// The finished cases of each lesson, in the order of their ends.
    done: Vec<Vec<Done>>,
    /// The places of each lesson's cases that are not played.
    left_out: Vec<Vec<usize>>,
    /// The lesson that is being reported, and the number of its cases that have been reported.
    turn: usize,
    reported: usize,
    reports: Vec<LessonReport>,
    emit: &'h mut dyn FnMut(Event),
}

impl<'h> InOrder<'h> {
    pub fn new(parts: Vec<Part>, emit: &'h mut dyn FnMut(Event)) -> InOrder<'h> {
        let done = parts.iter().map(|_| Vec::new()).collect();
        let left_out = vec![Vec::new(); parts.len()];
        let (turn, reported, reports) = (0, 0, Vec::new());
        let mut in_order = InOrder { parts, done, left_out, turn, reported, reports, emit };
        in_order.begin_lesson();
        in_order
    }

    /// Takes a case that was judged just now. Lesson and case are given by their places.
    pub fn finish_case(&mut self, lesson: usize, place: usize, report: CaseReport) {
        self.done[lesson].push(Done { place, report, ended: Instant::now() });
        self.report_finished();
    }

    /// Takes a case that is not played, given by its lesson's place and its own.
    pub fn leave_out(&mut self, lesson: usize, place: usize) {
        self.left_out[lesson].push(place);
        self.report_finished();
    }

    /// Reports a warning that concerns the run.
    pub fn warn(&mut self, warning: Warning) {
        (self.emit)(Event::Warned(warning));
    }

    /// The reports of the lessons, once all of their cases are finished.
    pub fn into_reports(self) -> Vec<LessonReport> {
        self.reports
    }

    /// Reports that the next lesson begins. A lesson without cases is finished at once.
    fn begin_lesson(&mut self) {
        self.reported = 0;
        if let Some(Part::Played { lesson, cases, .. }) = self.parts.get(self.turn) {
            let (folder, title) = (lesson.folder(), lesson.title.clone());
            (self.emit)(Event::Playing { lesson: folder, title, cases: cases.clone() });
        }
        self.report_finished();
    }

    /// Reports everything that is finished by now.
    fn report_finished(&mut self) {
        let Some(part) = self.parts.get(self.turn) else { return };
        let report = match part {
            Part::NotBuilt(lesson, words) => grade::not_built(lesson, words.clone()),
            Part::Played { lesson, cases, warnings } => {
                let done = &self.done[self.turn];
                for case in &done[self.reported..] {
                    let case = case.report.clone();
                    (self.emit)(Event::CaseDone { lesson: lesson.folder(), case });
                }
                self.reported = done.len();
                let left_out = &mut self.left_out[self.turn];
                if self.reported + left_out.len() < cases.len() {
                    return;
                }
                left_out.sort_unstable();
                let not_played = left_out.iter().map(|place| cases[*place]).collect();
                let mut done = mem::take(&mut self.done[self.turn]);
                let duration = time_of(&done);
                done.sort_by_key(|case| case.place);
                let judged = done.into_iter().map(|case| case.report).collect();
                let compiler = warnings.clone();
                LessonReport { not_played, compiler, ..grade::lesson(lesson, judged, duration) }
            }
        };
        // Reports are kept until the end of the run, and evidence may be long.
        self.reports.push(evidence::without_evidence(&report));
        (self.emit)(Event::LessonDone(report));
        self.turn += 1;
        self.begin_lesson();
    }
}

/// The time during which at least one of these cases ran.
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

    fn played(lesson: &'static Lesson, names: &[&'static str]) -> Part {
        let cases = names.iter().map(|name| announced(name)).collect();
        Part::Played { lesson, cases, warnings: None }
    }

    /// The event as one word.
    fn word(event: &Event) -> String {
        match event {
            Event::Playing { lesson, .. } => format!("({lesson}"),
            Event::CaseDone { case, .. } => case.name.into(),
            Event::LessonDone(report) => format!("{})", report.status.word()),
            _ => "?".into(),
        }
    }

    #[test]
    fn a_result_that_comes_too_early_waits_for_its_turn() {
        let all = lessons();
        let parts = vec![
            played(&all[0], &["first", "never", "second"]),
            Part::NotBuilt(&all[1], "error".into()),
            played(&all[2], &[]),
            played(&all[3], &["late"]),
        ];
        let mut words = Vec::new();
        let mut emit = |event: Event| words.push(word(&event));
        let mut in_order = InOrder::new(parts, &mut emit);
        in_order.finish_case(3, 0, case("late"));
        in_order.leave_out(0, 1);
        in_order.finish_case(0, 2, case("second"));
        in_order.finish_case(0, 0, case("first"));
        let reports = in_order.into_reports();
        assert_eq!(
            words.join(" "),
            "(01-one-shot second first passed) not_built) (03-connection-loop skipped) \
             (04-whole-message late passed)"
        );
        // In a report, cases stand in their own order.
        let names: Vec<_> = reports[0].cases.iter().map(|case| case.name).collect();
        assert_eq!(names, ["first", "second"]);
        assert_eq!(reports[0].not_played.iter().map(|one| one.name).collect::<Vec<_>>(), ["never"]);
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
