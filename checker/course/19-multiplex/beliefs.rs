//! Beliefs that lesson 19 meets first: what an event says, what it does not say, and what a socket
//! does that never waits.

use stage::breach::{After, Awaited, Breach, Instead, Measure, On};

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::READABLE_MEANS_A_WHOLE_MESSAGE,
        title: "A socket that is readable has a whole message for me.",
        truth: "It has a byte, at least. Take what has come, write down how far this client is, and go back to the poll. The rest comes with another event, perhaps never.",
        why: "`poll` and `epoll_wait` say that a read would not wait, and one read only (poll(2), epoll(7)). `read_exact` makes as many as it takes: on a blocking socket the second one waits, and everybody else with it; on one that does not block it fails with `WouldBlock`, and what it had read by then is lost.",
        chapter: "multiplex",
        example: "\
read_frame(&mut client.stream)?;         // wrong: two of four header bytes, and all wait
match client.stream.read(&mut chunk) {   // right: what there is, into this client's inbox
    Ok(n) => client.inbox.extend(&chunk[..n]), …",
        fits: readable_means_a_whole_message,
    },
    Belief {
        id: ids::ONE_BUFFER_FOR_ALL,
        title: "What I read next goes on where I stopped.",
        truth: "Only what you read next *from the same client*. Each has a stream of its own, so each needs a buffer of its own for the frame that has begun.",
        why: "In lesson 09 one client was served at a time, and what was left over was always this client's. Here the next event is somebody else's, as a rule, and its bytes behind the half frame of another make one frame of two people's words.",
        chapter: "multiplex",
        example: "\
inbox.extend(&chunk[..n]);               // wrong: everybody's bytes in one row
clients[token].inbox.extend(&chunk[..n]);    // right: each behind its own",
        fits: one_buffer_for_all,
    },
    Belief {
        id: ids::NONBLOCKING_MEANS_ASKING_AGAIN,
        title: "A socket that does not block is asked again until it has something.",
        truth: "Ask the kernel to wake you: one call, `poll`, waits for all sockets at once, and takes no processor time while nothing happens. A loop around `WouldBlock` burns a whole processor to learn that there is nothing new.",
        why: "`WouldBlock` (EAGAIN, Python's BlockingIOError) says \"not now\". When \"now\" is, only the kernel knows, and epoll_wait(2), poll(2) and select(2) are how it tells. A time limit of 0 turns them into asking again as well, and a `sleep` in between makes it slow besides.",
        chapter: "multiplex",
        example: "\
Err(e) if e.kind() == WouldBlock => continue,    // wrong: again, and again, and again
poll.poll(&mut events, Some(Duration::ZERO))?;   // wrong: the same in other words
poll.poll(&mut events, None)?;                   // right: until something happens",
        fits: nonblocking_means_asking_again,
    },
    Belief {
        id: ids::WRITABLE_IS_NEWS,
        title: "That a socket can be written to is an event.",
        truth: "It is the ordinary state: a socket can be written to whenever its send buffer has room. Ask about it only while you have something to send that did not fit.",
        why: "select(2), poll(2) and epoll without EPOLLET report a state, each time they are asked, and \"there is room\" is true nearly always: the poll never waits again. (mio and EPOLLET report the change, once; there it costs nothing.) In Python's `selectors`, `modify` the interest when the queue fills, and again when it is empty.",
        chapter: "multiplex",
        example: "\
selector.register(conn, EVENT_READ | EVENT_WRITE)   # wrong, on its own: never rests
selector.modify(conn, EVENT_READ | EVENT_WRITE)     # right: while something is owed …
selector.modify(conn, EVENT_READ)                   # … and no longer",
        fits: writable_is_news,
    },
    Belief {
        id: ids::EVENTS_COME_AGAIN,
        title: "What I leave, I am told of again.",
        truth: "Not by mio: it tells you when a socket *becomes* readable, once. Read, and accept, until `WouldBlock`; whoever stops before has had the event, and gets no other for the rest.",
        why: "mio watches edges (EPOLLET, epoll(7); its documentation, \"Draining readiness\"). Ten clients at the door may be one event, a megabyte may be three. What is left without a new arrival is left for ever. A level-triggered poll (Python's `selectors`) does tell again.",
        chapter: "multiplex",
        example: "\
let (stream, _) = listener.accept()?;            // wrong on its own: the others stay outside
loop {
    match listener.accept() {                    // right: until nobody is left
        Err(e) if e.kind() == WouldBlock => break, …",
        fits: events_come_again,
    },
    Belief {
        id: ids::MANY_CLIENTS_TAKE_MANY_THREADS,
        title: "Whoever serves many clients at once needs many threads.",
        truth: "Not to wait for many: one thread can wait for thousands of sockets in one call. A thread for each costs a stack and two switches a message; what it buys is that each may stop half-way in a function.",
        why: "A server like this one hardly computes, it waits (I/O-bound). epoll_wait(2) hands out what is ready, and what each client has reached stands in a struct instead of on a stack. That is what `asyncio` and Tokio do under the hood. This lesson wants it by hand.",
        chapter: "multiplex",
        example: "\
thread::spawn(move || converse(stream));         // wrong here: lesson 16
clients.insert(token, Client::new(stream));      // right: one struct each, one thread for all",
        fits: many_clients_take_many_threads,
    },
    Belief {
        id: ids::ONLY_READING_WAITS,
        title: "Reading may wait. Writing does not.",
        truth: "Writing waits as well, as soon as the client does not read: its kernel's buffer fills, then yours, and then `write` waits for a stranger. Set each accepted socket to non-blocking, and keep what did not fit.",
        why: "TCP's window closes when the receiver does not read (RFC 9293, 3.8.6), and a blocking send(2) waits for room. One thread that waits there serves nobody. An accepted socket does not inherit \"non-blocking\" from its listener on Linux (accept(2)).",
        chapter: "multiplex",
        example: "\
stream.write_all(&answer)?;              // wrong on a blocking socket: waits for carol
stream.set_nonblocking(true)?;           // right: takes what fits, and says so …
client.owed.extend(&answer[taken..]);    // … and the rest has to wait, not you",
        fits: only_reading_waits,
    },
    Belief {
        id: ids::WOULD_BLOCK_IS_AN_ERROR,
        title: "`WouldBlock` is an error like any other.",
        truth: "It says \"not now\": there is no room to send, or nothing to receive, at this moment. Nothing is lost and nothing is broken. Keep what you could not send, and go back to the poll.",
        why: "A socket that does not block has no other way to say that it would have to wait (EAGAIN, send(2) and recv(2); Python's BlockingIOError). A client that reads slowly fills its buffers every day. A loop that sends \"until all has gone\" meets EAGAIN on its second turn, and `write_all` and Python's `sendall` are such loops: they fail, and do not say how much they had sent.",
        chapter: "multiplex",
        example: "\
let n = stream.write(&answer)?;                  // wrong: WouldBlock, and the connection is gone
stream.write_all(&answer)?;                      // wrong: the same, one turn later
match stream.write(&answer) {                    // right
    Err(e) if e.kind() == WouldBlock => break,   // later: the poll says when
    Ok(n) => owed.drain(..n), …",
        fits: would_block_is_an_error,
    },
    Belief {
        id: ids::WRITE_ALL_SENDS_ALL,
        title: "`write_all` sends all, whatever the socket.",
        truth: "On a socket that does not block it fails with `WouldBlock` as soon as there is no room, and does not say how much it had sent. Use `write`, and keep the rest for later.",
        why: "`write_all` is a loop around `write`, and ends at the first error that is not `Interrupted` (std's `Write::write_all`; Python's `sendall` on such a socket raises BlockingIOError in the same way). \"No room at the moment\" is such an error, and no reason to hang up.",
        chapter: "multiplex",
        example: "\
stream.write_all(&answer)?;              // wrong: WouldBlock, and the connection is gone
match stream.write(&answer) {            // right: so many have gone, the others are owed
    Ok(n) => owed.extend(&answer[n..]), …",
        fits: write_all_sends_all,
    },
    Belief {
        id: ids::THE_REST_GOES_WITH_THE_NEXT,
        title: "What did not fit goes out with the next answer.",
        truth: "There may be no next one: the client waits for this answer before it asks again. Have the poll tell you when there is room, and go on then.",
        why: "A client that says nothing causes no readable event, however much it is owed. That there is room again is an event of its own: EPOLLOUT, mio's `Interest::WRITABLE`, Python's `EVENT_WRITE`.",
        chapter: "multiplex",
        example: "\
registry.register(stream, token, Interest::READABLE)?;    // wrong on its own
registry.register(stream, token, Interest::READABLE | Interest::WRITABLE)?;   // right",
        fits: the_rest_goes_with_the_next,
    },
    Belief {
        id: ids::A_QUEUE_HAS_ROOM_FOR_ALL,
        title: "What a client has not taken yet, I keep for it, however much it is.",
        truth: "Then anybody who asks and does not read takes your memory. When a client is owed enough, stop reading from it: its requests wait in the kernels, then in its own `write`. TCP has a brake, and you are the one to use it.",
        why: "Bytes that you do not read fill your receive buffer, the window goes to 0, and the sender waits (RFC 9293, 3.8.6). Without a bound a queue only moves the problem: whoever produces faster than another consumes fills it. asyncio's `drain()` and Tokio's `write_all().await` wait for this reason.",
        chapter: "multiplex",
        example: "\
client.owed.extend(&answer);                     // wrong, on its own: without end
if client.owed.len() < ENOUGH { read_more() }    // right: no new questions before that",
        fits: a_queue_has_room_for_all,
    },
    Belief {
        id: ids::THE_END_OF_HEARING_IS_THE_END,
        title: "When a client's end has come, I am done with it.",
        truth: "Its end says that it will not *speak* any more. What it said before may still lie unread, what it is owed may still be unsent, and it listens. Read to the end, answer, send it all, and close then.",
        why: "A FIN closes one direction (RFC 9293, 3.6), and can come in the same segment as the last bytes: the event then says \"readable\" and \"read side closed\" (EPOLLRDHUP, EPOLLHUP) at once. `is_read_closed()` is about what comes after those bytes.",
        chapter: "multiplex",
        example: "\
if event.is_read_closed() { remove(client); }            // wrong: with its last question
Ok(0) => client.has_ended = true,                        // right: noted …
if client.has_ended && client.owed.is_empty() { remove(client) }    // … and closed in time",
        fits: the_end_of_hearing_is_the_end,
    },
    Belief {
        id: ids::A_FAILED_ACCEPT_IS_OVER,
        title: "When `accept` has failed, the matter is closed.",
        truth: "The client still stands in the queue, so the listening socket is still readable, and a loop that goes straight back asks again at once, for ever. Stop watching the door until there is room again: when somebody leaves, or after a moment.",
        why: "accept(2) that fails with EMFILE or ENFILE takes nobody out of the queue. A level-triggered poll reports that queue at once, each time. (An edge-triggered one does not: there the client is forgotten.)",
        chapter: "multiplex",
        example: "\
except OSError: continue                         # wrong: the same again, at full speed
except OSError: selector.unregister(listener)    # right: … and register it when one has left",
        fits: a_failed_accept_is_over,
    },
];

pub fn readable_means_a_whole_message(breach: &Breach) -> bool {
    mixes_or_lacks(breach)
}

pub fn one_buffer_for_all(breach: &Breach) -> bool {
    mixes_or_lacks(breach) && !waits_for_one(breach)
}

pub fn nonblocking_means_asking_again(breach: &Breach) -> bool {
    spins(breach) || naps(breach)
}

pub fn writable_is_news(breach: &Breach) -> bool {
    spins(breach)
}

pub fn events_come_again(breach: &Breach) -> bool {
    let owes = awaited_bytes(breach) || matches!(breach.awaited, Awaited::Accepting { .. });
    let first = first_frame(breach.expected()).map(|(length, _)| 4 + length);
    let is_nothing_or_some = heard_nothing(breach) || first < Some(breach.heard().len());
    told_once(breach) && is_nothing_or_some && owes
}

pub fn many_clients_take_many_threads(breach: &Breach) -> bool {
    // One for the door and one for all the clients is another idea.
    matches!(breach.awaited, Awaited::AtMost { measure: Measure::ThreadsThatServe, .. })
        && matches!(breach.instead, Instead::Fact(told) if told > 1)
}

pub fn only_reading_waits(breach: &Breach) -> bool {
    let writes = |call: &str| call.starts_with("send") || call.starts_with("write");
    waits_of(breach).iter().any(|wait| writes(&wait.call))
}

pub fn would_block_is_an_error(breach: &Breach) -> bool {
    ended_at_would_block(breach)
}

/// From outside, `write_all` looks like any other loop that ends at EAGAIN. Only a traceback
/// tells which call it was.
pub fn write_all_sends_all(breach: &Breach) -> bool {
    ended_at_would_block(breach) && speaks_of(breach, Says::AtSendAll)
}

pub fn a_queue_has_room_for_all(breach: &Breach) -> bool {
    let measure = Measure::MebibytesReadUnanswered;
    matches!(&breach.awaited, Awaited::AtMost { measure: one, .. } if *one == measure)
}

pub fn the_end_of_hearing_is_the_end(breach: &Breach) -> bool {
    awaited_bytes(breach)
        && matches!(breach.instead, Instead::Bytes { after: After::End | After::Reset, .. })
        && breach.expected().starts_with(breach.heard())
}

pub fn a_failed_accept_is_over(breach: &Breach) -> bool {
    spins(breach)
}

/// Something else came than the answer that was awaited, or nothing, and not because somebody was
/// forgotten at the door.
fn mixes_or_lacks(breach: &Breach) -> bool {
    awaited_bytes(breach)
        && !matches!(breach.instead, Instead::Spins { .. } | Instead::Panic(_))
        && (breach.queued.is_empty() || waits_for_one(breach))
}

/// It waits for one client, and so for none of the others.
fn waits_for_one(breach: &Breach) -> bool {
    waits_of(breach).iter().any(|wait| matches!(wait.on, On::Connection { .. }))
}

/// It waits for events of sockets that are told of once. Where somebody is still at the door, that
/// must be one of them: a door which is not watched at all has been forgotten in another way.
fn told_once(breach: &Breach) -> bool {
    let is_outside = match &breach.awaited {
        Awaited::Bytes { hearer, .. } | Awaited::Described { hearer, .. } => {
            breach.queued.contains(hearer)
        }
        _ => true,
    };
    let tells = |on: &On| matches!(on, On::Edges { left } if *left || !is_outside);
    waits_of(breach).iter().any(|wait| tells(&wait.on))
}

/// A part of what was awaited came, and then the program gave up in the words of EAGAIN.
fn ended_at_would_block(breach: &Breach) -> bool {
    let is_over = matches!(
        breach.instead,
        Instead::Bytes { after: After::End | After::Reset, .. }
            | Instead::Ended(_)
            | Instead::Panic(_)
    );
    awaited_bytes(breach)
        && !heard_nothing(breach)
        && is_over
        && speaks_of(breach, Says::WouldBlock)
}

fn spins(breach: &Breach) -> bool {
    matches!(breach.instead, Instead::Spins { .. })
}

/// It looks now and then, and sleeps in between.
fn naps(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::AtLeast { measure: Measure::CallsThatWait, .. })
}

/// A beginning of what was awaited came, and the program waits for an event.
pub fn the_rest_goes_with_the_next(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    waits_for_events(breach)
        && awaited_bytes(breach)
        && !heard.is_empty()
        && expected.starts_with(heard)
}
