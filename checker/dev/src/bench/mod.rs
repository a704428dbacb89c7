//! `checker dev bench`: measures the speed of the checker, and shows each figure with its aim. The aims
//! are not tests: a busy machine may miss them.

mod against;
mod checkout;
mod figures;
mod members;
pub mod scene;
mod servers;
mod starts;
mod table;
mod watch;
mod works;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use kernel::Signals;

use super::players::{self, Part};
use super::progress::progress;
use checker::commands::{Ending, Format, Usage};
use checker::course::lessons;
use checker::course::workspace::Workspace;
use checker::run::Cells;
use figures::Bench;
use table::Figure;

/// Default number of members in the chat.
const MEMBERS: usize = 1_000;

#[derive(Debug, Args)]
pub struct Options {
    /// Measure everything this many times and show the medians [default: 5, of servers 1, against a commit 3]
    #[arg(long, value_name = "N", value_parser = runs)]
    runs: Option<usize>,

    /// Compare the course's servers instead, under the same load
    #[arg(long, conflicts_with = "build")]
    servers: bool,

    /// Also draw the comparison of the servers as SVG, into this file
    #[arg(long, value_name = "FILE", requires = "servers")]
    chart: Option<PathBuf>,

    /// Measure only the screen of `checker watch`
    #[arg(long, conflicts_with_all = ["build", "servers", "members"])]
    watch: bool,

    /// Measure only the chat on tasks, with this many members, or as many as the hard limit of
    /// descriptors allows; the work grows with the square of their number [default: 1000, with
    /// all other measurements]
    #[arg(long, value_name = "N", conflicts_with_all = ["build", "servers", "watch"])]
    members: Option<usize>,

    /// Measure only the processor time of this checkout and of another commit: both are built, and then
    /// run in turn
    #[arg(long, value_name = "COMMIT", conflicts_with_all = ["build", "servers", "watch", "members"])]
    against: Option<String>,

    /// Count instead how often a check of each lesson starts a program
    #[arg(long, conflicts_with_all = ["build", "servers", "watch", "members", "against"])]
    starts: bool,

    /// Also measure the clean build of the checker, which is slow
    #[arg(long)]
    build: bool,

    /// The output format: a table for people, or one JSON object for programs
    #[arg(long, value_parser = Format::at_once(), default_value = "human")]
    format: Format,
}

fn runs(word: &str) -> Result<usize, String> {
    match word.parse() {
        Ok(runs) if runs > 0 => Ok(runs),
        _ => Err("it must be a whole number, 1 or more".to_owned()),
    }
}

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let workspace = Workspace::find().map_err(Usage::from)?;
    let cells = Cells::open();
    let signals = Signals::catch()?;
    if options.servers {
        return compare(&workspace.root, &signals, options);
    }
    if let Some(commit) = &options.against {
        return weigh(&workspace.root, commit, options);
    }
    let runs = options.runs.unwrap_or(5);
    if options.watch {
        return show(options, &watch::figures(&workspace.root, runs)?, runs);
    }
    progress("building the course's programs …");
    let mut cast = players::gather(&workspace.root, &lessons().iter().collect::<Vec<_>>())?;
    cast.players.retain(|player| player.part == Part::Reference);
    if options.starts {
        progress("playing each case …");
        let all = starts::count(&cast.players, &cells, &signals)?;
        kernel::end_kin();
        let out = &mut anstream::stdout().lock();
        match options.format {
            Format::Human => starts::write(out, &all)?,
            _ => starts::write_json(out, &all)?,
        }
        return Ok(Ending::Fine);
    }
    let bench = Bench { references: &cast.players, cells: &cells, signals: &signals, runs };
    let chat = |members| {
        progress("filling a chat …");
        members::figures(&bench.server("async")?, members)
    };
    if let Some(members) = options.members {
        return show(options, &chat(members)?, 1);
    }
    let mut figures = measure(&bench, &workspace.root, options.build)?;
    progress("watching a lesson …");
    figures.extend(watch::figures(&workspace.root, runs)?);
    figures.extend(chat(MEMBERS)?);
    kernel::end_kin();
    show(options, &figures, runs)
}

fn show(options: &Options, figures: &[Figure], runs: usize) -> anyhow::Result<Ending> {
    let out = &mut anstream::stdout().lock();
    match options.format {
        Format::Human => table::write(out, figures, runs)?,
        _ => table::write_json(out, figures, runs)?,
    }
    Ok(Ending::Fine)
}

/// Compares the course's servers.
fn compare(workspace: &Path, signals: &Signals, options: &Options) -> anyhow::Result<Ending> {
    let runs = options.runs.unwrap_or(1);
    let all = servers::measure(workspace, signals, runs)?;
    if let Some(file) = &options.chart {
        let chart = servers::draw(&all, runs);
        fs::write(file, chart).with_context(|| file.display().to_string())?;
    }
    let out = &mut anstream::stdout().lock();
    match options.format {
        Format::Human => servers::write(out, &all, runs)?,
        _ => servers::write_json(out, &all, runs)?,
    }
    Ok(Ending::Fine)
}

/// Compares this checkout with another commit.
fn weigh(workspace: &Path, commit: &str, options: &Options) -> anyhow::Result<Ending> {
    let pairs = against::measure(workspace, commit, options.runs.unwrap_or(3))?;
    let out = &mut anstream::stdout().lock();
    match options.format {
        Format::Human => against::write(out, commit, &pairs)?,
        _ => against::write_json(out, commit, &pairs)?,
    }
    Ok(Ending::Fine)
}

/// Measures everything; the clean build only if `build` is set.
fn measure(bench: &Bench, workspace: &Path, build: bool) -> anyhow::Result<Vec<Figure>> {
    progress("checking the references, and a server that is far off …");
    let mut figures = bench.checks(workspace)?;
    progress("proving deadlocks, sending pieces, cutting …");
    figures.extend(bench.scenes()?);
    progress("comparing cells with process groups …");
    figures.extend([bench.a_cell()?, bench.memory()?]);
    if build {
        progress("building the checker from scratch …");
        figures.push(bench.clean_build(workspace)?);
    }
    Ok(figures)
}
