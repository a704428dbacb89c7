//! Runs many cases in parallel: each player in its cases, with the given seeds and isolations.

use std::time::Duration;

use kernel::Signals;

use super::players::Player;
use cases::lessons::Case;
use checker::events::{Cause, Isolation, Verdict};
use checker::run::{Cells, Judge, Task, side_by_side};

/// One case to run with one player.
#[derive(Clone, Copy)]
pub struct CaseRun<'c> {
    pub player: &'c Player,
    pub case: &'static Case,
    pub seed: u64,
    pub isolation: Isolation,
}

/// The result of a run.
pub struct Outcome<'c> {
    pub run: CaseRun<'c>,
    pub verdict: Verdict,
    /// The time of the case and its control, if one ran.
    pub duration: Duration,
}

/// The runs of all cases of a player.
pub fn each_case(
    player: &Player,
    seed: u64,
    isolation: Isolation,
) -> impl Iterator<Item = CaseRun<'_>> {
    player.cases().into_iter().map(move |case| CaseRun { player, case, seed, isolation })
}

/// Runs all of them, `jobs` at a time. Repeats those that got too little processor time, one by one.
/// An error means that it was interrupted.
pub fn play<'c>(
    cells: &Cells,
    signals: &Signals,
    runs: impl Iterator<Item = CaseRun<'c>> + Send,
    jobs: usize,
    mut done: impl FnMut(Outcome<'c>),
) -> anyhow::Result<()> {
    // Processes that a killed cell leaves behind become our children. The caller kills them at the end.
    let _ = kernel::adopt_orphans();
    let judged = |run: CaseRun<'c>| {
        let CaseRun { seed, isolation, .. } = run;
        let judge = Judge {
            seed,
            isolation,
            for_a_picture: false,
            words: &[],
            sandbox: None,
            cells,
            signals,
        };
        let task =
            Task { lesson: run.player.lesson, case: run.case, launches: &run.player.launches };
        let report = judge.judge(&task);
        Outcome { run, verdict: report.verdict, duration: report.duration }
    };
    let mut starved = Vec::new();
    side_by_side(signals, runs, jobs, judged, |outcome: Outcome<'c>| match outcome.verdict {
        Verdict::Unsure { cause: Cause::Starved, .. } => starved.push(outcome.run),
        _ => done(outcome),
    });
    side_by_side(signals, starved.into_iter(), 1, judged, done);
    anyhow::ensure!(!signals.came(), "interrupted");
    Ok(())
}

/// The isolations that this machine allows, the best first, and the reason if cells are missing.
pub fn isolations() -> (Vec<Isolation>, Option<String>) {
    match kernel::probe_cells() {
        Ok(()) => (vec![Isolation::Cell, Isolation::Process], None),
        Err(missing) => (vec![Isolation::Process], Some(missing.why)),
    }
}
