//! Beliefs that lesson 15 meets first: what is lost, what comes twice, and what comes too late.

use stage::breach::{Awaited, Breach, Instead, Measure, Shape};

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::WHAT_IS_SENT_ARRIVES,
        title: "What I send arrives, and so does the answer.",
        truth: "A datagram may be lost on its way, and so may the answer to it. Nobody tells you: wait for so long, and then ask again.",
        why: "UDP hands a packet to the network, which drops it where a queue is full or a checksum wrong, without a word (RFC 768, RFC 8085). TCP sends again for you; here you are the one who does. A receive without a time limit waits for a reply that nobody will send.",
        chapter: "retry",
        example: "\
let n = socket.recv(&mut buffer)?;                   // wrong on its own: for ever
socket.set_read_timeout(Some(patience))?;
match socket.recv(&mut buffer) {                     // right: WouldBlock, TimedOut: send again
    …
}",
        fits: what_is_sent_arrives,
    },
    Belief {
        id: ids::EACH_TRY_IS_A_NEW_REQUEST,
        title: "What I send again is a new request.",
        truth: "It is the same request, so it must look the same, id and all. Under a new id the server acts a second time, although the first try may have arrived.",
        why: "You do not know whether the request was lost or its reply. Only the same id lets the server tell a second try from a second wish, and lets you take a late reply to the first try for what it is.",
        chapter: "retry",
        example: "\
for _ in 0..tries {
    id += 1;                             // wrong: in here
    socket.send(&request(id, line))?;
}
id += 1;                                 // right: once for each line
let request = request(id, line);",
        fits: each_try_is_a_new_request,
    },
    Belief {
        id: ids::ANY_REPLY_IS_THE_REPLY,
        title: "The next thing that arrives is the reply to what I asked last.",
        truth: "It may be the reply to something older: one that came twice, or late. Look at its id, and wait on if it is not yours.",
        why: "Whoever asks twice may be answered twice, and a datagram may be doubled or overtaken on its way (RFC 8085, 3.3). From then on every reply is taken for the one to the next question: all of them are wrong, and none looks wrong.",
        chapter: "retry",
        example: "\
let n = socket.recv(&mut buffer)?;       // wrong on its own: the reply to what?
if buffer[..4] != id { continue; }       // right: not mine, so wait on",
        fits: any_reply_is_the_reply,
    },
    Belief {
        id: ids::ONE_ID_IS_ENOUGH,
        title: "The id says who I am.",
        truth: "It says which request it is. Under the same id the next line is the same request again, and has been answered already.",
        why: "Who asked is told by the sender's address. A server that acts once for each id does nothing for the second line, and answers with the first one's reply.",
        chapter: "retry",
        example: "\
let id = std::process::id();             // wrong: the same for each line
id = id.wrapping_add(1);                 // right: before each line",
        fits: one_id_is_enough,
    },
    Belief {
        id: ids::THE_SAME_PACE_WILL_DO,
        title: "If there is no answer, I ask again at the same pace.",
        truth: "Wait longer each time, twice as long is customary. If it was not lost but slow, more of the same makes it slower.",
        why: "A reply that does not come may mean that a queue somewhere is full, and each further request goes into that queue. If all clients back off, it empties; if all go on at the same pace, nobody gets through (congestion collapse; RFC 8085, 3.1; TCP doubles its timer for the same reason: RFC 6298, 5.5).",
        chapter: "retry",
        example: "\
socket.set_read_timeout(Some(timeout))?;     // wrong on its own: each time the same
patience *= 2;                               // right: after each try",
        fits: the_same_pace_will_do,
    },
    Belief {
        id: ids::SOMEBODY_WILL_ANSWER,
        title: "If I ask often enough, somebody will answer.",
        truth: "Perhaps nobody is there. After some tries, say so: whoever uses your program can do something about it, and your program cannot.",
        why: "A request without an end looks like a program that hangs, to a person and to a script alike. Seven tries, each twice as patient as the one before, are two minutes at one second: by then it is not the network.",
        chapter: "retry",
        example: "\
loop { … }                               // wrong: for ever
for _ in 0..=6 { … }                     // right: seven tries,
Err(ErrorKind::TimedOut.into())          //   and then an error",
        fits: somebody_will_answer,
    },
    Belief {
        id: ids::EACH_ARRIVAL_IS_A_REQUEST,
        title: "Each datagram that arrives is a new request.",
        truth: "It may be one that you have acted on. Remember what you did for whom, and do not do it again.",
        why: "A client that got no answer asks again, and cannot know whether its request was lost or your reply. Acting again would book the same order twice. Remembering the ids makes it happen at most once, however often the request arrives.",
        chapter: "retry",
        example: "\
count += 1;                              // wrong on its own: for each arrival
let count = *known.entry((sender, id)).or_insert_with(|| {
    acts += 1;                           // right: for each new one
    acts
});",
        fits: each_arrival_is_a_request,
    },
    Belief {
        id: ids::ANSWERED_IS_DONE,
        title: "What I have answered is done with.",
        truth: "That you sent an answer does not mean that it arrived. A request that comes again is asking for it: answer again, without acting again.",
        why: "If your reply is lost and you ignore what comes next, the client tries until it gives up, and believes that nothing was done. At most one act and at least one answer: for that, the answer must be repeatable.",
        chapter: "retry",
        example: "\
if known.contains(&(sender, id)) { continue; }       // wrong: it never heard you
let reply = known[&(sender, id)].clone();            // right: the same again
socket.send_to(&reply, sender)?;",
        fits: answered_is_done,
    },
    Belief {
        id: ids::ONLY_THE_NEWEST_COMES_AGAIN,
        title: "Only a client's newest request can come again.",
        truth: "An older one can, too: a copy of it may have been on its way all the time. Remember more than the last id.",
        why: "Datagrams overtake each other (RFC 8085, 3.3). A client that tried twice, was answered, and went on has a second copy of the old request somewhere in the network. It arrives when it arrives, after newer ones perhaps.",
        chapter: "retry",
        example: "\
last.insert(sender, id);                 // wrong: forgets the one before
known.insert((sender, id), count);       // right: remembers both, and many more",
        fits: only_the_newest_comes_again,
    },
    Belief {
        id: ids::ID_ALONE_TELLS_THE_REQUEST,
        title: "Two requests with the same id are the same.",
        truth: "Two clients may choose the same id, and know nothing of each other. Sender and id together say which request it is.",
        why: "Each client counts its own requests, and many begin with the same number. Whoever goes by the id alone hands one client what he did for another one, and does nothing for the second.",
        chapter: "retry",
        example: "\
known.get(&id)                           // wrong: whose?
known.get(&(sender, id))                 // right",
        fits: id_alone_tells_the_request,
    },
    Belief {
        id: ids::WHAT_COMES_IS_WELL_FORMED,
        title: "What arrives has the form that was agreed on.",
        truth: "Anybody can send anything to your port, and by accident as well. Look whether it is long enough before you take it apart, and pass over what is not.",
        why: "Slicing four bytes out of three is a panic in Rust and a `struct.error` in Python. So one datagram of one byte, from anybody, with a forged sender even, ends your program. On a stream it would have been one bad client's connection; here it is everybody's socket.",
        chapter: "retry",
        example: "\
let id = &message[..4];                              // wrong: panics if there are three
let Some((id, payload)) = message.split_first_chunk::<4>() else { continue };   // right",
        fits: what_comes_is_well_formed,
    },
];

pub fn what_is_sent_arrives(breach: &Breach) -> bool {
    // One that waits for a clock may well ask again, later than it was told.
    let waits_or_ends = matches!(breach.instead, Instead::Stuck { .. } | Instead::Ended(_));
    awaited_bytes(breach) && heard_nothing(breach) && waits_or_ends
}

pub fn each_try_is_a_new_request(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    matches!(breach.awaited, Awaited::Datagram { .. })
        && heard.len() == expected.len()
        && heard.get(..4) != expected.get(..4)
        && heard.get(4..) == expected.get(4..)
}

pub fn any_reply_is_the_reply(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::NoOutput | Awaited::Output { .. })
        && matches!(breach.instead, Instead::Bytes { .. })
        && !heard_nothing(breach)
}

pub fn one_id_is_enough(breach: &Breach) -> bool {
    shape(breach) == Some(&Shape::RequestWithNewId)
        && matches!(breach.instead, Instead::Datagram { .. })
}

/// Six equal waits are less than a tenth of six that are doubled. A client that waits longer each time,
/// but not twice as long, or begins with less, has waited for a third at least.
pub fn the_same_pace_will_do(breach: &Breach) -> bool {
    match (&breach.awaited, &breach.instead) {
        (Awaited::AtLeast { measure, least }, Instead::Fact(told)) => {
            *measure == Measure::MillisecondsToTry { number: 7 } && told * 3 < *least
        }
        _ => false,
    }
}

pub fn somebody_will_answer(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Silence { .. })
        && matches!(breach.instead, Instead::Datagram { .. })
}

pub fn each_arrival_is_a_request(breach: &Breach) -> bool {
    count_is(breach, |expected, heard| heard > expected)
}

pub fn answered_is_done(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Datagram { .. })
        && waits_to_receive(breach)
        && heard_nothing(breach)
}

pub fn only_the_newest_comes_again(breach: &Breach) -> bool {
    count_is(breach, |expected, heard| heard > expected)
}

pub fn id_alone_tells_the_request(breach: &Breach) -> bool {
    let is_anothers =
        |heard: &[u8]| heard.len() >= 8 && heard.get(..4) == breach.expected().get(..4);
    count_is(breach, |expected, heard| heard < expected)
        || (matches!(breach.instead, Instead::Datagram { .. }) && is_anothers(breach.heard()))
}

pub fn what_comes_is_well_formed(breach: &Breach) -> bool {
    speaks_of(breach, Says::OutOfRange) && fell_over(breach)
}

/// The reply came as awaited, but for its count: what was awaited, and what came.
fn count_is(breach: &Breach, fits: impl FnOnce(u32, u32) -> bool) -> bool {
    let parts = |reply: &[u8]| {
        let (id, rest) = reply.split_first_chunk::<4>()?;
        let (count, payload) = rest.split_first_chunk::<4>()?;
        Some((*id, u32::from_be_bytes(*count), payload.to_vec()))
    };
    let (Some(expected), Some(heard)) = (parts(breach.expected()), parts(breach.heard())) else {
        return false;
    };
    matches!(breach.awaited, Awaited::Datagram { .. })
        && (expected.0, &expected.2) == (heard.0, &heard.2)
        && fits(expected.1, heard.1)
}
