//! Nobody has the door for good: whoever has accepted starts the next thread that accepts, and serves
//! its own client itself. A conversation that is over ends its thread.

use std::env;
use std::io;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

const REST: Duration = Duration::from_millis(10);

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = match TcpListener::bind(&address) {
        Ok(listener) => Arc::new(listener),
        Err(error) => {
            eprintln!("{address}: {error}");
            return ExitCode::FAILURE;
        }
    };
    serve(listener);
    loop {
        thread::park();
    }
}

fn serve(listener: Arc<TcpListener>) {
    loop {
        let mut stream = match listener.accept() {
            Ok((stream, _)) => stream,
            Err(error) => {
                eprintln!("{error}");
                thread::sleep(REST);
                continue;
            }
        };
        let next = Arc::clone(&listener);
        if let Err(error) = thread::Builder::new().spawn(move || serve(next)) {
            // Nobody else would open the door: this thread has to go on doing so.
            eprintln!("{error}");
            continue;
        }
        drop(listener);
        let served = (|| -> io::Result<()> {
            while let Some(payload) = read_frame(&mut stream)? {
                write_frame(&mut stream, &payload.to_ascii_uppercase())?;
            }
            Ok(())
        })();
        if let Err(error) = served {
            eprintln!("{error}");
        }
        return;
    }
}
