//! Beliefs that lesson 22 meets first: what a time-out ends, and what goes on after it.

use stage::breach::{After, Awaited, Breach, Instead};
use stage::trace::Exit;

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::LATE_ANSWER_IS_THE_NEXT,
        title: "The next reply that comes answers the question that I asked last.",
        truth: "After a time-out a reply is still owed, and it comes before the next one. Count what is owed, and throw away as many before you take one.",
        why: "A time-out is an event on your side alone: the server knows nothing of it and goes on answering in order. TCP delivers every byte that was sent, late or not (RFC 9293, 3.7), and nothing in a line says which question it belongs to. From then on every reply is one question late, and every one looks plausible.",
        chapter: "timeouts",
        example: "\
Err(_timed_out) => println!(\"read: timed out\"),   // wrong on its own: its reply still comes
Err(_timed_out) => { owed += 1; … }
while owed > 0 { next_line()?; owed -= 1; }       // right: before the next reply is taken",
        fits: late_answer_is_the_next,
    },
    Belief {
        id: ids::LAST_WORD_IS_GOOD_BYE,
        title: "When the client has said its last word, it has gone.",
        truth: "It has closed its half of the connection. The other half is yours, and what you owe goes over it: write all of it, then close.",
        why: "A FIN ends one direction only (RFC 9293, 3.6: \"I have no more data to send\"). Whoever sends a request, shuts down and reads to the end is a client of the most ordinary kind. `Ok(0)`, EPOLLRDHUP and `at_eof` all speak of what comes in; of what goes out they say nothing.",
        chapter: "timeouts",
        example: "\
Ok(0) => { clients.remove(&token); }             // wrong: with answers still to be written
Ok(0) => client.has_ended = true,                // right: removed once nothing is owed",
        fits: last_word_is_good_bye,
    },
    Belief {
        id: ids::EACH_BYTE_IS_A_SIGN_OF_LIFE,
        title: "As long as bytes come, the other side is getting on.",
        truth: "A byte now and then keeps any read from timing out, for ever. What you wait for is a line: give the whole of it one deadline, and each read what is left of that.",
        why: "SO_RCVTIMEO (socket(7)) and Python's `settimeout` bound a single call, and a line takes as many calls as its sender likes. Attacks on web servers are made of this: a header that never ends (\"slowloris\").",
        chapter: "timeouts",
        example: "\
stream.set_read_timeout(Some(idle))?;            // wrong on its own: wound up by each byte
let deadline = Instant::now() + idle;            // right: once for the line, and
stream.set_read_timeout(Some(deadline - now))?;  // before each read what is left",
        fits: each_byte_is_a_sign_of_life,
    },
    Belief {
        id: ids::SILENCE_IS_AN_ERROR,
        title: "If nothing comes for long, the read fails by itself.",
        truth: "It waits as long as the connection stands, and a connection stands without a single packet. Whoever does not want to wait for ever has to say for how long.",
        why: "TCP sends nothing while there is nothing to say, so a peer that is silent and one whose machine has lost its power look alike. Keep-alives are off by default, and find out after two hours at the earliest (tcp(7), tcp_keepalive_time); against a peer that is alive and silent they never help.",
        chapter: "timeouts",
        example: "\
let n = stream.read(&mut buffer)?;               // wrong on its own: may wait for ever
stream.set_read_timeout(Some(limit))?;           // right: first say how long",
        fits: silence_is_an_error,
    },
    Belief {
        id: ids::TIME_OUT_IS_THE_END,
        title: "When a read has timed out, the connection is broken.",
        truth: "Nothing has happened to it: no byte has come, and that is all. The reply may come a moment later, and the next question can be asked on the same connection.",
        why: "A time-out is the caller's own, not the network's: the kernel gave up the wait, not the connection (socket(7), SO_RCVTIMEO). Whether to go on is for the program to decide, and here the contract says so.",
        chapter: "timeouts",
        example: "\
let reply = next_line()?;                        // wrong: a time-out ends the program
match next_line() { Err(e) if timed_out(&e) => … // right: say so, and go on",
        fits: time_out_is_the_end,
    },
    Belief {
        id: ids::TIME_OUT_IS_CALLED_TIMED_OUT,
        title: "A read that times out returns `TimedOut`.",
        truth: "On Linux and other Unixes it returns `WouldBlock`, on Windows `TimedOut`. Match both.",
        why: "A read with SO_RCVTIMEO that has waited in vain returns EAGAIN (socket(7)), the same number that a non-blocking socket returns at once, and std passes it on as it is: the documentation of `set_read_timeout` warns of it. `connect_timeout` and Python's `settimeout` wait in another way, and do say \"timed out\".",
        chapter: "timeouts",
        example: "\
Err(e) if e.kind() == ErrorKind::TimedOut => …   // wrong on Unix: never true for a read
Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => …   // right",
        fits: time_out_is_called_timed_out,
    },
    Belief {
        id: ids::CONNECT_GIVES_UP_IN_TIME,
        title: "If nobody lets me in, `connect` fails soon enough.",
        truth: "It fails at once where somebody says no. Where nobody says anything it tries for about two minutes: say how long you want to wait.",
        why: "A SYN that is not answered is sent again and again, at longer and longer intervals, for about two minutes by default (tcp(7), tcp_syn_retries). A full queue, a firewall that drops and a machine that is off all look like that.",
        chapter: "timeouts",
        example: "\
TcpStream::connect(address)?;                    // wrong on its own: two minutes
TcpStream::connect_timeout(&address, limit)?;    // right: for each address in turn",
        fits: connect_gives_up_in_time,
    },
    Belief {
        id: ids::EVERY_ERROR_HAS_A_NUMBER,
        title: "Every I/O error has the number of the system's.",
        truth: "Only those that a system call returned. When `connect_timeout` gives up, no call has failed: the error has the kind `TimedOut` and no number.",
        why: "std connects without blocking and waits with poll(2); that the wait is over is its own finding, and so the error is made by std (`raw_os_error()` is `None`). It is the same in Python: a `TimeoutError` of `settimeout` has no `errno`. Go by the kind.",
        chapter: "timeouts",
        example: "\
error.raw_os_error().unwrap()                    // wrong: None for a time-out of std's own
match error.kind() { ErrorKind::TimedOut => …    // right: every error has a kind",
        fits: every_error_has_a_number,
    },
];

pub fn late_answer_is_the_next(breach: &Breach) -> bool {
    let heard = breach.heard();
    let lines = heard.iter().filter(|byte| **byte == b'\n').count();
    awaited_output(breach)
        && matches!(breach.instead, Instead::Bytes { after: After::Open, .. })
        && lines == 1
        && heard.len() > 1
        && !heard.starts_with(b"read: ")
        && !breach.expected().starts_with(b"read: ")
}

pub fn last_word_is_good_bye(breach: &Breach) -> bool {
    match &breach.instead {
        Instead::Bytes { heard, after } => {
            awaited_bytes(breach) && *after != After::Open && breach.expected().starts_with(heard)
        }
        _ => false,
    }
}

pub fn each_byte_is_a_sign_of_life(breach: &Breach) -> bool {
    let drips = |cut: &stage::breach::Cut| {
        cut.pieces.len() > 1 && cut.pieces.iter().all(|piece| *piece == 1)
    };
    breach.cut.as_ref().is_some_and(drips)
        && matches!(breach.instead, Instead::Late { .. })
        && heard_nothing(breach)
}

pub fn silence_is_an_error(breach: &Breach) -> bool {
    waits_to_receive(breach) && heard_nothing(breach)
}

pub fn time_out_is_the_end(breach: &Breach) -> bool {
    (awaited_output(breach) || awaited_bytes(breach))
        && breach.exit.is_some()
        && !is_called_would_block(breach)
        && !matches!(breach.instead, Instead::Panic(_))
}

pub fn time_out_is_called_timed_out(breach: &Breach) -> bool {
    awaited_output(breach) && is_called_would_block(breach)
}

pub fn connect_gives_up_in_time(breach: &Breach) -> bool {
    match &breach.instead {
        Instead::Late { waits, .. } => {
            matches!(breach.awaited, Awaited::Exit { .. })
                && waits.iter().any(|wait| wait.call == "connect")
        }
        _ => false,
    }
}

pub fn every_error_has_a_number(breach: &Breach) -> bool {
    match &breach.awaited {
        Awaited::ErrorLine { words } => {
            words.as_bytes().ends_with(b"ETIMEDOUT") && !breach.stderr.is_empty()
        }
        Awaited::Exit { .. } => fell_over(breach) && !breach.stderr.is_empty(),
        _ => false,
    }
}

/// The program gave up, and said so in the words of EAGAIN.
fn is_called_would_block(breach: &Breach) -> bool {
    let gave_up = breach.exit.is_some_and(|exit| exit != Exit::Status(0));
    gave_up && speaks_of(breach, Says::Again)
}
