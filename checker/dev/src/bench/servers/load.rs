//! The load: so many clients at once, played by one thread. Each connects, asks, asks again when the
//! whole answer has come, and leaves after a visit of [`VISIT`] questions to come again.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use stage::bytes::upper;

/// Bytes of a question, and of its answer, with the header where there is one.
pub const SIZE: usize = 64;

/// Questions of one visit.
pub const VISIT: usize = 100;

/// How long it is measured.
pub const WINDOW: Duration = Duration::from_secs(1);

/// Everybody shall have had one answer before; but so long and no longer is waited for that.
const WARM_UP: Duration = Duration::from_secs(3);

/// Handshakes at a time: a server's accept queue is short.
const KNOCKING: usize = 64;

/// How a server wants to be talked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Talk {
    /// Lesson 03: bytes come back as they come.
    Raw,
    /// Lesson 09: a length of four bytes, and the payload.
    Frames,
}

impl Talk {
    fn question(self) -> Vec<u8> {
        let letters: Vec<u8> = (b'a'..=b'z').cycle().take(SIZE).collect();
        match self {
            Talk::Raw => letters,
            Talk::Frames => {
                let header = (SIZE as u32 - 4).to_be_bytes();
                [&header[..], &letters[4..]].concat()
            }
        }
    }
}

/// What was measured.
#[derive(Debug)]
pub struct Figures {
    pub served: usize,
    pub requests_per_second: f64,
    /// In microseconds, the shortest first.
    latencies: Vec<u64>,
}

impl Figures {
    /// The time within which this share of all answers came.
    pub fn share(&self, share: f64) -> Option<u64> {
        let at = (self.latencies.len() as f64 * share).ceil() as usize;
        self.latencies.get(at.saturating_sub(1)).copied()
    }
}

#[derive(Debug)]
enum State {
    Away,
    /// Connecting.
    Knocks(TcpStream),
    /// Has asked, and so many bytes of the answer have come.
    Waits(TcpStream, usize),
}

#[derive(Debug)]
struct Client {
    state: State,
    /// When it asked, or knocked.
    since: Instant,
    /// Questions that are left in this visit.
    left: usize,
    /// Answers while it was measured; before that, answers at all.
    answers: usize,
}

#[derive(Debug)]
pub struct Load {
    address: SocketAddr,
    question: Vec<u8>,
    answer: Vec<u8>,
    clients: Vec<Client>,
    latencies: Vec<u64>,
    took: Duration,
}

impl Load {
    pub fn new(address: SocketAddr, talk: Talk, clients: usize) -> Load {
        let question = talk.question();
        let client = || Client { state: State::Away, since: Instant::now(), left: 0, answers: 0 };
        Load {
            address,
            answer: upper(&question),
            question,
            clients: std::iter::repeat_with(client).take(clients).collect(),
            latencies: Vec::new(),
            took: Duration::ZERO,
        }
    }

    /// Warms up, and measures.
    pub fn play(&mut self) -> anyhow::Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < WARM_UP && self.clients.iter().any(|one| one.answers == 0) {
            self.step()?;
        }
        self.latencies.clear();
        self.clients.iter_mut().for_each(|one| one.answers = 0);
        let begun = Instant::now();
        while begun.elapsed() < WINDOW {
            self.step()?;
        }
        self.took = begun.elapsed();
        self.latencies.sort_unstable();
        Ok(())
    }

    pub fn figures(&self) -> Figures {
        Figures {
            served: self.clients.iter().filter(|one| one.answers > 0).count(),
            requests_per_second: self.latencies.len() as f64 / self.took.as_secs_f64(),
            latencies: self.latencies.clone(),
        }
    }

    /// Waits until something can be done for anybody, and does it.
    fn step(&mut self) -> anyhow::Result<()> {
        self.knock()?;
        let (mut ins, mut outs): (Vec<BorrowedFd<'_>>, Vec<BorrowedFd<'_>>) = Default::default();
        let (mut waiting, mut knocking) = (Vec::new(), Vec::new());
        for (at, client) in self.clients.iter().enumerate() {
            match &client.state {
                State::Away => {}
                State::Knocks(stream) => {
                    outs.push(stream.as_fd());
                    knocking.push(at);
                }
                State::Waits(stream, _) => {
                    ins.push(stream.as_fd());
                    waiting.push(at);
                }
            }
        }
        let ready = kernel::which_are_ready(&ins, &outs, Duration::from_millis(10));
        let order = [waiting, knocking].concat();
        for place in ready {
            self.serve(order[place])?;
        }
        Ok(())
    }

    /// Those who are away come again, as many as may knock together.
    fn knock(&mut self) -> io::Result<()> {
        let knocks = |client: &&Client| matches!(client.state, State::Knocks(_));
        let room = KNOCKING.saturating_sub(self.clients.iter().filter(knocks).count());
        let away = self.clients.iter_mut().filter(|one| matches!(one.state, State::Away));
        for client in away.take(room) {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))?;
            socket.set_nonblocking(true)?;
            socket.set_tcp_nodelay(true)?;
            // Being refused or still on the way is told later, by the same event.
            let _ = socket.connect(&SockAddr::from(self.address));
            client.since = Instant::now();
            client.left = VISIT;
            client.state = State::Knocks(socket.into());
        }
        Ok(())
    }

    fn serve(&mut self, at: usize) -> anyhow::Result<()> {
        let client = &mut self.clients[at];
        let state = std::mem::replace(&mut client.state, State::Away);
        client.state = match state {
            State::Away => State::Away,
            State::Knocks(stream) if stream.peer_addr().is_err() => State::Away,
            State::Knocks(stream) => asks(stream, &self.question),
            State::Waits(mut stream, before) => {
                let mut buffer = [0; SIZE];
                match stream.read(&mut buffer[before..]) {
                    // It was turned away: it comes again.
                    Ok(0) => State::Away,
                    Ok(count) => {
                        let heard = before + count;
                        anyhow::ensure!(
                            buffer[before..heard] == self.answer[before..heard],
                            "the server's answer is wrong"
                        );
                        if heard < SIZE {
                            State::Waits(stream, heard)
                        } else {
                            client.answers += 1;
                            self.latencies.push(client.since.elapsed().as_micros() as u64);
                            client.since = Instant::now();
                            client.left -= 1;
                            if client.left == 0 {
                                State::Away
                            } else {
                                asks(stream, &self.question)
                            }
                        }
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {
                        State::Waits(stream, before)
                    }
                    Err(_) => State::Away,
                }
            }
        };
        Ok(())
    }
}

/// Asks. So few bytes always have room where nothing else is on the way.
fn asks(mut stream: TcpStream, question: &[u8]) -> State {
    match stream.write(question) {
        Ok(SIZE) => State::Waits(stream, 0),
        _ => State::Away,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_of_one_size_and_frames_say_theirs() {
        assert_eq!(Talk::Raw.question().len(), SIZE);
        let frame = Talk::Frames.question();
        assert_eq!((frame.len(), &frame[..5]), (SIZE, &b"\0\0\0\x3ce"[..]));
    }

    #[test]
    fn shares_are_times_within_which_so_many_answers_came() {
        let latencies = (1..=200).collect();
        let figures = Figures { served: 1, requests_per_second: 200.0, latencies };
        assert_eq!(figures.share(0.5), Some(100));
        assert_eq!(figures.share(0.99), Some(198));
        assert_eq!(figures.share(1.0), Some(200));
        let none = Figures { served: 0, requests_per_second: 0.0, latencies: Vec::new() };
        assert_eq!(none.share(0.5), None);
    }
}
