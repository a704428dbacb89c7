//! Predicates of the beliefs that lesson 03 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Instead, Load, Measure};
use stage::trace::Exit;

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

/// The signal that a write to a broken connection raises (signal(7)).
const SIGPIPE: i32 = 13;

pub fn network_never_fails(breach: &Breach) -> bool {
    speaks_of(breach, Says::BrokenConnection) && fell_over(breach)
}

pub fn broken_pipe_is_an_error(breach: &Breach) -> bool {
    breach.exit == Some(Exit::Signal(SIGPIPE))
}

pub fn one_accept_is_enough(breach: &Breach) -> bool {
    breach.exit == Some(Exit::Status(0))
        && matches!(
            breach.awaited,
            Awaited::StillRunning | Awaited::Accepting { .. } | Awaited::Bytes { .. }
        )
        && heard_nothing(breach)
}

pub fn finished_connections_close_themselves(breach: &Breach) -> bool {
    let more = |(before, after): (u64, u64)| after.saturating_sub(before);
    let sockets = measured(breach, |one| matches!(one, Measure::OpenSockets { .. }));
    let of_members = Measure::OpenSockets { after: Load::Members(30) };
    let leaks = sockets.is_some_and(|both| more(both) >= 150)
        || measured(breach, |one| *one == of_members).is_some_and(|both| more(both) >= 25);
    let stays_open = matches!(breach.awaited, Awaited::End { .. }) && waits_to_accept(breach);
    leaks || stays_open
}

pub fn port_is_free_at_once(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Listening { .. })
        && matches!(breach.instead, Instead::Ended(_))
}

pub fn backlog_is_the_default(breach: &Breach) -> bool {
    measured(breach, |one| *one == Measure::Backlog).is_some_and(|(_, actual)| is_a_default(actual))
}

/// Whether a library or a system uses this backlog if a program chooses none: Java 50, asyncio and Tcl 100,
/// Rust's and Python's standard libraries 128, Node 511, tokio and mio 1024. Others ask for as much as the
/// machine allows (listen(2)).
fn is_a_default(backlog: u64) -> bool {
    let most = std::fs::read_to_string("/proc/sys/net/core/somaxconn");
    matches!(backlog, 50 | 100 | 128 | 511 | 1024 | 4096)
        || most.is_ok_and(|most| most.trim().parse() == Ok(backlog))
}
