//! The same levers over Unix sockets: pieces, hangs, short writes, packets and socket paths.

use serial_test::serial;
use stage::Stage;
use stage::breach::{Awaited, Instead, On, Wait};
use stage::fault::{Halt, Played};
use stage::paths::{Thing, permissions};
use stage::peer::Manner;
use stage::peer::listening_peer::ListeningPeer;
use stage::program::Program;
use stage::socket_path::{Kind, SocketPath};
use tempfile::TempDir;

use crate::load::quiet_and_busy;
use crate::{before_the_deadline, breach, kept, specimen, stage, stuck, timed};

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn socket_path(folder: &TempDir, kind: Kind) -> SocketPath {
    SocketPath::new(&folder.path().join("socket_path"), kind).expect("a short path")
}

fn starts<'s>(stage: &'s Stage, way: &str, socket_path: &SocketPath) -> Program<'s> {
    kept(stage.starts("server", &specimen(&["unix", way, &socket_path.to_string()])))
}

fn server<'s>(stage: &'s Stage, way: &str, socket_path: &SocketPath) -> Program<'s> {
    let server = starts(stage, way, socket_path);
    kept(server.listens_at(socket_path));
    server
}

fn deaf() -> Manner {
    Manner { receive_buffer: None, is_deaf: true }
}

#[test]
#[serial]
fn two_thousand_pieces_of_one_byte_are_two_thousand_reads() {
    quiet_and_busy(|machine| {
        let (folder, stage) = (folder(), stage());
        let server = server(&stage, "reads", &socket_path(&folder, Kind::Stream));
        let alice = kept(server.connects("alice"));
        let (said, time) = timed(|| alice.says_byte_by_byte(&[b'x'; 2000]));
        kept(said);
        kept(alice.shuts_down());
        kept(server.prints(&b"1\n".repeat(2000)));
        kept(server.ends_with(0));
        eprintln!("pieces, unix, {machine}: {:.0} pieces a second", 2000.0 / time.as_secs_f64());
    });
}

#[test]
#[serial]
fn a_burst_is_one_read() {
    quiet_and_busy(|_| {
        let (folder, stage) = (folder(), stage());
        let server = server(&stage, "reads", &socket_path(&folder, Kind::Stream));
        let alice = kept(server.connects("alice"));
        kept(alice.says_in_a_burst(&[b"ab", b"cde", b"f"]));
        kept(server.prints(b"6\n"));
        kept(alice.says_in_pieces(&[&[1; 3], &[2; 1], &[3; 9000]]));
        kept(server.prints(b"3\n1\n9000\n"));
    });
}

#[test]
#[serial]
fn one_client_at_a_time_keeps_the_second_waiting_for_ever() {
    quiet_and_busy(|machine| {
        let (folder, stage) = (folder(), stage());
        let server = server(&stage, "echo", &socket_path(&folder, Kind::Stream));
        let first = kept(server.connects("alice"));
        kept(first.says(b"hello"));
        kept(first.hears(b"HELLO"));
        let bob = kept(server.connects("bob"));
        kept(bob.says(b"me too"));
        let (heard, time) = timed(|| bob.hears(b"ME TOO"));
        let breach = breach(heard);
        let on = On::Connection { peer: "alice".into() };
        let waits = vec![Wait { call: "recv".into(), on }];
        assert_eq!(breach.instead, Instead::Stuck { waits, heard: Vec::new(), watched_ms: None });
        assert_eq!(breach.queued, ["bob"]);
        eprintln!("head-of-line block proved, unix, {machine}: {time:?}");
        before_the_deadline(&stage);
    });
}

#[test]
#[serial]
fn waiting_in_the_queue_of_an_idle_peer_is_a_deadlock() {
    let (folder, stage) = (folder(), stage());
    let socket_path = socket_path(&folder, Kind::Stream);
    let _house = kept(ListeningPeer::opens_at(&stage, "bob", &socket_path, Manner::default()));
    let client = starts(&stage, "waits", &socket_path);
    let waits = stuck(client.prints(b"something\n"));
    assert!(matches!(&waits[..], [Wait { call, .. }] if call == "recv"), "{waits:?}");
}

#[test]
#[serial]
fn an_end_that_was_heard_wakes_no_thread() {
    let (folder, stage) = (folder(), stage());
    let server = server(&stage, "ends-first", &socket_path(&folder, Kind::Stream));
    let alice = kept(server.connects("alice"));
    kept(alice.hears_end());
    let waits = stuck(server.prints(b"5\n"));
    assert!(matches!(&waits[..], [Wait { call, .. }] if call == "recv"), "{waits:?}");
    before_the_deadline(&stage);
    kept(alice.says(b"hello"));
    kept(server.prints(b"5\n"));
}

#[test]
#[serial]
fn a_blocking_write_is_short() {
    let (folder, stage) = (folder(), stage());
    let server = server(&stage, "writes", &socket_path(&folder, Kind::Stream));
    let alice = kept(server.connects_in("alice", deaf()));
    assert!(kept(alice.forces_a_short_write()));
    kept(alice.hears_a_part(1_000_000));
    let written = breach(server.prints(b"1000000\n")).instead;
    let Instead::Bytes { heard, .. } = written else { panic!("{written:?}") };
    let count: usize = String::from_utf8_lossy(&heard).trim().parse().expect("a number");
    assert!((1000..900_000).contains(&count), "{count}");
}

#[test]
#[serial]
fn closing_with_unread_bytes_makes_the_next_read_fail() {
    let (folder, stage) = (folder(), stage());
    let server = server(&stage, "echo", &socket_path(&folder, Kind::Stream));
    let alice = kept(server.connects_in("alice", deaf()));
    kept(alice.says(b"hello"));
    kept(server.rests());
    alice.closes();
    kept(server.prints(b"ConnectionReset\n"));
    let bob = kept(server.connects("bob"));
    kept(bob.says(b"hello"));
    kept(bob.hears(b"HELLO"));
    assert!(matches!(bob.resets(), Err(Halt::Fault(_))), "there is no reset");
    bob.closes();
    kept(server.prints(b"end\n"));
}

#[test]
#[serial]
fn packets_keep_their_boundaries_both_ways() {
    quiet_and_busy(|_| {
        let (folder, stage) = (folder(), stage());
        let server = server(&stage, "packets", &socket_path(&folder, Kind::Packets));
        let alice = kept(server.connects("alice"));
        for packet in ["one", "two", "x"] {
            kept(alice.says_packet(packet.as_bytes()));
        }
        kept(alice.hears_packet(b"ONE"));
        let breach = breach(alice.hears_packet(b"TWOX"));
        assert_eq!(breach.heard(), b"TWOX");
        assert!(matches!(breach.awaited, Awaited::Bytes { .. }));
    });
}

#[test]
#[serial]
fn an_empty_packet_is_no_end() -> Played {
    let (folder, stage) = (folder(), stage());
    let socket_path = socket_path(&folder, Kind::Packets);
    let with_alice = |act: fn(&stage::peer::Peer<'_>) -> Played| {
        let server = starts(&stage, "empty-packet", &socket_path);
        kept(server.listens_at(&socket_path));
        let alice = kept(server.connects("alice"));
        let played = act(&alice);
        kept(server.ends_with(0));
        std::fs::remove_file(socket_path.path()).expect("its socket");
        played
    };
    with_alice(|alice| {
        assert_eq!(breach(alice.hears_packet(b"word")).instead, Instead::EmptyPacket);
        Ok(())
    })?;
    with_alice(|alice| {
        alice.hears_packet(b"")?;
        alice.hears_packet(b"word")?;
        alice.hears_end()
    })
}

#[test]
#[serial]
fn a_socket_of_another_kind_is_reported() {
    let (folder, stage) = (folder(), stage());
    let socket_path = socket_path(&folder, Kind::Packets);
    let server = starts(&stage, "echo", &socket_path);
    let breach = breach(server.listens_at(&socket_path));
    assert_eq!(breach.instead, Instead::Fact(1), "{breach:?}");
}

#[test]
#[serial]
fn another_programs_socket_path_is_not_the_programs() {
    let (folder, stage) = (folder(), stage());
    let socket_path = socket_path(&folder, Kind::Stream);
    let _house = kept(ListeningPeer::opens_at(&stage, "bob", &socket_path, Manner::default()));
    let server = starts(&stage, "echo", &socket_path);
    let breach = breach(server.listens_at(&socket_path));
    assert!(matches!(breach.awaited, Awaited::Listening { .. }), "{breach:?}");
    assert!(matches!(breach.instead, Instead::Ended(_)), "{breach:?}");
}

#[test]
#[serial]
fn changes_of_a_path_are_seen() {
    let (folder, stage) = (folder(), stage());
    let socket_path = socket_path(&folder, Kind::Stream);
    let server = server(&stage, "echo", &socket_path);
    let there = kept(Thing::at(socket_path.path()));
    assert!(there.is_some());
    kept(server.leaves_alone(socket_path.path(), "socket_path", there));
    assert_ne!(kept(permissions(socket_path.path())), 0);
    let left = breach(server.leaves_nothing(socket_path.path(), "socket_path"));
    assert!(matches!(left.awaited, Awaited::NoFile { .. }), "{left:?}");
    // Another socket of the same name is a different entry, and so is a missing one.
    std::fs::remove_file(socket_path.path()).expect("its socket");
    let gone = breach(server.leaves_alone(socket_path.path(), "socket_path", there));
    assert_eq!(gone.instead, Instead::NoFile);
    let _house = kept(ListeningPeer::opens_at(&stage, "bob", &socket_path, Manner::default()));
    let other = breach(server.leaves_alone(socket_path.path(), "socket_path", there));
    assert!(matches!(other.instead, Instead::Files(_)), "{other:?}");
    std::fs::remove_file(socket_path.path()).expect("bob's socket");
    kept(server.leaves_nothing(socket_path.path(), "socket_path"));
}

#[test]
fn a_path_that_is_too_long_is_refused() {
    let long = std::path::PathBuf::from("x".repeat(108));
    assert!(SocketPath::new(&long, Kind::Stream).is_err());
}
