//! What the threads of a program wait for, as the kernel told it, in words.

use stage::breach::{On, Wait};

use crate::report::text::list;

/// So many different waits are told of; the rest is counted.
const TOLD: usize = 3;

/// ``waits in `recv` on alice's connection for more bytes``.
pub(super) fn waits(waits: &[Wait]) -> String {
    // A thread that waits for the program's other threads explains nothing beside one that
    // waits for something else.
    let (itself, others): (Vec<&Wait>, Vec<&Wait>) =
        waits.iter().partition(|wait| wait.on == On::Itself);
    if others.is_empty() && !itself.is_empty() {
        return waits_for_itself(&itself);
    }
    let mut told = each_once(others.iter().map(|wait| format!("in `{}` {}", wait.call, on(wait))));
    if told.len() > TOLD {
        let rest = told.len() - TOLD;
        told.truncate(TOLD);
        told.push(format!("at {rest} more places"));
    }
    if told.is_empty() { "waits".into() } else { format!("waits {}", list(&told)) }
}

/// ``waits in `wait` and in `write`, each for another thread or process of its own``.
fn waits_for_itself(waits: &[&Wait]) -> String {
    let calls = each_once(waits.iter().map(|wait| format!("in `{}`", wait.call)));
    let each = if calls.len() > 1 { ", each" } else { "" };
    format!("waits {}{each} {ITSELF}", list(&calls))
}

fn each_once(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for word in words {
        if !told.contains(&word) {
            told.push(word);
        }
    }
    told
}

const ITSELF: &str = "for another thread or process of its own";

fn on(wait: &Wait) -> String {
    let writes = is_writing(&wait.call);
    match &wait.on {
        On::Connection { peer } if wait.call == "connect" => format!("for {peer} to answer"),
        On::Connection { peer } if writes => {
            format!("on {peer}'s connection until {peer} reads")
        }
        On::Connection { peer } => format!("on {peer}'s connection for more bytes"),
        On::Listener { waiting: 0 } => "for a new connection".into(),
        On::Listener { waiting } => format!("for a new connection, and {waiting} are waiting"),
        On::Datagram { port, peer: None } => format!("for a datagram on port {port}"),
        On::Datagram { port, peer: Some(peer) } => {
            format!("for a datagram from {peer} on port {port}")
        }
        On::Stdin => "for more standard input".into(),
        On::Stdout => "for someone to read its standard output".into(),
        On::Stderr => "for someone to read its standard error".into(),
        On::Itself => ITSELF.into(),
        On::Clock => "for a clock".into(),
        On::Several | On::Edges { left: false } => "for any of several descriptors".into(),
        On::Edges { left: true } => {
            "for news only (`EPOLLET`), and one of its sockets is readable still".into()
        }
        On::Other(what) => format!("on {what}"),
    }
}

fn is_writing(call: &str) -> bool {
    call.starts_with("send") || call.starts_with("write") || call.starts_with("pwrite")
}
