//! Counts the runs of a soak, and the runs whose verdict differs from the expected one.

use std::collections::HashMap;
use std::io::Write;
use std::time::Duration;

use serde::Serialize;

use crate::players::Part;
use crate::playing::{CaseRun, Outcome};
use checker::commands::Format;
use checker::events::{Isolation, Verdict};
use checker::report::paint::{bad, good};
use checker::report::words;

/// The version of the JSON object.
const SCHEMA: u32 = 1;

/// The verdicts counted so far.
pub struct Tally<'c> {
    /// The expected verdict of each program in each case.
    expected: HashMap<(&'c str, &'static str), Expected<'c>>,
    pub runs: usize,
    differences: Vec<Difference<'c>>,
    /// Number of verdicts that differ because of other bytes, not because of the load.
    by_seed: usize,
    /// Number of verdicts that differ in a declared race of a wrong program.
    by_luck: usize,
}

/// The part of a verdict that may not differ. (The bytes differ with each seed.)
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    Kept,
    Broken(Option<String>),
    Skipped(String),
    Unsure,
}

impl Mark {
    fn of(verdict: &Verdict) -> Mark {
        match verdict {
            Verdict::Kept => Mark::Kept,
            Verdict::Broken { belief, .. } => Mark::Broken(belief.clone()),
            Verdict::Skipped { why } => Mark::Skipped(why.clone()),
            Verdict::Unsure { .. } => Mark::Unsure,
        }
    }

    fn words(&self) -> String {
        match self {
            Mark::Kept => "passed".into(),
            Mark::Broken(None) => "failed, nothing named".into(),
            Mark::Broken(Some(belief)) => format!("failed, {belief}"),
            Mark::Skipped(why) => format!("skipped: {why}"),
            Mark::Unsure => "unsure".into(),
        }
    }
}

/// A quiet run and its result.
#[derive(Clone)]
struct Expected<'c> {
    run: CaseRun<'c>,
    mark: Mark,
    summary: String,
}

/// A verdict that differs from the expected one.
struct Difference<'c> {
    run: CaseRun<'c>,
    expected: Expected<'c>,
    came: Mark,
    summary: String,
}

/// A difference in JSON.
#[derive(Serialize)]
struct Record<'d> {
    program: &'d str,
    case: &'static str,
    seed: u64,
    expected: String,
    /// The summary of the quiet run.
    expected_summary: &'d str,
    came: String,
    summary: &'d str,
    replay: String,
}

impl Difference<'_> {
    fn record(&self) -> Record<'_> {
        let Difference { run, expected, came, summary } = self;
        Record {
            program: &run.player.place,
            case: run.case.name,
            seed: run.seed,
            expected: expected.mark.words(),
            expected_summary: &expected.summary,
            came: came.words(),
            summary,
            replay: run.player.replay(run.case, run.seed, run.isolation),
        }
    }
}

#[derive(Serialize)]
struct Whole<'t> {
    schema: u32,
    isolation: &'static str,
    load: usize,
    runs: usize,
    differing: usize,
    by_seed: usize,
    by_luck: usize,
    duration_ms: u128,
    differences: Vec<Record<'t>>,
}

impl<'c> Tally<'c> {
    /// Expects the verdicts of these runs.
    pub fn against(quiet: &[Outcome<'c>]) -> Tally<'c> {
        let expected = quiet.iter().map(|Outcome { run, verdict, .. }| {
            let (mark, summary) = (Mark::of(verdict), words::summary(verdict));
            (key(run), Expected { run: *run, mark, summary })
        });
        let expected = expected.collect();
        Tally { expected, runs: 0, differences: Vec::new(), by_seed: 0, by_luck: 0 }
    }

    pub fn differing(&self) -> usize {
        self.differences.len()
    }

    /// Counts the result of a run. Returns a line about the difference, if there is one.
    pub fn count(&mut self, outcome: &Outcome<'c>) -> Option<String> {
        self.runs += 1;
        let Outcome { run, verdict, .. } = outcome;
        let came = Mark::of(verdict);
        let expected = self.expected.get(&key(run)).filter(|expected| expected.mark != came)?;
        if run.player.is_lucky_in(run.case) && is_possible(&run.player.part, &came) {
            self.by_luck += 1;
            return None;
        }
        let (was, is) = (expected.mark.words(), came.words());
        let line = format!("{}: case {}: {was}; now {is}", run.player.place, run.case.name);
        let (expected, summary) = (expected.clone(), words::summary(verdict));
        self.differences.push(Difference { run: *run, expected, came, summary });
        Some(line)
    }

    /// Removes differences that the seed causes. A wrong program may pass a case with some bytes and
    /// fail it with others. In that case both runs give the same verdict again without any load. `again`
    /// repeats a run.
    pub fn excuse_seeds(
        &mut self,
        mut again: impl FnMut(CaseRun<'c>) -> anyhow::Result<Verdict>,
    ) -> anyhow::Result<()> {
        for difference in std::mem::take(&mut self.differences) {
            let Difference { run, expected, came, .. } = &difference;
            let is_by_seed = is_possible(&run.player.part, came)
                && Mark::of(&again(*run)?) == *came
                && Mark::of(&again(expected.run)?) == expected.mark;
            if is_by_seed {
                self.by_seed += 1;
            } else {
                self.differences.push(difference);
            }
        }
        Ok(())
    }

    /// Prints the result.
    pub fn report(
        &self,
        format: Format,
        load: usize,
        isolation: Isolation,
        time: Duration,
    ) -> anyhow::Result<()> {
        let out = &mut anstream::stdout().lock();
        let Tally { runs, by_seed, by_luck, .. } = *self;
        let differing = self.differing();
        if format == Format::Json {
            let whole = Whole {
                schema: SCHEMA,
                isolation: isolation.name(),
                load,
                runs,
                differing,
                duration_ms: time.as_millis(),
                by_seed,
                by_luck,
                differences: self.differences.iter().map(Difference::record).collect(),
            };
            serde_json::to_writer_pretty(&mut *out, &whole)?;
            writeln!(out)?;
            return Ok(());
        }
        for difference in &self.differences {
            let record = difference.record();
            let Record { program, case, seed, expected, came, .. } = &record;
            writeln!(out, "{} {program}: case {case}, seed {seed}: {came}", bad("✗"))?;
            writeln!(out, "    expected: {expected}: {}", record.expected_summary)?;
            writeln!(out, "    came: {}", record.summary)?;
            writeln!(out, "    {}", record.replay)?;
        }
        let mark = if differing == 0 { good("✓") } else { bad("✗") };
        writeln!(
            out,
            "{mark} {runs} case runs, {differing} verdicts that differ ({by_seed} more by their \
             seeds, {by_luck} by declared luck); {load} busy loops beside them, isolation {}, {:.0} s",
            isolation.name(),
            time.as_secs_f64()
        )?;
        Ok(())
    }
}

/// Whether a wrong program may have this verdict without any load: a failure with the right belief or
/// none, a pass, or a skip because it was not trapped.
fn is_possible(part: &Part, mark: &Mark) -> bool {
    match (part, mark) {
        (Part::Wrong(belief), Mark::Broken(named)) => named.is_none() || named == belief,
        (Part::Wrong(_), Mark::Kept | Mark::Skipped(_)) => true,
        _ => false,
    }
}

fn key<'c>(run: &CaseRun<'c>) -> (&'c str, &'static str) {
    (&run.player.place, run.case.name)
}

#[cfg(test)]
mod tests;
