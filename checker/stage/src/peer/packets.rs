//! What a peer says and hears where borders are kept: on a Unix socket of packets (`SOCK_SEQPACKET`,
//! unix(7)). A packet is what one send sent, and one receive brings it, whole or cut short.

use crate::outcome::breach::{After, Awaited, Instead};
use crate::outcome::bytes::Progress;
use crate::outcome::fault::{Fault, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::peer::Peer;
use crate::proof::pause::Patience;
use crate::state::connection::Connection;

impl Peer<'_> {
    /// Says this packet. (An empty one would be heard as the end by whoever only looks at what a
    /// receive returns; none is ever said.)
    pub fn says_packet(&self, bytes: &[u8]) -> Played {
        if bytes.is_empty() {
            return Err(Fault::new("saying a packet", "an empty one says nothing").into());
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

    /// The next thing heard is exactly this packet.
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

    /// The length of the packet that is to be looked at next.
    fn first_packet(&self) -> Option<usize> {
        self.stage.connection(self.index).packets.as_ref()?.front().copied()
    }
}

/// What has come of the packet that is expected next; where it is there, it is taken away.
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
