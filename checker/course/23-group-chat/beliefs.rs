//! Beliefs that lesson 23 meets first: a room full of people, of whom some leave without a word and
//! some do not listen.

use stage::breach::{Awaited, Breach, Frame, Instead, On};

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::ONE_FAILURE_ENDS_THE_BROADCAST,
        title: "When I cannot tell one of them, I have failed.",
        truth: "One member's broken connection is that member's end. The others are still waiting for the line: go on with the loop, and take the one who has gone out of the room.",
        why: "A `?` inside the loop leaves it at the first error, and all who stood behind that member in the list hear nothing. Which these are depends on the list's order, so for some it works for years.",
        chapter: "group-chat",
        example: "\
for member in &members { member.tell(&frame)?; }         // wrong: the rest hears nothing
members.retain(|member| member.tell(&frame).is_ok());    // right: to the end of the list",
        fits: one_failure_ends_the_broadcast,
    },
    Belief {
        id: ids::REMOVAL_LEAVES_THE_WALK_ALONE,
        title: "I may remove a member from the list while I walk over it.",
        truth: "Whatever stood behind it moves up by one place, and the walk goes on behind that: one member is passed over. Note who has gone, and remove them after the walk, or walk over a copy.",
        why: "A Python `for` counts its place in the list, and `remove` moves the rest of the list forward; with a dict or a set it raises RuntimeError (\"changed size during iteration\"). Java throws a ConcurrentModificationException. Rust's borrow checker refuses, and `retain` does it right. Only the one who stood next in the list misses a line, so it is rarely noticed.",
        chapter: "group-chat",
        example: "\
for member in members:
    if not tell(member): members.remove(member)      # wrong: the next one is passed over
for member in list(members):
    if not tell(member): members.remove(member)      # right: walks over a copy",
        fits: removal_leaves_the_walk_alone,
    },
    Belief {
        id: ids::LEAVING_TELLS_ITSELF,
        title: "Whoever leaves says so.",
        truth: "Some do, and all others just end: the stream, by a FIN or by a reset. All three are one event, a member has left, and it has to be told in one place that all of them come by.",
        why: "A client that crashes, or is closed with its window, sends no `quit`. Its kernel closes the socket, and your `read` returns 0, or an error (recv(2)). Nobody but you can tell the others.",
        chapter: "group-chat",
        example: "\
Some(Quit) => { room.leave(me); return }     // wrong on its own: `None` and `Err` leave, too
let ended = converse(&mut stream, room);
room.leave(me);                              // right: whatever `ended` is",
        fits: leaving_tells_itself,
    },
    Belief {
        id: ids::WHOEVER_NOTICES_TELLS,
        title: "Whoever notices that a member has gone tells the others.",
        truth: "Several parts of a program notice it: one reads `quit`, one reads the end, one fails to write. Only the first may tell. Take the member out of the list, and tell only if it was still there.",
        why: "A goodbye and the end of the stream behind it are two things that happen, and mean one. `HashMap::remove` returns whether there was anything to remove (in Python: `pop(name, None)`): asked under the lock, exactly one gets a yes.",
        chapter: "group-chat",
        example: "\
members.remove(&me); tell_all(Left(me));                     // wrong: each time
if members.remove(&me).is_some() { tell_all(Left(me)); }     // right: once",
        fits: whoever_notices_tells,
    },
    Belief {
        id: ids::INSERT_ONLY_ADDS,
        title: "`insert` adds a member to the map.",
        truth: "Where the key is there already, `insert` replaces what it led to. The old alice is still connected, and hears nothing any more. Look first, and insert under the same lock.",
        why: "`HashMap::insert` returns the old value and says nothing else; Python's `members[name] = member` does not even do that. `entry` (in Python: `setdefault`) tells the two cases apart in one step.",
        chapter: "group-chat",
        example: "\
members.insert(name, member);                    // wrong: whoever was there is lost
match members.entry(name) {                      // right
    Entry::Vacant(place) => { place.insert(member); }
    Entry::Occupied(_) => return Err(\"taken\"),
}",
        fits: insert_only_adds,
    },
    Belief {
        id: ids::EVERYBODY_READS,
        title: "Whoever is connected reads what I write.",
        truth: "A peer may stop reading, and keep its connection. When the buffers on the way are full, a `write` to it waits, and with it everything that the same thread had yet to do.",
        why: "TCP does not let a sender send more than the receiver has room for (RFC 9293, 3.8.6), and a blocking `write` waits for that room (send(2)). Give each member a queue with an end to it, and somebody who empties it: a full queue then is that member's trouble alone.",
        chapter: "group-chat",
        example: "\
for member in &members { member.stream.write_all(&frame)?; }     // wrong: as slow as the slowest
for member in &members { member.queue.try_send(frame.clone()); } // right: never waits",
        fits: everybody_reads,
    },
    Belief {
        id: ids::A_QUEUE_NEEDS_NO_END,
        title: "A queue takes as much as I put into it.",
        truth: "It does, until the memory is full. For a member who does not read, the queue grows with every line that anybody says. Put an end to it, and decide what happens there: here, the member is dropped.",
        why: "`mpsc::channel` and Tokio's `unbounded_channel` never refuse (in Python, a `Queue` without `maxsize`, a transport without `drain`). Somebody who stays connected and reads nothing costs no effort at all, and so your server's memory is theirs to fill.",
        chapter: "group-chat",
        example: "\
let (queue, frames) = mpsc::channel();               // wrong: grows as long as they do not read
let (queue, frames) = mpsc::sync_channel(256);       // right, with `try_send`: full is full",
        fits: a_queue_needs_no_end,
    },
    Belief {
        id: ids::A_TIME_NEEDS_NO_ZONE,
        title: "The clock on the wall says what time it is.",
        truth: "It says what time it is there. A time that goes to other machines has its offset from UTC in it: `Z` for none, or `+02:00`.",
        why: "RFC 3339 (section 4.4) allows no time without an offset, because the reader cannot make one up. Python's `datetime.now().isoformat()` has none; `datetime.now(timezone.utc)` has.",
        chapter: "group-chat",
        example: "\
datetime.now().isoformat()                   # wrong: noon, but whose?
datetime.now(timezone.utc).isoformat()       # right: …+00:00
jiff::Timestamp::now().to_string()           // right: …Z",
        fits: a_time_needs_no_zone,
    },
    Belief {
        id: ids::FIRST_I_SPEAK_THEN_THEY,
        title: "When I have said something, I listen.",
        truth: "In a chat nobody has the word. Others speak while you think, and you may type while they speak: somebody has to listen to both at any time.",
        why: "A thread waits in one call. While that is a read of the keyboard, nothing that arrives is printed. A second thread, or one call that waits for both (poll(2); Tokio's `select!`, asyncio's tasks), is what it takes.",
        chapter: "group-chat",
        example: "\
loop { let line = read_line()?; send(line)?; print(receive()?); }    // wrong: in turns
thread::spawn(move || says_what_is_typed(…));                        // right: both at once
prints_what_is_heard(…)",
        fits: first_i_speak_then_they,
    },
    Belief {
        id: ids::LISTENING_ENDS_THE_PROGRAM,
        title: "When the part that listens is done, the program is done.",
        truth: "A program ends when `main` returns, or by `exit`. As long as `main` waits for what is typed, the program waits for Enter, though there is nobody left to talk with.",
        why: "A thread that ends takes nobody with it, and a read of standard input can wait for ever (read(2)). Nor does it help to return from Tokio's `main`: its runtime waits for the thread that reads standard input (`tokio::io::stdin`). So the part that knows of the end stays on `main`, or calls `exit` or `shutdown_background`.",
        chapter: "group-chat",
        example: "\
thread::spawn(|| prints_what_is_heard(…));       // wrong way round: it ends, and `main` types on
says_what_is_typed(…)
thread::spawn(|| says_what_is_typed(…));
prints_what_is_heard(…)                          // right: `main` returns with the conversation",
        fits: listening_ends_the_program,
    },
];

/// Bob is the last in the room. If he has heard it all, the loop went on to its end.
pub fn one_failure_ends_the_broadcast(breach: &Breach) -> bool {
    missed_a_line(breach) && is_hearer(breach, "bob")
}

pub fn removal_leaves_the_walk_alone(breach: &Breach) -> bool {
    speaks_of(breach, Says::ChangedWhileIterating)
        || (missed_a_line(breach) && is_hearer(breach, "dave"))
}

pub fn leaving_tells_itself(breach: &Breach) -> bool {
    awaits_that_one_has_left(breach) && is_stuck(breach) && heard_nothing(breach)
}

pub fn whoever_notices_tells(breach: &Breach) -> bool {
    // Who has left, and hears of it, need not be told a second time: that is another mistake.
    let is_later =
        matches!(breach.awaited, Awaited::Silence { .. }) || awaits_a_line_of_alices(breach);
    is_later && told_in_json(breach, "left").is_some()
}

pub fn insert_only_adds(breach: &Breach) -> bool {
    frames(breach).contains(&Frame::Error) && told_in_json(breach, "joined").is_some()
}

pub fn everybody_reads(breach: &Breach) -> bool {
    let is_long = |frame: &Frame| matches!(frame, Frame::LongLine { bytes: 4000, .. });
    is_stuck(breach) && frames(breach).iter().any(is_long)
}

pub fn a_queue_needs_no_end(breach: &Breach) -> bool {
    awaits_that_one_has_left(breach) && heard_nothing(breach)
}

pub fn a_time_needs_no_zone(breach: &Breach) -> bool {
    let zones = ['Z', 'z', '+', '-'];
    told_in_json(breach, "at")
        .and_then(|at| at.as_str().map(str::to_owned))
        .is_some_and(|at| at.get(11..).is_some_and(|time| !time.contains(zones)))
}

pub fn first_i_speak_then_they(breach: &Breach) -> bool {
    // A program that waits for the network as well does listen; it may only not have shown it.
    // One that was told of news at its socket, and left it unread, does not.
    let is_deaf = |on: &On| matches!(on, On::Stdin | On::Edges { left: true });
    let listens = waits_of(breach).iter().any(|wait| !is_deaf(&wait.on));
    awaited_output(breach) && waits_for_standard_input(breach) && !listens && heard_nothing(breach)
}

pub fn listening_ends_the_program(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Exit { .. })
                && is_stuck(breach)
                && waits_for_standard_input(breach)
                // A program that goes on listening has not ended.
                && !waits_of(breach).iter().any(|wait| matches!(wait.on, On::Connection { .. }))
}

/// A line that alice heard was due, and the one that she heard last came in its place.
fn missed_a_line(breach: &Breach) -> bool {
    let is_a_line = |frame: &Frame| {
        use Frame::{LastLineAsForAlice, LineAsForAlice, SpeakerAsForAlice};
        matches!(frame, LineAsForAlice { .. } | SpeakerAsForAlice { .. } | LastLineAsForAlice)
    };
    frames(breach).iter().any(is_a_line)
        && told_in_json(breach, "from").is_some_and(|from| from == "alice")
}

fn is_hearer(breach: &Breach, name: &str) -> bool {
    matches!(&breach.awaited, Awaited::Described { hearer, .. } if hearer == name)
}

fn is_stuck(breach: &Breach) -> bool {
    matches!(breach.instead, Instead::Stuck { .. })
}
