//! Lesson 22, Timeouts: the client. It sends lines, and waits a limited time for each reply.
//!
//! # Contract
//!
//! Run as `timeouts-client [ADDRESS] [--connect-timeout MS] [--read-timeout MS]`. The default
//! address is `127.0.0.1:8888`. MS is more than 0. Without these options, the client waits as long
//! as it takes.
//!
//! - Connect before you read any input. ADDRESS may be a name. Try each of its addresses, and wait
//!   for each at most as long as `--connect-timeout`.
//! - Send each line of standard input, followed by `\n`, even if the last one has no newline. Do
//!   not send an empty line. Only a line that is exactly `q` ends the client.
//! - Receive the reply up to its `\n`, however long it is and in however many pieces it arrives.
//!   Print it as one line, at once, before you read the next line. Bytes go through unchanged.
//! - `--read-timeout` limits the time for the whole reply, even if parts of it arrive before.
//! - After a timeout, go on with the same connection. The server answers in order. So a reply that
//!   arrives late belongs to its own question: discard it, and never take it for a later reply.
//! - NAME is the error's name as in manual pages: ECONNREFUSED, ETIMEDOUT, ENETUNREACH,
//!   EHOSTUNREACH …
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a reply arrives in time | the reply and a newline | goes on |
//! | a reply is not complete in time | `read: timed out` and a newline, on stdout | goes on |
//! | a line `q`, or the end of the input | none | 0 |
//! | no address accepts (in time) | an error on stderr that ends with `connect: NAME` | 1 |
//! | the server closes or resets before its reply is complete | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 22`. Check: `cargo checker check 22`.

use std::env;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

/// How long to wait. `None` means as long as it takes.
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
    // 1. Connect within the limit. `connect_timeout` takes one address, without a look-up. How many
    //    addresses may a name have? And what is the error's name?

    // 2. Write lesson 10's loop over the lines.

    // 3. Receive the reply within the limit. The limit is for all of it, not for each read. If half
    //    of a reply has arrived when the time is over, what do you keep?

    // 4. Send the next question. What will arrive first on this connection, and how do you know?

    todo!("connect to {address} and exchange lines, within {limits:?}")
}
