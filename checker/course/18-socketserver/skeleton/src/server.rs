//! Lesson 18, A socketserver of your own: the program, in five kinds.
//!
//! The contract:
//!
//! - `ADDR --kind KIND`. KIND is `tcp`, `threading-tcp`, `forking-tcp`, `udp` or `threading-udp`;
//!   without it, `tcp`.
//! - The TCP kinds answer lines in UPPER CASE, by lesson 10's rules. The UDP kinds answer each
//!   datagram, an empty one too, by one datagram with all of its bytes in UPPER CASE.
//! - Each kind is as concurrent as its name says: `tcp` serves one client after another;
//!   `threading-tcp` serves many (thirty, say) at the same time, in one process; `forking-tcp` serves
//!   each in a process of its own, and leaves no zombies.
//! - A request that fails ends itself, its connection, and nothing else.
//! - At SIGTERM: nobody new is served. Every line that has come by then, on a connection that was
//!   accepted, is still answered. When that is done and those clients have left, the server ends with
//!   status 0, and leaves no process behind. It need not wait for a client that says nothing.
//! - A server that cannot start, be it that there is no such kind: one line on standard error,
//!   status 1. A panic is always a failure.
//!
//! The chapter: book/src/18-socketserver.md. To be graded: `cargo checker check 18`.

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
    // 1. A handler that answers in upper case. Its heart is lesson 10's conversation:
    //
    //     struct Upper;
    //     impl Handler<TcpStream> for Upper { … }
    //
    // 2. The server that this kind means. The framework in `lib.rs` is yours:
    //
    //     use socketserver::{Handler, InTurn, …};
    //     TcpServer::bind(address, InTurn(|| Upper))?.serve_forever()
    //
    // 3. SIGTERM. `signal_hook::iterator::Signals` lets a thread of yours wait for it. What does
    //    that thread do then?

    todo!("serve at {address} as {kind}")
}
