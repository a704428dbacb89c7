//! Says that it has asked for all it wants, and checks byte by byte through a buffered reader.

use std::env;
use std::io::{self, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;

pub fn main() -> ExitCode {
    match check() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn check() -> io::Result<bool> {
    let mut words = env::args().skip(1);
    let address = words.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let count: u64 = words.next().unwrap_or_default().parse().map_err(io::Error::other)?;
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "{count}")?;
    stream.write_all(b"\n")?;
    stream.shutdown(Shutdown::Write)?;

    let mut arrived = 0;
    let mut wrong = None;
    for byte in BufReader::with_capacity(1 << 16, stream).bytes() {
        if byte? != (arrived % 251) as u8 {
            wrong = wrong.or(Some(arrived));
        }
        arrived += 1;
    }
    match wrong {
        Some(at) => println!("{arrived} bytes, wrong at byte {at}"),
        None if arrived < count => println!("only {arrived} of {count} bytes arrived"),
        None => println!("{arrived} bytes, intact"),
    }
    Ok(wrong.is_none() && arrived == count)
}
