//! Lesson 06, Leftover: the client. A line out, one receive in. Naive, and naive on purpose.
//!
//! The contract:
//!
//! - The arguments are the address and, if you like, BUFSIZE, a number of bytes: `ADDR [BUFSIZE]`.
//! - Each line of standard input is sent without its newline. Then receive **once**, at most BUFSIZE
//!   bytes (1024), and print exactly those bytes, at once. A newline behind them is up to you.
//! - What that receive did not bring is left for the next one: no more is received for this line.
//! - An empty line is not sent. A line `quit`, or the end of the input, ends it: status 0.
//! - Bytes go through as they are: they may be half a character.
//! - Nobody listens, or the server goes: one line on standard error, status 1. A panic is always a
//!   failure.
//!
//! The chapter: book/src/06-leftover.md. To be graded: `cargo checker check 06`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let size = arguments.next().unwrap_or_else(|| "1024".to_owned());
    match run(&address, &size) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("leftover-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`, and receives at most `size` bytes after each line. Whatever it
/// returns as an error, `main` prints, and ends with 1.
fn run(address: &str, size: &str) -> io::Result<()> {
    // 1. Make a number of `size`, and a buffer of that many bytes. (Capacity is not length: how many
    //    bytes can `read` put into `Vec::with_capacity(100)`?)

    // 2. Connect, and take line after line, as in lesson 02: mind `quit` and empty lines.

    // 3. Send the line, receive once, print what came, flush.

    // It works, for short answers. Try it with your server and the command `seq 100`, with BUFSIZE 100,
    // and type `date` after it. Whose answer is that?

    todo!("connect to {address}, and receive {size} bytes at most for each line")
}
