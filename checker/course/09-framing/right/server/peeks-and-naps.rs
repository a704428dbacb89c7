//! Looks at a frame (MSG_PEEK) until all of it is there, with a nap after each look, and then takes it. A
//! long one is received in parts: a receive queue does not hold a megabyte.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

const LONG: usize = 16_384;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        if let Err(error) = stream.and_then(serve) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut frame = vec![0; 4 + LONG];
    loop {
        if !has_come(&stream, &mut frame[..4])? {
            return Ok(());
        }
        let length = u32::from_be_bytes([frame[0], frame[1], frame[2], frame[3]]) as usize;
        if length > 1 << 20 {
            return Err(io::Error::other("a frame is too long"));
        }
        if length <= LONG && !has_come(&stream, &mut frame[..4 + length])? {
            return Err(io::Error::other("half a frame"));
        }
        frame.resize(4 + length.max(LONG), 0);
        let whole = &mut frame[..4 + length];
        stream.read_exact(whole)?;
        whole[4..].make_ascii_uppercase();
        stream.write_all(whole)?;
    }
}

/// Whether so many bytes are there; `false` where no more will come.
fn has_come(stream: &TcpStream, wanted: &mut [u8]) -> io::Result<bool> {
    loop {
        let has_ended = has_ended(stream)?;
        let count = stream.peek(wanted)?;
        if count == wanted.len() || has_ended || count == 0 {
            return Ok(count == wanted.len());
        }
        thread::sleep(Duration::from_millis(2));
    }
}

fn has_ended(stream: &TcpStream) -> io::Result<bool> {
    let mut one = [PollFd::new(stream, PollFlags::RDHUP)];
    poll(&mut one, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }))?;
    Ok(!one[0].revents().is_empty())
}
