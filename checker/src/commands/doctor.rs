//! `checker doctor`: what this machine allows, and what is lost where something is missing.

use std::io::{self, Write};

use super::Ending;
use crate::report::paint::{doubtful, good, strong};
use crate::report::text::{columns, wrap};
use crate::run::{self, Finding};

pub fn run() -> anyhow::Result<Ending> {
    show(&mut anstream::stdout().lock(), &run::doctor())?;
    Ok(Ending::Fine)
}

fn show(out: &mut dyn Write, findings: &[Finding]) -> io::Result<()> {
    let width = findings.iter().map(|finding| columns(&finding.what)).max().unwrap_or(0);
    for finding in findings {
        let what = strong(format!("{:<width$}", finding.what));
        match &finding.found {
            Ok(found) => writeln!(out, "{} {what}  {found}", good("✓"))?,
            Err(missing) => {
                writeln!(out, "{} {what}  missing: {missing}", doubtful("–"))?;
                let indent = " ".repeat(width + 4);
                writeln!(out, "{}", wrap(&format!("lost: {}", finding.lost), &indent))?;
            }
        }
    }
    let missing = findings.iter().filter(|finding| finding.found.is_err()).count();
    writeln!(out)?;
    if missing == 0 {
        writeln!(out, "This machine can show everything.")
    } else {
        let text = "What is missing here is never your program's fault and never costs points: \
                    the cases that need it are skipped, and say so.";
        writeln!(out, "{}", wrap(text, ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::doctor::{LEVERS, Lever};

    #[test]
    fn what_is_missing_says_what_is_lost() {
        let findings = [
            Finding { what: "cells".into(), found: Ok("yes".into()), lost: "" },
            Finding {
                what: "kernel facts".into(),
                found: Err("no sock_diag".into()),
                lost: "cases that read a queue's length are skipped",
            },
        ];
        let mut out = Vec::new();
        show(&mut out, &findings).unwrap();
        let text: String = anstream::adapter::strip_bytes(&out).into_vec().try_into().unwrap();
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_machine_that_has_nothing_is_told_all_that_is_lost() {
        let missing = |lever: &Lever| Finding {
            what: lever.what.into(),
            found: Err("not here".into()),
            lost: lever.lost,
        };
        let findings: Vec<Finding> = LEVERS.iter().map(missing).collect();
        let mut out = Vec::new();
        show(&mut out, &findings).unwrap();
        let text: String = anstream::adapter::strip_bytes(&out).into_vec().try_into().unwrap();
        insta::assert_snapshot!(text);
    }
}
