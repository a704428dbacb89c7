//! Predicates of the beliefs that lesson 19 explains. Their texts are in `beliefs.toml`.

use stage::breach::{After, Awaited, Breach, Instead, Measure, On};

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

pub fn readable_means_a_whole_message(breach: &Breach) -> bool {
    mixes_or_lacks(breach)
}

/// A server with one buffer reads from every client. If bytes of the client that waits for an answer are still
/// unread, the server no longer watches that client, which is a different mistake.
pub fn one_buffer_for_all(breach: &Breach) -> bool {
    mixes_or_lacks(breach) && !waits_for_one(breach) && !leaves_the_hearer_unread(breach)
}

pub fn nonblocking_means_asking_again(breach: &Breach) -> bool {
    spins(breach) || naps(breach)
}

pub fn writable_is_news(breach: &Breach) -> bool {
    spins(breach)
}

pub fn events_come_again(breach: &Breach) -> bool {
    let owes = awaited_bytes(breach) || matches!(breach.awaited, Awaited::Accepting { .. });
    let first = first_frame(breach.expected()).map(|(length, _)| 4 + length);
    let is_nothing_or_some = heard_nothing(breach) || first < Some(breach.heard().len());
    waits_for_edges(breach) && is_nothing_or_some && owes
}

pub fn many_clients_take_many_threads(breach: &Breach) -> bool {
    // A program with one thread for the listening socket and one for all clients is based on a different
    // idea.
    matches!(breach.awaited, Awaited::AtMost { measure: Measure::ThreadsThatServe, .. })
        && matches!(breach.instead, Instead::Fact(actual) if actual > 1)
}

pub fn only_reading_waits(breach: &Breach) -> bool {
    let writes = |call: &str| call.starts_with("send") || call.starts_with("write");
    waits_of(breach).iter().any(|wait| writes(&wait.call))
}

pub fn would_block_is_an_error(breach: &Breach) -> bool {
    ended_at_would_block(breach)
}

/// From outside, `write_all` looks like any other loop that ends at EAGAIN. Only a traceback names
/// the call.
pub fn write_all_sends_all(breach: &Breach) -> bool {
    ended_at_would_block(breach) && speaks_of(breach, Says::AtSendAll)
}

pub fn a_queue_has_room_for_all(breach: &Breach) -> bool {
    let measure = Measure::MebibytesReadUnanswered;
    matches!(&breach.awaited, Awaited::AtMost { measure: one, .. } if *one == measure)
}

pub fn the_end_of_hearing_is_the_end(breach: &Breach) -> bool {
    awaited_bytes(breach)
        && matches!(breach.instead, Instead::Bytes { after: After::End | After::Reset, .. })
        && breach.expected().starts_with(breach.heard())
}

pub fn a_failed_accept_is_over(breach: &Breach) -> bool {
    spins(breach)
}

pub fn accepted_sockets_inherit(breach: &Breach) -> bool {
    waits_for_one(breach)
}

/// The client receives something other than the awaited bytes, or nothing. A client that the program has
/// forgotten in the accept queue is not the reason.
fn mixes_or_lacks(breach: &Breach) -> bool {
    awaited_bytes(breach)
        && !matches!(breach.instead, Instead::Spins { .. } | Instead::Panic(_))
        && (breach.queued.is_empty() || waits_for_one(breach))
}

/// The program waits for one client, and so it serves no other.
fn waits_for_one(breach: &Breach) -> bool {
    waits_of(breach).iter().any(|wait| matches!(wait.on, On::Connection { .. }))
}

/// The program waits for events of sockets that are edge-triggered. If a client is still in the accept
/// queue, the listening socket must be one of them. A listening socket that is not watched at all is a
/// different mistake.
fn waits_for_edges(breach: &Breach) -> bool {
    let is_outside = match &breach.awaited {
        Awaited::Bytes { hearer, .. } | Awaited::Described { hearer, .. } => {
            breach.queued.contains(hearer)
        }
        _ => true,
    };
    let tells = |on: &On| matches!(on, On::Edges { left } if *left || !is_outside);
    waits_of(breach).iter().any(|wait| tells(&wait.on))
}

/// A part of the awaited bytes came, and then the program gave up with the message for EAGAIN.
fn ended_at_would_block(breach: &Breach) -> bool {
    let is_over = matches!(
        breach.instead,
        Instead::Bytes { after: After::End | After::Reset, .. }
            | Instead::Ended(_)
            | Instead::Panic(_)
    );
    awaited_bytes(breach)
        && !heard_nothing(breach)
        && is_over
        && speaks_of(breach, Says::WouldBlock)
}

fn spins(breach: &Breach) -> bool {
    matches!(breach.instead, Instead::Spins { .. })
}

/// The program polls now and then, and sleeps in between.
fn naps(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::AtLeast { measure: Measure::CallsThatWait, .. })
}

/// The beginning of the awaited bytes came, and the program waits for an event.
pub fn the_rest_goes_with_the_next(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    waits_for_events(breach)
        && awaited_bytes(breach)
        && !heard.is_empty()
        && expected.starts_with(heard)
}
