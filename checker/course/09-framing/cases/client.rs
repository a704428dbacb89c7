//! Lesson 09's scenes with the client. Bob plays the server, and the client cannot predict his
//! replies: they have other letters than it sent, and often another length.

use stage::breach::Shape;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::super::rows;
use super::server::{LIMIT, frame, header, many_letters};
use crate::lessons::claims::requests_no_memory;
use crate::scene::Scene;

/// Starts the client, and lets bob accept its connection.
pub type Visit = for<'s> fn(&Scene<'s>) -> Played<(Program<'s>, Peer<'s>)>;

fn visits_bob<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    scene.client_visits("bob")
}

/// A line is typed, and bob receives its frame.
fn line(client: &Program, bob: &Peer, line: &[u8]) -> Played {
    client.types_line(line)?;
    bob.hears(&frame(line))
}

/// Like [`line()`], and bob sends this reply, which the client prints.
fn line_and_reply(client: &Program, bob: &Peer, said: &[u8], reply: &[u8]) -> Played {
    line(client, bob, said)?;
    bob.says(&frame(reply))?;
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
    word_and_reply(scene, &client, &bob)
}

pub fn a_hundred_lines(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    (0..100).try_for_each(|_| word_and_reply(scene, &client, &bob))
}

pub fn all_lines_at_once(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let answers = |reply: &[u8]| {
        bob.says(&frame(reply))?;
        client.prints_line(reply)
    };
    rows::types_all_at_once(scene, &client, &bob, b"", frame, answers)
}

fn lengths(scene: &Scene, pairs: &[(usize, usize)]) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for (said, reply) in pairs {
        line_and_reply(&client, &bob, &scene.letters(*said), &scene.letters(*reply))?;
    }
    Ok(())
}

pub fn length_of_four_bytes(scene: &Scene) -> Played {
    lengths(scene, &[(258, 772), (255, 256), (256, 255), (4_660, 70_000)])
}

/// Lengths that read the same in either byte order: 00 00 00 00, a hundred times, and 00 01 01 00.
pub fn same_either_way(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    (0..100).try_for_each(|_| line_and_reply(&client, &bob, b"", b""))?;
    let (said, reply) = (scene.letters(0x0001_0100), scene.letters(0x0001_0100));
    line_and_reply(&client, &bob, &said, &reply)
}

/// The client's lengths include the header, and so do bob's.
pub fn length_with_header(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..2 {
        let (said, reply) = (scene.word(), scene.word());
        client.types_line(&said)?;
        bob.hears(&[&header(4 + said.len()), &said[..]].concat())?;
        bob.says(&[&header(4 + reply.len()), &reply[..]].concat())?;
        client.prints_line(&reply)?;
    }
    Ok(())
}

/// All lengths have eight bytes, bob's too.
pub fn lengths_of_eight_bytes(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let long = |payload: &[u8]| [&(payload.len() as u64).to_be_bytes()[..], payload].concat();
    for _ in 0..2 {
        let (said, reply) = (scene.word(), scene.word());
        client.types_line(&said)?;
        bob.hears(&long(&said))?;
        bob.says(&long(&reply))?;
        client.prints_line(&reply)?;
    }
    Ok(())
}

pub fn long_line_is_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let line = scene.letters(70_001);
    client.types_line(&line)?;
    bob.hears(&frame(&line)[..4096])
}

/// Nothing is printed while bob may send more. Everything is printed when he is done.
pub fn printed_only_at_the_end(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line(&client, &bob, &scene.word())?;
    let reply = scene.word();
    bob.says(&frame(&reply))?;
    client.prints_nothing()?;
    bob.shuts_down()?;
    client.prints_line(&reply)
}

/// The output appears only when the client ends, except for output that does not fit into a buffer. A
/// client that collects its output in a buffer of its own shows neither.
pub fn shown_by_its_buffers(scene: &Scene) -> Played {
    shows_when_its_buffer_is_full(scene, visits_bob)
}

pub fn shows_when_its_buffer_is_full(scene: &Scene, visits: Visit) -> Played {
    let (client, bob) = visits(scene)?;
    let (line, reply) = (scene.word(), scene.letters(12));
    client.types_line(&line)?;
    bob.hears(&frame(&line))?;
    bob.says(&frame(&reply))?;
    client.prints_nothing()?;
    client.stops_typing();
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_line(&reply)?;
    let (client, bob) = visits(scene)?;
    let reply = scene.letters(1000);
    for _ in 0..200 {
        let line = scene.word();
        client.types_line(&line)?;
        bob.hears(&frame(&line))?;
        bob.says(&frame(&reply))?;
    }
    client.prints_line(&reply)
}

/// The client sends the second line in one frame with the first, with or without the newline between
/// them.
pub fn second_line_has_the_first(scene: &Scene) -> Played {
    says_the_first_line_again(scene, visits_bob)
}

pub fn says_the_first_line_again(scene: &Scene, visits: Visit) -> Played {
    let (client, bob) = visits(scene)?;
    let (first, second) = (scene.word(), scene.word());
    line_and_reply(&client, &bob, &first, &scene.letters(12))?;
    client.types_line(&second)?;
    let (glued, apart) = (first.len() + second.len(), first.len() + 1 + second.len());
    let is_both = |length: &[u8]| length == header(glued) || length == header(apart);
    bob.hears_some(4, Shape::LengthOfBothLines, is_both)?;
    bob.hears(&first)
}

pub fn empty_lines_are_frames(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(&client, &bob, b"", b"")?;
    word_and_reply(scene, &client, &bob)?;
    line_and_reply(&client, &bob, b"", &scene.word())?;
    line_and_reply(&client, &bob, &scene.word(), b"")
}

pub fn reply_of_any_length(scene: &Scene) -> Played {
    lengths(scene, &[(5, 12), (12, 5), (1, 50_000), (50_000, 1), (7, 7)])
}

pub fn reply_in_every_cut(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let reply = scene.letters(3);
    scene.in_every_cut(4 + reply.len(), |pieces| {
        line(&client, &bob, &scene.letters(2))?;
        bob.says_cut(&frame(&reply), pieces)?;
        client.prints_line(&reply)
    })
}

fn replies_cut(scene: &Scene, cuts: &[&[usize]]) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for pieces in cuts {
        let reply = scene.letters(6);
        line(&client, &bob, &scene.word())?;
        bob.says_cut(&frame(&reply), pieces)?;
        client.shows(&[&reply[..], b"\n"].concat())?;
    }
    Ok(())
}

pub fn header_in_pieces(scene: &Scene) -> Played {
    replies_cut(scene, &[&[3, 1, 6], &[1, 3, 6], &[1, 1, 1, 1, 6]])
}

pub fn payload_in_pieces(scene: &Scene) -> Played {
    replies_cut(scene, &[&[4, 2, 4], &[9, 1], &[4, 1, 1, 1, 1, 1, 1]])
}

pub fn counts_in_bytes(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..2 {
        let (said, reply) = (scene.chinese(2), scene.chinese(3));
        line_and_reply(&client, &bob, said.as_bytes(), reply.as_bytes())?;
    }
    Ok(())
}

fn characters_cut(scene: &Scene, pieces: &[usize]) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..2 {
        let reply = scene.chinese(3);
        line(&client, &bob, scene.chinese(2).as_bytes())?;
        bob.says_cut(&frame(reply.as_bytes()), pieces)?;
        client.prints_line(reply.as_bytes())?;
    }
    Ok(())
}

pub fn character_in_pieces(scene: &Scene) -> Played {
    characters_cut(scene, &[4, 1, 4, 2, 2])
}

pub fn characters_one_by_one(scene: &Scene) -> Played {
    characters_cut(scene, &[4, 3, 3, 3])
}

pub fn any_bytes_are_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(&client, &bob, &scene.raw_bytes(40), &scene.word())
}

pub fn any_bytes_are_printed(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(&client, &bob, &scene.word(), &scene.raw_bytes(400))
}

pub fn spaces_are_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(&client, &bob, &scene.spaced_word(), &scene.word())?;
    // The line ends with `\n`, so a `\r` in front of it belongs to the line.
    line_and_reply(&client, &bob, &[&scene.word()[..], b"\r"].concat(), &scene.word())
}

pub fn spaces_are_printed(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    // A reply's `\n` is a byte like any other, since the frame marks the end of the reply.
    for reply in [scene.spaced_word(), [&scene.word()[..], b"\n"].concat()] {
        // The reply is as long as the line: a client that cuts replies at that length loses nothing.
        line_and_reply(&client, &bob, &scene.letters(reply.len()), &reply)?;
    }
    Ok(())
}

pub fn q_is_a_line(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(&client, &bob, b"q", b"Q")?;
    line_and_reply(&client, &bob, b"quit", b"QUIT")?;
    word_and_reply(scene, &client, &bob)
}

pub fn end_of_input(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    word_and_reply(scene, &client, &bob)?;
    let (said, reply) = (scene.word(), scene.word());
    client.types(&said)?;
    client.stops_typing();
    bob.hears(&frame(&said))?;
    client.rests_or_has_ended()?;
    bob.says(&frame(&reply))?;
    client.prints_line(&reply)?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

pub fn exactly_the_limit(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(&client, &bob, &scene.word(), &many_letters(scene, LIMIT))?;
    word_and_reply(scene, &client, &bob)
}

/// The client ends with one line of error message, and prints nothing.
fn client_gives_up(client: &Program) -> Played {
    client.prints_nothing()?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

/// Bob claims this length, sends no byte, and stays connected.
fn reply_claims(scene: &Scene, length: usize) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    word_and_reply(scene, &client, &bob)?;
    line(&client, &bob, &scene.word())?;
    bob.says(&header(length))?;
    client_gives_up(&client)?;
    requests_no_memory(&client, length as u64)
}

pub fn one_over_the_limit(scene: &Scene) -> Played {
    reply_claims(scene, LIMIT + 1)
}

pub fn four_gigabytes(scene: &Scene) -> Played {
    reply_claims(scene, usize::MAX)
}

/// Bob sends this many bytes of a reply, and closes.
fn leaves_after(scene: &Scene, length: usize) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    word_and_reply(scene, &client, &bob)?;
    line(&client, &bob, &scene.word())?;
    client.prints_nothing()?;
    bob.says_cut(&frame(&scene.letters(6))[..length], &[length])?;
    client.prints_nothing()?;
    bob.closes();
    client.with_the_last_cut(client_gives_up(&client))
}

pub fn server_leaves(scene: &Scene) -> Played {
    leaves_after(scene, 0)
}

pub fn ends_in_the_header(scene: &Scene) -> Played {
    leaves_after(scene, 2)
}

pub fn ends_in_the_payload(scene: &Scene) -> Played {
    leaves_after(scene, 4 + 2)
}

/// Bob's reply arrives in pieces, but whole. Then he closes.
pub fn leaves_after_pieces(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let reply = scene.letters(6);
    line(&client, &bob, &scene.word())?;
    bob.says_byte_by_byte(&frame(&reply))?;
    client.prints_line(&reply)?;
    line(&client, &bob, &scene.word())?;
    bob.closes();
    client.ends_with(1)
}

pub fn server_resets(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    word_and_reply(scene, &client, &bob)?;
    line(&client, &bob, &scene.word())?;
    bob.resets()?;
    client_gives_up(&client)
}
