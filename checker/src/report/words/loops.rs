//! Phrases for the calls that a program repeats without progress.

use stage::breach::{On, Repeated};

use crate::report::text::list;

/// ``: again and again, `recv` on alice's connection returned 0 bytes``.
pub(super) fn again_and_again(calls: &[Repeated]) -> String {
    if let [only] = calls
        && let Some(words) = endless(only)
    {
        return words;
    }
    match calls {
        [] => " without progress".into(),
        calls => {
            let calls: Vec<String> = calls.iter().map(one).collect();
            format!(": again and again, {}", list(&calls))
        }
    }
}

/// The total of an endless output; `None` for a loop whose calls were watched.
fn endless(Repeated { call, on, returned: total, times, .. }: &Repeated) -> Option<String> {
    match (&call[..], on) {
        _ if *times > 1 => None,
        ("write", On::Stdout) => {
            Some(format!(" and printed {} MiB of unexpected output", total >> 20))
        }
        ("send", On::Connection { peer }) => {
            Some(format!(" and sent {peer} {} MiB of unexpected data", total >> 20))
        }
        ("sendto", On::Datagram { peer: Some(peer), .. }) => {
            Some(format!(" and sent {peer} {total} unexpected datagrams"))
        }
        _ => None,
    }
}

fn one(Repeated { call, on, peeks, returned, .. }: &Repeated) -> String {
    let came = match (&call[..], *returned) {
        (_, ..=-1) => format!("failed with {}", error(-returned)),
        ("poll" | "select" | "epoll_wait", 0) => "reported at once that none is ready".into(),
        ("poll" | "select" | "epoll_wait", _) => {
            "reported at once that a descriptor is ready".into()
        }
        ("accept", _) => "returned a connection".into(),
        (_, 1) => "returned 1 byte".into(),
        _ => format!("returned {returned} bytes"),
    };
    let how = if *peeks { " with `MSG_PEEK`" } else { "" };
    format!("`{call}`{how} {} {came}", place(on))
}

fn place(on: &On) -> String {
    match on {
        On::Connection { peer } => format!("on {peer}'s connection"),
        On::Listener { .. } => "on the listening socket".into(),
        On::Datagram { port, .. } => format!("on port {port}"),
        On::Stdin => "on its standard input".into(),
        On::Stdout => "on its standard output".into(),
        On::Stderr => "on its standard error".into(),
        On::Itself | On::Clock => "on one of its own descriptors".into(),
        On::Several | On::Edges { .. } => "on several descriptors".into(),
        On::Other(what) => format!("on {what}"),
    }
}

/// The name of an error number, as in errno(3), or the number if it is not listed here.
fn error(number: i64) -> String {
    let name = match i32::try_from(number).unwrap_or(0) {
        4 => "EINTR",
        9 => "EBADF",
        11 => "EAGAIN",
        23 => "ENFILE",
        24 => "EMFILE",
        32 => "EPIPE",
        88 => "ENOTSOCK",
        103 => "ECONNABORTED",
        104 => "ECONNRESET",
        107 => "ENOTCONN",
        111 => "ECONNREFUSED",
        number => return format!("error {number}"),
    };
    name.into()
}
