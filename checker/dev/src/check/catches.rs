//! Checks that each case fails at least one wrong program. A case that never fails is a defect.

use super::lesson::cases_place;
use super::{Flaw, Outcome};
use crate::players::Part;
use cases::lessons::{Case, cases};
use checker::course::Lesson;
use checker::events::Verdict;

pub fn flaws(chosen: &[&'static Lesson], outcomes: &[Outcome]) -> Vec<Flaw> {
    let catches = |lesson: &Lesson, case: &Case| {
        outcomes.iter().any(|outcome| {
            outcome.run.player.lesson == lesson
                && outcome.run.case.name == case.name
                && matches!(outcome.run.player.part, Part::Wrong(_))
                && !outcome.run.player.is_lucky_in(case)
                // A case that this machine skips cannot fail a program here.
                && matches!(outcome.verdict, Verdict::Broken { .. } | Verdict::Skipped { .. })
        })
    };
    let idle = chosen.iter().flat_map(|lesson| {
        let cases = cases(&lesson.slug).iter().filter(|case| !catches(lesson, case));
        cases.map(|case| idle(lesson, case))
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
