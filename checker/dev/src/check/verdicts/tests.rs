//! The rules for verdicts, each with a verdict that breaks it.

use super::*;
use crate::broken::broken;
use cases::Need;
use checker::events::Cause;

fn skipped() -> Verdict {
    Verdict::Skipped { why: "no".into() }
}

const CASE: Case = Case::server("a", |_| Ok(()));

fn is_fine(part: &Part, case: Case, isolation: Isolation, verdict: &Verdict) -> bool {
    wrong_about(part, &case, isolation, verdict).is_none()
}

#[test]
fn an_unsure_verdict_is_always_a_flaw() {
    let unsure = Verdict::Unsure { why: "the network is down".into(), cause: Cause::Environment };
    for part in [Part::Skeleton, Part::Reference, Part::Wrong(None), Part::Right] {
        assert!(!is_fine(&part, CASE, Isolation::Cell, &unsure));
    }
}

#[test]
fn a_skeleton_fails_without_a_belief() {
    let fine = |verdict| is_fine(&Part::Skeleton, CASE, Isolation::Cell, &verdict);
    assert!(fine(broken(None)) && fine(skipped()));
    assert!(!fine(Verdict::Kept) && !fine(broken(Some("write-is-sent"))));
}

#[test]
fn a_reference_passes_and_skips_only_what_is_declared() {
    let fine = |case, isolation, verdict| is_fine(&Part::Reference, case, isolation, &verdict);
    assert!(fine(CASE, Isolation::Cell, Verdict::Kept));
    assert!(!fine(CASE, Isolation::Cell, broken(None)));
    assert!(!fine(CASE, Isolation::Cell, skipped()));
    assert!(fine(CASE.needs(Need::Cell), Isolation::Process, skipped()));
    assert!(!fine(CASE.needs(Need::Cell), Isolation::Cell, skipped()));
}

#[test]
fn a_right_program_breaks_nothing_and_is_tried_in_every_case() {
    let fine = |verdict| is_fine(&Part::Right, CASE, Isolation::Cell, &verdict);
    assert!(fine(Verdict::Kept));
    assert!(!fine(broken(None)) && !fine(skipped()));
    assert!(is_fine(&Part::Right, CASE.depends_on_the_way(), Isolation::Cell, &skipped()));
    assert!(!is_fine(&Part::Reference, CASE.depends_on_the_way(), Isolation::Cell, &skipped()));
}

#[test]
fn a_wrong_program_is_caught_and_named_and_nothing_else() {
    let flaw = |belief: Option<&str>, verdicts: &[Verdict]| {
        of_wrong("x.rs", belief, true, verdicts.iter()).map(|flaw| flaw.to_string())
    };
    let held = Some("write-is-sent");
    assert_eq!(flaw(held, &[Verdict::Kept, broken(None), broken(held)]), None);
    assert_eq!(flaw(None, &[Verdict::Kept, broken(None)]), None);
    assert!(flaw(held, &[Verdict::Kept]).unwrap().contains("passes every case"));
    assert_eq!(flaw(held, &[Verdict::Kept, skipped()]), None);
    let unnamed = flaw(held, &[broken(None)]).unwrap();
    assert!(unnamed.contains("fails with the beliefs none, not `write-is-sent`"), "{unnamed}");
    let other = flaw(held, &[broken(held), broken(Some("buffer-is-message"))]).unwrap();
    assert!(other.contains("`buffer-is-message` and `write-is-sent`, not"), "{other}");
    let accused = flaw(None, &[broken(held)]).unwrap();
    assert!(accused.contains("fails with the beliefs `write-is-sent`, not none"), "{accused}");
}

#[test]
fn a_wrong_program_that_need_not_fail_is_still_never_accused() {
    let flaw = |belief: Option<&str>, verdicts: &[Verdict]| {
        of_wrong("x.rs", belief, false, verdicts.iter()).map(|flaw| flaw.to_string())
    };
    let held = Some("write-is-sent");
    for verdicts in [&[Verdict::Kept][..], &[broken(None)], &[broken(held)]] {
        assert_eq!(flaw(held, verdicts), None);
    }
    let accused = flaw(held, &[broken(Some("buffer-is-message"))]).unwrap();
    assert!(accused.contains("fails with the beliefs `buffer-is-message`, not"), "{accused}");
    assert!(flaw(None, &[broken(held)]).unwrap().contains("not none"));
}
