//! Beliefs that lesson 18 meets first: whose failure a failed request is, what a handler may
//! remember, and how a program stops.

use stage::breach::{Awaited, Breach, Instead, Measure, On};
use stage::trace::Exit;

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

/// The signal that asks a program to end (signal(7)).
const SIGTERM: i32 = 15;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::A_FAILED_REQUEST_FAILS_THE_SERVER,
        title: "When a request fails, the server has failed.",
        truth: "A request that fails ends itself, its connection, and nothing else. Whoever called the handler logs it and takes the next one.",
        why: "A client can make a handler fail whenever it likes: by a line that is too long, by a reset. `?` hands that on to the caller, and the caller here is the loop that serves everybody. Python's `socketserver` catches every exception around `finish_request` and calls `handle_error` (socketserver.BaseServer).",
        chapter: "socketserver",
        example: "\
handler.handle(&mut stream)?;                    // wrong: ends the loop for all
if let Err(error) = handler.handle(&mut stream) {   // right: and on to the next one
    eprintln!(\"{peer}: {error}\");
}",
        fits: a_failed_request_fails_the_server,
    },
    Belief {
        id: ids::ONE_HANDLER_SERVES_ALL,
        title: "One handler can serve all clients.",
        truth: "What a handler remembers belongs to one conversation: half a line, whose turn it is. Make a new one for each request, and drop it afterwards.",
        why: "Two conversations that share a buffer get each other's bytes, at the same time or one after the other. Python's `socketserver` is given the class, not an object, and makes an instance for each request.",
        chapter: "socketserver",
        example: "\
server.serve(&mut handler)               // wrong: remembers alice when bob comes
server.serve(|| Handler::new())          // right: one for each request",
        fits: one_handler_serves_all,
    },
    Belief {
        id: ids::SIGTERM_LETS_ME_FINISH,
        title: "At SIGTERM my program finishes what it is doing.",
        truth: "SIGTERM ends a program at once, in the middle of whatever it does, unless it has asked for something else.",
        why: "That is the signal's default action (signal(7)), and `kill`, systemd and every container send this one first. Catch it, and stop by your own rules: take nothing new, finish what you have, return from `main`.",
        chapter: "socketserver",
        example: "\
server.serve_forever();                          // wrong on its own: killed half-way
let mut signals = Signals::new([SIGTERM])?;      // right: a thread waits for it …
for _ in signals.forever() { shutdown.shutdown(); }  // … and stops the server",
        fits: sigterm_lets_me_finish,
    },
    Belief {
        id: ids::A_SIGNAL_ENDS_ACCEPT,
        title: "A flag that a signal sets stops my loop.",
        truth: "The loop looks at the flag when `accept` returns, and that returns when the next client comes, whenever that is. Somebody has to wake it.",
        why: "A signal does interrupt the call (EINTR, signal(7)), but std calls it again, and so does Python (PEP 475). The same is true of a receive. Wake the loop by something that it does return for: a connection or a datagram of your own, or a descriptor that it watches along with the socket.",
        chapter: "socketserver",
        example: "\
while !stop.load(Relaxed) { listener.accept()?; }    // wrong on its own: sits in accept
stop.store(true, Relaxed);
TcpStream::connect(own_address)?;                    // right: rings at its own door",
        fits: a_signal_ends_accept,
    },
    Belief {
        id: ids::EXIT_WAITS_FOR_THE_OTHERS,
        title: "When my program ends, what it has begun is finished.",
        truth: "`exit`, and the return from `main`, end everything where it stands: an answer in the middle, and every other thread, too. Count what is in hand, and wait until it is done.",
        why: "A process ends as a whole (exit_group(2)); what its connections had not read makes the kernel reset them (RFC 2525, 2.17), and then even answers that were sent may be lost. Rust waits for no thread at the end of `main`. Python waits for all that are no daemons, and so does `ThreadingMixIn`, unless `daemon_threads` is set.",
        chapter: "socketserver",
        example: "\
process::exit(0);                        // wrong: in mid-sentence
for worker in workers { worker.join(); } // right: first let them finish
ExitCode::SUCCESS",
        fits: exit_waits_for_the_others,
    },
    Belief {
        id: ids::CHILDREN_END_WITH_THEIR_PARENT,
        title: "When my program ends, so do the processes that it started.",
        truth: "They live on. Somebody else becomes their parent, and whoever stopped the server believes that it has stopped.",
        why: "A process that loses its parent is adopted (by process 1, or by who has asked for it, prctl(2)), and not told. Wait for each child before you end (wait(2)). Python's `ForkingMixIn` does so in `server_close`, where `block_on_close` is set.",
        chapter: "socketserver",
        example: "\
return Ok(());                           // wrong: workers are still talking
for worker in &mut workers { worker.wait()?; }   // right: until the last one is done",
        fits: children_end_with_their_parent,
    },
];

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

/// A server that has finished, and then ends itself by the same signal, has another belief.
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
        Breach {
            program: "server".into(),
            awaited,
            instead,
            cut: None,
            short_writes: Vec::new(),
            queued: Vec::new(),
            stderr: String::new(),
            exit: None,
        }
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
