//! A pinged peer. It hears a program's echo requests on its own raw socket, and the script decides
//! whether it answers them. It lives in a cell, where no kernel answers in its place and no other
//! process uses the network.

mod others;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{ErrorKind, Read};
use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, SockAddr, Socket, Type};

use crate::outcome::breach::{After, Awaited, Instead, Shape};
use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::outcome::trace::{Link, What};
use crate::peer::echo;
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use crate::state::stage::Stage;

/// Time within which the stage sends an answer that is meant to be in time. It is far less than any
/// limit that a program may set.
const PROMPT: Duration = Duration::from_millis(600);

/// Checks that an answer sent now is in time, whatever limit the program sets.
fn still_in_time(request: &Request) -> Played {
    let late = request.age();
    if late > PROMPT {
        let why = format!("the machine is too busy: it took {} ms", late.as_millis());
        return Err(Fault::new("answering a ping at once", why).into());
    }
    Ok(())
}

/// A peer that is pinged.
#[derive(Debug)]
pub struct Pinged<'s> {
    stage: &'s Stage,
    name: String,
    address: Ipv4Addr,
    /// Receives every ICMP message in the cell, including its own ones, and sends whole packets.
    socket: Socket,
    /// Messages that it has sent and not yet seen pass.
    sent: RefCell<VecDeque<Vec<u8>>>,
    /// Messages that it has heard while the script waited for something else.
    heard: RefCell<VecDeque<Request>>,
    /// The messages that the peer has not heard so far all arrived after this moment.
    heard_all_before: Cell<Instant>,
    /// The program began the requests that the peer has not heard so far after this moment.
    begun_after: Cell<Instant>,
}

/// An echo request as the peer heard it.
#[derive(Debug, Clone)]
pub struct Request {
    message: Vec<u8>,
    from: Ipv4Addr,
    begun_after: Instant,
    arrived_after: Instant,
    heard: Instant,
    waited: Cell<Duration>,
}

impl Request {
    fn word(&self, at: usize) -> u16 {
        u16::from_be_bytes([self.message[at], self.message[at + 1]])
    }

    /// Its identifier, read as a number in network order.
    pub fn identifier(&self) -> u16 {
        self.word(4)
    }

    /// Its sequence number, read as a number in network order.
    pub fn sequence(&self) -> u16 {
        self.word(6)
    }

    /// A moment at which the program cannot have begun this request yet.
    pub fn begun_after(&self) -> Instant {
        self.begun_after
    }

    /// The longest time that can have passed since it came.
    pub fn age(&self) -> Duration {
        self.arrived_after.elapsed()
    }

    /// The shortest time that it can have waited for its answer.
    pub fn waited(&self) -> Duration {
        self.waited.get()
    }
}

impl<'s> Pinged<'s> {
    /// Creates a peer with this address that waits to be pinged. Programs in the cell must be allowed
    /// raw sockets.
    pub fn opens(stage: &'s Stage, name: &str, address: Ipv4Addr) -> Played<Pinged<'s>> {
        const RAW: &str = "a raw socket";
        if !stage.is_in_cell() {
            let why = "outside a cell only root gets one (raw(7)), and there the machine's own \
                       kernel answers every ping before anybody else can";
            return Err(Missing::new(RAW, why).into());
        }
        let open = || -> std::io::Result<Socket> {
            let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4))?;
            socket.set_header_included_v4(true)?;
            socket.set_nonblocking(true)?;
            Ok(socket)
        };
        let socket = open().map_err(|error| Missing::new(RAW, error))?;
        kernel::leave_pings_to_others()?;
        kernel::is_icmp_on_its_way()?;
        let mut inner = stage.inner.borrow_mut();
        inner.is_pinged = true;
        let ends = Some(((address, 0).into(), (Ipv4Addr::LOCALHOST, 0).into()));
        inner.trace.links.push(Link { peer: name.into(), program: "client".into(), ends });
        let now = Instant::now();
        Ok(Pinged {
            stage,
            name: name.into(),
            address,
            socket,
            sent: RefCell::default(),
            heard: RefCell::default(),
            heard_all_before: Cell::new(now),
            begun_after: Cell::new(now),
        })
    }

    /// Checks that the program's next echo request comes with a correct header and checksum, and with
    /// this sequence number.
    pub fn hears_request(&self, program: &Program<'s>, sequence: u16) -> Played<Request> {
        let request = self.hears_any_request(program)?;
        let message = &request.message;
        if echo::sum(message) != 0xffff {
            let right = echo::sealed(message.clone());
            let shape = Shape::EchoRequestWithChecksum { checksum: [right[2], right[3]] };
            return Err(self.breach(program, shape, message));
        }
        if request.sequence() != sequence {
            let shape = Shape::EchoRequestWithSequence { sequence };
            return Err(self.breach(program, shape, message));
        }
        Ok(request)
    }

    /// Waits for the program's next echo request, with any checksum and any sequence number.
    pub fn hears_any_request(&self, program: &Program<'s>) -> Played<Request> {
        let shape = Shape::EchoRequest;
        let heard =
            self.stage.until(Patience::Start, &[self.socket.as_fd()], &[], |_| self.next_message());
        let request = match heard {
            Ok(request) => request,
            Err(pause) => {
                let awaited = Awaited::Described { hearer: self.name.clone(), shape };
                return Err(self.stage.blame(pause, &program.name(), awaited, &[]));
            }
        };
        if !matches!(&request.message[..], [echo::REQUEST, 0, rest @ ..] if rest.len() >= 6) {
            return Err(self.breach(program, shape, &request.message));
        }
        let Request { message, .. } = &request;
        let data = message.len() - echo::HEADER;
        let (id, number) = (request.identifier(), request.sequence());
        let words = format!("echo request {number}, id {id:#06x}, {data} bytes");
        self.stage.note(&self.name, What::HearsIcmp(words));
        Ok(request)
    }

    /// Checks that the program sends no further request: it rests, or has ended.
    pub fn hears_no_request(&self, program: &Program<'s>) -> Played {
        let heard =
            self.stage.until(Patience::Rest, &[self.socket.as_fd()], &[], |_| self.next_message());
        let awaited = || Awaited::Silence { hearer: self.name.clone() };
        let name = program.name();
        match heard {
            Ok(Request { message: heard, .. }) => {
                let instead = Instead::Bytes { heard, after: After::Open };
                Err(self.stage.breach(&name, awaited(), instead))
            }
            Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => Ok(()),
            Err(pause) => Err(self.stage.blame(pause, &name, awaited(), &[])),
        }
    }

    /// Does nothing until the program prints something, but keeps listening, so as to know when the next
    /// request comes.
    pub fn says_nothing(&self, program: &Program<'s>) {
        self.stage.note(&self.name, What::Does("says nothing".into()));
        // The result of this wait does not matter: a check of the output finds the same.
        let _ = self.stage.until(Patience::Proof, &[self.socket.as_fd()], &[], |inner| {
            while let Some(request) = self.receive()? {
                self.heard.borrow_mut().push_back(request);
            }
            let process = program.process(inner);
            let is_over = !process.printed.is_empty() || process.has_said_all();
            Ok(is_over.then_some(()))
        });
    }

    /// Does nothing until this much time has passed since the request, or until nothing more can change.
    pub fn takes_its_time(&self, request: &Request, time: Duration) {
        self.stage.note(&self.name, What::Does("takes its time".into()));
        // The result of this wait does not matter: the request's age is measured.
        let _ = self.stage.until(Patience::Proof, &[], &[], |_| {
            Ok((request.heard.elapsed() >= time).then_some(()))
        });
    }

    /// Answers the request, in time.
    pub fn replies(&self, request: &Request) -> Played {
        self.replies_behind(request, &[])
    }

    /// Like [`Self::replies`], but with options in the IP header, which then has more than 20 bytes.
    pub fn replies_with_options(&self, request: &Request) -> Played {
        self.replies_behind(request, echo::NO_OPTIONS)
    }

    /// Like [`Self::replies_with_options`], but the IP header has 60 bytes, the most there are.
    pub fn replies_behind_the_longest_header(&self, request: &Request) -> Played {
        self.replies_behind(request, echo::MOST_OPTIONS)
    }

    fn replies_behind(&self, request: &Request, options: &[u8]) -> Played {
        let more = if options.is_empty() { "" } else { ", behind IP options" };
        self.tells_of_a_reply(request, more);
        // The program begins its later requests after this moment.
        self.begun_after.set(Instant::now());
        request.waited.set(request.heard.elapsed());
        self.sends(self.address, request.from, options, &reply(request))?;
        still_in_time(request)
    }

    /// Checks that the program, which waits for the answer to this request, has printed nothing yet. If
    /// its second may be over, its output proves nothing.
    pub fn keeps_it_waiting(&self, client: &Program, request: &Request) -> Played {
        client.prints_nothing().or_else(|halt| still_in_time(request).and(Err(halt)))
    }

    /// Sends the answer to an earlier request (again), when no program waits for it any longer.
    pub fn replies_out_of_turn(&self, request: &Request) -> Played {
        self.tells_of_a_reply(request, ", out of turn");
        self.sends(self.address, request.from, &[], &reply(request))
    }

    fn tells_of_a_reply(&self, request: &Request, more: &str) {
        let (number, id) = (request.sequence(), request.identifier());
        self.tells_of(format!("echo reply {number}, id {id:#06x}{more}"));
    }

    /// Writes the message that it is about to send into the trace.
    fn tells_of(&self, words: String) {
        self.stage.note(&self.name, What::SendsIcmp(words));
    }

    fn breach(&self, program: &Program<'s>, shape: Shape, message: &[u8]) -> Halt {
        let awaited = Awaited::Described { hearer: self.name.clone(), shape };
        let instead = Instead::Bytes { heard: message.to_vec(), after: After::Open };
        self.stage.breach(&program.name(), awaited, instead)
    }

    /// The next message to it, including one heard already.
    fn next_message(&self) -> Result<Option<Request>, Halt> {
        match self.heard.borrow_mut().pop_front() {
            Some(request) => Ok(Some(request)),
            None => self.receive(),
        }
    }

    /// The next message to its address, except its own ones and the kernel's own reports about
    /// undeliverable packets.
    fn receive(&self) -> Result<Option<Request>, Halt> {
        let mut buffer = [0; 1 << 16];
        loop {
            let now = Instant::now();
            let count = match (&self.socket).read(&mut buffer) {
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.heard_all_before.set(now);
                    return Ok(None);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    return Err(Fault::new(format!("{} hears", self.name), error).into());
                }
            };
            let Some((from, to, message)) = echo::opened(&buffer[..count]) else { continue };
            let mut sent = self.sent.borrow_mut();
            if sent.front().is_some_and(|own| own == message) {
                sent.pop_front();
                continue;
            }
            if to != self.address || message.first() == Some(&echo::UNREACHABLE) {
                continue;
            }
            let begun_after = self.begun_after.get();
            return Ok(Some(Request {
                message: message.to_vec(),
                from,
                begun_after,
                // A request arrives after it was begun. If requests follow one another at once, the peer
                // never finds that there are no more.
                arrived_after: begun_after.max(self.heard_all_before.get()),
                heard: Instant::now(),
                waited: Cell::default(),
            }));
        }
    }

    /// Sends a message, and waits until every raw socket has received it.
    fn sends(&self, from: Ipv4Addr, to: Ipv4Addr, options: &[u8], message: &[u8]) -> Played {
        let packet = echo::packet(from, to, options, message);
        self.sent.borrow_mut().push_back(message.to_vec());
        let address = SockAddr::from(SocketAddr::from((to, 0)));
        self.socket
            .send_to(&packet, &address)
            .map_err(|error| Fault::new(format!("{} answers", self.name), error))?;
        while kernel::is_icmp_on_its_way()? {
            if self.stage.is_past_curtain() {
                let why = "the kernel does not deliver it";
                return Err(Fault::new("delivering a message", why).into());
            }
            kernel::let_others_run();
        }
        Ok(())
    }
}

/// The answer to a request: the request's own bytes, with another type (RFC 792).
fn reply(request: &Request) -> Vec<u8> {
    let mut message = request.message.clone();
    message[0] = echo::REPLY;
    echo::sealed(message)
}
