//! Scenes that lessons 16 and 17 share: many clients of a server that has to serve all of them at
//! once. The clients send lesson 09's frames, whole ones unless the scene cuts them.

use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::framing::server::{
    LIMIT, answers, bob_is_served, exchange, frame, header, many_letters, server_and_alice, stream,
};
use crate::scene::Scene;

/// A client in the middle of a frame: the server has read the beginning, and the rest is not sent
/// yet.
pub struct Held<'s> {
    peer: Peer<'s>,
    payload: Vec<u8>,
    said: usize,
}

impl<'s> Held<'s> {
    /// The client.
    pub fn peer(&self) -> &Peer<'s> {
        &self.peer
    }

    /// Sends the rest, hears the answer, and closes.
    pub fn goes_on(self) -> Played {
        self.peer.says(&frame(&self.payload)[self.said..])?;
        self.peer.hears(&frame(&upper(&self.payload)))?;
        self.peer.closes();
        Ok(())
    }
}

/// Connects a client that sends this many bytes of a frame, which the server reads. A server may
/// pause before it accepts the client.
pub fn begins<'s>(
    scene: &Scene,
    server: &Program<'s>,
    name: &str,
    said: usize,
) -> Played<Held<'s>> {
    let peer = server.connects(name)?;
    let payload = scene.letters(9);
    if said > 0 {
        peer.says(&frame(&payload)[..said])?;
        peer.is_accepted_and_read()?;
        peer.hears_nothing()?;
    }
    Ok(Held { peer, payload, said })
}

/// A client connects, sends two frames, receives the answers, and closes.
pub fn serves(scene: &Scene, server: &Program, name: &str) -> Played {
    let peer = server.connects(name)?;
    exchange(&peer, &scene.word())?;
    exchange(&peer, &scene.word())?;
    peer.closes();
    Ok(())
}

/// Connects `count` clients, all of them open at once. Every fifth one is answered before the next
/// connects, so that no client connects while the accept queue is full. A retransmitted SYN would take a
/// second (RFC 6298, 2.1).
pub fn crowd<'s>(scene: &Scene, server: &Program<'s>, count: usize) -> Played<Vec<Peer<'s>>> {
    let mut all = Vec::new();
    for number in 1..=count {
        server.listener().awaits_room()?;
        let peer = server.connects(&format!("client {number}"))?;
        if number % 5 == 0 || number == count {
            exchange(&peer, &scene.word())?;
        }
        all.push(peer);
    }
    Ok(all)
}

pub fn held_in_the_header(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = begins(scene, &server, "alice", 2)?;
    serves(scene, &server, "bob")?;
    alice.goes_on()
}

pub fn many_are_held(scene: &Scene) -> Played {
    let server = scene.server()?;
    let in_the_payload = begins(scene, &server, "alice", 4 + 3)?;
    let before_its_first_byte = begins(scene, &server, "carol", 0)?;
    let in_the_header = begins(scene, &server, "dave", 1)?;
    let behind_the_header = begins(scene, &server, "erin", 4)?;
    serves(scene, &server, "bob")?;
    behind_the_header.goes_on()?;
    before_its_first_byte.goes_on()?;
    in_the_payload.goes_on()?;
    in_the_header.goes_on()
}

/// All clients send before the scene reads any answer, and then once more.
pub fn each_its_own_answers(scene: &Scene) -> Played {
    let server = scene.server()?;
    let all = crowd(scene, &server, 10)?;
    for _ in 0..3 {
        let said: Vec<_> = all.iter().map(|_| [scene.word(), scene.word()]).collect();
        for (peer, payloads) in all.iter().zip(&said) {
            peer.says(&stream(payloads))?;
        }
        for (peer, payloads) in all.iter().zip(&said).rev() {
            peer.hears(&answers(payloads))?;
        }
    }
    Ok(())
}

/// Alice asks for a lot and does not read it: the server's write to her blocks.
pub fn one_does_not_read(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let much = many_letters(scene, 250_000);
    alice.says(&frame(&much))?;
    // The server's write waits for her, and is interrupted. The check below detects a server that
    // goes on as if everything had been sent.
    alice.forces_a_short_write()?;
    serves(scene, &server, "bob")?;
    serves(scene, &server, "carol")?;
    alice.hears(&frame(&upper(&much)))?;
    exchange(&alice, &scene.word())
}

/// Like [`one_does_not_read`], but alice reads what she has asked for before the others come.
pub fn one_reads_much(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let much = many_letters(scene, 250_000);
    alice.says(&frame(&much))?;
    alice.hears(&frame(&upper(&much)))?;
    alice.closes();
    serves(scene, &server, "bob")?;
    serves(scene, &server, "carol")
}

/// Like [`one_reads_much`], but alice stays while the others come, and asks again.
pub fn one_reads_much_and_stays(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let much = many_letters(scene, 250_000);
    alice.says(&frame(&much))?;
    alice.hears(&frame(&upper(&much)))?;
    serves(scene, &server, "bob")?;
    exchange(&alice, &scene.word())
}

pub fn resets_among_others(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = begins(scene, &server, "alice", 4 + 3)?;
    let carol = begins(scene, &server, "carol", 2)?;
    carol.peer.resets()?;
    server.stays_up()?;
    let dave = server.connects("dave")?;
    exchange(&dave, &scene.word())?;
    dave.says_and_resets(&frame(&scene.word()))?;
    server.stays_up()?;
    server.gets_reset_before_accept("frank")?;
    server.stays_up()?;
    let erin = server.connects("erin")?;
    erin.says(&stream(&[scene.letters(50_000), scene.letters(50_000)]))?;
    erin.closes();
    // Grace's kernel answers the first answer with a reset, and the next write finds a broken pipe.
    let grace = server.connects("grace")?;
    grace.says_and_closes(&stream(&[scene.word(), scene.word(), scene.word()]))?;
    bob_is_served(scene, &server)?;
    alice.goes_on()
}

/// A client claims this length. The server answers nothing and closes the connection.
fn claims_too_much(server: &Program, name: &str, length: usize) -> Played {
    let peer = server.connects(name)?;
    peer.says(&header(length))?;
    peer.hears_end_or_reset()?;
    peer.closes();
    Ok(())
}

/// A client closes after this many bytes of a frame, and receives no answer.
fn ends_inside(scene: &Scene, server: &Program, name: &str, said: usize) -> Played {
    let peer = server.connects(name)?;
    peer.says_cut(&frame(&scene.letters(9))[..said], &[said])?;
    peer.hears_nothing()?;
    peer.shuts_down()?;
    peer.hears_end_or_reset()?;
    peer.closes();
    Ok(())
}

/// Runs the given number of rounds with clients that misbehave: one claims too much, one closes
/// inside a frame, one resets inside a frame. All of them are gone at the end.
pub fn some_misbehave(scene: &Scene, server: &Program, rounds: usize) -> Played {
    for round in 1..=rounds {
        claims_too_much(server, &format!("carol {round}"), LIMIT + 1)?;
        ends_inside(scene, server, &format!("dave {round}"), 4 + 3)?;
        begins(scene, server, &format!("erin {round}"), 4 + 3)?.peer.resets()?;
    }
    server.rests()
}

pub fn bad_frames_among_others(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = begins(scene, &server, "alice", 4 + 3)?;
    claims_too_much(&server, "carol", LIMIT + 1)?;
    claims_too_much(&server, "erin", usize::MAX)?;
    for said in [3, 4 + 3] {
        ends_inside(scene, &server, "dave", said)?;
    }
    bob_is_served(scene, &server)?;
    alice.goes_on()
}

/// A length whose byte in the header is a lower-case letter (`n`). A server that converts the whole
/// frame to upper case changes the length.
pub const LOOKS_LIKE_A_LETTER: usize = 110;

/// A payload that PHP takes for false, one that is not text and has white space at its ends, and one of the
/// maximum length.
pub fn any_payload(scene: &Scene, alice: &Peer) -> Played {
    exchange(alice, b"0")?;
    exchange(alice, &[b" \t", &scene.raw_bytes(300)[..], b" \r\n"].concat())?;
    exchange(alice, &many_letters(scene, LIMIT))
}

/// Ten frames at once, an empty one, one that arrives byte by byte, and payloads of any kind.
pub fn frames_as_in_lesson_09(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let mut payloads: Vec<_> = (0..10).map(|_| scene.word()).collect();
    payloads[4].clear();
    payloads[6] = scene.letters(LOOKS_LIKE_A_LETTER);
    alice.says(&stream(&payloads))?;
    alice.hears(&answers(&payloads))?;
    let payload = scene.letters(6);
    alice.says_byte_by_byte(&frame(&payload))?;
    alice.hears(&frame(&upper(&payload)))?;
    any_payload(scene, &alice)
}

/// Alice half-closes while others are connected, and receives all her answers.
pub fn all_the_answers_then_the_end(scene: &Scene) -> Played {
    let server = scene.server()?;
    let bob = server.connects("bob")?;
    exchange(&bob, &scene.word())?;
    let alice = server.connects("alice")?;
    let carol = server.connects("carol")?;
    exchange(&carol, &scene.word())?;
    let payloads: Vec<_> = (0..3).map(|_| scene.letters(6)).collect();
    alice.says(&stream(&payloads))?;
    alice.shuts_down()?;
    alice.hears(&answers(&payloads))?;
    alice.hears_end()?;
    exchange(&bob, &scene.word())
}

/// The server cannot accept any client for a while, since it has no free descriptor.
pub fn no_descriptor_to_be_had(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    let shortage = server.resources().descriptors_run_out()?;
    server.connects("carol")?;
    shortage.program_survives()?;
    server.connects("dave")?;
    shortage.ends()?;
    exchange(&alice, &scene.word())?;
    bob_is_served(scene, &server)
}

/// The same clients, but the server has every resource that it needs.
pub fn one_more_each_time(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    server.connects("carol")?;
    server.connects("dave")?;
    bob_is_served(scene, &server)
}
