// Believed: the first one is number 0.

use std::env;
use std::io::{self, ErrorKind, Read};
use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::process::{self, ExitCode};
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

pub fn main() -> ExitCode {
    let args: Vec<String> = env::args().collect();
    let Some(Ok(count)) = args.get(2).map(|count| count.parse()) else {
        eprintln!("usage: ping-client HOST COUNT");
        return ExitCode::FAILURE;
    };
    match run(&args[1], count) {
        Ok(0) => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", args[1]);
            ExitCode::FAILURE
        }
    }
}

fn run(host: &str, count: u16) -> io::Result<u16> {
    let mut addresses = (host, 0).to_socket_addrs()?;
    let address = addresses.find(SocketAddr::is_ipv4).ok_or(io::Error::other("no IPv4 address"))?;
    let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4))?;
    let id = process::id() as u16;
    let mut back = 0;
    for seq in 0..count {
        let sent = Instant::now();
        socket.send_to(&request(id, seq), &address.into())?;
        match reply(&socket, id, seq, sent)? {
            Some(from) => {
                let time = sent.elapsed().as_secs_f64() * 1000.0;
                println!("seq={seq} from {from} time={time:.3} ms");
                back += 1;
            }
            None => println!("seq={seq} lost"),
        }
    }
    println!("{back} of {count} came back");
    Ok(back)
}

fn reply(socket: &Socket, id: u16, seq: u16, sent: Instant) -> io::Result<Option<Ipv4Addr>> {
    let mut packet = [0; 2048];
    loop {
        let left = Duration::from_secs(1).saturating_sub(sent.elapsed());
        if left.is_zero() {
            return Ok(None);
        }
        socket.set_read_timeout(Some(left))?;
        let mut socket = socket;
        let n = match socket.read(&mut packet) {
            Ok(n) => n,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(None),
            Err(error) => return Err(error),
        };
        let message = &packet[(packet[0] & 15) as usize * 4..n];
        if message.len() < 8 {
            continue;
        }
        if message[0] == 0
            && message[4..6] == id.to_be_bytes()
            && message[6..8] == seq.to_be_bytes()
        {
            return Ok(Some(Ipv4Addr::new(packet[12], packet[13], packet[14], packet[15])));
        }
    }
}

fn request(id: u16, seq: u16) -> Vec<u8> {
    let mut message = vec![8, 0, 0, 0];
    message.extend(id.to_be_bytes());
    message.extend(seq.to_be_bytes());
    message.extend(b"is anybody out there?");
    let sum = checksum(&message);
    message[2..4].copy_from_slice(&sum.to_be_bytes());
    message
}

fn checksum(message: &[u8]) -> u16 {
    let mut sum = 0u32;
    for word in message.chunks(2) {
        sum += (word[0] as u32) << 8 | *word.get(1).unwrap_or(&0) as u32;
    }
    while sum > 0xffff {
        sum = (sum >> 16) + (sum & 0xffff);
    }
    !(sum as u16)
}
