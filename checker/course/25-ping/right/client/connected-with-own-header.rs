// Connects its socket, so that only the host's packets come, and writes the IP header itself. It
// waits in short steps and looks at the clock after each, and the data has an odd length.

use std::env;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::{self, ExitCode};
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

pub fn main() -> ExitCode {
    let result = match &env::args().collect::<Vec<_>>()[..] {
        [_, host, count] => match count.parse() {
            Ok(count) => run(host, count),
            Err(error) => Err(io::Error::other(error)),
        },
        _ => Err(io::Error::other("wanted: HOST COUNT")),
    };
    match result {
        Ok(back) => ExitCode::from(u8::from(back == 0)),
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(host: &str, count: u16) -> io::Result<u16> {
    let host = (host, 0).to_socket_addrs()?.find(SocketAddr::is_ipv4);
    let host = host.ok_or_else(|| io::Error::other("no IPv4 address"))?;
    let mut socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4))?;
    socket.set_header_included_v4(true)?;
    socket.connect(&host.into())?;
    socket.set_read_timeout(Some(Duration::from_millis(20)))?;

    let mut back = 0;
    for seq in 1..=count {
        let request = request(seq);
        let sent = Instant::now();
        socket.write_all(&with_header(host, &request))?;
        if wait(&mut socket, &request, sent)? {
            let time = sent.elapsed().as_secs_f32() * 1e3;
            println!("seq={seq} from {} time={time} ms", host.ip());
            back += 1;
        } else {
            println!("seq={seq} lost");
        }
    }
    println!("{back} of {count} came back");
    Ok(back)
}

fn wait(socket: &mut Socket, request: &[u8], sent: Instant) -> io::Result<bool> {
    let mut packet = [0; 576];
    while sent.elapsed() < Duration::from_secs(1) {
        match socket.read(&mut packet) {
            Ok(length) => {
                let message = &packet[(packet[0] & 0x0f) as usize * 4..length];
                // The same bytes from the identifier on, and a type and a code of zero.
                if message.starts_with(&[0, 0]) && message.get(4..) == Some(&request[4..]) {
                    return Ok(true);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

fn request(seq: u16) -> Vec<u8> {
    let mut request = vec![8, 0, 0, 0];
    request.extend((process::id() as u16).to_be_bytes());
    request.extend(seq.to_be_bytes());
    request.extend(b"odd");
    request.push(0);
    let words = request.chunks_exact(2).map(|word| u16::from_be_bytes([word[0], word[1]]));
    let sum = words.fold(0u16, |sum, word| {
        let (sum, carry) = sum.overflowing_add(word);
        sum + u16::from(carry)
    });
    request[2..4].copy_from_slice(&(!sum).to_be_bytes());
    request.pop();
    request
}

/// Version 4, five words, and what is zero the kernel fills in (raw(7)).
fn with_header(host: SocketAddr, message: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x45, 0, 0, 0, 0, 0, 0, 0, 64, 1, 0, 0, 0, 0, 0, 0];
    if let SocketAddr::V4(host) = host {
        packet.extend(host.ip().octets());
    }
    packet.extend(message);
    packet
}
