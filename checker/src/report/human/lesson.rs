//! The report on one lesson: a line if it is passed, an invitation if it is not begun, and otherwise
//! each case, with one failure in full.

use std::collections::BTreeSet;
use std::io::{self, Write};

use stage::breach::{Breach, Instead};

use super::{Setting, failure, heading};
use crate::course;
use crate::events::{CaseReport, LessonReport, Rank, Role, Status, Verdict};
use crate::report::invitation::invitation;
use crate::report::links::chapter;
use crate::report::paint::{bad, doubtful, faint, good, pointer, strong};
use crate::report::text::{clipped, columns, count, hanging, margin, wrap};
use crate::report::{compiler, words};

/// Number of failures listed after the first one, in a line each.
const OTHERS: usize = 5;

/// Writes the report on this lesson.
pub fn tell(
    out: &mut dyn Write,
    report: &LessonReport,
    seed: u64,
    setting: &Setting,
) -> io::Result<()> {
    match report.status {
        Status::Passed => passed(out, report, seed, setting),
        Status::NotBuilt => not_built(out, report),
        Status::Skipped => skipped(out, report),
        Status::Failed if is_not_begun(report) => not_begun(out, report),
        Status::Failed | Status::Unsure => case_by_case(out, report, seed, setting),
    }?;
    writeln!(out)
}

/// `✗ 03 · Connection loop`.
fn marked(report: &LessonReport) -> String {
    let mark = match report.status {
        Status::Passed => good("✓"),
        Status::Failed | Status::NotBuilt => bad("✗"),
        Status::Skipped => doubtful("–"),
        Status::Unsure => doubtful("?"),
    };
    format!("{mark} {}", strong(heading(&report.lesson, &report.title)))
}

fn points(report: &LessonReport) -> String {
    format!("{} of {} points", report.points, report.judged_points)
}

fn passed(
    out: &mut dyn Write,
    report: &LessonReport,
    seed: u64,
    setting: &Setting,
) -> io::Result<()> {
    let of = |word| report.cases.iter().filter(|case| case.verdict.status().word() == word).count();
    let skipped = match of("skipped") {
        0 => String::new(),
        number => format!(", {number} skipped"),
    };
    let kept = count(of("passed"), "case");
    let seconds = report.duration.as_secs_f64();
    let rest = faint(format!(" · {kept}{skipped} · {seconds:.1} s · seed {seed}"));
    writeln!(out, "{} · {}{rest}", marked(report), points(report))?;
    if let Some(lesson) = course::of_folder(&report.lesson) {
        writeln!(out, "{}", wrap(&lesson.learnt, "  "))?;
    }
    reasons(out, report, "skipped")?;
    remarks(out, report)?;
    if report.cases.iter().any(|case| breach(case).is_some()) {
        let text = "Passed, but a case of manners failed, which costs one point:";
        writeln!(out, "\n{}", wrap(text, "  "))?;
        let broken: Vec<&CaseReport> =
            report.cases.iter().filter(|case| breach(case).is_some()).collect();
        lines(out, report, &broken)?;
        failures(out, report, seed, setting)?;
    }
    Ok(())
}

/// Writes the remarks, each once.
fn remarks(out: &mut dyn Write, report: &LessonReport) -> io::Result<()> {
    let mut written = Vec::new();
    for remark in report.cases.iter().flat_map(|case| &case.remarks) {
        // Another remark of the same kind, with another number of lines, would only repeat it.
        let kind = std::mem::discriminant(remark);
        if !written.contains(&kind) {
            written.push(kind);
            let text = format!("remark: {} (costs nothing)", words::remark(remark));
            writeln!(out, "{}", faint(wrap(&text, "  ")))?;
        }
    }
    Ok(())
}

fn not_built(out: &mut dyn Write, report: &LessonReport) -> io::Result<()> {
    writeln!(out, "{} does not build yet. The compiler says:", marked(report))?;
    writeln!(out)?;
    let (first, more) = compiler::first_error(report.compiler.as_deref().unwrap_or_default());
    for line in first.lines() {
        writeln!(out, "  {line}")?;
    }
    if more > 0 {
        let package = course::of_folder(&report.lesson).map_or(String::new(), |l| l.package());
        let errors = count(more, "more error");
        let see = format!("`cargo build -p {package}` shows");
        let them = if more == 1 { "it" } else { "them" };
        writeln!(
            out,
            "\n  There {} {errors}; {see} {them}.",
            if more == 1 { "is" } else { "are" }
        )?;
    }
    Ok(())
}

fn skipped(out: &mut dyn Write, report: &LessonReport) -> io::Result<()> {
    writeln!(out, "{} was skipped", marked(report))?;
    let text = "None of its cases can run on this machine, so your programs were not judged and the \
                    lesson stays open.";
    writeln!(out, "{}", wrap(text, "  "))?;
    reasons(out, report, "skipped")?;
    writeln!(out, "  {} lists what is missing.", pointer("cargo checker doctor"))
}

/// Writes the reasons of the cases with this status, each once.
fn reasons(out: &mut dyn Write, report: &LessonReport, word: &str) -> io::Result<()> {
    let reasons: BTreeSet<&str> = report
        .cases
        .iter()
        .filter(|case| case.verdict.status().word() == word)
        .filter_map(|case| match &case.verdict {
            Verdict::Skipped { why } | Verdict::Unsure { why, .. } => Some(&why[..]),
            _ => None,
        })
        .collect();
    reasons.iter().try_for_each(|why| writeln!(out, "  {word}: {why}"))
}

fn not_begun(out: &mut dyn Write, report: &LessonReport) -> io::Result<()> {
    writeln!(
        out,
        "{} {} is yours to write.",
        good("→"),
        strong(heading(&report.lesson, &report.title))
    )?;
    writeln!(out)?;
    match course::of_folder(&report.lesson) {
        Some(lesson) => invitation(out, lesson),
        None => Ok(()),
    }
}

fn breach(case: &CaseReport) -> Option<&Breach> {
    match &case.verdict {
        Verdict::Broken { breach, .. } => Some(breach),
        _ => None,
    }
}

/// The belief that explains the failure.
fn named(case: &CaseReport) -> Option<&str> {
    match &case.verdict {
        Verdict::Broken { belief, .. } => belief.as_deref(),
        _ => None,
    }
}

pub fn is_not_written(case: &CaseReport) -> bool {
    breach(case).is_some_and(|breach| matches!(breach.instead, Instead::NotWritten(_)))
}

/// Whether the learner has written nothing yet: no case was kept, and each one failed with the
/// skeleton's own message.
pub fn is_not_begun(report: &LessonReport) -> bool {
    let mut failed = report.cases.iter().filter(|case| breach(case).is_some()).peekable();
    failed.peek().is_some()
        && failed.all(is_not_written)
        && !report.cases.iter().any(|case| case.verdict == Verdict::Kept)
}

fn case_by_case(
    out: &mut dyn Write,
    report: &LessonReport,
    seed: u64,
    setting: &Setting,
) -> io::Result<()> {
    let kept = report.cases.iter().filter(|case| case.verdict == Verdict::Kept).count();
    let of = format!(" · {kept} of {} · seed {seed}", count(report.cases.len(), "case"));
    let points = match report.status {
        // No points were lost, so none are shown.
        Status::Unsure => " could not be judged".into(),
        _ => format!(" · {}", points(report)),
    };
    writeln!(out, "{}{points}{}", marked(report), faint(of))?;
    for role in [Role::Server, Role::Client, Role::Both] {
        group(out, report, role)?;
    }
    failures(out, report, seed, setting)?;
    remarks(out, report)?;
    if report.cases.iter().any(|case| matches!(case.verdict, Verdict::Unsure { .. })) {
        unsure(out)?;
    }
    if report.status == Status::Failed
        && setting.replay.is_of_learner()
        && let Some(lesson) = course::of_folder(&report.lesson)
    {
        let hint = pointer(format!("cargo checker hint {}", lesson.number));
        writeln!(out, "\n  Stuck? {hint}, or {}", pointer(chapter(lesson)))?;
    }
    Ok(())
}

/// Writes the cases of one role, a line each. If there are several roles, the role's name is the
/// heading.
fn group(out: &mut dyn Write, report: &LessonReport, role: Role) -> io::Result<()> {
    let cases: Vec<&CaseReport> = report.cases.iter().filter(|case| case.role == role).collect();
    let Some(first) = cases.first() else { return Ok(()) };
    if cases.len() < report.cases.len() {
        let name = match first.role {
            Role::Both => "server and client together",
            role => role.name(),
        };
        writeln!(out, "\n  {}", strong(name))?;
    }
    let unwritten = cases.iter().filter(|case| is_not_written(case)).count();
    let failed = cases.iter().filter(|case| breach(case).is_some()).count();
    let lists_unwritten = unwritten < failed || unwritten == 0;
    let is_listed = |case: &&&CaseReport| lists_unwritten || !is_not_written(case);
    let of_rank = |rank| cases.iter().filter(move |case| case.rank == rank).filter(is_listed);
    let (core, manners): (Vec<_>, Vec<_>) =
        (of_rank(Rank::Core).copied().collect(), of_rank(Rank::Manners).copied().collect());
    lines(out, report, &core)?;
    if !core.is_empty() && !manners.is_empty() {
        writeln!(out, "  {}", faint("manners, worth one point together:"))?;
    }
    lines(out, report, &manners)?;
    if !lists_unwritten && let Some(breach) = breach_of_first_unwritten(&cases) {
        let file = course::of_folder(&report.lesson)
            .map(|lesson| lesson.source_file(program_role(&breach.program)))
            .unwrap_or_default();
        let rest = if unwritten < cases.len() { "the rest is not" } else { "not" };
        writeln!(out, "  {} {rest} written yet: {}", good("→"), pointer(file))?;
    }
    Ok(())
}

/// Writes these cases of the lesson, a line each.
fn lines(out: &mut dyn Write, report: &LessonReport, cases: &[&CaseReport]) -> io::Result<()> {
    let width = report.cases.iter().map(|case| columns(case.name)).max().unwrap_or(0);
    cases.iter().try_for_each(|case| line(out, case, width))
}

fn breach_of_first_unwritten<'a>(cases: &[&'a CaseReport]) -> Option<&'a Breach> {
    cases.iter().find(|case| is_not_written(case)).and_then(|case| breach(case))
}

fn program_role(program: &str) -> Role {
    if program == "client" { Role::Client } else { Role::Server }
}

fn line(out: &mut dyn Write, case: &CaseReport, width: usize) -> io::Result<()> {
    let name = format!("{:<width$}", case.name);
    // The mark, the name and five spaces stand before the text.
    let behind = |text: &str| hanging(text, width + 6);
    match &case.verdict {
        Verdict::Kept => writeln!(out, "  {} {name}  {}", good("✓"), faint(behind(case.promise))),
        Verdict::Broken { .. } => writeln!(out, "  {} {name}  {}", bad("✗"), behind(case.promise)),
        Verdict::Skipped { why } => {
            let why = behind(&format!("skipped: {why}"));
            writeln!(out, "  {} {name}  {why}", doubtful("–"))
        }
        Verdict::Unsure { why, .. } => {
            let why = behind(&format!("not judged: {why}"));
            writeln!(out, "  {} {name}  {why}", doubtful("?"))
        }
    }
}

/// Writes one failure in full, some more in a line each, and the number of the rest.
fn failures(
    out: &mut dyn Write,
    report: &LessonReport,
    seed: u64,
    setting: &Setting,
) -> io::Result<()> {
    let mut failed: Vec<&CaseReport> =
        report.cases.iter().filter(|case| breach(case).is_some()).collect();
    if failed.iter().any(|case| !is_not_written(case)) {
        // Programs that are not written yet are listed above.
        failed.retain(|case| !is_not_written(case));
    } else {
        return Ok(());
    }
    if failed.is_empty() {
        return Ok(());
    }
    failed.sort_by_key(|case| case.rank != Rank::Core);
    let main = failed.remove(most_telling(&failed));
    let replay = setting.replay.command(&report.lesson, main.name, seed);
    let look = setting.replay.look(&report.lesson, main.name, seed);
    failure::in_full(out, main, &replay, &look)?;
    let others = &failed[..];
    if others.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n  {}", strong("Also failed, perhaps for the same reason:"))?;
    let alike = alike(others);
    for (came, cases) in alike.iter().take(OTHERS) {
        let names = match cases[..] {
            [first] => first.to_owned(),
            [first, ..] => format!("{first} and {} more", cases.len() - 1),
            [] => continue,
        };
        writeln!(out, "    {}", clipped(&format!("{names}: {came}"), margin() - 4))?;
    }
    if alike.len() > OTHERS {
        let rest: usize = alike[OTHERS..].iter().map(|(_, cases)| cases.len()).sum();
        writeln!(out, "    … and {rest} more")?;
    }
    Ok(())
}

/// The index of the failure that is shown in full. Failures of the core come first in the list. It is
/// the first failure of the belief that explains most failures, or else the first failure. A belief that
/// only failures of manners show does not take precedence over a failure of the core.
fn most_telling(failed: &[&CaseReport]) -> usize {
    let core = failed.iter().filter(|case| case.rank == Rank::Core).count();
    let among = if core > 0 { &failed[..core] } else { failed };
    let explained = |belief: &str| among.iter().filter(|case| named(case) == Some(belief)).count();
    let beliefs = among.iter().filter_map(|case| named(case));
    // `max_by_key` returns the last of several equal ones.
    let best = beliefs.rev().max_by_key(|belief| explained(belief));
    among.iter().position(|case| best.is_some() && named(case) == best).unwrap_or(0)
}

/// Each different failure, with the names of its cases in their order.
fn alike<'a>(cases: &[&'a CaseReport]) -> Vec<(String, Vec<&'a str>)> {
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    for case in cases {
        let came = breach(case).map(words::brief).unwrap_or_default();
        match found.iter_mut().find(|(other, _)| *other == came) {
            Some((_, names)) => names.push(case.name),
            None => found.push((came, vec![case.name])),
        }
    }
    found
}

fn unsure(out: &mut dyn Write) -> io::Result<()> {
    let text = "A case marked ? could not be judged. That costs no points, but the lesson is passed only \
                    when its core cases are judged. Run it again. If that does not help, `cargo checker \
                    doctor` lists what this machine lacks.";
    writeln!(out, "\n{}", wrap(text, "  "))
}
