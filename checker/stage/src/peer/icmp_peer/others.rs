//! Messages that reach a program's raw socket but do not answer it. Some are replies and errors for
//! another process that pings from the same machine, and some are of another type.

use std::time::{Duration, Instant};

use super::{Pinged, Request};
use crate::outcome::breach::{After, Awaited, Instead, Shape};
use crate::outcome::fault::Played;
use crate::peer::echo;
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};

impl<'s> Pinged<'s> {
    /// Sends answers to another process's pings to the program's machine, one every `pause`, until the
    /// program prints something. When `enough` time has passed since the request, it sends one more. The
    /// program must then print something of this shape before it rests again.
    pub fn answers_another_pinger_until_it_prints(
        &self,
        program: &Program<'s>,
        request: &Request,
        [pause, enough]: [Duration; 2],
        shape: Shape,
    ) -> Played {
        let awaited = || Awaited::OutputLike { shape: shape.clone() };
        let name = program.name();
        loop {
            let is_last = request.heard.elapsed() > enough;
            self.replies_to_another_pinger(request)?;
            let next = Instant::now() + pause;
            let patience = if is_last { Patience::Rest } else { Patience::Proof };
            let printed = self.stage.until(patience, &[], &[], |inner| {
                let process = program.process(inner);
                let any = !process.printed.is_empty() || process.has_said_all();
                let is_over = !is_last && Instant::now() >= next;
                Ok((any || is_over).then_some(any))
            });
            match printed {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(Pause::Late(_)) if is_last => {
                    let instead = Instead::Bytes { heard: Vec::new(), after: After::Open };
                    return Err(self.stage.breach(&name, awaited(), instead));
                }
                Err(pause) => return Err(self.stage.blame(pause, &name, awaited(), &[])),
            }
        }
    }

    /// Answers another process that pings from the program's machine with another identifier and has
    /// reached the same sequence number.
    pub fn replies_to_another_pinger(&self, request: &Request) -> Played {
        let id = others_identifier(request);
        self.tells_of(format!("echo reply {}, id {id:#06x}, not its own", request.sequence()));
        let message = echo::message(echo::REPLY, id, request.sequence(), &others_data(request));
        self.sends(self.address, request.from, &[], &message)
    }

    /// Sends its current time, which no process has asked for. This is a message of another type, with
    /// the request's identifier and sequence number (timestamp reply, RFC 792).
    pub fn replies_with_the_time(&self, request: &Request) -> Played {
        let (id, number) = (request.identifier(), request.sequence());
        self.tells_of(format!("timestamp reply {number} (type 14), id {id:#06x}"));
        let message = echo::message(echo::TIMESTAMP_REPLY, id, number, &[0; 12]);
        self.sends(self.address, request.from, &[], &message)
    }

    /// Sends a reply with the request's identifier, and with a sequence number that differs from its own
    /// in the high byte. The program has sent no request with that number.
    pub fn replies_with_another_number(&self, request: &Request) -> Played {
        let (id, number) = (request.identifier(), request.sequence() ^ 0x0100);
        self.tells_of(format!("echo reply {number}, id {id:#06x}, to no request"));
        let message = echo::message(echo::REPLY, id, number, &request.message[echo::HEADER..]);
        self.sends(self.address, request.from, &[], &message)
    }

    /// Sends a router's report to another process on the program's machine: the request of that process,
    /// with the same sequence number, did not arrive.
    pub fn reports_loss_to_another_pinger(&self, request: &Request) -> Played {
        let id = others_identifier(request);
        self.tells_of(format!("host unreachable, id {id:#06x}, not its own"));
        let lost = echo::message(echo::REQUEST, id, request.sequence(), &others_data(request));
        let lost = echo::packet(request.from, self.address, &[], &lost);
        self.sends(self.address, request.from, &[], &echo::host_unreachable(&lost))
    }

    /// Sends a router's report that the program's own request did not arrive. The report may be wrong.
    pub fn tells_of_a_lost_request(&self, request: &Request) -> Played {
        self.tells_of(format!("host unreachable, about request {}", request.sequence()));
        let lost = echo::packet(request.from, self.address, &[], &request.message);
        self.sends(self.address, request.from, &[], &echo::host_unreachable(&lost))
    }

    /// Sends an answer to another process, whose request had no data. The message is only its header of
    /// eight bytes.
    pub fn replies_to_another_pinger_without_data(&self, request: &Request) -> Played {
        let id = others_identifier(request);
        let number = request.sequence();
        self.tells_of(format!("echo reply {number}, id {id:#06x}, not its own, no data"));
        let message = echo::message(echo::REPLY, id, request.sequence(), &[]);
        self.sends(self.address, request.from, &[], &message)
    }
}

/// An identifier other than the request's, in either byte order.
fn others_identifier(request: &Request) -> u16 {
    !request.identifier()
}

/// As many bytes as the request has, but different ones.
fn others_data(request: &Request) -> Vec<u8> {
    request.message[echo::HEADER..].iter().map(|byte| !byte).collect()
}
