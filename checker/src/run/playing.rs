//! Runs the cases in parallel, and decides which ones run twice and which ones do not run.
//!
//! - A case that got too little processor time runs again at the end, alone.
//! - After three cases of a lesson that are unsure for one reason, the others do not run. They would be
//!   unsure for the same reason, and take as much time.
//! - If enough of a program's cases fail, its others do not run, unless they count for a score.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use kernel::Signals;
use stage::trace::Trace;

use super::dispatch::side_by_side;
use super::doubts::{Doubts, Reason};
use super::in_order::InOrder;
use super::judge::Task;
use super::sparing::{Group, Placed, Queue, Turn, in_two_rounds};
use crate::events::{CaseReport, Cause, Verdict, Warning};

/// Number of a program's cases that run again without success. After that many, its others do not run again.
const IN_VAIN: usize = 2;

/// Time limit for running cases again. The others stay unsure.
const AGAIN: Duration = Duration::from_secs(300);

/// How the cases are played.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// The number of cases that run at once.
    pub jobs: usize,
    /// Whether the cases of a program that is far off are spared.
    pub spares: bool,
}

/// Judges all cases, and reports each when it ends.
pub fn play(
    signals: &Signals,
    tasks: Vec<Placed<'_>>,
    pace: Pace,
    judge: impl Fn(&Task) -> CaseReport + Sync,
    in_order: &mut InOrder,
) {
    let doubts = Mutex::new(Doubts::default());
    let queue = Queue::default();
    let mut starved = Vec::new();
    let [first, rest] = if pace.spares { in_two_rounds(tasks) } else { [tasks, Vec::new()] };
    for round in [first, rest] {
        queue.add(round);
        side_by_side(
            signals,
            std::iter::from_fn(|| queue.next(pace.spares)),
            pace.jobs,
            |turn| match turn {
                Turn::Spare(placed) => (placed, None),
                Turn::Play(placed, running) => {
                    let turn = running.turn;
                    let report = judged(turn, &placed, &judge, &doubts);
                    running.end(&report);
                    (placed, Some((turn, report)))
                }
            },
            |(placed, played)| match played {
                None => in_order.leave_out(placed.0, placed.1),
                Some((turn, report)) if is_starved(&report.verdict) => {
                    starved.push((turn, placed, report));
                }
                Some((_, report)) => in_order.finish_case(placed.0, placed.1, report),
            },
        );
        queue.spare_after_the_first();
    }
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
            *in_vain += usize::from(matches!(report.verdict, Verdict::Unsure { .. }));
        }
        if signals.came() {
            return;
        }
        in_order.finish_case(lesson, place, report);
    }
}

/// Judges the case, unless enough cases before it were unsure for a reason that concerns it, too.
fn judged(
    turn: usize,
    (lesson, _, task): &Placed,
    judge: &(impl Fn(&Task) -> CaseReport + Sync),
    doubts: &Mutex<Doubts>,
) -> CaseReport {
    let doubts = || doubts.lock().unwrap_or_else(PoisonError::into_inner);
    let group = (*lesson, task.case.role);
    let known = doubts().reason(group, turn);
    if let Some(reason) = known {
        return not_played(task, &reason);
    }
    let report = judge(task);
    doubts().note(group, turn, &report.verdict);
    report
}

fn is_starved(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Unsure { cause: Cause::Starved, .. })
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
    use crate::events::{Announced, Event, Role};
    use crate::report::specimens::stuck;
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
        events_at(Pace { jobs, spares: false }, judge)
    }

    fn events_at(pace: Pace, judge: impl Fn(&Task) -> CaseReport + Sync) -> Vec<Event> {
        let lesson = &lessons()[0];
        let all = cases(&lesson.slug);
        let announced = |case: &cases::lessons::Case| Announced {
            name: case.name,
            role: case.role,
            rank: case.rank,
            promise: case.promise,
        };
        let announced = all.iter().map(announced).collect();
        let parts = vec![Part::Played { lesson, cases: announced, warnings: None }];
        let task = |(at, case)| (0, at, Task { lesson, case, launches: NO_PROGRAMS });
        let tasks = all.iter().enumerate().map(task).collect();
        let mut events = Vec::new();
        let mut hear = |event| events.push(event);
        let mut in_order = InOrder::new(parts, &mut hear);
        play(&Signals::catch().unwrap(), tasks, pace, judge, &mut in_order);
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
    fn a_program_whose_first_cases_all_fail_is_spared_the_others() {
        let judge = |task: &Task| match task.case.role {
            Role::Server => report(task, stuck().verdict),
            _ => report(task, Verdict::Kept),
        };
        for (spares, servers) in [(true, 3), (false, cases_of(Role::Server))] {
            let events = events_at(Pace { jobs: 8, spares }, judge);
            let played =
                |wanted: Role| verdicts(&events).iter().filter(|(role, _)| *role == wanted).count();
            assert_eq!(played(Role::Server), servers);
            assert_eq!(played(Role::Client), cases_of(Role::Client));
            let Some(Event::LessonDone(report)) = events.last() else { panic!("no report") };
            assert_eq!(report.not_played.len(), cases_of(Role::Server) - servers);
            assert!(!report.is_of_a_part(), "all of it was asked for");
            assert_eq!(report.status, crate::events::Status::Failed);
        }
    }

    fn cases_of(role: Role) -> usize {
        cases(&lessons()[0].slug).iter().filter(|case| case.role == role).count()
    }
}
