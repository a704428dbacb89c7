//! Every way to cut a stream. A stream of *n* bytes can arrive in 2ⁿ⁻¹ ways, one for each choice of cuts
//! between its bytes. TCP promises none of them and forbids none (RFC 9293, 3.7).
//!
//! A slow program does not get all of them. The stage plays as many as fit into the case's time, at the
//! pace of those played before.

use std::time::{Duration, Instant};

use crate::outcome::fault::{Fault, Halt, Played};
use crate::state::stage::Stage;

/// Longest stream for which all cuts are played: 2¹⁵ of them.
const LONGEST: usize = 16;
/// The share of the case's remaining time that the cuts may take. Ways with more pieces come later and take
/// longer, so the estimate is always exceeded.
const SHARE: f64 = 0.4;

/// Plays `act` once for every way to cut `length` bytes, those with the fewest cuts first. `act` gets
/// the lengths of the pieces, says them with [`says_cut`](crate::peer::Peer::says_cut), and checks the
/// result.
///
/// A slow program gets a regular sample of them, always including the last: one byte at a time.
pub fn in_every_cut(
    stage: &Stage,
    length: usize,
    mut act: impl FnMut(&[usize]) -> Played,
) -> Played {
    if length > LONGEST {
        let why = format!("{length} bytes can be cut in too many ways");
        return Err(Fault::new("cutting a stream", why).into());
    }
    let cuts: Vec<Vec<usize>> = every_cut(length).collect();
    let begun = Instant::now();
    let left = stage.inner.borrow().curtain.saturating_duration_since(begun);
    let budget = left.mul_f64(SHARE);
    // If a way was left out, a failure with more pieces than it has may not be a smallest one.
    let mut fewest_left_out = usize::MAX;
    let (mut at, mut played) = (0, 0);
    while let Some(pieces) = cuts.get(at) {
        let is_smallest = pieces.len() <= fewest_left_out;
        act(pieces).map_err(|halt| smallest(halt, is_smallest))?;
        played += 1;
        let next = next_cut((at, played, cuts.len()), (begun.elapsed(), budget), length);
        if next > at + 1 {
            fewest_left_out = fewest_left_out.min(cuts[at + 1].len());
        }
        at = next;
    }
    Ok(())
}

/// The index of the way to play after `at`. `played` of `count` ways have taken `elapsed`, and the rest
/// should fit into `budget`. The first `at_least` ways are played at any pace: the whole stream and each
/// single cut.
fn next_cut(
    (at, played, count): (usize, u32, usize),
    (elapsed, budget): (Duration, Duration),
    at_least: usize,
) -> usize {
    let rest = count - 1 - at;
    if rest == 0 || at + 1 < at_least {
        return at + 1;
    }
    let one = (elapsed / played).as_secs_f64();
    let fitting = budget.saturating_sub(elapsed).as_secs_f64() / one.max(f64::EPSILON);
    if fitting >= rest as f64 {
        return at + 1;
    }
    // The last way is always played.
    at + rest.div_ceil((fitting as usize).max(1))
}

/// Notes whether the program passed every way with fewer cuts.
fn smallest(halt: Halt, is_smallest: bool) -> Halt {
    match halt {
        Halt::Breach(mut breach) => {
            if let Some(cut) = &mut breach.cut {
                cut.is_smallest = is_smallest;
            }
            Halt::Breach(breach)
        }
        other => other,
    }
}

/// All ways to cut `length` bytes, as the lengths of the pieces. Those with the fewest pieces come
/// first, and among these the one with the earliest first cut.
pub fn every_cut(length: usize) -> impl Iterator<Item = Vec<usize>> {
    let boundaries = length.saturating_sub(1);
    let mut masks: Vec<u32> = (0..1u32 << boundaries).collect();
    // Bit i set: a cut after byte i + 1.
    masks.sort_by_cached_key(|mask| (mask.count_ones(), first_boundaries(*mask)));
    masks.into_iter().filter(move |_| length > 0).map(move |mask| pieces(mask, length))
}

fn first_boundaries(mask: u32) -> Vec<u32> {
    (0..32).filter(|bit| mask & (1 << bit) != 0).collect()
}

fn pieces(mask: u32, length: usize) -> Vec<usize> {
    let mut lengths = Vec::new();
    let mut start = 0;
    for boundary in 1..length {
        if mask & (1 << (boundary - 1)) != 0 {
            lengths.push(boundary - start);
            start = boundary;
        }
    }
    lengths.push(length - start);
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn four_bytes_can_be_cut_in_eight_ways_the_fewest_boundaries_first() {
        let all: Vec<_> = every_cut(4).collect();
        let expected = vec![
            vec![4],
            vec![1, 3],
            vec![2, 2],
            vec![3, 1],
            vec![1, 1, 2],
            vec![1, 2, 1],
            vec![2, 1, 1],
            vec![1, 1, 1, 1],
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn all_cuts_are_different_and_none_loses_a_byte() {
        let all: HashSet<_> = every_cut(12).collect();
        assert_eq!(all.len(), 2048);
        assert!(all.iter().all(|pieces| pieces.iter().sum::<usize>() == 12));
        assert!(all.iter().all(|pieces| pieces.iter().all(|length| *length > 0)));
    }

    /// The indexes of the ways, out of 2048, that are played within a second if each takes this long.
    fn played(one: Duration) -> Vec<usize> {
        let (mut at, mut all) = (0, Vec::new());
        while at < 2048 {
            all.push(at);
            let played = all.len() as u32;
            at = next_cut((at, played, 2048), (one * played, Duration::from_secs(1)), 12);
        }
        all
    }

    #[test]
    fn a_quick_program_gets_every_cut() {
        assert_eq!(played(Duration::from_micros(400)), (0..2048).collect::<Vec<_>>());
    }

    #[test]
    fn a_slow_program_gets_as_many_cuts_as_fit() {
        for milliseconds in [2, 20, 50] {
            let all = played(Duration::from_millis(milliseconds));
            assert_eq!(all[..12], (0..12).collect::<Vec<_>>());
            assert_eq!(all.last(), Some(&2047));
            let time = milliseconds * all.len() as u64;
            assert!((900..=1000 + milliseconds).contains(&time), "{milliseconds} ms: {time} ms");
        }
    }

    #[test]
    fn a_very_slow_program_gets_each_single_boundary_and_single_bytes() {
        let all = played(Duration::from_secs(1));
        assert_eq!(all, (0..12).chain([2047]).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_cannot_be_cut_and_one_byte_only_in_one_way() {
        assert_eq!(every_cut(0).count(), 0);
        assert_eq!(every_cut(1).collect::<Vec<_>>(), vec![vec![1]]);
    }
}
