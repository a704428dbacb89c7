//! A real short write on a blocking socket.

use serial_test::serial;
use stage::fault::Halt;
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
        assert!(kept(alice.forces_a_short_write()), "it never waited in a write");
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
        eprintln!("short write, {machine}: a write of {MUCH} returned {count}");
    });
}

/// The specimen's write in this way is short, and nothing else in the specimen is disturbed.
fn forces_one_short_write(way: &str) {
    let stage = stage();
    let server = kept(server(&stage, &[way], &[&MUCH.to_string()]));
    let alice = kept(server.connects_deaf_from_afar("alice"));
    assert!(kept(alice.forces_a_short_write()), "{way}: it never waited in a write");
    let expected: Vec<u8> = (0..MUCH).map(|at| (at % 251) as u8).collect();
    kept(alice.hears(&expected));
    kept(alice.hears_end());
    kept(server.ends_with(0));
    kept(stage.curtain());
    let trace = stage.trace();
    let short = trace.moments.iter().find_map(|moment| match &moment.what {
        stage::trace::What::ShortWrite { offered, taken } => Some((*offered, *taken)),
        _ => None,
    });
    let Some((offered, Some(taken))) = short else { panic!("{way}: {short:?}") };
    assert_eq!(offered, MUCH as u64, "{way}");
    let printed = trace.moments.iter().any(|moment| match &moment.what {
        stage::trace::What::Prints(text) => text.bytes == format!("{taken}\n").into_bytes(),
        _ => false,
    });
    assert!(printed && (1000..offered).contains(&taken), "{way}: it took {taken}");
}

#[test]
#[serial]
fn a_call_that_sends_several_messages_is_short_in_one_of_them() {
    forces_one_short_write("two-messages");
}

#[test]
#[serial]
#[cfg(target_arch = "x86_64")]
fn a_write_is_short_beside_a_call_that_must_not_be_interrupted() {
    forces_one_short_write("writes-beside-epoll");
}

#[test]
#[serial]
#[cfg(target_arch = "x86_64")]
fn a_write_with_a_time_limit_is_short() {
    forces_one_short_write("writes-within");
}

/// The trap was not sprung, so the case says nothing about the program.
#[test]
#[serial]
fn the_case_is_skipped_if_no_write_can_be_interrupted() {
    let stage = stage();
    let server = kept(server(&stage, &["writes"], &["1000"]));
    let alice = kept(server.connects_in("alice", Manner { receive_buffer: None, is_deaf: true }));
    assert!(!kept(alice.forces_a_short_write()));
    kept(server.prints(b"1000\n"));
    match stage.curtain() {
        Err(Halt::Missing(missing)) => assert_eq!(missing.lever, "interrupting a write half-way"),
        other => panic!("{other:?}"),
    }
}
