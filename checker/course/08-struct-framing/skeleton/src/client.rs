//! Lesson 08, Struct-style framing: the client. First the header, then exactly what it says.
//!
//! The contract:
//!
//! - Each line of standard input is sent without its newline. The answer is four bytes (a signed number,
//!   lowest byte first) and then as many bytes as that number says.
//! - The stream may be cut anywhere, even inside the four bytes.
//! - Print the answer as it is, at once. A newline behind it is up to you. Of 0 bytes nothing is printed.
//! - An empty line is not sent. A line `quit`, or the end of the input, ends it: status 0.
//! - Nobody listens, the server goes before the answer is complete, or the length is negative: one line
//!   on standard error, status 1. What a header claims is a claim: no two gigabytes are allocated for
//!   a server that says so and leaves. A panic is always a failure.
//!
//! The chapter: book/src/08-struct-framing.md. To be graded: `cargo checker check 08`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("struct-framing-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. Whatever it returns as an error, `main` prints, and ends with 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Begin with your client of lesson 07. The line goes out as before.

    // 2. Receive four bytes. All four. Make a number of them: which way round?

    // 3. Is that a length? It comes from somebody whom you do not know.

    // 4. Receive that many bytes, and print them.

    // A good shape for 2 to 4 is a function of its own, which lesson 09 will want again:
    //
    //     fn receive_answer(stream: &mut impl Read) -> io::Result<Vec<u8>>

    todo!("connect to {address}, and receive each answer by its header")
}
