//! Lesson 02's scenes with the learner's server. Alice talks to it.

use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::super::full_buffers::{FULL, hears_a_part};
use crate::scene::Scene;

/// A message and its answer.
fn exchange(peer: &Peer, message: &[u8]) -> Played {
    peer.says(message)?;
    peer.hears(&upper(message))
}

/// The server and alice, connected.
fn server_and_alice<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

pub fn one_exchange(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())
}

pub fn a_hundred_exchanges(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for _ in 0..98 {
        exchange(&alice, &scene.word())?;
    }
    // In PHP, this text is false, like an empty one.
    exchange(&alice, b"0")?;
    // A command to the client, which has no meaning on the wire.
    exchange(&alice, b"q")
}

pub fn line_is_answered(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &[&scene.word()[..], b"\n"].concat())
}

/// The messages fill any buffer whose size is a power of two. Every second piece is tiny: a server that does not
/// flush keeps the last one, however small its buffer is. The first message is too short for a writer that flushes
/// as soon as it has 8192 bytes, as Perl's does.
pub fn buffers_are_answered(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for pairs in [8, 128, 128] {
        let message = scene.letters(512 * pairs);
        alice.says_cut(&message, &[509, 3].repeat(pairs))?;
        alice.hears(&upper(&message))?;
    }
    Ok(())
}

/// More than any buffer holds, and not a multiple of a buffer's size.
const MUCH: usize = 70_001;

/// The server answers neither one word nor three. Output that overflows a buffer arrives while the
/// connection is open, and the rest at the end.
pub fn much_is_answered_at_last(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let (mut message, early) = (Vec::new(), 4096);
    for _ in 0..3 {
        let word = scene.word();
        alice.says(&word)?;
        alice.hears_nothing()?;
        message.extend(word);
    }
    let mut heard = fills_buffers_in_vain(scene, &server, &alice, &mut message)?;
    let much = scene.letters(MUCH);
    alice.says(&much)?;
    message.extend(much);
    alice.hears(&upper(&message[heard..heard + early]))?;
    heard += early;
    alice.shuts_down()?;
    alice.hears(&upper(&message[heard..]))
}

/// The messages fill any usual buffer exactly, twice. A server that waits for a full buffer has answered
/// all of them by the first time. Returns the length of the answer so far.
fn fills_buffers_in_vain(
    scene: &Scene,
    server: &Program,
    alice: &Peer,
    message: &mut Vec<u8>,
) -> Played<usize> {
    let mut heard = 0;
    for length in FULL {
        while message.len() < length {
            let piece = scene.letters((length - message.len()).min(500));
            alice.says_in_pieces(&[&piece])?;
            message.extend(piece);
        }
        heard += hears_a_part(server, alice, &upper(&message[heard..]))?;
    }
    Ok(heard)
}

/// No byte of an answer comes before the end of the stream, whatever alice sends and however much. The
/// whole answer comes after it. The total is more than any usual buffer holds.
pub fn answered_only_at_the_end(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let message = scene.lines(2_100_001);
    alice.says(&message)?;
    alice.hears_nothing()?;
    alice.shuts_down()?;
    alice.hears(&upper(&message))
}

pub fn end_of_stream(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.shuts_down()?;
    alice.hears_end()?;
    server.ends_with(0)
}

pub fn leaves_without_a_word(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    alice.closes();
    server.ends_with(0)
}

pub fn reset_is_an_end_too(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.resets()?;
    server.ends_with(0)
}

pub fn gone_before_the_reply(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.says_and_resets(&scene.word())?;
    server.ends_with(0)
}

pub fn longer_than_any_buffer(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.letters(300_000))
}

pub fn many_in_one_breath(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let messages: Vec<_> = (0..20).map(|_| scene.word()).collect();
    alice.says_in_a_burst(&messages.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
    alice.hears(&upper(&messages.concat()))
}

pub fn answers_still_due(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let message = scene.letters(20_000);
    alice.says(&message)?;
    alice.shuts_down()?;
    alice.hears(&upper(&message))?;
    alice.hears_end()?;
    server.ends_with(0)
}

/// A letter, a character of two bytes, one of three, and a letter: seven bytes.
fn mixed_text(scene: &Scene) -> String {
    let letters = |count| String::from_utf8(scene.letters(count)).expect("letters are UTF-8");
    letters(1) + "é" + &scene.chinese(1) + &letters(1)
}

pub fn text_in_every_cut(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let text = mixed_text(scene);
    alice.says_in_every_cut(text.as_bytes(), &upper(text.as_bytes()))
}

/// The text is sent once for each way to cut seven bytes, so that no server reaches a limit of its own
/// before the other case ends.
pub fn text_cut_between_characters(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let text = mixed_text(scene);
    let cuts = [&[7][..], &[1, 6], &[3, 4], &[1, 2, 3, 1]];
    for pieces in cuts.iter().cycle().take(1 << 6) {
        alice.says_cut(text.as_bytes(), pieces)?;
        alice.hears(&upper(text.as_bytes()))?;
    }
    Ok(())
}

pub fn any_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.raw_bytes(400))
}

pub fn spaces_belong_to_the_message(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &[b"  ", &scene.word()[..], b" ", &scene.word()[..], b" \r\n"].concat())
}
