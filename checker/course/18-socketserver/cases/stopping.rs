//! Lesson 18's scenes in which the server receives a signal to stop: while idle, in the middle of
//! an answer, and together with requests that are not answered yet.

use stage::bytes::upper;
use stage::fault::{Halt, Missing, Played};
use stage::peer::Peer;
use stage::program::Program;
use stage::simultaneous::say_and_signal_simultaneously;

use super::tcp::{
    FORKING, LONGEST, TCP, THREADING, connects_deaf_and_asks, hears_too_long, line, server,
    server_and_alice, word,
};
use super::udp::{THREADING_UDP, UDP};
use crate::scene::Scene;

/// The number of SIGTERM, the same everywhere (POSIX, kill(1)).
const SIGTERM: i32 = 15;

/// More bytes than the kernels keep for a client that does not read.
const MUCH: usize = 1 << 20;

fn gets_sigterm(server: &Program) -> Played {
    server.gets_signal(SIGTERM, "SIGTERM")
}

/// The server has received the signal, all clients have left, and it ends.
fn ends_well(server: &Program) -> Played {
    server.ends_with(0)?;
    server.processes().end_with_it()
}

fn stops_when_idle(scene: &Scene, kind: &str) -> Played {
    let (server, alice) = server_and_alice(scene, kind)?;
    alice.closes();
    server.rests()?;
    gets_sigterm(&server)?;
    ends_well(&server)
}

pub fn idle_in_turn(scene: &Scene) -> Played {
    stops_when_idle(scene, TCP)
}

pub fn idle_with_threads(scene: &Scene) -> Played {
    stops_when_idle(scene, THREADING)
}

pub fn idle_with_processes(scene: &Scene) -> Played {
    stops_when_idle(scene, FORKING)
}

/// The server serves no client when it receives the signal. Then a client connects, and leaves.
fn somebody_comes_after_the_signal(scene: &Scene, kind: &str) -> Played {
    let (server, alice) = server_and_alice(scene, kind)?;
    alice.closes();
    server.rests()?;
    gets_sigterm(&server)?;
    server.stays_up()?;
    server.connects("bob")?.closes();
    server.ends_with(0)
}

pub fn a_visitor_in_turn(scene: &Scene) -> Played {
    somebody_comes_after_the_signal(scene, TCP)
}

pub fn a_visitor_on_a_thread(scene: &Scene) -> Played {
    somebody_comes_after_the_signal(scene, THREADING)
}

pub fn a_visitor_in_a_process(scene: &Scene) -> Played {
    somebody_comes_after_the_signal(scene, FORKING)
}

fn idle_with_datagrams(scene: &Scene, kind: &str) -> Played {
    let server = scene.server_of_datagrams_with(&["--kind", kind])?;
    let alice = server.corresponds_with("alice")?;
    let word = scene.word();
    alice.says(&word)?;
    alice.hears(&upper(&word))?;
    server.rests()?;
    gets_sigterm(&server)?;
    ends_well(&server)
}

pub fn idle_with_datagrams_in_turn(scene: &Scene) -> Played {
    idle_with_datagrams(scene, UDP)
}

pub fn idle_with_datagrams_on_threads(scene: &Scene) -> Played {
    idle_with_datagrams(scene, THREADING_UDP)
}

fn a_datagram_after_the_signal(scene: &Scene, kind: &str) -> Played {
    let server = scene.server_of_datagrams_with(&["--kind", kind])?;
    let alice = server.corresponds_with("alice")?;
    gets_sigterm(&server)?;
    server.stays_up()?;
    alice.says(&scene.word())?;
    server.ends_with(0)
}

pub fn a_datagram_in_turn(scene: &Scene) -> Played {
    a_datagram_after_the_signal(scene, UDP)
}

pub fn a_datagram_on_a_thread(scene: &Scene) -> Played {
    a_datagram_after_the_signal(scene, THREADING_UDP)
}

fn alice_is_being_answered<'s>(scene: &Scene, server: &Program<'s>) -> Played<(Peer<'s>, Vec<u8>)> {
    connects_deaf_and_asks(scene, server, "alice")
}

/// Bob leaves after the signal. The server waits for alice, too, who came before him.
fn stops_in_mid_answer(scene: &Scene, kind: &str) -> Played {
    let server = server(scene, kind)?;
    let (alice, answers) = alice_is_being_answered(scene, &server)?;
    let bob = server.connects("bob")?;
    word(scene, &bob)?;
    gets_sigterm(&server)?;
    server.takes_notice()?;
    bob.closes();
    server.rests_or_has_ended()?;
    server.processes().end_with_it()?;
    alice.hears(&answers)?;
    alice.closes();
    ends_well(&server)
}

/// Bob waits in the queue in the meantime. The server may or may not accept him.
pub fn mid_answer_in_turn(scene: &Scene) -> Played {
    let server = server(scene, TCP)?;
    let (alice, answers) = alice_is_being_answered(scene, &server)?;
    let bob = server.connects("bob")?;
    gets_sigterm(&server)?;
    server.rests_or_has_ended()?;
    alice.hears(&answers)?;
    alice.closes();
    bob.closes();
    ends_well(&server)
}

pub fn mid_answer_on_a_thread(scene: &Scene) -> Played {
    stops_in_mid_answer(scene, THREADING)
}

pub fn mid_answer_in_a_process(scene: &Scene) -> Played {
    stops_in_mid_answer(scene, FORKING)
}

/// Alice receives all her answers and leaves. No signal is sent.
fn hears_it_all(scene: &Scene, server: &Program) -> Played {
    let (alice, answers) = alice_is_being_answered(scene, server)?;
    alice.hears(&answers)?;
    alice.closes();
    server.rests()
}

/// The server answers alice completely if it receives no signal. If it receives one, it ends at once,
/// and does not wait for carol, who is in the middle of an answer. It has read all that she sent: a
/// server that finishes this answer, and leaves later lines unread, has made another mistake.
fn ends_in_mid_answer(scene: &Scene, kind: &str) -> Played {
    let server = server(scene, kind)?;
    hears_it_all(scene, &server)?;
    let carol = server.connects_deaf_from_afar("carol")?;
    let mut answers = Vec::new();
    while answers.len() < MUCH && carol.owed_bytes()? == Some(0) {
        let line = line(&scene.letters(LONGEST));
        carol.says_and_is_read(&line)?;
        server.rests()?;
        answers.extend(upper(&line));
    }
    gets_sigterm(&server)?;
    server.ends_with(0)?;
    match carol.hears(&answers) {
        Err(Halt::Breach(_)) => Ok(()),
        Err(halt) => Err(halt),
        Ok(()) => Err(Missing::new("a server that ends in mid-answer", "it answered all").into()),
    }
}

pub fn ends_in_mid_answer_in_turn(scene: &Scene) -> Played {
    ends_in_mid_answer(scene, TCP)
}

pub fn ends_in_mid_answer_on_a_thread(scene: &Scene) -> Played {
    ends_in_mid_answer(scene, THREADING)
}

/// Alice has received everything when the signal comes, and she leaves.
pub fn after_the_answer(scene: &Scene) -> Played {
    let server = server(scene, FORKING)?;
    hears_it_all(scene, &server)?;
    gets_sigterm(&server)?;
    ends_well(&server)
}

/// Three lines, as one stream.
fn three_lines(scene: &Scene) -> Vec<u8> {
    (0..3).flat_map(|_| line(&scene.word())).collect()
}

/// Alice has sent three lines and bob three others, and the server has read none of them when the
/// signal comes.
fn lines_that_have_come(scene: &Scene, kind: &str) -> Played {
    let (server, alice) = server_and_alice(scene, kind)?;
    let bob = server.connects("bob")?;
    word(scene, &bob)?;
    let (hers, his) = (three_lines(scene), three_lines(scene));
    say_and_signal_simultaneously(&[(&alice, &hers), (&bob, &his)], &server, (SIGTERM, "SIGTERM"))?;
    alice.hears(&upper(&hers))?;
    bob.hears(&upper(&his))?;
    alice.closes();
    bob.closes();
    ends_well(&server)
}

pub fn lines_that_have_come_to_threads(scene: &Scene) -> Played {
    lines_that_have_come(scene, THREADING)
}

pub fn lines_that_have_come_to_processes(scene: &Scene) -> Played {
    lines_that_have_come(scene, FORKING)
}

pub fn lines_that_have_come_in_turn(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, TCP)?;
    let hers = three_lines(scene);
    say_and_signal_simultaneously(&[(&alice, &hers)], &server, (SIGTERM, "SIGTERM"))?;
    alice.hears(&upper(&hers))?;
    alice.closes();
    ends_well(&server)
}

/// While alice is still being answered, carol connects, too late.
fn carol_comes_too_late(scene: &Scene, kind: &str) -> Played {
    let server = server(scene, kind)?;
    let (alice, answers) = alice_is_being_answered(scene, &server)?;
    gets_sigterm(&server)?;
    server.takes_notice()?;
    server.turns_away("carol", &line(&scene.word()))?;
    alice.hears(&answers)?;
    alice.closes();
    ends_well(&server)
}

pub fn nobody_new_on_threads(scene: &Scene) -> Played {
    carol_comes_too_late(scene, THREADING)
}

pub fn nobody_new_in_processes(scene: &Scene) -> Played {
    carol_comes_too_late(scene, FORKING)
}

/// Alice's line is too long, so the server closes first. Then it is stopped, and started again. She
/// sends exactly as many bytes as the longest line has with its delimiter, in one piece. More bytes
/// might be unread at the close and turn it into a reset, which leaves no TIME_WAIT (RFC 2525, 2.17).
pub fn back_at_once(scene: &Scene) -> Played {
    let server = server(scene, THREADING)?;
    let alice = server.connects("alice")?;
    alice.says(&scene.letters(LONGEST + 1))?;
    server.rests()?;
    // Some servers know by now that the line is too long. Others wait for one more byte, since the data
    // may end in `\r`. But a byte that the server no longer reads would end the connection in another
    // way.
    if alice.segments_received() == Some(0) {
        alice.says(b"x")?;
    }
    hears_too_long(&alice)?;
    gets_sigterm(&server)?;
    ends_well(&server)?;
    server.listener().needs_time_wait()?;
    let again = super::tcp::server(scene, THREADING)?;
    word(scene, &again.connects("bob")?)
}

/// No old connection is left when the server is started again.
pub fn back_after_nothing(scene: &Scene) -> Played {
    let first = server(scene, THREADING)?;
    first.rests()?;
    gets_sigterm(&first)?;
    first.ends_with(0)?;
    let again = server(scene, THREADING)?;
    word(scene, &again.connects("bob")?)
}
