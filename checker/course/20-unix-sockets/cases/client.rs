//! Lesson 20's scenes with the client over a stream. Bob plays the server, and the client cannot
//! predict his replies.

use stage::fault::Played;
use stage::paths::Thing;
use stage::peer::{Manner, Peer};
use stage::program::Program;
use stage::socket_path::Kind::{Packets, Stream};
use stage::socket_path::SocketPath;

use super::super::framing::client as frames;
use super::place::*;
use crate::scene::Scene;

/// The maximum length of a reply, in bytes.
const LIMIT: usize = 1_048_576;

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

fn visits_bob<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    client_visits(scene, Stream)
}

/// Lesson 09's control, over a Unix socket.
pub fn shown_by_its_buffers(scene: &Scene) -> Played {
    frames::shows_when_its_buffer_is_full(scene, visits_bob)
}

/// Lesson 09's control, over a Unix socket.
pub fn second_line_has_the_first(scene: &Scene) -> Played {
    frames::says_the_first_line_again(scene, visits_bob)
}

pub fn two_lines(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Stream)?;
    word_and_reply(scene, &client, &bob)?;
    word_and_reply(scene, &client, &bob)
}

pub fn a_hundred_lines(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Stream)?;
    (0..100).try_for_each(|_| word_and_reply(scene, &client, &bob))?;
    line_and_reply(&client, &bob, &scene.word(), &with_ends(scene.raw_bytes(40)))?;
    line_and_reply(&client, &bob, &scene.much(200_000), &scene.much(100_000))
}

/// Bytes with white space around them that must not be lost.
fn with_ends(middle: Vec<u8>) -> Vec<u8> {
    [b" \t", &middle[..], b"\0 \r"].concat()
}

pub fn any_bytes_are_sent(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Stream)?;
    line_and_reply(&client, &bob, &with_ends(scene.raw_bytes(40)), &scene.word())
}

pub fn empty_lines_are_frames(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Stream)?;
    line_and_reply(&client, &bob, b"", b"")?;
    line_and_reply(&client, &bob, b"q", &scene.word())?;
    line_and_reply(&client, &bob, &scene.word(), b"")
}

fn replies_cut(scene: &Scene, cuts: &[&[usize]]) -> Played {
    let (client, bob) = client_visits(scene, Stream)?;
    for pieces in cuts {
        let reply = scene.letters(6);
        line(&client, &bob, &scene.word())?;
        bob.says_cut(&frame(&reply), pieces)?;
        client.shows(&[&reply[..], b"\n"].concat())?;
    }
    Ok(())
}

pub fn reply_in_pieces(scene: &Scene) -> Played {
    replies_cut(scene, &[&[3, 1, 6], &[1, 1, 1, 1, 6], &[4, 2, 4], &[9, 1], &[1; 10]])
}

pub fn header_in_pieces(scene: &Scene) -> Played {
    replies_cut(scene, &[&[3, 1, 6], &[1, 3, 6], &[1, 1, 1, 1, 6]])
}

pub fn end_of_input(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Stream)?;
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

/// The client ends with one line of error message, without other output.
fn client_gives_up(client: &Program) -> Played {
    client.prints_nothing()?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

/// Bob sends this many bytes of a reply, and closes.
fn leaves_after(scene: &Scene, length: usize) -> Played {
    let (client, bob) = client_visits(scene, Stream)?;
    word_and_reply(scene, &client, &bob)?;
    line(&client, &bob, &scene.word())?;
    bob.says(&frame(&scene.letters(6))[..length])?;
    client.prints_nothing()?;
    bob.closes();
    client_gives_up(&client)
}

pub fn server_leaves(scene: &Scene) -> Played {
    leaves_after(scene, 0)?;
    leaves_after(scene, 2)?;
    leaves_after(scene, 4 + 2)
}

/// Bob has gone when the line is typed. The client's write fails, or it has noticed the end.
pub fn server_has_left(scene: &Scene) -> Played {
    for kind in [Stream, Packets] {
        let (client, bob) = client_visits(scene, kind)?;
        match kind {
            Stream => word_and_reply(scene, &client, &bob)?,
            Packets => super::packets::word_and_reply(scene, &client, &bob)?,
        }
        client.rests()?;
        bob.closes();
        client.types_line(&scene.word())?;
        client_gives_up(&client)?;
    }
    Ok(())
}

/// Bob closes without reading the line, and the client's read fails.
pub fn server_leaves_the_line_unread(scene: &Scene) -> Played {
    let (client, bob) = client_visits_in(scene, Stream, DEAF)?;
    client.types_line(&scene.word())?;
    client.rests()?;
    bob.closes();
    client_gives_up(&client)
}

pub fn reply_over_the_limit(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Stream)?;
    line_and_reply(&client, &bob, &scene.word(), &scene.much(LIMIT))?;
    line(&client, &bob, &scene.word())?;
    bob.says(&header(LIMIT + 1))?;
    client_gives_up(&client)?;
    // A client that reads lengths as signed sees negative numbers.
    for claimed in [1 << 31, 0xffff_ffff] {
        let (client, bob) = client_visits(scene, Stream)?;
        line(&client, &bob, &scene.word())?;
        bob.says(&header(claimed))?;
        client_gives_up(&client)?;
    }
    Ok(())
}

/// The client starts with this path, and cannot talk to any server there.
fn finds_nobody<'s>(scene: &Scene<'s>, path: &str) -> Played<Program<'s>> {
    let client = scene.client_with_address(path, &[])?;
    client.types_line(&scene.word())?;
    client.stops_typing();
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()?;
    Ok(client)
}

pub fn nothing_is_there(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    let client = finds_nobody(scene, &socket_path.to_string())?;
    client.leaves_nothing(socket_path.path(), &name(&socket_path))
}

pub fn nobody_listens(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    leaves_stale_socket_file(scene, &socket_path)?;
    let thing = Thing::at(socket_path.path())?;
    let client = scene.client_with_address(&socket_path.to_string(), &[])?;
    client.types_line(&scene.word())?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()?;
    client.leaves_alone(socket_path.path(), &name(&socket_path), thing)
}

pub fn path_too_long(scene: &Scene) -> Played {
    let long = String::from_utf8_lossy(&scene.letters(150)).into_owned();
    finds_nobody(scene, &scene.folder().join(long).to_string_lossy()).map(drop)
}

pub fn default_path(scene: &Scene) -> Played {
    let socket_path = SocketPath::new(&scene.folder().join("unix-sockets.sock"), Stream)?;
    let listener = scene.opens_at_path("bob", &socket_path, Manner::default())?;
    let client = scene.starts_without_arguments("client")?;
    let bob = listener.accepts(&client)?;
    word_and_reply(scene, &client, &bob)
}
