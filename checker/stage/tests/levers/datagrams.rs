//! Datagrams: they arrive in the order of the script, nothing is proved while one is in flight, and a hang
//! over one is reported as such.

use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use kernel::DeliveryProbe;
use serial_test::serial;
use stage::breach::{Awaited, Instead, On, Wait};
use stage::datagrams::Correspondent;
use stage::fault::{Halt, Played};
use stage::program::Program;
use stage::{Limits, Stage};

use crate::load::quiet_and_busy;
use crate::{before_the_deadline, breach, kept, specimen, stage, stage_with, stuck, timed};

fn free_address() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    socket.local_addr().expect("an address")
}

/// A specimen that receives, and alice, who writes to it.
fn server_and_alice<'s>(
    stage: &'s Stage,
    way: &str,
    more: &[&str],
) -> Played<(Program<'s>, Correspondent<'s>)> {
    let address = free_address();
    let text = address.to_string();
    let server = stage.starts("server", &specimen(&[&[way, &text], more].concat()))?;
    server.receives(address)?;
    let alice = server.corresponds_with("alice")?;
    Ok((server, alice))
}

/// Bob, who plays the server, and a specimen that writes to him.
fn bob_and_client<'s>(stage: &'s Stage, way: &str) -> Played<(Correspondent<'s>, Program<'s>)> {
    let bob = Correspondent::opens(stage, "bob", free_address())?;
    let address = bob.address().to_string();
    let client = stage.starts("client", &specimen(&["post-client", &address, way]))?;
    Ok((bob, client))
}

#[test]
#[serial]
fn endless_datagrams_are_proved() {
    let stage = stage();
    let bob = kept(Correspondent::opens(&stage, "bob", free_address()));
    let address = bob.address().to_string();
    let client = kept(stage.starts("client", &specimen(&["post-without-end", &address])));
    let breach = breach(client.rests());
    let Instead::Spins { calls, .. } = &breach.instead else { panic!("{breach:?}") };
    assert!(matches!(&calls[..], [one] if one.call == "sendto"), "{calls:?}");
}

#[test]
#[serial]
fn all_datagrams_are_delivered_once_the_probes_are_back() {
    let probe = kept(DeliveryProbe::new().map_err(Halt::from));
    quiet_and_busy(|machine| {
        let ours = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        ours.set_nonblocking(true).expect("a choice");
        let to = ours.local_addr().expect("an address");
        let mut is_late = 0;
        let ((), time) = timed(|| {
            for _ in 0..300 {
                // From another thread, on any processor.
                std::thread::spawn(move || {
                    let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
                    socket.send_to(b"x", to).expect("room");
                })
                .join()
                .expect("sent");
                let first = ours.recv(&mut [0; 1]);
                is_late += usize::from(first.is_err());
                assert!(probe.sees_all_delivered().expect("this machine tells"));
                let second = ours.recv(&mut [0; 1]);
                assert!(first.is_ok() || second.is_ok(), "it has not arrived");
            }
        });
        eprintln!("300 datagrams, {machine}: {} ms, {is_late} came late", time.as_millis());
    });
}

#[test]
#[serial]
fn a_probe_leaves_our_processors_as_they_were() {
    let probe = kept(DeliveryProbe::new().map_err(Halt::from));
    let before = std::thread::available_parallelism().expect("a number");
    kept(probe.sees_all_delivered().map_err(Halt::from));
    kept(probe.delivers(|| ()).map_err(Halt::from));
    assert_eq!(std::thread::available_parallelism().expect("a number"), before);
}

#[test]
#[serial]
fn an_answer_to_each_datagram_and_to_the_empty_one() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, "post-echo", &[]));
        let ((), time) = timed(|| {
            for round in 0..200 {
                let word = "x".repeat(round % 7);
                kept(alice.says(word.as_bytes()));
                kept(alice.hears(word.to_uppercase().as_bytes()));
            }
            kept(alice.says(&[b'y'; 65_507]));
            kept(alice.hears(&[b'Y'; 65_507]));
            kept(alice.hears_nothing());
        });
        kept(server.stays_up());
        eprintln!("200 datagrams and back, {machine}: {} ms", time.as_millis());
    });
}

#[test]
#[serial]
fn waiting_for_a_datagram_that_is_never_sent_is_a_deadlock() {
    quiet_and_busy(|machine| {
        let stage = stage();
        let (_server, alice) = kept(server_and_alice(&stage, "post-echo", &[]));
        kept(alice.says(b".keep it"));
        let (heard, time) = timed(|| alice.hears(b".KEEP IT"));
        match &stuck(heard)[..] {
            [Wait { on: On::Datagram { peer: None, .. }, .. }] => {}
            other => panic!("{other:?}"),
        }
        eprintln!("no answer, proved, {machine}: {time:?}");
        before_the_deadline(&stage);
    });
}

#[test]
#[serial]
fn a_slow_program_is_never_stuck() {
    quiet_and_busy(|machine| {
        for way in ["post-echo-late", "post-detour"] {
            let stage = stage();
            let seed = if way == "post-echo-late" { &["7"][..] } else { &[] };
            let (_server, alice) = kept(server_and_alice(&stage, way, seed));
            let ((), time) = timed(|| {
                for _ in 0..300 {
                    kept(alice.says(b"hello"));
                    kept(alice.hears(b"HELLO"));
                }
                kept(alice.hears_nothing());
            });
            eprintln!("300 rounds, {way}, {machine}: {} ms", time.as_millis());
        }
    });
}

#[test]
#[serial]
fn datagrams_come_in_the_order_of_the_script() {
    quiet_and_busy(|_| {
        let stage = stage();
        let (server, alice) = kept(server_and_alice(&stage, "post-prints", &[]));
        for _ in 0..100 {
            kept(alice.says(b"one"));
            kept(alice.says(b""));
            kept(alice.says_in_a_burst(&[b"two", b"three"]));
            kept(server.prints(b"one\n\ntwo\nthree\n"));
        }
        kept(server.prints_nothing());
    });
}

#[test]
#[serial]
fn an_answer_from_a_strangers_address_is_none() {
    let stage = stage();
    let (_server, alice) = kept(server_and_alice(&stage, "post-from-elsewhere", &[]));
    kept(alice.says(b"hello"));
    let breach = breach(alice.hears(b"HELLO"));
    let Instead::Datagram { heard, from: Some(from) } = breach.instead else {
        panic!("{breach:?}");
    };
    assert_eq!(heard, b"HELLO");
    assert!(from.starts_with("127.0.0.1:"), "{from}");
}

#[test]
#[serial]
fn a_wrong_datagram_and_one_too_many_are_reported() {
    let stage = stage();
    let (_server, alice) = kept(server_and_alice(&stage, "post-echo", &[]));
    kept(alice.says(b"hello"));
    let wrong = breach(alice.hears(b"HELL"));
    assert_eq!(wrong.instead, Instead::Datagram { heard: b"HELLO".to_vec(), from: None });
    kept(alice.says(b""));
    let one_too_many = breach(alice.hears_nothing());
    assert_eq!(one_too_many.awaited, Awaited::Silence { hearer: "alice".into() });
    assert_eq!(one_too_many.instead, Instead::Datagram { heard: vec![], from: None });
    kept(alice.says_in_a_burst(&[b"a", b"b"]));
    kept(alice.hears_in_any_order(&[b"B", b"A"]));
}

#[test]
#[serial]
fn a_client_is_answered_and_a_stranger_reaches_it_only_where_it_lets_him() {
    quiet_and_busy(|_| {
        for way in ["connected", "not"] {
            let stage = stage();
            let (bob, client) = kept(bob_and_client(&stage, way));
            kept(client.types_line(b"hello"));
            kept(bob.hears(b"hello"));
            let mallory = kept(bob.introduces("mallory"));
            kept(mallory.says(b"not yours"));
            if way == "connected" {
                match &stuck(client.prints_line(b"HELLO"))[..] {
                    [Wait { on: On::Datagram { peer: Some(peer), .. }, .. }] => {
                        assert_eq!(peer, "bob");
                    }
                    other => panic!("{other:?}"),
                }
                kept(bob.says(b"HELLO"));
                kept(client.prints_line(b"HELLO"));
            } else {
                kept(client.prints_line(b"not yours"));
            }
        }
    });
}

/// A deadline ends the wait although datagrams keep arriving. A wait that begins again after each of them
/// never ends.
#[test]
#[serial]
fn datagrams_that_do_not_end_a_wait() {
    const LIMIT: Duration = Duration::from_millis(60);
    let plays = |stage: &Stage, way: &str| -> Played<bool> {
        let bob = Correspondent::opens(stage, "bob", free_address())?;
        let (began, address) = (Instant::now(), bob.address().to_string());
        let client =
            stage.starts("client", &specimen(&["post-asks-again", way, &address, "60"]))?;
        bob.hears(b"hello?")?;
        let is_shown = bob.distracts_until_it_repeats(b"hello?", LIMIT, began, &[b"no", b""])?;
        bob.says(b"yes")?;
        client.prints_line(b"yes")?;
        Ok(is_shown)
    };
    quiet_and_busy(|_| kept(plays(&stage(), "by-a-deadline").map(drop)));
    // On a busy machine the gaps between datagrams may be too long, and then this shows nothing.
    for _ in 0..10 {
        match plays(&stage(), "after-silence") {
            Ok(is_shown) => assert!(!is_shown, "it asked again although each datagram was in time"),
            overdue => {
                let breach = breach(overdue);
                assert!(matches!(breach.awaited, Awaited::Datagram { .. }), "{breach:?}");
                assert!(matches!(breach.instead, Instead::Late { .. }), "{:?}", breach.instead);
                return;
            }
        }
    }
    eprintln!("nothing shown: this machine is too busy");
}

#[test]
#[serial]
fn a_connected_client_gets_the_error_of_an_unused_port() {
    let stage = stage();
    let (bob, client) = kept(bob_and_client(&stage, "connected"));
    bob.leaves();
    kept(client.types_line(b"hello"));
    kept(client.ends_with(1));
    kept(client.reports_an_error());
}

#[test]
#[serial]
fn the_owner_of_a_socket_is_checked() {
    let stage = stage();
    let stranger = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let address = stranger.local_addr().expect("an address");
    let (server, _alice) = kept(server_and_alice(&stage, "post-echo", &[]));
    assert!(matches!(server.receives(address), Err(Halt::Fault(_))));
}

#[test]
#[serial]
fn an_end_instead_of_receiving_is_reported() {
    let stage = stage();
    let taken = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let text = taken.local_addr().expect("an address").to_string();
    let server = kept(stage.starts("server", &specimen(&["post-echo", &text])));
    kept(server.ends_with(1));
    let breach = breach(server.receives(free_address()));
    assert!(matches!(breach.awaited, Awaited::Receiving { .. }), "{breach:?}");
    assert!(matches!(breach.instead, Instead::Ended(_)), "{breach:?}");
}

/// The client ends before the deadline, and the script checks only after it.
#[test]
#[serial]
fn a_program_that_ended_in_time_is_not_stuck_after_the_deadline() {
    let deadline = Duration::from_millis(300);
    let stage = stage_with(Limits { deadline, ..Limits::default() });
    let (bob, client) = kept(bob_and_client(&stage, "plain"));
    client.stops_typing();
    kept(client.ends_with(0));
    pass_time();
    kept(bob.hears_nothing_more().map(drop));
}

#[expect(clippy::disallowed_methods, reason = "the script itself is late")]
fn pass_time() {
    std::thread::sleep(Duration::from_millis(400));
}
