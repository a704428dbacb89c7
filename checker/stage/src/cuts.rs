//! Every way to cut a stream. A stream of *n* bytes can arrive in 2ⁿ⁻¹ ways, one for each choice of
//! borders between its bytes; TCP promises none of them and forbids none (RFC 9293, 3.7).

use crate::fault::{Fault, Halt, Played};
use crate::peer::Peer;

/// Longest stream whose cuts are all played: 2¹⁵ of them.
const LONGEST: usize = 16;

impl Peer<'_> {
    /// Says the stream in every way in which it can be cut, and hears the same answer each time.
    /// The ways with the fewest borders come first, so the first that breaks the program is a
    /// smallest one; it is part of the breach.
    pub fn says_in_every_cut(&self, stream: &[u8], answer: &[u8]) -> Played {
        in_every_cut(stream.len(), |pieces| {
            self.says_cut(stream, pieces)?;
            self.hears(answer)
        })
    }

    /// Says the stream in pieces of these lengths.
    pub fn says_cut(&self, stream: &[u8], pieces: &[usize]) -> Played {
        let mut rest = stream;
        let mut parts = Vec::with_capacity(pieces.len());
        for length in pieces {
            let (part, tail) = rest.split_at(*length);
            parts.push(part);
            rest = tail;
        }
        self.says_in_pieces(&parts)
    }
}

/// Plays `act` once for every way to cut `length` bytes, those with the fewest borders first. `act`
/// gets the lengths of the pieces, says them with [`Peer::says_cut`], and looks at what comes of it.
pub fn in_every_cut(length: usize, act: impl Fn(&[usize]) -> Played) -> Played {
    if length > LONGEST {
        let why = format!("{length} bytes can be cut in too many ways");
        return Err(Fault::new("cutting a stream", why).into());
    }
    every_cut(length).try_for_each(|pieces| act(&pieces).map_err(is_smallest))
}

/// Notes that every way with fewer borders was kept.
fn is_smallest(halt: Halt) -> Halt {
    match halt {
        Halt::Breach(mut breach) => {
            if let Some(cut) = &mut breach.cut {
                cut.is_smallest = true;
            }
            Halt::Breach(breach)
        }
        other => other,
    }
}

/// All ways to cut `length` bytes, as the lengths of the pieces: those with the fewest pieces
/// first, and among these the one whose first border comes earliest.
pub fn every_cut(length: usize) -> impl Iterator<Item = Vec<usize>> {
    let borders = length.saturating_sub(1);
    let mut masks: Vec<u32> = (0..1u32 << borders).collect();
    // Bit i set: a border after byte i + 1.
    masks.sort_by_cached_key(|mask| (mask.count_ones(), first_borders(*mask)));
    masks.into_iter().filter(move |_| length > 0).map(move |mask| pieces(mask, length))
}

fn first_borders(mask: u32) -> Vec<u32> {
    (0..32).filter(|bit| mask & (1 << bit) != 0).collect()
}

fn pieces(mask: u32, length: usize) -> Vec<usize> {
    let mut lengths = Vec::new();
    let mut start = 0;
    for border in 1..length {
        if mask & (1 << (border - 1)) != 0 {
            lengths.push(border - start);
            start = border;
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
    fn four_bytes_can_be_cut_in_eight_ways_the_fewest_borders_first() {
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

    #[test]
    fn nothing_cannot_be_cut_and_one_byte_only_in_one_way() {
        assert_eq!(every_cut(0).count(), 0);
        assert_eq!(every_cut(1).collect::<Vec<_>>(), vec![vec![1]]);
    }
}
