//! An experiment with a client that asks again, and takes the first answer that comes.

// ANCHOR: begin
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, UdpSocket};
use std::thread;
use std::time::Duration;

/// Starts a server, and returns its address. It needs 0.3 seconds to answer `slow`.
fn server() -> io::Result<SocketAddr> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?;
    thread::spawn(move || -> io::Result<()> {
        let mut buffer = [0; 1024];
        loop {
            let (n, client) = socket.recv_from(&mut buffer)?;
            let question = buffer[..n].to_vec();
            let socket = socket.try_clone()?;
            thread::spawn(move || {
                if question == b"slow" {
                    thread::sleep(Duration::from_millis(300));
                }
                socket.send_to(&question.to_ascii_uppercase(), client)
            });
        }
    });
    Ok(address)
}

fn client() -> io::Result<UdpSocket> {
    let client = UdpSocket::bind("127.0.0.1:0")?;
    client.connect(server()?)?;
    client.set_read_timeout(Some(Duration::from_millis(200)))?;
    Ok(client)
}

fn ask(client: &UdpSocket, question: &str) -> io::Result<String> {
    let mut buffer = [0; 1024];
    for _ in 0..7 {
        client.send(question.as_bytes())?;
        if let Ok(n) = client.recv(&mut buffer) {
            return Ok(String::from_utf8_lossy(&buffer[..n]).into_owned());
        }
    }
    Err(ErrorKind::TimedOut.into())
}
// ANCHOR_END: begin

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::varies(
        "no-id",
        no_id::main,
        "Nothing was lost here. The server was only slow.",
        three_answers_after_a_slow_one,
    ),
];

/// On a busy machine, the client may ask more often, or get its answer before it asks again.
fn three_answers_after_a_slow_one(said: &str) -> bool {
    let answers: Vec<&str> = said.lines().map(|line| line.trim_matches('"')).collect();
    let is_answer = |answer: &str| ["SLOW", "ONE", "TWO"].contains(&answer);
    matches!(answers[..], ["SLOW", "SLOW" | "ONE", third] if is_answer(third))
}

mod calls {
    use super::*;

    use std::collections::hash_map::RandomState;
    use std::hash::BuildHasher;
    use std::time::Instant;

    pub fn main() -> io::Result<()> {
        let socket = client()?;
        let mut buffer = [0; 1024];
        // ANCHOR: calls
        let id = RandomState::new().hash_one(0) as u32; // std's hashers have random keys
        let request = [&id.to_be_bytes()[..], b"hello"].concat(); // four bytes, then the question
        socket.send(&request)?;

        let deadline = Instant::now() + Duration::from_secs(10); // a clock that is never set back
        let left = deadline.saturating_duration_since(Instant::now()); // 0 when it is over
        socket.set_read_timeout(Some(left))?; // for each receive from now on; 0 is an error
        let n = match socket.recv(&mut buffer) {
            Ok(n) => n,
            // The time is over. The kind depends on the system.
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => 0,
            Err(e) => return Err(e),
        };
        let parsed = buffer[..n].split_first_chunk::<4>(); // None if there are fewer than four
        let parsed = parsed.map(|(id, answer)| (u32::from_be_bytes(*id), answer));
        // ANCHOR_END: calls
        assert!(parsed.is_some_and(|(_, answer)| answer == b"HELLO"));
        Ok(())
    }
}

mod no_id {
    use super::*;

    // ANCHOR: no-id
    pub fn main() -> io::Result<()> {
        let client = client()?;
        println!("{:?}", ask(&client, "slow")?);
        thread::sleep(Duration::from_millis(500));
        println!("{:?}", ask(&client, "one")?);
        println!("{:?}", ask(&client, "two")?);
        Ok(())
    }
    // ANCHOR_END: no-id
}
