//! Many case runs side by side: players, each in its cases, with seeds and isolations of the
//! caller's choice.

use std::time::Duration;

use stage::kernel::{self, Signals};

use super::players::Player;
use cases::lessons::Case;
use checker::events::{Cause, Isolation, Verdict};
use checker::run::{Cells, Judge, Task, side_by_side};

/// One case to be played with one player.
#[derive(Clone, Copy)]
pub struct Run<'c> {
    pub player: &'c Player,
    pub case: &'static Case,
    pub seed: u64,
    pub isolation: Isolation,
}

/// What came of it.
pub struct Outcome<'c> {
    pub run: Run<'c>,
    pub verdict: Verdict,
    /// With the control, where one was played.
    pub duration: Duration,
}

/// A run in each of the player's cases.
pub fn each_case(
    player: &Player,
    seed: u64,
    isolation: Isolation,
) -> impl Iterator<Item = Run<'_>> {
    player.cases().into_iter().map(move |case| Run { player, case, seed, isolation })
}

/// Plays them all, `jobs` at a time, and those again, one by one, that were starved of processor time.
/// An error means that it was interrupted.
pub fn play<'c>(
    cells: &Cells,
    signals: &Signals,
    runs: impl Iterator<Item = Run<'c>> + Send,
    jobs: usize,
    mut done: impl FnMut(Outcome<'c>),
) -> anyhow::Result<()> {
    // What a killed cell may leave behind comes to us, and is ended in the end.
    let _ = kernel::adopt_orphans();
    let judged = |run: Run<'c>| {
        let Run { seed, isolation, .. } = run;
        let judge = Judge { seed, isolation, for_a_picture: false, cells, signals };
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

/// The isolations that this machine allows, the best first; and why there are no cells.
pub fn isolations() -> (Vec<Isolation>, Option<String>) {
    match kernel::probe_cells() {
        Ok(()) => (vec![Isolation::Cell, Isolation::Process], None),
        Err(missing) => (vec![Isolation::Process], Some(missing.why)),
    }
}
