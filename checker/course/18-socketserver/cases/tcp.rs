//! Lesson 18's scenes with the kinds that serve lines. They check which clients are served while alice
//! is in the middle of a line, and by which thread or process. They also check how one client's
//! misbehaviour affects the others.

use stage::breach::{Measure, Purpose};
use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::udp::{THREADING_UDP, UDP};
use crate::scene::Scene;

pub const TCP: &str = "tcp";
pub const THREADING: &str = "threading-tcp";
pub const FORKING: &str = "forking-tcp";

/// The longest line, in bytes, without its delimiter.
pub const LONGEST: usize = 4096;

const TOO_LONG: &[u8] = b"ERR line too long\n";

/// A line: these bytes and a newline.
pub fn line(text: &[u8]) -> Vec<u8> {
    [text, b"\n"].concat()
}

/// A line and its answer.
fn exchange(peer: &Peer, text: &[u8]) -> Played {
    peer.says(&line(text))?;
    peer.hears(&upper(&line(text)))
}

/// A word and its answer.
pub fn word(scene: &Scene, peer: &Peer) -> Played {
    exchange(peer, &scene.word())
}

pub fn server<'s>(scene: &Scene<'s>, kind: &str) -> Played<Program<'s>> {
    scene.server_with(&["--kind", kind])
}

/// Like [`server`], with alice, who is being served.
pub fn server_and_alice<'s>(scene: &Scene<'s>, kind: &str) -> Played<(Program<'s>, Peer<'s>)> {
    let server = server(scene, kind)?;
    let alice = server.connects("alice")?;
    word(scene, &alice)?;
    Ok((server, alice))
}

/// Bob connects after that, and is served.
fn bob_is_served(scene: &Scene, server: &Program) -> Played {
    server.stays_up()?;
    let bob = server.connects("bob")?;
    word(scene, &bob)
}

fn a_conversation(scene: &Scene, kind: &str) -> Played {
    let (server, alice) = server_and_alice(scene, kind)?;
    exchange(&alice, b"")?;
    exchange(&alice, &[b" \t", &scene.raw_bytes(60)[..], b"\rx "].concat())?;
    let said = [&scene.word()[..], b"\r\n", &scene.word(), b"\n", &scene.word(), b"\r\n"].concat();
    let answers = upper(&said.iter().copied().filter(|byte| *byte != b'\r').collect::<Vec<_>>());
    alice.says_byte_by_byte(&said)?;
    alice.hears(&answers)?;
    alice.says(&said)?;
    alice.hears(&answers)?;
    exchange(&alice, &scene.letters(LONGEST))?;
    // The delimiter does not count, and the server cannot know at first that the last byte is a part of
    // it.
    let longest = scene.letters(LONGEST);
    alice.says_in_pieces(&[&[&longest[..], b"\r"].concat(), b"\n"])?;
    alice.hears(&upper(&line(&longest)))?;
    let last = scene.word();
    alice.says(&last)?;
    alice.hears_nothing()?;
    alice.shuts_down()?;
    alice.hears(&upper(&line(&last)))?;
    alice.hears_end()?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn a_conversation_in_turn(scene: &Scene) -> Played {
    a_conversation(scene, TCP)
}

pub fn a_conversation_on_a_thread(scene: &Scene) -> Played {
    a_conversation(scene, THREADING)
}

pub fn a_conversation_in_a_process(scene: &Scene) -> Played {
    a_conversation(scene, FORKING)
}

/// Each line arrives whole. One client after another sends lines, and closes.
fn whole_lines(scene: &Scene, kind: &str) -> Played {
    let (server, alice) = server_and_alice(scene, kind)?;
    word(scene, &alice)?;
    alice.closes();
    bob_is_served(scene, &server)
}

pub fn whole_lines_in_turn(scene: &Scene) -> Played {
    whole_lines(scene, TCP)
}

pub fn whole_lines_on_threads(scene: &Scene) -> Played {
    whole_lines(scene, THREADING)
}

pub fn whole_lines_in_processes(scene: &Scene) -> Played {
    whole_lines(scene, FORKING)
}

/// One client, which stays connected.
fn one_client(scene: &Scene, kind: &str) -> Played {
    let (_server, alice) = server_and_alice(scene, kind)?;
    word(scene, &alice)
}

pub fn one_client_in_turn(scene: &Scene) -> Played {
    one_client(scene, TCP)
}

pub fn one_client_on_a_thread(scene: &Scene) -> Played {
    one_client(scene, THREADING)
}

pub fn one_client_in_a_process(scene: &Scene) -> Played {
    one_client(scene, FORKING)
}

/// Alice sends half a line. Bob connects, sends a line, and waits until she has left. Carol, who
/// connects after him, waits for both.
pub fn one_at_a_time(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, TCP)?;
    let (half, rest, his, hers) = (scene.word(), scene.word(), scene.word(), scene.word());
    alice.says(&half)?;
    let bob = server.connects("bob")?;
    bob.says(&line(&his))?;
    bob.hears_nothing()?;
    let carol = match server.listener().room()? {
        0 => None,
        _ => Some(server.connects("carol")?),
    };
    if let Some(carol) = &carol {
        carol.says(&line(&hers))?;
    }
    alice.says(&line(&rest))?;
    alice.hears(&upper(&line(&[half, rest].concat())))?;
    bob.hears_nothing()?;
    alice.closes();
    bob.hears(&upper(&line(&his)))?;
    let Some(carol) = carol else { return Ok(()) };
    carol.hears_nothing()?;
    bob.closes();
    carol.hears(&upper(&line(&hers)))
}

/// Like [`one_at_a_time`] as far as bob, but the server starts without the name of a kind.
pub fn in_turn_by_default(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    word(scene, &alice)?;
    let bob = server.connects("bob")?;
    let his = line(&scene.word());
    bob.says(&his)?;
    bob.hears_nothing()?;
    word(scene, &alice)?;
    alice.closes();
    bob.hears(&upper(&his))
}

/// Carol does not read her answers, and a write of one is interrupted. The others are served in the
/// meantime. Then she reads.
fn one_does_not_read(scene: &Scene, server: &Program, others: &[&Peer]) -> Played {
    let (carol, answers) = connects_deaf_and_asks(scene, server, "carol")?;
    carol.forces_a_short_write()?;
    others.iter().try_for_each(|other| word(scene, other))?;
    carol.hears(&answers)?;
    carol.closes();
    Ok(())
}

/// Alice sends half a line, and bob is served in the meantime. Carol does not read, which delays no
/// other client. Then alice goes on, and so does bob.
fn two_at_once<'s>(scene: &Scene<'s>, kind: &str) -> Played<(Program<'s>, Peer<'s>, Peer<'s>)> {
    let (server, alice) = server_and_alice(scene, kind)?;
    let (half, rest) = (scene.word(), scene.word());
    alice.says_and_is_read(&half)?;
    let bob = server.connects("bob")?;
    word(scene, &bob)?;
    alice.says(&line(&rest))?;
    alice.hears(&upper(&line(&[half, rest].concat())))?;
    word(scene, &bob)?;
    one_does_not_read(scene, &server, &[&alice, &bob])?;
    server.rests()?;
    Ok((server, alice, bob))
}

/// The number of processes that hold the connection of one of the two clients, but not the other's.
fn processes_apart(server: &Program, alice: &Peer, bob: &Peer) -> Played<u64> {
    let (hers, his) = (server.processes().serving(alice)?, server.processes().serving(bob)?);
    let alone = |these: &[i32], those: &[i32]| these.iter().filter(|p| !those.contains(p)).count();
    Ok((alone(&hers, &his) + alone(&his, &hers)) as u64)
}

pub fn a_thread_for_each(scene: &Scene) -> Played {
    let (server, alice, bob) = two_at_once(scene, THREADING)?;
    server.fact(Measure::ProcessesApart, 0, processes_apart(&server, &alice, &bob)?)
}

pub fn a_process_for_each(scene: &Scene) -> Played {
    let (server, alice, bob) = two_at_once(scene, FORKING)?;
    match processes_apart(&server, &alice, &bob)? {
        0 => server.fact(Measure::ProcessesApart, 2, 0),
        _ => Ok(()),
    }
}

/// All clients are served, and then send half a line. Then each sends the other half, the last client
/// first. (They connect one by one: starting six interpreters at once takes so much processor time that
/// it looks like spinning.)
fn all_at_once(scene: &Scene, kind: &str, count: usize) -> Played {
    let server = server(scene, kind)?;
    let mut clients = Vec::new();
    for number in 1..=count {
        let client = server.connects(&format!("client {number}"))?;
        word(scene, &client)?;
        let half = scene.word();
        client.says_and_is_read(&half)?;
        clients.push((client, half));
    }
    for (client, half) in clients.iter().rev() {
        let rest = scene.word();
        client.says(&line(&rest))?;
        client.hears(&upper(&line(&[&half[..], &rest].concat())))?;
    }
    Ok(())
}

pub fn thirty_on_threads(scene: &Scene) -> Played {
    all_at_once(scene, THREADING, 30)
}

pub fn six_in_processes(scene: &Scene) -> Played {
    all_at_once(scene, FORKING, 6)
}

/// Alice stops in the middle of a line. Her bytes must not reach another client.
pub fn half_a_line_is_forgotten(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, TCP)?;
    alice.says(&scene.word())?;
    server.rests()?;
    alice.resets()?;
    bob_is_served(scene, &server)
}

fn says_too_much(scene: &Scene, server: &Program, alice: &Peer) -> Played {
    alice.says(&scene.letters(LONGEST + 1))?;
    server.rests()?;
    alice.says(b"\n")?;
    hears_too_long(alice)
}

/// Alice receives the error that her line is too long, and her connection is closed.
pub fn hears_too_long(alice: &Peer) -> Played {
    alice.hears(TOO_LONG)?;
    alice.hears_end_or_reset()?;
    alice.closes();
    Ok(())
}

/// Alice's line is too long, and her connection is closed. Bob's goes on, if he had one by then.
fn too_long(scene: &Scene, kind: &str) -> Played {
    let (server, alice) = server_and_alice(scene, kind)?;
    if kind == TCP {
        says_too_much(scene, &server, &alice)?;
        return bob_is_served(scene, &server);
    }
    let bob = server.connects("bob")?;
    word(scene, &bob)?;
    says_too_much(scene, &server, &alice)?;
    server.stays_up()?;
    word(scene, &bob)?;
    word(scene, &server.connects("carol")?)
}

pub fn too_long_in_turn(scene: &Scene) -> Played {
    too_long(scene, TCP)
}

pub fn too_long_on_a_thread(scene: &Scene) -> Played {
    too_long(scene, THREADING)
}

pub fn too_long_in_a_process(scene: &Scene) -> Played {
    too_long(scene, FORKING)
}

/// Alice resets in the middle of a line, carol before her answer comes, and dave before he is
/// accepted.
fn resets(scene: &Scene, kind: &str) -> Played {
    let (server, alice) = server_and_alice(scene, kind)?;
    alice.says(&scene.word())?;
    server.rests()?;
    alice.resets()?;
    server.stays_up()?;
    let carol = server.connects("carol")?;
    word(scene, &carol)?;
    carol.says_and_resets(&line(&scene.word()))?;
    server.stays_up()?;
    server.gets_reset_before_accept("dave")?;
    bob_is_served(scene, &server)
}

pub fn resets_in_turn(scene: &Scene) -> Played {
    resets(scene, TCP)
}

pub fn resets_on_a_thread(scene: &Scene) -> Played {
    resets(scene, THREADING)
}

pub fn resets_in_a_process(scene: &Scene) -> Played {
    resets(scene, FORKING)
}

/// Five clients connect and leave. When the next one is served, none of their workers is left.
pub fn no_zombies(scene: &Scene) -> Played {
    let server = server(scene, FORKING)?;
    for number in 1..=5 {
        let client = server.connects(&format!("client {number}"))?;
        word(scene, &client)?;
        client.closes();
        server.settles()?;
    }
    bob_is_served(scene, &server)?;
    server.settles()?;
    server.fact(
        Measure::Zombies { started_for: Purpose::Requests },
        0,
        server.processes().zombies()?,
    )?;
    three_end_at_once(scene, &server)
}

/// A server that reaps one child for each new client falls behind when several children exit at
/// once.
fn three_end_at_once(scene: &Scene, server: &Program) -> Played {
    let mut clients = Vec::new();
    for name in ["carol", "dave", "erin"] {
        let client = server.connects(name)?;
        word(scene, &client)?;
        clients.push(client);
    }
    clients.iter().for_each(Peer::closes);
    server.settles()?;
    bob_is_served(scene, server)?;
    server.settles()?;
    server.fact(Measure::ZombiesOfABurst { ended: 3 }, 0, server.processes().zombies()?)
}

pub fn address_in_use(scene: &Scene) -> Played {
    let _who_listens = scene.another_peer_takes_the_address()?;
    let _who_receives = scene.opens_post("somebody else")?;
    [TCP, THREADING, FORKING, UDP, THREADING_UDP].iter().try_for_each(|kind| {
        let server = scene.server_starts_with(&["--kind", kind])?;
        server.ends_with(1)?;
        server.reports_an_error()
    })
}

pub fn no_such_kind(scene: &Scene) -> Played {
    let kind = format!("{}-tcp", String::from_utf8_lossy(&scene.word()));
    let server = scene.server_starts_with(&["--kind", &kind])?;
    server.ends_with(1)?;
    server.reports_an_error()
}

/// A client that does not read has sent a lot and is being answered. Returns the answers that it
/// will receive.
pub fn connects_deaf_and_asks<'s>(
    scene: &Scene,
    server: &Program<'s>,
    name: &str,
) -> Played<(Peer<'s>, Vec<u8>)> {
    let peer = server.connects_deaf_from_afar(name)?;
    let lines: Vec<u8> = (0..40).flat_map(|_| line(&scene.letters(3_201))).collect();
    peer.says(&lines)?;
    server.rests()?;
    peer.cannot_hold(lines.len())?;
    Ok((peer, upper(&lines)))
}
