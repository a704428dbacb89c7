//! Lesson 10's scenes with the client. Bob plays the server, and the client cannot predict his
//! replies: they have other letters than it sent, and usually another length.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::super::full_buffers::FULL;
use super::super::rows;
use crate::scene::Scene;

/// A line is typed, and bob receives it.
fn line(client: &Program, bob: &Peer, text: &[u8]) -> Played {
    client.types_line(text)?;
    bob.hears(&[text, b"\n"].concat())
}

/// Like [`line()`], and bob sends this reply, which the client prints.
fn line_and_reply(client: &Program, bob: &Peer, said: &[u8], reply: &[u8]) -> Played {
    line(client, bob, said)?;
    bob.says(&[reply, b"\n"].concat())?;
    client.prints_line(reply)
}

/// A word, and a longer reply.
fn word_and_reply(scene: &Scene, client: &Program, bob: &Peer) -> Played {
    let word = scene.word();
    line_and_reply(client, bob, &word, &scene.letters(word.len() + 3))
}

pub fn two_lines(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    word_and_reply(scene, &client, &bob)?;
    line_and_reply(&client, &bob, scene.chinese(2).as_bytes(), scene.chinese(4).as_bytes())
}

pub fn a_hundred_replies(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    (0..100).try_for_each(|_| word_and_reply(scene, &client, &bob))
}

pub fn all_lines_at_once(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let answers = |reply: &[u8]| {
        bob.says(&[reply, b"\n"].concat())?;
        client.prints_line(reply)
    };
    rows::types_all_at_once(scene, &client, &bob, b"", |line| [line, b"\n"].concat(), answers)
}

/// Bob answers what he has received without waiting for its newline.
pub fn bob_needs_no_newline(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..2 {
        let (word, reply) = (scene.word(), scene.word());
        client.types_line(&word)?;
        bob.hears(&word)?;
        bob.says(&[&reply[..], b"\n"].concat())?;
        client.prints_line(&reply)?;
    }
    Ok(())
}

/// The client sends line after line without any reply, once the lines fill a buffer.
pub fn long_lines_are_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let line = scene.letters(70_001);
    client.types_line(&line)?;
    bob.hears(&line[..4096])
}

/// Nothing is printed while bob may send more, and everything when he is done. His bytes fill any
/// usual buffer exactly.
pub fn printed_only_at_the_end(scene: &Scene) -> Played {
    for length in FULL {
        let (client, bob) = scene.client_visits("bob")?;
        line(&client, &bob, &scene.word())?;
        let reply = scene.word();
        bob.says(&[&reply[..], b"\n"].concat())?;
        client.prints_nothing()?;
        let mut more = [&scene.letters(999)[..], b"\n"].concat().repeat(length / 1000);
        more.truncate(length - reply.len() - 2);
        bob.says(&[&more[..], b"\n"].concat())?;
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
    let (line, reply) = (scene.word(), scene.letters(12));
    client.types_line(&line)?;
    bob.hears(&[&line[..], b"\n"].concat())?;
    bob.says(&[&reply[..], b"\n"].concat())?;
    client.prints_nothing()?;
    client.types_line(b"q")?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_line(&reply)?;
    let (client, bob) = scene.client_visits("bob")?;
    let reply = scene.letters(1000);
    for _ in 0..200 {
        let line = scene.word();
        client.types_line(&line)?;
        bob.hears(&[&line[..], b"\n"].concat())?;
        bob.says(&[&reply[..], b"\n"].concat())?;
    }
    client.prints_line(&reply)
}

/// The client sends the second line with the first in front of it.
pub fn second_line_has_the_first(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (first, second) = (scene.word(), scene.word());
    line_and_reply(&client, &bob, &first, &scene.letters(12))?;
    client.types_line(&second)?;
    bob.hears(&first)
}

pub fn reply_of_any_length(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for (said, reply) in [(5, 12), (12, 5), (3, 0), (1, 2_000), (2_000, 1), (7, 7)] {
        line_and_reply(&client, &bob, &scene.letters(said), &scene.letters(reply))?;
    }
    Ok(())
}

pub fn reply_in_every_cut(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let reply = [&scene.letters(2)[..], b" ", &scene.letters(2)].concat();
    scene.in_every_cut(reply.len() + 1, |pieces| {
        line(&client, &bob, &scene.letters(3))?;
        bob.says_cut(&[&reply[..], b"\n"].concat(), pieces)?;
        client.prints_line(&reply)
    })
}

fn characters_cut(scene: &Scene, pieces: &[usize]) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..2 {
        let reply = scene.chinese(3);
        line(&client, &bob, scene.chinese(2).as_bytes())?;
        bob.says_cut(&[reply.as_bytes(), b"\n"].concat(), pieces)?;
        client.prints_line(reply.as_bytes())?;
    }
    Ok(())
}

pub fn character_in_pieces(scene: &Scene) -> Played {
    characters_cut(scene, &[1, 4, 2, 2, 1])
}

pub fn characters_one_by_one(scene: &Scene) -> Played {
    characters_cut(scene, &[3, 3, 3, 1])
}

/// Bytes that are not text.
fn raw(scene: &Scene, length: usize) -> Vec<u8> {
    [&scene.raw_bytes(length)[..], b"x"].concat()
}

pub fn any_bytes_are_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(&client, &bob, &raw(scene, 40), &scene.word())?;
    // A `\r` is a byte like any other, in the middle and before the newline.
    let (one, other) = (scene.word(), scene.word());
    line_and_reply(&client, &bob, &[&one[..], b"\r", &other, b"\r"].concat(), &scene.word())
}

pub fn any_bytes_are_printed(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(&client, &bob, &scene.word(), &raw(scene, 400))
}

pub fn spaces_are_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(&client, &bob, &scene.spaced_word(), &scene.word())?;
    // A line of white space is not an empty one.
    line_and_reply(&client, &bob, b" \t ", &scene.word())
}

pub fn spaces_are_printed(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    // A reply of white space is not an empty one.
    for reply in [scene.spaced_word(), b"  ".to_vec()] {
        // The reply is as long as the line: a client that cuts replies at that length loses nothing.
        line_and_reply(&client, &bob, &scene.letters(reply.len()), &reply)?;
    }
    Ok(())
}

pub fn empty_lines_are_not_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    word_and_reply(scene, &client, &bob)?;
    client.types_line(b"")?;
    word_and_reply(scene, &client, &bob)?;
    client.types_line(b"")?;
    client.types_line(b"")?;
    word_and_reply(scene, &client, &bob)
}

pub fn long_line(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(&client, &bob, &scene.letters(4096), &scene.letters(4096))?;
    word_and_reply(scene, &client, &bob)
}

/// The client has printed everything, closes, and exits with status 0.
fn client_is_done(client: &Program, bob: &Peer) -> Played {
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

pub fn last_line_typed_without_newline(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (said, reply) = (scene.word(), scene.letters(12));
    client.types(&said)?;
    client.stops_typing();
    bob.hears(&[&said[..], b"\n"].concat())?;
    client.rests_or_has_ended()?;
    bob.says(&[&reply[..], b"\n"].concat())?;
    client.prints_line(&reply)?;
    client_is_done(&client, &bob)
}

pub fn q_is_the_end(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    word_and_reply(scene, &client, &bob)?;
    client.types_line(b"q")?;
    client_is_done(&client, &bob)
}

pub fn only_q_ends_it(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let lines = scene.not_quite_q();
    lines.iter().try_for_each(|line| line_and_reply(&client, &bob, line, &scene.word()))
}

pub fn end_of_input(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    word_and_reply(scene, &client, &bob)?;
    client.stops_typing();
    client_is_done(&client, &bob)
}

/// The server closes or resets while the client waits for a reply.
fn server_goes(scene: &Scene, resets: bool) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    word_and_reply(scene, &client, &bob)?;
    line(&client, &bob, &scene.word())?;
    if resets {
        bob.resets()?;
    } else {
        bob.closes();
    }
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

pub fn server_leaves(scene: &Scene) -> Played {
    server_goes(scene, false)
}

pub fn server_resets(scene: &Scene) -> Played {
    server_goes(scene, true)
}
