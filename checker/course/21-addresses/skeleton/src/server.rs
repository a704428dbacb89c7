//! Lesson 21, Addresses: the server. It listens wherever it is told, and tells each client who is who.
//!
//! The contract:
//!
//! - The address is IPv4 (`127.0.0.1:8888`), IPv6 (`[::1]:8888`) or a name (`localhost:8888`). Of the
//!   addresses that a name has, the server listens on the first that it can have.
//! - `[::]:8888` serves IPv6 clients and IPv4 clients, whatever the machine's default is.
//! - For ever, one client after another. Each is told one line, `you are A, I am B`, at once and
//!   without a word of its own, and the connection is closed.
//! - A is the client's end of this connection, B the server's, each as `127.0.0.1:40000` or
//!   `[::1]:40000` (RFC 5952, in brackets where a port follows). An IPv4 client has an IPv4 address,
//!   also on a socket of both families: never `::ffff:127.0.0.1`. B is an address, never `0.0.0.0`.
//! - Whatever a client does, the next one is served: also one that was gone before it was let in.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/21-addresses.md. To be graded: `cargo checker check 21`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("addresses-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves client after client at `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. From the text to addresses: how many may there be? Who looks a name up? (And who finds the
    //    port in `[::1]:8888`?)

    // 2. From an address to a socket that listens there. `[::]` is to take both families. Which option
    //    says so, and when must it be set? (`socket2`, as in lesson 03.)

    // 3. For each client: who has come, and which of your addresses has it reached? Ask whom? How does
    //    an IPv4 client look on an IPv6 socket?

    todo!("listen at {address} and tell each client who is who")
}
