//! How often a check of a lesson starts its programs. In a language that starts slowly, this is most of the
//! time that a check takes. Starts in the middle of a very long story, which a trace leaves out, are not counted.

use std::io::Write;

use anyhow::ensure;
use kernel::Signals;
use serde::Serialize;
use stage::trace::What;

use super::table::{SCHEMA, aligned};
use crate::players::Player;
use crate::playing::isolations;
use checker::commands::check::default_jobs;
use checker::run::{Cells, Judge, Task, side_by_side};

/// The starts in a check of one lesson's reference.
#[derive(Debug, Serialize)]
pub struct Starts {
    /// `01-one-shot`.
    lesson: String,
    cases: usize,
    /// Starts of programs in all cases together.
    starts: usize,
    /// The case with the most starts.
    most: Option<(&'static str, usize)>,
}

/// Plays each case of the references once and counts.
pub fn count(
    references: &[Player],
    cells: &Cells,
    signals: &Signals,
) -> anyhow::Result<Vec<Starts>> {
    references.iter().map(|reference| of(reference, cells, signals)).collect()
}

fn of(reference: &Player, cells: &Cells, signals: &Signals) -> anyhow::Result<Starts> {
    let judge = Judge {
        seed: 7,
        isolation: isolations().0[0],
        // Only then does a case that was kept leave a trace.
        for_a_picture: true,
        words: &[],
        sandbox: None,
        cells,
        signals,
    };
    let starts = |case| {
        let task = Task { lesson: reference.lesson, case, launches: &reference.launches };
        let moments = judge.judge(&task).trace.moments;
        let count =
            moments.iter().filter(|moment| matches!(moment.what, What::Starts { .. })).count();
        (case.name, count)
    };
    let (cases, mut counted) = (reference.cases(), Vec::new());
    side_by_side(signals, cases.iter().copied(), default_jobs(), starts, |one| counted.push(one));
    ensure!(!signals.came(), "interrupted");
    Ok(Starts {
        lesson: reference.lesson.folder(),
        cases: cases.len(),
        starts: counted.iter().map(|(_, count)| count).sum(),
        most: counted.into_iter().max_by_key(|(_, count)| *count),
    })
}

pub fn write(out: &mut dyn Write, all: &[Starts]) -> anyhow::Result<()> {
    let title = ["lesson", "cases", "starts", "the most in one case"].map(str::to_owned);
    let rows = all.iter().map(|one| {
        let most = one.most.map_or_else(String::new, |(name, count)| format!("{count}: {name}"));
        [one.lesson.clone(), one.cases.to_string(), one.starts.to_string(), most]
    });
    let sum = |of: fn(&Starts) -> usize| all.iter().map(of).sum::<usize>().to_string();
    let whole = ["together".to_owned(), sum(|one| one.cases), sum(|one| one.starts), String::new()];
    aligned(out, std::iter::once(title).chain(rows).chain([whole]).collect())
}

pub fn write_json(out: &mut dyn Write, all: &[Starts]) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Whole<'s> {
        schema: u32,
        lessons: &'s [Starts],
    }
    serde_json::to_writer_pretty(&mut *out, &Whole { schema: SCHEMA, lessons: all })?;
    Ok(writeln!(out)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_row_is_the_sum() {
        let lesson = |lesson: &str, starts| {
            let most = Some(("again-and-again", 3));
            Starts { lesson: lesson.into(), cases: 2, starts, most }
        };
        let mut out = Vec::new();
        write(&mut out, &[lesson("01-one-shot", 3), lesson("02-communication-loop", 4)]).unwrap();
        let expected = "lesson                 cases  starts  the most in one case\n\
                        01-one-shot                2       3    3: again-and-again\n\
                        02-communication-loop      2       4    3: again-and-again\n\
                        together                   4       7                      \n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
