//! Experiments with datagrams: boundaries, an empty one, and a port without a server.

// ANCHOR: begin
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

/// A client, a server whose receive waits for at most a second, and the server's address.
fn pair() -> io::Result<(UdpSocket, UdpSocket, SocketAddr)> {
    let server = UdpSocket::bind("127.0.0.1:0")?;
    server.set_read_timeout(Some(Duration::from_secs(1)))?;
    let client = UdpSocket::bind("127.0.0.1:0")?;
    let address = server.local_addr()?;
    Ok((client, server, address))
}
// ANCHOR_END: begin

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("lesson-05-again", lesson_05_again::main),
    Experiment::same("nothing-at-all", nothing_at_all::main),
    Experiment::same("who-is-not-there", who_is_not_there::main),
];

mod calls {
    use super::*;

    pub fn main() -> io::Result<()> {
        // ANCHOR: calls
        let server = UdpSocket::bind("127.0.0.1:0")?; // no listen, no accept
        let client = UdpSocket::bind("0.0.0.0:0")?; // any free port
        client.send_to(b"hello", server.local_addr()?)?; // one datagram as a whole, or an error

        let mut buffer = [0; 65_507];
        let (n, sender) = server.recv_from(&mut buffer)?; // one datagram, and its sender
        server.send_to(&buffer[..n], sender)?;

        client.connect(server.local_addr()?)?; // no packet; now only to and from this address
        let n = client.recv(&mut buffer)?;
        client.send(&buffer[..n])?;
        // ANCHOR_END: calls
        assert_eq!(&buffer[..n], b"hello");
        Ok(())
    }
}

mod lesson_05_again {
    use super::*;

    // ANCHOR: lesson-05-again
    pub fn main() -> io::Result<()> {
        let (client, server, address) = pair()?;
        client.send_to(b"hello", address)?;
        client.send_to(b"hi", address)?;
        let mut buffer = [0; 1024];
        let n = server.recv(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }
    // ANCHOR_END: lesson-05-again
}

mod nothing_at_all {
    use super::*;

    // ANCHOR: nothing-at-all
    pub fn main() -> io::Result<()> {
        let (client, server, address) = pair()?;
        client.send_to(b"hi", address)?;
        client.send_to(b"", address)?;
        client.send_to(b"after", address)?;
        let mut buffer = [0; 1024];
        for _ in 0..3 {
            let n = server.recv(&mut buffer)?;
            println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        }
        Ok(())
    }
    // ANCHOR_END: nothing-at-all
}

mod who_is_not_there {
    use super::*;

    // ANCHOR: who-is-not-there
    pub fn main() -> io::Result<()> {
        let (client, server, address) = pair()?;
        drop(server);
        client.connect(address)?;
        println!("{}", client.send(b"one")?);
        println!("{}", client.send(b"two")?);
        Ok(())
    }
    // ANCHOR_END: who-is-not-there
}
