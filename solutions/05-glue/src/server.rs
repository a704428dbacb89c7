//! Lesson 05, Glue: the server. It receives once for each size that it is told, and shows what each
//! receive brought.

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

/// Takes one client at `address`, receives once for each of the sizes, and prints what came.
fn run(address: &str, sizes: &[usize]) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    let (mut stream, peer) = listener.accept()?;
    let mut output = io::stdout().lock();
    for (index, size) in sizes.iter().enumerate() {
        // A fresh buffer of just this size: the size bounds what one receive may bring.
        let mut buffer = vec![0; *size];
        let received = match receive(&mut stream, &mut buffer) {
            Ok(received) => received,
            // Its reset ends the demonstration, not the server's good name.
            Err(error) => {
                eprintln!("{peer}: {error}");
                return Ok(());
            }
        };
        writeln!(output, "info_{}: {}", index + 1, readable(&buffer[..received]))?;
    }
    // What nobody received stays in the kernel, and goes with the connection.
    Ok(())
}

/// One receive: how many bytes it brought. At most as many as the buffer holds, at least one, and 0
/// only at the end of the stream. Which of the sender's sends they come from, nobody knows.
fn receive(stream: &mut TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match stream.read(buffer) {
            // A signal came before any byte did. Nothing was received, so this was none.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // No second read to fill the buffer: the other half of a message may never come, and
            // whoever waits for it waits for ever.
            other => return other,
        }
    }
}

/// The bytes as text, as far as they are text; the others as `\xNN`.
fn readable(bytes: &[u8]) -> String {
    let mut text = String::new();
    // A receive may end inside a character. Its first bytes are no text now, and the rest will be
    // none at the beginning of the next receive.
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}
