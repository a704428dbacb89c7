//! `checker dev bench --against COMMIT`: how much processor time this checkout and another commit need for the
//! same work. Both are built and run alternately, because machines differ from day to day, and ratios do not.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::checkout::{Checkout, Spent};
use super::table::{aligned, number};
use super::works::works;
use crate::progress::progress;

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
    let before = Checkout::of_commit(workspace, commit, folder.path())?;
    let now = Checkout::of_workspace(workspace, folder.path().join("target-now"));
    progress("building both checkers from scratch …");
    let mut pairs = vec![pair("first build", || before.builds(), || now.builds(), 1)?];
    progress("building the references, twice …");
    for checkout in [&before, &now] {
        checkout.checks(&["all", "--solutions"])?;
    }
    progress("running both in turn …");
    for work in works(folder.path())? {
        let one = |checkout: &Checkout| checkout.checks(&work.arguments);
        pairs.push(pair(&work.name, || one(&before), || one(&now), runs)?);
    }
    Ok(pairs)
}

/// Does a piece of work on both sides in turn.
fn pair(
    work: &str,
    before: impl Fn() -> anyhow::Result<Spent>,
    now: impl Fn() -> anyhow::Result<Spent>,
    runs: usize,
) -> anyhow::Result<Pair> {
    let mut least = (f64::INFINITY, f64::INFINITY);
    for _ in 0..runs {
        least = (least.0.min(before()?.processor), least.1.min(now()?.processor));
    }
    let (before, now) = least;
    Ok(Pair { work: work.to_owned(), before, now, ratio: now / before })
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

    fn spent(processor: f64) -> Spent {
        Spent { wall: 9.0, processor }
    }

    #[test]
    fn the_least_of_all_runs_counts_on_each_side() {
        let times = std::cell::Cell::new(5.0);
        let earlier = || Ok(spent(times.replace(times.get() - 1.0)));
        let pair = pair("work", earlier, || Ok(spent(1.0)), 4).unwrap();
        assert_eq!((pair.before, pair.now, pair.ratio), (2.0, 1.0, 0.5));
    }

    #[test]
    fn the_table_has_the_commit_above_its_figures() {
        let pairs = [pair("whole course", || Ok(spent(6.5)), || Ok(spent(3.25)), 1).unwrap()];
        let mut out = Vec::new();
        write(&mut out, "75c1560", &pairs).unwrap();
        let expected = "processor seconds  75c1560    here  ratio\n\
                        whole course        6.50 s  3.25 s   0.50\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
