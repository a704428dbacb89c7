//! Spares the cases of a program that is far off. It would fail most of a lesson's cases, and proving each failure
//! would cost much processor time. Which cases are spared depends on the program alone, and not on which of the
//! running cases ends first. A score needs every case, so scores spare nothing.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::judge::Task;
use crate::events::{CaseReport, Rank, Role};

/// Number of core cases of each program that are played first. They are the plainest.
const FIRST: usize = 3;

/// After this many failed core cases, a program's other cases are not played.
const ENOUGH: usize = 4;

/// A case, with the place of its lesson among the lessons and its own place in the lesson.
pub type Placed<'r> = (usize, usize, Task<'r>);

/// A lesson's cases for one program. The lesson is given by its place.
pub type Group = (usize, Role);

/// The first core cases of each program, and the rest: those that wait for a clock, then the plain ones, which
/// expose no misconception, and manners at the end. A case that waits for a clock is not played first, because the
/// others would wait for it.
pub fn in_two_rounds(tasks: Vec<Placed<'_>>) -> [Vec<Placed<'_>>; 2] {
    let mut taken: HashMap<Group, usize> = HashMap::new();
    let (first, mut rest): (Vec<_>, Vec<_>) = tasks.into_iter().partition(|(lesson, _, task)| {
        let is_plain = task.case.rank == Rank::Core && !task.case.waits_for_a_clock;
        let taken = taken.entry((*lesson, task.case.role)).or_default();
        *taken += usize::from(is_plain);
        is_plain && *taken <= FIRST
    });
    rest.sort_by_key(|(.., Task { case, .. })| {
        (!case.waits_for_a_clock, case.rank == Rank::Manners, !case.exposes.is_empty())
    });
    [first, rest]
}

/// The cases in the order of their turns. Several threads take them.
#[derive(Default)]
pub struct Queue<'r> {
    state: Mutex<State<'r>>,
    one_ended: Condvar,
}

#[derive(Default)]
struct State<'r> {
    /// The cases whose turn has not come, each with the number of its turn.
    waiting: VecDeque<(usize, Placed<'r>)>,
    turns: usize,
    programs: HashMap<Group, Tally>,
}

/// The core cases of one program.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    running: usize,
    failed: usize,
    is_far_off: bool,
}

/// What happens to a case at its turn.
pub enum Turn<'q, 'r> {
    Play(Placed<'r>, Running<'q, 'r>),
    Spare(Placed<'r>),
}

/// A case that runs. The queue learns of its end when this is dropped, even if that is because of a panic.
pub struct Running<'q, 'r> {
    /// The number of its turn.
    pub turn: usize,
    queue: &'q Queue<'r>,
    group: Group,
    rank: Rank,
    has_failed: bool,
}

impl<'r> Queue<'r> {
    /// Adds cases at the end.
    pub fn add(&self, cases: Vec<Placed<'r>>) {
        let mut state = self.lock();
        for case in cases {
            let turn = state.turns;
            state.turns += 1;
            state.waiting.push_back((turn, case));
        }
    }

    /// Spares the other cases of each program that failed all of its first cases, which have ended by now.
    pub fn spare_after_the_first(&self) {
        for tally in self.lock().programs.values_mut() {
            tally.is_far_off = tally.failed >= FIRST;
        }
    }

    /// The next case. If it depends on a case that runs whether one may start, waits for its end. `None` if no
    /// cases are left.
    pub fn next(&self, spares: bool) -> Option<Turn<'_, 'r>> {
        let mut state = self.lock();
        while !state.waiting.is_empty() {
            let Some((at, may_start)) = state.first_decided(spares) else {
                state = self.one_ended.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let (turn, placed) = state.waiting.remove(at)?;
            if !may_start {
                return Some(Turn::Spare(placed));
            }
            let (group, rank) = (group_of(&placed), placed.2.case.rank);
            state.tally(group).running += usize::from(rank == Rank::Core);
            let running = Running { turn, queue: self, group, rank, has_failed: false };
            return Some(Turn::Play(placed, running));
        }
        None
    }

    fn lock(&self) -> MutexGuard<'_, State<'r>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State<'_> {
    fn tally(&mut self, group: Group) -> &mut Tally {
        self.programs.entry(group).or_default()
    }

    /// The place of the first case that may start or is spared, and which of the two.
    fn first_decided(&self, spares: bool) -> Option<(usize, bool)> {
        let decided = |(at, (_, placed)): (usize, &(usize, Placed))| {
            let tally = self.programs.get(&group_of(placed)).copied().unwrap_or_default();
            let may_start = if spares { tally.may_start()? } else { true };
            Some((at, may_start))
        };
        self.waiting.iter().enumerate().find_map(decided)
    }
}

impl Tally {
    /// Whether the program's next case may start. `None` if that depends on a case that runs.
    fn may_start(self) -> Option<bool> {
        match self {
            Tally { is_far_off: true, .. } | Tally { failed: ENOUGH.., .. } => Some(false),
            Tally { failed, running, .. } => (failed + running < ENOUGH).then_some(true),
        }
    }
}

impl Running<'_, '_> {
    /// Ends with this report. A program that is not written yet fails at no cost, so its cases are not spared.
    pub fn end(mut self, report: &CaseReport) {
        self.has_failed = report.breach().is_some() && !report.is_not_written();
    }
}

impl Drop for Running<'_, '_> {
    fn drop(&mut self) {
        if self.rank == Rank::Core {
            let mut state = self.queue.lock();
            let tally = state.tally(self.group);
            tally.running -= 1;
            tally.failed += usize::from(self.has_failed);
        }
        self.queue.one_ended.notify_all();
    }
}

fn group_of((lesson, _, task): &Placed) -> Group {
    (*lesson, task.case.role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;
    use crate::report::specimens::{kept, not_written, panicked, stuck};
    use cases::lessons::cases;
    use cases::scene::Launches;

    const NO_PROGRAMS: &Launches = &Launches { server: None, client: None };

    fn placed(lesson: usize) -> impl Iterator<Item = Placed<'static>> {
        let all = &lessons()[lesson];
        let task = move |case| Task { lesson: all, case, launches: NO_PROGRAMS };
        cases(&all.slug).iter().enumerate().map(move |(at, case)| (lesson, at, task(case)))
    }

    /// A queue with all core cases of the first lesson's server.
    fn queue() -> Queue<'static> {
        let queue = Queue::default();
        let is_core =
            |(.., task): &Placed| task.case.role == Role::Server && task.case.rank == Rank::Core;
        queue.add(placed(0).filter(is_core).collect());
        queue
    }

    /// Takes the next case if it may start.
    fn starts<'q>(queue: &'q Queue<'static>) -> Option<Running<'q, 'static>> {
        match queue.next(true) {
            Some(Turn::Play(_, running)) => Some(running),
            _ => None,
        }
    }

    #[test]
    fn after_enough_failed_cases_the_others_are_spared() {
        let queue = queue();
        for _ in 0..ENOUGH {
            starts(&queue).unwrap().end(&kept("one"));
            starts(&queue).unwrap().end(&panicked());
        }
        assert!(starts(&queue).is_none());
    }

    #[test]
    fn after_first_cases_that_all_failed_the_others_are_spared() {
        let queue = queue();
        (0..FIRST).for_each(|_| starts(&queue).unwrap().end(&stuck()));
        queue.spare_after_the_first();
        assert!(starts(&queue).is_none());
    }

    #[test]
    fn a_program_that_is_not_written_yet_is_not_spared() {
        let queue = queue();
        for name in ["one", "two", "three", "four", "five"] {
            starts(&queue).unwrap().end(&not_written(name));
        }
        queue.spare_after_the_first();
        assert!(starts(&queue).is_some());
    }

    #[test]
    fn a_case_waits_as_long_as_the_cases_that_run_decide_whether_it_is_spared() {
        let queue = queue();
        let mut running: Vec<_> = (0..ENOUGH).map(|_| starts(&queue).unwrap()).collect();
        assert_eq!(queue.lock().first_decided(true), None);
        assert_eq!(queue.lock().first_decided(false), Some((0, true)));
        running.pop().unwrap().end(&kept("one"));
        assert_eq!(queue.lock().first_decided(true), Some((0, true)));
    }

    #[test]
    fn another_program_does_not_wait() {
        let queue = queue();
        let _running: Vec<_> = (0..ENOUGH).map(|_| starts(&queue).unwrap()).collect();
        queue.add(placed(1).collect());
        assert!(starts(&queue).is_some_and(|running| running.group.0 == 1));
    }

    #[test]
    fn the_first_case_of_each_program_is_played_first() {
        for (at, lesson) in lessons().iter().enumerate() {
            let [first, _] = in_two_rounds(placed(at).collect());
            for role in &lesson.programs {
                let case = cases(&lesson.slug).iter().find(|case| case.role == *role).unwrap();
                let is_first = first.iter().any(|(.., task)| task.case.name == case.name);
                assert!(is_first, "{}: {} is not plain", lesson.slug, case.name);
            }
        }
    }
}
