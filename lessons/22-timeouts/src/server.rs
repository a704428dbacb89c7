//! Lesson 22, Timeouts: the server. It answers lines, and disconnects clients that keep it waiting.
//!
//! # Contract
//!
//! Run as `timeouts-server [ADDRESS] [--idle MS]`. The default address is `127.0.0.1:8888`. MS is
//! more than 0.
//!
//! - A line ends with `\n`, or with `\r\n`. Answer each line, even an empty one, with the line in
//!   upper case and `\n`, as soon as its end has arrived. All other bytes belong to the line.
//! - Upper case is that of ASCII, byte by byte. A line need not be text.
//! - A last line may end with the stream instead of a newline. Answer it like any other.
//! - If a line has more than 4,096 bytes (without its ending), answer `ERR line too long` and `\n`,
//!   without waiting for its end, and close the connection.
//! - The end of the client's stream is not the end of the connection. Answer everything that the
//!   client sent before, and then close.
//! - With `--idle MS`, a client has MS milliseconds for *each line*, counted from when it was
//!   accepted or from its previous line. A byte now and then does not extend that.
//! - Without `--idle`, a client may take as long as it likes.
//! - Serve forever, one client after another or many at once. No client can end the server.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client's stream ends: send all answers, then close | none | goes on |
//! | `--idle` is over: close, and send nothing more, not even for half a line | optional | goes on |
//! | a client resets | optional: an error on stderr | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 22`. Check: `cargo checker check 22`.

use std::env;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    match arguments().and_then(|(address, idle)| run(&address, idle)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("timeouts-server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `ADDR [--idle MS]`
fn arguments() -> io::Result<(String, Option<Duration>)> {
    let mut address = "127.0.0.1:8888".to_owned();
    let mut idle = None;
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        if word == "--idle" {
            let time = words.next().and_then(|time| time.parse().ok());
            let time = time.ok_or_else(|| io::Error::other("--idle wants milliseconds"))?;
            idle = Some(Duration::from_millis(time));
        } else {
            address = word;
        }
    }
    Ok((address, idle))
}

/// Serves the clients at `address`. It returns only if the server cannot start.
fn run(address: &str, idle: Option<Duration>) -> io::Result<()> {
    // 1. Write lesson 10's two loops.

    // 2. `read` can have a limit (`set_read_timeout`). It holds for one read. How many reads does a
    //    line take, and which side decides that?

    // 3. What does a read return when its limit is over? (That depends on the system.)

    // 4. `Ok(0)`: which of the two directions has ended? Which answers do you still owe?

    todo!("serve the clients at {address}, and wait {idle:?} for each line")
}
