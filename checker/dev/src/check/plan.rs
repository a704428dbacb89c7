//! Which players run in which cases. References run with several seeds in every isolation, and all others
//! once. In a sample, references run with one seed, and right programs in a quarter of their cases. A wrong program
//! runs in the cases that may name its belief, one after the other, until one does, and in a few others. Only some
//! of the programs must be seen to fail, and only some of the cases to fail a program.

use std::collections::HashSet;

use super::{catches, verdicts};
use crate::players::{Part, Player};
use crate::playing::{CaseRun, Outcome, each_case};
use cases::lessons::{Case, cases};
use checker::course::Lesson;
use checker::events::Isolation;

/// Number of seeds for each reference, in each isolation.
pub fn seeds(is_sample: bool) -> u64 {
    if is_sample { 1 } else { 3 }
}

/// The rounds of a sample. The second runs a wrong program in one case, and each one after it in twice as many as
/// the one before.
const ROUNDS: usize = 7;
/// A wrong program runs in one of this many cases by chance: a false name may appear in any case.
pub const BY_CHANCE: usize = 64;

/// The claims about wrong programs that a check must prove. In a sample, the seed draws them.
pub struct Demands {
    /// The cases that must fail a wrong program.
    pub cases: HashSet<catches::Key>,
    /// The places of the wrong programs that must fail, with their beliefs if they have one.
    pub programs: HashSet<String>,
}

/// In a sample, one of this many cases must fail a program, and one of this many programs without a belief must
/// fail. Many of these fail only in the case that was written for them, so that each takes many runs.
const DRAWN: usize = 6;
/// In a sample, one of this many programs with a belief must fail with it.
const NAMED: usize = 3;
/// In a sample, a right program runs in one of this many cases.
pub const RIGHT: usize = 4;

/// The claims to prove about these players and lessons.
pub fn demands(
    players: &[Player],
    chosen: &[&'static Lesson],
    seed: u64,
    is_sample: bool,
) -> Demands {
    let mut draws = fastrand::Rng::with_seed(seed);
    let mut is_drawn = move |of: usize| !is_sample || draws.usize(..of) == 0;
    let mut demands = Demands { cases: HashSet::new(), programs: HashSet::new() };
    for lesson in chosen {
        let all = cases(&lesson.slug).iter().map(|case| (lesson.slug.as_str(), case.name));
        demands.cases.extend(all.filter(|_| is_drawn(DRAWN)));
    }
    for player in players {
        let Part::Wrong(belief) = &player.part else { continue };
        if is_drawn(if belief.is_some() { NAMED } else { DRAWN }) {
            demands.programs.insert(player.place.clone());
        }
    }
    demands
}

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
        match &player.part {
            Part::Reference => {
                for isolation in isolations {
                    for step in 0..seeds(is_sample) {
                        rounds[0].extend(each_case(player, seed.wrapping_add(step), *isolation));
                    }
                }
            }
            Part::Wrong(belief) if is_sample => {
                let mut runs: Vec<_> = each_case(player, seed, isolations[0]).collect();
                draws.shuffle(&mut runs);
                runs.sort_by_key(|run| !may_name(run.case, belief.as_deref()));
                for (place, run) in runs.into_iter().enumerate() {
                    let is_chosen = draws.usize(..BY_CHANCE) == 0;
                    rounds[if is_chosen { 0 } else { round(place) }].push(run);
                }
            }
            Part::Right if is_sample => {
                let is_drawn = |_: &CaseRun| draws.usize(..RIGHT) == 0;
                rounds[0].extend(each_case(player, seed, isolations[0]).filter(is_drawn));
            }
            _ => rounds[0].extend(each_case(player, seed, isolations[0])),
        }
    }
    rounds
}

/// Whether a failure of this case may be explained by this belief.
fn may_name(case: &Case, belief: Option<&str>) -> bool {
    case.exposes.iter().any(|one| Some(one.belief) == belief)
}

/// The round of a run: one in the second, then 2, 4, 8 and so on.
fn round(place: usize) -> usize {
    ((place + 1).ilog2() as usize + 1).min(ROUNDS - 1)
}

/// Those runs that may prove what the outcomes so far do not prove.
pub fn needed<'c>(
    round: Vec<CaseRun<'c>>,
    outcomes: &[Outcome],
    demands: &Demands,
) -> Vec<CaseRun<'c>> {
    let fails_rightly: HashSet<&str> = outcomes
        .iter()
        .filter(|outcome| verdicts::fails_rightly(outcome))
        .map(|outcome| outcome.run.player.place.as_str())
        .collect();
    let catching = catches::catching(outcomes);
    let is_needed = |run: &CaseRun| {
        let (key, place) = (catches::key(run), run.player.place.as_str());
        let is_caught = !demands.programs.contains(place) || fails_rightly.contains(place);
        let catches = !demands.cases.contains(&key) || catching.contains(&key);
        !is_caught || !catches
    };
    round.into_iter().filter(is_needed).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::broken::broken;
    use crate::specimens::Language;
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
        let players: Vec<Player> = (0..100).map(|_| wrong(None)).collect();
        let (all, rounds) = (sizes(false, &players), sizes(true, &players));
        assert_eq!((all.len(), all[0]), (1, rounds.iter().sum()));
        assert!((90..=100).contains(&rounds[1]), "{rounds:?}");
        assert!((1..all[0] / 8).contains(&rounds[0]), "{rounds:?}");
    }

    #[test]
    fn a_sample_begins_with_a_case_that_may_name_the_belief() {
        let all = cases(&lessons()[0].slug);
        let exposed = |case: &Case| case.exposes.first().map(|one| one.belief);
        let belief = all.iter().find_map(exposed).unwrap();
        let players = [wrong(Some(belief))];
        let rounds = plan(&players, &[Isolation::Cell], 7, true);
        assert!(rounds[..2].concat().iter().any(|run| may_name(run.case, Some(belief))));
    }

    #[test]
    fn a_sample_demands_some_of_the_programs_and_cases() {
        let players: Vec<Player> = (0..100)
            .map(|at| Player { place: at.to_string(), ..wrong((at < 50).then_some("glue")) })
            .collect();
        let demands = |is_sample| demands(&players, &[&lessons()[0]], 7, is_sample);
        let (all, sample) = (demands(false), demands(true));
        assert_eq!((all.programs.len(), all.cases.len()), (100, cases(&lessons()[0].slug).len()));
        assert!((20..60).contains(&sample.programs.len()) && sample.cases.len() < all.cases.len());
    }

    #[test]
    fn each_round_is_twice_as_large_as_the_one_before() {
        let rounds: Vec<usize> = [0, 1, 2, 3, 6, 7, 14, 15, 30, 31, 1000].map(round).into();
        assert_eq!(rounds, [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
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
        let demands = demands(&players, &[&lessons()[0]], 7, false);
        let needed: Vec<_> = needed(rest, &outcomes, &demands)
            .iter()
            .map(|run| (run.player.place.clone(), run.case.name))
            .collect();
        let expected =
            [(players[0].place.clone(), case(1).name), (players[1].place.clone(), case(0).name)];
        assert_eq!(needed, expected);
    }
}
