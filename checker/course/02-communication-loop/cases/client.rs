//! Lesson 02's scenes with the learner's client. Bob plays the server.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::super::full_buffers::FULL;
use super::super::rows;
use crate::scene::Scene;

/// A line is typed, bob receives and answers it, and the client prints the answer. The answer is as
/// long as the line, but the client cannot predict it.
fn line_and_reply(scene: &Scene, client: &Program, bob: &Peer, line: &[u8]) -> Played {
    let reply = scene.letters(line.len());
    client.types_line(line)?;
    bob.hears(line)?;
    bob.says(&reply)?;
    client.prints_line(&reply)
}

/// A client that waits for more after its first reply does not pass.
pub fn two_lines(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.word())?;
    line_and_reply(scene, &client, &bob, &scene.word())
}

pub fn a_hundred_lines(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..100 {
        line_and_reply(scene, &client, &bob, &scene.word())?;
    }
    Ok(())
}

pub fn all_lines_at_once(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let answers = |reply: &[u8]| {
        bob.says(reply)?;
        client.prints_line(reply)
    };
    rows::types_all_at_once(scene, &client, &bob, b"q\n", <[u8]>::to_vec, answers)
}

pub fn long_line_is_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let line = scene.letters(70_000);
    client.types_line(&line)?;
    bob.hears(&line[..4096])
}

/// The lines and their replies fill any buffer whose size is a power of two.
pub fn full_buffers_are_printed(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.letters(1 << 16))?;
    line_and_reply(scene, &client, &bob, &scene.letters(1 << 16))
}

/// Nothing is printed while bob may send more, whether he sends a newline or far more. Everything is
/// printed when he is done. Bob's bytes fill any usual buffer exactly.
pub fn printed_only_at_the_end(scene: &Scene) -> Played {
    for length in FULL {
        let (client, bob) = scene.client_visits("bob")?;
        let line = scene.letters(6);
        client.types_line(&line)?;
        bob.hears(&line)?;
        let reply = [&scene.letters(2)[..], b"\n", &scene.letters(length - 3)].concat();
        let (first, rest) = reply.split_at(6);
        bob.says(first)?;
        client.prints_nothing()?;
        bob.says(rest)?;
        client.prints_nothing()?;
        bob.shuts_down()?;
        client.prints_line(&reply)?;
    }
    Ok(())
}

/// The output appears only when the client ends, except for output that does not fit into a buffer. A
/// client that collects its output in a buffer of its own shows neither.
pub fn shown_by_its_buffers(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let reply = says_and_replies(scene, &client, &bob, 12)?;
    client.prints_nothing()?;
    client.types_line(b"q")?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_line(&reply)?;
    let (client, bob) = scene.client_visits("bob")?;
    let reply = says_and_replies(scene, &client, &bob, 1000)?;
    for _ in 0..200 {
        says_and_replies(scene, &client, &bob, 1000)?;
    }
    client.prints_line(&reply)
}

/// A line of this length is typed, and bob receives and answers it. The output is not checked.
fn says_and_replies(scene: &Scene, client: &Program, bob: &Peer, length: usize) -> Played<Vec<u8>> {
    let (line, reply) = (scene.letters(length), scene.letters(length));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&reply)?;
    Ok(reply)
}

/// The client sends the second line with the first in front of it.
pub fn second_line_has_the_first(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (first, second) = (scene.word(), scene.word());
    line_and_reply(scene, &client, &bob, &first)?;
    client.types_line(&second)?;
    bob.hears(&first)
}

pub fn empty_lines_are_not_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    // This line is not empty, but false in PHP.
    line_and_reply(scene, &client, &bob, b"0")?;
    client.types_line(b"")?;
    line_and_reply(scene, &client, &bob, &scene.word())?;
    client.types_line(b"")?;
    client.types_line(b"")?;
    line_and_reply(scene, &client, &bob, &scene.word())
}

pub fn only_q_ends_it(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let lines = scene.not_quite_q();
    lines.iter().try_for_each(|line| line_and_reply(scene, &client, &bob, line))
}

/// A prompt, or any other output before a reply, is not a reply.
pub fn no_prompt(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let line = scene.word();
    client.types_line(&line)?;
    bob.hears(&line)?;
    client.prints_nothing()
}

pub fn q_is_the_end(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.word())?;
    client.types_line(b"q")?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

pub fn end_of_input(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.word())?;
    client.stops_typing();
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

/// The input ends without a newline after its last line.
pub fn line_without_newline(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.letters(7), scene.letters(7));
    line_and_reply(scene, &client, &bob, &scene.word())?;
    client.types(&line)?;
    client.stops_typing();
    bob.hears(&line)?;
    client.rests_or_has_ended()?;
    bob.says(&reply)?;
    client.prints_line(&reply)?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)
}

pub fn long_line(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.letters(50_000))?;
    line_and_reply(scene, &client, &bob, &scene.word())
}

pub fn reply_in_pieces(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..2 {
        let (line, reply) = (scene.letters(7), scene.letters(7));
        client.types_line(&line)?;
        bob.hears(&line)?;
        bob.says_byte_by_byte(&reply)?;
        client.prints_line(&reply)?;
    }
    Ok(())
}

pub fn character_in_pieces(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.chinese(3), scene.chinese(3));
    client.types_line(line.as_bytes())?;
    bob.hears(line.as_bytes())?;
    bob.says_byte_by_byte(reply.as_bytes())?;
    client.prints_line(reply.as_bytes())
}

pub fn characters_one_by_one(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.chinese(3), scene.chinese(3));
    client.types_line(line.as_bytes())?;
    bob.hears(line.as_bytes())?;
    bob.says_cut(reply.as_bytes(), &[3, 3, 3])?;
    client.prints_line(reply.as_bytes())
}

pub fn spaces_are_printed(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let reply = scene.spaced_word();
    let line = scene.letters(reply.len());
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&reply)?;
    client.prints_line(&reply)
}

pub fn spaces_are_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.spaced_word())?;
    // A line of white space is not an empty one.
    line_and_reply(scene, &client, &bob, b" \t ")
}

/// A carriage return is a byte like any other, and so is one that is not UTF-8.
pub fn any_bytes_are_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &[&scene.word()[..], b"\r"].concat())?;
    line_and_reply(scene, &client, &bob, &[&scene.raw_bytes(40)[..], b"x\r"].concat())?;
    line_and_reply(scene, &client, &bob, &scene.word())
}

/// Bob replies with these bytes to a line of letters.
fn reply_is(scene: &Scene, reply: &[u8]) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let line = scene.letters(reply.len());
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(reply)?;
    client.prints_line(reply)?;
    line_and_reply(scene, &client, &bob, &scene.word())
}

pub fn any_bytes_are_printed(scene: &Scene) -> Played {
    reply_is(scene, b"0")?;
    reply_is(scene, &[&scene.raw_bytes(40)[..], b"x"].concat())
}

/// Carriage returns at the beginning, between letters, and at the end.
pub fn reply_with_carriage_returns(scene: &Scene) -> Played {
    let (one, other) = (scene.word(), scene.word());
    reply_is(scene, &[b"\r", &one[..], b"\r", &other, b"\r"].concat())
}

/// The server closes or resets while the client waits for a reply.
fn server_goes(scene: &Scene, resets: bool) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let word = scene.word();
    line_and_reply(scene, &client, &bob, &scene.word())?;
    client.types_line(&word)?;
    bob.hears(&word)?;
    if resets {
        bob.resets()?;
    } else {
        bob.closes();
    }
    client.prints_nothing()?;
    client.ends_with(1)?;
    client.reports_an_error()
}

pub fn server_leaves(scene: &Scene) -> Played {
    server_goes(scene, false)
}

pub fn server_resets(scene: &Scene) -> Played {
    server_goes(scene, true)
}
