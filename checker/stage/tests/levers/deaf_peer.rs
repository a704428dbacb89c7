//! A deaf peer: it does not read, so the program runs out of room to write to it.

use serial_test::serial;

use crate::{kept, server, stage};

const MUCH: usize = 8_000_000;

#[test]
#[serial]
fn a_deaf_peer_that_begins_to_listen_hears_what_was_buffered() {
    let stage = stage();
    let server = kept(server(&stage, &["writes"], &["500000"]));
    let alice = kept(server.connects_deaf_from_afar("alice"));
    kept(server.rests());
    kept(alice.begins_to_listen());
    let all: Vec<u8> = (0..500_000).map(|at| (at % 251) as u8).collect();
    kept(alice.hears(&all));
}

/// A peer that does not read is not a trap while the kernel buffers have room for all that the program
/// writes.
#[test]
#[serial]
fn the_case_is_skipped_if_everything_fits() {
    for (bytes, is_kept) in [(1000, false), (MUCH, true)] {
        let stage = stage();
        let server = kept(server(&stage, &["writes"], &[&bytes.to_string()]));
        let alice = kept(server.connects_deaf_from_afar("alice"));
        kept(server.rests_or_has_ended());
        kept(alice.cannot_hold(bytes));
        assert_eq!(stage.curtain().is_ok(), is_kept, "{bytes} bytes");
    }
}
