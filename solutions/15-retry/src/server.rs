//! Lesson 15, Retry: the server. It acts once on each request, however often the request arrives,
//! and reports how many different ones it has acted on.

use std::collections::{HashMap, VecDeque};
use std::env;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;

/// How many requests the server remembers. It would act again on a repeated request that is older.
/// No server can remember for ever, and a client gives up long before.
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

/// Answers the requests that arrive at `address`. It returns only if it cannot start.
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

        // Any program can send anything. A datagram that is too short for an id is not a request.
        let Some((id, payload)) = buffer[..length].split_first_chunk() else { continue };

        let count = acts.count_for(sender, *id);
        let reply = [&id[..], &count.to_be_bytes(), &payload.to_ascii_uppercase()].concat();

        // Answer a repeated request again, with the same bytes: if it came again, the first answer
        // probably did not arrive. If the reply is too long to be sent, that concerns one client,
        // and the server goes on.
        if let Err(error) = socket.send_to(&reply, sender) {
            eprintln!("{sender}: {error}");
        }
    }
}

/// The requests that this server has acted on.
#[derive(Default)]
struct Acts {
    /// How many different requests the server has acted on.
    count: u32,
    /// The value of `count` after each request. Each client chooses its own ids, and two clients
    /// may choose the same. So sender and id together identify a request.
    known: HashMap<(SocketAddr, [u8; 4]), u32>,
    /// The same requests from the oldest to the newest, to forget the oldest first.
    in_order: VecDeque<(SocketAddr, [u8; 4])>,
}

impl Acts {
    /// Acts on a request, unless the server has done so before. Returns the count of the first
    /// time.
    fn count_for(&mut self, sender: SocketAddr, id: [u8; 4]) -> u32 {
        let request = (sender, id);
        if let Some(count) = self.known.get(&request) {
            return *count;
        }

        // This is the act. Here it only counts. A real server might transfer money, and then it
        // must record the request as reliably as the transfer.
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
