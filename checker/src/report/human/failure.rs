//! One failure in full. It has the promise, the events, the actual and the expected result, and the
//! program's last lines on standard error. It ends with the belief that explains it, and the command
//! that repeats it.

use std::io::{self, Write};

use stage::breach::{Breach, Instead};

use crate::course;
use crate::events::{CaseReport, Verdict};
use crate::report::links::{chapter, to_belief};
use crate::report::paint::{bad, faint, pointer, strong};
use crate::report::text::{capital, clipped, margin, wrap, wrap_before};
use crate::report::words::{failure, failure_before_picture, panic_line, subject};
use crate::report::{ladder, picture};
use cases::beliefs::{self, Belief};

/// Number of lines shown from the end of standard error.
const LAST_LINES: usize = 2;

/// Writes this failed case. `explained` says how many of how many failures its belief explains. `replay`
/// is the command that repeats it, and `look` the one that draws it.
pub fn in_full(
    out: &mut dyn Write,
    case: &CaseReport,
    explained: Option<[usize; 2]>,
    replay: &str,
    look: &str,
) -> io::Result<()> {
    let Verdict::Broken { breach, belief } = &case.verdict else { return Ok(()) };
    writeln!(out, "\n  {} {}", bad("✗"), strong(case.name))?;
    writeln!(out, "{}", wrap(&format!("Promised: {}.", case.promise), "    "))?;
    writeln!(out)?;
    for rung in ladder::rungs(&case.trace) {
        writeln!(out, "      {rung}")?;
    }
    outcome(out, breach, margin())?;
    standard_error(out, breach)?;
    if let Some(belief) = belief.as_deref().and_then(beliefs::find) {
        explain(out, belief, explained, margin())?;
    }
    writeln!(out, "\n    replay: {}", pointer(format!("cargo {replay}")))?;
    writeln!(out, "    look:   {}", pointer(format!("cargo {look}")))
}

pub(super) fn outcome(out: &mut dyn Write, breach: &Breach, margin: usize) -> io::Result<()> {
    let drawn = match breach.heard() {
        [] => None,
        heard => {
            picture::difference(breach.expected(), heard).filter(|_| !breach.expected().is_empty())
        }
    };
    let failure = if drawn.is_some() { failure_before_picture(breach) } else { failure(breach) };
    writeln!(out, "{}", wrap_before(margin, &format!("{}.", capital(&failure)), "    "))?;
    let drawn_bytes = drawn.is_some();
    if let Some([expected, actual, caret]) = drawn {
        writeln!(out, "\n      expected  {expected}")?;
        writeln!(out, "      actual    {actual}")?;
        writeln!(out, "                {}", bad(caret))?;
        if contains_replacement(breach.heard()) && !contains_replacement(breach.expected()) {
            let note = "(� is U+FFFD: a decoder wrote it in place of bytes that are not UTF-8)";
            writeln!(out, "                {}", faint(note))?;
        }
    }
    if let Some(cut) = &breach.cut {
        let lead = if drawn_bytes { "" } else { "\n" };
        let stream = picture::with_cuts(cut);
        let note = if cut.is_smallest {
            "(│ marks the cuts; no simpler cut fails)"
        } else {
            "(│ marks the cuts)"
        };
        writeln!(out, "{lead}      sent      {stream}  {}", faint(note))?;
    }
    Ok(())
}

/// Whether the bytes contain the replacement character (The Unicode Standard, 23.8).
fn contains_replacement(bytes: &[u8]) -> bool {
    let character = "\u{fffd}".as_bytes();
    bytes.windows(character.len()).any(|window| window == character)
}

/// Writes the last lines of the program's standard error, if they add to the sentence above.
pub(super) fn standard_error(out: &mut dyn Write, breach: &Breach) -> io::Result<()> {
    if matches!(breach.instead, Instead::NotWritten(_) | Instead::Panic(_)) {
        return Ok(());
    }
    let (lead, lines) = match panic_line(&breach.stderr) {
        Some(line) => (LAST, vec![line]),
        None => telling_lines(&breach.stderr),
    };
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n    {lead} {} wrote to standard error:", subject(&breach.program))?;
    lines
        .iter()
        .try_for_each(|line| writeln!(out, "      {}", faint(clipped(line, 2 * margin()))))?;
    match DENIED.iter().any(|word| breach.stderr.contains(word)) {
        true => writeln!(out, "    {}", faint(WHERE_IT_MAY_WRITE)),
        false => Ok(()),
    }
}

/// How runtimes report `EACCES` (errno(3)).
const DENIED: [&str; 4] = ["Permission denied", "PermissionDenied", "AccessDenied", "EACCES"];

/// The stage allows a program to write only there, so an error may not be the program's fault.
const WHERE_IT_MAY_WRITE: &str =
    "(Here, a program may write files only beneath $HOME and $TMPDIR.)";

/// How the lines of standard error are introduced.
const LAST: &str = "Last lines that";
const AMONG_OTHERS: &str = "Among other lines,";

/// The last lines, or the one that names the error, if a list of calls hides it: Java and Node write the calls
/// last, Python first.
fn telling_lines(words: &str) -> (&'static str, Vec<String>) {
    let lines: Vec<&str> = words.lines().map(str::trim_end).filter(|line| has_text(line)).collect();
    let last = lines.len().saturating_sub(LAST_LINES);
    match lines.iter().rposition(|line| names_an_error(line)).filter(|at| *at < last) {
        Some(at) => (AMONG_OTHERS, vec![lines[at].to_owned()]),
        None => (LAST, lines[last..].iter().map(|line| (*line).to_owned()).collect()),
    }
}

/// Whether a line begins with the name of an error, as the reports of runtimes do: `Error: read ECONNRESET`,
/// `Exception in thread "main" …`, `panic: …`.
fn names_an_error(line: &str) -> bool {
    let name = line.split([':', ' ']).next().unwrap_or_default();
    let is_name = name.ends_with("Error") || name.ends_with("Exception");
    is_name || line.starts_with("Caused by:") || line.starts_with("panic:")
}

/// Whether the line has text. Python marks the place of an error with a line that has only `^` and `~`.
fn has_text(line: &str) -> bool {
    !line.chars().all(|character| matches!(character, ' ' | '^' | '~'))
}

pub(super) fn explain(
    out: &mut dyn Write,
    belief: &Belief,
    explained: Option<[usize; 2]>,
    margin: usize,
) -> io::Result<()> {
    let title = to_belief(&belief.title, belief);
    let share = explained.map(|[some, all]| format!(" (explains {some} of {all} failures)"));
    let share = faint(share.unwrap_or_default());
    writeln!(out, "\n    {} “{title}”{share}", strong("The belief behind it:"))?;
    writeln!(out, "{}", wrap_before(margin, &belief.truth, "      "))?;
    let explain = pointer(format!("cargo checker explain {}", belief.id));
    match course::of_slug(belief.chapter) {
        Some(lesson) => {
            writeln!(out, "      Read on: {}, or {explain}", pointer(chapter(lesson)))
        }
        None => writeln!(out, "      Read on: {explain}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_names_an_error_is_shown_if_calls_hide_it() {
        let node = "node:events:497\n      throw er; // Unhandled 'error' event\n      ^\n\nError: read ECONNRESET\n    \
                    at TCP.onStreamRead (node:internal/stream_base_commons:216:20)\n}\n\nNode.js v20.20.2\n";
        let go = "panic: runtime error: makeslice: len out of range\n\ngoroutine 1 [running]:\nmain.main()\n\t/x/x.go:9 +0x1d\n";
        let python = "Traceback (most recent call last):\n  File \"x.py\", line 1, in <module>\n    raise KeyError(1)\nKeyError: 1\n";
        let one = |line: &str| (AMONG_OTHERS, vec![line.to_owned()]);
        assert_eq!(telling_lines(node), one("Error: read ECONNRESET"));
        assert_eq!(telling_lines(go), one("panic: runtime error: makeslice: len out of range"));
        let (lead, lines) = telling_lines(python);
        assert_eq!((lead, &lines.last().unwrap()[..]), (LAST, "KeyError: 1"));
    }
}
