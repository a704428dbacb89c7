// Three threads at one socket, and one memory behind a lock, which nobody holds while sending.

use std::collections::HashMap;
use std::env;
use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

type Replies = Mutex<HashMap<(SocketAddr, Vec<u8>), Vec<u8>>>;

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let socket = match UdpSocket::bind(&address) {
        Ok(socket) => socket,
        Err(error) => {
            eprintln!("{address}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let replies = Replies::default();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| serve(&socket, &replies));
        }
    });
    ExitCode::SUCCESS
}

fn serve(socket: &UdpSocket, replies: &Replies) {
    let mut buffer = vec![0; 65_535];
    loop {
        let Ok((length, sender)) = socket.recv_from(&mut buffer) else { continue };
        if length < 4 {
            continue;
        }
        let (id, payload) = buffer[..length].split_at(4);
        let reply = {
            let Ok(mut replies) = replies.lock() else { return };
            let next = replies.len() as u32 + 1;
            let reply = replies.entry((sender, id.to_vec())).or_insert_with(|| {
                [id, &next.to_be_bytes(), &payload.to_ascii_uppercase()].concat()
            });
            reply.clone()
        };
        let _ = socket.send_to(&reply, sender);
    }
}
