//! Programs that are told to stop: a signal in one breath with what is said, newcomers, and who is
//! left behind.

use std::time::Duration;

use serial_test::serial;
use stage::breach::{Awaited, Instead};

use crate::load::quiet_and_busy;
use crate::{breach, kept, server, server_and_alice, stage, timed};

const SIGTERM: i32 = 15;

#[test]
#[serial]
fn a_signal_and_what_is_said_are_there_together() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["stops", "counts"], &[]));
        for _ in 0..20 {
            kept(alice.says(b"hi"));
            kept(server.prints(b"2 bytes, before the signal\n"));
            kept(server.is_sent_as_they_say(SIGTERM, "SIGTERM", &[(&alice, b"hello")]));
            kept(server.prints(b"5 bytes, after the signal\n"));
        }
        kept(alice.shuts_down());
        kept(server.ends_with(0));
    });
}

/// As a signal does that comes to a process which runs (signal(7)): many a program waits for it there.
#[test]
#[serial]
fn a_signal_goes_to_the_first_thread_even_of_one_that_stands_still() {
    quiet_and_busy(|_| {
        let stage = stage();
        let ways = ["stops", "counts-in-another-thread"];
        let (server, alice) = kept(server_and_alice(&stage, &ways, &[]));
        for _ in 0..20 {
            kept(server.rests());
            kept(server.is_sent_as_they_say(SIGTERM, "SIGTERM", &[(&alice, b"hello")]));
            kept(server.prints(b"the first thread\n"));
        }
        kept(server.is_killed());
    });
}

#[test]
#[serial]
fn who_is_answered_was_not_turned_away() {
    quiet_and_busy(|_| {
        let stage = stage();
        let server = kept(server(&stage, &["stops", "lets-in-who-comes-late"], &[]));
        kept(server.rests());
        kept(server.is_sent(SIGTERM, "SIGTERM"));
        kept(server.takes_notice());
        let breach = breach(server.turns_away("carol", b"hello"));
        assert_eq!(breach.awaited, Awaited::Silence { hearer: "carol".into() });
        assert!(
            matches!(&breach.instead, Instead::Bytes { heard, .. } if heard == b"HELLO"),
            "{breach:?}"
        );
    });
}

/// Refused, or left waiting in front of a door that nobody opens.
#[test]
#[serial]
fn nobody_needs_a_reason_to_turn_somebody_away() {
    quiet_and_busy(|_| {
        for way in ["leaves-the-door-open", "looks-now-and-then"] {
            let stage = stage();
            let server = kept(server(&stage, &["stops", way], &[]));
            kept(server.rests());
            kept(server.is_sent(SIGTERM, "SIGTERM"));
            kept(server.takes_notice());
            kept(server.turns_away("carol", b"hello"));
        }
    });
}

#[test]
#[serial]
fn who_looks_now_and_then_takes_notice_all_the_same() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let server = kept(server(&stage, &["stops", "looks-now-and-then"], &[]));
        kept(server.rests());
        kept(server.is_sent(SIGTERM, "SIGTERM"));
        let (noticed, time) = timed(|| server.takes_notice());
        kept(noticed);
        kept(server.leaves_nobody_behind());
        kept(server.ends_with(0));
        eprintln!("looking every 100 ms, {machine}: {time:?}");
        assert!(time < Duration::from_secs(5), "{time:?}");
    });
}

#[test]
#[serial]
fn a_worker_that_is_left_behind_is_counted() {
    quiet_and_busy(|_| {
        let stage = stage();
        let server = kept(server(&stage, &["stops", "leaves-a-worker"], &[]));
        kept(server.rests());
        kept(server.leaves_nobody_behind());
        kept(server.is_sent(SIGTERM, "SIGTERM"));
        kept(server.ends_with(0));
        let breach = breach(server.leaves_nobody_behind());
        assert!(matches!(breach.awaited, Awaited::Fact { expected: 0, .. }), "{breach:?}");
        assert_eq!(breach.instead, Instead::Fact(1));
    });
}
