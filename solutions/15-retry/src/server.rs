//! Lesson 15, Retry: the server. It acts once for each request, however often that arrives, and says
//! how many different ones it has acted on.

use std::collections::{HashMap, VecDeque};
use std::env;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;

/// So many requests are remembered. Whoever repeats an older one will be taken at his word: no server
/// can remember for ever, and a client gives up long before.
const REMEMBERED: usize = 10_000;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("retry-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers the requests that come to `address`. It comes back only when it cannot start.
fn run(address: &str) -> io::Result<()> {
    let socket = UdpSocket::bind(address)?;
    let mut acts = Acts::default();
    let mut buffer = [0; 65_507];
    loop {
        let (length, sender) = match socket.recv_from(&mut buffer) {
            Ok(received) => received,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => {
                eprintln!("receiving: {error}");
                continue;
            }
        };

        // Anybody can send anything. What has no room for an id is no request, and nobody's loss.
        let Some((id, payload)) = buffer[..length].split_first_chunk() else { continue };

        let count = acts.count_for(sender, *id);
        let reply = [&id[..], &count.to_be_bytes(), &payload.to_ascii_uppercase()].concat();

        // A repeated request is answered again, and in the same words: that it came again means that
        // its answer did not arrive. If the reply has become too long to be sent, that is one
        // client's trouble, and no reason to end.
        if let Err(error) = socket.send_to(&reply, sender) {
            eprintln!("{sender}: {error}");
        }
    }
}

/// What this server has done, and for whom.
#[derive(Default)]
struct Acts {
    /// How many different requests it has acted on.
    count: u32,
    /// What `count` was after each of them. An id is the sender's own choice, and two clients may
    /// choose the same: only both together say which request it is.
    known: HashMap<(SocketAddr, [u8; 4]), u32>,
    /// The same requests from the oldest to the newest, to forget them in that order.
    in_order: VecDeque<(SocketAddr, [u8; 4])>,
}

impl Acts {
    /// Acts on a request, unless that has been done already. The count that belongs to it, this time
    /// and every other.
    fn count_for(&mut self, sender: SocketAddr, id: [u8; 4]) -> u32 {
        let request = (sender, id);
        if let Some(count) = self.known.get(&request) {
            return *count;
        }

        // This is the act. Here it only counts; it could as well transfer money, and must then be
        // remembered just as reliably as the money is.
        self.count = self.count.wrapping_add(1);

        self.known.insert(request, self.count);
        self.in_order.push_back(request);
        if self.in_order.len() > REMEMBERED
            && let Some(oldest) = self.in_order.pop_front()
        {
            self.known.remove(&oldest);
        }
        self.count
    }
}
