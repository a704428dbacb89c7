//! Predicates of the beliefs that lesson 16 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Instead, On};

use crate::beliefs::evidence::*;
use crate::runtimes::{Language, Says, says_in};

pub fn accept_can_wait(breach: &Breach) -> bool {
    waits_for_another_client(breach)
        && hearer(breach).is_some_and(|hearer| is_queued(breach, hearer))
}

pub fn locks_may_be_held_over_io(breach: &Breach) -> bool {
    let is_in_a_thread = waits_for_another_client(breach)
        && hearer(breach).is_some_and(|hearer| !is_queued(breach, hearer))
        && waits_to_accept(breach)
        && waits_for_a_lock(breach);
    is_in_a_thread || holds_the_room_in_a_task(breach)
}

pub fn accept_never_fails(breach: &Breach) -> bool {
    // The accepting thread may have died alone. Then the other threads keep the program running.
    let ended = fell_over(breach) || lost_the_thread_that_accepts(breach);
    ended && speaks_of(breach, Says::TooManyOpenFiles) && !fell_over_elsewhere(breach)
}

pub fn threads_are_always_to_be_had(breach: &Breach) -> bool {
    fell_over(breach) && speaks_of(breach, Says::NoThread)
}

/// The peer that should have received something.
fn hearer(breach: &Breach) -> Option<&str> {
    match &breach.awaited {
        Awaited::Bytes { hearer, .. } | Awaited::Described { hearer, .. } => Some(hearer),
        _ => None,
    }
}

fn is_queued(breach: &Breach, name: &str) -> bool {
    breach.queued.iter().any(|queued| queued == name)
}

/// A peer has received nothing and never will, and a thread of the program waits to read from
/// another peer, or to write to it.
fn waits_for_another_client(breach: &Breach) -> bool {
    let Some(hearer) = hearer(breach) else { return false };
    let is_else = |on: &On| matches!(on, On::Connection { peer } if peer != hearer);
    heard_nothing(breach)
        && matches!(breach.instead, Instead::Stuck { .. })
        && waits_of(breach).iter().any(|wait| is_else(&wait.on))
}

/// A thread waits for another one.
fn waits_for_a_lock(breach: &Breach) -> bool {
    waits_of(breach).iter().any(|wait| wait.on == On::Itself && wait.call == "futex")
}

/// The call that failed was not `accept`. Python reports the call. In Rust, a thread other than the
/// first usually serves another client.
fn fell_over_elsewhere(breach: &Breach) -> bool {
    let is_another_call = has_a_traceback(breach) && !speaks_of(breach, Says::AtAccept);
    let is_another_thread =
        speaks_of(breach, Says::InAThread) && !speaks_of(breach, Says::InTheFirstThread);
    is_another_call || is_another_thread
}

/// A client waits in the accept queue for ever, and no thread waits to accept it: an uncaught
/// exception at `accept` has ended that thread.
fn lost_the_thread_that_accepts(breach: &Breach) -> bool {
    matches!(breach.instead, Instead::Stuck { .. })
        && !breach.queued.is_empty()
        && !waits_to_accept(breach)
        && has_a_traceback(breach)
        && speaks_of(breach, Says::AtAccept)
}

/// Python prints an uncaught exception with the calls that it passed through.
fn has_a_traceback(breach: &Breach) -> bool {
    says_in(Language::Python, &words(breach), Says::Unhandled)
}
