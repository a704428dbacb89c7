//! Lesson 06, Leftover: the client. It sends a line and receives once. It is naive on purpose.
//!
//! # Contract
//!
//! Run as `leftover-client [ADDRESS [BUFSIZE]]`. The default address is `127.0.0.1:8888`, and the
//! default BUFSIZE is 1024 bytes.
//!
//! - Send each line of standard input without its newline.
//! - Then receive **once**, at most BUFSIZE bytes, and print exactly these bytes, at once.
//! - You may print a newline after them, or not.
//! - Leave bytes that this receive did not return for the next line. Do not receive again.
//! - Do not send an empty line. Go on with the next one.
//! - The line `quit` ends the program and is not sent. Other lines, such as `exit`, are sent.
//! - Bytes go through unchanged: they need not be text, and may be half a character.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a receive returns bytes | these bytes | goes on |
//! | the line is `quit`, or the input ends; close the connection | none | 0 |
//! | the server refuses the connection | an error on stderr | 1 |
//! | the server closes or resets the connection instead of answering | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 06`. Check: `cargo checker check 06`.

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

/// Talks to the server at `address`, and receives at most `size` bytes after each line. `main`
/// prints any error and exits with status 1.
fn run(address: &str, size: &str) -> io::Result<()> {
    // 1. Convert `size` to a number, and make a buffer of that many bytes. (Capacity is not length:
    //    how many bytes can `read` put into `Vec::with_capacity(100)`?)

    // 2. Connect, and read line after line as in lesson 02. Think of `quit` and of empty lines.

    // 3. Send the line, receive once, print the bytes, flush.

    // It works for short answers. Try it with your server and the command `seq 100`, with BUFSIZE
    // 100, and type `date` after it. To which command does that answer belong?

    todo!("connect to {address}, and receive at most {size} bytes for each line")
}
