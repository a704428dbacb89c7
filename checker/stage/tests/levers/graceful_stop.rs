//! Programs that are asked to stop: a signal together with a message, late clients, and processes left
//! behind.

use serial_test::serial;
use stage::breach::{Awaited, Instead};
use stage::simultaneous::say_and_signal_simultaneously;

use crate::load::quiet_and_busy;
use crate::{before_the_deadline, breach, kept, server, server_and_alice, stage, timed};

const SIGTERM: i32 = 15;

#[test]
#[serial]
fn a_signal_and_a_message_arrive_together() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["stops", "counts"], &[]));
        for _ in 0..20 {
            kept(alice.says(b"hi"));
            kept(server.prints(b"2 bytes, before the signal\n"));
            kept(say_and_signal_simultaneously(
                &[(&alice, b"hello")],
                &server,
                (SIGTERM, "SIGTERM"),
            ));
            kept(server.prints(b"5 bytes, after the signal\n"));
        }
        kept(alice.shuts_down());
        kept(server.ends_with(0));
    });
}

/// A running process receives its signals in the first thread, too (signal(7)), and many programs rely on
/// that.
#[test]
#[serial]
fn a_signal_goes_to_the_first_thread_even_of_a_stopped_process() {
    quiet_and_busy(|_| {
        let stage = stage();
        let ways = ["stops", "counts-in-another-thread"];
        let (server, alice) = kept(server_and_alice(&stage, &ways, &[]));
        for _ in 0..20 {
            kept(server.rests());
            kept(say_and_signal_simultaneously(
                &[(&alice, b"hello")],
                &server,
                (SIGTERM, "SIGTERM"),
            ));
            kept(server.prints(b"the first thread\n"));
        }
        kept(server.gets_killed());
    });
}

#[test]
#[serial]
fn a_client_that_is_answered_was_not_turned_away() {
    quiet_and_busy(|_| {
        let stage = stage();
        let server = kept(server(&stage, &["stops", "lets-in-who-comes-late"], &[]));
        kept(server.rests());
        kept(server.gets_signal(SIGTERM, "SIGTERM"));
        kept(server.takes_notice());
        let breach = breach(server.turns_away("carol", b"hello"));
        assert_eq!(breach.awaited, Awaited::Silence { hearer: "carol".into() });
        assert!(
            matches!(&breach.instead, Instead::Bytes { heard, .. } if heard == b"HELLO"),
            "{breach:?}"
        );
    });
}

/// The client is refused, or stays in an accept queue that the program never serves.
#[test]
#[serial]
fn a_client_is_turned_away_without_a_word() {
    quiet_and_busy(|_| {
        for way in ["leaves-the-door-open", "looks-now-and-then"] {
            let stage = stage();
            let server = kept(server(&stage, &["stops", way], &[]));
            kept(server.rests());
            kept(server.gets_signal(SIGTERM, "SIGTERM"));
            kept(server.takes_notice());
            kept(server.turns_away("carol", b"hello"));
        }
    });
}

#[test]
#[serial]
fn a_program_that_polls_for_the_signal_takes_notice() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let server = kept(server(&stage, &["stops", "looks-now-and-then"], &[]));
        kept(server.rests());
        kept(server.gets_signal(SIGTERM, "SIGTERM"));
        let (noticed, time) = timed(|| server.takes_notice());
        kept(noticed);
        before_the_deadline(&stage);
        kept(server.processes().end_with_it());
        kept(server.ends_with(0));
        eprintln!("looking every 100 ms, {machine}: {time:?}");
    });
}

#[test]
#[serial]
fn a_worker_that_is_left_behind_is_counted() {
    quiet_and_busy(|_| {
        let stage = stage();
        let server = kept(server(&stage, &["stops", "leaves-a-worker"], &[]));
        kept(server.rests());
        kept(server.processes().end_with_it());
        kept(server.gets_signal(SIGTERM, "SIGTERM"));
        kept(server.ends_with(0));
        let breach = breach(server.processes().end_with_it());
        assert!(matches!(breach.awaited, Awaited::Fact { expected: 0, .. }), "{breach:?}");
        assert_eq!(breach.instead, Instead::Fact(1));
    });
}
