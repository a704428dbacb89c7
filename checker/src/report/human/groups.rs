//! The promises of a lesson in groups, plain ones first. A program that is far off breaks most of its
//! promises, and a list of all of them would hide what comes first.

use std::io::{self, Write};

use crate::course;
use crate::events::{Announced, CaseReport, LessonReport, Rank, Role, Verdict};
use crate::report::paint::{bad, faint, good};
use crate::report::text::list;
use cases::beliefs;
use cases::lessons::cases;

/// A program with fewer cases has its promises listed one by one.
const MANY: usize = 7;

/// A group of promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Plain,
    Own,
    Others,
    Manners,
}

const GROUPS: [Group; 4] = [Group::Plain, Group::Own, Group::Others, Group::Manners];

impl Group {
    fn name(self) -> &'static str {
        match self {
            Group::Plain => "plain promises",
            Group::Own => "what this lesson teaches",
            Group::Others => "what other lessons teach",
            Group::Manners => "manners, worth one point",
        }
    }

    /// The group after a number: `3 on manners`.
    fn counted(self, number: usize) -> String {
        match self {
            Group::Plain => format!("{number} plain"),
            Group::Own | Group::Others => format!("{number} on {}", self.name()),
            Group::Manners => format!("{number} on manners"),
        }
    }
}

/// A promise, and its verdict if it was played.
type Promise<'a> = (Announced, Option<&'a Verdict>);

/// Whether most of the program's core cases failed.
pub fn is_far_off(report: &LessonReport, role: Role) -> bool {
    let core = |case: &&CaseReport| case.role == role && case.rank == Rank::Core;
    let played = report.cases.iter().filter(core);
    let (kept, failed) = played.fold((0, 0), |(kept, failed), case| match case.verdict {
        Verdict::Kept => (kept + 1, failed),
        Verdict::Broken { .. } => (kept, failed + 1),
        _ => (kept, failed),
    });
    let is_spared = report.not_played.iter().any(|case| case.role == role);
    failed > kept && (is_spared || promises(report, role).len() >= MANY)
}

/// Writes the groups of a program's promises, each with its counts.
pub fn write(out: &mut dyn Write, report: &LessonReport, role: Role) -> io::Result<()> {
    let width = GROUPS.iter().map(|group| group.name().len()).max().unwrap_or(0);
    for (group, promises) in grouped(report, role) {
        let of = |wanted: fn(&Verdict) -> bool| {
            promises.iter().filter(|(_, verdict)| verdict.is_some_and(wanted)).count()
        };
        let kept = of(|verdict| *verdict == Verdict::Kept);
        let failed = of(|verdict| matches!(verdict, Verdict::Broken { .. }));
        let open = promises.iter().filter(|(_, verdict)| verdict.is_none()).count();
        let mark = match (kept, failed) {
            (_, 1..) => bad("✗"),
            (1.., 0) if open == 0 => good("✓"),
            _ => faint("·"),
        };
        let mut counts = vec![format!("{kept} of {} kept", promises.len())];
        counts.extend((failed > 0).then(|| format!("{failed} failed")));
        counts.extend((open > 0).then(|| format!("{open} not played")));
        writeln!(out, "  {mark} {:<width$}  {}", group.name(), counts.join(", "))?;
    }
    Ok(())
}

/// `5 plain, 9 on what this lesson teaches and 2 on manners`. `None` if nothing is promised.
pub fn outline(report: &LessonReport, role: Role) -> Option<(usize, String)> {
    let counted = grouped(report, role).map(|(group, promises)| group.counted(promises.len()));
    let counted: Vec<String> = counted.collect();
    (!counted.is_empty()).then(|| (promises(report, role).len(), list(&counted)))
}

/// The groups that have promises.
fn grouped(report: &LessonReport, role: Role) -> impl Iterator<Item = (Group, Vec<Promise<'_>>)> {
    let promises = promises(report, role);
    let slug = course::of_folder(&report.lesson).map_or("", |lesson| &lesson.slug);
    let first = promises.iter().find(|(one, _)| one.rank == Rank::Core).map(|(one, _)| one.name);
    let group_of = move |one: &Announced| match first == Some(one.name) {
        true => Group::Plain,
        false => group(slug, one),
    };
    GROUPS.into_iter().filter_map(move |wanted| {
        let members = promises.iter().filter(|(one, _)| group_of(one) == wanted);
        let members: Vec<Promise> = members.copied().collect();
        (!members.is_empty()).then_some((wanted, members))
    })
}

/// The group of a promise. It follows from the misconceptions that the case may expose: each has a
/// chapter, which is this lesson's own or another one.
fn group(slug: &str, one: &Announced) -> Group {
    let exposes =
        cases(slug).iter().find(|case| case.name == one.name).map_or(&[][..], |c| c.exposes);
    let mut chapters =
        exposes.iter().filter_map(|exposes| beliefs::find(exposes.belief)).map(|b| b.chapter);
    match one.rank {
        Rank::Manners => Group::Manners,
        Rank::Core if exposes.is_empty() => Group::Plain,
        Rank::Core if chapters.any(|chapter| chapter == slug) => Group::Own,
        Rank::Core => Group::Others,
    }
}

/// The program's promises in the lesson's order.
fn promises(report: &LessonReport, role: Role) -> Vec<Promise<'_>> {
    let played = report.cases.iter().map(|case| {
        let CaseReport { name, role, rank, promise, .. } = *case;
        (Announced { name, role, rank, promise }, Some(&case.verdict))
    });
    let spared = report.not_played.iter().map(|one| (*one, None));
    let of_role = played.chain(spared).filter(|(one, _)| one.role == role);
    let mut promises: Vec<Promise> = of_role.collect();
    let slug = course::of_folder(&report.lesson).map_or("", |lesson| &lesson.slug);
    let place = |name| cases(slug).iter().position(|case| case.name == name);
    promises.sort_by_key(|(one, _)| place(one.name));
    promises
}
