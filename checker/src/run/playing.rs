//! Runs the cases in parallel, and decides which ones run twice and which ones do not run.
//!
//! - A case that got too little processor time runs again at the end, alone.
//! After three cases of a lesson that are unsure for one reason, the others do not run. They would be
//!   unsure for the same reason, and take as much time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use kernel::Signals;
use stage::trace::Trace;

use super::dispatch::side_by_side;
use super::in_order::InOrder;
use super::judge::Task;
use crate::events::{CaseReport, Cause, Role, Verdict, Warning};

/// Number of unsure cases after which the others do not run.
const ENOUGH: usize = 3;

/// Number of cases of a program that run again in vain. After that many, the program seems to be starved
/// even if it runs alone.
const IN_VAIN: usize = 2;

/// Time limit for running cases again. The others stay unsure.
const AGAIN: Duration = Duration::from_secs(300);

/// A case, with the place of its lesson among the lessons and its own place in the lesson.
pub type Placed<'r> = (usize, usize, Task<'r>);

/// Judges all cases, `jobs` at a time, and reports each when it ends.
pub fn play(
    signals: &Signals,
    tasks: Vec<Placed<'_>>,
    jobs: usize,
    judge: impl Fn(&Task) -> CaseReport + Sync,
    in_order: &mut InOrder,
) {
    let doubts = Mutex::new(Doubts::default());
    let doubts = || doubts.lock().unwrap_or_else(PoisonError::into_inner);
    let mut starved = Vec::new();
    side_by_side(
        signals,
        tasks.into_iter().enumerate(),
        jobs,
        |(turn, (lesson, place, task))| {
            let group = (lesson, task.case.role);
            let known = doubts().reason(group, turn);
            let report = match known {
                Some(reason) => not_played(&task, &reason),
                None => {
                    let report = judge(&task);
                    doubts().note(group, turn, &report.verdict);
                    report
                }
            };
            (turn, (lesson, place, task), report)
        },
        |(turn, placed, report)| match is_starved(&report.verdict) {
            true => starved.push((turn, placed, report)),
            false => in_order.finish_case(placed.0, placed.1, report),
        },
    );
    if starved.is_empty() || signals.came() {
        return;
    }
    starved.sort_by_key(|(turn, ..)| *turn);
    in_order.warn(Warning::PlayedAgain { cases: starved.len() });
    let begun = Instant::now();
    let mut in_vain: HashMap<Group, usize> = HashMap::new();
    for (_, (lesson, place, task), mut report) in starved {
        let in_vain = in_vain.entry((lesson, task.case.role)).or_default();
        if begun.elapsed() < AGAIN && *in_vain < IN_VAIN {
            report = judge(&task);
            *in_vain += usize::from(is_starved(&report.verdict));
        }
        if signals.came() {
            return;
        }
        in_order.finish_case(lesson, place, report);
    }
}

fn is_starved(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Unsure { cause: Cause::Starved, .. })
}

/// The reason why a case was unsure, if it will make the next cases unsure, too.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reason {
    cause: Cause,
    why: String,
}

impl Reason {
    fn of(verdict: &Verdict) -> Option<Reason> {
        match verdict {
            Verdict::Unsure { why, cause: cause @ (Cause::Slow | Cause::Environment) } => {
                Some(Reason { cause: *cause, why: why.clone() })
            }
            _ => None,
        }
    }

    /// A slow program is slow in each case, whatever it does. Times and ports differ from case to
    /// case, and do not make a reason different.
    fn is_like(&self, other: &Reason) -> bool {
        let words = |reason: &Reason| reason.why.replace(|c: char| c.is_ascii_digit(), "");
        self.cause == other.cause && (self.cause == Cause::Slow || words(self) == words(other))
    }
}

/// A lesson's cases for one program.
type Group = (usize, Role);

/// The reasons of the unsure cases so far, each with the case's turn.
#[derive(Debug, Default)]
struct Doubts(HashMap<Group, Vec<(usize, Reason)>>);

impl Doubts {
    fn note(&mut self, group: Group, turn: usize, verdict: &Verdict) {
        if let Some(reason) = Reason::of(verdict) {
            self.0.entry(group).or_default().push((turn, reason));
        }
    }

    /// The reason that enough cases before this turn have in common. Cases of a later turn that
    /// happened to end first do not count, so that chance decides as little as possible.
    fn reason(&self, group: Group, turn: usize) -> Option<Reason> {
        let known = self.0.get(&group)?;
        let before: Vec<&Reason> =
            known.iter().filter(|(when, _)| *when < turn).map(|(_, reason)| reason).collect();
        let is_enough = |reason: &&&Reason| {
            before.iter().filter(|other| other.is_like(reason)).count() >= ENOUGH
        };
        before.iter().find(is_enough).map(|reason| (*reason).clone())
    }
}

fn not_played(task: &Task, reason: &Reason) -> CaseReport {
    let lead = "not run: three cases before it could not be judged for the same reason";
    let why = format!("{lead}: {}", reason.why);
    CaseReport {
        name: task.case.name,
        role: task.case.role,
        rank: task.case.rank,
        promise: task.case.promise,
        remarks: Vec::new(),
        verdict: Verdict::Unsure { why, cause: reason.cause },
        trace: Trace::default(),
        duration: Duration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::course::lessons;
    use crate::events::{Announced, Event};
    use crate::run::in_order::Part;
    use cases::lessons::cases;
    use cases::scene::Launches;

    const NO_PROGRAMS: &Launches = &Launches { server: None, client: None };

    fn report(task: &Task, verdict: Verdict) -> CaseReport {
        let (name, role, promise) = (task.case.name, task.case.role, task.case.promise);
        let (trace, duration) = (Trace::default(), Duration::ZERO);
        let (rank, remarks) = (task.case.rank, Vec::new());
        CaseReport { name, role, rank, promise, verdict, remarks, trace, duration }
    }

    fn unsure(cause: Cause, why: &str) -> Verdict {
        Verdict::Unsure { why: why.into(), cause }
    }

    /// Runs the first lesson with this judge, and returns the events.
    fn events_of(jobs: usize, judge: impl Fn(&Task) -> CaseReport + Sync) -> Vec<Event> {
        let lesson = &lessons()[0];
        let all = cases(&lesson.slug);
        let announced = |case: &cases::lessons::Case| Announced {
            name: case.name,
            role: case.role,
            rank: case.rank,
            promise: case.promise,
        };
        let parts = vec![Part::Played(lesson, all.iter().map(announced).collect())];
        let task = |(at, case)| (0, at, Task { lesson, case, launches: NO_PROGRAMS });
        let tasks = all.iter().enumerate().map(task).collect();
        let mut events = Vec::new();
        let mut hear = |event| events.push(event);
        let mut in_order = InOrder::new(parts, &mut hear);
        play(&Signals::catch().unwrap(), tasks, jobs, judge, &mut in_order);
        assert_eq!(in_order.into_reports().len(), 1, "the lesson was not reported to its end");
        events
    }

    fn verdicts(events: &[Event]) -> Vec<(Role, Verdict)> {
        let verdict = |event: &Event| match event {
            Event::CaseDone { case, .. } => Some((case.role, case.verdict.clone())),
            _ => None,
        };
        events.iter().filter_map(verdict).collect()
    }

    #[test]
    fn a_case_without_processor_time_runs_again_alone() {
        let (running, first) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let events = events_of(8, |task| {
            let others = running.fetch_add(1, Ordering::SeqCst);
            let is_first = {
                let mut first = first.lock().unwrap();
                let is_first = !first.contains(&task.case.name);
                first.push(task.case.name);
                is_first
            };
            let verdict = match is_first {
                true => unsure(Cause::Starved, "the machine is too busy"),
                false => {
                    assert_eq!(others, 0, "it is not alone");
                    Verdict::Kept
                }
            };
            running.fetch_sub(1, Ordering::SeqCst);
            report(task, verdict)
        });
        let all = cases(&lessons()[0].slug).len();
        assert_eq!(verdicts(&events).len(), all);
        assert!(verdicts(&events).iter().all(|(_, verdict)| *verdict == Verdict::Kept));
        let warnings: Vec<&Event> =
            events.iter().filter(|event| matches!(event, Event::Warned(_))).collect();
        assert!(
            matches!(warnings[..], [Event::Warned(Warning::PlayedAgain { cases })] if *cases == all)
        );
    }

    #[test]
    fn a_program_that_is_starved_again_and_again_stays_unsure() {
        let starved = || unsure(Cause::Starved, "the machine is too busy");
        let played = AtomicUsize::new(0);
        let events = events_of(2, |task| {
            played.fetch_add(1, Ordering::SeqCst);
            report(task, starved())
        });
        assert!(verdicts(&events).iter().all(|(_, verdict)| *verdict == starved()));
        let roles: std::collections::HashSet<Role> =
            verdicts(&events).iter().map(|(role, _)| *role).collect();
        let all = cases(&lessons()[0].slug).len();
        assert_eq!(played.into_inner(), all + IN_VAIN * roles.len());
    }

    #[test]
    fn after_three_unsure_cases_for_one_reason_the_rest_of_that_program_does_not_run() {
        for cause in [Cause::Slow, Cause::Environment] {
            only_three_run(cause);
        }
    }

    fn only_three_run(cause: Cause) {
        let played = AtomicUsize::new(0);
        let events = events_of(1, |task| {
            let number = played.fetch_add(1, Ordering::SeqCst);
            match task.case.role {
                Role::Server => report(task, unsure(cause, &format!("{number} left"))),
                _ => report(task, Verdict::Kept),
            }
        });
        let verdicts = verdicts(&events);
        let servers: Vec<&Verdict> =
            verdicts.iter().filter(|(role, _)| *role == Role::Server).map(|(_, one)| one).collect();
        let is_played = |verdict: &Verdict| matches!(verdict, Verdict::Unsure { why, .. } if !why.starts_with("not run: "));
        let played: Vec<bool> = servers.iter().map(|verdict| is_played(verdict)).collect();
        assert!(played.len() > 3, "{played:?}");
        assert!(
            played[..3].iter().all(|played| *played) && played[3..].iter().all(|played| !played)
        );
        let others = verdicts.iter().filter(|(role, _)| *role != Role::Server);
        assert!(others.clone().count() > 0 && others.clone().all(|(_, v)| *v == Verdict::Kept));
    }

    #[test]
    fn cases_that_are_unsure_for_different_reasons_all_run() {
        let played = AtomicUsize::new(0);
        events_of(1, |task| {
            let number = played.fetch_add(1, Ordering::SeqCst);
            report(task, unsure(Cause::Environment, &"a reason ".repeat(number)))
        });
        assert_eq!(played.into_inner(), cases(&lessons()[0].slug).len());
    }

    #[test]
    fn only_earlier_cases_keep_a_case_from_running() {
        let mut doubts = Doubts::default();
        let group = (0, Role::Server);
        for turn in [4, 5, 6] {
            doubts.note(group, turn, &unsure(Cause::Slow, "late"));
        }
        assert_eq!(doubts.reason(group, 6), None);
        assert!(doubts.reason(group, 7).is_some());
        assert_eq!(doubts.reason((0, Role::Client), 7), None);
    }
}
