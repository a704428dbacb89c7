//! Experiments with datagrams and small buffers, and with the longest datagram.

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
    Experiment::same("five-bytes-into-three", five_bytes_into_three::main),
    Experiment::same("was-that-all", was_that_all::main),
    Experiment::same("room-for-nothing", room_for_nothing::main),
    Experiment::same("no-limit-at-1472", no_limit_at_1472::main),
];

mod calls {
    use super::*;

    use std::io::IoSliceMut;

    use rustix::net::{RecvAncillaryBuffer, RecvFlags, ReturnFlags};

    pub fn main() -> io::Result<()> {
        let (client, socket, address) = pair()?;
        for _ in 0..3 {
            client.send_to(b"hello", address)?;
        }
        let mut buffer = [0; 3];
        // ANCHOR: calls
        socket.peek(&mut buffer)?; // looks at the next datagram, and leaves it in the queue
        let n = socket.recv(&mut buffer)?; // takes it; does not say whether that was all

        let (received, length) = rustix::net::recv(&socket, &mut buffer, RecvFlags::TRUNC)?;
        let missing = length - received; // std returns only the first number

        let mut parts = [IoSliceMut::new(&mut buffer)];
        let mut no_control = RecvAncillaryBuffer::default();
        let message =
            rustix::net::recvmsg(&socket, &mut parts, &mut no_control, RecvFlags::empty())?;
        let was_truncated = message.flags.contains(ReturnFlags::TRUNC);
        // ANCHOR_END: calls
        assert_eq!((n, missing, was_truncated), (3, 2, true));
        Ok(())
    }
}

mod five_bytes_into_three {
    use super::*;

    // ANCHOR: five-bytes-into-three
    pub fn main() -> io::Result<()> {
        let (client, server, address) = pair()?;
        client.send_to(b"hello", address)?;
        client.send_to(b"hi", address)?;
        let mut buffer = [0; 3];
        for _ in 0..3 {
            let n = server.recv(&mut buffer)?;
            println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        }
        Ok(())
    }
    // ANCHOR_END: five-bytes-into-three
}

mod was_that_all {
    use super::*;

    // ANCHOR: was-that-all
    use std::io::IoSliceMut;

    use rustix::net::{RecvAncillaryBuffer, RecvFlags, ReturnFlags, recv, recvmsg};

    pub fn main() -> io::Result<()> {
        let (client, server, address) = pair()?;
        let mut buffer = [0; 3];
        for _ in 0..3 {
            client.send_to(b"hello", address)?;
        }
        println!("{}", server.recv(&mut buffer)?);

        let mut parts = [IoSliceMut::new(&mut buffer)];
        let mut no_control = RecvAncillaryBuffer::default();
        let message = recvmsg(&server, &mut parts, &mut no_control, RecvFlags::empty())?;
        println!("{}", message.flags.contains(ReturnFlags::TRUNC));

        let (n, length) = recv(&server, &mut buffer, RecvFlags::TRUNC)?;
        println!("{length} {:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }
    // ANCHOR_END: was-that-all
}

mod room_for_nothing {
    use super::*;

    // ANCHOR: room-for-nothing
    pub fn main() -> io::Result<()> {
        let (client, server, address) = pair()?;
        client.send_to(b"hello", address)?;
        client.send_to(b"hi", address)?;
        for size in [0, 5] {
            let mut buffer = vec![0; size];
            let n = server.recv(&mut buffer)?;
            println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        }
        Ok(())
    }
    // ANCHOR_END: room-for-nothing
}

mod no_limit_at_1472 {
    use super::*;

    // ANCHOR: no-limit-at-1472
    pub fn main() -> io::Result<()> {
        let (client, server, address) = pair()?;
        let mut buffer = [0; 65_535];
        for size in [1_472, 1_473, 65_507, 65_508] {
            match client.send_to(&vec![0; size], address) {
                Ok(n) => println!("{n} sent, {} received", server.recv(&mut buffer)?),
                Err(error) => println!("{size} {error}"),
            }
        }
        Ok(())
    }
    // ANCHOR_END: no-limit-at-1472
}
