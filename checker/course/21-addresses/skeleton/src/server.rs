//! Lesson 21, Addresses: the server. It sends each client the addresses of both ends.
//!
//! # Contract
//!
//! Run as `addresses-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - ADDRESS is IPv4 (`127.0.0.1:8888`), IPv6 in brackets (`[::1]:8888`), or a name
//!   (`localhost:8888`).
//! - A name may have several addresses, of both families. Listen on the first one that works.
//! - `[::]:8888` serves IPv6 clients and IPv4 clients, whatever the machine's default is.
//! - Serve forever, one client after another. No client can end the server, whatever it does.
//! - Send each client one line, `you are A, I am B`, at once, without waiting for it to send
//!   anything. Then close the connection.
//! - A is the client's end of this connection, and B is the server's end.
//! - Write addresses as RFC 5952 does, with brackets around IPv6: `127.0.0.1:40000`, `[::1]:40000`.
//! - An IPv4 client has an IPv4 address, on any socket: never `::ffff:127.0.0.1`. B is never a
//!   wildcard such as `0.0.0.0`.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client has gone, perhaps before it was accepted | optional: an error on stderr | goes on |
//! | the name does not exist | an error on stderr | 1 |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 21`. Check: `cargo checker check 21`.

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

/// Serves one client after another at `address`. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Turn the text into addresses. How many may there be? Which call looks up a name, and finds
    //    the port in `[::1]:8888`?

    // 2. Make a socket that listens at an address. `[::]` must accept both families. Which option
    //    decides that, and when must it be set? (`socket2`, as in lesson 03.)

    // 3. For each client: what is its address, and which of your addresses has it reached? Which
    //    calls say so? How does an IPv4 client's address look on an IPv6 socket?

    todo!("listen at {address} and send each client both addresses")
}
