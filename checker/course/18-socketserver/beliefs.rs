//! Predicates of the beliefs that lesson 18 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Instead, Measure, On};
use stage::trace::Exit;

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

/// The signal that asks a program to end (signal(7)).
const SIGTERM: i32 = 15;

pub fn a_failed_request_fails_the_server(breach: &Breach) -> bool {
    fell_over(breach) && matches!(breach.exit, Some(Exit::Status(1..)))
}

pub fn one_handler_serves_all(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let lines = heard.iter().filter(|byte| **byte == b'\n').count();
    awaited_bytes(breach)
        && lines == 1
        && !expected.is_empty()
        && heard.len() > expected.len()
        && heard.ends_with(expected)
}

/// A server that has finished, and then ends itself with the same signal, has another belief.
pub fn sigterm_lets_me_finish(breach: &Breach) -> bool {
    awaited_bytes(breach) && breach.exit == Some(Exit::Signal(SIGTERM))
}

pub fn a_signal_ends_accept(breach: &Breach) -> bool {
    let receives = waits_of(breach).iter().any(|w| matches!(w.on, On::Datagram { .. }));
    matches!(breach.awaited, Awaited::Exit { .. }) && (waits_to_accept(breach) || receives)
}

pub fn exit_waits_for_the_others(breach: &Breach) -> bool {
    let lost = matches!(breach.instead, Instead::Bytes { .. } | Instead::Ended(_));
    awaited_bytes(breach)
        && lost
        && !heard_nothing(breach)
        && breach.exit == Some(Exit::Status(0))
        && breach.expected().starts_with(breach.heard())
        && !speaks_of(breach, Says::BrokenConnection)
}

pub fn children_end_with_their_parent(breach: &Breach) -> bool {
    measured(breach, |one| *one == Measure::ProcessesLeftBehind).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use stage::breach::{After, Breach};

    fn breach(awaited: Awaited, instead: Instead) -> Breach {
        Breach::new("server", awaited, instead)
    }

    #[test]
    fn a_shared_handler_is_known_by_what_it_adds_in_front() {
        let fits = |heard: &[u8]| {
            let awaited = Awaited::Bytes { hearer: "bob".into(), expected: b"WORLD\n".to_vec() };
            let instead = Instead::Bytes { heard: heard.to_vec(), after: After::Open };
            one_handler_serves_all(&breach(awaited, instead))
        };
        assert!(fits(b"HELWORLD\n"));
        assert!(!fits(b"WORLD\n"));
        assert!(!fits(b"HEL\nWORLD\n"));
        assert!(!fits(b"HELLO\n"));
    }
}
