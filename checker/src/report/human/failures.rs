//! The failures of a lesson: one in full, and the others in a line each, those with the same reason
//! first.

use std::io::{self, Write};

use super::{Setting, failure};
use crate::events::{CaseReport, LessonReport, Rank};
use crate::report::paint::strong;
use crate::report::text::{columns, list, margin, shortened};
use crate::report::words;

/// Number of lines for the failures after the first one.
const OTHERS: usize = 5;

/// Writes one failure in full, some more in a line each, and the number of the rest.
pub fn write(
    out: &mut dyn Write,
    report: &LessonReport,
    seed: u64,
    setting: &Setting,
) -> io::Result<()> {
    // Programs that are not written yet are listed above.
    let failed =
        report.cases.iter().filter(|case| case.breach().is_some() && !case.is_not_written());
    let mut failed: Vec<&CaseReport> = failed.collect();
    failed.sort_by_key(|case| case.rank != Rank::Core);
    if failed.is_empty() {
        return Ok(());
    }
    let all = failed.len();
    let main = failed.remove(most_telling(&failed));
    let (same, others): (Vec<_>, Vec<_>) = failed
        .iter()
        .copied()
        .partition(|case| main.belief().is_some() && case.belief() == main.belief());
    let replay = setting.replay.command(&report.lesson, main.name, seed);
    let look = setting.replay.look(&report.lesson, main.name, seed);
    let explained = (!same.is_empty()).then(|| [same.len() + 1, all]);
    failure::in_full(out, main, explained, &replay, &look)?;
    if !same.is_empty() {
        let names: Vec<String> = same.iter().map(|case| case.name.to_owned()).collect();
        writeln!(out, "\n  {}", strong("The same belief explains:"))?;
        writeln!(out, "    {}", shortened(&list(&names), margin() - 4))?;
    }
    let (alike, different): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|case| is_like(case, main));
    in_lines(out, "Also failed, perhaps for the same reason:", &alike)?;
    in_lines(out, "Also failed:", &different)
}

/// Whether the two failures differ only in their bytes.
fn is_like(case: &CaseReport, main: &CaseReport) -> bool {
    let breaches = case.breach().zip(main.breach());
    case.belief() == main.belief() && breaches.is_some_and(|(one, other)| one.is_like(other))
}

fn in_lines(out: &mut dyn Write, title: &str, cases: &[&CaseReport]) -> io::Result<()> {
    if cases.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n  {}", strong(title))?;
    let grouped = by_summary(cases);
    for alike in grouped.iter().take(OTHERS) {
        let [first, ..] = alike[..] else { continue };
        let more = match alike.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let names = format!("{}{more}: ", first.name);
        let room = (margin() - 4).saturating_sub(columns(&names));
        let came = first.breach().map(|breach| words::brief_within(breach, room));
        writeln!(out, "    {names}{}", came.unwrap_or_default())?;
    }
    if grouped.len() > OTHERS {
        let rest: usize = grouped[OTHERS..].iter().map(Vec::len).sum();
        writeln!(out, "    … and {rest} more")?;
    }
    Ok(())
}

/// The index of the failure that is shown in full. `failed` begins with the failures of the core. If a
/// belief explains several failures, the result is the first failure of the belief that explains the
/// most. Otherwise it is the first failure. A belief that only manners show does not come before a
/// failure of the core.
fn most_telling(failed: &[&CaseReport]) -> usize {
    let core = failed.iter().filter(|case| case.rank == Rank::Core).count();
    let among = if core > 0 { &failed[..core] } else { failed };
    let explained =
        |belief: &str| among.iter().filter(|case| case.belief() == Some(belief)).count();
    let beliefs =
        among.iter().filter_map(|case| case.belief()).filter(|belief| explained(belief) > 1);
    // `max_by_key` returns the last of several equal ones.
    let best = beliefs.rev().max_by_key(|belief| explained(belief));
    among.iter().position(|case| best.is_some() && case.belief() == best).unwrap_or(0)
}

/// Groups the cases by summary. Each group stands in the place of its first case.
fn by_summary<'a>(cases: &[&'a CaseReport]) -> Vec<Vec<&'a CaseReport>> {
    let mut found: Vec<(Option<String>, Vec<&CaseReport>)> = Vec::new();
    for case in cases {
        let came = case.breach().map(words::brief);
        match found.iter_mut().find(|(other, _)| *other == came) {
            Some((_, alike)) => alike.push(case),
            None => found.push((came, vec![case])),
        }
    }
    found.into_iter().map(|(_, alike)| alike).collect()
}
