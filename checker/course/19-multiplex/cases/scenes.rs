//! Lesson 19's scenes with clients that stop half-way, come in crowds, send nothing, or leave. They
//! send lesson 09's frames. Clients that do not read are in `slow.rs`.

use stage::breach::{Load, Measure};
use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::super::framing::server::{answers, exchange, frame, header, many_letters};
use super::super::framing::server::{server_and_alice, stream};
use super::super::left_behind::Open;
use super::super::many_clients::{LOOKS_LIKE_A_LETTER, any_payload};
use crate::scene::Scene;

/// The server, and alice, who is being served when the next client connects.
pub fn serves_alice<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    Ok((server, alice))
}

/// Each client sends the first `count` bytes of a frame of its own. Returns the frames, for the
/// rest of the scene.
fn all_begin<'s>(scene: &Scene, crowd: &[Peer<'s>], count: usize) -> Played<Vec<Vec<u8>>> {
    let payloads: Vec<_> = crowd.iter().map(|_| scene.word()).collect();
    for (peer, payload) in crowd.iter().zip(&payloads) {
        peer.says_and_is_read(&frame(payload)[..count])?;
    }
    Ok(payloads)
}

/// Bob connects after that, and is served.
pub fn bob_is_served(scene: &Scene, server: &Program) -> Played {
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

/// Alice stops half-way again and again, and there is no other client.
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

/// No client stops half-way.
pub fn whole_frames_from_two(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    bob_is_served(scene, &server)?;
    exchange(&alice, &scene.word())?;
    exchange(&alice, &scene.word())
}

pub fn half_frames_from_all(scene: &Scene) -> Played {
    let server = scene.server()?;
    let crowd = server.connects_many(20)?;
    let payloads = all_begin(scene, &crowd, 4 + 2)?;
    // The last client finishes first.
    for (peer, payload) in crowd.iter().zip(&payloads).rev() {
        peer.says(&frame(payload)[4 + 2..])?;
        peer.hears(&frame(&upper(payload)))?;
    }
    Ok(())
}

pub fn byte_by_byte_in_turn(scene: &Scene) -> Played {
    let server = scene.server()?;
    let crowd = server.connects_many(3)?;
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

pub fn any_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    any_payload(scene, &alice)?;
    exchange(&alice, &scene.word())
}

pub fn one_thread(scene: &Scene) -> Played {
    let server = scene.server()?;
    let crowd = server.connects_many(8)?;
    let threads = server.threads().that_serve_during(Some(8), || {
        let payloads = all_begin(scene, &crowd, 2)?;
        for (peer, payload) in crowd.iter().zip(&payloads) {
            peer.says(&frame(payload)[2..])?;
            peer.hears(&frame(&upper(payload)))?;
        }
        Ok(())
    })?;
    server.at_most(Measure::ThreadsThatServe, 1, threads)?;
    // The thread also accepts new clients, and does the long work.
    let threads = server.threads().that_serve_during(None, || {
        let bob = server.connects("bob")?;
        exchange(&bob, &scene.word())?;
        exchange(&bob, &many_letters(scene, 300_007))
    })?;
    server.at_most(Measure::ThreadsThatServeOneMore, 1, threads)
}

/// The only client is served by one thread, as in [`one_thread`]. A runtime that always uses two fails
/// this scene as well.
pub fn one_thread_for_one(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    let talks = || (0..8).try_for_each(|_| exchange(&alice, &scene.word()));
    let threads = server.threads().that_serve_during(Some(8), talks)?;
    server.at_most(Measure::ThreadsThatServe, 1, threads)
}

pub fn crowd_at_the_door(scene: &Scene) -> Played {
    let server = scene.server()?;
    let crowd = server.connects_many_at_once(80)?;
    crowd.iter().rev().try_for_each(|peer| exchange(peer, &scene.word()))
}

/// Each client connects only when the previous one has been served.
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

/// The number of silent clients: more than a thousand, so that some descriptors are too large for a
/// set of select(2) (`FD_SETSIZE`, 1,024).
const IDLE: usize = 1_030;

pub fn a_thousand_idle_ones(scene: &Scene) -> Played {
    scene.makes_room_for(IDLE as u64 + 100)?;
    let server = scene.server()?;
    let idle = server.connects_many_at_once(IDLE)?;
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

/// So many frames that a server which gives each client a turn may have to return to this client.
pub fn many_frames_in_one_breath(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let payloads: Vec<_> = (0..2_000).map(|_| scene.letters(3)).collect();
    alice.says(&stream(&payloads))?;
    alice.hears(&answers(&payloads))
}

/// Each read finds only a few bytes, and no frame arrives at once.
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
    server.stays_up()?;
    server.rests_on_its_sockets()
}

pub fn rests_with_silent_clients(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    let _bob = server.connects("bob")?;
    server.stays_up()?;
    exchange(&alice, &scene.word())?;
    server.stays_up()?;
    server.rests_on_its_sockets()?;
    exchange(&alice, &scene.word())
}

/// Alice has left, and there is no other client.
pub fn rests_after_a_visit(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    alice.closes();
    server.stays_up()
}

/// No client is silent for long.
pub fn always_busy(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    (0..10).try_for_each(|_| exchange(&alice, &scene.word()))
}

pub fn everybody_their_own(scene: &Scene) -> Played {
    let server = scene.server()?;
    let mut crowd = server.connects_many(9)?;
    for round in 0..3 {
        let payloads = all_begin(scene, &crowd, 5)?;
        // Some leave half-way, and others take their place.
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
            exchange(&crowd[newcomer], &scene.letters(LOOKS_LIKE_A_LETTER))?;
        }
    }
    Ok(())
}

pub fn comes_and_goes(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    let before = Open::by(&server)?;
    let crowd = server.connects_many(200)?;
    for (number, client) in crowd.iter().enumerate() {
        match number % 20 {
            0 => client.says_and_is_read(&header(9)[..3])?,
            10 => client.resets()?,
            5 | 15 => exchange(client, &scene.word())?,
            _ => {}
        }
        client.closes();
    }
    // The last of them may still be closing.
    (0..3).try_for_each(|_| exchange(&alice, &scene.word()))?;
    before.expect_no_more(&server, Load::Clients(200))?;
    exchange(&alice, &scene.word())
}

pub fn one_over_the_limit(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    let carol = server.connects("carol")?;
    exchange(&carol, &scene.word())?;
    carol.says(&header(1_048_577))?;
    carol.hears_end_or_reset()?;
    carol.closes();
    exchange(&alice, &scene.word())?;
    bob_is_served(scene, &server)
}

pub fn ends_inside_a_frame(scene: &Scene) -> Played {
    let (server, alice) = serves_alice(scene)?;
    let frame = frame(&scene.letters(6));
    for (name, length) in [("carol", 3), ("dave", 4 + 5)] {
        let peer = server.connects(name)?;
        peer.says_cut(&frame[..length], &[length])?;
        peer.hears_nothing()?;
        peer.shuts_down()?;
        peer.hears_end_or_reset()?;
        peer.closes();
        exchange(&alice, &scene.word())?;
    }
    Ok(())
}

/// The number of free descriptors.
const LEFT: usize = 2;

/// The server has two free descriptors, and more clients connect: as many as it can accept, and up to
/// three that fit into the accept queue. (A server can do nothing for further ones.) Alice, who is
/// connected already, is served all the time. Each of the others is served when a descriptor is free, or
/// is disconnected.
fn at_the_door(scene: &Scene, is_short: bool) -> Played {
    let (server, alice) = serves_alice(scene)?;
    let waiting = server.listener().room()?.min(3);
    if is_short {
        server.resources().leaves_descriptors(LEFT)?;
    }
    let crowd = server.connects_many(LEFT + waiting)?;
    server.stays_up()?;
    if !is_short {
        // A server that asks again and again spins without a shortage, too.
        server.rests_on_its_sockets()?;
    }
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
