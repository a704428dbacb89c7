//! `checker dev mutants`: checks whether the cases notice a wrong reference. cargo-mutants lists small
//! changes to the references, such as `==` for `!=` or an ignored error. Each is made in a copy, built
//! and run. A mutant that no case fails points to a promise without a check, unless
//! `checker/mutants.toml` says why it is equivalent.

mod copy;
mod equivalents;
mod listing;

use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use kernel::Signals;

use super::check::chosen;
use super::players::{Part, Player};
use super::playing::{Outcome, each_case, isolations, play};
use super::progress::progress;
use super::specimens::Language;
use checker::commands::check::{default_jobs, jobs, seed};
use checker::commands::{Ending, Usage};
use checker::course::of_folder;
use checker::course::workspace::Workspace;
use checker::events::{Cause, Verdict};
use checker::run::{Cells, build, wanted};
use copy::Copy;
use equivalents::Equivalents;
use listing::Mutant;

/// The least share of mutants that a case notices, among those that build and are not known to be equivalent.
const AIM: f64 = 0.95;

#[derive(Debug, Args)]
pub struct Options {
    /// Only mutants of these lessons' references [default: all]
    #[arg(value_name = "LESSON")]
    lessons: Vec<String>,

    /// Try this many mutants, chosen at random
    #[arg(long, value_name = "N")]
    sample: Option<usize>,

    /// Choose and run with this seed
    #[arg(long, value_name = "N", value_parser = seed, default_value = "7")]
    seed: u64,

    /// How many cases run at once [default: four for each processor]
    #[arg(long, value_name = "N", value_parser = jobs)]
    jobs: Option<usize>,
}

/// The result of a mutant.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// It does not build.
    Unviable,
    /// This case failed it.
    Killed(&'static str),
    /// It computes for ever: it had much processor time in this case and got nowhere. The lesson is not passed.
    Endless(&'static str),
    /// No case failed it, but these could not be judged.
    Unsure(Vec<&'static str>),
    Alive,
}

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let root = Workspace::find().map_err(Usage::from)?.root;
    let lessons = chosen(&options.lessons)?;
    let equivalents = Equivalents::read(&root)?;
    let mut mutants = listing::list(&root, &lessons)?;
    let mut chance = fastrand::Rng::with_seed(options.seed);
    if let Some(sample) = options.sample {
        chance.shuffle(&mut mutants);
        mutants.truncate(sample);
        mutants.sort_by(|one, other| one.name.cmp(&other.name));
    }
    let cells = Cells::open();
    let signals = Signals::catch()?;
    let copy = Copy::make(&root)?;
    let mut tally = Tally::default();
    for (number, mutant) in mutants.iter().enumerate() {
        let fate = match equivalents.why(mutant) {
            Some(_) => None,
            None => Some(judge(&copy, mutant, options, &cells, &signals)?),
        };
        progress(&format!("{}/{} {}", number + 1, mutants.len(), described(mutant, fate.as_ref())));
        tally.count(mutant, fate);
    }
    kernel::end_kin();
    tally.report()
}

/// After this many cases that could not be judged, the others are left out: a program that computes for ever
/// takes half a minute in each.
const UNSURE: usize = 3;

/// Makes the change, builds the reference, and runs its cases until one fails.
fn judge(
    copy: &Copy,
    mutant: &Mutant,
    options: &Options,
    cells: &Cells,
    signals: &Signals,
) -> anyhow::Result<Fate> {
    let _changed = copy.change(mutant)?;
    let folder = mutant.file.split('/').nth(1).unwrap_or_default();
    let lesson = of_folder(folder)
        .ok_or_else(|| anyhow::anyhow!("{} is not in the folder of a lesson", mutant.file))?;
    let output = build::packages(copy.root(), [lesson.solution_package()], &[])?;
    let launches = wanted::launches(lesson, true, |name| output.programs.get(name).cloned());
    let Ok(launches) = launches else { return Ok(Fate::Unviable) };
    let place = mutant.name.clone();
    let (part, language, luck) = (Part::Reference, Language::Rust, Vec::new());
    let player = Player { part, lesson, language, place, launches, luck };
    let isolation = isolations().0[0];
    let (is_decided, mut killed) = (AtomicBool::new(false), None);
    let (mut endless, mut unsure) = (Vec::new(), Vec::new());
    let cases = each_case(&player, options.seed, isolation);
    let cases = cases.take_while(|_| !is_decided.load(Ordering::Relaxed));
    play(cells, signals, cases, options.jobs.unwrap_or_else(default_jobs), |outcome: Outcome| {
        match outcome.verdict {
            Verdict::Broken { .. } => {
                is_decided.store(true, Ordering::Relaxed);
                killed.get_or_insert(outcome.run.case.name);
            }
            Verdict::Unsure { cause, .. } => {
                let list = if cause == Cause::Slow { &mut endless } else { &mut unsure };
                list.push(outcome.run.case.name);
                is_decided.fetch_or(list.len() >= UNSURE, Ordering::Relaxed);
            }
            Verdict::Kept | Verdict::Skipped { .. } => {}
        }
    })?;
    Ok(match killed {
        Some(case) => Fate::Killed(case),
        None if endless.len() >= UNSURE => Fate::Endless(endless[0]),
        None if unsure.is_empty() && endless.is_empty() => Fate::Alive,
        None => Fate::Unsure([endless, unsure].concat()),
    })
}

/// One line about a mutant. Without a fate, it is known to be equivalent.
fn described(mutant: &Mutant, fate: Option<&Fate>) -> String {
    let fate = match fate {
        None => "equivalent".to_owned(),
        Some(Fate::Unviable) => "does not build".to_owned(),
        Some(Fate::Killed(case)) => format!("killed by {case}"),
        Some(Fate::Endless(case)) => format!("computes for ever in {case}"),
        Some(Fate::Unsure(cases)) => format!("UNSURE in {}", cases.join(", ")),
        Some(Fate::Alive) => "ALIVE".to_owned(),
    };
    format!("{}: {fate}", mutant.name)
}

/// Counts of results.
#[derive(Debug, Default)]
struct Tally {
    all: usize,
    unviable: usize,
    equivalent: usize,
    killed: usize,
    endless: usize,
    /// A line about each of the others.
    alive: Vec<String>,
}

impl Tally {
    fn count(&mut self, mutant: &Mutant, fate: Option<Fate>) {
        self.all += 1;
        match &fate {
            None => self.equivalent += 1,
            Some(Fate::Unviable) => self.unviable += 1,
            Some(Fate::Killed(_)) => self.killed += 1,
            Some(Fate::Endless(_)) => self.endless += 1,
            Some(Fate::Unsure(_) | Fate::Alive) => {
                self.alive.push(described(mutant, fate.as_ref()))
            }
        }
    }

    /// The number of those that a case could notice, and of those that one noticed.
    fn noticed(&self) -> (usize, usize) {
        let noticed = self.killed + self.endless;
        (noticed + self.alive.len(), noticed)
    }

    /// The share of those that a case noticed; 1 if there are none.
    fn share(&self) -> f64 {
        match self.noticed() {
            (0, _) => 1.0,
            (viable, noticed) => noticed as f64 / viable as f64,
        }
    }

    fn report(&self) -> anyhow::Result<Ending> {
        use std::io::Write;

        let out = &mut anstream::stdout().lock();
        for line in &self.alive {
            writeln!(out, "{line}")?;
        }
        writeln!(
            out,
            "{} mutants: {} do not build, {} are equivalent. Of {} others {} are killed, and {} compute for \
             ever: {:.1} % are noticed",
            self.all,
            self.unviable,
            self.equivalent,
            self.noticed().0,
            self.killed,
            self.endless,
            100.0 * self.share()
        )?;
        Ok(if self.share() >= AIM { Ending::Fine } else { Ending::Failed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutant() -> Mutant {
        Mutant {
            file: "solutions/01-one-shot/src/server.rs".into(),
            name: "solutions/01-one-shot/src/server.rs:9:5: replace == with !=".into(),
            function: None,
            replacement: "!=".into(),
            start: (9, 5),
            end: (9, 7),
            line: "if one == other {".into(),
        }
    }

    #[test]
    fn only_mutants_that_build_and_change_something_can_be_killed() {
        let mut tally = Tally::default();
        for fate in [None, Some(Fate::Unviable), Some(Fate::Killed("a-case"))] {
            tally.count(&mutant(), fate);
        }
        assert_eq!((tally.all, tally.share()), (3, 1.0));
        tally.count(&mutant(), Some(Fate::Alive));
        tally.count(&mutant(), Some(Fate::Unsure(vec!["a-case"])));
        tally.count(&mutant(), Some(Fate::Killed("a-case")));
        assert_eq!(tally.share(), 0.5);
        assert!(tally.alive[0].ends_with("replace == with !=: ALIVE"), "{}", tally.alive[0]);
        assert!(tally.alive[1].ends_with("UNSURE in a-case"), "{}", tally.alive[1]);
    }
}
