//! Predicates of the beliefs that lesson 25 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Instead, Shape};
use stage::echo;
use stage::trace::Exit;

use crate::beliefs::evidence::*;
use crate::runtimes::{Language, Says, says_in};

pub fn kernel_fills_in_every_checksum(breach: &Breach) -> bool {
    checksum_is(breach, |_| 0)
}

pub fn checksum_covers_the_header(breach: &Breach) -> bool {
    checksum_is(breach, |message| !sum(&message[..8], last_word_high))
}

pub fn odd_byte_does_not_count(breach: &Breach) -> bool {
    checksum_is(breach, |message| !sum(message, |_| 0))
        || checksum_is(breach, |message| !sum(message, u32::from))
}

pub fn sums_wrap_around(breach: &Breach) -> bool {
    checksum_is(breach, |message| !(plain_sum(message) as u16))
}

pub fn raw_socket_hears_only_replies(breach: &Breach) -> bool {
    printed_a_reply(breach)
}

pub fn any_reply_is_mine(breach: &Breach) -> bool {
    printed_a_reply(breach)
}

pub fn nobody_else_has_my_identifier(breach: &Breach) -> bool {
    printed_a_reply(breach)
}

pub fn next_reply_is_to_the_last_request(breach: &Breach) -> bool {
    printed_a_reply(breach)
}

pub fn ip_header_has_20_bytes(breach: &Breach) -> bool {
    awaited_reply(breach) && (heard_nothing(breach) || fell_over(breach))
}

pub fn every_request_is_answered(breach: &Breach) -> bool {
    awaited_loss(breach) && matches!(breach.instead, Instead::Stuck { .. })
}

pub fn lost_packet_is_a_failure(breach: &Breach) -> bool {
    (awaited_loss(breach) && fell_over(breach)) || ended_in_order(breach)
}

pub fn each_read_has_its_second(breach: &Breach) -> bool {
    match &breach.awaited {
        Awaited::OutputLike { shape: Shape::LossAmongOthers { .. } } => {
            matches!(breach.instead, Instead::Bytes { .. })
        }
        _ => false,
    }
}

/// A request came with the two bytes of a field in the wrong order: its sequence number, or an
/// otherwise correct checksum.
pub fn packet_fields_are_native(breach: &Breach) -> bool {
    let heard = breach.heard();
    let sequence = match shape(breach) {
        Some(Shape::EchoRequestWithSequence { sequence }) => Some(sequence.swap_bytes()),
        _ => None,
    };
    let is_sequence = sequence.is_some_and(|one| heard.get(6..8) == Some(&one.to_be_bytes()[..]));
    is_sequence || checksum_is(breach, |message| (!echo::sum(message)).swap_bytes())
}

fn awaited_request(breach: &Breach) -> bool {
    use Shape::{EchoRequest, EchoRequestWithChecksum, EchoRequestWithSequence};
    matches!(
        shape(breach),
        Some(EchoRequest | EchoRequestWithChecksum { .. } | EchoRequestWithSequence { .. })
    )
}

/// A request came with a wrong checksum: the one that `computed` returns for the message with zeros in
/// the checksum's place.
fn checksum_is(breach: &Breach, computed: impl Fn(&[u8]) -> u16) -> bool {
    let heard = breach.heard();
    let is_wrong = matches!(shape(breach), Some(Shape::EchoRequestWithChecksum { .. }));
    if !is_wrong || heard.len() < echo::HEADER {
        return false;
    }
    let mut message = heard.to_vec();
    message[2..4].fill(0);
    heard[2..4] == computed(&message).to_be_bytes()
}

/// The sum of all words, including the overflow at the top. `last` returns the value that an odd
/// byte at the end adds to it.
fn whole_sum(message: &[u8], last: impl Fn(u8) -> u32) -> u32 {
    let word = |word: &[u8]| match *word {
        [high, low] => u32::from(u16::from_be_bytes([high, low])),
        [odd] => last(odd),
        _ => 0,
    };
    message.chunks(2).map(word).sum()
}

/// An odd byte in its correct position.
fn last_word_high(odd: u8) -> u32 {
    u32::from(odd) << 8
}

/// Like [`whole_sum`], with the carries added in, as the algorithm requires.
fn sum(message: &[u8], last: impl Fn(u8) -> u32) -> u16 {
    let sum = whole_sum(message, last);
    let folded = (sum & 0xffff) + (sum >> 16);
    (folded + (folded >> 16)) as u16
}

fn plain_sum(message: &[u8]) -> u32 {
    whole_sum(message, last_word_high)
}

/// The next request was awaited, but the program had ended with an error that it reported itself.
fn ended_in_order(breach: &Breach) -> bool {
    matches!(breach.instead, Instead::Ended(Exit::Status(status)) if status != 0)
        && awaited_request(breach)
        && !says_in(Language::Python, &breach.stderr, Says::Unhandled)
}

fn printed_a_reply(breach: &Breach) -> bool {
    let says_so = breach.heard().windows(6).any(|part| part == b" from ");
    matches!(breach.awaited, Awaited::NoOutput) && breach.heard().starts_with(b"seq=") && says_so
}

/// The line for a reply was awaited.
fn awaited_reply(breach: &Breach) -> bool {
    awaited_output(breach) && breach.expected().ends_with(b" time=")
}

/// The line for a loss was awaited.
fn awaited_loss(breach: &Breach) -> bool {
    awaited_output(breach) && breach.expected().ends_with(b" lost\n")
}
