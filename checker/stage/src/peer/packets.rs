//! Messages with boundaries: packets on a Unix socket (`SOCK_SEQPACKET`, unix(7)). One send makes one
//! packet, and one receive returns it, whole or truncated.

use crate::outcome::breach::{After, Awaited, Instead};
use crate::outcome::bytes::Progress;
use crate::outcome::fault::{Fault, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::peer::Peer;
use crate::proof::pause::Patience;
use crate::state::connection::Connection;

impl Peer<'_> {
    /// Sends this packet. (Do not send an empty one: a program that checks only the result of a receive
    /// would take it for the end.)
    pub fn says_packet(&self, bytes: &[u8]) -> Played {
        if bytes.is_empty() {
            return Err(Fault::new("saying a packet", "an empty packet looks like the end").into());
        }
        self.says(bytes)
    }

    /// Sends several packets. All of them have arrived before the program can receive the first.
    pub fn says_packets_in_a_burst(&self, packets: &[&[u8]]) -> Played {
        let shown = packets.iter().map(|packet| Excerpt::of(packet)).collect();
        self.stage.note(&self.name(), What::SaysInABurst(shown));
        let all = || packets.iter().try_for_each(|one| self.sends_what_fits(one).map(drop));
        self.stage.while_stopped(all)
    }

    /// Checks that the next thing heard is exactly this packet.
    pub fn hears_packet(&self, expected: &[u8]) -> Played {
        let name = self.name();
        let awaited = || Awaited::Bytes { hearer: name.clone(), expected: expected.to_vec() };
        self.stage.connection(self.index).is_deaf = false;
        loop {
            let after = self.listens()?;
            let progress = progress(&mut self.stage.connection(self.index), expected);
            match progress {
                Progress::Whole => break,
                Progress::Partial if after == After::Open => {}
                Progress::Partial => {
                    let instead = Instead::Bytes { heard: self.hears_out(), after };
                    return Err(self.breach(awaited(), instead));
                }
                Progress::Wrong => {
                    let first = self.first_packet();
                    let after = self.hears_the_rest(expected.len())?;
                    let heard = self.hears_out();
                    let instead = match first {
                        Some(0) => Instead::EmptyPacket,
                        _ => Instead::Bytes { heard, after },
                    };
                    return Err(self.breach(awaited(), instead));
                }
            }
            if let Err(pause) = self.waits_to_hear(Patience::Proof) {
                return Err(self.blame(pause, awaited(), &[]));
            }
        }
        self.stage.note(&name, What::Hears(Excerpt::of(expected)));
        Ok(())
    }

    /// The length of the packet to be checked next.
    fn first_packet(&self) -> Option<usize> {
        self.stage.connection(self.index).packets.as_ref()?.front().copied()
    }
}

/// The state of the packet that is expected next. If it is there, it is removed from the connection.
fn progress(connection: &mut Connection, expected: &[u8]) -> Progress {
    let Some(packets) = &mut connection.packets else { return Progress::Wrong };
    let Some(length) = packets.front().copied() else { return Progress::Partial };
    if connection.heard[..length] != *expected {
        return Progress::Wrong;
    }
    packets.pop_front();
    connection.heard.drain(..length);
    Progress::Whole
}
