//! A trace as one JSON object: the promise, the verdict, and every moment, with bytes both readable and
//! exact. Later versions only add keys.

use protocol::SCHEMA;
use protocol::trace::{Bytes, End, Link, Moment, Packet, Packets, Trace, What};
use stage::trace::{self, Excerpt, Exit};

use super::words;
use crate::events::{CaseReport, Verdict};

/// The JSON object. `lesson` is the lesson's folder.
pub fn object(lesson: &str, report: &CaseReport, seed: u64) -> Trace {
    let belief = match &report.verdict {
        Verdict::Broken { belief, .. } => belief.clone(),
        _ => None,
    };
    let trace = &report.trace;
    Trace {
        schema: SCHEMA,
        lesson: lesson.to_owned(),
        case: report.name.to_owned(),
        role: report.role.name().to_owned(),
        seed,
        status: report.verdict.status(),
        promise: report.promise.to_owned(),
        summary: words::summary(&report.verdict),
        belief,
        links: trace.links.iter().map(link).collect(),
        left_out: trace.left_out,
        moments: trace.moments.iter().map(moment).collect(),
        packets: trace.packets.as_ref().map(packets),
    }
}

fn link(link: &trace::Link) -> Link {
    Link {
        peer: link.peer.clone(),
        program: link.program.clone(),
        peer_address: link.ends.map(|(ours, _)| ours.to_string()),
        program_address: link.ends.map(|(_, theirs)| theirs.to_string()),
    }
}

fn moment(moment: &trace::Moment) -> Moment {
    let rest = moment.rest.as_ref().map(words::rest);
    Moment { who: moment.who.clone(), what: what(&moment.what), rest }
}

fn what(what: &trace::What) -> What {
    let several = |messages: &[Excerpt]| messages.iter().map(bytes).collect();
    match what.clone() {
        trace::What::Starts { arguments } => What::Starts { arguments },
        trace::What::Listens { address } => What::Listens { address },
        trace::What::Connects => What::Connects,
        trace::What::Accepts => What::Accepts,
        trace::What::LeavesWaiting { peer } => What::LeavesWaiting { peer },
        trace::What::HasRead { peer, pieces, left } => What::HasRead { peer, pieces, left },
        trace::What::Says(said) => What::Says { bytes: bytes(&said), pieces: None },
        trace::What::SaysInPieces { bytes: said, pieces } => {
            What::Says { bytes: bytes(&said), pieces: Some(pieces) }
        }
        trace::What::SaysInABurst(said) => What::SaysInABurst { messages: several(&said) },
        trace::What::Hears(heard) => What::Hears(bytes(&heard)),
        trace::What::Receives { address } => What::Receives { address },
        trace::What::SendsDatagram(sent) => What::SendsDatagram(bytes(&sent)),
        trace::What::SendsInABurst(sent) => {
            What::SendsDatagramsInABurst { messages: several(&sent) }
        }
        trace::What::ReceivesDatagram { bytes: heard, from } => {
            What::ReceivesDatagram { bytes: bytes(&heard), from_stranger: from }
        }
        trace::What::Does(words) => What::Does { words },
        trace::What::HearsIcmp(words) => What::HearsIcmp { words },
        trace::What::SendsIcmp(words) => What::SendsIcmp { words },
        trace::What::IsAt { path } => What::IsAt { path },
        trace::What::Leaves => What::Leaves,
        trace::What::HearsNothing => What::HearsNothing,
        trace::What::HearsEnd => What::HearsEnd,
        trace::What::HearsReset => What::HearsReset,
        trace::What::ShutsDown => What::ShutsDown,
        trace::What::Closes => What::Closes,
        trace::What::Resets => What::Resets,
        trace::What::Types(typed) => What::IsGiven(bytes(&typed)),
        trace::What::StopsTyping => What::InputEnds,
        trace::What::Prints(printed) => What::Prints(bytes(&printed)),
        trace::What::GetsSignal(signal) => What::GetsSignal { signal },
        trace::What::ShortWrite { offered, taken } => What::ShortWrite { offered, returned: taken },
        trace::What::Ends(Exit::Status(status)) => What::Ends(End::ExitStatus(status)),
        trace::What::Ends(Exit::Signal(signal)) => What::Ends(End::BySignal(signal)),
    }
}

/// Two hexadecimal digits for each byte.
fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes as escaped text and as hexadecimal digits. Only the first of many bytes are included.
fn bytes(excerpt: &Excerpt) -> Bytes {
    Bytes {
        bytes: stage::bytes::glyphs(&excerpt.bytes).into_iter().map(|g| g.text).collect(),
        hex: digits(&excerpt.bytes),
        length: excerpt.total,
    }
}

fn packets(packets: &trace::Packets) -> Packets {
    let packet = |packet: &trace::Packet| Packet { at_ns: packet.at, hex: digits(&packet.bytes) };
    Packets {
        missing: packets.missing.clone(),
        lost: packets.lost,
        seen: packets.seen.iter().map(packet).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contract fixes these keys. The verbs of the stage have other names by now.
    #[test]
    fn moments_keep_their_keys() {
        let messages = || vec![Excerpt::of(b"a"), Excerpt::of(b"b")];
        let moments = [
            (trace::What::SaysInABurst(messages()), "says_in_a_burst"),
            (trace::What::SendsInABurst(messages()), "sends_datagrams_in_one_breath"),
            (trace::What::GetsSignal("SIGTERM".into()), "gets_signal"),
            (trace::What::ShortWrite { offered: 2, taken: Some(1) }, "write_cut_short"),
        ];
        for (moment, key) in moments {
            let json = serde_json::to_value(what(&moment)).expect("JSON");
            assert_eq!(json["what"], key);
        }
    }
}
