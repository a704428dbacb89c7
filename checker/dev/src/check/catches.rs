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
pub type Key = (&'static str, &'static str);

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

/// The cases that must fail a wrong program and do not.
pub fn flaws(
    chosen: &[&'static Lesson],
    outcomes: &[Outcome],
    must_fail: &HashSet<Key>,
) -> Vec<Flaw> {
    let catching = catching(outcomes);
    let mut flaws = Vec::new();
    for lesson in chosen {
        for case in cases(&lesson.slug) {
            let key = (lesson.slug.as_str(), case.name);
            if must_fail.contains(&key) && !catching.contains(&key) {
                flaws.push(idle(lesson, case));
            }
        }
    }
    flaws
}

fn idle(lesson: &Lesson, case: &Case) -> Flaw {
    let (folder, role) = (lesson.folder(), case.role.name());
    let advice =
        format!("write the program that it should fail, in checker/course/{folder}/wrong/{role}");
    let what = format!("the case `{}` does not fail any wrong program", case.name);
    Flaw::new(cases_place(lesson), what, advice)
}
