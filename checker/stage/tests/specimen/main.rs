//! A tiny real program that behaves in one of many ways, for the stage's own tests:
//! `stage-specimen WAY [ARGUMENT…]`. If a way needs an address, it is the first argument.

mod cell;
mod crowds;
mod datagrams;
mod many;
mod network;
mod nursery;
mod process;
mod slow;
mod stopping;
mod times;
mod unix;
mod waits;
mod walls;

use std::io::{self, Write};
use std::net::TcpListener;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match &words[..] {
        ["in-cell", rest @ ..] => cell::main(rest),
        ["nursery", way] => nursery::main(way),
        ["slow", way] => slow::main(way),
        ["unix", way, path] => unix::main(way, path),
        ["walls", rest @ ..] => walls::main(rest),
        ["waits", way, rest @ ..] => waits::main(way, rest),
        ["reads", address] => network::prints_each_read(&listen(address)?),
        ["pings", address] => network::pings(address),
        ["until", milliseconds] => slow::until(milliseconds),
        ["echo", address] => network::echo(&listen(address)?),
        ["echo-lines", address] => network::echo_lines(&listen(address)?),
        ["echo-threads", address] => crowds::echo_in_threads(&listen(address)?),
        ["echo-workers", address] => crowds::echo_in_workers(&listen(address)?),
        ["echo-worker"] => crowds::worker(),
        ["echo-late", address, seed] => network::echo_late(&listen(address)?, seed),
        ["low-water", address, bytes] => network::low_water(&listen(address)?, bytes),
        ["frames", address] => network::frames(&listen(address)?),
        ["writes", address, bytes] => network::writes_once(&listen(address)?, bytes),
        ["writes-beside-epoll", address, bytes] => {
            network::writes_beside_epoll(&listen(address)?, bytes)
        }
        ["writes-within", address, bytes] => {
            network::writes_within_a_minute(&listen(address)?, bytes)
        }
        ["two-messages", address, bytes] => network::sends_two_messages(&listen(address)?, bytes),
        ["reads-by-epoll", address] => network::reads_by_epoll(&listen(address)?),
        ["sends-without-end", address] => network::sends_without_end(&listen(address)?),
        ["segments", address] => network::segments(&listen(address)?),
        ["copies", address] => network::copies_to_its_output(&listen(address)?),
        ["ends", address] => network::prints_the_end(&listen(address)?),
        ["bob-first", address] => network::bob_first(&listen(address)?),
        ["leaves-first", address] => network::leaves_first(&listen(address)?),
        ["thread-panics", address] => network::thread_panics(&listen(address)?),
        ["holds", address] => many::holds(&listen(address)?),
        ["threads", address] => many::threads(&listen(address)?),
        ["hands-over", address] => many::hands_over(&listen(address)?),
        ["reads-until-would-block", address] => many::reads_until_would_block(&listen(address)?),
        ["first-event", address] => many::first_event(&listen(address)?),
        ["reports-arrivals", address] => network::reports_arrivals(&listen(address)?),
        ["line-within", address, limit] => times::line_within(&listen(address)?, limit),
        ["reads-within", address, limit] => times::reads_within(&listen(address)?, limit),
        ["knocks", address] => times::knocks(address),
        ["knocks-for", address, limit] => times::knocks_for(address, limit),
        ["backlog", address, backlog, then] => network::backlog(address, backlog, then),
        ["stops", way, address] => stopping::main(way, &listen(address)?),
        ["post-echo", address] => datagrams::echo(address),
        ["post-echo-late", address, seed] => datagrams::echo_late(address, seed),
        ["post-from-elsewhere", address] => datagrams::echo_from_elsewhere(address),
        ["post-prints", address] => datagrams::prints_each(address),
        ["post-detour", address] => datagrams::by_a_detour(address),
        ["post-without-end", address] => datagrams::sends_without_end(address),
        ["post-asks-again", way, address, limit] => datagrams::asks_again(way, address, limit),
        ["post-client", address, way] => datagrams::client(address, way),
        [way, rest @ ..] => process::main(way, rest),
        [] => Err(io::Error::other("which way?")),
    }
}

fn listen(address: &str) -> io::Result<TcpListener> {
    TcpListener::bind(address)
}

/// Prints a line at once.
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
