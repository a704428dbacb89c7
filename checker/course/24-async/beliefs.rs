//! Beliefs that lesson 24 meets first: what Tokio does for a program, and what it does not.

use stage::breach::{Awaited, Breach, Frame, Instead, Measure, On};

use super::Belief;
use super::evidence::*;
use super::runtimes::{Language, Says, says_in};
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::A_LOST_RACE_LOSES_NOTHING,
        title: "What loses in `select!` goes on where it was.",
        truth: "It is dropped. A `read_exact` that had two of four bytes takes them with it, a `read_line` the half line. Only what is *cancel safe* may lose: what keeps its progress outside the future.",
        why: "`select!` waits for several futures, runs the first one's branch and drops the others; the next turn of the loop makes new ones (tokio::select!, cancellation safety). `read` and a `FramedRead`'s `next` are cancel safe, for the bytes lie in a buffer that you keep; `read_exact`, `read_line` and `write_all` are not.",
        chapter: "async",
        example: "\
select! {
    frame = read_frame(&mut stream) => …,    // wrong: half a frame is lost when the queue wins
    frame = framed.next() => …,              // right: the half lies in `framed`
    frame = queue.recv() => …,
}",
        fits: a_lost_race_loses_nothing,
    },
    Belief {
        id: ids::LAGGING_LOSES_NOTHING,
        title: "Whoever is slow hears everything in the end.",
        truth: "Where a channel is full, somebody waits, somebody is refused, or something is lost. Tokio's `broadcast` loses the oldest, and tells the one who was slow: `Lagged(n)`. Who goes on as if that were nothing has a hole in the conversation.",
        why: "`broadcast` keeps so many values for all receivers and forgets the rest (tokio::sync::broadcast, lagging). That suits a thermometer, whose newest value is all that counts. In a chat, a member who missed something is to be dropped, and can join again.",
        chapter: "async",
        example: "\
Err(Lagged(_)) => continue,              // wrong: three lines are missing, and nobody knows
Err(Lagged(_)) => break,                 // right: better no member than half a one",
        fits: lagging_loses_nothing,
    },
    Belief {
        id: ids::A_LIMIT_IS_A_LIMIT,
        title: "So many descriptors I was given, and that is it.",
        truth: "There are two limits. The soft one counts, and is often 1,024; a process may raise it by itself, up to the hard one, which is often many times as much. A server for thousands does so when it starts.",
        why: "Each connection is a descriptor. When the soft limit is reached, `accept` fails with EMFILE, and whoever comes waits in the queue, for ever perhaps (getrlimit(2), RLIMIT_NOFILE; accept(2)). The soft limit is that low because of `select`, which cannot count further than 1,023 (select(2)).",
        chapter: "async",
        example: "\
let mut limit = getrlimit(Resource::Nofile);         // rustix::process
limit.current = limit.maximum;
setrlimit(Resource::Nofile, limit)?;
# resource.setrlimit(RLIMIT_NOFILE, (hard, hard))    # Python",
        fits: a_limit_is_a_limit,
    },
    Belief {
        id: ids::A_TASK_MAY_BLOCK,
        title: "A task is a thread of its own.",
        truth: "Tasks share their threads, and change places only where one of them awaits. A call that blocks, be it `std`'s `read` or `thread::sleep`, stops all tasks on its thread.",
        why: "A runtime polls one task, until that returns `Pending` at an `.await`, and then the next (Tokio, *CPU-bound tasks and blocking code*). Nobody takes the thread away from a call that waits in the kernel. Use Tokio's own `read`, `sleep` and `Mutex`, or `spawn_blocking`.",
        chapter: "async",
        example: "\
tokio::spawn(async move { std_stream.read(&mut buffer) });       // wrong: all tasks wait
tokio::spawn(async move { stream.read(&mut buffer).await });     // right: this one waits",
        fits: a_task_may_block,
    },
];

pub fn a_lost_race_loses_nothing(breach: &Breach) -> bool {
    let is_alices = awaits_a_line_of_alices(breach);
    let is_daves = breach.expected().starts_with(b"dave: ");
    !matches!(breach.instead, Instead::Panic(_))
        && (is_alices || is_daves || only_the_end_was_said(breach))
}

pub fn lagging_loses_nothing(breach: &Breach) -> bool {
    match &breach.awaited {
        Awaited::Described { hearer, .. } => {
            hearer == "carol" && matches!(breach.instead, Instead::Stuck { .. })
        }
        _ => false,
    }
}

pub fn a_limit_is_a_limit(breach: &Breach) -> bool {
    measured(breach, |one| matches!(one, Measure::DescriptorsForVisitors { .. })).is_some()
        || says_in(Language::System, &words(breach), Says::TooManyOpenFiles)
}

pub fn a_task_may_block(breach: &Breach) -> bool {
    // The only thread there is waits to hear from the one whom it was to tell something.
    let (Awaited::Described { hearer, .. }, [wait]) = (&breach.awaited, waits_of(breach)) else {
        return false;
    };
    matches!(&wait.on, On::Connection { peer } if peer == hearer)
        && matches!(&wait.call[..], "recv" | "read" | "recvmsg")
}

/// A line was to be said, and only its end was.
fn only_the_end_was_said(breach: &Breach) -> bool {
    let Some(said) = told_in_json(breach, "say") else { return false };
    match (frames(breach), said.as_str()) {
        ([Frame::Say { say }], Some(said)) => say.len() > said.len() && say.ends_with(said),
        _ => false,
    }
}
