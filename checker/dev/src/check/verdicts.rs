//! Checks the verdicts of a player against its part.

use std::collections::BTreeSet;

use super::Flaw;
use crate::players::{Part, Player};
use crate::playing::{CaseRun, Outcome};
use cases::lessons::Case;
use checker::events::{Isolation, Verdict};
use checker::report::words;

/// The flaws of a player's verdicts. With `must_fail`, they include a wrong program that passes everything, or fails
/// without its belief.
pub fn flaws(player: &Player, outcomes: &[Outcome], must_fail: bool) -> Vec<Flaw> {
    let own = || outcomes.iter().filter(|outcome| std::ptr::eq(outcome.run.player, player));
    let mut flaws: Vec<Flaw> = own().filter_map(|outcome| of_case(player, outcome)).collect();
    if let Part::Wrong(belief) = &player.part
        && flaws.is_empty()
    {
        let shown = own().filter(|outcome| is_telling(player, outcome));
        let verdicts = shown.map(|outcome| &outcome.verdict);
        flaws.extend(of_wrong(&player.place, belief.as_deref(), must_fail, verdicts));
    }
    flaws
}

/// Whether the verdict counts. In a declared race a program may pass or fail, but a false accusation
/// always counts.
fn is_telling(player: &Player, outcome: &Outcome) -> bool {
    let Part::Wrong(belief) = &player.part else { return true };
    let is_false = matches!(&outcome.verdict, Verdict::Broken { belief: Some(named), .. } if Some(named) != belief.as_ref());
    is_false || !player.is_lucky_in(outcome.run.case)
}

/// Whether it shows what the checker claims about a wrong program: that it fails, with its belief if it has one.
pub fn fails_rightly(outcome: &Outcome) -> bool {
    let player = outcome.run.player;
    let Part::Wrong(belief) = &player.part else { return false };
    is_telling(player, outcome)
        && matches!(&outcome.verdict, Verdict::Broken { belief: named, .. } if belief.is_none() || named == belief)
}

/// The flaw that a single verdict shows.
fn of_case(player: &Player, outcome: &Outcome) -> Option<Flaw> {
    let CaseRun { case, seed, isolation, .. } = outcome.run;
    let what = wrong_about(&player.part, case, isolation, &outcome.verdict)?;
    let what = format!("case {} in the isolation {}: {what}", case.name, isolation.name());
    Some(Flaw::new(&player.place, what, player.replay(case, seed, isolation)))
}

/// The flaw of one verdict by itself.
pub fn wrong_about(
    part: &Part,
    case: &Case,
    isolation: Isolation,
    verdict: &Verdict,
) -> Option<String> {
    let summary = words::summary(verdict);
    match (part, verdict) {
        (_, Verdict::Unsure { .. }) => Some(summary),
        (Part::Skeleton, Verdict::Kept) => Some("an empty skeleton passes it".into()),
        (Part::Reference | Part::Right, Verdict::Broken { .. }) => Some(summary),
        (Part::Skeleton, Verdict::Broken { belief: Some(belief), .. }) => {
            Some(format!("it fails with the belief `{belief}`"))
        }
        (Part::Right, Verdict::Skipped { .. }) if case.depends_on_the_way => None,
        (Part::Reference | Part::Right, Verdict::Skipped { .. }) => {
            let is_declared = case.needs.is_some() && isolation != Isolation::Cell;
            (!is_declared).then_some(summary)
        }
        _ => None,
    }
}

/// The flaw of all verdicts of a wrong program together.
fn of_wrong<'v>(
    place: &str,
    belief: Option<&str>,
    must_fail: bool,
    verdicts: impl Iterator<Item = &'v Verdict>,
) -> Option<Flaw> {
    let (mut is_caught, mut is_skipped) = (false, false);
    let mut named = BTreeSet::new();
    for verdict in verdicts {
        is_skipped |= matches!(verdict, Verdict::Skipped { .. });
        if let Verdict::Broken { belief, .. } = verdict {
            is_caught = true;
            named.extend(belief.as_deref());
        }
    }
    // The case that fails it may be one that this machine or isolation skips.
    if !must_fail && named.is_empty() || !is_caught && is_skipped {
        return None;
    }
    let expected: BTreeSet<&str> = belief.into_iter().collect();
    let listed = |set: &BTreeSet<&str>| match set.is_empty() {
        true => "none".to_owned(),
        false => set.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" and "),
    };
    if !is_caught {
        return Some(Flaw::new(place, "passes every case", "write a case that fails it"));
    }
    (named != expected).then(|| {
        let what = format!("fails with the beliefs {}, not {}", listed(&named), listed(&expected));
        let advice = "check the belief's evidence and the controls of its cases";
        Flaw::new(place, what, advice)
    })
}

#[cfg(test)]
mod tests;
