//! A tiny real program that behaves in one of many ways, for the stage's own tests: `stage-specimen
//! WAY [ARGUMENT…]`. Where a way needs an address, it is the first argument.

mod cell;
mod crowds;
mod many;
mod network;
mod process;
mod slow;
mod waits;

use std::io::{self, Write};
use std::net::TcpListener;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match &words[..] {
        ["in-cell", rest @ ..] => cell::main(rest),
        ["slow", way] => slow::main(way),
        ["waits", way, rest @ ..] => waits::main(way, rest),
        ["reads", address] => network::prints_each_read(&listen(address)?),
        ["echo", address] => network::echo(&listen(address)?),
        ["echo-lines", address] => network::echo_lines(&listen(address)?),
        ["echo-threads", address] => crowds::echo_in_threads(&listen(address)?),
        ["echo-workers", address] => crowds::echo_in_workers(&listen(address)?),
        ["echo-worker"] => crowds::worker(),
        ["echo-late", address, seed] => network::echo_late(&listen(address)?, seed),
        ["low-water", address, bytes] => network::low_water(&listen(address)?, bytes),
        ["frames", address] => network::frames(&listen(address)?),
        ["writes", address, bytes] => network::writes_once(&listen(address)?, bytes),
        ["segments", address] => network::segments(&listen(address)?),
        ["ends", address] => network::prints_the_end(&listen(address)?),
        ["bob-first", address] => network::bob_first(&listen(address)?),
        ["leaves-first", address] => network::leaves_first(&listen(address)?),
        ["thread-panics", address] => network::thread_panics(&listen(address)?),
        ["holds", address] => many::holds(&listen(address)?),
        ["threads", address] => many::threads(&listen(address)?),
        ["first-event", address] => many::first_event(&listen(address)?),
        ["backlog", address, backlog, then] => network::backlog(address, backlog, then),
        [way, rest @ ..] => process::main(way, rest),
        [] => Err(io::Error::other("which way?")),
    }
}

fn listen(address: &str) -> io::Result<TcpListener> {
    TcpListener::bind(address)
}

/// Prints at once.
fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// The time that a learner's slow program lets pass.
#[expect(clippy::disallowed_methods, reason = "this program plays a learner's slow one")]
fn rest(milliseconds: u64) {
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
}
