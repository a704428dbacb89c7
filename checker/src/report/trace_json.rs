//! A trace as one JSON object: what was promised, what came of it, and every moment, with bytes both
//! readable and exact. Keys are only ever added.

use serde_json::{Value, json};
use stage::runs::digits;
use stage::trace::{Excerpt, Exit, Moment, Packets, What};

use super::words;
use crate::events::{CaseReport, Verdict};

/// The object. `lesson` is the lesson's folder.
pub fn object(lesson: &str, report: &CaseReport, seed: u64) -> Value {
    let belief = match &report.verdict {
        Verdict::Broken { belief, .. } => belief.clone(),
        _ => None,
    };
    let trace = &report.trace;
    json!({
        "schema": 1,
        "lesson": lesson,
        "case": report.name,
        "role": report.role.name(),
        "seed": seed,
        "status": report.verdict.word(),
        "promise": report.promise,
        "summary": words::summary(&report.verdict),
        "belief": belief,
        "links": trace.links.iter().map(|link| json!({
            "peer": link.peer,
            "program": link.program,
            "peer_address": link.ends.map(|(ours, _)| ours.to_string()),
            "program_address": link.ends.map(|(_, theirs)| theirs.to_string()),
        })).collect::<Vec<_>>(),
        "left_out": trace.left_out,
        "moments": trace.moments.iter().map(moment).collect::<Vec<_>>(),
        "packets": trace.packets.as_ref().map(packets),
    })
}

fn moment(moment: &Moment) -> Value {
    let (what, details) = told(&moment.what);
    let mut object = json!({ "who": moment.who, "what": what });
    if let (Value::Object(object), Value::Object(details)) = (&mut object, details) {
        object.extend(details);
    }
    object
}

fn told(what: &What) -> (&'static str, Value) {
    let none = || json!({});
    match what {
        What::Starts { arguments } => ("starts", json!({ "arguments": arguments })),
        What::Listens { address } => ("listens", json!({ "address": address })),
        What::Connects => ("connects", none()),
        What::Accepts => ("accepts", none()),
        What::LeavesWaiting { peer } => ("leaves_waiting", json!({ "peer": peer })),
        What::HasRead { peer, pieces, left } => {
            ("has_read", json!({ "peer": peer, "pieces": pieces, "left": left }))
        }
        What::Says(bytes) => ("says", said(bytes)),
        What::SaysInPieces { bytes, pieces } => {
            let mut object = said(bytes);
            object["pieces"] = json!(pieces);
            ("says", object)
        }
        What::SaysInOneBreath(messages) => {
            let messages: Vec<Value> = messages.iter().map(said).collect();
            ("says_in_one_breath", json!({ "messages": messages }))
        }
        What::Hears(bytes) => ("hears", said(bytes)),
        What::Receives { address } => ("receives", json!({ "address": address })),
        What::SendsDatagram(bytes) => ("sends_datagram", said(bytes)),
        What::SendsInOneBreath(messages) => {
            let messages: Vec<Value> = messages.iter().map(said).collect();
            ("sends_datagrams_in_one_breath", json!({ "messages": messages }))
        }
        What::ReceivesDatagram { bytes, from } => {
            let mut object = said(bytes);
            object["from_stranger"] = json!(from);
            ("receives_datagram", object)
        }
        What::Does(what) => ("does", json!({ "words": what })),
        What::HearsIcmp(what) => ("hears_icmp", json!({ "words": what })),
        What::SendsIcmp(what) => ("sends_icmp", json!({ "words": what })),
        What::IsAt { path } => ("is_at", json!({ "path": path })),
        What::Leaves => ("leaves", none()),
        What::HearsNothing => ("hears_nothing", none()),
        What::HearsEnd => ("hears_end", none()),
        What::HearsReset => ("hears_reset", none()),
        What::ShutsDown => ("shuts_down", none()),
        What::Closes => ("closes", none()),
        What::Resets => ("resets", none()),
        What::Types(bytes) => ("is_given", said(bytes)),
        What::StopsTyping => ("input_ends", none()),
        What::Prints(bytes) => ("prints", said(bytes)),
        What::IsSent(signal) => ("is_sent", json!({ "signal": signal })),
        What::WriteCutShort { offered, taken } => {
            ("write_cut_short", json!({ "offered": offered, "returned": taken }))
        }
        What::Ends(Exit::Status(status)) => ("ends", json!({ "exit_status": status })),
        What::Ends(Exit::Signal(signal)) => ("ends", json!({ "by_signal": signal })),
    }
}

/// Bytes as text, where the escapes are those of the reports, and as hexadecimal digits; the first
/// of them only, where there are many.
fn said(excerpt: &Excerpt) -> Value {
    json!({
        "bytes": stage::bytes::glyphs(&excerpt.bytes).into_iter().map(|g| g.text).collect::<String>(),
        "hex": digits(&excerpt.bytes),
        "length": excerpt.total,
    })
}

fn packets(packets: &Packets) -> Value {
    json!({
        "missing": packets.missing,
        "lost": packets.lost,
        "seen": packets.seen.iter().map(|packet| json!({
            "at_ns": packet.at,
            "hex": digits(&packet.bytes),
        })).collect::<Vec<_>>(),
    })
}
