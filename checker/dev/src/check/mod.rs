//! `checker dev check`: checks the course. First it reads: names, chapters, tables, registers. Then it
//! runs: skeletons fail, references pass, every wrong program fails with its belief, every right program
//! passes, and every case fails at least one wrong program.

mod catalogue;
mod catches;
mod documents;
mod lesson;
mod manifests;
mod plan;
mod signatures;
mod skeletons;
mod unfinished;
pub mod verdicts;

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use clap::Args;
use kernel::Signals;

use super::book;
use super::flaw::Flaw;
use super::players::{self, Cast, Part, Player};
use super::playing::{Outcome, isolations, play};
use super::progress::progress;
use super::specimens::Language;
use super::write;
use cases::lessons::cases;
use checker::commands::check::{default_jobs, jobs, seed};
use checker::commands::{Ending, Usage};
use checker::course::workspace::Workspace;
use checker::course::{Lesson, lessons, select};
use checker::events::{Isolation, Verdict};
use checker::report::paint::{bad, doubtful, good};
use checker::run::Cells;
use plan::{BY_CHANCE, Demands, RIGHT, seeds};

/// Number of cases that run at once for each four that a check of a learner's programs runs. Many wrong programs
/// wait until a time is over, and leave the processors idle.
const MORE_AT_ONCE: usize = 6;

#[derive(Debug, Args)]
pub struct Options {
    /// Run only this lesson's cases; may be given several times
    #[arg(long, value_name = "LESSON")]
    lesson: Vec<String>,

    /// How many cases run at once [default: six for each processor]
    #[arg(long, value_name = "N", value_parser = jobs)]
    jobs: Option<usize>,

    /// Begin with this seed instead of a random one
    #[arg(long, value_name = "N", value_parser = seed)]
    seed: Option<u64>,

    /// Run each reference with one seed, each right program in a quarter of its cases, each wrong program in a few,
    /// and some of these until they are caught. The seed draws the programs and the cases
    #[arg(long)]
    sample: bool,
}

/// A claim about the course, with the flaws found.
struct Proof {
    /// The claim that holds if there are no flaws.
    claim: String,
    flaws: Vec<Flaw>,
}

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let workspace = Workspace::find().map_err(Usage::from)?;
    let chosen = chosen(&options.lesson)?;
    let read = read(&workspace.root)?;
    if print(&read)? > 0 {
        let advice = "Nothing was built or run: fix this first.";
        writeln!(anstream::stdout(), "{advice}")?;
        return Ok(Ending::Failed);
    }
    let cells = Cells::open();
    let signals = Signals::catch()?;
    let begun = Instant::now();
    progress("building the course's programs …");
    let cast = players::gather(&workspace.root, &chosen)?;
    let jobs = options.jobs.unwrap_or_else(|| default_jobs() * MORE_AT_ONCE / 4);
    let seed = options.seed.unwrap_or_else(|| u64::from(fastrand::u32(..)));
    let (isolations, no_cells) = isolations();
    let demands = plan::demands(&cast.players, &chosen, seed, options.sample);
    let mut outcomes = Vec::new();
    for (at, round) in
        plan::plan(&cast.players, &isolations, seed, options.sample).into_iter().enumerate()
    {
        let runs = if at == 0 { round } else { plan::needed(round, &outcomes, &demands) };
        if runs.is_empty() {
            continue;
        }
        let more = if at == 0 { "" } else { "more " };
        progress(&format!("running {} {more}cases, {jobs} at a time …", runs.len()));
        play(&cells, &signals, runs.into_iter(), jobs, |outcome| outcomes.push(outcome))?;
    }
    // Beside many others, a case may be too slow. Alone, each must be judged.
    let is_unsure = |outcome: &Outcome| matches!(outcome.verdict, Verdict::Unsure { .. });
    let (unsure, mut outcomes): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(is_unsure);
    let again = unsure.into_iter().map(|outcome| outcome.run);
    play(&cells, &signals, again, 1, |outcome| outcomes.push(outcome))?;
    kernel::end_kin();
    let mut proofs = judge(&cast, &outcomes, &chosen, &demands, &isolations, options.sample);
    if no_cells.is_none() {
        let (flaws, count) = book::pictures::flaws(&workspace.root, &chosen)?;
        let claim = format!("the book's pictures are up to date: {count}");
        proofs.push(Proof { claim, flaws });
    }
    let flaws = print(&proofs)?;

    let out = &mut anstream::stdout().lock();
    if let Some(why) = no_cells {
        let words = format!("not checked in cells, which this machine does not allow: {why}");
        writeln!(out, "{} {words}", doubtful("–"))?;
    }
    for absent in &cast.absent {
        writeln!(out, "{} not run: {absent}", doubtful("–"))?;
    }
    if let Some(slowest) = outcomes.iter().max_by_key(|outcome| outcome.duration) {
        let (Outcome { run, duration, .. }, count) = (slowest, outcomes.len());
        writeln!(
            out,
            "{count} case runs in {:.0} s, from seed {seed}; the slowest: {} of {}, {:.1} s",
            begun.elapsed().as_secs_f64(),
            run.case.name,
            run.player.place,
            duration.as_secs_f64()
        )?;
    }
    Ok(if flaws == 0 { Ending::Fine } else { Ending::Failed })
}

/// The lessons that were named, or all.
pub fn chosen(words: &[String]) -> Result<Vec<&'static Lesson>, Usage> {
    match words {
        [] => Ok(lessons().iter().collect()),
        words => Ok(select::select(words, lessons())?),
    }
}

/// Prints the claims that hold, and the flaws of the others. Returns the number of flaws.
fn print(proofs: &[Proof]) -> anyhow::Result<usize> {
    let out = &mut anstream::stdout().lock();
    for proof in proofs {
        if proof.flaws.is_empty() {
            writeln!(out, "{} {}", good("✓"), proof.claim)?;
        }
        for flaw in &proof.flaws {
            writeln!(out, "{} {flaw}", bad("✗"))?;
        }
    }
    Ok(proofs.iter().map(|proof| proof.flaws.len()).sum())
}

/// The claims that can be checked by reading alone.
fn read(root: &Path) -> anyhow::Result<Vec<Proof>> {
    let proof = |claim: String, flaws: Vec<Flaw>| Proof { claim, flaws };
    // The other proofs read what is built in, and need it to be up to date.
    let derived =
        proof("all files derived from the course are up to date".into(), write::flaws(root)?);
    if !derived.flaws.is_empty() {
        return Ok(vec![derived]);
    }
    let course = &write::course::lessons(root)?;
    let all = course.iter().map(|lesson| cases(&lesson.slug).len()).sum::<usize>();
    let every_case = course.iter().flat_map(lesson::flaws).collect();
    Ok(vec![
        derived,
        proof(format!("lessons are complete: {}, with {all} cases", course.len()), every_case),
        proof(
            "every folder, file and program belongs to a lesson".into(),
            catalogue::flaws(root, course)?,
        ),
        proof("the lessons' files are the skeletons".into(), skeletons::flaws(root, course)?),
        proof(
            "skeletons and references agree on signatures".into(),
            signatures::flaws(root, course)?,
        ),
        proof("each belief has its page in the book".into(), book::beliefs::flaws(root)?),
        proof("nothing is left to write".into(), unfinished::flaws(root, course)?),
        proof(
            "README, SUMMARY and chapters agree with the course".into(),
            documents::flaws(root, course)?,
        ),
    ])
}

/// The claims that need a run.
fn judge(
    cast: &Cast,
    outcomes: &[Outcome],
    chosen: &[&'static Lesson],
    demands: &Demands,
    isolations: &[Isolation],
    is_sample: bool,
) -> Vec<Proof> {
    let of = |is: fn(&Part) -> bool| -> (Vec<Flaw>, usize, String) {
        let players = cast.players.iter().filter(|player| is(&player.part));
        let count_in =
            |language| players.clone().filter(|player| player.language == language).count();
        let (python, c) = (count_in(Language::Python), count_in(Language::C));
        let others = format!("{python} of them in Python and {c} in C");
        let must_fail = |player: &Player| demands.programs.contains(&player.place);
        let flaws = players
            .clone()
            .flat_map(|player| verdicts::flaws(player, outcomes, must_fail(player)))
            .collect();
        (flaws, players.count(), others)
    };
    let (skeletons, skeleton_count, _) = of(|part| *part == Part::Skeleton);
    let (references, reference_count, _) = of(|part| *part == Part::Reference);
    let (wrong, wrong_count, wrong_others) = of(|part| matches!(part, Part::Wrong(_)));
    let (right, right_count, right_others) = of(|part| *part == Part::Right);
    let all = chosen.iter().map(|lesson| cases(&lesson.slug).len()).sum::<usize>();
    let places: Vec<&str> = isolations.iter().map(|isolation| isolation.name()).collect();
    let seeds = match seeds(is_sample) {
        1 => "one seed".to_owned(),
        many => format!("{many} seeds"),
    };
    let [quarter, sample, drawn] = match is_sample {
        true => [
            format!(" (a sample: each in one of {RIGHT} cases)"),
            format!(
                " (a sample: {} of them until they are caught, and all in one of {BY_CHANCE} cases)",
                demands.programs.len()
            ),
            format!(" (a sample of {all})"),
        ],
        false => [const { String::new() }; 3],
    };
    let proof = |claim: String, flaws: Vec<Flaw>| Proof { claim, flaws };
    vec![
        proof("everything builds without a warning".into(), cast.flaws.clone()),
        proof(format!("skeletons fail every case: {skeleton_count}"), skeletons),
        proof(
            format!(
                "references pass every case, with {} (isolation: {}): {reference_count}",
                seeds,
                places.join(" and ")
            ),
            references,
        ),
        proof(
            format!(
                "wrong programs fail with their beliefs: {wrong_count}, {wrong_others}{sample}"
            ),
            wrong,
        ),
        proof(format!("right programs pass: {right_count}, {right_others}{quarter}"), right),
        proof(
            format!("each of {} cases fails a wrong program{drawn}", demands.cases.len()),
            catches::flaws(chosen, outcomes, &demands.cases),
        ),
    ]
}
