// Believed: the connections belong into a map, and are written to in there.

use std::collections::HashMap;
use std::env;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

type Clients = Arc<RwLock<HashMap<SocketAddr, TcpStream>>>;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    let clients = Clients::default();
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(Duration::from_millis(20));
                continue;
            }
        };
        let clients = Arc::clone(&clients);
        let started = thread::Builder::new().spawn(move || {
            if let Err(error) = converse(stream, peer, &clients) {
                eprintln!("{peer}: {error}");
            }
            clients.write().unwrap_or_else(PoisonError::into_inner).remove(&peer);
        });
        if let Err(error) = started {
            eprintln!("{peer}: {error}");
        }
    }
}

fn converse(mut stream: TcpStream, peer: SocketAddr, clients: &Clients) -> io::Result<()> {
    let writer = stream.try_clone()?;
    clients.write().unwrap_or_else(PoisonError::into_inner).insert(peer, writer);
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        let mut clients = clients.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = clients.get_mut(&peer) {
            write_frame(writer, &payload)?;
        }
    }
    Ok(())
}
