//! Evidence on its way from a case to the reports. Every text in it may have been written by the
//! learner's program, which must not reach a terminal as it is.

use stage::breach::{Awaited, Breach, Instead, On, Wait};
use stage::bytes::harmless;
use stage::trace::{Moment, Trace, What};

use crate::events::Verdict;

/// Escapes every text in the verdict that a terminal might obey ([`harmless`]).
pub fn clean(verdict: &mut Verdict) {
    match verdict {
        Verdict::Kept => {}
        Verdict::Skipped { why } | Verdict::Unsure { why, .. } => escape(why),
        Verdict::Broken { breach, .. } => clean_breach(breach),
    }
}

/// Escapes every text in the trace. Bytes are escaped where a report quotes them.
pub fn clean_trace(trace: &mut Trace) {
    for Moment { who, what } in &mut trace.moments {
        escape(who);
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
            | What::IsSent(text) => escape(text),
            What::Connects
            | What::Accepts
            | What::Says(_)
            | What::SaysInPieces { .. }
            | What::SaysInOneBreath(_)
            | What::Hears(_)
            | What::SendsDatagram(_)
            | What::SendsInOneBreath(_)
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
            | What::WriteCutShort { .. }
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
    match &mut breach.awaited {
        Awaited::Connection { peer: one, address: other }
        | Awaited::Described { hearer: one, what: other } => {
            escape(one);
            escape(other);
        }
        Awaited::Listening { address: text }
        | Awaited::Receiving { address: text }
        | Awaited::Accepting { peer: text }
        | Awaited::Bytes { hearer: text, .. }
        | Awaited::Datagram { hearer: text, .. }
        | Awaited::End { hearer: text }
        | Awaited::Silence { hearer: text }
        | Awaited::Reading { speaker: text }
        | Awaited::OutputLike { what: text }
        | Awaited::ErrorLine { words: text }
        | Awaited::NoErrorLine { words: text }
        | Awaited::File { path: text, .. }
        | Awaited::NoFile { path: text }
        | Awaited::Untouched { path: text }
        | Awaited::Fact { what: text, .. }
        | Awaited::AtMost { what: text, .. }
        | Awaited::AtLeast { what: text, .. } => escape(text),
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
        // The sentence about it quotes this text, and escapes it then.
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
