//! Lesson 14, Datagrams keep their boundaries: the server. It receives once for each size, and prints what
//! it got and how much was cut off.

use std::env;
use std::io::{self, Write};
use std::net::UdpSocket;
use std::process::ExitCode;

use rustix::io::Errno;
use rustix::net::RecvFlags;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let sizes: Result<Vec<usize>, _> = arguments.map(|word| word.parse()).collect();
    let Ok(sizes) = sizes else {
        eprintln!("usage: datagrams-server ADDRESS SIZE…");
        return ExitCode::FAILURE;
    };
    match run(&address, &sizes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("datagrams-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Receives once at `address` for each of the sizes, and prints what it got.
fn run(address: &str, sizes: &[usize]) -> io::Result<()> {
    let socket = UdpSocket::bind(address)?;
    let mut output = io::stdout().lock();
    for (index, size) in sizes.iter().enumerate() {
        // Each receive has a buffer of exactly this size, as in lesson 05. There the kernel kept
        // the bytes that did not fit; here it discards them.
        let mut buffer = vec![0; *size];
        let (received, length) = receive(&socket, &mut buffer)?;
        write!(output, "info_{}: {}", index + 1, readable(&buffer[..received]))?;
        if length > received {
            write!(output, " (cut from {length} bytes)")?;
        }
        writeln!(output)?;
    }
    Ok(())
}

/// Receives once. Returns how many bytes are in the buffer, and how many the datagram had.
///
/// `UdpSocket::recv` returns only the first number. It cannot tell a datagram of 1,024 bytes from
/// the first 1,024 bytes of a longer one, and by then the rest is gone. With the flag MSG_TRUNC,
/// Linux returns the second number, too (recv(2)). On other systems, receive into a buffer of
/// 65,535 bytes, because no datagram is longer, and show the first `size` of them.
fn receive(socket: &UdpSocket, buffer: &mut [u8]) -> io::Result<(usize, usize)> {
    loop {
        match rustix::net::recv(socket, &mut *buffer, RecvFlags::TRUNC) {
            Err(Errno::INTR) => {}
            other => return Ok(other?),
        }
    }
}

/// Returns the bytes as text, with those that are not UTF-8 as `\xNN`, as in lesson 05. Datagrams
/// have boundaries, but a size may still cut one inside a character.
fn readable(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}
