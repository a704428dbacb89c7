//! Predicates of the beliefs that lesson 05 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Breach, Measure};

use crate::beliefs::evidence::*;

pub fn two_sends_are_two_receives(breach: &Breach) -> bool {
    awaited_output(breach) && waits_to_receive(breach) && heard_nothing(breach)
}

pub fn each_send_is_a_segment(breach: &Breach) -> bool {
    segments(breach).is_some_and(|(sent, counted)| counted > 1 && counted < sent)
}

pub fn sends_may_be_joined(breach: &Breach) -> bool {
    segments(breach).is_some_and(|(sent, counted)| sent > 1 && counted == 1)
}

/// The expected number of segments, and the actual one.
fn segments(breach: &Breach) -> Option<(u64, u64)> {
    measured(breach, |one| *one == Measure::Segments)
}
