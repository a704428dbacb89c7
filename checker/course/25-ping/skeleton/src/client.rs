//! Lesson 25, Ping: the client. It sends echo requests, one at a time, and says of each whether its
//! reply came within a second. No port, no connection: this time the message itself is yours, byte
//! by byte.
//!
//! The contract:
//!
//! - Arguments: HOST, a name or an IPv4 address, and COUNT, from 1 to 65535.
//! - An ICMP echo request (RFC 792) is type 8, code 0, a checksum, an identifier and a sequence
//!   number, two bytes each in network byte order, and any data. Requests are numbered from 1.
//! - After each request, wait for its reply, and no longer than a second. Whatever else comes
//!   meanwhile is not for you. Then print, at once:
//!
//!       seq=N from ADDRESS time=T ms         T in milliseconds: 0.123, or 12
//!       seq=N lost
//!
//! - At last: `R of COUNT came back`. Status 0, or 1 if nothing came back.
//! - No such host, no raw socket, a request that cannot be sent, a COUNT that is none: one line on
//!   standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/25-ping.md. To be graded: `cargo checker check 25`.

use std::env;
use std::io;
use std::net::Ipv4Addr;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [host, count] = &arguments[..] else {
        eprintln!("usage: ping-client HOST COUNT");
        return ExitCode::FAILURE;
    };
    match run(host, count) {
        Ok(0) => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ping-client: {host}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Pings `host` so many times. How many replies came back.
fn run(host: &str, count: &str) -> io::Result<u16> {
    // 1. `count` is text. What if it is no number?

    let address = resolve(host)?;

    // 2. A raw socket of ICMP: `socket2::Socket::new` takes a domain, a type and a protocol. And an
    //    identifier: which number do two pings on one machine never have in common?

    // 3. For each sequence number, send a request (`send_to`; there are no ports, so port 0):
    //
    //     fn request(identifier: u16, sequence: u16) -> Vec<u8>
    //     fn checksum(message: &[u8]) -> u16
    //
    //    What stands in the checksum's place while it is computed?

    // 4. Receive packet after packet, until one is the reply. Until when?
    //
    //     fn reply_in(packet: &[u8], identifier: u16, sequence: u16) -> Option<Ipv4Addr>
    //
    //    A packet begins with the IP header. How long is that? How many questions must the message
    //    behind it answer before you believe that it is for you? It may be a stranger's, and shorter
    //    than you think.

    // 5. Print what became of it, at once; and in the end, how many came back.

    todo!("ping {address} {count} times")
}

/// The first IPv4 address of a host.
fn resolve(host: &str) -> io::Result<Ipv4Addr> {
    // `to_socket_addrs` (trait `ToSocketAddrs`) wants a port as well, and may bring IPv6 addresses.
    todo!("find the address of {host}")
}
