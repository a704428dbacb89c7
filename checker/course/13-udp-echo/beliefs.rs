//! Beliefs that lesson 13 meets first: what a datagram is, whose it is, and how long.

use stage::breach::{Awaited, Breach, Instead};

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::EMPTY_DATAGRAM_IS_THE_END,
        title: "A receive of zero bytes means that the other side is done.",
        truth: "It means that a datagram of zero bytes came. Datagrams have no stream behind them, so there is no end that could be told.",
        why: "On a stream, 0 is how recv(2) tells the end. On a datagram socket it is a length like any other: zero-length datagrams are permitted, and arrive as such (recv(2); RFC 768: the length counts the eight bytes of the header, and may be 8).",
        chapter: "udp-echo",
        example: "\
let (n, sender) = socket.recv_from(&mut buffer)?;
if n == 0 { break; }                     // wrong: the habit of streams
socket.send_to(&buffer[..n], sender)?;   // right: no length is special",
        fits: empty_datagram_is_the_end,
    },
    Belief {
        id: ids::EMPTY_DATAGRAM_IS_NO_MESSAGE,
        title: "A datagram without bytes is no message.",
        truth: "It is one: it crosses the network, it arrives, and whoever sent it waits for its answer. What was asked with nothing is answered, here with nothing.",
        why: "Zero bytes added to a stream leave it as it was, so lesson 02 sent no empty lines. A datagram has a header of its own, and with it a packet goes out, be the rest empty (RFC 768). If your code does send it, look at the call: asyncio's `transport.sendto` drops an empty datagram in Python 3.11, and writev(2) of nothing sends no packet.",
        chapter: "udp-echo",
        example: "\
if line.is_empty() { continue; }         // wrong: right in lesson 02
socket.send(&line)?;                     // right: sends one packet, always",
        fits: empty_datagram_is_no_message,
    },
    Belief {
        id: ids::REST_COMES_WITH_THE_NEXT_RECEIVE,
        title: "What does not fit into my buffer comes with the next receive.",
        truth: "What does not fit into the buffer is thrown away by the kernel, there and then. The next receive brings the next datagram, or waits for one.",
        why: "A receive takes a whole datagram out of the queue, and as much of it as fits (udp(7): when it is bigger, the packet is truncated). So offer room for the longest that may come: 65,507 bytes, if nothing else was agreed on.",
        chapter: "udp-echo",
        example: "\
let mut buffer = [0; 1024];              // wrong: the rest of 2,000 bytes is gone
let mut buffer = [0; 65_507];            // right: any datagram has room",
        fits: rest_comes_with_the_next_receive,
    },
    Belief {
        id: ids::FIRST_SENDER_IS_THE_CLIENT,
        title: "Whoever wrote first is my client.",
        truth: "A datagram socket has no client. Each datagram may be from somebody else, and `recv_from` says from whom.",
        why: "`accept` gave you a socket for each client, and the kernel kept them apart. Here all clients write to one socket. Who calls `connect` on it has the kernel throw away what comes from anybody else (connect(2)): right for a client, and the end of a server.",
        chapter: "udp-echo",
        example: "\
socket.connect(sender)?;                 // wrong in a server: deaf to all others
let (n, sender) = socket.recv_from(&mut buffer)?;
socket.send_to(&buffer[..n], sender)?;   // right: each time to its own sender",
        fits: first_sender_is_the_client,
    },
    Belief {
        id: ids::ANY_SOCKET_MAY_ANSWER,
        title: "An answer is an answer, whichever socket it leaves from.",
        truth: "An answer comes from the address that was asked, or it is a stranger's. Send it through the socket that received the question.",
        why: "A datagram carries the address of the socket that it left from (RFC 768, source port), and nothing else tells an answer from other people's mail. Clients that are connected, firewalls and NAT boxes let no other in (RFC 4787).",
        chapter: "udp-echo",
        example: "\
UdpSocket::bind(\"0.0.0.0:0\")?.send_to(&answer, sender)?;   // wrong: from a port nobody knows
socket.send_to(&answer, sender)?;                          // right: from the one that was asked",
        fits: any_socket_may_answer,
    },
    Belief {
        id: ids::WHATEVER_ARRIVES_IS_THE_REPLY,
        title: "What arrives at my socket is the server's reply.",
        truth: "Anybody who knows your port, or guesses it, can send to it. Look at where a datagram came from, or have the kernel do so: `connect`.",
        why: "There is no handshake that would have tied the socket to the server. `connect` sends no packet, but from then on the kernel hands out nothing from anybody else (connect(2)). Even then a sender's address can be forged on a network that lets it: that is why DNS numbers its questions (RFC 5452).",
        chapter: "udp-echo",
        example: "\
let (n, _) = socket.recv_from(&mut buffer)?;   // wrong: from whom?
socket.connect(server)?;
let n = socket.recv(&mut buffer)?;             // right: from the server",
        fits: whatever_arrives_is_the_reply,
    },
    Belief {
        id: ids::DATAGRAMS_NEVER_FAIL,
        title: "Without a connection, nothing can be refused.",
        truth: "Where nobody has that port, the other machine may say so, and a connected socket hears it: as an error of its next call.",
        why: "A host that has no such port answers with an ICMP message, \"port unreachable\" (RFC 1122, 4.1.3.1). Linux hands it to a UDP socket that is connected as ECONNREFUSED, at its next send or receive. It may not come, too: then you wait.",
        chapter: "udp-echo",
        example: "\
let n = socket.recv(&mut buffer).unwrap();   // wrong: ConnectionRefused, and a panic
let n = socket.recv(&mut buffer)?;           // right: an error like any other",
        fits: datagrams_never_fail,
    },
];

pub fn empty_datagram_is_the_end(breach: &Breach) -> bool {
    breach.exit.is_some()
        && heard_nothing(breach)
        && (awaited_bytes(breach) || awaited_output(breach))
}

pub fn empty_datagram_is_no_message(breach: &Breach) -> bool {
    matches!(breach.instead, Instead::Stuck { .. }) && heard_nothing(breach)
}

pub fn rest_comes_with_the_next_receive(breach: &Breach) -> bool {
    is_cut_short(breach) || waits_for_a_rest(breach) || shows_a_rest(breach)
}

pub fn first_sender_is_the_client(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Datagram { .. } | Awaited::Output { .. })
        && matches!(breach.instead, Instead::Stuck { .. } | Instead::Ended(_))
        && heard_nothing(breach)
}

pub fn any_socket_may_answer(breach: &Breach) -> bool {
    match &breach.instead {
        Instead::Datagram { heard, from } => from.is_some() && heard == breach.expected(),
        _ => false,
    }
}

pub fn whatever_arrives_is_the_reply(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::NoOutput | Awaited::Output { .. })
                && matches!(breach.instead, Instead::Bytes { .. })
                && !heard_nothing(breach)
                // A beginning of the reply is from nobody else.
                && !printed_only_a_beginning(breach)
}

pub fn datagrams_never_fail(breach: &Breach) -> bool {
    fell_over(breach) && speaks_of(breach, Says::Refused)
}

/// A beginning of the datagram that was awaited came, or was printed, and nothing of the rest.
fn is_cut_short(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let came = matches!(breach.instead, Instead::Datagram { from: None, .. });
    (came && !heard.is_empty() && heard.len() < expected.len() && expected.starts_with(heard))
        || printed_only_a_beginning(breach)
}

/// Nothing came of what was awaited, since the program waits for another datagram.
fn waits_for_a_rest(breach: &Breach) -> bool {
    (awaited_bytes(breach) || awaited_output(breach))
        && waits_to_receive(breach)
        && heard_nothing(breach)
}

/// A line of what one receive brought was awaited (lesson 14), and it shows the rest of another
/// datagram, or more than came.
fn shows_a_rest(breach: &Breach) -> bool {
    let (Some((number, brought)), Some((same, shown))) =
        (numbered(breach.expected()), numbered(breach.heard()))
    else {
        return false;
    };
    let cut = b" (cut from ";
    let is_cut = |line: &[u8]| line.windows(cut.len()).any(|window| window == cut);
    let is_longer = shown.starts_with(brought) && !is_cut(shown);
    let is_another = !shown.starts_with(&brought[..brought.len().min(1)]);
    awaited_output(breach) && number == same && !is_cut(brought) && (is_longer || is_another)
}

/// `info_2` and what stands behind its colon, in the first line of these bytes.
fn numbered(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = bytes.split(|byte| *byte == b'\n').next()?;
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (number, rest) = line.split_at(colon);
    number.starts_with(b"info_").then_some((number, rest.get(2..).unwrap_or_default()))
}
