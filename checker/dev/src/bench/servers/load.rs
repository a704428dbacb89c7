//! The load: many clients at once, run by one thread. Each client connects, sends a question, and
//! repeats when the whole answer has arrived. After [`VISIT`] questions it disconnects and connects
//! again.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use stage::bytes::upper;

/// Bytes of a question and of its answer, with the header if there is one.
pub const SIZE: usize = 64;

/// Questions of one visit.
pub const VISIT: usize = 100;

/// The duration of the measurement.
pub const WINDOW: Duration = Duration::from_secs(1);

/// The longest wait until every client has had one answer, before the measurement.
const WARM_UP: Duration = Duration::from_secs(3);

/// Number of handshakes at a time, because a server's accept queue is short.
const CONNECTING: usize = 64;

/// The protocol of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Talk {
    /// Lesson 03: the server returns bytes as they come.
    Raw,
    /// Lesson 09: a length of four bytes, then the payload.
    Frames,
    /// Lesson 10: a line.
    Lines,
}

impl Talk {
    fn question(self) -> Vec<u8> {
        let letters: Vec<u8> = (b'a'..=b'z').cycle().take(SIZE).collect();
        match self {
            Talk::Raw => letters,
            Talk::Lines => [&letters[1..], b"\n"].concat(),
            Talk::Frames => {
                let header = (SIZE as u32 - 4).to_be_bytes();
                [&header[..], &letters[4..]].concat()
            }
        }
    }
}

/// The result of the measurement.
#[derive(Debug)]
pub struct Figures {
    pub served: usize,
    pub requests_per_second: f64,
    /// In microseconds, in ascending order.
    latencies: Vec<u64>,
}

impl Figures {
    /// The time within which this share of all answers arrived.
    pub fn share(&self, share: f64) -> Option<u64> {
        let at = (self.latencies.len() as f64 * share).ceil() as usize;
        self.latencies.get(at.saturating_sub(1)).copied()
    }
}

#[derive(Debug)]
enum State {
    Disconnected,
    Connecting(TcpStream),
    /// It has sent a question, and this many bytes of the answer have arrived.
    Waiting(TcpStream, usize),
}

#[derive(Debug)]
struct Client {
    state: State,
    /// The time of its question or of its connect.
    since: Instant,
    /// Questions that are left in this visit.
    left: usize,
    /// Number of answers, counted again from the start of the measurement.
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
        let client =
            || Client { state: State::Disconnected, since: Instant::now(), left: 0, answers: 0 };
        Load {
            address,
            answer: upper(&question),
            question,
            clients: std::iter::repeat_with(client).take(clients).collect(),
            latencies: Vec::new(),
            took: Duration::ZERO,
        }
    }

    /// Warms up and measures.
    pub fn run(&mut self) -> anyhow::Result<()> {
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

    /// Waits until a client is ready, and handles all ready clients.
    fn step(&mut self) -> anyhow::Result<()> {
        self.connect()?;
        let (mut ins, mut outs): (Vec<BorrowedFd<'_>>, Vec<BorrowedFd<'_>>) = Default::default();
        let (mut waiting, mut connecting) = (Vec::new(), Vec::new());
        for (at, client) in self.clients.iter().enumerate() {
            match &client.state {
                State::Disconnected => {}
                State::Connecting(stream) => {
                    outs.push(stream.as_fd());
                    connecting.push(at);
                }
                State::Waiting(stream, _) => {
                    ins.push(stream.as_fd());
                    waiting.push(at);
                }
            }
        }
        let ready = kernel::which_are_ready(&ins, &outs, Duration::from_millis(10));
        let order = [waiting, connecting].concat();
        for place in ready {
            self.serve(order[place])?;
        }
        Ok(())
    }

    /// Connects disconnected clients again, up to [`CONNECTING`] at a time.
    fn connect(&mut self) -> io::Result<()> {
        let connects = |client: &&Client| matches!(client.state, State::Connecting(_));
        let room = CONNECTING.saturating_sub(self.clients.iter().filter(connects).count());
        let disconnected =
            self.clients.iter_mut().filter(|one| matches!(one.state, State::Disconnected));
        for client in disconnected.take(room) {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))?;
            socket.set_nonblocking(true)?;
            socket.set_tcp_nodelay(true)?;
            // The same event reports success or failure later.
            let _ = socket.connect(&SockAddr::from(self.address));
            client.since = Instant::now();
            client.left = VISIT;
            client.state = State::Connecting(socket.into());
        }
        Ok(())
    }

    fn serve(&mut self, at: usize) -> anyhow::Result<()> {
        let client = &mut self.clients[at];
        let state = std::mem::replace(&mut client.state, State::Disconnected);
        client.state = match state {
            State::Disconnected => State::Disconnected,
            State::Connecting(stream) if stream.peer_addr().is_err() => State::Disconnected,
            State::Connecting(stream) => ask(stream, &self.question),
            State::Waiting(mut stream, before) => {
                let mut buffer = [0; SIZE];
                match stream.read(&mut buffer[before..]) {
                    // The server closed the connection: connect again.
                    Ok(0) => State::Disconnected,
                    Ok(count) => {
                        let heard = before + count;
                        anyhow::ensure!(
                            buffer[before..heard] == self.answer[before..heard],
                            "the server's answer is wrong"
                        );
                        if heard < SIZE {
                            State::Waiting(stream, heard)
                        } else {
                            client.answers += 1;
                            self.latencies.push(client.since.elapsed().as_micros() as u64);
                            client.since = Instant::now();
                            client.left -= 1;
                            if client.left == 0 {
                                State::Disconnected
                            } else {
                                ask(stream, &self.question)
                            }
                        }
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {
                        State::Waiting(stream, before)
                    }
                    Err(_) => State::Disconnected,
                }
            }
        };
        Ok(())
    }
}

/// Sends a question. These few bytes always fit into an empty send buffer.
fn ask(mut stream: TcpStream, question: &[u8]) -> State {
    match stream.write(question) {
        Ok(SIZE) => State::Waiting(stream, 0),
        _ => State::Disconnected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_of_one_size_and_frames_say_theirs() {
        assert_eq!(Talk::Raw.question().len(), SIZE);
        let line = Talk::Lines.question();
        assert_eq!((line.len(), line.last()), (SIZE, Some(&b'\n')));
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
