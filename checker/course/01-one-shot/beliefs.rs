//! Predicates of the beliefs that lesson 01 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Instead};

use crate::beliefs::evidence::*;

pub fn buffer_is_message(breach: &Breach) -> bool {
    match breach.awaited {
        Awaited::End { .. } => is_padding(breach.heard()),
        Awaited::Output { .. } => printed_with_padding(breach),
        Awaited::Datagram { .. } => is_padded(breach) || has_an_old_tail(breach),
        Awaited::Bytes { .. } => has_the_rest_of_a_buffer(breach),
        _ => has_no_header_but_much_else(breach),
    }
}

pub fn close_is_always_polite(breach: &Breach) -> bool {
    was_reset_half_way(breach)
}

/// The answer is the upper case of all alphabets, where that differs from the upper case of ASCII.
pub fn upper_case_follows_unicode(breach: &Breach) -> bool {
    let Ok(expected) = std::str::from_utf8(breach.expected()) else { return false };
    let heard = breach.heard();
    matches!(breach.awaited, Awaited::Bytes { .. })
        && !expected.as_bytes().starts_with(heard)
        && expected.to_uppercase().as_bytes().starts_with(heard)
}

/// The client prints an empty line for a reply that never came.
pub fn zero_bytes_are_a_reply(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::NoOutput)
        && matches!(breach.instead, Instead::Bytes { .. })
        && [&b"\n"[..], b"\r\n"].contains(&breach.heard())
}
