//! A case as a picture in the terminal, followed by its verdict.

use std::io::{self, Write};

use super::failure::{explain, outcome, standard_error};
use crate::events::{CaseReport, Verdict};
use crate::report::chart::{self, Chart};
use crate::report::paint::{faint, good, pointer, strong};
use crate::report::text::{capital, margin, wrap_before};
use crate::report::words;
use cases::beliefs;

/// Writes the case as a picture, followed by its verdict.
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
        if chart.has_cuts() {
            writeln!(out, "\n    {}", faint(chart::CUTS))?;
        }
        writeln!(out)?;
    }
    match &case.verdict {
        Verdict::Kept => writeln!(out, "  {} The promise was kept.", good("✓"))?,
        Verdict::Broken { breach, belief } => {
            outcome(out, breach, margin)?;
            standard_error(out, breach)?;
            if let Some(belief) = belief.as_deref().and_then(beliefs::find) {
                explain(out, belief, None, margin)?;
            }
        }
        Verdict::Skipped { .. } | Verdict::Unsure { .. } => {
            let why = capital(&words::summary(&case.verdict));
            writeln!(out, "{}", wrap_before(margin, &why, "  "))?;
        }
    }
    writeln!(out, "\n    replay: {}", pointer(format!("cargo {replay}")))
}
