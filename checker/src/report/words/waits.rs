//! Phrases for the system calls in which the threads of a program wait, as the kernel reports them.

use stage::breach::{On, Wait};

use crate::report::text::{count, list};

/// Number of different waits that are listed. The rest is counted.
const LISTED: usize = 3;

/// ``waits in `recv` on alice's connection for more bytes``.
pub(super) fn waits(waits: &[Wait]) -> String {
    waits_in_words(waits, on)
}

/// Like [`waits`], but without a client's port, which differs from run to run.
pub(super) fn waits_without_ports(waits: &[Wait]) -> String {
    waits_in_words(waits, |wait| match &wait.on {
        On::Datagram { peer: None, .. } => "for a datagram".into(),
        On::Datagram { peer: Some(peer), .. } => format!("for a datagram from {peer}"),
        _ => on(wait),
    })
}

fn waits_in_words(waits: &[Wait], on: impl Fn(&Wait) -> String) -> String {
    // A thread that waits for the program's own threads does not explain anything if another thread
    // waits for something else.
    let (itself, others): (Vec<&Wait>, Vec<&Wait>) =
        waits.iter().partition(|wait| wait.on == On::Itself);
    if others.is_empty() && !itself.is_empty() {
        return waits_for_itself(&itself);
    }
    let mut places =
        each_once(others.iter().map(|wait| format!("in `{}` {}", wait.call, on(wait))));
    if places.len() > LISTED {
        let rest = places.len() - LISTED;
        places.truncate(LISTED);
        places.push(format!("at {}", count(rest, "more place")));
    }
    if places.is_empty() { "waits".into() } else { format!("waits {}", list(&places)) }
}

/// ``waits in `wait` and in `write`, each for another of its own threads or processes``.
fn waits_for_itself(waits: &[&Wait]) -> String {
    if let [Wait { call, .. }] = waits
        && call == "futex"
    {
        return format!("waits in `{call}`, and has no other thread that could wake it");
    }
    let calls = each_once(waits.iter().map(|wait| format!("in `{}`", wait.call)));
    let each = if calls.len() > 1 { ", each" } else { "" };
    format!("waits {}{each} {ITSELF}", list(&calls))
}

fn each_once(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for word in words {
        if !distinct.contains(&word) {
            distinct.push(word);
        }
    }
    distinct
}

const ITSELF: &str = "for another of its own threads or processes";

fn on(wait: &Wait) -> String {
    let writes = is_writing(&wait.call);
    match &wait.on {
        On::Connection { peer } if wait.call == "connect" => format!("for {peer} to answer"),
        On::Connection { peer } if writes => {
            format!("on {peer}'s connection until {peer} reads")
        }
        On::Connection { peer } => format!("on {peer}'s connection for more bytes"),
        On::Listener { waiting: 0 } => "for a new connection".into(),
        On::Listener { waiting } => format!("for a new connection, although {waiting} are waiting"),
        On::Datagram { port, peer: None } => format!("for a datagram on port {port}"),
        On::Datagram { port, peer: Some(peer) } => {
            format!("for a datagram from {peer} on port {port}")
        }
        On::Stdin => "for more standard input".into(),
        On::Stdout => "until another process reads its standard output".into(),
        On::Stderr => "until another process reads its standard error".into(),
        On::Itself => ITSELF.into(),
        On::Clock => "for a timer".into(),
        On::Several | On::Edges { left: false } => "for any of several descriptors".into(),
        On::Edges { left: true } => {
            "for new events only (`EPOLLET`), although one of its sockets is still readable".into()
        }
        On::Other(what) => format!("on {what}"),
    }
}

pub fn is_writing(call: &str) -> bool {
    call.starts_with("send") || call.starts_with("write") || call.starts_with("pwrite")
}
