//! Lesson 11, JSON header: the client. It takes answers apart, and trusts none of their parts.
//!
//! The contract:
//!
//! - Each line of standard input is a command: sent without its newline, its answer received, the
//!   body printed as it is, at once. An empty line is not sent. `quit`, or the end of the input,
//!   ends it: status 0.
//! - The answer is: the header's length (4 bytes, little-endian, signed), the header, the body of
//!   `data_len` bytes.
//! - Of the header only `data_len` is required. Fields that you do not know are ignored. Where
//!   `exit_code` is there and not 0, say `exit N` on standard error.
//! - Anything else (an absurd length, a header that is no JSON, a `data_len` that is missing, negative
//!   or no whole number, a server that leaves half-way): one line on standard error, status 1. No
//!   panic, and no memory for what was only claimed.
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
            eprintln!("json-header-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. Whatever it returns as an error, `main` prints, and ends with 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Lines in, commands out: as in lesson 08.

    // 2. The length of the header: four bytes, in however many pieces. Which lengths do you believe?

    // 3. The header: exactly so many bytes. The next one belongs to the body, even if it has come
    //    already.

    // 4. Parse it: a `struct` with `#[derive(serde::Deserialize)]`. Which type has no negative
    //    numbers and no fractions? Which field may be missing (`#[serde(default)]`)?

    // 5. The body. The header says how long it is; how much memory do you take before it has come?

    // 6. Print it, flush, and mind the exit code.

    todo!("connect to {address}, send commands, print what comes back")
}
