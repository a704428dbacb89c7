//! Predicates of the beliefs that lesson 17 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Breach, Measure};
use stage::trace::Exit;

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

pub fn ended_children_are_gone(breach: &Breach) -> bool {
    zombies(breach).is_some_and(|left| left > 0)
}

pub fn signals_disturb_no_call(breach: &Breach) -> bool {
    let ended = matches!(breach.exit, Some(Exit::Status(status)) if status != 0);
    ended && speaks_of(breach, Says::Interrupted)
}

pub fn handed_over_is_given_away(breach: &Breach) -> bool {
    let kept = measured(breach, |one| matches!(one, Measure::ConnectionsKept { .. }));
    kept.is_some_and(|(_, kept)| kept > 0)
}

pub fn children_inherit_nothing(breach: &Breach) -> bool {
    let holders = |one: &Measure| {
        use Measure::{ProcessesThatListen, ProcessesWithConnection};
        matches!(one, ProcessesThatListen | ProcessesWithConnection { .. })
    };
    measured(breach, holders).is_some_and(|(due, open)| open > due)
}
