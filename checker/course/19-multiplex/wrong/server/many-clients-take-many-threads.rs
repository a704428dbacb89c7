// Believed: many clients at once take a thread each.

use std::env;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::process::exit;
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

pub fn main() {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(&address).unwrap_or_else(|error| {
        eprintln!("{address}: {error}");
        exit(1);
    });
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                let thread = thread::Builder::new().stack_size(128 * 1024);
                if let Err(error) = thread.spawn(|| serve(stream)) {
                    eprintln!("thread: {error}");
                }
            }
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

fn serve(stream: TcpStream) {
    if let Err(error) = converse(stream) {
        eprintln!("client: {error}");
    }
}

fn converse(mut stream: TcpStream) -> io::Result<()> {
    while let Some(payload) = read_frame(&mut stream)? {
        write_frame(&mut stream, &payload.to_ascii_uppercase())?;
    }
    Ok(())
}
