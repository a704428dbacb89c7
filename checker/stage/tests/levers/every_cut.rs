//! Every cut of a short stream, over one connection.

use serial_test::serial;

use crate::load::quiet_and_busy;
use crate::{breach, kept, server_and_alice, stage, timed};

/// Two frames of six bytes.
const FRAMES: &[u8; 12] = b"\0\0\0\x02hi\0\0\0\x02yo";
const ANSWER: &[u8; 12] = b"\0\0\0\x02HI\0\0\0\x02YO";

#[test]
#[serial]
fn a_right_program_stands_all_2048_cuts() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let (_server, alice) = kept(server_and_alice(&stage, &["echo"], &[]));
        let (said, time) = timed(|| alice.says_in_every_cut(b"twelve bytes", b"TWELVE BYTES"));
        kept(said);
        eprintln!("every cut of 12 bytes, {machine}: {} ms", time.as_millis());
    });
}

#[test]
#[serial]
fn the_smallest_cut_that_breaks_a_program_is_found() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let (_server, alice) = kept(server_and_alice(&stage, &["frames"], &[]));
        let (said, time) = timed(|| alice.says_in_every_cut(FRAMES, ANSWER));
        let cut = breach(said).cut.expect("the cut is part of the evidence");
        assert_eq!(cut.pieces, [1, 11]);
        assert!(cut.is_smallest);
        assert_eq!(cut.stream, FRAMES);
        eprintln!("the smallest cut, {machine}: {} ms", time.as_millis());
    });
}
