//! Lesson 20's scenes over seqpacket, with either program. A packet is a message, without a header
//! in front of it. No packet is ever empty, since a receive of zero bytes means the end.

use stage::bytes::upper;
use stage::fault::Played;
use stage::paths::Thing;
use stage::peer::Peer;
use stage::program::Program;
use stage::socket_path::Kind::{Packets, Stream};
use stage::socket_path::SocketPath;

use super::paths::{ends_at_sigterm, stays};
use super::place::*;
use super::server::own_uid;
use crate::scene::Scene;

/// The maximum length of a packet, in bytes.
const MOST: usize = 65_536;

pub fn small_packets(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Packets)?;
    (0..5).try_for_each(|_| packet(&alice, &scene.word()))
}

pub fn a_hundred_packets(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Packets)?;
    (0..100).try_for_each(|_| packet(&alice, &scene.word()))?;
    packet(&alice, &scene.letters(1))?;
    packet(&alice, &scene.raw_bytes(400))
}

pub fn packets_in_a_row(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Packets)?;
    let words: Vec<_> = (0..5).map(|_| scene.word()).collect();
    let packets: Vec<&[u8]> = words.iter().map(Vec::as_slice).collect();
    alice.says_packets_in_a_burst(&packets)?;
    words.iter().try_for_each(|word| alice.hears_packet(&upper(word)))
}

pub fn long_packets(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Packets)?;
    for length in [5_000, 20_000, MOST] {
        packet(&alice, &scene.much(length))?;
        packet(&alice, &scene.word())?;
    }
    Ok(())
}

pub fn packet_too_long(scene: &Scene) -> Played {
    let server = server_at(scene, &socket_path(scene, Packets)?)?;
    for (name, length) in [("alice", MOST + 1), ("carol", 100_000)] {
        let peer = server.connects(name)?;
        packet(&peer, &scene.word())?;
        peer.says_packet(&scene.much(length))?;
        peer.hears_end_or_reset()?;
        peer.closes();
        server.stays_up()?;
    }
    let bob = server.connects("bob")?;
    packet(&bob, &scene.word())
}

pub fn one_packet_client_after_another(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, Packets)?;
    packet(&alice, &scene.word())?;
    alice.shuts_down()?;
    alice.hears_end()?;
    alice.closes();
    for name in ["carol", "dave"] {
        server.connects(name)?.closes();
        server.stays_up()?;
    }
    let bob = server.connects("bob")?;
    packet(&bob, &scene.word())
}

/// The rules about the path are the same for streams and packets.
pub fn only_a_left_over_is_replaced(scene: &Scene) -> Played {
    let file = socket_path(scene, Packets)?;
    scene.puts_file(&name(&file), &scene.letters(40))?;
    scene.tells_of("an ordinary file", &name(&file));
    stays(scene, &file)?;
    let somebody_elses = socket_path(scene, Packets)?;
    let _house = another_program_listens(scene, &somebody_elses)?;
    stays(scene, &somebody_elses)?;
    let other = socket_path(scene, Stream)?;
    let _house = another_program_listens(scene, &other)?;
    stays(scene, &SocketPath::new(other.path(), Packets)?)
}

pub fn ends_in_good_order(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Packets)?;
    let server = server_at(scene, &socket_path)?;
    let alice = server.connects("alice")?;
    packet(&alice, &scene.word())?;
    server.mentions(&own_uid())?;
    server.rests()?;
    ends_at_sigterm(&server)?;
    server.leaves_nothing(socket_path.path(), &name(&socket_path))?;
    alice.hears_end_or_reset()?;
    let server = server_at(scene, &socket_path)?;
    server.rests()?;
    remove_socket_file(&socket_path)?;
    let _house = another_program_listens(scene, &socket_path)?;
    let thing = Thing::at(socket_path.path())?;
    ends_at_sigterm(&server)?;
    server.leaves_alone(socket_path.path(), &name(&socket_path), thing)
}

/// A line is typed, bob receives its packet, and the client prints his reply.
fn line_and_reply(client: &Program, bob: &Peer, said: &[u8], reply: &[u8]) -> Played {
    client.types_line(said)?;
    bob.hears_packet(said)?;
    bob.says_packet(reply)?;
    client.prints_line(reply)
}

pub fn word_and_reply(scene: &Scene, client: &Program, bob: &Peer) -> Played {
    let word = scene.word();
    line_and_reply(client, bob, &word, &scene.letters(word.len() + 3))
}

pub fn lines_are_packets(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Packets)?;
    (0..50).try_for_each(|_| word_and_reply(scene, &client, &bob))?;
    line_and_reply(&client, &bob, b"q", &scene.raw_bytes(40))?;
    let (said, reply) = (b" \t last\0 ", b" \t too\0 ");
    client.types(said)?;
    client.stops_typing();
    bob.hears_packet(said)?;
    client.rests_or_has_ended()?;
    bob.says_packet(reply)?;
    client.prints_line(reply)?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)
}

pub fn one_packet_line(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Packets)?;
    word_and_reply(scene, &client, &bob)
}

/// One line and its reply, as frames on a stream.
pub fn one_stream_line(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Stream)?;
    let (said, reply) = (scene.word(), scene.word());
    client.types_line(&said)?;
    bob.hears(&frame(&said))?;
    bob.says(&frame(&reply))?;
    client.prints_line(&reply)
}

pub fn empty_line_is_no_packet(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Packets)?;
    word_and_reply(scene, &client, &bob)?;
    client.types_line(b"")?;
    word_and_reply(scene, &client, &bob)?;
    client.types_line(b"")?;
    client.stops_typing();
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

pub fn long_reply_packets(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Packets)?;
    for length in [5_000, 20_000, MOST] {
        line_and_reply(&client, &bob, &scene.word(), &scene.much(length))?;
        line_and_reply(&client, &bob, &scene.much(length), &scene.word())?;
    }
    Ok(())
}

/// The client ends with one line of error message, and prints nothing.
fn client_gives_up(client: &Program) -> Played {
    client.prints_nothing()?;
    client.ends_with(1)?;
    client.reports_an_error()
}

pub fn reply_packet_too_long(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Packets)?;
    word_and_reply(scene, &client, &bob)?;
    let word = scene.word();
    client.types_line(&word)?;
    bob.hears_packet(&word)?;
    bob.says_packet(&scene.much(MOST + 1))?;
    client_gives_up(&client)
}

pub fn packet_server_leaves(scene: &Scene) -> Played {
    let (client, bob) = client_visits(scene, Packets)?;
    word_and_reply(scene, &client, &bob)?;
    let word = scene.word();
    client.types_line(&word)?;
    bob.hears_packet(&word)?;
    bob.closes();
    client_gives_up(&client)
}
