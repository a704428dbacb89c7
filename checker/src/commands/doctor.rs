//! `checker doctor`: prints which features this machine supports, and which cases are skipped otherwise.

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
    let width = findings.iter().map(|finding| columns(&finding.name)).max().unwrap_or(0);
    for finding in findings {
        let name = strong(format!("{:<width$}", finding.name));
        match &finding.found {
            Ok(found) => writeln!(out, "{} {name}  {found}", good("✓"))?,
            Err(missing) => {
                writeln!(out, "{} {name}  missing: {missing}", doubtful("–"))?;
                let indent = " ".repeat(width + 4);
                writeln!(out, "{}", wrap(&format!("effect: {}", finding.lost), &indent))?;
            }
        }
    }
    let missing = findings.iter().filter(|finding| finding.found.is_err()).count();
    writeln!(out)?;
    if missing == 0 {
        writeln!(out, "This machine can run every case.")
    } else {
        let text = "Missing features are never your program's fault and never cost points: \
                            cases that need one are skipped, with the reason.";
        writeln!(out, "{}", wrap(text, ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::doctor::{LEVERS, Lever};

    #[test]
    fn a_missing_lever_is_listed_with_its_effect() {
        let findings = [
            Finding { name: "cells".into(), found: Ok("yes".into()), lost: "" },
            Finding {
                name: "kernel facts".into(),
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
    fn a_machine_without_any_lever_lists_every_effect() {
        let missing = |lever: &Lever| Finding {
            name: lever.name.into(),
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
