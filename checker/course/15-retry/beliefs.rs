//! Predicates of the beliefs that lesson 15 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Instead, Measure, Shape};

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

pub fn what_is_sent_arrives(breach: &Breach) -> bool {
    // A client that waits for a clock may still ask again, later than it should.
    let waits_or_ends = matches!(breach.instead, Instead::Stuck { .. } | Instead::Ended(_));
    awaited_bytes(breach) && heard_nothing(breach) && waits_or_ends
}

pub fn each_try_is_a_new_request(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    matches!(breach.awaited, Awaited::Datagram { .. })
        && heard.len() == expected.len()
        && heard.get(..4) != expected.get(..4)
        && heard.get(4..) == expected.get(4..)
}

pub fn any_reply_is_the_reply(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::NoOutput | Awaited::Output { .. })
        && matches!(breach.instead, Instead::Bytes { .. })
        && !heard_nothing(breach)
}

pub fn one_id_is_enough(breach: &Breach) -> bool {
    shape(breach) == Some(&Shape::RequestWithNewId)
        && matches!(breach.instead, Instead::Datagram { .. })
}

/// Six equal waits add up to less than a tenth of six that double. Other mistakes wait for at least a
/// third: longer each time but not twice as long, or a shorter first wait.
pub fn the_same_pace_will_do(breach: &Breach) -> bool {
    match (&breach.awaited, &breach.instead) {
        (Awaited::AtLeast { measure, least }, Instead::Fact(actual)) => {
            *measure == Measure::MillisecondsToTry { number: 7 } && actual * 3 < *least
        }
        _ => false,
    }
}

pub fn somebody_will_answer(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Silence { .. })
        && matches!(breach.instead, Instead::Datagram { .. })
}

pub fn each_arrival_is_a_request(breach: &Breach) -> bool {
    count_is(breach, |expected, heard| heard > expected)
}

pub fn answered_is_done(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Datagram { .. })
        && waits_to_receive(breach)
        && heard_nothing(breach)
}

pub fn only_the_newest_comes_again(breach: &Breach) -> bool {
    count_is(breach, |expected, heard| heard > expected)
}

pub fn id_alone_tells_the_request(breach: &Breach) -> bool {
    let is_anothers =
        |heard: &[u8]| heard.len() >= 8 && heard.get(..4) == breach.expected().get(..4);
    count_is(breach, |expected, heard| heard < expected)
        || (matches!(breach.instead, Instead::Datagram { .. }) && is_anothers(breach.heard()))
}

pub fn what_comes_is_well_formed(breach: &Breach) -> bool {
    speaks_of(breach, Says::OutOfRange) && fell_over(breach)
}

/// The reply came as awaited, except for its count. `fits` receives the awaited count and the
/// actual one.
fn count_is(breach: &Breach, fits: impl FnOnce(u32, u32) -> bool) -> bool {
    let parts = |reply: &[u8]| {
        let (id, rest) = reply.split_first_chunk::<4>()?;
        let (count, payload) = rest.split_first_chunk::<4>()?;
        Some((*id, u32::from_be_bytes(*count), payload.to_vec()))
    };
    let (Some(expected), Some(heard)) = (parts(breach.expected()), parts(breach.heard())) else {
        return false;
    };
    matches!(breach.awaited, Awaited::Datagram { .. })
        && (expected.0, &expected.2) == (heard.0, &heard.2)
        && fits(expected.1, heard.1)
}
