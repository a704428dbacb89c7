//! Scenes that lessons 16 and 17 share: many clients at a server that has to attend to all of them.
//! What each says are lesson 09's frames, whole ones, unless the scene cuts them.

use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::framing::server::{
    LIMIT, answers, bob_is_served, exchange, frame, header, many_letters, server_and_alice, stream,
};
use crate::scene::Scene;

/// Somebody in the middle of a frame: its beginning is said and read, its rest is not said yet.
pub struct Held<'s> {
    peer: Peer<'s>,
    payload: Vec<u8>,
    said: usize,
}

impl<'s> Held<'s> {
    /// Who it is.
    pub fn peer(&self) -> &Peer<'s> {
        &self.peer
    }

    /// Says the rest, hears the answer, and goes.
    pub fn goes_on(self) -> Played {
        self.peer.says(&frame(&self.payload)[self.said..])?;
        self.peer.hears(&frame(&upper(&self.payload)))?;
        self.peer.closes();
        Ok(())
    }
}

/// Somebody connects and says so many bytes of a frame, which the server reads.
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
        peer.hears_nothing()?;
    }
    Ok(Held { peer, payload, said })
}

/// Somebody comes, says two frames, is answered, and goes.
pub fn is_served(scene: &Scene, server: &Program, name: &str) -> Played {
    let peer = server.connects(name)?;
    exchange(&peer, &scene.word())?;
    exchange(&peer, &scene.word())?;
    peer.closes();
    Ok(())
}

/// So many clients, connected all at once. Each fifth one is answered before the next comes, and
/// nobody knocks where the accept queue has no room: that would cost a second (RFC 6298, 2.1).
pub fn crowd<'s>(scene: &Scene, server: &Program<'s>, count: usize) -> Played<Vec<Peer<'s>>> {
    let mut all = Vec::new();
    for number in 1..=count {
        server.makes_room_in_its_queue()?;
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
    is_served(scene, &server, "bob")?;
    alice.goes_on()
}

pub fn many_are_held(scene: &Scene) -> Played {
    let server = scene.server()?;
    let in_the_payload = begins(scene, &server, "alice", 4 + 3)?;
    let before_its_first_byte = begins(scene, &server, "carol", 0)?;
    let in_the_header = begins(scene, &server, "dave", 1)?;
    let behind_the_header = begins(scene, &server, "erin", 4)?;
    is_served(scene, &server, "bob")?;
    behind_the_header.goes_on()?;
    before_its_first_byte.goes_on()?;
    in_the_payload.goes_on()?;
    in_the_header.goes_on()
}

/// All of them speak before the first is listened to, and again.
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

/// Alice asks for much, and does not read it: the server's write to her waits.
pub fn one_does_not_read(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let much = many_letters(scene, 250_000);
    alice.says(&frame(&much))?;
    // Its write waits for her, and is interrupted: who goes on as if all had gone is found out below.
    alice.forces_a_short_write()?;
    is_served(scene, &server, "bob")?;
    is_served(scene, &server, "carol")?;
    alice.hears(&frame(&upper(&much)))?;
    exchange(&alice, &scene.word())
}

/// The same, and alice reads what she has asked for before the others come.
pub fn one_reads_much(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let much = many_letters(scene, 250_000);
    alice.says(&frame(&much))?;
    alice.hears(&frame(&upper(&much)))?;
    alice.closes();
    is_served(scene, &server, "bob")?;
    is_served(scene, &server, "carol")
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
    // The first answer to grace is sent back with a reset, and the next finds a broken pipe.
    let grace = server.connects("grace")?;
    grace.says_and_closes(&stream(&[scene.word(), scene.word(), scene.word()]))?;
    bob_is_served(scene, &server)?;
    alice.goes_on()
}

/// Somebody claims so many bytes, is answered nothing, and is hung up on.
fn claims_too_much(server: &Program, name: &str, length: usize) -> Played {
    let peer = server.connects(name)?;
    peer.says(&header(length))?;
    peer.hears_end_or_reset()?;
    peer.closes();
    Ok(())
}

/// Somebody ends behind so many bytes of a frame, and is answered nothing.
fn ends_inside(scene: &Scene, server: &Program, name: &str, said: usize) -> Played {
    let peer = server.connects(name)?;
    peer.says_cut(&frame(&scene.letters(9))[..said], &[said])?;
    peer.hears_nothing()?;
    peer.shuts_down()?;
    peer.hears_end_or_reset()?;
    peer.closes();
    Ok(())
}

/// So many rounds of clients that do not behave: one claims too much, one ends inside a frame, one
/// resets in the middle of it. All of them have gone in the end.
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

/// A length whose byte in the header is a small letter's (`n`): who makes capitals of a whole frame
/// makes another length of it.
pub const LOOKS_LIKE_A_LETTER: usize = 110;

/// A payload that is no text, with white space at its ends, and the longest one that there may be.
pub fn any_payload(scene: &Scene, alice: &Peer) -> Played {
    exchange(alice, &[b" \t", &scene.raw_bytes(300)[..], b" \r\n"].concat())?;
    exchange(alice, &many_letters(scene, LIMIT))
}

/// Ten frames at once, one of them of nothing, one of which every byte comes alone, and payloads of
/// any kind.
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

/// Alice says her last word while others are there, and is answered to the end.
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

/// Nobody can be let in for a while: no descriptor is left.
pub fn no_descriptor_to_be_had(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    let shortage = server.runs_out_of_descriptors()?;
    server.connects("carol")?;
    server.survives_the_shortage()?;
    server.connects("dave")?;
    shortage.ends()?;
    exchange(&alice, &scene.word())?;
    bob_is_served(scene, &server)
}

/// The same clients, and all that they need is there.
pub fn one_more_each_time(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    server.connects("carol")?;
    server.connects("dave")?;
    bob_is_served(scene, &server)
}
