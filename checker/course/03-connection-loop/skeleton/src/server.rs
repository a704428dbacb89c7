//! Lesson 03, Connection loop: the server. It serves one client after another, forever.
//!
//! # Contract
//!
//! Run as `connection-loop-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Make the socket step by step: set `SO_REUSEADDR`, bind, and listen with a backlog of 5.
//! - Serve one client after another, forever, in the order in which they connected.
//! - Send back every byte in upper case, in order, as soon as it arrives, until the client is done.
//! - Upper case is that of ASCII, byte by byte. The bytes need not be text.
//! - Whatever one client does, serve the next one. You may log a client's errors on stderr.
//! - Keep nothing of a client that is gone, not even its descriptor.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client is done (end of stream) | none; close its connection | goes on |
//! | a client resets or breaks its connection | none required | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 03`. Check: `cargo checker check 03`.

use std::env;
use std::io;
use std::net::TcpListener;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("connection-loop-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = listen(address)?;

    // 1. In a loop: accept a client. What if `accept` itself returns an error?

    // 2. Talk with this client until it is done: lesson 02's loop, in a function of its own:
    //
    //     fn converse(stream: TcpStream) -> io::Result<()>

    // 3. If the conversation ended with an error, which client does that concern? Which ones not?

    todo!("serve the clients of {listener:?}, one after another")
}

/// Makes a socket that listens on `address`, step by step as in Python.
fn listen(address: &str) -> io::Result<TcpListener> {
    // 1. `address` is text. `to_socket_addrs` (trait `ToSocketAddrs`) turns it into addresses.

    // 2. `socket2::Socket::new`: which domain, which type?

    // 3. Set the option that lets a server return to its port at once. Before `bind`, or after?

    // 4. Bind. Then listen: how many complete connections may wait for `accept`?

    // 5. `into()` converts a `socket2::Socket` to std's `TcpListener`.

    todo!("make a socket, set its option, bind it to {address}, listen with a backlog of 5")
}
