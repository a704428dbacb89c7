//! One failure in full: the promise, what happened, what should have come and what came, the
//! program's last words, the belief that explains it, and the command that plays it again.

use std::io::{self, Write};

use stage::breach::{Breach, Instead};

use crate::course;
use crate::events::{CaseReport, Verdict};
use crate::report::chart::{self, Chart};
use crate::report::links::{link, page};
use crate::report::paint::{bad, faint, good, pointer, strong};
use crate::report::text::{capital, clipped, margin, wrap, wrap_before};
use crate::report::words::{panic_line, sentence, sentence_before_picture, subject};
use crate::report::{ladder, picture, words};
use cases::beliefs::{self, Belief};

/// So many of the program's last words are shown.
const LAST_WORDS: usize = 2;

/// Tells this failed case; `replay` is the command that plays it again, `look` the one that shows it.
pub fn in_full(out: &mut dyn Write, case: &CaseReport, replay: &str, look: &str) -> io::Result<()> {
    let Verdict::Broken { breach, belief } = &case.verdict else { return Ok(()) };
    writeln!(out, "\n  {} {}", bad("✗"), strong(case.name))?;
    writeln!(out, "{}", wrap(&format!("Promised: {}.", case.promise), "    "))?;
    writeln!(out)?;
    for rung in ladder::rungs(&case.trace) {
        writeln!(out, "      {rung}")?;
    }
    what_came(out, breach, margin())?;
    last_words(out, breach)?;
    if let Some(belief) = belief.as_deref().and_then(beliefs::find) {
        explain(out, belief, margin())?;
    }
    writeln!(out, "\n    replay: {}", pointer(format!("cargo {replay}")))?;
    writeln!(out, "    look:   {}", pointer(format!("cargo {look}")))
}

/// The case as a picture, and below it what came of it.
pub fn picture(
    out: &mut dyn Write,
    chart: &Chart,
    case: &CaseReport,
    replay: &str,
    width: usize,
) -> io::Result<()> {
    writeln!(out, "{} · {}", strong(&chart.heading), strong(&chart.case))?;
    let margin = width.min(margin());
    writeln!(out, "{}\n", wrap_before(margin, &format!("Promised: {}.", case.promise), "  "))?;
    if !chart.columns.is_empty() {
        chart::text::draw(out, chart, width)?;
        if chart.has_borders() {
            let legend = "│ between bytes: there a piece, or a segment, ended";
            writeln!(out, "\n    {}", faint(legend))?;
        }
        writeln!(out)?;
    }
    match &case.verdict {
        Verdict::Kept => writeln!(out, "  {} The promise was kept.", good("✓"))?,
        Verdict::Broken { breach, belief } => {
            what_came(out, breach, margin)?;
            last_words(out, breach)?;
            if let Some(belief) = belief.as_deref().and_then(beliefs::find) {
                explain(out, belief, margin)?;
            }
        }
        Verdict::Skipped { .. } | Verdict::Unsure { .. } => {
            let why = capital(&words::summary(&case.verdict));
            writeln!(out, "{}", wrap_before(margin, &why, "  "))?;
        }
    }
    writeln!(out, "\n    replay: {}", pointer(format!("cargo {replay}")))
}

fn what_came(out: &mut dyn Write, breach: &Breach, margin: usize) -> io::Result<()> {
    let drawn = match breach.heard() {
        [] => None,
        heard => {
            picture::difference(breach.expected(), heard).filter(|_| !breach.expected().is_empty())
        }
    };
    let sentence = if drawn.is_some() { sentence_before_picture(breach) } else { sentence(breach) };
    writeln!(out, "{}", wrap_before(margin, &format!("{}.", capital(&sentence)), "    "))?;
    let drawn_bytes = drawn.is_some();
    if let Some([awaited, came, caret]) = drawn {
        writeln!(out, "\n      awaited  {awaited}")?;
        writeln!(out, "      came     {came}")?;
        writeln!(out, "               {}", bad(caret))?;
    }
    if let Some(cut) = &breach.cut {
        let lead = if drawn_bytes { "" } else { "\n" };
        let borders = picture::borders(cut);
        let note = if cut.is_smallest {
            "(│ is where it was cut: the smallest cut that fails)"
        } else {
            "(│ is where it was cut)"
        };
        writeln!(out, "{lead}      sent     {borders}  {}", faint(note))?;
    }
    Ok(())
}

/// The program's last words on standard error, a line or two, where they say more than the
/// sentence above did.
fn last_words(out: &mut dyn Write, breach: &Breach) -> io::Result<()> {
    if matches!(breach.instead, Instead::NotWritten(_) | Instead::Panic(_)) {
        return Ok(());
    }
    let lines: Vec<String> = match panic_line(&breach.stderr) {
        Some(line) => vec![line],
        None => {
            let lines =
                breach.stderr.lines().map(str::trim_end).filter(|line| says_something(line));
            let lines: Vec<&str> = lines.collect();
            let last = lines.len().saturating_sub(LAST_WORDS);
            lines[last..].iter().map(|line| (*line).to_owned()).collect()
        }
    };
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n    On standard error, {} said:", subject(&breach.program))?;
    lines.iter().try_for_each(|line| writeln!(out, "      {}", faint(clipped(line, 2 * margin()))))
}

/// Python marks the place of an error with a line of nothing but `^` and `~`.
fn says_something(line: &str) -> bool {
    !line.chars().all(|character| matches!(character, ' ' | '^' | '~'))
}

fn explain(out: &mut dyn Write, belief: &Belief, margin: usize) -> io::Result<()> {
    let title = link(&belief.title, &page(belief));
    writeln!(out, "\n    {} “{title}”", strong("The belief behind it:"))?;
    writeln!(out, "{}", wrap_before(margin, &belief.truth, "      "))?;
    let explain = pointer(format!("cargo checker explain {}", belief.id));
    match course::of_slug(belief.chapter) {
        Some(lesson) => {
            writeln!(out, "      Read on: {}, or {explain}", pointer(lesson.chapter_file()))
        }
        None => writeln!(out, "      Read on: {explain}"),
    }
}
