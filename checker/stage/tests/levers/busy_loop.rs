//! The proof of a busy loop: the busy threads repeat calls that return nothing.

use std::time::Duration;

use serial_test::serial;
use stage::Limits;
use stage::breach::{Instead, On, Repeated};
use stage::fault::{Cause, Halt};
use stage::remark::Remark;

use crate::load::quiet_and_busy;
use crate::{breach, kept, server, server_and_alice, specimen, stage, stage_with, timed};

/// Each read returns at once: with 0 after the end of the stream, or with `EAGAIN`.
#[test]
#[serial]
fn a_loop_that_never_waits_is_proved_by_its_calls() {
    quiet_and_busy(|machine| {
        for (how, returned) in [("patiently", 0), ("without-waiting", -i64::from(libc::EAGAIN))] {
            let stage = stage();
            let (server, peer) = kept(server_and_alice(&stage, &["asks-for-ever"], &[how]));
            if returned == 0 {
                kept(peer.shuts_down());
            }
            let (printed, time) = timed(|| server.prints(b"something\n"));
            let Instead::Spins { cpu_ms, calls, .. } = breach(printed).instead else {
                panic!("not seen to spin")
            };
            // A loop that only asks may end, so it gets more time.
            let idle = Limits::default().idle_cpu;
            assert!(returned == 0 || Duration::from_millis(cpu_ms) >= idle, "{cpu_ms} ms");
            let alice = On::Connection { peer: "alice".into() };
            let [Repeated { call, on, returned: result, times, .. }] = &calls[..] else {
                panic!("{calls:?}")
            };
            assert_eq!((&call[..], on, *result), ("recv", &alice, returned));
            assert!(*times > 10);
            eprintln!("a loop of reads, {machine}: {time:?}");
        }
    });
}

/// A loop that only asks and gets nothing counts as rest, with a remark, unless a contract forbids it. A loop
/// whose reads return the end of the stream does not.
#[test]
#[serial]
fn a_loop_that_only_asks_rests() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let (server, peer) =
            kept(server_and_alice(&stage, &["asks-for-ever"], &["without-waiting"]));
        let (rested, time) = timed(|| peer.says(b"x").and_then(|()| server.rests()));
        kept(rested);
        assert_eq!(stage.remarks(), [Remark::AsksAgainAndAgain { program: "server".into() }]);
        let Instead::Spins { .. } = breach(server.rests_on_its_sockets()).instead else {
            panic!("not seen to spin")
        };
        eprintln!("rest in a loop, {machine}: {time:?}");
        let stage = self::stage();
        let (server, peer) = kept(server_and_alice(&stage, &["asks-for-ever"], &["patiently"]));
        kept(peer.shuts_down());
        let Instead::Spins { .. } = breach(server.rests()).instead else {
            panic!("not seen to spin")
        };
    });
}

/// A program that makes no calls may compute or loop: that cannot be seen from outside.
#[test]
#[serial]
fn a_program_that_computes_is_not_blamed() {
    for way in ["spins", "computes-and-naps"] {
        let deadline = Duration::from_secs(2);
        let stage = stage_with(Limits { deadline, idle_cpu: deadline / 20, ..Limits::default() });
        let program = kept(stage.starts("client", &specimen(&[way])));
        match program.prints(b"something\n") {
            Err(Halt::Fault(fault)) => {
                assert!(matches!(fault.cause, Cause::Slow | Cause::Starved), "{way}: {fault}");
            }
            other => panic!("{way}: {other:?}"),
        }
    }
}

/// A watched thread that begins a call which has to wait is released before that call. Released within it, a
/// blocking write would return early, with a part of its bytes.
#[test]
#[serial]
fn the_end_of_a_watch_cuts_no_write_short() {
    quiet_and_busy(|_| {
        for milliseconds in (20..200).step_by(20) {
            let stage = stage();
            let work = milliseconds.to_string();
            let server = kept(server(&stage, &["computes-and-writes-once"], &[&work]));
            let alice = kept(server.connects_deaf_from_afar("alice"));
            kept(server.rests());
            kept(alice.begins_to_listen());
            kept(alice.hears(&vec![7; 1 << 20]));
        }
    });
}
