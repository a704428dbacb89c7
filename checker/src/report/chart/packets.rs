//! Reads only as much of each packet as a picture needs: addresses, length of the payload, and TCP flags
//! (RFC 9293, 3.1).

use std::net::{IpAddr, SocketAddr};

use etherparse::{NetSlice, SlicedPacket, TransportSlice};
use stage::echo;
use stage::trace::{Link, Packet, Trace, What};

use super::{Column, Label, Row, Step, Stroke, Tone};
use crate::report::text::count;

/// A TCP segment, or a datagram of UDP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub from: SocketAddr,
    pub to: SocketAddr,
    /// The flags that are set, of `SYN`, `FIN`, `RST`, `PSH`, `ACK`, in this order. Empty for a
    /// datagram.
    pub flags: Vec<&'static str>,
    /// The sequence number of the first byte of payload.
    pub sequence: u32,
    /// The number of bytes of payload.
    pub length: usize,
}

/// The segment or datagram in this packet; `None` if it is neither TCP nor UDP.
pub fn read(packet: &Packet) -> Option<Segment> {
    let sliced = SlicedPacket::from_ip(&packet.bytes).ok()?;
    let (from, to): (IpAddr, IpAddr) = match sliced.net? {
        NetSlice::Ipv4(ip) => {
            (ip.header().source_addr().into(), ip.header().destination_addr().into())
        }
        NetSlice::Ipv6(ip) => {
            (ip.header().source_addr().into(), ip.header().destination_addr().into())
        }
        NetSlice::Arp(_) => return None,
    };
    let address = |ip: IpAddr, port| SocketAddr::new(ip.to_canonical(), port);
    match sliced.transport? {
        TransportSlice::Tcp(tcp) => {
            let set = [
                (tcp.syn(), "SYN"),
                (tcp.fin(), "FIN"),
                (tcp.rst(), "RST"),
                (tcp.psh(), "PSH"),
                (tcp.ack(), "ACK"),
            ];
            Some(Segment {
                from: address(from, tcp.source_port()),
                to: address(to, tcp.destination_port()),
                flags: set
                    .into_iter()
                    .filter(|(is_set, _)| *is_set)
                    .map(|(_, name)| name)
                    .collect(),
                sequence: tcp.sequence_number(),
                length: tcp.payload().len(),
            })
        }
        TransportSlice::Udp(udp) => Some(Segment {
            from: address(from, udp.source_port()),
            to: address(to, udp.destination_port()),
            flags: Vec::new(),
            sequence: 0,
            length: udp.payload().len(),
        }),
        _ => None,
    }
}

/// The lines of a picture that shows a case packet by packet: handshakes, payload, ends and resets.
/// Pure acknowledgements are left out, except for the third step of a handshake.
pub fn rows(trace: &Trace, columns: &[Column]) -> Vec<Row> {
    let Some(packets) = &trace.packets else { return Vec::new() };
    let at = |name: &str| columns.iter().position(|column| column.name == name);
    let mut in_handshake: Vec<(SocketAddr, SocketAddr)> = Vec::new();
    let mut rows = Vec::new();
    for packet in &packets.seen {
        let Some(segment) = read(packet) else {
            rows.extend(icmp(trace, packet, &at));
            continue;
        };
        let is = |flag: &str| segment.flags.contains(&flag);
        let way = (segment.from, segment.to);
        let is_third_step = in_handshake.contains(&way) && !is("SYN");
        if is("SYN") && !is("ACK") {
            in_handshake.push(way);
        } else if is_third_step {
            in_handshake.retain(|other| *other != way);
        }
        let tells = is_third_step || is("SYN") || is("FIN") || is("RST") || segment.length > 0;
        let Some((peer, program)) = ends(trace, way) else {
            rows.extend(refusal(columns, &segment));
            continue;
        };
        let (Some(from), Some(to), true) = (at(peer), at(program), tells) else { continue };
        let stroke = match () {
            () if is("RST") => Stroke::Broken,
            () if segment.length > 0 || segment.flags.is_empty() => Stroke::Bytes,
            () => Stroke::Signal,
        };
        rows.push(Row::Arrow { from, to, stroke, label: Label::words(words(&segment)) });
    }
    rows
}

/// The line for a client's SYN whose connection no peer accepts, or for the RST that refuses it.
fn refusal(columns: &[Column], segment: &Segment) -> Option<Row> {
    let at = columns.iter().position(|column| column.name == "client")?;
    let (words, tone) = match segment.flags[..] {
        ["SYN"] => (format!("SYN to {}", segment.to), Tone::Kernel),
        ["RST", ..] => (format!("RST from {}", segment.from), Tone::Failure),
        _ => return None,
    };
    Some(Row::Note { at, tone, label: Label::words(words) })
}

/// The text of such a line: `alice → server: SYN`. A packet shows neither reads nor buffers.
pub fn step(row: &Row, columns: &[Column]) -> Step {
    match row {
        Row::Arrow { from, to, label, .. } => {
            let [from, to] = [from, to].map(|at| &columns[*at].name);
            let event = format!("{from} → {to}: {}", label.within(usize::MAX));
            Step { event, ..Step::default() }
        }
        Row::Note { label, .. } => Step::of(label.within(usize::MAX)),
        Row::LeftOut(count) => Step::left_out(*count),
    }
}

/// The line for an ICMP message, such as an echo request (RFC 792).
fn icmp(trace: &Trace, packet: &Packet, at: &dyn Fn(&str) -> Option<usize>) -> Option<Row> {
    let (from, to, message) = echo::opened(&packet.bytes)?;
    let word = |at: usize| Some(u16::from_be_bytes([*message.get(at)?, *message.get(at + 1)?]));
    let (peer, program) = ends(trace, ((from, 0).into(), (to, 0).into()))?;
    let name = match *message.first()? {
        echo::REQUEST => "echo request",
        echo::REPLY => "echo reply",
        echo::UNREACHABLE => "unreachable",
        _ => "another message",
    };
    let words = format!("ICMP {name} {}, id {:#06x}", word(6)?, word(4)?);
    let (from, to) = (at(peer)?, at(program)?);
    Some(Row::Arrow { from, to, stroke: Stroke::Bytes, label: Label::words(words) })
}

/// `SYN, ACK`, `FIN, ACK`, `7 bytes`, `7 bytes, FIN`.
fn words(segment: &Segment) -> String {
    let bytes =
        (segment.length > 0 || segment.flags.is_empty()).then(|| count(segment.length, "byte"));
    let flags = segment
        .flags
        .iter()
        .filter(|flag| **flag != "PSH" && (**flag != "ACK" || segment.length == 0));
    let words: Vec<String> = bytes.into_iter().chain(flags.map(ToString::to_string)).collect();
    words.join(", ")
}

/// The names of the sender and the receiver.
fn ends(trace: &Trace, (from, to): (SocketAddr, SocketAddr)) -> Option<(&str, &str)> {
    trace.links.iter().find_map(|link| {
        let (ours, theirs) = link.ends?;
        match () {
            () if (ours, theirs) == (from, to) => Some((&link.peer[..], &link.program[..])),
            () if (theirs, ours) == (from, to) => Some((&link.program[..], &link.peer[..])),
            () => None,
        }
    })
}

/// The lengths of the segments with payload that the program sent on this connection, each once,
/// in the order of the stream.
fn sent_by_program(segments: &[Segment], link: &Link) -> Vec<usize> {
    let mut lengths = Vec::new();
    let mut next: Option<u32> = None;
    let on_link = segments.iter().filter(|one| link.ends == Some((one.to, one.from)));
    for segment in on_link.filter(|one| one.length > 0) {
        // A retransmission, whole or in part: it was counted the first time.
        if next.is_some_and(|next| next.wrapping_sub(segment.sequence) as i32 > 0) {
            continue;
        }
        next = Some(segment.sequence.wrapping_add(segment.length as u32));
        lengths.push(segment.length);
    }
    lengths
}

/// The lengths of the segments in which bytes arrived, for each moment in which a peer hears bytes.
/// `None` for every other moment, and if the packets do not show it.
pub fn segments_heard(trace: &Trace) -> Vec<Option<Vec<usize>>> {
    let mut found = vec![None; trace.moments.len()];
    let Some(packets) = trace.packets.as_ref().filter(|packets| packets.lost == 0) else {
        return found;
    };
    if packets.seen.is_empty() || trace.left_out > 0 {
        return found;
    }
    let segments: Vec<Segment> = packets.seen.iter().filter_map(read).collect();
    let mut links = trace.links.iter();
    // For each connected peer, the rest of the stream: the first segment may already be heard in
    // part.
    let mut streams: Vec<(&str, Vec<usize>)> = Vec::new();
    for (place, moment) in trace.moments.iter().enumerate() {
        match &moment.what {
            What::Connects | What::Accepts => {
                if let Some(link) = links.by_ref().find(|link| link.peer == moment.who) {
                    streams.retain(|(peer, _)| *peer != moment.who);
                    streams.push((&moment.who, sent_by_program(&segments, link)));
                }
            }
            What::Hears(bytes) => {
                let stream = streams.iter_mut().find(|(peer, _)| *peer == moment.who);
                found[place] = stream.and_then(|(_, lengths)| take(lengths, bytes.total));
            }
            _ => {}
        }
    }
    found
}

/// Takes this many bytes off the front. Returns the lengths of the segments in which they came.
fn take(lengths: &mut Vec<usize>, mut wanted: usize) -> Option<Vec<usize>> {
    let mut taken = Vec::new();
    while wanted > 0 {
        let first = lengths.first_mut()?;
        let part = wanted.min(*first);
        taken.push(part);
        wanted -= part;
        *first -= part;
        if *first == 0 {
            lengths.remove(0);
        }
    }
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_heard_are_taken_off_the_segments() {
        let mut lengths = vec![4, 6, 10];
        assert_eq!(take(&mut lengths, 7), Some(vec![4, 3]));
        assert_eq!(take(&mut lengths, 3), Some(vec![3]));
        assert_eq!(lengths, [10]);
        assert_eq!(take(&mut lengths, 11), None);
    }

    #[test]
    fn a_refused_attempt_is_a_note_at_the_client() {
        let [there, here] = [8888, 40000].map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
        let columns = [Column { name: "client".into(), is_program: true }];
        let drawn = |from, to, flags: &[&'static str]| {
            let segment = Segment { from, to, flags: flags.to_vec(), sequence: 0, length: 0 };
            refusal(&columns, &segment).map(|row| step(&row, &columns).event)
        };
        assert_eq!(drawn(here, there, &["SYN"]).unwrap(), "SYN to 127.0.0.1:8888");
        assert_eq!(drawn(there, here, &["RST", "ACK"]).unwrap(), "RST from 127.0.0.1:8888");
        assert_eq!(drawn(here, there, &["ACK"]), None);
    }

    #[test]
    fn a_segment_that_was_sent_again_is_counted_once() {
        let from = SocketAddr::from(([127, 0, 0, 1], 8888));
        let to = SocketAddr::from(([127, 0, 0, 1], 40000));
        let segment = |sequence, length| Segment { from, to, flags: vec![], sequence, length };
        let link = Link { peer: "alice".into(), program: "server".into(), ends: Some((to, from)) };
        let segments =
            [segment(10, 4), segment(14, 0), segment(14, 6), segment(10, 4), segment(20, 1)];
        assert_eq!(sent_by_program(&segments, &link), [4, 6, 1]);
        // Sequence numbers wrap around.
        let round = [segment(u32::MAX - 1, 4), segment(2, 3)];
        assert_eq!(sent_by_program(&round, &link), [4, 3]);
    }
}
