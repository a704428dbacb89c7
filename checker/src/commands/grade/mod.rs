//! `checker grade`: grades a class. Plays the lessons of each submission, and writes the grades, the class's
//! misconceptions, and a letter to each student. A submission with an earlier result is not played again.

mod class;
mod class_page;
mod csv;
mod grading;
mod html;
mod intake;
mod letter;
mod letter_html;
mod letter_markdown;
mod manifest;
mod options;
mod pages;
mod plan;
mod player;
mod submissions;
mod workshop;

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;
use kernel::Signals;
use protocol::grade::Graded;

pub use options::Options;

use super::Ending;
use super::check::default_jobs;
use crate::report::paint::{doubtful, faint};
use crate::report::text::count;
use grading::{Results, settings};
use intake::Files;
use pages::Pages;
use plan::Plan;
use player::Player;
use submissions::Submission;
use workshop::Workshop;

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let plan = Plan::of(options)?;
    let submissions = submissions::find(&options.folders, &options.out)?;
    if !options.trusts {
        check_walls()?;
    }
    let out = make_folder(&options.out)?;
    let results = Results { folder: out };
    let graded = grade_all(options, &plan, &submissions, &results)?;
    let seed = graded.first().map_or(0, |one| one.report.seed);
    let class = class::class(&plan, seed, &graded);
    let pages = Pages {
        results: &results,
        submissions: &submissions,
        graded: &graded,
        class: &class,
        exports: &options.format,
    };
    pages.write()?;
    say_done(&mut anstream::stdout().lock(), &options.out, &graded)?;
    Ok(if graded.iter().all(|one| one.is_complete) { Ending::Fine } else { Ending::Unsure })
}

/// Without these walls, a submission can change the teacher's files and the other results.
fn check_walls() -> anyhow::Result<()> {
    let walls = [
        ("cells", kernel::probe_cells()),
        ("Landlock", kernel::probe_fences().map(drop)),
        ("seccomp", kernel::probe_seccomp()),
    ];
    let missing = walls.into_iter().find_map(|(name, found)| Some((name, found.err()?)));
    let Some((name, missing)) = missing else { return Ok(()) };
    anyhow::bail!(
        "this machine lacks {name} ({}), so a submission could change your files: grade on another \
         machine, or only submissions that you trust, with `--unsafe`",
        missing.why
    )
}

fn make_folder(out: &Path) -> anyhow::Result<std::path::PathBuf> {
    let made = fs::create_dir_all(out).and_then(|()| out.canonicalize());
    made.with_context(|| format!("cannot make {}", out.display()))
}

/// The results of all submissions, old and new.
fn grade_all(
    options: &Options,
    plan: &Plan,
    submissions: &[Submission],
    results: &Results,
) -> anyhow::Result<Vec<Graded>> {
    let signals = Signals::catch()?;
    // Processes that a killed check leaves behind become our children.
    let _ = kernel::adopt_orphans();
    let workshop = Workshop::in_folder(&results.folder.join(".work"), options.trusts);
    if !workshop.fetch()? {
        let line =
            "The crates could not be fetched; lessons that need a missing one will not build.";
        let _ = writeln!(anstream::stderr(), "{}", doubtful(line));
    }
    let given = plan.seed.or_else(|| results.seed());
    let seed = given.unwrap_or_else(|| u64::from(fastrand::u32(..)));
    let jobs = options.jobs.unwrap_or_else(default_jobs);
    let player = Player { workshop: &workshop, signals: &signals, seed, jobs };
    let mut all = Vec::new();
    for (at, submission) in submissions.iter().enumerate() {
        let place = format!("{} of {}", at + 1, submissions.len());
        all.push(grade_one(submission, plan, &player, results, &place)?);
    }
    clear_line();
    Ok(all)
}

fn grade_one(
    submission: &Submission,
    plan: &Plan,
    player: &Player,
    results: &Results,
    place: &str,
) -> anyhow::Result<Graded> {
    let files = Files::of(&submission.folder);
    let digest = files.digest(&settings(player.seed, &plan.lessons, player.workshop.trusts));
    if let Some(earlier) = results.earlier(submission, &digest) {
        return Ok(earlier);
    }
    let name = &submission.name;
    let mut on_lesson =
        |lesson: &crate::course::Lesson| show(&format!("{name} ({place}): {}", lesson.heading()));
    let mut graded = grading::grade(submission, &files, &plan.lessons, player, &mut on_lesson)?;
    show(&format!("{name} ({place}): pictures"));
    grading::draw(submission, &plan.lessons, &graded, player, results)?;
    graded.digest = digest;
    results.keep(submission, &graded)?;
    Ok(graded)
}

/// Shows the progress in one line, if a terminal is there to see it.
fn show(words: &str) {
    if io::stderr().is_terminal() {
        let _ = write!(anstream::stderr(), "\r\x1b[K{}", faint(words));
    }
}

fn clear_line() {
    show("");
}

fn say_done(out: &mut dyn Write, folder: &Path, graded: &[Graded]) -> io::Result<()> {
    let shown = folder.display();
    writeln!(out, "{} graded: {shown}/grades.csv", count(graded.len(), "submission"))?;
    for one in graded.iter().filter(|one| !one.is_complete) {
        let words = format!("{}: not all lessons could be graded", one.student);
        writeln!(out, "{}", doubtful(words))?;
    }
    Ok(())
}
