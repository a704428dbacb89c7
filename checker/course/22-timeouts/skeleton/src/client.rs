//! Lesson 22, Timeouts: the client. Lesson 10's, and it does not wait for ever.
//!
//! The contract:
//!
//! - `ADDR [--connect-timeout MS] [--read-timeout MS]`. It connects first. Then each line of standard
//!   input is sent with its `\n`, and its reply printed as one line, before the next line is read. An
//!   empty line is not sent. A line `q`, or the end of the input, ends it: status 0.
//! - It is not let in: one line on standard error that ends with `connect: NAME`, status 1. NAME is the
//!   error's, as manual pages write it: ECONNREFUSED, ETIMEDOUT, ENETUNREACH … With
//!   `--connect-timeout MS`, no address is waited for any longer; of a name's addresses, each is tried.
//! - With `--read-timeout MS`, a reply has so many milliseconds to come whole, however many bytes of it
//!   come before. Otherwise the client prints the line `read: timed out` in its place, and goes on, on
//!   the same connection.
//! - The server answers in order, and late is not never: a reply that comes after its time-out belongs to
//!   its own question. It is thrown away, and never taken for the reply to a later one.
//! - Without these options, it waits as long as it takes.
//! - The server leaves without a reply: one line on standard error, status 1. A panic is always a
//!   failure.
//!
//! The chapter: book/src/22-timeouts.md. To be graded: `cargo checker check 22`.

use std::env;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

/// How long to wait; `None` for as long as it takes.
#[derive(Debug, Default)]
struct Limits {
    connect: Option<Duration>,
    read: Option<Duration>,
}

fn main() -> ExitCode {
    match arguments().and_then(|(address, limits)| run(&address, &limits)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("timeouts-client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `ADDR [--connect-timeout MS] [--read-timeout MS]`
fn arguments() -> io::Result<(String, Limits)> {
    let mut address = "127.0.0.1:8888".to_owned();
    let mut limits = Limits::default();
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let limit = match word.as_str() {
            "--connect-timeout" => &mut limits.connect,
            "--read-timeout" => &mut limits.read,
            _ => {
                address = word;
                continue;
            }
        };
        let time = words.next().and_then(|time| time.parse().ok());
        let time = time.ok_or_else(|| io::Error::other(format!("{word} wants milliseconds")))?;
        *limit = Some(Duration::from_millis(time));
    }
    Ok((address, limits))
}

/// Talks to the server at `address` until `q` or the end of standard input.
fn run(address: &str, limits: &Limits) -> io::Result<()> {
    // 1. Connect, within a time. `connect_timeout` wants an address that is looked up: how many may a
    //    name have? And what is the name of what went wrong?

    // 2. Lesson 10's loop over the lines.

    // 3. The reply, within a time: all of it, not each read. What is kept of a reply whose time is
    //    over when half of it has come?

    // 4. The next question. What will come first on this connection, and how do you know?

    todo!("connect to {address} and talk in lines, within {limits:?}")
}
