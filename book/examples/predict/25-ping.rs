//! Experiments with a raw socket: what it receives, and what a checksum is.

// ANCHOR: begin
use std::io::{self, Read};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};

fn checksum(message: &[u8]) -> u16 {
    let (words, _) = message.as_chunks();
    let mut total: u32 = words.iter().map(|word| u32::from(u16::from_be_bytes(*word))).sum();
    while total > 0xFFFF {
        total = (total & 0xFFFF) + (total >> 16);
    }
    !(total as u16)
}

fn request(sequence: u16, data: &[u8]) -> Vec<u8> {
    let [identifier, sequence] = [4711, sequence].map(u16::to_be_bytes);
    let mut message = [&[8, 0, 0, 0], &identifier[..], &sequence, data].concat();
    let sum = checksum(&message);
    message[2..4].copy_from_slice(&sum.to_be_bytes());
    message
}

/// A raw socket whose receive waits for at most a second.
fn raw_socket() -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4))?;
    socket.set_read_timeout(Some(Duration::from_secs(1)))?;
    Ok(socket)
}

fn send(socket: &Socket, message: &[u8]) -> io::Result<usize> {
    socket.send_to(message, &SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())
}
// ANCHOR_END: begin

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::not_played("what-comes-back", what_comes_back::main),
    Experiment::not_played("no-checksum", no_checksum::main),
    Experiment::same("which-order", || {
        which_order::main();
        Ok(())
    }),
];

mod calls {
    use super::*;

    use std::net::{IpAddr, ToSocketAddrs};
    use std::process;

    pub fn main() -> io::Result<()> {
        // ANCHOR: calls
        let mut addresses = "127.0.0.1:0".to_socket_addrs()?; // or a name; the port has no meaning
        let address = addresses.find(|address| matches!(address.ip(), IpAddr::V4(_)));
        let identifier = process::id() as u16; // a number that other pings here rarely have

        let mut message = vec![8, 0, 0, 0]; // type, code, and no checksum yet
        message.extend(identifier.to_be_bytes()); // in network byte order
        message.extend(1_u16.to_be_bytes());
        // `get` returns None if a message is too short.
        let is_mine = message.get(4..6) == Some(&identifier.to_be_bytes());

        /// Sends a request, and receives one packet: perhaps the reply.
        fn exchange(to: SocketAddr, message: &[u8]) -> io::Result<Vec<u8>> {
            // Only root may open a raw socket.
            let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4))?;
            socket.send_to(message, &to.into())?; // the kernel adds the IP header
            socket.set_read_timeout(Some(Duration::from_secs(1)))?; // zero is an error
            let mut packet = vec![0; 2048];
            let n = (&socket).read(&mut packet)?; // with its IP header
            packet.truncate(n);
            Ok(packet)
        }
        // ANCHOR_END: calls
        assert!(is_mine && checksum(&message) != 0);
        let packet = address.map(|address| exchange(address, &message));
        // Only root may have a raw socket. Its first packet may be for another program.
        let is_fine = packet.is_some_and(|packet| match packet {
            Ok(packet) => packet.len() > 20,
            Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
        });
        assert!(is_fine);
        Ok(())
    }
}

mod what_comes_back {
    use super::*;

    // ANCHOR: what-comes-back
    pub fn main() -> io::Result<()> {
        let mut socket = raw_socket()?;
        send(&socket, &request(1, b"hi"))?;
        let mut packet = [0; 2048];
        for _ in 0..2 {
            let n = socket.read(&mut packet)?;
            println!("{n} {} {}", packet[0], packet[20]);
        }
        Ok(())
    }
    // ANCHOR_END: what-comes-back
}

mod no_checksum {
    use super::*;

    // ANCHOR: no-checksum
    pub fn main() -> io::Result<()> {
        let mut socket = raw_socket()?;
        let mut message = request(2, b"");
        message[2..4].fill(0);
        send(&socket, &message)?;
        let mut packet = [0; 2048];
        for _ in 0..2 {
            let n = socket.read(&mut packet)?;
            println!("{:02x?}", &packet[20..n]);
        }
        Ok(())
    }
    // ANCHOR_END: no-checksum
}

mod which_order {
    // ANCHOR: which-order
    fn checksum(words: &[[u8; 2]], number: fn([u8; 2]) -> u16) -> u16 {
        let mut total: u32 = words.iter().map(|word| u32::from(number(*word))).sum();
        while total > 0xFFFF {
            total = (total & 0xFFFF) + (total >> 16);
        }
        !(total as u16)
    }

    pub fn main() {
        let (words, _) = b"\x08\0\0\0\x12\x67\0\x01hi".as_chunks();
        let sum = checksum(words, u16::from_be_bytes);
        println!("{sum:#06x} {:02x?}", sum.to_be_bytes());
        let sum = checksum(words, u16::from_le_bytes);
        println!("{sum:#06x} {:02x?}", sum.to_le_bytes());
    }
    // ANCHOR_END: which-order
}
