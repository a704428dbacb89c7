//! Scenes of a framing server in which a client leaves too early: inside a frame, by a reset, or
//! before the reply.

use stage::fault::Played;
use stage::program::Program;

use super::server::{bob_is_served, exchange, frame, header, server_and_alice, stream};
use crate::scene::Scene;

/// A client sends only the beginning of a frame. The server sends no answer, either before or after the
/// end, and closes the connection.
fn ends_inside(server: &Program, name: &str, beginning: &[u8]) -> Played {
    let peer = server.connects(name)?;
    peer.says_cut(beginning, &[beginning.len()])?;
    peer.hears_nothing()?;
    peer.shuts_down()?;
    peer.hears_end_or_reset()?;
    peer.closes();
    Ok(())
}

pub fn ends_in_the_header(scene: &Scene) -> Played {
    let server = scene.server()?;
    for (name, length) in [("alice", 2), ("carol", 1), ("dave", 3)] {
        server.stays_up()?;
        ends_inside(&server, name, &header(6)[..length])?;
    }
    bob_is_served(scene, &server)
}

pub fn ends_in_the_payload(scene: &Scene) -> Played {
    let server = scene.server()?;
    let frame = frame(&scene.letters(6));
    for (name, length) in [("alice", 4 + 2), ("carol", 4), ("dave", 4 + 5)] {
        server.stays_up()?;
        ends_inside(&server, name, &frame[..length])?;
    }
    bob_is_served(scene, &server)
}

pub fn resets_in_a_frame(scene: &Scene) -> Played {
    let server = scene.server()?;
    for (name, length) in [("alice", 2), ("carol", 4 + 3)] {
        let peer = server.connects(name)?;
        exchange(&peer, &scene.word())?;
        peer.says(&frame(&scene.letters(6))[..length])?;
        peer.resets()?;
        server.stays_up()?;
    }
    server.connects("dave")?.resets()?;
    bob_is_served(scene, &server)
}

pub fn gone_before_the_reply(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.says_and_resets(&frame(&scene.word()))?;
    server.stays_up()?;
    let carol = server.connects("carol")?;
    carol.says(&stream(&[scene.letters(50_000), scene.letters(50_000)]))?;
    carol.closes();
    // Dave's kernel answers the first answer with a reset, and the next write finds a broken pipe.
    let dave = server.connects("dave")?;
    dave.says_and_closes(&stream(&[scene.word(), scene.word(), scene.word()]))?;
    bob_is_served(scene, &server)
}
