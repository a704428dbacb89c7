//! Checks that each case fails at least one wrong program. A case that never fails is a defect.

use std::collections::HashSet;

use super::Flaw;
use super::lesson::cases_place;
use crate::players::Part;
use crate::playing::{CaseRun, Outcome};
use cases::lessons::{Case, cases};
use checker::course::Lesson;
use checker::events::Verdict;

/// A case: the slug of its lesson, and its name.
type Key = (&'static str, &'static str);

/// The cases that fail a wrong program. A case that this machine skips cannot fail one here, so it counts.
pub fn catching(outcomes: &[Outcome]) -> HashSet<Key> {
    let catches = outcomes.iter().filter(|Outcome { run, verdict, .. }| {
        matches!(run.player.part, Part::Wrong(_))
            && !run.player.is_lucky_in(run.case)
            && matches!(verdict, Verdict::Broken { .. } | Verdict::Skipped { .. })
    });
    catches.map(|outcome| key(&outcome.run)).collect()
}

pub fn key(run: &CaseRun) -> Key {
    (&run.player.lesson.slug, run.case.name)
}

pub fn flaws(chosen: &[&'static Lesson], outcomes: &[Outcome]) -> Vec<Flaw> {
    let catching = catching(outcomes);
    let idle = chosen.iter().flat_map(|lesson| {
        let is_idle = |case: &&Case| !catching.contains(&(lesson.slug.as_str(), case.name));
        cases(&lesson.slug).iter().filter(is_idle).map(|case| idle(lesson, case))
    });
    idle.collect()
}

fn idle(lesson: &Lesson, case: &Case) -> Flaw {
    let (folder, role) = (lesson.folder(), case.role.name());
    let advice =
        format!("write the program that it should fail, in checker/course/{folder}/wrong/{role}");
    let what = format!("the case `{}` does not fail any wrong program", case.name);
    Flaw::new(cases_place(lesson), what, advice)
}
