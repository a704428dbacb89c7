//! Lesson 10's scenes with the server. Alice sends and receives whole lines here, unless the scene
//! cuts them.

use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use crate::scene::Scene;

/// The longest line, in bytes, without its delimiter.
pub const LONGEST: usize = 4096;

pub const TOO_LONG: &[u8] = b"ERR line too long\n";

/// A line: these bytes and a newline.
pub fn line(text: &[u8]) -> Vec<u8> {
    [text, b"\n"].concat()
}

/// A line and its answer.
pub fn exchange(peer: &Peer, text: &[u8]) -> Played {
    peer.says(&line(text))?;
    peer.hears(&upper(&line(text)))
}

/// The server and alice, connected.
fn server_and_alice<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

/// Bob connects after that, and is served.
fn bob_is_served(scene: &Scene, server: &Program) -> Played {
    server.stays_up()?;
    let bob = server.connects("bob")?;
    exchange(&bob, &scene.word())
}

/// Each line arrives whole and by itself.
pub fn whole_lines(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    exchange(&alice, scene.chinese(2).as_bytes())?;
    exchange(&alice, &scene.word())
}

pub fn two_clients(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn a_hundred_lines(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    (0..100).try_for_each(|_| exchange(&alice, &scene.word()))
}

/// Three short lines, two of them with `\r\n` (ten bytes in all), and their answers.
pub fn three_lines(scene: &Scene) -> (Vec<u8>, Vec<u8>) {
    let [a, b, c] = [scene.letters(2), scene.letters(2), scene.letters(1)];
    let said = [&a[..], b"\r\n", &b, b"\r\n", &c, b"\n"].concat();
    let answers = [line(&a), line(&b), line(&c)].concat();
    (said, upper(&answers))
}

pub fn every_cut_of_three_lines(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (said, answers) = three_lines(scene);
    alice.says_in_every_cut(&said, &answers)
}

/// Each byte arrives by itself.
pub fn byte_by_byte(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (said, answers) = three_lines(scene);
    for _ in 0..2 {
        alice.says_byte_by_byte(&said)?;
        alice.hears(&answers)?;
    }
    Ok(())
}

pub fn line_over_many_segments(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let words = line(&[&scene.word()[..], b" ", &scene.word()].concat());
    alice.says_byte_by_byte(&words)?;
    alice.hears(&upper(&words))?;
    let long = line(&scene.letters(3_000));
    alice.says_cut(&long, &[1_000, 1, 1_023, 976, 1])?;
    alice.hears(&upper(&long))
}

pub fn carriage_return_apart(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (word, next) = (scene.letters(6), scene.letters(4));
    let said = [&word[..], b"\r\n", &next, b"\r\n"].concat();
    let answers = upper(&[line(&word), line(&next)].concat());
    for pieces in [&[7, 7][..], &[7, 6, 1], &[6, 1, 1, 5, 1]] {
        alice.says_cut(&said, pieces)?;
        alice.hears(&answers)?;
    }
    Ok(())
}

pub fn many_lines_in_one_breath(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let lines: Vec<u8> = (0..20).flat_map(|_| line(&scene.word())).collect();
    alice.says(&lines)?;
    alice.hears(&upper(&lines))
}

pub fn joined_across_boundaries(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let lines: Vec<u8> = (0..4).flat_map(|_| line(&scene.letters(5))).collect();
    for pieces in [&[8, 8, 8][..], &[3, 9, 11, 1], &[7, 10, 7]] {
        alice.says_cut(&lines, pieces)?;
        alice.hears(&upper(&lines))?;
    }
    Ok(())
}

pub fn empty_lines_are_answered(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, b"")?;
    exchange(&alice, &scene.word())?;
    let word = scene.word();
    alice.says(&[b"\r\n\n", &word[..], b"\n\n"].concat())?;
    alice.hears(&upper(&[b"\n\n", &word[..], b"\n\n"].concat()))
}

pub fn spaces_belong_to_the_line(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &[b"  ", &scene.word()[..], b" \t ", &scene.word(), b" \t"].concat())?;
    exchange(&alice, b"   ")
}

pub fn q_is_a_line(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    exchange(&alice, b"q")?;
    exchange(&alice, &scene.word())
}

pub fn carriage_return_inside(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &[b"\r", &scene.word()[..], b"\r", &scene.word()].concat())
}

fn characters_cut(scene: &Scene, pieces: &[usize]) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for _ in 0..2 {
        let text = line(scene.chinese(4).as_bytes());
        alice.says_cut(&text, pieces)?;
        alice.hears(&text)?;
    }
    Ok(())
}

pub fn character_in_pieces(scene: &Scene) -> Played {
    characters_cut(scene, &[1, 4, 3, 2, 2, 1])
}

pub fn characters_one_by_one(scene: &Scene) -> Played {
    characters_cut(scene, &[3, 3, 3, 3, 1])
}

pub fn any_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    // In PHP, this text is false, like an empty one.
    exchange(&alice, b"0")?;
    exchange(&alice, &[&scene.raw_bytes(400)[..], b"x"].concat())
}

pub fn exactly_the_limit(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.letters(LONGEST))?;
    let longest = line(&scene.letters(LONGEST));
    alice.says_cut(&longest, &[1, 2_000, 2_095, 1])?;
    alice.hears(&upper(&longest))?;
    exchange(&alice, &scene.word())
}

/// A client sends more than fits into a line, and one more byte. So a server that allows for a `\r` need
/// not wait for it.
fn talks_without_end(scene: &Scene, server: &Program, name: &str, pieces: &[usize]) -> Played {
    let peer = server.connects(name)?;
    exchange(&peer, &scene.word())?;
    peer.says_cut(&scene.letters(LONGEST + 1), pieces)?;
    server.rests()?;
    peer.says(b"x")?;
    peer.hears(TOO_LONG)?;
    peer.hears_end_or_reset()?;
    peer.closes();
    Ok(())
}

pub fn line_without_end(scene: &Scene) -> Played {
    let server = scene.server()?;
    talks_without_end(scene, &server, "alice", &[LONGEST + 1])?;
    bob_is_served(scene, &server)
}

pub fn line_without_end_in_pieces(scene: &Scene) -> Played {
    let server = scene.server()?;
    talks_without_end(scene, &server, "alice", &[2_000, 2_000, 97])?;
    talks_without_end(scene, &server, "carol", &[LONGEST, 1])?;
    bob_is_served(scene, &server)
}

pub fn long_line_that_ends(scene: &Scene) -> Played {
    let server = scene.server()?;
    // The line is too long before its newline arrives, or together with it.
    for (name, boundary) in [("alice", LONGEST + 1), ("carol", LONGEST)] {
        let peer = server.connects(name)?;
        exchange(&peer, &scene.word())?;
        let long = line(&scene.letters(LONGEST + 1));
        peer.says(&long[..boundary])?;
        server.rests()?;
        peer.says(&long[boundary..])?;
        peer.hears(TOO_LONG)?;
        peer.hears_end_or_reset()?;
        peer.closes();
    }
    bob_is_served(scene, &server)
}

pub fn last_line_without_newline(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    // A `\r` belongs to the line ending only in front of a newline.
    let last = [b" ", &scene.word()[..], b" \t\r"].concat();
    alice.says(&last)?;
    alice.hears_nothing()?;
    alice.shuts_down()?;
    alice.hears(&upper(&line(&last)))?;
    alice.hears_end()?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn answers_still_due(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let lines: Vec<u8> = (0..3).flat_map(|_| line(&scene.word())).collect();
    alice.says(&lines)?;
    alice.shuts_down()?;
    alice.hears(&upper(&lines))?;
    alice.hears_end()
}

/// Alice does not read while the server answers her. One of the server's writes takes as much as
/// there is room for, waits, and is interrupted.
pub fn answers_a_slow_reader(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let lines: Vec<u8> = (0..40).flat_map(|_| line(&scene.letters(3_201))).collect();
    alice.says(&lines)?;
    alice.forces_a_short_write()?;
    alice.hears(&upper(&lines))?;
    exchange(&alice, &scene.word())
}

/// Like [`answers_a_slow_reader`], but no write is interrupted.
pub fn answers_a_late_reader(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let lines: Vec<u8> = (0..40).flat_map(|_| line(&scene.letters(3_201))).collect();
    alice.says(&lines)?;
    server.rests()?;
    alice.hears(&upper(&lines))?;
    exchange(&alice, &scene.word())
}

pub fn one_client_after_another(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.closes();
    server.stays_up()?;
    for number in 2..=30 {
        let client = server.connects(&format!("client {number}"))?;
        match number % 3 {
            0 => client.says(&scene.word())?,
            1 => {}
            _ => exchange(&client, &scene.word())?,
        }
        client.closes();
    }
    bob_is_served(scene, &server)
}

pub fn resets_in_a_line(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.says(&scene.word())?;
    alice.resets()?;
    server.stays_up()?;
    server.connects("carol")?.resets()?;
    bob_is_served(scene, &server)
}

pub fn gone_before_the_reply(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.says_and_resets(&line(&scene.word()))?;
    server.stays_up()?;
    // The client sends as many lines as a new connection takes at first. Carol has gone when the server
    // answers them, and the server learns that from its second failing write.
    let carol = server.connects("carol")?;
    let lines: Vec<u8> = (0..15).flat_map(|_| line(&scene.letters(3_001))).collect();
    carol.says_and_closes(&lines)?;
    bob_is_served(scene, &server)
}
