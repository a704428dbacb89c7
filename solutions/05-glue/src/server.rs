//! Lesson 05, Glue: the server. It receives once for each size, and shows what each receive
//! returned.

use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let sizes: Result<Vec<usize>, _> = arguments.map(|word| word.parse()).collect();
    let Ok(sizes) = sizes else {
        eprintln!("usage: glue-server ADDRESS SIZE…");
        return ExitCode::FAILURE;
    };
    match run(&address, &sizes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("glue-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Accepts one client at `address`, receives once for each size, and prints what each returned.
fn run(address: &str, sizes: &[usize]) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    let (mut stream, peer) = listener.accept()?;
    let mut output = io::stdout().lock();
    for (index, size) in sizes.iter().enumerate() {
        // A new buffer of exactly this size, which limits what one receive may return.
        let mut buffer = vec![0; *size];
        let received = match receive(&mut stream, &mut buffer) {
            Ok(received) => received,
            // The client reset the connection. That ends the program, but it is not our failure.
            Err(error) => {
                eprintln!("{peer}: {error}");
                return Ok(());
            }
        };
        writeln!(output, "info_{}: {}", index + 1, readable(&buffer[..received]))?;
    }
    // Bytes that we did not receive stay in the kernel, which drops them with the connection.
    Ok(())
}

/// Receives once, and returns the number of bytes: at most as many as the buffer holds, at least
/// one, and 0 only at the end of the stream. It cannot tell from which sends they come.
fn receive(stream: &mut TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match stream.read(buffer) {
            // A signal arrived before any byte. Nothing was received, so this does not count.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Do not read again to fill the buffer: the other half of a message may never arrive,
            // and then we would wait for ever.
            other => return other,
        }
    }
}

/// Formats bytes that are text as text, and all others as `\xNN`.
fn readable(bytes: &[u8]) -> String {
    let mut text = String::new();
    // A receive may end inside a character. Its first bytes are not text then, and neither are its
    // other bytes at the beginning of the next receive.
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}
