//! Which players run in which cases. References run with several seeds in every isolation, and all others
//! once. In a sample, references run with one seed, and right programs in half of their cases. A wrong program
//! runs in a smaller part of its cases, and in more until one proves that it fails with its belief. A case runs
//! with more programs until it has failed one.

use std::collections::HashSet;

use super::{catches, verdicts};
use crate::players::{Part, Player};
use crate::playing::{CaseRun, Outcome, each_case};
use checker::events::Isolation;

/// Number of seeds for each reference, in each isolation.
pub fn seeds(is_sample: bool) -> u64 {
    if is_sample { 1 } else { 3 }
}

/// The rounds of a sample. Each has about the same number of runs of wrong programs.
pub const ROUNDS: usize = 8;

/// All runs, in rounds. Those of the first round all run, and of the others those that are [`needed`]. Which
/// run belongs to which round depends on the seed.
pub fn plan<'c>(
    players: &'c [Player],
    isolations: &[Isolation],
    seed: u64,
    is_sample: bool,
) -> Vec<Vec<CaseRun<'c>>> {
    let mut rounds = vec![Vec::new(); if is_sample { ROUNDS } else { 1 }];
    let mut draws = fastrand::Rng::with_seed(seed);
    for player in players {
        match player.part {
            Part::Reference => {
                for isolation in isolations {
                    for step in 0..seeds(is_sample) {
                        rounds[0].extend(each_case(player, seed.wrapping_add(step), *isolation));
                    }
                }
            }
            Part::Wrong(_) if is_sample => {
                for run in each_case(player, seed, isolations[0]) {
                    rounds[draws.usize(..ROUNDS)].push(run);
                }
            }
            Part::Right if is_sample => {
                rounds[0].extend(each_case(player, seed, isolations[0]).filter(|_| draws.bool()));
            }
            _ => rounds[0].extend(each_case(player, seed, isolations[0])),
        }
    }
    rounds
}

/// Those runs that may prove what the outcomes so far do not prove.
pub fn needed<'c>(round: Vec<CaseRun<'c>>, outcomes: &[Outcome]) -> Vec<CaseRun<'c>> {
    let fails_rightly: HashSet<&str> = outcomes
        .iter()
        .filter(|outcome| verdicts::fails_rightly(outcome))
        .map(|outcome| outcome.run.player.place.as_str())
        .collect();
    let catching = catches::catching(outcomes);
    let is_needed = |run: &CaseRun| {
        !fails_rightly.contains(run.player.place.as_str()) || !catching.contains(&catches::key(run))
    };
    round.into_iter().filter(is_needed).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::broken::broken;
    use crate::specimens::Language;
    use cases::lessons::cases;
    use cases::scene::{Launch, Launches};
    use checker::course::lessons;

    fn wrong(belief: Option<&str>) -> Player {
        let launch = Launch { words: vec!["x".into()], is_stand_in: false, folder: None };
        Player {
            part: Part::Wrong(belief.map(str::to_owned)),
            lesson: &lessons()[0],
            language: Language::Rust,
            place: format!("{belief:?}.rs"),
            launches: Launches { server: Some(launch), client: None },
            luck: Vec::new(),
        }
    }

    fn sizes(is_sample: bool, players: &[Player]) -> Vec<usize> {
        plan(players, &[Isolation::Cell], 7, is_sample).iter().map(Vec::len).collect()
    }

    #[test]
    fn a_sample_has_all_runs_in_rounds() {
        let players: Vec<Player> = (0..20).map(|_| wrong(None)).collect();
        let (all, rounds) = (sizes(false, &players), sizes(true, &players));
        assert_eq!((all.len(), all[0]), (1, rounds.iter().sum()));
        assert!(rounds.iter().all(|round| (all[0] / 16..all[0] / 4).contains(round)), "{rounds:?}");
    }

    #[test]
    fn a_run_is_needed_where_a_program_or_a_case_is_unproved() {
        let players = [wrong(None), wrong(Some("write-is-sent"))];
        let case = |at: usize| &cases(&lessons()[0].slug)[at];
        let run =
            |player, at| CaseRun { player, case: case(at), seed: 7, isolation: Isolation::Cell };
        let outcome = |player, at, verdict| Outcome {
            run: run(player, at),
            verdict,
            duration: Duration::ZERO,
        };
        // The first program has failed; the second one has, too, but without its belief.
        let outcomes =
            [outcome(&players[0], 0, broken(None)), outcome(&players[1], 0, broken(None))];
        let rest = vec![run(&players[0], 0), run(&players[0], 1), run(&players[1], 0)];
        let needed: Vec<_> = needed(rest, &outcomes)
            .iter()
            .map(|run| (run.player.place.clone(), run.case.name))
            .collect();
        let expected =
            [(players[0].place.clone(), case(1).name), (players[1].place.clone(), case(0).name)];
        assert_eq!(needed, expected);
    }
}
