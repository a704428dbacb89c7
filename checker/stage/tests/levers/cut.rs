//! The cut: a real short write on a blocking socket.

use serial_test::serial;
use stage::peer::Manner;

use crate::load::quiet_and_busy;
use crate::{kept, server, stage};

const MUCH: usize = 8_000_000;

#[test]
#[serial]
fn a_blocking_write_returns_less_than_it_was_given() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let server = kept(server(&stage, &["writes"], &[&MUCH.to_string()]));
        let deaf = Manner { receive_buffer: Some(4096), is_deaf: true };
        let alice = kept(server.connects_in("alice", deaf));
        assert!(kept(alice.cuts_the_write_short()), "it never waited in a write");
        let expected: Vec<u8> = (0..MUCH).map(|at| (at % 251) as u8).collect();
        kept(alice.hears(&expected));
        kept(alice.hears_end());
        kept(server.ends_with(0));
        let trace = stage.trace();
        let printed = trace.moments.iter().find_map(|moment| match &moment.what {
            stage::trace::What::Prints(text) => String::from_utf8(text.bytes.clone()).ok(),
            _ => None,
        });
        let count: usize = printed.and_then(|text| text.trim().parse().ok()).expect("a number");
        assert!(count > 0 && count < MUCH, "the write returned {count}");
        eprintln!("cut, {machine}: a write of {MUCH} returned {count}");
    });
}

#[test]
#[serial]
fn what_fits_is_not_cut() {
    let stage = stage();
    let server = kept(server(&stage, &["writes"], &["1000"]));
    let alice = kept(server.connects_in("alice", Manner { receive_buffer: None, is_deaf: true }));
    assert!(!kept(alice.cuts_the_write_short()));
    kept(server.prints(b"1000\n"));
}
