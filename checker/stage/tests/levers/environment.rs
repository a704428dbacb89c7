//! The machine around the programs: names, families, and peers that are gone before they are accepted.

use std::net::SocketAddr;
use std::process::Command;

use serial_test::serial;
use stage::CommandLine;
use stage::breach::{Awaited, Instead, On};
use stage::network::check_ipv6;

use crate::load::quiet_and_busy;
use crate::{breach, free_address, kept, specimen, stage, stuck};

fn in_cell(words: &[&str]) {
    if let Err(missing) = kernel::probe_cells() {
        return eprintln!("skipped: this machine gives no cells ({})", missing.why);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_stage-specimen"))
        .arg("in-cell")
        .args(words)
        .arg(folder.path())
        .output()
        .expect("the specimen");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if said.contains("Missing(") {
        return eprintln!("skipped: {said}");
    }
    assert_eq!(said, "kept\n");
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("ours").collect();
    assert!(left.is_empty(), "{left:?}");
}

/// What the program prints arrives unchanged, to its end.
#[test]
#[serial]
fn a_programs_output_is_a_terminal_if_that_is_wanted() {
    quiet_and_busy(|_| {
        for (word, wants_terminal) in [("socket", false), ("terminal", true)] {
            let stage = stage();
            if wants_terminal {
                stage.shows_output_on_terminal();
            }
            let script = "test -t 1 && echo terminal || echo socket; exec cat";
            let arguments = ["-c", script].map(str::to_owned).to_vec();
            let line = CommandLine { program: "sh".into(), arguments, folder: None };
            let program = kept(stage.starts("client", &line));
            kept(program.prints_line(word.as_bytes()));
            let bytes = [&b"a\r\n\t\x03\x04\xff\n"[..], &vec![b'x'; 100_000]].concat();
            kept(program.types(&bytes));
            program.stops_typing();
            kept(program.prints(&bytes));
            kept(program.ends_with(0));
            kept(program.prints_nothing());
        }
    });
}

/// A program in a cell can resolve names that exist only there.
#[test]
#[serial]
fn a_cell_has_names_of_its_own() {
    in_cell(&["names"]);
}

/// A wildcard of a cell accepts IPv4 or not, depending on the cell's setting.
#[test]
#[serial]
fn a_cell_has_its_own_default_of_v6only() {
    in_cell(&["ipv6-apart"]);
}

#[test]
#[serial]
fn a_cell_keeps_its_time_waits() {
    in_cell(&["keeps-time-waits"]);
}

/// On a socket of both families, the stage tells the peers of both apart, queries their facts, and proves
/// waits.
#[test]
#[serial]
fn peers_of_both_families_at_one_socket() {
    quiet_and_busy(|_| {
        let stage = stage();
        let port = free_address().port();
        if check_ipv6(port).is_err() {
            return eprintln!("skipped: no IPv6 here");
        }
        let v4 = SocketAddr::from(([127, 0, 0, 1], port));
        let v6 = SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, port));
        let wildcard = format!("[::]:{port}");
        let server = kept(stage.starts("server", &specimen(&["echo", &wildcard])));
        for (address, name) in [(v6, "alice"), (v4, "bob")] {
            kept(server.listens(address));
            let peer = kept(server.connects(name));
            assert_eq!((peer.address().ip(), peer.reaches()), (address.ip(), address));
            kept(peer.says_byte_by_byte(b"byte by byte"));
            kept(peer.hears(b"BYTE BY BYTE"));
            kept(peer.says_in_a_burst(&[b"one ", b"breath"]));
            kept(peer.hears(b"ONE BREATH"));
            let waits = stuck(peer.hears(b"and more"));
            assert_eq!(waits[0].on, On::Connection { peer: name.into() });
            peer.closes();
        }
    });
}

/// A connection that was reset in the queue is accepted all the same, but its other end is gone.
#[test]
#[serial]
fn a_client_that_resets_before_accept_is_gone() {
    quiet_and_busy(|_| {
        let stage = stage();
        let address = free_address();
        let server =
            kept(stage.starts("server", &specimen(&["reports-arrivals", &address.to_string()])));
        kept(server.listens(address));
        kept(server.gets_reset_before_accept("carol"));
        kept(server.prints_line(b"gone"));
        let alice = kept(server.connects("alice"));
        kept(server.prints_line(b"here"));
        alice.closes();
        kept(server.gets_killed());
        let refused = breach(server.gets_reset_before_accept("dave"));
        assert_eq!(refused.awaited, Awaited::Accepting { peer: "dave".into() });
        assert_eq!(refused.instead, Instead::Refused);
    });
}
