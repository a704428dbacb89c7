//! Lesson 18, A socketserver of your own: the server. One program serves in five ways.
//!
//! # Contract
//!
//! Run as `socketserver-server [ADDRESS] [--kind KIND]`. The default address is `127.0.0.1:8888`,
//! and the default kind is `tcp`.
//!
//! | KIND | serves | how many at once |
//! |---|---|---|
//! | `tcp` | lines | one client after another, in the order in which they connected |
//! | `threading-tcp` | lines | many clients (the checker brings thirty), in one process |
//! | `forking-tcp` | lines | many clients, each in a process of its own |
//! | `udp` | datagrams | one after another |
//! | `threading-udp` | datagrams | many, on several threads |
//!
//! - Upper case is that of ASCII, byte by byte. Lines and datagrams need not be text.
//! - Lines: a line ends with `\n`, or with `\r\n`. Answer each line, even an empty one, with the
//!   line in upper case and `\n`, as soon as its end has arrived. All other bytes belong to the
//!   line.
//! - A last line may end with the stream instead of a newline. Answer it like any other.
//! - If a line has more than 4,096 bytes (without its ending), answer `ERR line too long` and `\n`,
//!   without waiting for its end, and close the connection.
//! - Datagrams: answer each datagram, even an empty one, with one datagram that has all of its
//!   bytes in upper case. Send it to the sender. A datagram has up to 65,507 bytes.
//! - If a request fails, only its own connection ends. All other clients are served as before.
//! - `forking-tcp` leaves no zombies while it runs.
//! - SIGTERM is sent to the server's first process. From then on, serve no new client. Clients in
//!   the accept queue may be disconnected.
//! - After SIGTERM, answer each line that has already arrived on an accepted connection. You may
//!   then disconnect those clients, or wait until they leave, whether or not they have sent half a
//!   line.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | SIGTERM has arrived, and all accepted clients are done: leave no process behind | none | 0 |
//! | a request fails, e.g. because its client resets | optional: an error on stderr | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//! | KIND is not one of these five | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 18`. Check: `cargo checker check 18`.

use std::env;
use std::io::{self, ErrorKind};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words[..] {
        [] => run("127.0.0.1:8888", "tcp"),
        [address] => run(address, "tcp"),
        ["--kind", kind] => run("127.0.0.1:8888", kind),
        [address, "--kind", kind] => run(address, kind),
        _ => Err(io::Error::new(ErrorKind::InvalidInput, "usage: ADDR --kind KIND")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("socketserver-server: {}: {error}", words.join(" "));
            ExitCode::FAILURE
        }
    }
}

/// Serves at `address` until SIGTERM.
fn run(address: &str, kind: &str) -> io::Result<()> {
    // 1. Write a handler that answers in upper case. Its core is lesson 10's conversation:
    //
    //     struct Upper;
    //     impl Handler<TcpStream> for Upper { … }
    //
    // 2. Start the server that this kind stands for. The framework in `lib.rs` is yours:
    //
    //     use socketserver::{Handler, InTurn, …};
    //     TcpServer::bind(address, InTurn(|| Upper))?.serve_forever()
    //
    // 3. Handle SIGTERM. With `signal_hook::iterator::Signals` a thread of yours can wait for it.
    //    What does that thread do then?

    todo!("serve at {address} as {kind}")
}
