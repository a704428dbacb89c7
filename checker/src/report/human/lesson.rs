//! The report on one lesson. A passed lesson is one line, and a lesson that is not begun is an
//! invitation. Any other lesson lists each case, with one failure in full.

use std::collections::BTreeSet;
use std::io::{self, Write};

use stage::breach::Breach;

use super::{Setting, failures, groups, heading, part};
use crate::course;
use crate::events::{CaseReport, Cause, LessonReport, Rank, Role, Status, Verdict};
use crate::report::invitation::invitation;
use crate::report::links::chapter;
use crate::report::paint::{bad, doubtful, faint, good, pointer, strong};
use crate::report::text::{columns, count, hanging, wrap};
use crate::report::words;

/// Writes the report on this lesson.
pub fn tell(
    out: &mut dyn Write,
    report: &LessonReport,
    seed: u64,
    setting: &Setting,
) -> io::Result<()> {
    if report.status != Status::NotBuilt {
        compiler(out, report)?;
    }
    match report.status {
        Status::Passed => passed(out, report, seed, setting),
        Status::NotBuilt => not_built(out, report),
        Status::Failed if is_not_begun(report) => not_begun(out, report),
        Status::Skipped => skipped(out, report),
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

/// ` · 5 of 10 points`. A part of a lesson has no points.
fn points(report: &LessonReport) -> String {
    match report.is_of_a_part() || !report.not_played.is_empty() {
        true => String::new(),
        false => format!(" · {} of {} points", report.points, report.judged_points),
    }
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
    writeln!(out, "{}{}{rest}", marked(report), points(report))?;
    if let Some(lesson) = course::of_folder(&report.lesson)
        && !report.is_of_a_part()
    {
        writeln!(out, "{}", wrap(&lesson.learnt, "  "))?;
    }
    reasons(out, report, "skipped")?;
    remarks(out, report)?;
    if report.cases.iter().any(|case| case.breach().is_some()) {
        let text = "Passed, but a case of manners failed, which costs one point:";
        writeln!(out, "\n{}", wrap(text, "  "))?;
        let broken: Vec<&CaseReport> =
            report.cases.iter().filter(|case| case.breach().is_some()).collect();
        lines(out, report, &broken)?;
        failures::write(out, report, seed, setting)?;
    }
    if report.is_of_a_part() { part::write(out, report, setting) } else { Ok(()) }
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
    writeln!(out, "{} does not build yet. The compiler says:\n", marked(report))?;
    compiler(out, report)
}

/// Writes the compiler's messages: all errors and warnings, in its order.
fn compiler(out: &mut dyn Write, report: &LessonReport) -> io::Result<()> {
    let Some(words) = &report.compiler else { return Ok(()) };
    words
        .trim_end()
        .lines()
        .try_for_each(|line| writeln!(out, "{}", format!("  {line}").trim_end()))?;
    if report.status == Status::NotBuilt { Ok(()) } else { writeln!(out) }
}

fn skipped(out: &mut dyn Write, report: &LessonReport) -> io::Result<()> {
    writeln!(out, "{} was skipped", marked(report))?;
    let text = "None of its cases could be judged, so the lesson stays open.";
    writeln!(out, "{}", wrap(text, "  "))?;
    reasons(out, report, "skipped")?;
    let doctor = pointer("cargo checker doctor");
    writeln!(out, "  If the reason is this machine, {doctor} lists what it lacks.")
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
        Some(lesson) => invitation(out, lesson)?,
        None => return Ok(()),
    }
    writeln!(out)?;
    for role in [Role::Server, Role::Client, Role::Both] {
        if let Some((number, groups)) = groups::outline(report, role) {
            let text = format!("{}: {}: {groups}.", name(role), count(number, "promise"));
            writeln!(out, "{}", wrap(&text, "  "))?;
        }
    }
    Ok(())
}

fn name(role: Role) -> &'static str {
    match role {
        Role::Both => "server and client together",
        role => role.name(),
    }
}

/// Whether the learner has written nothing yet: no case was kept or took too long, and each one
/// failed with the skeleton's own message.
pub fn is_not_begun(report: &LessonReport) -> bool {
    let mut failed = report.cases.iter().filter(|case| case.breach().is_some()).peekable();
    let is_written = |case: &CaseReport| {
        matches!(case.verdict, Verdict::Kept | Verdict::Unsure { cause: Cause::Slow, .. })
    };
    failed.peek().is_some()
        && failed.all(|case| case.is_not_written())
        && !report.cases.iter().any(is_written)
}

fn case_by_case(
    out: &mut dyn Write,
    report: &LessonReport,
    seed: u64,
    setting: &Setting,
) -> io::Result<()> {
    let kept = report.cases.iter().filter(|case| case.verdict == Verdict::Kept).count();
    let spared = report.not_played.len();
    let all = count(report.cases.len() + spared, "case");
    let not_played = if spared > 0 { format!(", {spared} not played") } else { String::new() };
    let of = format!(" · {kept} of {all} kept{not_played} · seed {seed}");
    let points = match report.status {
        // No points were lost, so none are shown.
        Status::Unsure => " could not be judged".into(),
        _ => points(report),
    };
    writeln!(out, "{}{points}{}", marked(report), faint(of))?;
    for role in [Role::Server, Role::Client, Role::Both] {
        group(out, report, role, setting)?;
    }
    if spared > 0 {
        let all = pointer(format!("cargo {}", setting.replay.all(&report.lesson)));
        writeln!(out, "\n  {} not played; {all} plays them", count(spared, "more case"))?;
    }
    failures::write(out, report, seed, setting)?;
    remarks(out, report)?;
    unsure(out, report)?;
    if report.status == Status::Failed
        && setting.replay.is_of_learner()
        && let Some(lesson) = course::of_folder(&report.lesson)
    {
        let hint = pointer(format!("cargo checker hint {}", lesson.number));
        writeln!(out, "\n  Stuck? {hint}, or {}", pointer(chapter(lesson)))?;
    }
    if report.is_of_a_part() { part::write(out, report, setting) } else { Ok(()) }
}

/// Writes the cases of one role, a line each. If there are several roles, the role's name is the
/// heading.
fn group(
    out: &mut dyn Write,
    report: &LessonReport,
    role: Role,
    setting: &Setting,
) -> io::Result<()> {
    let cases: Vec<&CaseReport> = report.cases.iter().filter(|case| case.role == role).collect();
    let Some(first) = cases.first() else { return Ok(()) };
    if cases.len() < report.cases.len() || report.not_played.iter().any(|one| one.role != role) {
        writeln!(out, "\n  {}", strong(name(first.role)))?;
    }
    let unwritten = cases.iter().filter(|case| case.is_not_written()).count();
    let failed = cases.iter().filter(|case| case.breach().is_some()).count();
    let lists_unwritten = unwritten < failed || unwritten == 0;
    let is_listed = |case: &&&CaseReport| lists_unwritten || !case.is_not_written();
    if lists_unwritten && !setting.lists_all && groups::is_far_off(report, role) {
        return groups::write(out, report, role);
    }
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
    cases.iter().find(|case| case.is_not_written()).and_then(|case| case.breach())
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

/// Says what an unsure case costs, and what to do about it.
fn unsure(out: &mut dyn Write, report: &LessonReport) -> io::Result<()> {
    let cause = |case: &CaseReport| match case.verdict {
        Verdict::Unsure { cause, .. } => Some(cause),
        _ => None,
    };
    let mut causes = report.cases.iter().filter_map(cause).peekable();
    if causes.peek().is_none() {
        return Ok(());
    }
    let advice = match causes.all(|cause| cause == Cause::Slow) {
        true => "Look for a loop that does not end, or for work that takes seconds.",
        false => {
            "Run it again. If that does not help, `cargo checker doctor` lists what this machine lacks."
        }
    };
    let lead = "A case marked ? could not be judged. That costs no points, but the lesson is passed only \
                when its core cases are judged.";
    writeln!(out, "\n{}", wrap(&format!("{lead} {advice}"), "  "))
}
