//! Lesson 22's scenes with the server. Its time limits are short, so any client in these scenes may
//! be too late on a busy machine. A client that must not be dropped has plenty of time, or tries
//! again.

use std::time::{Duration, Instant};

use stage::Limits;
use stage::breach::{After, Instead, Load};
use stage::bytes::upper;
use stage::drops::Drops;
use stage::fault::{Halt, Missing, Played};
use stage::peer::Peer;
use stage::program::Program;

use super::client::NOT_IN_TIME;
use crate::lessons::left_behind::Open;
use crate::scene::Scene;

/// A time limit so short that it expires soon.
const SOON: &str = "15";
/// Time limits within which many single bytes arrive. The later ones are for busier machines.
const DRIPPING: [u64; 5] = [60, 60, 150, 400, 1000];
/// A time limit so long that it never expires during a scene.
const PLENTY: &str = "60000";
/// The number of times that a client tries again if it may have been too late.
const TRIES: usize = 20;

fn line(text: &[u8]) -> Vec<u8> {
    [text, b"\n"].concat()
}

fn exchange(peer: &Peer, text: &[u8]) -> Played {
    peer.says(&line(text))?;
    peer.hears(&upper(&line(text)))
}

fn server_and_alice<'s>(scene: &Scene<'s>, others: &[&str]) -> Played<(Program<'s>, Peer<'s>)> {
    let server = scene.server_with(others)?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

/// Bob connects after that, and is served, without a short time limit.
fn bob_is_served(scene: &Scene, server: &Program) -> Played {
    server.stays_up()?;
    let bob = server.connects("bob")?;
    exchange(&bob, &scene.word())
}

/// Whether the peer was disconnected before it had received anything.
fn was_sent_away(halt: &Halt) -> bool {
    let Halt::Breach(breach) = halt else { return false };
    matches!(&breach.instead, Instead::Bytes { heard, after } if heard.is_empty() && *after != After::Open)
}

/// A client connects and is served. A client that was too late with its line connects again.
fn serves_one(scene: &Scene, server: &Program) -> Played {
    server.stays_up()?;
    for number in 1..=TRIES {
        let peer = server.connects(&format!("client {number}"))?;
        match exchange(&peer, &scene.word()) {
            Err(halt) if was_sent_away(&halt) && number < TRIES => peer.closes(),
            other => return other,
        }
    }
    Ok(())
}

/// Lines that come slowly, within the server's time limit.
fn at_leisure(scene: &Scene, others: &[&str]) -> Played {
    let (_server, alice) = server_and_alice(scene, others)?;
    alice.stays_connected()?;
    for _ in 0..2 {
        let (half, rest) = (scene.word(), scene.word());
        alice.says(&half)?;
        alice.hears_nothing()?;
        alice.stays_connected()?;
        alice.says(&line(&rest))?;
        alice.hears(&upper(&[half, line(&rest)].concat()))?;
        alice.hears_nothing()?;
    }
    Ok(())
}

pub fn plenty_of_time(scene: &Scene) -> Played {
    at_leisure(scene, &["--idle", PLENTY])
}

pub fn all_the_time(scene: &Scene) -> Played {
    at_leisure(scene, &[])
}

pub fn lines_in_any_cut(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, &["--idle", PLENTY])?;
    exchange(&alice, &scene.word())?;
    let lines: Vec<u8> = (0..3).flat_map(|_| line(&scene.letters(5))).collect();
    alice.says_byte_by_byte(&lines)?;
    alice.hears(&upper(&lines))?;
    alice.says_cut(&lines, &[8, 3, 7])?;
    alice.hears(&upper(&lines))?;
    let word = scene.word();
    alice.says(&[b"\n", &word[..], b"\r\n"].concat())?;
    alice.hears(&upper(&[b"\n", &line(&word)[..]].concat()))
}

/// The longest line, in bytes, without its delimiter.
const LONGEST: usize = 4096;

pub fn any_line(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, &["--idle", PLENTY])?;
    let word = scene.word();
    let texts = [
        [b"  ", &word[..], b" \t"].concat(),
        [&word[..], b"\r", &word].concat(),
        scene.chinese(3).into_bytes(),
        "straße".into(),
        scene.raw_bytes(20),
        b"q".to_vec(),
        scene.letters(LONGEST),
    ];
    texts.iter().try_for_each(|text| exchange(&alice, text))?;
    // Only the last `\r` belongs to the delimiter.
    alice.says(&[&word[..], b"\r\r\n"].concat())?;
    alice.hears(&upper(&[&word[..], b"\r\n"].concat()))?;
    // The line is as long, but its delimiter arrives in two pieces.
    let text = scene.letters(LONGEST);
    alice.says_in_pieces(&[&[&text[..], b"\r"].concat(), b"\n"])?;
    alice.hears(&upper(&line(&text)))
}

fn line_too_long_for(scene: &Scene, others: &[&str]) -> Played {
    let (server, alice) = server_and_alice(scene, others)?;
    alice.says(&scene.letters(LONGEST + 1))?;
    server.rests()?;
    alice.says(b"x")?;
    alice.hears(b"ERR line too long\n")?;
    alice.hears_end_or_reset()?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn line_too_long(scene: &Scene) -> Played {
    line_too_long_for(scene, &["--idle", PLENTY])
}

pub fn line_too_long_and_no_limit(scene: &Scene) -> Played {
    line_too_long_for(scene, &[])
}

/// The server drops a client that sends nothing.
pub fn silent_client(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, &["--idle", SOON])?;
    alice.hears_end_or_reset()
}

/// The number of clients that stay although they have been dropped.
const STAYING: usize = 10;

/// The end of its own stream does not close a connection. These clients never end theirs.
pub fn nothing_is_left(scene: &Scene) -> Played {
    let server = scene.server_with(&["--idle", SOON])?;
    server.rests()?;
    let before = Open::by(&server)?;
    let crowd = server.connects_many(STAYING)?;
    crowd.iter().try_for_each(Peer::hears_end_or_reset)?;
    before.expect_no_more_sockets(&server, Load::Clients(STAYING as u64))
}

/// A client sends one line, and nothing more. A client that was too late with its line connects
/// again.
pub fn silent_after_a_line(scene: &Scene) -> Played {
    let server = scene.server_with(&["--idle", SOON])?;
    for number in 1..=TRIES {
        let peer = server.connects(&format!("client {number}"))?;
        match exchange(&peer, &scene.word()) {
            Err(halt) if was_sent_away(&halt) && number < TRIES => peer.closes(),
            Err(halt) => return Err(halt),
            Ok(()) => return peer.hears_end_or_reset(),
        }
    }
    Ok(())
}

pub fn half_a_line(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, &["--idle", SOON])?;
    alice.says(&scene.word())?;
    alice.hears_end_or_reset()
}

/// The server waits for alice, however long she is silent, and at any point of the conversation. The
/// author of a server that limits one of the two waits, but not the other, knows that limits are needed.
pub fn all_silence_is_waited_for(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, &["--idle", SOON])?;
    waits_for_ever_for(&alice)?;
    exchange(&alice, &scene.word())?;
    alice.says(&scene.word())?;
    waits_for_ever_for(&alice)
}

/// `--idle` affects the listening socket, but not the sockets that it accepts.
pub fn idle_is_for_the_listener(scene: &Scene) -> Played {
    for (others, is_nonblocking) in [(&["--idle", PLENTY][..], true), (&[][..], false)] {
        let server = scene.server_with(others)?;
        server.rests()?;
        if server.listener().is_nonblocking()? != is_nonblocking {
            let why = "its flags are not those of a time limit";
            return Err(Missing::new("a listening socket with a time limit", why).into());
        }
        server.gets_killed()?;
    }
    all_silence_is_waited_for(scene)
}

/// The server is blocked, and no event will ever make it close the connection.
fn waits_for_ever_for(peer: &Peer) -> Played {
    match peer.hears_end_or_reset() {
        Err(Halt::Breach(breach)) if matches!(breach.instead, Instead::Stuck { .. }) => Ok(()),
        Err(halt) => Err(halt),
        Ok(()) => peer.stays_connected(),
    }
}

/// Alice sends byte after byte. If the machine is too busy to send them in quick succession, the scene
/// starts again with a longer limit.
pub fn byte_by_byte_for_ever(scene: &Scene) -> Played {
    for limit in DRIPPING {
        let server = scene.server_with(&["--idle", &limit.to_string()])?;
        let alice = server.connects("alice")?;
        let drop = scene.letters(1)[0];
        if Drops::of(&alice, drop).until_disconnected(Duration::from_millis(limit))? {
            return Ok(());
        }
        server.gets_killed()?;
        alice.closes();
    }
    Err(Missing::new("drops that fall close to each other", NOT_IN_TIME).into())
}

pub fn next_one_is_served(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["--idle", SOON])?;
    alice.hears_end_or_reset()?;
    alice.closes();
    serves_one(scene, &server)
}

/// The time limit applies to a line, not to a conversation: a client talks for far longer.
pub fn talks_on(scene: &Scene) -> Played {
    const IDLE: Duration = Duration::from_millis(40);
    let server = scene.server_with(&["--idle", &IDLE.as_millis().to_string()])?;
    for number in 1..=TRIES {
        let mut last_word = Instant::now();
        let peer = server.connects(&format!("client {number}"))?;
        let begun = Instant::now();
        loop {
            let is_long = begun.elapsed() > 3 * IDLE;
            let now = Instant::now();
            match exchange(&peer, &scene.word()) {
                Ok(()) if is_long => return Ok(()),
                Ok(()) => last_word = now,
                // The machine was busy: the client may have been silent for too long.
                Err(halt) if was_sent_away(&halt) && last_word.elapsed() + Limits::TICK >= IDLE => {
                    break;
                }
                Err(halt) => return Err(halt),
            }
            peer.thinks(IDLE / 16);
        }
        peer.closes();
    }
    let why = "the machine is too busy, or the program did not answer within the time limit";
    Err(Missing::new("a client that is never silent for long", why).into())
}

fn half_close(scene: &Scene, others: &[&str]) -> Played {
    let (server, alice) = server_and_alice(scene, others)?;
    let lines: Vec<u8> = (0..3).flat_map(|_| line(&scene.word())).collect();
    alice.says(&lines)?;
    alice.shuts_down()?;
    alice.hears(&upper(&lines))?;
    alice.hears_end()?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn answers_still_due(scene: &Scene) -> Played {
    half_close(scene, &[])
}

pub fn answers_still_due_in_time(scene: &Scene) -> Played {
    half_close(scene, &["--idle", PLENTY])
}

/// Forty lines of 3,201 letters each: more than the buffers to a client that does not read can hold.
fn much(scene: &Scene) -> Vec<u8> {
    (0..40).flat_map(|_| line(&scene.letters(3_201))).collect()
}

/// Alice sends a lot, and reads no answer before she half-closes.
pub fn answers_still_on_their_way(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let lines = much(scene);
    alice.says(&lines)?;
    alice.shuts_down()?;
    server.rests()?;
    alice.cannot_hold(lines.len())?;
    alice.hears(&upper(&lines))?;
    alice.hears_end()?;
    alice.closes();
    bob_is_served(scene, &server)
}

/// Like [`answers_still_on_their_way`], but she receives all answers before she half-closes.
pub fn answers_before_the_last_word(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let lines = much(scene);
    alice.says(&lines)?;
    server.rests()?;
    alice.hears(&upper(&lines))?;
    alice.shuts_down()?;
    alice.hears_end()?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn last_line_without_newline(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["--idle", PLENTY])?;
    exchange(&alice, &scene.word())?;
    let last = scene.word();
    alice.says(&last)?;
    alice.hears_nothing()?;
    alice.shuts_down()?;
    alice.hears(&upper(&line(&last)))?;
    alice.hears_end()?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn last_word_and_no_other(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["--idle", PLENTY])?;
    alice.shuts_down()?;
    alice.hears_end()?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn one_client(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, &["--idle", PLENTY])?;
    exchange(&alice, &scene.word())
}

pub fn two_clients(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["--idle", PLENTY])?;
    exchange(&alice, &scene.word())?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn resets_in_a_line(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["--idle", PLENTY])?;
    exchange(&alice, &scene.word())?;
    alice.says(&scene.word())?;
    alice.resets()?;
    server.stays_up()?;
    server.connects("carol")?.resets()?;
    bob_is_served(scene, &server)
}

/// Alice has half-closed, and resets while the server writes her answers. That write fails in another
/// way than a read does.
pub fn resets_before_the_answers(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let lines = much(scene);
    alice.says(&lines)?;
    alice.shuts_down()?;
    server.rests()?;
    alice.cannot_hold(lines.len())?;
    alice.resets()?;
    bob_is_served(scene, &server)
}
