//! Spares the cases of a program that is far off. The first core cases of a lesson are its plainest. A
//! program that fails all of them would fail most others, too, and proving each failure would cost much
//! processor time. A score needs every case, so scores spare nothing.

use std::collections::HashMap;

use super::judge::Task;
use crate::events::{CaseReport, Rank, Role};

/// Number of core cases of each program that are played first.
const FIRST: usize = 3;

/// A case, with the place of its lesson among the lessons and its own place in the lesson.
pub type Placed<'r> = (usize, usize, Task<'r>);

/// A lesson's cases for one program. The lesson is given by its place.
pub type Group = (usize, Role);

/// The first core cases of each program, and the rest. A case that waits for a clock is not played
/// first, because the others would wait for it.
pub fn in_two_rounds(tasks: Vec<Placed<'_>>) -> [Vec<Placed<'_>>; 2] {
    let mut taken: HashMap<Group, usize> = HashMap::new();
    let (first, rest) = tasks.into_iter().partition(|(lesson, _, task)| {
        let is_plain = task.case.rank == Rank::Core && !task.case.waits_for_a_clock;
        let taken = taken.entry((*lesson, task.case.role)).or_default();
        *taken += usize::from(is_plain);
        is_plain && *taken <= FIRST
    });
    [first, rest]
}

/// The number of first cases that failed.
#[derive(Debug, Default)]
pub struct FirstFailures(HashMap<Group, usize>);

impl FirstFailures {
    /// Notes the report on one of the first cases. A program that is not written yet fails at no cost,
    /// so its cases are not spared.
    pub fn note(&mut self, lesson: usize, report: &CaseReport) {
        let failed = report.breach().is_some() && !report.is_not_written();
        *self.0.entry((lesson, report.role)).or_default() += usize::from(failed);
    }

    /// Whether the program failed all of its first cases.
    pub fn are_all(&self, group: Group) -> bool {
        self.0.get(&group) == Some(&FIRST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;
    use crate::report::specimens::{kept, not_written, panicked, stuck};
    use cases::lessons::cases;
    use cases::scene::Launches;

    const NO_PROGRAMS: &Launches = &Launches { server: None, client: None };

    const SERVER: Group = (0, Role::Server);

    fn are_all(reports: &[CaseReport]) -> bool {
        let mut failures = FirstFailures::default();
        reports.iter().for_each(|report| failures.note(0, report));
        assert!(!failures.are_all((0, Role::Client)), "another program has failed");
        failures.are_all(SERVER)
    }

    #[test]
    fn a_program_is_far_off_if_each_of_its_first_cases_failed() {
        assert!(are_all(&[stuck(), panicked(), stuck()]));
        assert!(!are_all(&[stuck(), kept("one"), stuck()]));
        assert!(!are_all(&[stuck(), stuck()]));
        assert!(!are_all(&[]));
    }

    #[test]
    fn a_program_that_is_not_written_yet_is_not_far_off() {
        assert!(!are_all(&["one", "two", "three"].map(not_written)));
    }

    #[test]
    fn the_first_case_of_each_program_is_played_first() {
        for lesson in lessons() {
            let all = cases(&lesson.slug).iter().enumerate();
            let placed =
                all.map(|(at, case)| (0, at, Task { lesson, case, launches: NO_PROGRAMS }));
            let [first, _] = in_two_rounds(placed.collect());
            for role in &lesson.programs {
                let case = cases(&lesson.slug).iter().find(|case| case.role == *role).unwrap();
                let is_first = first.iter().any(|(.., task)| task.case.name == case.name);
                assert!(is_first, "{}: {} is not plain", lesson.slug, case.name);
            }
        }
    }
}
