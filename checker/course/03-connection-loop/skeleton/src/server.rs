//! Lesson 03, Connection loop: the server. One client after another, for ever.
//!
//! The contract:
//!
//! - Serve one client after another, each as in lesson 02: what comes goes back in UPPER CASE
//!   (ASCII), until the client is done.
//! - Make the socket step by step: reuse-address, bind, `listen(5)`.
//! - Whatever a client does, the next one is served. Its trouble is logged on standard error.
//! - Nothing is kept of a client that is gone: not its descriptor either.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/03-connection-loop.md. To be graded: `cargo checker check 03`.

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

/// Serves client after client at `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = listen(address)?;

    // 1. Again and again: accept a client. What if `accept` itself reports an error?

    // 2. Talk with this client until it is done. Lesson 02's loop, in a function of its own:
    //
    //     fn converse(stream: TcpStream) -> io::Result<()>

    // 3. The conversation ended in an error? Whose business is that, and whose is it not?

    todo!("serve the clients of {listener:?}, one after another")
}

/// A socket that listens on `address`, made step by step as Python would make it.
fn listen(address: &str) -> io::Result<TcpListener> {
    // 1. `address` is text. `to_socket_addrs` (trait `ToSocketAddrs`) turns it into addresses.

    // 2. `socket2::Socket::new`: of which domain, which type?

    // 3. The option that lets a server come back on its port at once. Before `bind`, or after?

    // 4. Bind. Then listen: how many finished connections may wait for `accept`?

    // 5. `socket2::Socket` turns into std's `TcpListener` with `into()`.

    todo!("make a socket, set its option, bind it to {address}, listen with a backlog of 5")
}
