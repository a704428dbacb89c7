// One thread hears everything and hands on what is a reply to this process; the other sends, and
// waits at the channel until the second is over.

use std::env;
use std::error::Error;
use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::process::{ExitCode, id};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

pub fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("ping: {error}");
            ExitCode::from(1)
        }
    }
}

struct Reply {
    seq: u16,
    from: Ipv4Addr,
    at: Instant,
}

fn run() -> Result<bool, Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let (Some(host), Some(count)) = (args.next(), args.next()) else {
        return Err("HOST COUNT".into());
    };
    let count: u16 = count.parse()?;
    let target =
        (host.as_str(), 7).to_socket_addrs()?.find(SocketAddr::is_ipv4).ok_or("no IPv4 address")?;

    let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4))?;
    let ears = socket.try_clone()?;
    let (sender, replies) = mpsc::channel();
    thread::spawn(move || listen(ears, &sender));

    let mut back = 0;
    for seq in 1..=count {
        socket.send_to(&request(seq), &target.into())?;
        let sent = Instant::now();
        let reply = loop {
            let left = (sent + Duration::from_secs(1)).saturating_duration_since(Instant::now());
            match replies.recv_timeout(left) {
                Ok(Reply { seq: its, from, at }) if its == seq => break Some((from, at)),
                Ok(_) => {}
                Err(_) => break None,
            }
        };
        match reply {
            Some((from, at)) => {
                let time = at.saturating_duration_since(sent).as_micros();
                println!("seq={seq} from {from} time={}.{:03} ms", time / 1000, time % 1000);
                back += 1;
            }
            None => println!("seq={seq} lost"),
        }
    }
    println!("{back} of {count} came back");
    Ok(back > 0)
}

fn listen(mut socket: Socket, sender: &mpsc::Sender<Reply>) {
    let mut packet = vec![0; 65_536];
    while let Ok(length) = socket.read(&mut packet) {
        let at = Instant::now();
        let packet = &packet[..length];
        let header = usize::from(packet[0] % 16) * 4;
        let ours = (id() as u16).to_be_bytes();
        if let [0, 0, _, _, a, b, c, d, ..] = packet[header..]
            && [a, b] == ours
        {
            let from = Ipv4Addr::new(packet[12], packet[13], packet[14], packet[15]);
            let reply = Reply { seq: u16::from_be_bytes([c, d]), from, at };
            if sender.send(reply).is_err() {
                return;
            }
        }
    }
}

/// No data at all: eight bytes are enough.
fn request(seq: u16) -> [u8; 8] {
    let [a, b] = (id() as u16).to_be_bytes();
    let [c, d] = seq.to_be_bytes();
    let mut request = [8, 0, 0, 0, a, b, c, d];
    let sum: u32 = request.chunks(2).map(|w| u32::from(w[0]) * 256 + u32::from(w[1])).sum();
    let sum = !((sum & 0xffff) + (sum >> 16)) as u16;
    request[2..4].copy_from_slice(&sum.to_be_bytes());
    request
}
