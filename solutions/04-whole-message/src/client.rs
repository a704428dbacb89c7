//! Lesson 04, Whole message: the client. It asks for a number of bytes, reads to the end of the
//! stream, and says whether the right bytes arrived.

use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

/// Byte *i* of the message is *i* mod this.
const PERIOD: u8 = 251;

/// The most bytes that one read takes.
const ROOM: usize = 64 * 1024;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let Some(count) = arguments.next().and_then(|word| word.parse().ok()) else {
        eprintln!("usage: whole-message-client ADDRESS COUNT");
        return ExitCode::FAILURE;
    };
    match run(&address, count) {
        Ok(true) => ExitCode::SUCCESS,
        // The result has been printed. The exit status reports it to scripts.
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("whole-message-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks the server at `address` for `count` bytes and prints what arrived. Returns `true` if all of
/// them are intact.
fn run(address: &str, count: u64) -> io::Result<bool> {
    let mut stream = TcpStream::connect(address)?;
    // One string, one write. `write!` on the stream would send each of its parts separately.
    stream.write_all(format!("{count}\n").as_bytes())?;

    let (arrived, wrong) = check(&mut stream)?;
    // A byte beyond the count is wrong, too.
    let wrong = wrong.or((arrived > count).then_some(count));
    match wrong {
        Some(at) => println!("{arrived} bytes, wrong at byte {at}"),
        None if arrived < count => println!("only {arrived} of {count} bytes arrived"),
        None => println!("{arrived} bytes, intact"),
    }
    Ok(wrong.is_none() && arrived == count)
}

/// Reads to the end of the stream. Returns how many bytes arrived, and the first wrong place.
fn check(stream: &mut TcpStream) -> io::Result<(u64, Option<u64>)> {
    // A part of the message that is long enough to compare any piece with. A piece that begins at byte
    // *i* must equal this from place *i* mod 251 on.
    let message = Vec::from_iter(0..PERIOD).repeat(ROOM / usize::from(PERIOD) + 2);

    let mut buffer = vec![0; ROOM];
    let mut arrived = 0;
    let mut wrong = None;
    loop {
        let piece = match stream.read(&mut buffer) {
            // Only this is the end. A short read only means that no more bytes have arrived so far.
            Ok(0) => return Ok((arrived, wrong)),
            Ok(n) => &buffer[..n],
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let place = (arrived % u64::from(PERIOD)) as usize;
        let expected = &message[place..][..piece.len()];
        if wrong.is_none() && piece != expected {
            let agree = piece.iter().zip(expected).take_while(|(a, b)| a == b).count();
            wrong = Some(arrived + agree as u64);
        }
        // Add the bytes that arrived. A client that adds the buffer's size takes half a message for a
        // whole one.
        arrived += piece.len() as u64;
    }
}
