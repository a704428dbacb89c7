//! Predicates of the beliefs that lesson 04 explains. Their texts are in `beliefs.toml`.

use stage::breach::{After, Awaited, Breach, Instead};
use stage::bytes::agreement;

use crate::beliefs::evidence::*;

pub fn one_write_takes_it_all(breach: &Breach) -> bool {
    stopped_where_the_write_did(breach) || forgot_what_did_not_fit(breach)
}

pub fn offered_is_taken(breach: &Breach) -> bool {
    has_the_holes_of_short_writes(breach)
}

pub fn failed_half_way_did_nothing(breach: &Breach) -> bool {
    sent_a_part_again(breach)
}

/// A header may have come before the awaited bytes. None is longer than this.
const HEADER: u64 = 1024;

/// The received bytes end exactly where the last interrupted write ended. The stream ends there, too, or
/// no further byte will ever come.
fn stopped_where_the_write_did(breach: &Breach) -> bool {
    let (Instead::Bytes { heard, after: After::End | After::Reset } | Instead::Stuck { heard, .. }) =
        &breach.instead
    else {
        return false;
    };
    let Some(write) = breach.short_writes.last() else { return false };
    let before = write.so_far.checked_sub(heard.len() as u64);
    before.is_some_and(|before| before <= HEADER) && breach.expected().starts_with(heard)
}

/// The beginning came, and after it either nothing or a later message. A program that waits for events
/// goes on as if it had sent everything.
fn forgot_what_did_not_fit(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let came = agreement(expected, heard);
    // A program that has not read all requests has not yet sent all answers.
    let is_beginning = came == heard.len() && waits_for_events(breach) && !leaves_unread(breach);
    let goes_on = matches!(breach.instead, Instead::Bytes { after: After::Open, .. })
        && goes_on_at(breach).is_some_and(|at| at > came);
    awaited_bytes(breach) && came > 0 && (is_beginning || goes_on)
}

/// A part of the bytes that an interrupted write took came twice, or a part of a message that did not
/// fit.
fn sent_a_part_again(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let came = agreement(expected, heard);
    let Some(write) = breach.short_writes.first() else {
        return awaited_bytes(breach) && goes_on_at(breach).is_some_and(|at| at < came);
    };
    let up_to = write.so_far as usize;
    let begun = write.taken.and_then(|taken| up_to.checked_sub(taken as usize));
    let (Some(begun), Some(again)) = (begun, heard.get(up_to..)) else { return false };
    let some = &again[..again.len().min(ENOUGH)];
    // The bytes after a hole may look like a beginning, but then fewer bytes arrive in the end.
    came >= up_to
        && some.len() == ENOUGH
        && expected[begun..].starts_with(some)
        && heard.len() > expected.len()
}

/// This many equal bytes in a row are not a coincidence.
const ENOUGH: usize = 16;

/// Another message came in place of the awaited bytes. Returns the offset in the awaited bytes at which
/// that message begins.
fn goes_on_at(breach: &Breach) -> Option<usize> {
    let (expected, heard) = (breach.expected(), breach.heard());
    let again = heard.get(agreement(expected, heard)..)?.get(..ENOUGH)?;
    beginnings(expected).into_iter().find(|at| expected[*at..].starts_with(again))
}

/// The offsets at which the messages of a stream begin, either frames with a header of four bytes,
/// or lines.
fn beginnings(stream: &[u8]) -> Vec<usize> {
    let mut frames = vec![0];
    let mut rest = stream;
    while let Some((length, behind)) = first_frame(rest) {
        let Some(next) = behind.get(length..) else { break };
        frames.push(stream.len() - next.len());
        rest = next;
    }
    if rest.is_empty() {
        return frames;
    }
    let is_end = |at: &usize| stream[at - 1] == b'\n';
    std::iter::once(0).chain((1..stream.len()).filter(is_end)).collect()
}

/// Each part that an interrupted write did not take is missing, and the next bytes follow.
fn has_the_holes_of_short_writes(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let Some(first) = breach.short_writes.first() else { return false };
    let up_to = first.so_far as usize;
    if agreement(expected, heard) < up_to || heard.len() <= up_to {
        return false;
    }
    let holes = breach.short_writes.iter().map(|write| Some(write.offered - write.taken?));
    let Some(holes) = holes.collect::<Option<Vec<u64>>>() else {
        // This machine does not report how many bytes the write took, but some are clearly missing.
        return heard.len() < expected.len();
    };
    // Compares the bytes after the first hole, up to the possible place of the next one.
    let next = breach.short_writes.get(1).map_or(heard.len(), |write| write.so_far as usize);
    let follows = &heard[up_to..next.clamp(up_to, heard.len())];
    let missing: u64 = holes.iter().sum();
    heard.len() as u64 + missing == expected.len() as u64
        && expected.get(up_to + holes[0] as usize..).is_some_and(|rest| rest.starts_with(follows))
}

/// The line arrived in pieces, and the program neither waited for the rest nor answered the whole
/// line.
pub fn one_read_is_the_whole_line(breach: &Breach) -> bool {
    let in_pieces = breach.cut.as_ref().is_some_and(|cut| cut.pieces.len() > 1);
    let moved_on = matches!(
        &breach.instead,
        Instead::Bytes { after: After::End | After::Reset, .. }
            | Instead::Ended(_)
            | Instead::Panic(_)
    );
    in_pieces && moved_on && matches!(breach.awaited, Awaited::Bytes { .. } | Awaited::End { .. })
}

/// The first piece was one byte, all the others followed, and the program reports that one byte
/// arrived.
pub fn what_has_come_is_all(breach: &Breach) -> bool {
    let said = String::from_utf8_lossy(breach.heard());
    awaited_output(breach)
        && breach.expected().ends_with(b"bytes, intact\n")
        && breach.heard().starts_with(b"only 1 of ")
        && said.trim_end().as_bytes().ends_with(b"bytes arrived")
}

#[cfg(test)]
mod tests {
    use super::*;
    use stage::breach::ShortWrite;

    /// A failure: `heard` came out of 5,000 bytes, and each of the writes was short. A write is given as
    /// the bytes offered, the bytes taken, and the total taken so far.
    fn breach(heard: &[u8], writes: &[(u64, Option<u64>, u64)]) -> Breach {
        let expected: Vec<u8> = (0..251).collect::<Vec<u8>>().repeat(20)[..5000].to_vec();
        let write = |(offered, taken, so_far)| ShortWrite { offered, taken, so_far };
        let breach = Breach::new(
            "server",
            Awaited::Bytes { hearer: "alice".into(), expected },
            Instead::Bytes { heard: heard.to_vec(), after: After::End },
        );
        Breach { short_writes: writes.iter().copied().map(write).collect(), ..breach }
    }

    fn message(range: std::ops::Range<usize>) -> Vec<u8> {
        range.map(|at| (at % 251) as u8).collect()
    }

    #[test]
    fn one_write_stops_short_and_many_leave_holes() {
        let stops = breach(&message(0..3000), &[(5000, Some(3000), 3000)]);
        assert!(stopped_where_the_write_did(&stops) && !has_the_holes_of_short_writes(&stops));

        let hole = [message(0..1500), message(2000..5000)].concat();
        let holes = breach(&hole, &[(1000, Some(500), 1500)]);
        assert!(!stopped_where_the_write_did(&holes) && has_the_holes_of_short_writes(&holes));

        let two = [message(0..1500), message(2000..3100), message(4000..5000)].concat();
        let writes = [(1000, Some(500), 1500), (1000, Some(100), 2600)];
        assert!(has_the_holes_of_short_writes(&breach(&two, &writes)));
    }

    #[test]
    fn a_hole_of_the_length_of_a_period_is_a_hole_still() {
        let hole = [message(0..1500), message(1751..5000)].concat();
        let holes = breach(&hole, &[(1000, Some(749), 1500)]);
        assert!(!stopped_where_the_write_did(&holes) && has_the_holes_of_short_writes(&holes));
    }

    #[test]
    fn a_message_that_is_sent_again_is_longer_and_a_hole_is_shorter() {
        let again = [message(0..3000), message(0..5000)].concat();
        let again = breach(&again, &[(5000, Some(3000), 3000)]);
        assert!(sent_a_part_again(&again) && !has_the_holes_of_short_writes(&again));
        // After a hole of 1,004 bytes, which is four periods, the bytes continue as before.
        let hole = [message(0..1506), message(2510..5000)].concat();
        let hole = breach(&hole, &[(2008, Some(1004), 1506)]);
        assert!(!sent_a_part_again(&hole) && has_the_holes_of_short_writes(&hole));
    }

    #[test]
    fn of_messages_that_do_not_fit_the_rest_is_forgotten_or_comes_twice() {
        let frame = |letter: u8| [&[0, 0, 0, 40][..], &[letter; 40]].concat();
        let stream = [frame(b'A'), frame(b'B'), frame(b'C')].concat();
        let heard = |parts: &[&[u8]]| {
            let mut breach = breach(&parts.concat(), &[]);
            breach.awaited = Awaited::Bytes { hearer: "carol".into(), expected: stream.clone() };
            breach.instead = Instead::Bytes { heard: parts.concat(), after: After::Open };
            breach
        };
        let forgotten = heard(&[&stream[..60], &stream[88..]]);
        assert!(forgot_what_did_not_fit(&forgotten) && !sent_a_part_again(&forgotten));
        let twice = heard(&[&stream[..60], &stream[44..]]);
        assert!(sent_a_part_again(&twice) && !forgot_what_did_not_fit(&twice));
        let neither = heard(&[&stream[..60], b"nothing of all that was to come"]);
        assert!(!sent_a_part_again(&neither) && !forgot_what_did_not_fit(&neither));
    }

    #[test]
    fn evidence_unrelated_to_the_write_is_neither() {
        let short = breach(&message(0..1000), &[(5000, Some(3000), 3000)]);
        let again = [message(0..3000), message(0..5000)].concat();
        let again = breach(&again, &[(5000, Some(3000), 3000)]);
        let uncut = breach(&message(0..3000), &[]);
        for breach in [short, again, uncut] {
            assert!(!stopped_where_the_write_did(&breach));
            assert!(!has_the_holes_of_short_writes(&breach));
        }
    }
}
