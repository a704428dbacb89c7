//! Tests that decide which verdicts count as different, and which differences the seed explains.

use super::*;
use crate::broken::broken;
use crate::players::Player;
use crate::specimens::Language;
use cases::lessons::cases;
use cases::scene::Launches;
use checker::course::lessons;
use checker::events::Cause;

fn player(part: Part) -> Player {
    let (lesson, place) = (&lessons()[0], "checker/course/x.rs".to_owned());
    let (launches, luck) = (Launches::default(), Vec::new());
    Player { part, lesson, language: Language::Rust, place, launches, luck }
}

fn outcome(player: &Player, seed: u64, verdict: Verdict) -> Outcome<'_> {
    let case = &cases(&player.lesson.slug)[0];
    let run = CaseRun { player, case, seed, isolation: Isolation::Cell };
    Outcome { run, verdict, duration: Duration::ZERO }
}

#[test]
fn equal_verdicts_do_not_differ_whatever_the_evidence() {
    let player = player(Part::Wrong(None));
    let mut tally = Tally::against(&[outcome(&player, 1, broken(None))]);
    tally.count(&outcome(&player, 2, broken(None)));
    assert_eq!((tally.runs, tally.differing()), (1, 0));
    tally.count(&outcome(&player, 3, broken(Some("write-is-sent"))));
    tally.count(&outcome(&player, 4, Verdict::Kept));
    assert_eq!((tally.runs, tally.differing()), (3, 2));
}

/// Seed 1 fails and seed 2 passes, with a load and without one.
#[test]
fn a_difference_that_repeats_in_quiet_is_explained_by_the_seed() {
    let player = player(Part::Wrong(None));
    let mut tally = Tally::against(&[outcome(&player, 1, broken(None))]);
    tally.count(&outcome(&player, 2, Verdict::Kept));
    let again = |run: CaseRun| Ok(if run.seed == 1 { broken(None) } else { Verdict::Kept });
    tally.excuse_seeds(again).unwrap();
    assert_eq!((tally.differing(), tally.by_seed), (0, 1));
}

#[test]
fn a_verdict_that_does_not_repeat_is_a_difference() {
    let wrong = player(Part::Wrong(None));
    // It passed under load, but the same seed fails without load.
    let mut tally = Tally::against(&[outcome(&wrong, 1, broken(None))]);
    tally.count(&outcome(&wrong, 2, Verdict::Kept));
    tally.excuse_seeds(|_| Ok(broken(None))).unwrap();
    assert_eq!(tally.differing(), 1);
    // The quiet run itself was the exception.
    let mut tally = Tally::against(&[outcome(&wrong, 1, broken(None))]);
    tally.count(&outcome(&wrong, 2, Verdict::Kept));
    tally.excuse_seeds(|_| Ok(Verdict::Kept)).unwrap();
    assert_eq!(tally.differing(), 1);
}

#[test]
fn a_declared_race_excuses_a_pass_but_not_a_wrong_belief() {
    let mut lucky = player(Part::Wrong(None));
    lucky.luck = vec![cases(&lucky.lesson.slug)[0].name.to_owned()];
    let mut tally = Tally::against(&[outcome(&lucky, 1, broken(None))]);
    tally.count(&outcome(&lucky, 2, Verdict::Kept));
    assert_eq!((tally.differing(), tally.by_luck), (0, 1));
    tally.count(&outcome(&lucky, 3, broken(Some("write-is-sent"))));
    tally.count(&outcome(
        &lucky,
        4,
        Verdict::Unsure { why: "the network is down".into(), cause: Cause::Environment },
    ));
    assert_eq!((tally.differing(), tally.by_luck), (2, 1));
}

#[test]
fn no_seed_excuses_a_right_program_or_a_wrong_belief() {
    let right = player(Part::Right);
    let mut tally = Tally::against(&[outcome(&right, 1, Verdict::Kept)]);
    tally.count(&outcome(&right, 2, broken(None)));
    tally.excuse_seeds(|_| unreachable!("the seed does not matter here")).unwrap();
    assert_eq!(tally.differing(), 1);
    let wrong = player(Part::Wrong(Some("write-is-sent".into())));
    let mut tally = Tally::against(&[outcome(&wrong, 1, broken(Some("write-is-sent")))]);
    tally.count(&outcome(&wrong, 2, broken(Some("buffer-is-message"))));
    tally.excuse_seeds(|_| unreachable!("the seed does not matter here")).unwrap();
    assert_eq!(tally.differing(), 1);
}
