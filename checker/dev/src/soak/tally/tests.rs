//! What counts as a difference, and what is put down to the seed.

use stage::breach::{Awaited, Breach, Instead};

use super::*;
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
    let run = Run { player, case, seed, isolation: Isolation::Cell };
    Outcome { run, verdict, duration: Duration::ZERO }
}

fn broken(belief: Option<&str>) -> Verdict {
    let breach = Breach {
        program: "server".into(),
        awaited: Awaited::NoPanic,
        instead: Instead::Fact(0),
        cut: None,
        short_writes: Vec::new(),
        queued: Vec::new(),
        stderr: String::new(),
        exit: None,
    };
    Verdict::Broken { breach: breach.into(), belief: belief.map(str::to_owned) }
}

#[test]
fn the_same_verdict_is_no_difference_whatever_the_evidence() {
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
fn what_both_seeds_do_again_in_quiet_is_the_seeds_doing() {
    let player = player(Part::Wrong(None));
    let mut tally = Tally::against(&[outcome(&player, 1, broken(None))]);
    tally.count(&outcome(&player, 2, Verdict::Kept));
    let again = |run: Run| Ok(if run.seed == 1 { broken(None) } else { Verdict::Kept });
    tally.spare_the_seeds(again).unwrap();
    assert_eq!((tally.differing(), tally.by_seed), (0, 1));
}

#[test]
fn what_was_so_only_once_is_a_difference() {
    let wrong = player(Part::Wrong(None));
    // Under load it passed; in quiet, the same seed fails.
    let mut tally = Tally::against(&[outcome(&wrong, 1, broken(None))]);
    tally.count(&outcome(&wrong, 2, Verdict::Kept));
    tally.spare_the_seeds(|_| Ok(broken(None))).unwrap();
    assert_eq!(tally.differing(), 1);
    // The quiet run itself was the odd one.
    let mut tally = Tally::against(&[outcome(&wrong, 1, broken(None))]);
    tally.count(&outcome(&wrong, 2, Verdict::Kept));
    tally.spare_the_seeds(|_| Ok(Verdict::Kept)).unwrap();
    assert_eq!(tally.differing(), 1);
}

#[test]
fn declared_luck_excuses_what_may_come_and_no_false_name() {
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
fn no_seed_excuses_a_right_program_or_a_wrong_name() {
    let right = player(Part::Right);
    let mut tally = Tally::against(&[outcome(&right, 1, Verdict::Kept)]);
    tally.count(&outcome(&right, 2, broken(None)));
    tally.spare_the_seeds(|_| unreachable!("it is no matter of the seed")).unwrap();
    assert_eq!(tally.differing(), 1);
    let wrong = player(Part::Wrong(Some("write-is-sent".into())));
    let mut tally = Tally::against(&[outcome(&wrong, 1, broken(Some("write-is-sent")))]);
    tally.count(&outcome(&wrong, 2, broken(Some("buffer-is-message"))));
    tally.spare_the_seeds(|_| unreachable!("it is no matter of the seed")).unwrap();
    assert_eq!(tally.differing(), 1);
}
