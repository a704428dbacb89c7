//! Evidence on its way from a case to the reports. Most of it was written by the learner's program. So
//! it is cut to the parts that a belief or a report can use, and its texts are escaped before they reach
//! a terminal.

use std::sync::Arc;

use stage::breach::{Awaited, Breach, Frame, Instead, Measure, On, Shape, Wait};
use stage::bytes::{SURPLUS, harmless};
use stage::trace::{Moment, Trace, What};

use crate::events::{LessonReport, Verdict};

/// Number of bytes kept of one text, such as standard error.
const TEXT: usize = 64 << 10;

/// Number of bytes kept of one moment if no picture is drawn.
const SAID: usize = 256;

/// Cuts the evidence in a breach. A report shows the first difference with its surroundings, and the
/// number of missing or surplus bytes. Beliefs compare lengths, up to the expected one.
pub fn cut(breach: &mut Breach) {
    let most = breach.expected().len() + SURPLUS + 1;
    // A datagram is short, and its length is part of the evidence.
    if !matches!(breach.instead, Instead::Datagram { .. })
        && let Some(heard) = heard(breach)
    {
        heard.truncate(most);
        heard.shrink_to_fit();
    }
    if let Instead::ErrorText(text) | Instead::Panic(text) | Instead::NotWritten(text) =
        &mut breach.instead
    {
        shorten_text(text);
    }
    shorten_text(&mut breach.stderr);
}

fn heard(breach: &mut Breach) -> Option<&mut Vec<u8>> {
    match &mut breach.instead {
        Instead::Bytes { heard, .. }
        | Instead::Datagram { heard, .. }
        | Instead::Stuck { heard, .. }
        | Instead::Late { heard, .. }
        | Instead::Spins { heard, .. } => Some(heard),
        _ => None,
    }
}

fn without_bytes(breach: &Breach) -> Breach {
    let nothing = Vec::new;
    Breach {
        program: breach.program.clone(),
        awaited: match &breach.awaited {
            Awaited::Bytes { hearer, .. } => {
                Awaited::Bytes { hearer: hearer.clone(), expected: nothing() }
            }
            Awaited::Datagram { hearer, .. } => {
                Awaited::Datagram { hearer: hearer.clone(), expected: nothing() }
            }
            Awaited::Output { .. } => Awaited::Output { expected: nothing() },
            Awaited::File { path, .. } => Awaited::File { path: path.clone(), expected: nothing() },
            other => other.clone(),
        },
        instead: match &breach.instead {
            Instead::Bytes { after, .. } => Instead::Bytes { heard: nothing(), after: *after },
            Instead::Datagram { from, .. } => {
                Instead::Datagram { heard: nothing(), from: from.clone() }
            }
            Instead::Stuck { waits, watched_ms, .. } => {
                Instead::Stuck { waits: waits.clone(), watched_ms: *watched_ms, heard: nothing() }
            }
            Instead::Late { waits, .. } => Instead::Late { waits: waits.clone(), heard: nothing() },
            Instead::Spins { cpu_ms, calls, .. } => {
                Instead::Spins { cpu_ms: *cpu_ms, calls: calls.clone(), heard: nothing() }
            }
            other => other.clone(),
        },
        cut: None,
        sent_before: breach.sent_before,
        short_writes: Vec::new(),
        queued: breach.queued.clone(),
        unread: breach.unread.clone(),
        stderr: String::new(),
        exit: breach.exit,
    }
}

fn shorten_text(text: &mut String) {
    let end = (0..=TEXT.min(text.len())).rfind(|at| text.is_char_boundary(*at));
    text.truncate(end.unwrap_or(0));
}

/// Cuts a trace that is shown in a few lines and not drawn.
pub fn cut_trace(trace: &mut Trace) {
    trace.shorten(SAID);
}

/// Removes the evidence once a lesson has been reported. The status, the points and each verdict stay;
/// bytes, texts and moments go.
pub fn without_evidence(report: &LessonReport) -> LessonReport {
    let mut report = report.clone();
    for case in &mut report.cases {
        case.trace = Trace::default();
        if let Verdict::Broken { breach, .. } = &mut case.verdict {
            *breach = Arc::new(without_bytes(breach));
        }
    }
    report
}

/// Escapes every text in the verdict that a terminal might obey ([`harmless`]).
pub fn clean(verdict: &mut Verdict) {
    match verdict {
        Verdict::Kept => {}
        Verdict::Skipped { why } | Verdict::Unsure { why, .. } => escape(why),
        Verdict::Broken { breach, .. } => clean_breach(Arc::make_mut(breach)),
    }
}

/// Escapes every text in the trace. Bytes are escaped where a report quotes them.
pub fn clean_trace(trace: &mut Trace) {
    for Moment { who, what, rest } in &mut trace.moments {
        escape(who);
        if let Some(rest) = rest {
            escape(&mut rest.program);
            rest.waits.iter_mut().for_each(clean_wait);
        }
        match what {
            What::Starts { arguments } => arguments.iter_mut().for_each(escape),
            What::Listens { address: text }
            | What::Receives { address: text }
            | What::IsAt { path: text }
            | What::LeavesWaiting { peer: text }
            | What::HasRead { peer: text, .. }
            | What::ReceivesDatagram { from: Some(text), .. }
            | What::Does(text)
            | What::HearsIcmp(text)
            | What::SendsIcmp(text)
            | What::GetsSignal(text) => escape(text),
            What::Connects
            | What::Accepts
            | What::Says(_)
            | What::SaysInPieces { .. }
            | What::SaysInABurst(_)
            | What::Hears(_)
            | What::SendsDatagram(_)
            | What::SendsInABurst(_)
            | What::ReceivesDatagram { from: None, .. }
            | What::Leaves
            | What::HearsNothing
            | What::HearsEnd
            | What::HearsReset
            | What::ShutsDown
            | What::Closes
            | What::Resets
            | What::Types(_)
            | What::StopsTyping
            | What::Prints(_)
            | What::ShortWrite { .. }
            | What::Ends(_) => {}
        }
    }
    for link in &mut trace.links {
        escape(&mut link.peer);
        escape(&mut link.program);
    }
    if let Some(missing) = trace.packets.as_mut().and_then(|packets| packets.missing.as_mut()) {
        escape(missing);
    }
}

fn escape(text: &mut String) {
    *text = harmless(text);
}

fn clean_breach(breach: &mut Breach) {
    escape(&mut breach.program);
    escape(&mut breach.stderr);
    breach.queued.iter_mut().for_each(escape);
    breach.unread.iter_mut().for_each(|unread| escape(&mut unread.peer));
    match &mut breach.awaited {
        Awaited::Connection { peer, address } => {
            escape(peer);
            escape(address);
        }
        Awaited::Described { hearer, shape } => {
            escape(hearer);
            clean_shape(shape);
        }
        Awaited::Listening { address: text }
        | Awaited::Receiving { address: text }
        | Awaited::Accepting { peer: text }
        | Awaited::Bytes { hearer: text, .. }
        | Awaited::Datagram { hearer: text, .. }
        | Awaited::End { hearer: text }
        | Awaited::Silence { hearer: text }
        | Awaited::Reading { speaker: text }
        | Awaited::ErrorLine { words: text }
        | Awaited::NoErrorLine { words: text }
        | Awaited::File { path: text, .. }
        | Awaited::NoFile { path: text }
        | Awaited::Untouched { path: text } => escape(text),
        Awaited::Fact { measure, .. }
        | Awaited::AtMost { measure, .. }
        | Awaited::AtLeast { measure, .. } => clean_measure(measure),
        Awaited::OutputLike { shape } => clean_shape(shape),
        Awaited::Files { folder, names } => {
            escape(folder);
            names.iter_mut().for_each(escape);
        }
        Awaited::Output { .. }
        | Awaited::NoOutput
        | Awaited::Input
        | Awaited::Exit { .. }
        | Awaited::ErrorReport
        | Awaited::Observable
        | Awaited::StillRunning
        | Awaited::NoPanic => {}
    }
    match &mut breach.instead {
        Instead::Datagram { from: Some(text), .. }
        | Instead::Panic(text)
        | Instead::NotWritten(text) => escape(text),
        Instead::Files(names) => names.iter_mut().for_each(escape),
        Instead::Stuck { waits, .. } | Instead::Late { waits, .. } => {
            waits.iter_mut().for_each(clean_wait);
        }
        Instead::Spins { calls, .. } => calls.iter_mut().for_each(|one| clean_on(&mut one.on)),
        // The report quotes this text, and escapes it then.
        Instead::ErrorText(_) => {}
        Instead::Bytes { .. }
        | Instead::Datagram { from: None, .. }
        | Instead::EmptyPacket
        | Instead::Refused
        | Instead::Denied
        | Instead::Ended(_)
        | Instead::Fact(_)
        | Instead::NoFile
        | Instead::Hides => {}
    }
}

/// The name of a peer is the only text in a measure.
fn clean_measure(measure: &mut Measure) {
    if let Measure::ProcessesWithConnection { peer }
    | Measure::WorkersWithConnection { peer }
    | Measure::ConnectionsKept { peer } = measure
    {
        escape(peer);
    }
}

/// The time of a line is the only text in a shape that a program wrote. The scripts chose all others,
/// and the description of a shape escapes them.
fn clean_shape(shape: &mut Shape) {
    if let Shape::Frame(Frame::LineWithTimeOf { at }) = shape {
        escape(at);
    }
}

fn clean_wait(wait: &mut Wait) {
    escape(&mut wait.call);
    clean_on(&mut wait.on);
}

fn clean_on(on: &mut On) {
    match on {
        On::Connection { peer: text } | On::Datagram { peer: Some(text), .. } | On::Other(text) => {
            escape(text)
        }
        On::Listener { .. }
        | On::Datagram { peer: None, .. }
        | On::Stdin
        | On::Stdout
        | On::Stderr
        | On::Itself
        | On::Clock
        | On::Several
        | On::Edges { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use stage::breach::After;

    use super::*;

    fn breach(expected: &[u8], heard: Vec<u8>) -> Breach {
        Breach::new(
            "server",
            Awaited::Bytes { hearer: "alice".into(), expected: expected.to_vec() },
            Instead::Bytes { heard, after: After::Open },
        )
    }

    fn length_after_cut(expected: &[u8], heard: Vec<u8>) -> usize {
        let mut breach = breach(expected, heard);
        cut(&mut breach);
        breach.heard().len()
    }

    #[test]
    fn bytes_beyond_the_awaited_ones_are_cut() {
        assert_eq!(length_after_cut(b"HELLO", vec![7; 100_000]), 5 + SURPLUS + 1);
        assert_eq!(length_after_cut(b"HELLO", b"HELLOHELLO".to_vec()), 10);
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let mut breach = breach(b"", Vec::new());
        breach.stderr = format!("x{}", "你".repeat(TEXT));
        cut(&mut breach);
        assert!((TEXT - 3..=TEXT).contains(&breach.stderr.len()), "{}", breach.stderr.len());
    }
}
