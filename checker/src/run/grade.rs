//! Computes a lesson's status and points from its verdicts.
//!
//! A lesson is passed when all its core cases are kept. Its core is worth nine points of ten, and all
//! its manners together are worth one. A teacher may choose another share. If a lesson has cases of one
//! rank only, these are worth all points. Skipped and unsure cases count neither for the points nor for
//! the maximum.

use std::time::Duration;

use crate::course::Lesson;
use crate::events::{CaseReport, LessonReport, Rank, Status};
use cases::lessons::cases as all_cases;

/// Grades a lesson from its judged cases.
pub fn lesson(lesson: &Lesson, cases: Vec<CaseReport>, duration: Duration) -> LessonReport {
    let ranked = || cases.iter().map(|case| (case.rank, case.verdict.status()));
    let Points { reached, judged } = points(lesson.points, MANNERS, ranked);
    LessonReport {
        lesson: lesson.folder(),
        title: lesson.title.clone(),
        status: status(&cases),
        points: reached,
        judged_points: judged,
        max_points: lesson.points,
        duration,
        cases,
        not_played: Vec::new(),
        of: all_cases(&lesson.slug).len(),
        compiler: None,
    }
}

/// The report of a lesson whose programs did not build.
pub fn not_built(lesson: &Lesson, words: String) -> LessonReport {
    LessonReport {
        lesson: lesson.folder(),
        title: lesson.title.clone(),
        status: Status::NotBuilt,
        points: 0,
        judged_points: lesson.points,
        max_points: lesson.points,
        duration: Duration::ZERO,
        cases: Vec::new(),
        not_played: Vec::new(),
        of: 0,
        compiler: Some(words),
    }
}

/// Counts of verdicts.
#[derive(Default)]
struct Tally {
    all: u32,
    kept: u32,
    broken: u32,
    unsure: u32,
}

impl Tally {
    fn of(statuses: impl Iterator<Item = Status>) -> Tally {
        let mut tally = Tally::default();
        for status in statuses {
            tally.all += 1;
            match status {
                Status::Passed => tally.kept += 1,
                Status::Failed | Status::NotBuilt => tally.broken += 1,
                Status::Unsure => tally.unsure += 1,
                Status::Skipped => {}
            }
        }
        tally
    }

    /// The reached and the reachable share of `worth`.
    fn shares(&self, worth: f64) -> [f64; 2] {
        let each = worth / f64::from(self.all.max(1));
        [self.kept, self.kept + self.broken].map(|count| f64::from(count) * each)
    }
}

fn status(cases: &[CaseReport]) -> Status {
    let ranked = || cases.iter().map(|case| (case.rank, case.verdict.status()));
    let mut core = Tally::of(of_rank(ranked(), Rank::Core));
    if core.all == 0 {
        core = Tally::of(ranked().map(|(_, status)| status));
    }
    match core {
        Tally { broken: 1.., .. } => Status::Failed,
        Tally { unsure: 1.., .. } => Status::Unsure,
        Tally { kept: 1.., .. } => Status::Passed,
        _ => Status::Skipped,
    }
}

fn of_rank(
    cases: impl Iterator<Item = (Rank, Status)>,
    wanted: Rank,
) -> impl Iterator<Item = Status> {
    cases.filter(move |(rank, _)| *rank == wanted).map(|(_, status)| status)
}

/// Whole points.
pub struct Points {
    pub reached: u32,
    pub judged: u32,
}

/// The percentage of a lesson's points that its manners are worth.
pub const MANNERS: u32 = 10;

/// Computes whole points of a lesson with this worth, and with this percentage for its manners. A broken
/// promise always costs at least one point, unless its rank is worth nothing.
pub fn points<C>(worth: u32, percent: u32, cases: impl Fn() -> C) -> Points
where
    C: Iterator<Item = (Rank, Status)>,
{
    let [core, manners] = [Rank::Core, Rank::Manners].map(|rank| Tally::of(of_rank(cases(), rank)));
    let worth = f64::from(worth);
    let of_manners = match (core.all, manners.all) {
        (_, 0) => 0.0,
        (0, _) => worth,
        _ => worth * f64::from(percent) / 100.0,
    };
    let of_core = worth - of_manners;
    let costs = |tally: &Tally, share: f64| tally.broken > 0 && share > 0.0;
    let is_flawless = !costs(&core, of_core) && !costs(&manners, of_manners);
    let [core_reached, core_judged] = core.shares(of_core);
    let [manners_reached, manners_judged] = manners.shares(of_manners);
    let judged = (core_judged + manners_judged).round() as u32;
    let reached = match is_flawless {
        true => judged,
        false => ((core_reached + manners_reached) as u32).min(judged.saturating_sub(1)),
    };
    Points { reached, judged }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;
    use crate::events::{Cause, Verdict};
    use crate::report::specimens::{broken, case, stuck};

    fn unsure() -> Verdict {
        Verdict::Unsure { why: "no room".into(), cause: Cause::Environment }
    }

    fn skipped() -> Verdict {
        Verdict::Skipped { why: "no cells".into() }
    }

    fn failed() -> Verdict {
        match stuck().verdict {
            Verdict::Broken { breach, .. } => broken(std::sync::Arc::unwrap_or_clone(breach)),
            other => other,
        }
    }

    /// Status, points and judged points of a lesson worth ten points.
    fn graded(core: &[Verdict], manners: &[Verdict]) -> (Status, u32, u32) {
        let of = |rank, verdicts: &[Verdict]| -> Vec<CaseReport> {
            let one = |verdict: &Verdict| CaseReport { rank, ..case("a", "p", verdict.clone()) };
            verdicts.iter().map(one).collect()
        };
        let cases = [of(Rank::Core, core), of(Rank::Manners, manners)].concat();
        let report = lesson(&lessons()[0], cases, Duration::ZERO);
        (report.status, report.points, report.judged_points)
    }

    #[test]
    fn a_lesson_is_passed_by_its_core_and_manners_are_worth_one_point() {
        let kept = || vec![Verdict::Kept; 3];
        assert_eq!(graded(&kept(), &kept()), (Status::Passed, 10, 10));
        assert_eq!(graded(&kept(), &[failed(), failed()]), (Status::Passed, 9, 10));
        assert_eq!(graded(&kept(), &[failed(), Verdict::Kept]), (Status::Passed, 9, 10));
        assert_eq!(graded(&[failed(), Verdict::Kept], &kept()), (Status::Failed, 5, 10));
        assert_eq!(graded(&[failed()], &kept()), (Status::Failed, 1, 10));
        assert_eq!(graded(&[], &kept()), (Status::Passed, 10, 10));
    }

    #[test]
    fn unjudged_cases_are_worth_nothing_and_an_unsure_core_is_not_passed() {
        assert_eq!(graded(&[Verdict::Kept, unsure()], &[]), (Status::Unsure, 5, 5));
        assert_eq!(graded(&[Verdict::Kept, skipped()], &[]), (Status::Passed, 5, 5));
        assert_eq!(graded(&[unsure(), unsure()], &[Verdict::Kept]), (Status::Unsure, 1, 1));
        assert_eq!(graded(&[skipped()], &[]), (Status::Skipped, 0, 0));
        assert_eq!(graded(&[Verdict::Kept], &[unsure()]), (Status::Passed, 9, 9));
        assert_eq!(graded(&[failed(), unsure()], &[]), (Status::Failed, 0, 5));
    }

    #[test]
    fn a_teacher_may_choose_the_share_of_the_manners() {
        let of = |percent, core, manners| {
            let cases = [(Rank::Core, core), (Rank::Manners, manners)];
            let Points { reached, judged } = points(10, percent, || cases.into_iter());
            (reached, judged)
        };
        let (passed, failed) = (Status::Passed, Status::Failed);
        assert_eq!(of(40, passed, failed), (6, 10));
        assert_eq!(of(40, failed, passed), (4, 10));
        assert_eq!(of(0, passed, failed), (10, 10));
        assert_eq!(of(40, passed, Status::Skipped), (6, 6));
    }

    #[test]
    fn one_broken_promise_among_many_costs_a_point() {
        let mut core = vec![Verdict::Kept; 40];
        core.push(failed());
        assert_eq!(graded(&core, &[]), (Status::Failed, 9, 10));
    }
}
