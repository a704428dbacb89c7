// Tokio; each client has a memory of its own, with its last two thousand ids.

use std::collections::{HashMap, VecDeque};
use std::env;
use std::io;
use std::process::ExitCode;

use tokio::net::UdpSocket;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{address}: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(address: &str) -> io::Result<()> {
    let socket = UdpSocket::bind(address).await?;
    let mut clients: HashMap<_, VecDeque<([u8; 4], u32)>> = HashMap::new();
    let mut total = 0u32;
    let mut buffer = vec![0; 65_535];
    loop {
        let Ok((length, client)) = socket.recv_from(&mut buffer).await else { continue };
        let Some((id, payload)) = buffer[..length].split_first_chunk::<4>() else { continue };
        let past = clients.entry(client).or_default();
        let count = match past.iter().find(|(known, _)| known == id) {
            Some((_, count)) => *count,
            None => {
                total += 1;
                past.push_back((*id, total));
                if past.len() > 2000 {
                    past.pop_front();
                }
                total
            }
        };
        let mut reply = Vec::with_capacity(8 + payload.len());
        reply.extend(id);
        reply.extend(count.to_be_bytes());
        reply.extend(payload.iter().map(u8::to_ascii_uppercase));
        if let Err(error) = socket.send_to(&reply, client).await {
            eprintln!("{client}: {error}");
        }
    }
}
