//! Reset, half-close and close, as the program sees them.

use serial_test::serial;

use crate::load::quiet_and_busy;
use crate::{kept, server_and_alice, stage};

#[test]
#[serial]
fn a_half_close_is_an_end_and_leaves_the_other_direction_open() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["ends"], &[]));
        kept(alice.says(b"hello"));
        kept(alice.shuts_down());
        kept(server.prints(b"Ok(0) after 5\n"));
        kept(alice.hears(b"bye"));
        kept(alice.hears_end());
        kept(server.ends_with(0));
    });
}

#[test]
#[serial]
fn a_reset_is_an_error() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["ends"], &[]));
        kept(alice.says_byte_by_byte(b"hello"));
        kept(server.rests());
        kept(alice.resets());
        kept(server.prints(b"ConnectionReset after 5\n"));
        kept(server.ends_with(0));
    });
}

/// Linux delivers the bytes that have arrived before it reports the reset. No reply can be sent.
#[test]
#[serial]
fn a_reset_comes_before_any_answer() {
    quiet_and_busy(|_| {
        for _ in 0..20 {
            let stage = stage();
            let (server, alice) = kept(server_and_alice(&stage, &["ends"], &[]));
            kept(alice.says_and_resets(b"hello"));
            kept(server.prints(b"ConnectionReset after 5\n"));
        }
    });
}

#[test]
#[serial]
fn a_close_is_an_end() {
    quiet_and_busy(|_| {
        for _ in 0..20 {
            let stage = stage();
            let (server, alice) = kept(server_and_alice(&stage, &["ends"], &[]));
            kept(alice.says(b"hello"));
            alice.closes();
            kept(server.prints(b"Ok(0) after 5\n"));
        }
    });
}
