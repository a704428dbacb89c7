//! Whether a program prints or sends without end. It moves, so it never rests, and no wait of the script would end.
//! A bound decides: no lesson asks for as much during one wait.

use crate::outcome::breach::{On, Repeated};
use crate::proof::busy_loop::{Look, Round};
use crate::state::stage::Inner;

/// A program that has printed this many bytes during one wait, or has sent them without reading anything, will not
/// end by itself. At the deadline, fewer are enough.
const FLOOD: u64 = 16 << 20;
const FLOOD_AT_THE_DEADLINE: u64 = 1 << 20;
/// The bound for datagrams, which may carry a byte each.
const FLOOD_OF_DATAGRAMS: u64 = 1 << 16;
/// After a broken promise, this many more bytes or datagrams are enough evidence.
const MUCH: u64 = 1 << 20;
const MUCH_DATAGRAMS: u64 = 1 << 12;

/// The output of the programs up to one moment.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    /// Bytes on standard output and standard error.
    pub printed: u64,
    /// Bytes on each connection.
    pub sent: Vec<u64>,
    /// Datagrams to each mailbox.
    pub datagrams: Vec<u64>,
}

impl Inner {
    /// The output that the stage has received so far.
    pub(crate) fn output(&self) -> Output {
        Output {
            printed: self.printed(),
            sent: self.connections.iter().map(|one| one.heard_total).collect(),
            datagrams: self.mailboxes.iter().map(|mailbox| mailbox.total).collect(),
        }
    }

    /// Whether the programs have sent more since then than evidence needs. They need not rest then.
    pub(crate) fn has_sent_much_since(&self, before: &Output) -> bool {
        let Output { sent, datagrams, .. } = self.output();
        first_beyond(&sent, &before.sent, MUCH).is_some()
            || first_beyond(&datagrams, &before.datagrams, MUCH_DATAGRAMS).is_some()
    }

    /// The endless printing, if the programs have printed more than the bound since then.
    pub(crate) fn flood_of_output(&self, before: &Output, look: Look) -> Option<Round> {
        let printed = self.printed().saturating_sub(before.printed);
        let bound = if look == Look::Last { FLOOD_AT_THE_DEADLINE } else { FLOOD };
        (printed >= bound).then(|| endless("write", On::Stdout, printed))
    }

    /// The endless sending, if the programs have sent more than the bound since then. The caller knows that they have
    /// read nothing in the meantime: otherwise it may be the answer to that.
    pub(crate) fn flood_of_sends(&self, before: &Output) -> Option<Round> {
        let Output { sent, datagrams, .. } = self.output();
        if let Some((at, bytes)) = first_beyond(&sent, &before.sent, FLOOD) {
            let peer = self.connections[at].name.clone();
            return Some(endless("send", On::Connection { peer }, bytes));
        }
        let (at, count) = first_beyond(&datagrams, &before.datagrams, FLOOD_OF_DATAGRAMS)?;
        let mailbox = &self.mailboxes[at];
        let port = mailbox.theirs.map_or(0, |theirs| theirs.port());
        Some(endless("sendto", On::Datagram { port, peer: Some(mailbox.name.clone()) }, count))
    }
}

/// The first place at which a count is beyond the one before by at least `bound`, and the difference.
fn first_beyond(now: &[u64], before: &[u64], bound: u64) -> Option<(usize, u64)> {
    let before = before.iter().copied().chain(std::iter::repeat(0));
    let more = now.iter().zip(before).map(|(now, before)| now.saturating_sub(before));
    more.enumerate().find(|(_, more)| *more >= bound)
}

/// The call of which there is no end, with what it has put out in total.
fn endless(call: &str, on: On, total: u64) -> Round {
    let returned = total.cast_signed();
    let call = Repeated { call: call.into(), on, peeks: false, returned, times: 1 };
    Round { calls: vec![call], asking: None, only_looks: false }
}
