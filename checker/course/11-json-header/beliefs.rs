//! Predicates of the beliefs that lesson 11 explains. Their texts are in `beliefs.toml`.

use stage::breach::Breach;

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

pub fn header_and_body_are_one_json(breach: &Breach) -> bool {
    let swallowed = waits_to_receive(breach) && heard_nothing(breach);
    awaited_output(breach) && (swallowed || speaks_of(breach, Says::MoreThanJson))
}

pub fn header_is_always_well_formed(breach: &Breach) -> bool {
    fell_over(breach) && !speaks_of(breach, Says::BrokenConnection)
}
