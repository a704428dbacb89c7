//! Beliefs that lesson 17 meets first: what a child process has of its parent's, and what its parent
//! has to do for it.

use stage::breach::{Breach, Measure};
use stage::trace::Exit;

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::ENDED_CHILDREN_ARE_GONE,
        title: "When a child process has ended, it is gone.",
        truth: "It is a zombie until its parent has asked how it ended. Wait for each child that you start, somewhere where that holds up nobody.",
        why: "The kernel keeps the number and the exit status of a process that has ended for its parent, and both are used up until wait(2) fetches them. Dropping a `Child` does not wait (std::process::Child); in Python, a finished `os.fork` needs `os.waitpid`. A server that forgets fills the process table with its dead, and then nobody can start anything.",
        chapter: "processes",
        example: "\
command.spawn()?;                        // wrong on its own: a zombie when it ends
let mut child = command.spawn()?;        // right
thread::Builder::new().spawn(move || child.wait())?;",
        fits: ended_children_are_gone,
    },
    Belief {
        id: ids::SIGNALS_DISTURB_NO_CALL,
        title: "A signal does not disturb the call that I am in.",
        truth: "If you have a handler for it, a signal may end a call that waits: `accept`, `read` or `write` then fails with EINTR. Nothing is wrong. Make the call again.",
        why: "A handler runs in the middle of whatever the program waits for (signal(7), interruption of system calls). With SA_RESTART the kernel makes most calls again; sigaction(2) sets that flag only if you ask. Rust's std repeats some calls and returns `ErrorKind::Interrupted` for others; Python repeats all (PEP 475). A server that forks is sent SIGCHLD whenever a client leaves.",
        chapter: "processes",
        example: "\
int client = accept(listener, NULL, NULL);
if (client < 0) exit(1);                 // wrong: a child has ended, and so does the server
if (client < 0 && errno == EINTR)
    continue;                            // right: and on to the next client",
        fits: signals_disturb_no_call,
    },
    Belief {
        id: ids::HANDED_OVER_IS_GIVEN_AWAY,
        title: "A connection that I have handed to a child is no longer mine.",
        truth: "The child has a copy of the descriptor, and you still have yours. Close it: as long as one copy is open, the client does not hear the end, and you run out of descriptors.",
        why: "fork(2) copies all descriptors, and a child's standard input is a copy, too. The connection is closed with the *last* of them (close(2)), so the child's good-bye is not heard while its parent holds the line. `OwnedFd::from(stream)` hands over your own copy, and it is closed when the `Command` is dropped; after `os.fork`, call `conn.close()` in the parent.",
        chapter: "processes",
        example: "\
clients.push(stream.try_clone()?);       // wrong: this one stays open
command.stdin(OwnedFd::from(stream));    // right: the only one, dropped with the command",
        fits: handed_over_is_given_away,
    },
    Belief {
        id: ids::CHILDREN_INHERIT_NOTHING,
        title: "A child process starts with nothing but what I give it.",
        truth: "After a `fork` it has a copy of every descriptor of its parent's, and after an `exec` of those that are not marked close-on-exec. A worker that has the listening socket keeps the port taken when the server is gone.",
        why: "std marks all that it opens (O_CLOEXEC, open(2)), and so does Python (PEP 446); what is made in other ways, such as `Socket::new_raw`, need not be. And `os.fork` is no exec: there the child must close by itself what is not its business, the listening socket first. `socketserver.ForkingMixIn` does not do so for you.",
        chapter: "processes",
        example: "\
if os.fork() == 0:
    serve(conn)                          # wrong on its own: it listens as well
if os.fork() == 0:
    server.close()                       # right: the child's copy only
    serve(conn)",
        fits: children_inherit_nothing,
    },
];

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
