//! Facts of listening sockets, and the processes that own them.

use std::net::TcpListener;

use serial_test::serial;
use stage::breach::{Awaited, Instead};
use stage::fault::Halt;
use stage::remark::Remark;

use crate::load::quiet_and_busy;
use crate::{breach, free_address, kept, server, specimen, stage};

#[test]
#[serial]
fn the_backlog_and_its_waiting_clients() {
    quiet_and_busy(|_| {
        let stage = stage();
        let server = kept(server(&stage, &["backlog"], &["5", "never"]));
        assert_eq!(kept(server.listener().facts()).backlog, 5);
        let peers: Vec<_> =
            ["alice", "bob", "carol"].map(|name| kept(server.connects(name))).into();
        kept(server.rests());
        assert_eq!(kept(server.listener().facts()).waiting, 3);
        kept(peers[0].says(b"anybody there?"));
        let breach = breach(peers[0].hears(b"yes"));
        assert_eq!(breach.queued, ["alice", "bob", "carol"]);
    });
}

/// Linux lets one more wait than the backlog says. It does not even answer the next one's SYN.
#[test]
#[serial]
fn a_full_queue_is_proved_to_accept_no_client() {
    let stage = stage();
    let server = kept(server(&stage, &["backlog"], &["1", "never"]));
    let _alice = kept(server.connects("alice"));
    let _bob = kept(server.connects("bob"));
    let breach = breach(server.connects("carol"));
    assert_eq!(breach.awaited, Awaited::Accepting { peer: "carol".into() });
    assert!(matches!(breach.instead, Instead::Stuck { .. }), "{:?}", breach.instead);
    assert_eq!(breach.queued, ["alice", "bob"]);
}

#[test]
#[serial]
fn a_program_that_listens_on_all_addresses_earns_a_remark() {
    for (host, expected) in [("0.0.0.0", 1), ("127.0.0.1", 0)] {
        let stage = stage();
        let address = free_address();
        let used = format!("{host}:{}", address.port());
        let server = kept(stage.starts("server", &specimen(&["echo", &used])));
        kept(server.listens(address));
        let all = |remark: &Remark| matches!(remark, Remark::AllAddresses { address, .. } if *address == used);
        assert_eq!(stage.remarks().iter().filter(|remark| all(remark)).count(), expected, "{host}");
    }
}

#[test]
#[serial]
fn another_programs_socket_is_never_taken_for_the_programs() {
    let stranger = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = stranger.local_addr().expect("an address");
    let stage = stage();
    let program = kept(stage.starts("server", &specimen(&["waits", "pause"])));
    match program.listens(address) {
        Err(Halt::Fault(fault)) => assert!(fault.why.contains("another program"), "{fault}"),
        other => panic!("{other:?}"),
    }
}

/// The same port at another address does not matter.
#[test]
#[serial]
fn a_stranger_next_door_is_not_in_the_way() {
    let address = free_address();
    let Ok(stranger) = TcpListener::bind(("127.0.0.2", address.port())) else {
        return eprintln!("skipped: this machine has only one loopback address");
    };
    let stage = stage();
    let server =
        kept(stage.starts("server", &specimen(&["backlog", &address.to_string(), "5", "never"])));
    kept(server.listens(address));
    assert_eq!(kept(server.listener().facts()).backlog, 5);
    drop(stranger);
}

/// A program that closes a connection first has accepted it: its peer does not wait in the queue.
#[test]
#[serial]
fn a_refused_client_does_not_wait_in_the_queue() {
    quiet_and_busy(|_| {
        let stage = stage();
        let server = kept(server(&stage, &["leaves-first"], &[]));
        let alice = kept(server.connects("alice"));
        kept(alice.hears_end());
        assert_eq!(breach(server.prints(b"something\n")).queued, Vec::<String>::new());
    });
}

/// The side that closes first keeps the port for a while. If neither side has closed, a restart is not a
/// trap.
#[test]
#[serial]
fn a_restart_without_a_time_wait_makes_the_case_be_skipped() {
    for leaves_first in [true, false] {
        let stage = stage();
        let server = kept(server(&stage, &["leaves-first"], &[]));
        if leaves_first {
            let alice = kept(server.connects("alice"));
            kept(alice.hears_end());
            alice.closes();
            kept(server.listener().leaves_time_wait());
        }
        kept(server.listener().needs_time_wait());
        assert_eq!(stage.curtain().is_ok(), leaves_first);
    }
}

#[test]
#[serial]
fn a_program_that_never_listens_is_stuck() {
    let stage = stage();
    let program = kept(stage.starts("server", &specimen(&["waits", "pause"])));
    assert!(matches!(breach(program.listens(free_address())).instead, Instead::Stuck { .. }));
}

/// The second read of an accepted socket blocks, until the socket has the listener's flag.
#[test]
#[serial]
fn flags_are_handed_down_to_accepted_sockets() {
    quiet_and_busy(|_| {
        let stage = stage();
        let server = kept(server(&stage, &["reads-until-would-block"], &[]));
        assert!(kept(server.listener().is_nonblocking()));
        let alice = kept(server.connects("alice"));
        kept(alice.says(b"hello"));
        kept(alice.hears_nothing());
        kept(server.listener().hands_its_flags_down());
        kept(alice.says(b"again"));
        kept(alice.hears(b"ok"));
        assert!(matches!(server.listener().hands_its_flags_down(), Err(Halt::Missing(_))));
    });
}

#[test]
#[serial]
fn a_listener_that_blocks_has_no_flag_to_hand_down() {
    let stage = stage();
    let server = kept(server(&stage, &["echo"], &[]));
    let _alice = kept(server.connects("alice"));
    assert!(!kept(server.listener().is_nonblocking()));
    assert!(matches!(server.listener().hands_its_flags_down(), Err(Halt::Missing(_))));
}
