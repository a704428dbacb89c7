//! `checker dev soak`: runs every case of the references, the right and the wrong programs again and
//! again, with a new seed each time. Busy loops run beside it. A verdict depends on the program, never
//! on the load of the machine, so it may not differ from the verdict of a quiet run.

pub mod load;
mod tally;

use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use kernel::Signals;

use super::check::{chosen, verdicts};
use super::players::{self, Part, Player};
use super::playing::{CaseRun, Outcome, each_case, isolations, play};
use super::progress::progress;
use checker::commands::check::{IsolationChoice, default_jobs, jobs};
use checker::commands::{Ending, Format, Usage};
use checker::course::workspace::Workspace;
use checker::events::Isolation;
use checker::run::Cells;
use load::Load;
use tally::Tally;

#[derive(Debug, Args)]
pub struct Options {
    /// Run every case this many times
    #[arg(long, value_name = "N", default_value_t = 1)]
    runs: usize,

    /// Run this many busy loops at the same time
    #[arg(long, value_name = "L", default_value_t = 8)]
    load: usize,

    /// Stop after this many seconds, even if some runs are left
    #[arg(long, value_name = "S")]
    seconds: Option<u64>,

    /// How cases are isolated from each other and from the machine
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    isolation: IsolationChoice,

    /// Run only this lesson's cases; may be given several times
    #[arg(long, value_name = "LESSON")]
    lesson: Vec<String>,

    /// Run only the reference solutions, not the right and the wrong programs
    #[arg(long)]
    references: bool,

    /// How many cases run at once [default: four for each processor]
    #[arg(long, value_name = "N", value_parser = jobs)]
    jobs: Option<usize>,

    /// The output format: sentences for people, or one JSON object for programs
    #[arg(long, value_parser = Format::at_once(), default_value = "human")]
    format: Format,
}

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let workspace = Workspace::find().map_err(Usage::from)?;
    let lessons = chosen(&options.lesson)?;
    let isolation = isolation(options.isolation)?;
    let jobs = options.jobs.unwrap_or_else(default_jobs);
    let cells = Cells::open();
    let signals = Signals::catch()?;
    progress("building the course's programs …");
    let mut cast = players::gather(&workspace.root, &lessons)?;
    cast.players.retain(|player| match player.part {
        Part::Skeleton => false,
        Part::Reference => true,
        Part::Wrong(_) | Part::Right => !options.references,
    });

    progress("a quiet run for the expected verdicts …");
    let round = |player| each_case(player, fresh_seed(), isolation);
    let mut quiet = Vec::new();
    let once = cast.players.iter().flat_map(round);
    play(&cells, &signals, once, jobs, |outcome| quiet.push(outcome))?;
    let in_order = are_in_order(&cast.players, &quiet);

    let load = Load::of(options.load)?;
    let begun = Instant::now();
    let end = options.seconds.map(|seconds| begun + Duration::from_secs(seconds));
    let in_time = || end.is_none_or(|end| Instant::now() < end);
    let rounds = (0..options.runs).flat_map(|_| shuffled(cast.players.iter().flat_map(round)));
    let mut tally = Tally::against(&quiet);
    let played = play(&cells, &signals, rounds.take_while(|_| in_time()), jobs, |outcome| {
        if let Some(difference) = tally.count(&outcome) {
            progress(&difference);
        }
        if tally.runs.is_multiple_of(500) {
            progress(&format!("{} case runs, {} differ", tally.runs, tally.differing()));
        }
    });
    let time = begun.elapsed();
    drop(load);
    if played.is_ok() {
        tally.excuse_seeds(|run| {
            let mut verdict = None;
            let done = |outcome: Outcome| verdict = Some(outcome.verdict);
            play(&cells, &signals, std::iter::once(run), 1, done)?;
            verdict.context("a case did not run")
        })?;
    }
    kernel::end_kin();
    // After an interruption, report what was found so far.
    tally.report(options.format, options.load, isolation, time)?;
    played?;
    Ok(if in_order && tally.differing() == 0 { Ending::Fine } else { Ending::Failed })
}

fn isolation(choice: IsolationChoice) -> anyhow::Result<Isolation> {
    let (available, why) = isolations();
    match choice.chosen() {
        None => Ok(available[0]),
        Some(wanted) if available.contains(&wanted) => Ok(wanted),
        Some(_) => anyhow::bail!("this machine does not allow cells: {}", why.unwrap_or_default()),
    }
}

/// The runs in random order, so that a soak that ends early has run cases of all players.
fn shuffled<'c>(runs: impl Iterator<Item = CaseRun<'c>>) -> Vec<CaseRun<'c>> {
    let mut runs: Vec<CaseRun> = runs.collect();
    fastrand::shuffle(&mut runs);
    runs
}

/// A seed that is short enough to type.
fn fresh_seed() -> u64 {
    u64::from(fastrand::u32(..))
}

/// Whether the quiet run passed the checks of `checker dev check`. The busy run follows in any case,
/// because it may find more.
fn are_in_order(players: &[Player], quiet: &[Outcome]) -> bool {
    let flaws: Vec<_> =
        players.iter().flat_map(|player| verdicts::flaws(player, quiet, true)).collect();
    for flaw in &flaws {
        progress(&format!("flaw in the quiet run: {flaw}"));
    }
    flaws.is_empty()
}
