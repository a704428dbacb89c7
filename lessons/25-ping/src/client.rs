//! Lesson 25, Ping: the client. It sends echo requests, and prints which were answered in time.
//!
//! # Contract
//!
//! Run as `ping-client HOST COUNT`. HOST is a name or an IPv4 address. COUNT is a whole number from
//! 1 to 65,535.
//!
//! - Open a raw socket for ICMP, and send COUNT echo requests (RFC 792) to the IPv4 address of
//!   HOST.
//! - A request is type 8, code 0, a checksum, an identifier and a sequence number of two bytes
//!   each, and any data or none. The numbers are in network byte order. The checksum covers the
//!   whole message.
//! - Sequence numbers count from 1. The identifier must differ from that of other pings that run at
//!   the same time; the lower half of the process id will do.
//! - The reply to a request is an echo reply (type 0) with the same identifier and the same
//!   sequence number that arrives within one second. You may check its checksum, but need not.
//! - Ignore everything else that arrives, and go on waiting: your own requests, replies for other
//!   programs, late and repeated replies, and reports of any kind.
//! - Send the next request when the one before is answered or lost, not earlier. A pause before it
//!   is allowed, but not required.
//! - Print one line for each request, at once. ADDRESS is the sender of the reply. T is a decimal
//!   number of milliseconds, such as `0.042` or `12`.
//! - In the end print `R of COUNT came back`, where R is the number of replies.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a reply arrives in time | `seq=N from ADDRESS time=T ms` | goes on |
//! | one second is over | `seq=N lost` | goes on |
//! | all requests are done, and at least one was answered | `R of COUNT came back` | 0 |
//! | all requests are done, and none was answered | `0 of COUNT came back` | 1 |
//! | HOST does not exist, or has no IPv4 address | an error on stderr | 1 |
//! | COUNT is not a whole number (`x`, `3x`) | an error on stderr | 1 |
//! | the raw socket cannot be opened, or a request cannot be sent | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 25`. Check: `cargo checker check 25`.

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

/// Pings `host` `count` times. Returns how many replies came back.
fn run(host: &str, count: &str) -> io::Result<u16> {
    // 1. `count` is text. What if it is not a number?

    let address = resolve(host)?;

    // 2. Make a raw socket for ICMP: `socket2::Socket::new` takes a domain, a type and a protocol.
    //    And choose an identifier: which number do two pings on one machine not have in common?

    // 3. For each sequence number, send a request (`send_to`; there are no ports, so port 0):
    //
    //     fn request(identifier: u16, sequence: u16) -> Vec<u8>
    //     fn checksum(message: &[u8]) -> u16
    //
    //    What is in the checksum's place while you compute it?

    // 4. Receive packets until one is the reply. For how long?
    //
    //     fn reply_in(packet: &[u8], identifier: u16, sequence: u16) -> Option<Ipv4Addr>
    //
    //    A packet begins with the IP header. How long is that? What must you check in the message
    //    after it before you believe that it is for you? A stranger may have sent it, and it may
    //    be shorter than you expect.

    // 5. Print the result at once, and in the end how many came back.

    todo!("ping {address} {count} times")
}

/// Returns the first IPv4 address of a host.
fn resolve(host: &str) -> io::Result<Ipv4Addr> {
    // `to_socket_addrs` (trait `ToSocketAddrs`) also takes a port, and may return IPv6 addresses.
    todo!("find the address of {host}")
}
