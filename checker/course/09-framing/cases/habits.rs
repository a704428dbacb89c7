//! Controls for a server's habits with frames: how it encodes a length, and when it sends its answers.
//! Every lesson with a server that answers frames uses them.

use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::super::full_buffers::hears_a_part_until_the_end;
use super::server::*;
use crate::scene::Scene;

/// Lengths that read the same in either byte order: 00 00 00 00, a hundred times, and 00 01 01 00.
pub fn same_either_way(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchanges_same_either_way(scene, &alice)
}

pub fn exchanges_same_either_way(scene: &Scene, alice: &Peer) -> Played {
    (0..100).try_for_each(|_| exchange(alice, b""))?;
    exchange(alice, &scene.letters(0x0001_0100))
}

/// Alice's lengths include the header, and so do the server's.
pub fn length_with_header(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchanges_with_header(scene, &alice)
}

pub fn exchanges_with_header(scene: &Scene, alice: &Peer) -> Played {
    for _ in 0..2 {
        let word = scene.word();
        let counted = header(4 + word.len());
        alice.says(&[&counted, &word[..]].concat())?;
        alice.hears(&[&counted, &upper(&word)[..]].concat())?;
    }
    Ok(())
}

/// Output that overflows a buffer comes while the connection is open, and the rest at the end.
pub fn much_is_answered_at_last(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    hears_much_at_last(scene, &server, &alice)
}

/// Small answers do not come, even with the next frame. The frames of the last two streams fill any
/// usual buffer exactly. So a server that reads until its buffer is full answers one of the streams
/// completely. A server that does not flush holds back a part of both.
pub fn hears_much_at_last(scene: &Scene, server: &Program, alice: &Peer) -> Played {
    let mut payloads: Vec<_> = (0..3).map(|_| scene.word()).collect();
    for payload in &payloads {
        alice.says(&frame(payload))?;
        alice.hears_nothing()?;
    }
    let longer: Vec<_> = (0..3).map(|_| scene.letters(30_001)).collect();
    alice.says(&stream(&longer))?;
    payloads.extend(longer);
    let expected = answers(&payloads);
    alice.hears(&expected[..4096])?;
    alice.shuts_down()?;
    alice.hears(&expected[4096..])?;
    alice.closes();
    for (name, count, length) in [("carol", 512, 256), ("dave", 520, 250)] {
        let payloads: Vec<_> = (0..count).map(|_| scene.letters(length - 4)).collect();
        let peer = server.connects(name)?;
        peer.says(&stream(&payloads))?;
        hears_a_part_until_the_end(server, &peer, &answers(&payloads))?;
        peer.closes();
    }
    Ok(())
}

/// No byte comes before the end of the stream, and all answers come after it.
pub fn answered_only_at_the_end(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    hears_only_at_the_end(scene, &server, &alice)
}

/// The stream is longer than a usual buffer for answers, or for input. Carol claims too much: a
/// server that reads each frame as it arrives, and holds back the answers, closes now.
pub fn hears_only_at_the_end(scene: &Scene, server: &Program, alice: &Peer) -> Played {
    let payloads: Vec<_> = (0..3).map(|_| many_letters(scene, 700_001)).collect();
    alice.says(&stream(&payloads))?;
    alice.hears_nothing()?;
    alice.shuts_down()?;
    alice.hears(&answers(&payloads))?;
    alice.closes();
    let carol = server.connects("carol")?;
    carol.says(&[&frame(&scene.word()), &header(LIMIT + 1)[..]].concat())?;
    carol.hears_nothing()
}
