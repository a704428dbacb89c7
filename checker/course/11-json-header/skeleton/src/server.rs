//! Lesson 11, JSON header: the server. It runs commands, and each answer says what it is.
//!
//! The contract:
//!
//! - One client after another, for ever, as in lesson 08: one receive (at most 1024 bytes) is one
//!   command; it runs with `sh -c`, with an empty standard input; what it wrote to standard error
//!   is the body, if there was any, and else what it wrote to standard output.
//! - The answer is: the header's length (4 bytes, little-endian, signed), the header, the body.
//! - The header is JSON: `{"data_len": N, "exit_code": C, "stream": "stdout"|"stderr"}`. N is the
//!   body's length in bytes.
//! - Whatever a client does, the next one is served. A server that cannot start: one line on
//!   standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/11-json-header.md. To be graded: `cargo checker check 11`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("json-header-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves client after client at `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, accept, and talk with each client in a function of its own. You have it from
    //    lesson 08: copy it over, and change what is sent.

    // 2. Run the command. Which of its two streams is the body, and with which code did it end?
    //    (What if a signal ended it? Then it has none, and you have to think of one.)

    // 3. The header: a `struct` with three fields and `#[derive(serde::Serialize)]`, and
    //    `serde_json::to_vec`. What is `data_len` of a body that prints nothing?

    // 4. In front of the header goes its length. Of the header alone, or of header and body?

    // 5. Send all of it. Three writes or one: does it matter to the client? To the network?

    todo!("run the commands of the clients at {address}, and answer each with a header and a body")
}
