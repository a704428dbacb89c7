//! Predicates of the beliefs that lesson 01 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach};

use crate::beliefs::evidence::*;

pub fn buffer_is_message(breach: &Breach) -> bool {
    match breach.awaited {
        Awaited::End { .. } => is_padding(breach.heard()),
        Awaited::Output { .. } => printed_with_padding(breach),
        Awaited::Datagram { .. } => is_padded(breach),
        Awaited::Bytes { .. } => has_the_rest_of_a_buffer(breach),
        _ => has_no_header_but_much_else(breach),
    }
}

pub fn close_is_always_polite(breach: &Breach) -> bool {
    was_reset_half_way(breach)
}
