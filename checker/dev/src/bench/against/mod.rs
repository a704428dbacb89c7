//! `checker dev bench --against COMMIT`: how much processor time this checkout and another commit need for the
//! same work. Both are built and run alternately, because machines differ from day to day, and ratios do not.

mod side;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use serde::Serialize;

use super::table::{aligned, number};
use crate::progress::progress;
use side::{SUCCESS, Side, processor_time};

/// The server that a beginner might write, as a source file.
const NAIVE: &str = include_str!("naive_server.rs");

/// Lessons in which that server is far from what the contract asks for.
const FAR_OFF: [&str; 3] = ["02", "09", "16"];

/// Processor time of one piece of work on both sides, in seconds: the least of all runs.
#[derive(Debug, Serialize)]
pub struct Pair {
    work: String,
    before: f64,
    now: f64,
    /// `now / before`.
    ratio: f64,
}

/// Measures this checkout against a commit of its repository. The builds are measured once, all else `runs`
/// times.
pub fn measure(workspace: &Path, commit: &str, runs: usize) -> anyhow::Result<Vec<Pair>> {
    let folder = tempfile::tempdir()?;
    let before = Side::of_commit(workspace, commit, folder.path())?;
    let now = Side::of_checkout(workspace, folder.path());
    progress("building both checkers from scratch …");
    let mut pairs = vec![pair("first build", || before.builds(), || now.builds(), 1)?];
    progress("building the references, twice …");
    for side in [&before, &now] {
        side.checks(&["all", "--solutions"])?;
    }
    progress("running both in turn …");
    let naive = naive_server(folder.path())?;
    let mut works = vec![
        ("whole course".to_owned(), vec!["all", "--solutions", "--no-build"]),
        ("one lesson: 01".to_owned(), vec!["01", "--solutions", "--no-build"]),
    ];
    let naive = naive.to_string_lossy();
    for lesson in FAR_OFF {
        let reference = vec![lesson, "--solutions", "--no-build"];
        works.push((format!("{lesson}, the reference"), reference));
        let server = vec![lesson, "--no-build", "--server", &naive];
        works.push((format!("{lesson}, a server that is far off"), server));
    }
    for (work, words) in works {
        let one = |side: &Side| side.checks(&words);
        pairs.push(pair(&work, || one(&before), || one(&now), runs)?);
    }
    Ok(pairs)
}

/// Does a piece of work on both sides in turn.
fn pair(
    work: &str,
    before: impl Fn() -> anyhow::Result<f64>,
    now: impl Fn() -> anyhow::Result<f64>,
    runs: usize,
) -> anyhow::Result<Pair> {
    let mut least = (f64::INFINITY, f64::INFINITY);
    for _ in 0..runs {
        least = (least.0.min(before()?), least.1.min(now()?));
    }
    let (before, now) = least;
    Ok(Pair { work: work.to_owned(), before, now, ratio: now / before })
}

fn naive_server(folder: &Path) -> anyhow::Result<PathBuf> {
    let (source, program) = (folder.join("naive_server.rs"), folder.join("naive_server"));
    std::fs::write(&source, NAIVE)?;
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.args(["--edition", "2024", "-o"]).arg(&program).arg(&source);
    processor_time(&mut command, SUCCESS).context("building the server of many articles")?;
    Ok(program)
}

pub fn write(out: &mut dyn Write, commit: &str, pairs: &[Pair]) -> anyhow::Result<()> {
    let title = ["processor seconds", commit, "here", "ratio"].map(str::to_owned);
    let rows = pairs.iter().map(|pair| {
        let seconds = |value| number(value, "s");
        [pair.work.clone(), seconds(pair.before), seconds(pair.now), format!("{:.2}", pair.ratio)]
    });
    aligned(out, std::iter::once(title).chain(rows).collect())
}

pub fn write_json(out: &mut dyn Write, commit: &str, pairs: &[Pair]) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Whole<'p> {
        schema: u32,
        commit: &'p str,
        pairs: &'p [Pair],
    }
    serde_json::to_writer_pretty(
        &mut *out,
        &Whole { schema: super::table::SCHEMA, commit, pairs },
    )?;
    Ok(writeln!(out)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_of_all_runs_counts_on_each_side() {
        let times = std::cell::Cell::new(5.0);
        let earlier = || Ok(times.replace(times.get() - 1.0));
        let pair = pair("work", earlier, || Ok(1.0), 4).unwrap();
        assert_eq!((pair.before, pair.now, pair.ratio), (2.0, 1.0, 0.5));
    }

    #[test]
    fn the_table_has_the_commit_above_its_figures() {
        let pairs = [pair("whole course", || Ok(6.5), || Ok(3.25), 1).unwrap()];
        let mut out = Vec::new();
        write(&mut out, "75c1560", &pairs).unwrap();
        let expected = "processor seconds  75c1560    here  ratio\n\
                        whole course        6.50 s  3.25 s   0.50\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
