//! Beliefs that lesson 16 meets first: what may wait for whom where many clients are served at once,
//! and what the system may refuse.

use stage::breach::{Awaited, Breach, Instead, On};

use super::Belief;
use super::evidence::*;
use super::runtimes::{Language, Says, says_in};
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::ACCEPT_CAN_WAIT,
        title: "The loop that accepts can wait for a conversation to end.",
        truth: "While it waits, it lets nobody in. Give each conversation to a thread or a process of its own, and go straight back to `accept`.",
        why: "A conversation ends when the client likes, and that may be never: one that says half a frame and goes to lunch keeps everybody else in the queue. It is no better to hand the client to a thread or a process and then wait for that: `join`, `wait` and the end of a `thread::scope` are waits as well.",
        chapter: "threads",
        example: "\
converse(stream);                                // wrong: nobody else is let in meanwhile
thread::spawn(|| converse(stream)).join();       // wrong: waits just as long
thread::Builder::new().spawn(|| converse(stream))?;   // right: and on to the next `accept`",
        fits: accept_can_wait,
    },
    Belief {
        id: ids::LOCKS_MAY_BE_HELD_OVER_IO,
        title: "A lock may be held while I read or write.",
        truth: "A read or a write lasts as long as the peer likes, and so does the lock: everybody who wants it waits for a stranger. Take what you need out of the lock, let it go, and then talk.",
        why: "A `write` to a peer that does not read waits as soon as the buffers on the way are full (send(2)), a `read` waits until something comes. A guard lives until its scope ends: in `while let Some(frame) = shared.lock().unwrap().next()` that is the end of the body (the Rust reference, temporary scopes).",
        chapter: "threads",
        example: "\
let mut log = log.lock().unwrap();
log.count += 1;
write_frame(&mut stream, &answer)?;      // wrong: the guard is still there
log.lock().unwrap().count += 1;          // right: it ends with this statement
write_frame(&mut stream, &answer)?;",
        fits: locks_may_be_held_over_io,
    },
    Belief {
        id: ids::ACCEPT_NEVER_FAILS,
        title: "Once a server listens, `accept` works.",
        truth: "`accept` fails where no descriptor is left, or where the client has gone while it waited. That says nothing of the listening socket: log it, rest for a moment, and accept again.",
        why: "Each connection needs a descriptor, and a process may have so many and no more (EMFILE; getrlimit(2), RLIMIT_NOFILE). Many clients at once are enough to get there, and with `?` or `unwrap` they end a server that would have room again a moment later (accept(2), errors).",
        chapter: "threads",
        example: "\
let (stream, peer) = listener.accept()?;         // wrong: one client too many, and all is over
match listener.accept() {                        // right
    Ok((stream, peer)) => …,
    Err(error) => { eprintln!(\"accept: {error}\"); thread::sleep(REST); }
}",
        fits: accept_never_fails,
    },
    Belief {
        id: ids::THREADS_ARE_ALWAYS_TO_BE_HAD,
        title: "A new thread is always to be had.",
        truth: "The system may have none to give. `thread::spawn` panics then, in the thread that accepts; `thread::Builder::spawn` returns an error, and it costs one client its connection instead of everybody.",
        why: "A thread needs memory for its stack, and a process or a user may have so many threads and no more (EAGAIN; pthread_create(3)). Python raises `RuntimeError: can't start new thread`. Clients decide how many you are asked for, so this is weather, not a bug.",
        chapter: "threads",
        example: "\
thread::spawn(move || converse(stream));         // wrong: panics where there is none
let started = thread::Builder::new().spawn(move || converse(stream));   // right
if let Err(error) = started { eprintln!(\"{peer}: {error}\"); }",
        fits: threads_are_always_to_be_had,
    },
];

pub fn accept_can_wait(breach: &Breach) -> bool {
    waits_for_somebody_else(breach)
        && hearer(breach).is_some_and(|hearer| is_queued(breach, hearer))
}

pub fn locks_may_be_held_over_io(breach: &Breach) -> bool {
    let is_in_a_thread = waits_for_somebody_else(breach)
        && hearer(breach).is_some_and(|hearer| !is_queued(breach, hearer))
        && waits_to_accept(breach)
        && waits_for_a_lock(breach);
    is_in_a_thread || holds_the_room_in_a_task(breach)
}

pub fn accept_never_fails(breach: &Breach) -> bool {
    // The thread that accepts may have died alone: then the others keep the program up.
    let ended = fell_over(breach) || lost_the_thread_that_accepts(breach);
    ended && speaks_of(breach, Says::TooManyOpenFiles) && !fell_over_elsewhere(breach)
}

pub fn threads_are_always_to_be_had(breach: &Breach) -> bool {
    fell_over(breach) && speaks_of(breach, Says::NoThread)
}

/// Who was to hear something.
fn hearer(breach: &Breach) -> Option<&str> {
    match &breach.awaited {
        Awaited::Bytes { hearer, .. } | Awaited::Described { hearer, .. } => Some(hearer),
        _ => None,
    }
}

fn is_queued(breach: &Breach, name: &str) -> bool {
    breach.queued.iter().any(|queued| queued == name)
}

/// Somebody has heard nothing and never will, and a thread of the program waits for somebody else,
/// be it to read or to write.
fn waits_for_somebody_else(breach: &Breach) -> bool {
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

/// It was not `accept` that it fell over: Python tells which call it was, and in Rust a thread that is
/// not the first one has another client's affairs, as a rule.
fn fell_over_elsewhere(breach: &Breach) -> bool {
    let is_another_call = has_a_traceback(breach) && !speaks_of(breach, Says::AtAccept);
    let is_another_thread =
        speaks_of(breach, Says::InAThread) && !speaks_of(breach, Says::InTheFirstThread);
    is_another_call || is_another_thread
}

/// A client waits in the queue for ever, and no thread waits to accept it: an exception at `accept`
/// that nothing caught has ended that thread.
fn lost_the_thread_that_accepts(breach: &Breach) -> bool {
    matches!(breach.instead, Instead::Stuck { .. })
        && !breach.queued.is_empty()
        && !waits_to_accept(breach)
        && has_a_traceback(breach)
        && speaks_of(breach, Says::AtAccept)
}

/// Python tells of an exception that nothing caught, and of the calls that it came through.
fn has_a_traceback(breach: &Breach) -> bool {
    says_in(Language::Python, &words(breach), Says::Unhandled)
}
