//! What a soak counts: case runs, and those whose verdict is not the one that was expected.

use std::collections::HashMap;
use std::io::Write;
use std::time::Duration;

use serde::Serialize;

use crate::players::Part;
use crate::playing::{Outcome, Run};
use checker::commands::Format;
use checker::events::{Isolation, Verdict};
use checker::report::paint::{bad, good};
use checker::report::words;

/// The version of the JSON object.
const SCHEMA: u32 = 1;

/// The verdicts counted so far.
pub struct Tally<'c> {
    /// What is to be expected of each program in each case.
    expected: HashMap<(&'c str, &'static str), Expected<'c>>,
    pub runs: usize,
    differences: Vec<Difference<'c>>,
    /// How many verdicts differ because other bytes were said, and not because of the load.
    by_seed: usize,
    /// How many verdicts differ where a wrong program declares that it is a matter of luck.
    by_luck: usize,
}

/// What of a verdict may not differ. (The bytes differ with each seed.)
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

/// A quiet run, and what came of it.
#[derive(Clone)]
struct Expected<'c> {
    run: Run<'c>,
    mark: Mark,
    summary: String,
}

/// A verdict that was not the one expected.
struct Difference<'c> {
    run: Run<'c>,
    expected: Expected<'c>,
    came: Mark,
    summary: String,
}

/// A difference as programs read it.
#[derive(Serialize)]
struct Told<'d> {
    program: &'d str,
    case: &'static str,
    seed: u64,
    expected: String,
    /// What was said of the quiet run.
    expected_summary: &'d str,
    came: String,
    summary: &'d str,
    replay: String,
}

impl Difference<'_> {
    fn told(&self) -> Told<'_> {
        let Difference { run, expected, came, summary } = self;
        Told {
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
    differences: Vec<Told<'t>>,
}

impl<'c> Tally<'c> {
    /// Expects of each program in each case what came of these runs.
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

    /// Counts what came of a case; if it differs, in one line, how.
    pub fn count(&mut self, outcome: &Outcome<'c>) -> Option<String> {
        self.runs += 1;
        let Outcome { run, verdict, .. } = outcome;
        let came = Mark::of(verdict);
        let expected = self.expected.get(&key(run)).filter(|expected| expected.mark != came)?;
        if run.player.is_lucky_in(run.case) && may_come(&run.player.part, &came) {
            self.by_luck += 1;
            return None;
        }
        let (was, is) = (expected.mark.words(), came.words());
        let line = format!("{}: case {}: {was}; now {is}", run.player.place, run.case.name);
        let (expected, summary) = (expected.clone(), words::summary(verdict));
        self.differences.push(Difference { run: *run, expected, came, summary });
        Some(line)
    }

    /// A wrong program may pass a case with some bytes and fail it with others. Such a difference
    /// is the seed's doing: played again without any load, both runs come out as they did before.
    /// `again` plays one.
    pub fn spare_the_seeds(
        &mut self,
        mut again: impl FnMut(Run<'c>) -> anyhow::Result<Verdict>,
    ) -> anyhow::Result<()> {
        for difference in std::mem::take(&mut self.differences) {
            let Difference { run, expected, came, .. } = &difference;
            let is_by_seed = may_come(&run.player.part, came)
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

    /// Says what was counted.
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
                differences: self.differences.iter().map(Difference::told).collect(),
            };
            serde_json::to_writer_pretty(&mut *out, &whole)?;
            writeln!(out)?;
            return Ok(());
        }
        for difference in &self.differences {
            let told = difference.told();
            let Told { program, case, seed, expected, came, .. } = &told;
            writeln!(out, "{} {program}: case {case}, seed {seed}: {came}", bad("✗"))?;
            writeln!(out, "    expected: {expected}: {}", told.expected_summary)?;
            writeln!(out, "    came: {}", told.summary)?;
            writeln!(out, "    {}", told.replay)?;
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

/// What may come of a case with a wrong program, where the load has no part in it: a failure with the
/// right name or none, or a pass.
fn may_come(part: &Part, mark: &Mark) -> bool {
    match (part, mark) {
        (Part::Wrong(belief), Mark::Broken(named)) => named.is_none() || named == belief,
        (Part::Wrong(_), Mark::Kept) => true,
        _ => false,
    }
}

fn key<'c>(run: &Run<'c>) -> (&'c str, &'static str) {
    (&run.player.place, run.case.name)
}

#[cfg(test)]
mod tests;
