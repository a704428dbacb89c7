//! Lesson 19's scenes with slow or rude clients. Carol does not read her answers, or reads them late.
//! Other clients half-close but still read, or reset.

use stage::breach::Measure;
use stage::bytes::upper;
use stage::fault::Played;
use stage::flood::Flood;
use stage::peer::{Manner, Peer};
use stage::program::Program;

use super::super::framing::server::{answers, exchange, frame, many_letters};
use super::super::framing::server::{server_and_alice, stream};
use super::scenes::{bob_is_served, serves_alice};
use crate::scene::Scene;

/// Carol first sends this many bytes of a frame by themselves.
const BEGUN: usize = 40_000;

/// Carol asks for more than the kernels between her and the server hold, and does not read. The
/// server reads half a frame before the rest comes, so that a server that loses half frames always
/// fails.
fn carol_does_not_read<'s>(
    scene: &Scene,
    server: &Program<'s>,
) -> Played<(Peer<'s>, Vec<Vec<u8>>)> {
    let carol = server.connects_deaf_from_afar("carol")?;
    let payloads = asks_much(scene, &carol)?;
    Ok((carol, payloads))
}

fn asks_much(scene: &Scene, carol: &Peer) -> Played<Vec<Vec<u8>>> {
    let payloads: Vec<_> = (0..3).map(|_| many_letters(scene, 80_007)).collect();
    let stream = stream(&payloads);
    carol.says_and_is_read(&stream[..BEGUN])?;
    carol.says(&stream[BEGUN..])?;
    Ok(payloads)
}

/// Accepted sockets inherit the flag of the listening socket. A server that relies on that is blocked
/// neither by alice, who stops half-way, nor by carol, who does not read.
pub fn flags_are_handed_down(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    server.listener().hands_its_flags_down()?;
    exchange(&alice, &scene.word())?;
    let bob = server.connects("bob")?;
    server.listener().hands_its_flags_down()?;
    let word = scene.word();
    alice.says_and_is_read(&frame(&word)[..2])?;
    exchange(&bob, &scene.word())?;
    alice.says(&frame(&word)[2..])?;
    alice.hears(&frame(&upper(&word)))?;
    let carol = server.connects_deaf_from_afar("carol")?;
    server.listener().hands_its_flags_down()?;
    let payloads = asks_much(scene, &carol)?;
    exchange(&alice, &scene.word())?;
    carol.hears(&answers(&payloads))
}

pub fn deaf_ones_hold_nobody(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    let (carol, payloads) = carol_does_not_read(scene, &server)?;
    exchange(&alice, &scene.word())?;
    bob_is_served(scene, &server)?;
    exchange(&alice, &many_letters(scene, 100_003))?;
    server.rests()?;
    carol.cannot_hold(answers(&payloads).len())
}

/// Like [`deaf_ones_hold_nobody`], but carol reads.
pub fn all_read(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    let (carol, payloads) = carol_does_not_read(scene, &server)?;
    carol.hears(&answers(&payloads))?;
    exchange(&alice, &scene.word())?;
    bob_is_served(scene, &server)?;
    exchange(&alice, &many_letters(scene, 100_003))
}

pub fn whole_for_slow_readers(scene: &Scene) -> Played {
    let server = scene.server()?;
    let (carol, payloads) = carol_does_not_read(scene, &server)?;
    server.rests()?;
    carol.cannot_hold(answers(&payloads).len())?;
    carol.hears(&answers(&payloads))?;
    exchange(&carol, &scene.word())
}

/// Carol reads late, but there is room for her answers until then.
pub fn little_for_slow_readers(scene: &Scene) -> Played {
    let server = scene.server()?;
    let carol = server.connects_in("carol", Manner { receive_buffer: None, is_deaf: true })?;
    let payloads = [scene.letters(300), scene.letters(200)];
    // She sends slowly, too: a frame that arrives in pieces is not a trap here.
    carol.says_and_is_read(&frame(&payloads[0])[..150])?;
    carol.says(&stream(&payloads)[150..])?;
    server.rests()?;
    carol.hears(&answers(&payloads))?;
    exchange(&carol, &scene.word())
}

/// Carol sends again and again while she reads.
pub fn speaks_while_she_reads(scene: &Scene) -> Played {
    let server = scene.server()?;
    let (carol, mut payloads) = carol_does_not_read(scene, &server)?;
    for _ in 0..30 {
        carol.hears_a_part(15_000)?;
        let word = scene.word();
        carol.says(&frame(&word))?;
        payloads.push(word);
    }
    carol.hears(&answers(&payloads))
}

const MIB: u64 = 1 << 20;

/// Twice the contract's limit for the bytes that a server may hold back for one client: the kernel may
/// have taken the same amount already.
const MOST_READ: u64 = 32 * MIB;

/// A server that has read this much has no limit at all.
const WITHOUT_END: u64 = 64 * MIB;

/// The contract's limit for the bytes that a server may hold back for one client, plus the frame that is
/// not answered yet.
const MOST_KEPT: u64 = 17 * MIB;

/// Carol sends the same request again and again, and does not read. None of her bursts ends at the
/// end of a frame.
fn carol_floods<'s>(scene: &Scene, server: &Program<'s>) -> Played<(Peer<'s>, Vec<u8>, Flood)> {
    let carol = server.connects_deaf_from_afar("carol")?;
    let payload = many_letters(scene, 100_003);
    let frame = frame(&payload);
    let (begun, rest) = frame.split_at(BEGUN);
    carol.says_and_is_read(begun)?;
    let flood = carol.floods(&[rest, begun].concat(), WITHOUT_END)?;
    Ok((carol, payload, flood))
}

pub fn no_more_is_read(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    let (carol, payload, flood) = carol_floods(scene, &server)?;
    if flood.read >= WITHOUT_END {
        let measure = Measure::MebibytesReadUnanswered;
        server.at_most(measure, MOST_READ / MIB, flood.read / MIB)?;
    }
    // The server has a limit. Now check how high it is.
    let (most, kept) = match carol.owed_bytes()? {
        Some(owed) => (MOST_KEPT, owed.saturating_sub(flood.said - flood.read)),
        None => (MOST_READ, flood.read),
    };
    server.at_most(Measure::MebibytesKept, most / MIB, kept / MIB)?;
    exchange(&alice, &scene.word())?;
    // Carol reads at last.
    let (asked, answer) = (frame(&payload), frame(&upper(&payload)));
    let said = BEGUN + flood.said as usize;
    (0..said / asked.len()).try_for_each(|_| carol.hears(&answer))?;
    carol.says(&asked[said % asked.len()..])?;
    carol.hears(&answer)
}

pub fn last_word_with_the_end(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let word = scene.word();
    // By now the server has accepted alice, so her frame and her end arrive as one event.
    server.rests()?;
    alice.says_last(&frame(&word))?;
    alice.hears(&frame(&upper(&word)))?;
    alice.hears_end()?;
    bob_is_served(scene, &server)
}

/// Alice receives her answer before she half-closes.
pub fn end_after_the_answer(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    alice.shuts_down()?;
    alice.hears_end()?;
    bob_is_served(scene, &server)
}

pub fn owed_at_the_end(scene: &Scene) -> Played {
    let server = scene.server()?;
    let (carol, payloads) = carol_does_not_read(scene, &server)?;
    carol.shuts_down()?;
    server.rests()?;
    carol.cannot_hold(answers(&payloads).len())?;
    carol.hears(&answers(&payloads))?;
    carol.hears_end()?;
    a_little_is_owed(scene, &server)
}

/// The server owes dave this many bytes at the end: few programs wait for room to send so little.
const A_LITTLE: u64 = 20_000;

/// The number of small frames. Their answers exceed the kernel buffers between the server and dave.
const MANY: usize = 400;

/// Dave sends small requests and does not read, until there is no room for some of his answers.
fn a_little_is_owed(scene: &Scene, server: &Program) -> Played {
    let dave = server.connects_deaf_from_afar("dave")?;
    let mut payloads = Vec::new();
    while payloads.len() < MANY && dave.owed_bytes()? < Some(A_LITTLE) {
        let payload = scene.letters(2_003);
        dave.says(&frame(&payload))?;
        payloads.push(payload);
        server.rests()?;
    }
    dave.shuts_down()?;
    server.rests()?;
    dave.cannot_hold(answers(&payloads).len())?;
    dave.hears(&answers(&payloads))?;
    dave.hears_end()
}

/// Alice is connected all the time while carol and dave misbehave.
pub fn resets_hurt_nobody(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    for (name, length) in [("carol", 2), ("dave", 4 + 3)] {
        let peer = server.connects(name)?;
        exchange(&peer, &scene.word())?;
        peer.says(&frame(&scene.letters(6))[..length])?;
        peer.resets()?;
        exchange(&alice, &scene.word())?;
    }
    let (erin, _) = carol_does_not_read(scene, &server)?;
    erin.resets()?;
    exchange(&alice, &scene.word())?;
    exchange(&alice, &scene.word())
}
