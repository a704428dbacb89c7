//! `checker grade`: grades a class. Plays the lessons of each submission, and writes the grades, the class's
//! misconceptions, and a letter to each student.

mod class;
mod class_page;
mod csv;
mod drawing;
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
mod queue;
mod results;
#[cfg(test)]
mod specimens;
mod submissions;
mod visible;
mod walls;
mod workshop;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use protocol::grade::Graded;

pub use options::Options;

use super::Ending;
use crate::report::paint::doubtful;
use crate::report::text::count;
use pages::Pages;
use plan::Plan;
use queue::Queue;
use results::Results;

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let plan = Plan::of(options)?;
    let submissions = submissions::find(&options.folders, &options.out)?;
    if !options.trusts && walls::check()? {
        writeln!(anstream::stderr(), "{}", doubtful(walls::WITHOUT_NAMESPACES))?;
    }
    let results = Results { folder: make_folder(&options.out)? };
    let given = plan.seed.or_else(|| results.seed());
    let seed = given.unwrap_or_else(|| u64::from(fastrand::u32(..)));
    let queue = Queue { options, plan: &plan, results: &results, seed };
    let graded = queue.grade_all(&submissions)?;
    let pages = Pages {
        results: &results,
        submissions: &submissions,
        graded: &graded,
        class: &class::class(&plan, seed, &graded),
        shown: &plan.shown,
        exports: &options.format,
    };
    pages.write()?;
    say_done(&mut anstream::stdout().lock(), &options.out, &graded)?;
    Ok(if graded.iter().all(|one| one.is_complete) { Ending::Fine } else { Ending::Unsure })
}

/// Checks this class file. The error describes a mistake in it.
#[cfg(feature = "complete")]
pub fn check_class(file: &Path) -> anyhow::Result<()> {
    Plan::of(&Options { class: Some(file.to_owned()), ..Options::default() })?;
    Ok(())
}

fn make_folder(out: &Path) -> anyhow::Result<PathBuf> {
    let made = fs::create_dir_all(out).and_then(|()| out.canonicalize());
    made.with_context(|| format!("cannot make {}", out.display()))
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
