//! Programs that were given a time limit: those that keep it, those that do not, and clocks that are read
//! twice.

use std::time::Duration;

use serial_test::serial;
use stage::breach::{Awaited, Instead};
use stage::drops::Drops;
use stage::program::Program;
use stage::program::accept_queue::FullAcceptQueue;

use crate::load::quiet_and_busy;
use crate::{
    before_the_deadline, breach, free_address, kept, server, server_and_alice, specimen, stage,
};

const LIMIT: Duration = Duration::from_millis(60);

/// The accept queue is full, and `connect` has no limit, or has one.
#[test]
#[serial]
fn connecting_to_a_full_accept_queue() {
    quiet_and_busy(|_| {
        let stage = stage();
        let address = free_address();
        let _full = kept(FullAcceptQueue::at(&stage, address));
        let text = address.to_string();
        let patient = kept(stage.starts("client", &specimen(&["knocks", &text])));
        let late = breach(patient.gives_up_after(LIMIT, 1));
        let Instead::Late { waits, .. } = &late.instead else { panic!("{late:?}") };
        assert_eq!(waits[0].call, "connect");
        kept(patient.gets_killed());
        let visitor = kept(stage.starts("client", &specimen(&["knocks-for", &text, "60"])));
        kept(visitor.gives_up_after(LIMIT, 1));
    });
}

/// A limit for the whole message ends the flow of single bytes. A limit for each read never does.
#[test]
#[serial]
fn single_bytes_without_end() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["line-within"], &["60"]));
        kept(Drops::of(&alice, b'x').until_disconnected(LIMIT));
        kept(server.gets_killed());
    });
    // On a busy machine the gaps between bytes may be too long, and then this shows nothing.
    for _ in 0..10 {
        let stage = stage();
        let (_server, alice) = kept(server_and_alice(&stage, &["reads-within"], &["60"]));
        match Drops::of(&alice, b'x').until_disconnected(LIMIT) {
            Ok(fell_close) => assert!(!fell_close, "it left although each byte was in time"),
            overdue => {
                let breach = breach(overdue);
                assert_eq!(breach.awaited, Awaited::End { hearer: "alice".into() });
                assert!(matches!(breach.instead, Instead::Late { .. }), "{:?}", breach.instead);
                assert!(breach.cut.expect("drops").pieces.len() > 3);
                return;
            }
        }
    }
    eprintln!("nothing shown: this machine is too busy");
}

/// A program whose wait lasts another minute is certainly still there at the end of the case. If only a
/// tenth of a second is left, the stage waits until the program leaves.
#[test]
#[serial]
fn waits_that_outlast_the_case_and_waits_that_do_not() {
    let stage = stage();
    let (_server, alice) = kept(server_and_alice(&stage, &["reads-within"], &["60000"]));
    kept(alice.stays_connected());
    before_the_deadline(&stage);
    let stage = crate::stage();
    let (_server, bob) = kept(server_and_alice(&stage, &["reads-within"], &["100"]));
    assert_eq!(breach(bob.stays_connected()).awaited, Awaited::Silence { hearer: "alice".into() });
}

/// A moment of the system's clock is the same moment each time it is read, so a thread that waits for it
/// counts as resting.
#[test]
#[serial]
fn a_wait_for_a_point_in_time_is_rest() {
    quiet_and_busy(|_| {
        let stage = stage();
        let program: Program<'_> =
            kept(stage.starts("client", &specimen(&["waits", "condition-with-limit"])));
        kept(program.rests());
        before_the_deadline(&stage);
    });
}

/// Either of two lines.
#[test]
#[serial]
fn one_line_or_the_other() {
    let stage = stage();
    let server = kept(server(&stage, &["reads"], &[]));
    let alice = kept(server.connects("alice"));
    kept(alice.says(b"four"));
    assert!(kept(server.prints_one_of(b"4", b"5")));
    kept(alice.says(b"fives"));
    assert!(!kept(server.prints_one_of(b"4", b"5")));
    kept(alice.says(b"sixsix"));
    assert!(matches!(breach(server.prints_one_of(b"4", b"5")).instead, Instead::Bytes { .. }));
}

/// Words about a time that is over are not a prompt, even if no peer has said anything yet.
#[test]
#[serial]
fn words_about_a_time_limit_are_not_a_prompt() {
    for is_asked_for in [true, false] {
        let stage = stage();
        let (_server, alice) = kept(server_and_alice(&stage, &["reads"], &[]));
        let program = kept(stage.starts("client", &specimen(&["slow", "steps"])));
        if is_asked_for {
            program.may_print_unasked(b"done");
        }
        kept(program.ends_with(0));
        kept(alice.says(b"four"));
        assert_eq!(program.prints_line(b"done").is_ok(), is_asked_for);
    }
}
