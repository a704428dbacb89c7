//! How many segments carried the bytes that a peer received.

use serial_test::serial;

use crate::load::quiet_and_busy;
use crate::{kept, server_and_alice, stage};

#[test]
#[serial]
fn one_write_is_one_segment_and_two_are_two() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (_server, alice) = kept(server_and_alice(&stage, &["segments"], &[]));
        let Some(before) = alice.segments_received() else {
            return eprintln!("skipped: this machine does not count segments");
        };
        kept(alice.says(b"1"));
        kept(alice.hears(b"one write"));
        assert_eq!(alice.segments_received(), Some(before + 1));
        kept(alice.says(b"2"));
        kept(alice.hears(b"two writes"));
        assert_eq!(alice.segments_received(), Some(before + 3));
    });
}
