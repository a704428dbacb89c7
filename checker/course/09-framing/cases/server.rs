//! Lesson 09's scenes with the server. Alice sends and receives whole frames here, unless the scene
//! cuts them.

use stage::breach::Measure;
use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use crate::scene::Scene;

// Lessons that build on this one find the controls here, too.

/// The maximum length of a payload, in bytes.
pub const LIMIT: usize = 1_048_576;

/// A frame: the payload's length in four bytes, big-endian, and the payload.
pub fn frame(payload: &[u8]) -> Vec<u8> {
    [&header(payload.len()), payload].concat()
}

/// The header that claims this length.
pub fn header(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}

/// The frames of these payloads, as one stream.
pub fn stream(payloads: &[Vec<u8>]) -> Vec<u8> {
    payloads.iter().flat_map(|payload| frame(payload)).collect()
}

/// The answers to these payloads, as one stream.
pub fn answers(payloads: &[Vec<u8>]) -> Vec<u8> {
    payloads.iter().flat_map(|payload| frame(&upper(payload))).collect()
}

/// Many letters, made quickly: one block is repeated, whose length does not match any usual buffer.
pub fn many_letters(scene: &Scene, length: usize) -> Vec<u8> {
    let mut letters = scene.letters(9_973).repeat(length / 9_973 + 1);
    letters.truncate(length);
    letters
}

/// A frame and its answer.
pub fn exchange(peer: &Peer, payload: &[u8]) -> Played {
    peer.says(&frame(payload))?;
    peer.hears(&frame(&upper(payload)))
}

/// The server and alice, connected.
pub fn server_and_alice<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

/// Bob connects after that, and is served.
pub fn bob_is_served(scene: &Scene, server: &Program) -> Played {
    server.stays_up()?;
    let bob = server.connects("bob")?;
    exchange(&bob, &scene.word())
}

/// Alice receives one answer, and ignores all bytes after it.
pub fn first_answer(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())
}

pub fn one_client(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    exchange(&alice, &scene.word())
}

pub fn two_clients(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn a_hundred_frames(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    (0..100).try_for_each(|_| exchange(&alice, &scene.word()))
}

/// All lengths have eight bytes, the client's too. The first four of them are zeros, which are an empty
/// frame for a program that reads four.
pub fn lengths_of_eight_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for payload in [scene.word(), scene.word()] {
        let length = (payload.len() as u64).to_be_bytes();
        alice.says(&length[..4])?;
        alice.hears_nothing()?;
        alice.says(&[&length[4..], &payload].concat())?;
        alice.hears(&[&length[..], &upper(&payload)].concat())?;
    }
    Ok(())
}

pub fn length_of_four_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    [258, 255, 256, 4_660, 70_000]
        .into_iter()
        .try_for_each(|length| exchange(&alice, &scene.letters(length)))
}

/// A payload of one byte, and another: ten bytes with their headers.
fn two_small_frames(scene: &Scene) -> [Vec<u8>; 2] {
    [scene.letters(1), scene.letters(1)]
}

pub fn every_cut_of_two_frames(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let payloads = two_small_frames(scene);
    alice.says_in_every_cut(&stream(&payloads), &answers(&payloads))
}

fn cut(scene: &Scene, pieces: &[usize]) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let payloads = two_small_frames(scene);
    for _ in 0..2 {
        alice.says_cut(&stream(&payloads), pieces)?;
        alice.hears(&answers(&payloads))?;
    }
    Ok(())
}

/// Each header arrives whole, and so does each payload.
pub fn cut_behind_headers(scene: &Scene) -> Played {
    cut(scene, &[4, 1, 4, 1])
}

/// The server waits for half a header. Then a payload looks like a frame whose header came before
/// it. The server answers that frame.
pub fn the_payload_is_answered_as_a_frame(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    answers_the_payload_as_a_frame(scene, &alice)
}

pub fn answers_the_payload_as_a_frame(scene: &Scene, alice: &Peer) -> Played {
    let word = scene.word();
    alice.says_cut(&frame(&word), &[2, 2 + word.len()])?;
    alice.hears(&frame(&upper(&word)))?;
    let outer = frame(&frame(&word));
    alice.says_cut(&outer, &[4, outer.len() - 4])?;
    alice.hears(&frame(&upper(&word)))
}

/// Each byte arrives by itself.
pub fn cut_anywhere(scene: &Scene) -> Played {
    cut(scene, &[1; 10])
}

fn frames_cut(scene: &Scene, cuts: &[&[usize]]) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for pieces in cuts {
        let payload = scene.letters(6);
        alice.says_cut(&frame(&payload), pieces)?;
        alice.hears(&frame(&upper(&payload)))?;
    }
    Ok(())
}

pub fn payload_in_pieces(scene: &Scene) -> Played {
    frames_cut(scene, &[&[4, 2, 4], &[9, 1], &[4, 1, 1, 1, 1, 1, 1]])
}

/// Each payload arrives whole, and each header in pieces.
pub fn header_in_pieces(scene: &Scene) -> Played {
    frames_cut(scene, &[&[3, 1, 6], &[1, 3, 6], &[1, 1, 1, 1, 6]])
}

/// No two frames are ever in flight together.
pub fn one_frame_a_time(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    (0..10).try_for_each(|_| exchange(&alice, &scene.word()))
}

pub fn ten_frames_in_one_breath(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let payloads: Vec<_> = (0..10).map(|_| scene.word()).collect();
    alice.says(&stream(&payloads))?;
    alice.hears(&answers(&payloads))
}

pub fn joined_across_boundaries(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let payloads = [9, 5, 7].map(|length| scene.letters(length));
    // Two bytes of the second header arrive with the end of the first frame, and so on.
    alice.says_cut(&stream(&payloads), &[13 + 2, 2 + 5 + 1, 3 + 7])?;
    alice.hears(&answers(&payloads))?;
    alice.says_cut(&stream(&payloads), &[6, 7 + 4 + 1, 4 + 4 + 7])?;
    alice.hears(&answers(&payloads))
}

/// A frame and a part of the next arrive together. The rest arrives when the first has been answered.
pub fn half_a_frame_behind(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    for part in [2, 4 + 3] {
        let payloads = [9, 5].map(|length| scene.letters(length));
        let stream = stream(&payloads);
        let (first, rest) = stream.split_at(4 + 9 + part);
        alice.says(first)?;
        alice.hears(&answers(&payloads[..1]))?;
        // By now the server waits for the rest of the frame, with a part of it in its buffer.
        server.rests()?;
        alice.says(rest)?;
        alice.hears(&answers(&payloads[1..]))?;
    }
    Ok(())
}

pub fn empty_frames(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, b"")?;
    exchange(&alice, &scene.word())?;
    let payloads = [vec![], scene.word(), vec![], vec![], scene.word()];
    alice.says(&stream(&payloads))?;
    alice.hears(&answers(&payloads))
}

pub fn any_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &[&scene.raw_bytes(400)[..], b"\r\n", &scene.raw_bytes(4)].concat())?;
    // In PHP, this text is false, like an empty one.
    exchange(&alice, b"0")?;
    exchange(&alice, &scene.raw_bytes(3))
}

pub fn counts_in_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, scene.chinese(2).as_bytes())?;
    exchange(&alice, &[scene.chinese(3).as_bytes(), &scene.word()].concat())
}

pub fn a_letter_is_a_byte(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.letters(6))?;
    exchange(&alice, &scene.letters(13))
}

fn four_characters_cut(scene: &Scene, pieces: &[usize]) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for _ in 0..2 {
        let text = scene.chinese(4);
        alice.says_cut(&frame(text.as_bytes()), pieces)?;
        alice.hears(&frame(text.as_bytes()))?;
    }
    Ok(())
}

pub fn character_in_pieces(scene: &Scene) -> Played {
    four_characters_cut(scene, &[4, 1, 4, 3, 2, 2])
}

pub fn characters_one_by_one(scene: &Scene) -> Played {
    four_characters_cut(scene, &[4, 3, 3, 3, 3])
}

pub fn spaces_belong_to_the_payload(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &[b"  ", &scene.word()[..], b" ", &scene.word()[..], b" \r\n"].concat())
}

pub fn exactly_the_limit(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &many_letters(scene, LIMIT))?;
    exchange(&alice, &scene.word())
}

pub fn one_over_the_limit(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.says(&header(LIMIT + 1))?;
    alice.hears_end_or_reset()?;
    alice.closes();
    bob_is_served(scene, &server)
}

/// A claimed length that a machine could still allocate: 384 MiB.
const MUCH: usize = 384 << 20;

/// Memory that a program may request for other reasons at the same time, such as a thread and its heap.
const SLACK: u64 = 256 << 20;

pub fn four_gigabytes(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    four_gigabytes_are_claimed(scene, &server, &alice)
}

/// Alice is served and closes. Then others claim large lengths, and wait.
pub fn four_gigabytes_are_claimed(scene: &Scene, server: &Program, alice: &Peer) -> Played {
    exchange(alice, &scene.word())?;
    alice.closes();
    for (name, claimed) in [("carol", MUCH), ("dave", usize::MAX)] {
        server.stays_up()?;
        let peer = server.connects(name)?;
        asks_for_no_memory(server, || peer.says(&header(claimed)))?;
        peer.hears_end_or_reset()?;
        peer.closes();
    }
    bob_is_served(scene, server)
}

/// A header claims a length, and the server allocates no memory because of it.
pub fn asks_for_no_memory(server: &Program, claims: impl FnOnce() -> Played) -> Played {
    let before = server.resources().memory_asked_for()?;
    claims()?;
    let rested = server.rests();
    let more = server.resources().memory_asked_for()?.saturating_sub(before);
    let mebibytes = if more < SLACK { 0 } else { more >> 20 };
    server.fact(Measure::MebibytesForAHeader, 0, mebibytes)?;
    // Filling that much memory with zeros may take a slow machine so long that the server seems to
    // spin. The memory is the real mistake, so it is reported first.
    rested
}

/// Alice does not read while the server answers her. The server's write takes as much as there is room
/// for, waits, and is interrupted. Alice had sent her data in two pieces.
pub fn answers_a_slow_reader(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let much = many_letters(scene, 250_000);
    alice.says_and_is_read(&frame(&much)[..100_000])?;
    alice.says(&frame(&much)[100_000..])?;
    alice.forces_a_short_write()?;
    alice.hears(&frame(&upper(&much)))?;
    exchange(&alice, &scene.word())
}

/// Like [`answers_a_slow_reader`], but the write is not interrupted.
pub fn answers_a_late_reader(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let much = many_letters(scene, 250_000);
    alice.says_and_is_read(&frame(&much)[..100_000])?;
    alice.says(&frame(&much)[100_000..])?;
    server.rests()?;
    alice.hears(&frame(&upper(&much)))?;
    exchange(&alice, &scene.word())
}

pub fn answers_still_due(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let payloads: Vec<_> = (0..3).map(|_| scene.letters(6)).collect();
    alice.says(&stream(&payloads))?;
    alice.shuts_down()?;
    alice.hears(&answers(&payloads))?;
    alice.hears_end()
}

pub fn one_client_after_another(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
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
