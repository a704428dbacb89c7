// std's `UnixStream` between buffers for frames; for packets a socket2 socket that asks with
// MSG_TRUNC how long the packet was.

use std::env;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::process::ExitCode;

use framing_solution::{read_frame, write_frame};
use socket2::{Domain, SockAddr, Socket, Type};

const MOST: usize = 65_536;

type Ask = Box<dyn FnMut(&[u8]) -> io::Result<Vec<u8>>>;

pub fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let path = words.first().map_or("unix-sockets.sock", String::as_str);
    let is_packets = words.iter().any(|word| word == "seqpacket");
    let connected = if is_packets { over_packets(path) } else { over_frames(path) };
    match connected.and_then(|ask| talk(ask, is_packets)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn over_frames(path: &str) -> io::Result<Ask> {
    let stream = UnixStream::connect(path)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = BufWriter::new(stream);
    Ok(Box::new(move |line| {
        write_frame(&mut writer, line)?;
        read_frame(&mut reader)?.ok_or(ErrorKind::UnexpectedEof.into())
    }))
}

fn over_packets(path: &str) -> io::Result<Ask> {
    const MSG_TRUNC: i32 = 0x20;
    let socket = Socket::new(Domain::UNIX, Type::SEQPACKET, None)?;
    socket.connect(&SockAddr::unix(path)?)?;
    Ok(Box::new(move |line| {
        socket.send(line)?;
        let mut reply = Vec::with_capacity(MOST);
        match socket.recv_with_flags(reply.spare_capacity_mut(), 0x2 | MSG_TRUNC)? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            length if length > MOST => Err(io::Error::other(format!("a packet of {length} bytes"))),
            length => {
                reply.resize(length, 0);
                (&socket).read_exact(&mut reply)?;
                Ok(reply)
            }
        }
    }))
}

fn talk(mut ask: Ask, is_packets: bool) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut one = [0];
    let mut stdin = io::stdin().lock();
    loop {
        let is_over = stdin.read(&mut one)? == 0;
        if !is_over && one[0] != b'\n' {
            bytes.push(one[0]);
            continue;
        }
        if is_over && bytes.is_empty() {
            return Ok(());
        }
        if !is_packets || !bytes.is_empty() {
            let reply = ask(&bytes)?;
            let mut output = io::stdout().lock();
            output.write_all(&reply)?;
            output.write_all(b"\n")?;
            output.flush()?;
        }
        bytes.clear();
    }
}
