//! The proof of a deadlock: it comes at once, and names the calls that the threads wait in.

use serial_test::serial;
use stage::breach::{Instead, On, Wait};
use stage::peer::Manner;

use crate::load::quiet_and_busy;
use crate::{
    before_the_deadline, breach, kept, server, server_and_alice, specimen, stage, stuck, timed,
};

fn wait(call: &str, on: On) -> Wait {
    Wait { call: call.into(), on }
}

fn alice() -> On {
    On::Connection { peer: "alice".into() }
}

#[test]
#[serial]
fn one_client_at_a_time_keeps_the_second_waiting_for_ever() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let (server, first) = kept(server_and_alice(&stage, &["echo"], &[]));
        kept(first.says(b"hello"));
        kept(first.hears(b"HELLO"));
        let bob = kept(server.connects("bob"));
        kept(bob.says(b"me too"));
        let (heard, time) = timed(|| bob.hears(b"ME TOO"));
        let breach = breach(heard);
        let waits = vec![wait("recv", alice())];
        assert_eq!(breach.instead, Instead::Stuck { waits, heard: Vec::new(), watched_ms: None });
        assert_eq!(breach.queued, ["bob"]);
        eprintln!("head-of-line block proved, {machine}: {:?}", time);
        before_the_deadline(&stage);
    });
}

#[test]
#[serial]
fn both_write_and_neither_reads() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let server = kept(server(&stage, &["echo"], &[]));
        let deaf = Manner { receive_buffer: None, is_deaf: true };
        let peer = kept(server.connects_in("alice", deaf));
        let (said, time) = timed(|| peer.says(&vec![b'x'; 32 << 20]));
        assert_eq!(stuck(said), [wait("send", alice())]);
        eprintln!("write/write deadlock proved, {machine}: {time:?}");
    });
}

#[test]
#[serial]
fn waits_without_a_peer_are_distinguished() {
    quiet_and_busy(|machine| {
        let cases = [
            ("stdin", "read", On::Stdin),
            ("two-locks", "futex", On::Itself),
            ("futex", "futex", On::Itself),
            ("pause", "pause", On::Itself),
            ("sigwait", "sigwait", On::Itself),
            ("pipe-to-itself", "write", On::Itself),
        ];
        for (way, call, on) in cases {
            let stage = stage();
            let program = kept(stage.starts("client", &specimen(&["waits", way])));
            let (printed, time) = timed(|| program.prints(b"something\n"));
            let waits = stuck(printed);
            assert!(waits.contains(&wait(call, on)), "{way}: {waits:?}");
            eprintln!("{way} proved, {machine}: {time:?}");
            before_the_deadline(&stage);
        }
    });
}

#[test]
#[serial]
fn a_parent_and_its_child_wait_together() {
    let stage = stage();
    let program = kept(stage.starts("client", &specimen(&["waits", "child"])));
    let waits = stuck(program.prints(b"something\n"));
    assert!(waits.contains(&wait("wait", On::Itself)), "{waits:?}");
    assert!(waits.contains(&wait("pause", On::Itself)), "{waits:?}");
}

#[test]
#[serial]
fn waits_for_alice_are_distinguished() {
    quiet_and_busy(|_| {
        let cases = [
            ("recv", wait("recv", alice())),
            ("poll", wait("poll", alice())),
            ("select", wait("select", alice())),
            ("epoll", wait("epoll_wait", On::Several)),
        ];
        for (way, expected) in cases {
            let stage = stage();
            let (_server, peer) = kept(server_and_alice(&stage, &["waits", way], &[]));
            assert_eq!(stuck(peer.hears(b"something")), [expected], "{way}");
        }
    });
}

/// The same thread under another name would be the program's: it might do something when it wakes.
#[test]
#[serial]
fn a_clock_of_the_runtime_does_not_hide_a_deadlock() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (_server, peer) = kept(server_and_alice(&stage, &["waits", "recv-beside-java"], &[]));
        assert!(stuck(peer.hears(b"x")).contains(&wait("recv", alice())));
        before_the_deadline(&stage);
    });
}

#[test]
#[serial]
fn an_edge_that_was_spent_does_not_come_again() {
    let stage = stage();
    let (_server, peer) = kept(server_and_alice(&stage, &["waits", "epoll-edge"], &[]));
    kept(peer.says(b"read me"));
    assert_eq!(stuck(peer.hears(b"READ ME")), [wait("epoll_wait", On::Edges { left: true })]);
}

#[test]
#[serial]
fn a_program_that_waits_for_itself_over_a_connection() {
    let stage = stage();
    let server = kept(server(&stage, &["waits", "itself"], &[]));
    let waits = stuck(server.prints(b"something\n"));
    assert!(matches!(&waits[..], [Wait { on: On::Other(what), .. }] if what.contains("127.0.0.1")));
}

#[test]
#[serial]
fn a_program_that_stopped_itself_never_moves_again() {
    let stage = stage();
    let program = kept(stage.starts("client", &specimen(&["stops-itself"])));
    let waits = stuck(program.prints(b"something\n"));
    assert!(matches!(&waits[..], [Wait { call, .. }] if call == "SIGSTOP"), "{waits:?}");
    // The program still ends with the stage.
}

#[test]
#[serial]
fn a_long_sleep_is_late_at_once() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let program = kept(stage.starts("client", &specimen(&["sleeps", "60000"])));
        let (printed, time) = timed(|| program.prints(b"something\n"));
        match breach(printed).instead {
            Instead::Late { waits, .. } => assert_eq!(waits, [wait("sleep", On::Clock)]),
            other => panic!("{other:?}"),
        }
        before_the_deadline(&stage);
        eprintln!("a sleep of a minute, {machine}: {time:?}");
    });
}

#[test]
#[serial]
fn a_wait_for_a_moment_is_late_at_once() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let program = kept(stage.starts("client", &specimen(&["waits", "a-minute"])));
        let (printed, time) = timed(|| program.prints(b"something\n"));
        match breach(printed).instead {
            Instead::Late { waits, .. } => assert_eq!(waits, [wait("futex", On::Clock)]),
            other => panic!("{other:?}"),
        }
        before_the_deadline(&stage);
        eprintln!("a wait for a moment, {machine}: {time:?}");
    });
}

/// The program rests, but this is not a proof: the closed descriptor cannot be examined.
#[test]
#[serial]
fn a_wait_on_what_another_thread_has_closed_is_a_rest() {
    let stage = stage();
    let (server, _alice) = kept(server_and_alice(&stage, &["waits", "closed"], &[]));
    kept(server.prints(b"closed\n"));
    kept(server.rests());
    before_the_deadline(&stage);
}
