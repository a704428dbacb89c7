//! Many peers at once, descriptors that run out, running threads, floods, and ends that arrive with the last
//! message.

use serial_test::serial;
use stage::breach::{Awaited, Instead, Measure};
use stage::peer::Manner;
use stage::rlimit::allow_descriptors;

use crate::load::quiet_and_busy;
use crate::{breach, kept, server, server_and_alice, stage};

#[test]
#[serial]
fn a_crowd_is_let_in_and_each_is_a_peer() {
    quiet_and_busy(|_| {
        let stage = stage();
        allow_descriptors(700).expect("room for them");
        let server = kept(server(&stage, &["holds"], &[]));
        let before = kept(server.resources().descriptors());
        let crowd = kept(server.connects_many(300));
        assert_eq!(crowd.len(), 300);
        assert_eq!(kept(server.resources().descriptors()), before + 300);
        assert_eq!(kept(server.listener().facts()).waiting, 0);
    });
}

/// A backlog of 5 holds six. When they are never accepted, the stage does not wait for the seventh.
#[test]
#[serial]
fn a_crowd_that_is_never_let_in_is_a_broken_promise() {
    let stage = stage();
    let server = kept(server(&stage, &["backlog"], &["5", "never"]));
    let breach = breach(server.connects_many(20));
    assert!(matches!(breach.awaited, Awaited::Accepting { .. }), "{:?}", breach.awaited);
    assert!(matches!(breach.instead, Instead::Stuck { .. }), "{:?}", breach.instead);
    assert_eq!(breach.queued.len(), 6);
}

#[test]
#[serial]
fn so_many_descriptors_are_left_and_no_more() {
    let stage = stage();
    let server = kept(server(&stage, &["holds"], &[]));
    kept(server.resources().leaves_descriptors(3));
    // The next accept fails before any client connects: it needs a descriptor first (accept(2)).
    let _crowd = kept(server.connects_many(3));
    kept(server.ends_with(0));
    kept(server.prints(b"3 guests: Too many open files (os error 24)\n"));
}

#[test]
#[serial]
fn room_that_the_machine_has_not_is_missing() {
    match allow_descriptors(1 << 40) {
        Err(missing) => assert!(missing.lever.contains("descriptors"), "{missing}"),
        other => panic!("{other:?}"),
    }
}

#[test]
#[serial]
fn a_thread_that_waits_for_the_network_serves() {
    quiet_and_busy(|_| {
        let stage = stage();
        let server = kept(server(&stage, &["threads"], &[]));
        let crowd = kept(server.connects_many(5));
        let serve = |count: usize| {
            for peer in &crowd[..count] {
                peer.says(b"hello")?;
                peer.hears(b"HELLO")?;
            }
            Ok(())
        };
        // One for each client, and one that waits for the next.
        assert_eq!(kept(server.threads().that_serve_during(None, || serve(3))), 6);
        assert_eq!(kept(server.threads().that_serve_during(Some(99), || serve(3))), 5);
        let breach = breach(server.at_most(Measure::ThreadsThatServe, 1, 3));
        assert_eq!(breach.instead, Instead::Fact(3));
    });
}

#[test]
#[serial]
fn the_last_word_and_the_end_are_found_together() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["first-event"], &[]));
        kept(server.rests());
        kept(alice.says_last(b"bye"));
        kept(server.prints(b"3 true\n"));
    });
}

#[test]
#[serial]
fn a_flood_ends_where_the_program_reads_no_more() {
    const MUCH: u64 = 64 << 20;
    let stage = stage();
    let server = kept(server(&stage, &["echo"], &[]));
    let deaf = Manner { receive_buffer: Some(4096), is_deaf: true };
    let alice = kept(server.connects_in("alice", deaf));
    let flood = kept(alice.floods(&[b'a'; 1000], MUCH));
    assert!(flood.said > flood.read && flood.read > 0 && flood.said < MUCH, "{flood:?}");
}

#[test]
#[serial]
fn a_server_that_reads_all_is_flooded_to_the_end() {
    let stage = stage();
    let (_server, bob) = kept(server_and_alice(&stage, &["echo"], &[]));
    let flood = kept(bob.floods(&[b'b'; 1000], 1 << 20));
    assert!(flood.read >= 1 << 20, "{flood:?}");
}

#[test]
#[serial]
fn an_answer_or_a_farewell() {
    let stage = stage();
    let (server, alice) = kept(server_and_alice(&stage, &["echo"], &[]));
    kept(alice.says(b"hello"));
    assert!(kept(alice.hears_or_is_dismissed(b"HELLO")));
    kept(alice.shuts_down());
    assert!(!kept(alice.hears_or_is_dismissed(b"HELLO")));
    let bob = kept(server.connects("bob"));
    let breach = breach(bob.hears_or_is_dismissed(b"HELLO"));
    assert!(matches!(breach.instead, Instead::Stuck { .. }), "{:?}", breach.instead);
}

/// One thread receives, another one answers, and three wait for work that never comes.
#[test]
#[serial]
fn a_thread_that_waits_for_work_does_not_count() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, &["hands-over"], &[]));
        let serve = || {
            (0..5).try_for_each(|_| {
                alice.says(b"hello")?;
                alice.hears(b"HELLO")
            })
        };
        assert_eq!(kept(server.threads().that_serve_during(None, serve)), 1);
        assert_eq!(kept(server.threads().that_serve_during(Some(5), serve)), 2);
    });
}
