//! Lesson 22, Timeouts: the server. Lesson 10's, and nobody keeps it waiting for ever.
//!
//! The contract:
//!
//! - `ADDR [--idle MS]`. Lines and answers are lesson 10's: each line in UPPER CASE (ASCII) and `\n`,
//!   `\r\n` tolerated, `ERR line too long` and close beyond 4,096 bytes, a last line that the end of
//!   the stream ends answered like any other. For ever, one client after another, or many at once.
//! - The end of the stream is the client's last word, not the end of the connection: all that it said is
//!   answered, and then the server closes.
//! - With `--idle MS`, a client has so many milliseconds for each line, counted from when it was let
//!   in, or from the line before. Then its connection is closed without a word; half a line is not
//!   answered. A byte now and then does not buy more time. Without `--idle`, it has all the time.
//! - Whatever a client does, the next one is served.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/22-timeouts.md. To be graded: `cargo checker check 22`.

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

/// Serves client after client at `address`. It comes back only when the server cannot start.
fn run(address: &str, idle: Option<Duration>) -> io::Result<()> {
    // 1. Lesson 10's two loops.

    // 2. `read` can be given a time (`set_read_timeout`). It is that read's alone. How many reads
    //    does a line take, and who decides that?

    // 3. What does a read return that has waited in vain? (There are two answers, by system.)

    // 4. `Ok(0)`: who has said that, and about which of the two directions? What is still owed?

    todo!("serve the clients at {address}, and wait {idle:?} for a line")
}
