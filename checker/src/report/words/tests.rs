//! The message for each expectation, and for each event that may come instead.

use stage::breach::{After, Measure, On, Repeated, Shape};

use super::*;
use crate::events::Verdict;
use crate::report::specimens::{breach, connection, heard, hears, panicked, wait};

/// Each breach as a short line and as a full message.
fn page(breaches: impl IntoIterator<Item = Breach>) -> String {
    let both = |breach: Breach| {
        let brief = brief(&breach);
        assert!(columns(&brief) <= SUMMARY, "{brief}");
        format!("{brief}\n    {}\n", failure(&breach))
    };
    breaches.into_iter().map(both).collect()
}

fn again(call: &str, on: On, returned: i64) -> Repeated {
    Repeated { call: call.into(), on, peeks: false, returned, times: 48 }
}

/// An endless output: the call, and how much it has put out in total.
fn without_end(call: &str, on: On, total: i64) -> Instead {
    spins(vec![Repeated { times: 1, ..again(call, on, total) }], b"")
}

fn spins(calls: Vec<Repeated>, heard: &[u8]) -> Instead {
    Instead::Spins { cpu_ms: 300, calls, heard: heard.to_vec() }
}

fn alice() -> String {
    "alice".into()
}

fn datagram(expected: &[u8]) -> Awaited {
    Awaited::Datagram { hearer: alice(), expected: expected.to_vec() }
}

#[test]
fn sentences_of_awaited_events() {
    let address = || "127.0.0.1:8888".to_owned();
    let ended = || Instead::Ended(Exit::Status(1));
    let nothing = || heard(b"", After::End);
    insta::assert_snapshot!(page([
        breach(Awaited::Listening { address: address() }, ended()),
        breach(Awaited::Connection { peer: "bob".into(), address: address() }, ended()),
        breach(Awaited::Accepting { peer: alice() }, Instead::Refused),
        breach(hears("alice", b"HELLO\n"), nothing()),
        breach(Awaited::Receiving { address: address() }, ended()),
        breach(datagram(b"HELLO"), Instead::Datagram { heard: b"HELL".to_vec(), from: None }),
        breach(datagram(b"HELLO"), Instead::Datagram { heard: vec![], from: None }),
        breach(datagram(b""), Instead::Datagram { heard: b"HI".to_vec(), from: None }),
        breach(
            datagram(b"HI"),
            Instead::Datagram { heard: b"HI".to_vec(), from: Some("127.0.0.1:4711".into()) }
        ),
        breach(
            Awaited::Silence { hearer: alice() },
            Instead::Datagram { heard: vec![], from: None }
        ),
        breach(Awaited::End { hearer: alice() }, heard(b"more", After::Open)),
        breach(Awaited::End { hearer: alice() }, heard(b"", After::Reset)),
        breach(Awaited::End { hearer: alice() }, heard(b"", After::Open)),
        breach(Awaited::Silence { hearer: alice() }, heard(b"HI", After::Open)),
        breach(Awaited::Silence { hearer: alice() }, nothing()),
        breach(Awaited::Reading { speaker: alice() }, heard(b"", After::Reset)),
        breach(Awaited::Output { expected: b"HELLO\n".to_vec() }, heard(b"HELL", After::End)),
        breach(Awaited::Output { expected: b"HELLO\n".to_vec() }, heard(b"", After::End)),
        breach(Awaited::NoOutput, heard(b"oops\n", After::Open)),
        breach(Awaited::Input, ended()),
        breach(Awaited::Exit { statuses: vec![0] }, ended()),
        breach(Awaited::Exit { statuses: vec![0, 1] }, Instead::Ended(Exit::Signal(11))),
        breach(Awaited::ErrorReport, Instead::ErrorText(String::new())),
        breach(Awaited::StillRunning, Instead::Ended(Exit::Signal(40))),
        breach(Awaited::Fact { measure: Measure::Backlog, expected: 5 }, Instead::Fact(128)),
        breach(
            Awaited::AtLeast { measure: Measure::MillisecondsToTry { number: 7 }, least: 63 },
            Instead::Fact(7)
        ),
        breach(Awaited::NoPanic, Instead::Panic("\nindex out of bounds\nmore".into())),
        breach(Awaited::Observable, Instead::Hides),
        breach(Awaited::StillRunning, Instead::NotWritten("lesson 03, the server".into())),
    ]));
}

#[test]
fn sentences_of_waits() {
    let stuck =
        |heard: &[u8], waits| Instead::Stuck { waits, heard: heard.to_vec(), watched_ms: None };
    let ends = || Awaited::Exit { statuses: vec![0] };
    insta::assert_snapshot!(page([
        breach(hears("bob", b"HI"), stuck(b"", vec![wait("recv", connection("alice"))])),
        breach(hears("alice", b"HELLO"), stuck(b"HE", vec![wait("recv", connection("alice"))])),
        breach(
            hears("alice", b"HELLO"),
            stuck(b"", vec![wait("accept4", On::Listener { waiting: 0 })])
        ),
        breach(ends(), stuck(b"", vec![wait("write", connection("alice"))])),
        breach(ends(), stuck(b"", vec![wait("read", On::Stdin)])),
        breach(
            ends(),
            stuck(b"", vec![wait("futex", On::Itself), wait("recv", connection("bob"))])
        ),
        breach(ends(), stuck(b"", vec![wait("wait4", On::Itself)])),
        breach(ends(), stuck(b"", vec![wait("read", On::Itself), wait("wait4", On::Itself)])),
        breach(ends(), stuck(b"", vec![])),
        breach(
            Awaited::Reading { speaker: alice() },
            stuck(
                b"",
                vec![wait("epoll_wait", On::Several), wait("flock", On::Other("a file".into()))]
            )
        ),
        breach(
            hears("alice", b"HELLO"),
            stuck(b"", vec![wait("epoll_wait", On::Edges { left: true })])
        ),
        breach(
            datagram(b"HI"),
            stuck(b"", vec![wait("recv", On::Datagram { port: 8888, peer: None })])
        ),
        breach(
            ends(),
            stuck(b"", vec![wait("recv", On::Datagram { port: 4711, peer: Some("bob".into()) })])
        ),
        breach(
            hears("alice", b"HELLO"),
            Instead::Late { waits: vec![wait("clock_nanosleep", On::Clock)], heard: vec![] }
        ),
        breach(ends(), spins(vec![again("recv", connection("alice"), 0)], b"")),
        breach(
            hears("alice", b"HELLO"),
            spins(
                vec![
                    again("accept", On::Listener { waiting: 1 }, -24),
                    again("epoll_wait", On::Several, 1)
                ],
                b"HELL"
            )
        ),
        breach(ends(), spins(vec![], b"")),
        breach(ends(), without_end("write", On::Stdout, 16 << 20)),
        breach(ends(), without_end("send", connection("alice"), 16 << 20)),
        breach(
            ends(),
            without_end("sendto", On::Datagram { port: 0, peer: Some(alice()) }, 65_536)
        ),
        breach(
            hears("alice", b"HELLO"),
            Instead::Stuck {
                waits: vec![wait("read", On::Itself), wait("write", On::Itself)],
                heard: vec![],
                watched_ms: Some(9_700)
            }
        ),
    ]));
}

#[test]
fn sentences_of_shapes_and_files() {
    let words = || "exit 3".to_owned();
    let described = || Awaited::Described { hearer: alice(), shape: Shape::LengthInFourDigits };
    let file = || Awaited::File { path: "dest/a".into(), expected: b"whole".to_vec() };
    let files = |names: &[&str]| Awaited::Files {
        folder: "dest".into(),
        names: names.iter().map(ToString::to_string).collect(),
    };
    let found = |names: &[&str]| Instead::Files(names.iter().map(ToString::to_string).collect());
    let stuck = Instead::Stuck {
        waits: vec![wait("recv", connection("alice"))],
        heard: vec![],
        watched_ms: None,
    };
    insta::assert_snapshot!(page([
        breach(described(), heard(b"<htm", After::Open)),
        breach(described(), heard(b"", After::End)),
        breach(described(), stuck),
        breach(Awaited::ErrorLine { words: words() }, Instead::ErrorText(String::new())),
        breach(Awaited::NoErrorLine { words: words() }, Instead::ErrorText("exit 3\n".into())),
        breach(file(), heard(b"who", After::End)),
        breach(file(), heard(b"", After::End)),
        breach(file(), Instead::NoFile),
        breach(Awaited::NoFile { path: "dest/a".into() }, heard(b"who", After::End)),
        breach(files(&[]), found(&["half"])),
        breach(files(&["old"]), found(&[".part", "half", "old"])),
    ]), @r#"
    alice heard "<htm"; alice should hear 4 digits: the length of a JSON header
        alice heard "<htm". Alice should hear 4 digits: the length of a JSON header
    alice heard the end of the stream at once
        alice heard the end of the stream at once. Alice should hear 4 digits: the length of a JSON header
    alice heard nothing: the server waits in `recv` on alice's connection for more bytes
        alice heard nothing: the server waits in `recv` on alice's connection for more bytes. Deadlock: neither side can make progress. Alice should hear 4 digits: the length of a JSON header
    the server wrote nothing to standard error
        the server wrote nothing to standard error. It should print `exit 3` in a line on standard error
    the server wrote "exit 3" to standard error
        the server wrote "exit 3" to standard error. It should not print `exit 3` on standard error
    the file dest/a holds only "who"; the server should leave the file dest/a with "whole"
        the file dest/a holds only "who". The server should leave the file dest/a with "whole"
    the file dest/a holds nothing; the server should leave the file dest/a with "whole"
        the file dest/a holds nothing. The server should leave the file dest/a with "whole"
    the file dest/a does not exist; the server should leave the file dest/a with "whole"
        the file dest/a does not exist. The server should leave the file dest/a with "whole"
    the file dest/a holds "who"; the server should not leave a file dest/a
        the file dest/a holds "who". The server should not leave a file dest/a
    the folder dest contains half; the server should not leave a file in dest
        the folder dest contains half. The server should not leave a file in dest
    the folder dest contains .part, half and old
        the folder dest contains .part, half and old. The server should leave old and no other file in dest
    "#);
}

#[test]
fn bytes_before_a_picture_are_counted() {
    let counted = |awaited, heard: &[u8], after| {
        let instead = Instead::Bytes { heard: heard.to_vec(), after };
        failure_before_picture(&breach(awaited, instead))
    };
    let output = || Awaited::Output { expected: b"HELLO\n".to_vec() };
    let cases = [
        counted(output(), b"HELLO\nmore", After::Open),
        counted(output(), b"HELL", After::End),
        counted(hears("alice", b"HELLO"), b"hello", After::Reset),
        counted(
            Awaited::File { path: "dest/a".into(), expected: b"whole".to_vec() },
            b"who",
            After::End,
        ),
    ];
    assert_eq!(
        cases,
        [
            "the server should print 6 bytes, but printed 10",
            "the server should print 6 bytes, but printed only 4",
            "alice should hear 5 bytes, but heard 5 others, then a reset of the connection",
            "the server should leave the file dest/a with 5 bytes, but it holds only 3",
        ]
    );
}

#[test]
fn a_panic_that_is_cut_short_keeps_its_place_and_its_error() {
    let Verdict::Broken { breach, .. } = panicked().verdict else { panic!("it is broken") };
    let brief = brief(&breach);
    assert_eq!(brief, "the server panicked at server.rs:21:38: Connection reset by peer");
    assert_eq!(brief_within(&breach, 44), "the server panicked at server.rs:21:38: …");
}
