//! Lesson 20's scenes with the server over a stream: lesson 09's conversation, and the peer's
//! identity.

use stage::breach::Measure;
use stage::bytes::upper;
use stage::fault::Played;
use stage::program::Program;
use stage::socket_path::Kind::Stream;

use super::super::framing::habits;
use super::super::framing::server as frames;
use super::place::*;
use crate::scene::Scene;

/// The maximum length of a payload, in bytes.
const LIMIT: usize = 1_048_576;

pub fn a_hundred_frames(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    (0..100).try_for_each(|_| exchange(&alice, &scene.word()))
}

pub fn any_payload(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    exchange(&alice, b"")?;
    exchange(&alice, &[b" \t", &scene.raw_bytes(400)[..], b" \r\n"].concat())?;
    exchange(&alice, &scene.word())
}

/// Alice receives one answer, and ignores all bytes after it.
pub fn first_answer(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    exchange(&alice, &scene.word())
}

fn frames_cut(scene: &Scene, cuts: &[&[usize]]) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    for pieces in cuts {
        let payload = scene.letters(6);
        alice.says_cut(&frame(&payload), pieces)?;
        alice.hears(&frame(&upper(&payload)))?;
    }
    Ok(())
}

pub fn frames_in_pieces(scene: &Scene) -> Played {
    frames_cut(scene, &[&[3, 1, 6], &[1, 1, 1, 1, 6], &[4, 2, 4], &[9, 1], &[1; 10]])
}

/// Each header arrives whole, and so does each payload.
pub fn cut_behind_headers(scene: &Scene) -> Played {
    frames_cut(scene, &[&[4, 6], &[10]])
}

/// Each header arrives in pieces, and each payload whole.
pub fn header_in_pieces(scene: &Scene) -> Played {
    frames_cut(scene, &[&[3, 1, 6], &[1, 3, 6], &[1, 1, 1, 1, 6]])
}

pub fn frames_in_one_breath(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    let payloads: Vec<_> = (0..5).map(|_| scene.word()).collect();
    alice.says(&payloads.iter().flat_map(|one| frame(one)).collect::<Vec<_>>())?;
    alice.hears(&payloads.iter().flat_map(|one| frame(&upper(one))).collect::<Vec<_>>())
}

/// No two frames are ever in flight together.
pub fn one_frame_a_time(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    (0..5).try_for_each(|_| exchange(&alice, &scene.word()))
}

pub fn up_to_the_limit(scene: &Scene) -> Played {
    let server = server_at(scene, &socket_path(scene, Stream)?)?;
    // A server that reads lengths as signed sees the last two as negative numbers.
    for (name, claimed) in [("alice", LIMIT + 1), ("carol", 1 << 31), ("dave", 0xffff_ffff)] {
        let peer = server.connects(name)?;
        if claimed == LIMIT + 1 {
            exchange(&peer, &scene.much(LIMIT))?;
        }
        peer.says(&header(claimed))?;
        peer.hears_end_or_reset()?;
        peer.closes();
    }
    bob_is_served(scene, &server)
}

/// Alice does not read while the server answers her. The server's write takes as much as there is
/// room for, waits, and is interrupted.
pub fn answers_a_slow_reader(scene: &Scene) -> Played {
    let server = server_at(scene, &socket_path(scene, Stream)?)?;
    let alice = server.connects_in("alice", DEAF)?;
    let much = scene.much(700_000);
    alice.says(&frame(&much))?;
    alice.forces_a_short_write()?;
    alice.hears(&frame(&upper(&much)))?;
    exchange(&alice, &scene.word())
}

pub fn much_at_once(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    exchange(&alice, &scene.much(700_000))
}

pub fn answers_still_due(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    let payloads: Vec<_> = (0..3).map(|_| scene.word()).collect();
    alice.says(&payloads.iter().flat_map(|one| frame(one)).collect::<Vec<_>>())?;
    alice.shuts_down()?;
    alice.hears(&payloads.iter().flat_map(|one| frame(&upper(one))).collect::<Vec<_>>())?;
    alice.hears_end()
}

/// A client sends only the beginning of a frame. The server answers nothing, and closes the
/// connection.
fn ends_inside(server: &Program, name: &str, beginning: &[u8]) -> Played {
    let peer = server.connects(name)?;
    peer.says_cut(beginning, &[beginning.len()])?;
    peer.hears_nothing()?;
    peer.shuts_down()?;
    peer.hears_end_or_reset()?;
    peer.closes();
    server.stays_up()
}

pub fn ends_inside_a_frame(scene: &Scene) -> Played {
    let server = server_at(scene, &socket_path(scene, Stream)?)?;
    let frame = frame(&scene.letters(6));
    for (name, length) in [("alice", 2), ("carol", 4), ("dave", 4 + 5)] {
        ends_inside(&server, name, &frame[..length])?;
    }
    bob_is_served(scene, &server)
}

pub fn one_client_after_another(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, Stream)?;
    exchange(&alice, &scene.word())?;
    alice.closes();
    server.stays_up()?;
    for number in 2..=30 {
        let client = server.connects(&format!("client {number}"))?;
        if number % 3 > 0 {
            exchange(&client, &scene.word())?;
        }
        client.closes();
    }
    bob_is_served(scene, &server)
}

/// A Unix socket has no reset. But closing it with unread data makes the other side's next read and next
/// write fail all the same.
pub fn leaves_its_answer_unread(scene: &Scene) -> Played {
    let server = server_at(scene, &socket_path(scene, Stream)?)?;
    let alice = server.connects_in("alice", DEAF)?;
    alice.says(&frame(&scene.word()))?;
    server.rests()?;
    alice.closes();
    server.stays_up()?;
    let carol = server.connects_in("carol", DEAF)?;
    carol.says(&frame(&scene.much(500_000)))?;
    server.rests()?;
    carol.closes();
    bob_is_served(scene, &server)
}

/// The user id of the stage's peers, as the kernel reports it: they are processes of this user.
pub fn own_uid() -> String {
    format!("uid {}", stage::own_uid())
}

pub fn uid_is_logged(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, Stream)?;
    let words = own_uid();
    server.mentions(&words)?;
    exchange(&alice, &scene.word())?;
    alice.closes();
    server.rests()?;
    let before = server.mentions_so_far(&words);
    let bob = server.connects("bob")?;
    exchange(&bob, &scene.word())?;
    server.rests()?;
    // A server may print it more than once.
    let logged = u64::from(server.mentions_so_far(&words) > before);
    server.fact(Measure::LinesWithUserId, 1, logged)
}

pub fn four_gigabytes(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, Stream)?;
    frames::four_gigabytes_are_claimed(scene, &server, &alice)
}

/// Lesson 09's controls, over a Unix socket.
pub fn same_either_way(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    habits::exchanges_same_either_way(scene, &alice)
}

pub fn length_with_header(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    habits::exchanges_with_header(scene, &alice)
}

pub fn much_is_answered_at_last(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, Stream)?;
    habits::hears_much_at_last(scene, &server, &alice)
}

pub fn answered_only_at_the_end(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, Stream)?;
    habits::hears_only_at_the_end(scene, &server, &alice)
}

pub fn the_payload_is_answered_as_a_frame(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Stream)?;
    frames::answers_the_payload_as_a_frame(scene, &alice)
}
