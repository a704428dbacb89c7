//! Lesson 19's scenes: alice and bob behave, carol does not. What is said are lesson 09's frames.

use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::{Manner, Peer};
use stage::program::Program;

use super::super::framing::server::{answers, exchange, frame, header, many_letters};
use super::super::framing::server::{server_and_alice, stream};
use super::super::scene::Scene;

/// They all say the first `count` bytes of a frame of their own; the frames, for what follows.
fn all_begin<'s>(scene: &Scene, crowd: &[Peer<'s>], count: usize) -> Played<Vec<Vec<u8>>> {
    let payloads: Vec<_> = crowd.iter().map(|_| scene.word()).collect();
    for (peer, payload) in crowd.iter().zip(&payloads) {
        peer.says_and_is_read(&frame(payload)[..count])?;
    }
    Ok(payloads)
}

/// Bob comes after all that, and is served.
fn bob_is_served(scene: &Scene, server: &Program) -> Played {
    exchange(&server.connects("bob")?, &scene.word())
}

pub fn half_a_header_holds_nobody(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let word = scene.word();
    alice.says_and_is_read(&frame(&word)[..2])?;
    bob_is_served(scene, &server)?;
    alice.says(&frame(&word)[2..])?;
    alice.hears(&frame(&upper(&word)))?;
    exchange(&alice, &scene.word())
}

/// Alice stops half-way again and again, and there is nobody else.
pub fn half_frames_of_one(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for cut in [2, 4, 5] {
        let word = scene.word();
        alice.says_and_is_read(&frame(&word)[..cut])?;
        alice.says(&frame(&word)[cut..])?;
        alice.hears(&frame(&upper(&word)))?;
    }
    Ok(())
}

/// Nobody stops half-way.
pub fn whole_frames_from_two(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    bob_is_served(scene, &server)?;
    exchange(&alice, &scene.word())?;
    exchange(&alice, &scene.word())
}

pub fn half_frames_from_all(scene: &Scene) -> Played {
    let server = scene.server()?;
    let crowd = server.is_visited_by(20)?;
    let payloads = all_begin(scene, &crowd, 4 + 2)?;
    // Who came last is done first.
    for (peer, payload) in crowd.iter().zip(&payloads).rev() {
        peer.says(&frame(payload)[4 + 2..])?;
        peer.hears(&frame(&upper(payload)))?;
    }
    Ok(())
}

pub fn byte_by_byte_in_turn(scene: &Scene) -> Played {
    let server = scene.server()?;
    let crowd = server.is_visited_by(3)?;
    let payloads: Vec<_> = crowd.iter().map(|_| scene.letters(3)).collect();
    for at in 0..4 + 3 {
        for (peer, payload) in crowd.iter().zip(&payloads) {
            peer.says_and_is_read(&frame(payload)[at..=at])?;
        }
    }
    for (peer, payload) in crowd.iter().zip(&payloads) {
        peer.hears(&frame(&upper(payload)))?;
    }
    Ok(())
}

pub fn every_cut(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let payload = scene.letters(3);
    alice.says_in_every_cut(&frame(&payload), &frame(&upper(&payload)))
}

pub fn one_thread(scene: &Scene) -> Played {
    let server = scene.server()?;
    let crowd = server.is_visited_by(8)?;
    let threads = server.threads_that_run_during(|| {
        let payloads = all_begin(scene, &crowd, 2)?;
        for (peer, payload) in crowd.iter().zip(&payloads) {
            peer.says(&frame(payload)[2..])?;
            peer.hears(&frame(&upper(payload)))?;
        }
        Ok(())
    })?;
    server.has_at_most("threads that do something for its clients", 1, threads)
}

pub fn crowd_at_the_door(scene: &Scene) -> Played {
    let server = scene.server()?;
    let crowd = server.is_visited_by(80)?;
    crowd.iter().rev().try_for_each(|peer| exchange(peer, &scene.word()))
}

/// Nobody comes before the one before has been served.
pub fn one_by_one(scene: &Scene) -> Played {
    let server = scene.server()?;
    let mut crowd = Vec::new();
    for number in 1..=40 {
        let peer = server.connects(&format!("client {number}"))?;
        exchange(&peer, &scene.word())?;
        crowd.push(peer);
    }
    Ok(())
}

/// So many clients have nothing to say.
const IDLE: usize = 1_000;

pub fn a_thousand_idle_ones(scene: &Scene) -> Played {
    scene.makes_room_for(IDLE as u64 + 100)?;
    let server = scene.server()?;
    let idle = server.is_visited_by(IDLE)?;
    let alice = server.connects("alice")?;
    for _ in 0..50 {
        exchange(&alice, &scene.word())?;
    }
    exchange(scene.pick(&idle), &scene.word())?;
    exchange(&alice, &scene.word())
}

pub fn long_frame(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for length in [1_048_576, 200_003] {
        exchange(&alice, &many_letters(scene, length))?;
    }
    exchange(&alice, &scene.word())
}

/// No read finds more than a few bytes, and no frame comes at once.
pub fn little_by_little(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for _ in 0..2 {
        let payload = scene.letters(1_100);
        alice.says_in_pieces(&frame(&payload).chunks(100).collect::<Vec<_>>())?;
        alice.hears(&frame(&upper(&payload)))?;
    }
    Ok(())
}

pub fn rests_alone(scene: &Scene) -> Played {
    let server = scene.server()?;
    server.stays_up()?;
    server.stays_up()
}

pub fn rests_with_silent_clients(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let _bob = server.connects("bob")?;
    server.stays_up()?;
    exchange(&alice, &scene.word())?;
    server.stays_up()?;
    exchange(&alice, &scene.word())
}

/// Alice has left, and nobody else is there.
pub fn rests_after_a_visit(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.closes();
    server.stays_up()
}

/// Nobody is silent for long.
pub fn always_busy(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    (0..10).try_for_each(|_| exchange(&alice, &scene.word()))
}

/// Carol asks for more than the kernels between her and the server hold, and does not read.
fn carol_does_not_read<'s>(
    scene: &Scene,
    server: &Program<'s>,
) -> Played<(Peer<'s>, Vec<Vec<u8>>)> {
    let carol = server.connects_deaf_from_afar("carol")?;
    let payloads: Vec<_> = (0..3).map(|_| many_letters(scene, 80_007)).collect();
    carol.says(&stream(&payloads))?;
    Ok((carol, payloads))
}

pub fn deaf_ones_hold_nobody(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let (_carol, _) = carol_does_not_read(scene, &server)?;
    exchange(&alice, &scene.word())?;
    bob_is_served(scene, &server)?;
    exchange(&alice, &many_letters(scene, 100_003))
}

/// The same, and carol reads.
pub fn all_read(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
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
    carol.hears(&answers(&payloads))?;
    exchange(&carol, &scene.word())
}

/// Carol reads late, but there is room for her answers till then.
pub fn little_for_slow_readers(scene: &Scene) -> Played {
    let server = scene.server()?;
    let carol = server.connects_in("carol", Manner { receive_buffer: None, is_deaf: true })?;
    let payloads = [scene.letters(300), scene.letters(200)];
    carol.says(&stream(&payloads))?;
    server.rests()?;
    carol.hears(&answers(&payloads))?;
    exchange(&carol, &scene.word())
}

/// Carol says something again and again while she reads.
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

/// What the contract lets a server hold back for one client, and as much again for what the kernel
/// has taken from it already.
const MOST_READ: u64 = 32 * MIB;

/// Carol asks and asks and does not read; how many times the whole of it went, and what was left.
fn carol_floods<'s>(
    scene: &Scene,
    server: &Program<'s>,
) -> Played<(Peer<'s>, Vec<u8>, stage::flood::Flood)> {
    let carol = server.connects_deaf_from_afar("carol")?;
    let payload = many_letters(scene, 100_003);
    let flood = carol.floods(&frame(&payload), MOST_READ + MIB)?;
    Ok((carol, payload, flood))
}

pub fn no_more_is_read(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let (carol, payload, flood) = carol_floods(scene, &server)?;
    let what = "mebibytes of requests that it reads from a client who reads no answer";
    server.has_at_most(what, MOST_READ / MIB, flood.read / MIB)?;
    exchange(&alice, &scene.word())?;
    // At last, carol reads.
    let (asked, answer) = (frame(&payload), frame(&upper(&payload)));
    let whole = flood.said as usize / asked.len();
    (0..whole).try_for_each(|_| carol.hears(&answer))?;
    carol.says(&asked[flood.said as usize % asked.len()..])?;
    carol.hears(&answer)
}

pub fn last_word_with_the_end(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let word = scene.word();
    alice.says_last(&frame(&word))?;
    alice.hears(&frame(&upper(&word)))?;
    alice.hears_end()?;
    bob_is_served(scene, &server)
}

/// She hears her answer before she says that it was her last word.
pub fn end_after_the_answer(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.shuts_down()?;
    alice.hears_end()?;
    bob_is_served(scene, &server)
}

pub fn owed_at_the_end(scene: &Scene) -> Played {
    let server = scene.server()?;
    let (carol, payloads) = carol_does_not_read(scene, &server)?;
    carol.shuts_down()?;
    server.rests()?;
    carol.hears(&answers(&payloads))?;
    carol.hears_end()
}

pub fn everybody_their_own(scene: &Scene) -> Played {
    let server = scene.server()?;
    let mut crowd = server.is_visited_by(9)?;
    for round in 0..3 {
        let payloads = all_begin(scene, &crowd, 5)?;
        // Some leave half-way, and others come in their place.
        for leaver in [6, 3, 0] {
            crowd[leaver].closes();
            crowd[leaver] = server.connects(&format!("newcomer {leaver}.{round}"))?;
            exchange(&crowd[leaver], &scene.word())?;
        }
        for number in [8, 1, 5, 2, 7, 4] {
            let payload = &payloads[number];
            crowd[number].says(&frame(payload)[5..])?;
            crowd[number].hears(&frame(&upper(payload)))?;
        }
        for newcomer in [0, 3, 6] {
            exchange(&crowd[newcomer], &scene.word())?;
        }
    }
    Ok(())
}

/// What may differ between two counts in a program that does nothing wrong: a runtime's own
/// descriptors, opened when they are first needed.
const SLACK: u64 = 8;

pub fn comes_and_goes(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    let before = server.descriptors()?;
    let crowd = server.is_visited_by(200)?;
    for (number, client) in crowd.iter().enumerate() {
        match number % 20 {
            0 => client.says(&header(9)[..3])?,
            10 => client.resets()?,
            5 | 15 => exchange(client, &scene.word())?,
            _ => {}
        }
        client.closes();
    }
    // The last of them may be leaving still.
    (0..3).try_for_each(|_| exchange(&alice, &scene.word()))?;
    let after = server.descriptors()?;
    let spared = if after <= before + SLACK { before } else { after };
    server.fact("number of open descriptors after 200 clients", before, spared)?;
    exchange(&alice, &scene.word())
}

/// Alice is there all the while that carol and dave misbehave.
pub fn resets_hurt_nobody(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
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

pub fn one_over_the_limit(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let carol = server.connects("carol")?;
    exchange(&carol, &scene.word())?;
    carol.says(&header(1_048_577))?;
    carol.hears_end_or_reset()?;
    carol.closes();
    exchange(&alice, &scene.word())?;
    bob_is_served(scene, &server)
}

pub fn ends_inside_a_frame(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let frame = frame(&scene.letters(6));
    for (name, length) in [("carol", 3), ("dave", 4 + 5)] {
        let peer = server.connects(name)?;
        peer.says(&frame[..length])?;
        peer.hears_nothing()?;
        peer.shuts_down()?;
        peer.hears_end_or_reset()?;
        peer.closes();
        exchange(&alice, &scene.word())?;
    }
    Ok(())
}

/// Room for two more descriptors, and five clients come. Alice, who is there already, is served all
/// the while. Each of the five is served when there is room for it, or sent away.
fn at_the_door(scene: &Scene, is_short: bool) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    if is_short {
        server.has_descriptors_left(2)?;
    }
    let crowd = server.is_visited_by(5)?;
    server.stays_up()?;
    exchange(&alice, &scene.word())?;
    for peer in &crowd {
        let word = scene.word();
        peer.says(&frame(&word))?;
        if peer.hears_or_is_dismissed(&frame(&upper(&word)))? {
            peer.shuts_down()?;
            peer.hears_end()?;
        }
        peer.closes();
    }
    exchange(&alice, &scene.word())
}

pub fn no_descriptor_left(scene: &Scene) -> Played {
    at_the_door(scene, true)
}

pub fn descriptors_enough(scene: &Scene) -> Played {
    at_the_door(scene, false)
}
