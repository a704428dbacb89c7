//! The second half of a failure message: the expected event.

use stage::breach::{Awaited, Breach, Instead};

use super::came::{QUOTED, Quoting};
use super::shapes::description;
use super::{in_a_row, subject};
use crate::report::picture::quoted;
use crate::report::text::count;

/// `alice should hear "HELLO"`.
pub(super) fn should(breach: &Breach, quoting: Quoting) -> String {
    let program = subject(&breach.program);
    match &breach.awaited {
        Awaited::Listening { address } => format!("{program} should listen on {address}"),
        Awaited::Connection { peer, address } => {
            format!("{program} should connect to {address}, where {peer} listens")
        }
        Awaited::Accepting { peer } => format!("{peer} should be able to connect to {program}"),
        Awaited::Bytes { hearer, expected } => {
            format!("{hearer} should hear {}", bytes(expected, quoting))
        }
        Awaited::Described { hearer, shape } => {
            format!("{hearer} should hear {}", description(shape))
        }
        Awaited::Receiving { address } => {
            format!("{program} should receive datagrams on {address}")
        }
        Awaited::Datagram { hearer, expected } if expected.is_empty() => {
            format!("{hearer} should hear an empty datagram")
        }
        Awaited::Datagram { hearer, expected } => {
            let bytes = bytes(expected, quoting);
            match quoting {
                Quoting::Bytes => format!("{hearer} should hear the datagram {bytes}"),
                Quoting::Lengths => format!("{hearer} should hear a datagram of {bytes}"),
            }
        }
        Awaited::End { hearer } if breach.heard().is_empty() => {
            format!("{hearer} should hear the end of the stream")
        }
        Awaited::End { hearer } => {
            format!("{hearer} should hear the end of the stream and nothing before it")
        }
        Awaited::Silence { hearer } => format!("{hearer} should hear nothing"),
        Awaited::Reading { speaker } => format!("{program} should read what {speaker} sent"),
        Awaited::Output { expected } => {
            format!("{program} should print {}", bytes(expected, quoting))
        }
        Awaited::OutputLike { shape } => format!("{program} should print {}", description(shape)),
        Awaited::NoOutput => format!("{program} should print nothing"),
        Awaited::Input => format!("{program} should read its standard input"),
        Awaited::Exit { statuses } => {
            format!("{program} should exit with status {}", alternatives(statuses))
        }
        Awaited::ErrorReport => {
            format!("{program} should report the error on standard error")
        }
        Awaited::ErrorLine { words } => {
            format!("{program} should print `{words}` in a line on standard error")
        }
        Awaited::NoErrorLine { words } => {
            format!("{program} should not print `{words}` on standard error")
        }
        Awaited::File { path, expected } => {
            format!("{program} should leave the file {path} with {}", bytes(expected, quoting))
        }
        Awaited::NoFile { path } => format!("{program} should not leave a file {path}"),
        Awaited::Files { folder, names } if names.is_empty() => {
            format!("{program} should not leave a file in {folder}")
        }
        Awaited::Files { folder, names } => {
            format!("{program} should leave {} and no other file in {folder}", in_a_row(names))
        }
        Awaited::Untouched { path } => {
            format!("{program} should leave {path} unchanged")
        }
        Awaited::StillRunning if matches!(breach.instead, Instead::Spins { .. }) => {
            format!("{program} should sleep until something arrives")
        }
        Awaited::StillRunning => format!("{program} should keep running"),
        Awaited::Fact { expected, .. } => format!("it should be {expected}"),
        Awaited::AtMost { most, .. } => format!("it should be at most {most}"),
        Awaited::AtLeast { least, .. } => format!("it should be at least {least}"),
        Awaited::Observable => format!("{program} should let the checker observe it"),
        Awaited::NoPanic => format!("{program} should not panic"),
    }
}

fn bytes(bytes: &[u8], quoting: Quoting) -> String {
    match quoting {
        Quoting::Bytes => quoted(bytes, QUOTED),
        Quoting::Lengths => count(bytes.len(), "byte"),
    }
}

fn alternatives(statuses: &[i32]) -> String {
    statuses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}
