//! Scenes for the server: alice sends commands that any shell knows, and parses the answers.

use serde_json::Value;
use stage::breach::Shape;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use crate::lessons::remote::{self, Ask, Command};
use crate::scene::Scene;

/// A command, and its answer to the last byte.
pub const ASK: Ask = |peer: &Peer, command: &Command| {
    peer.says(&command.line)?;
    hears_answer(peer, command, i32::from_le_bytes)
};

/// Like [`ASK`], with the length in the byte order that the contract does not use.
const ASK_BACKWARDS: Ask = |peer: &Peer, command: &Command| {
    peer.says(&command.line)?;
    hears_answer(peer, command, i32::from_be_bytes)
};

/// The maximum length of a header that is accepted, which is more than any server needs.
const LONGEST: i32 = 65_536;

/// Length, header and body.
fn hears_answer(peer: &Peer, command: &Command, number: fn([u8; 4]) -> i32) -> Played {
    hears_header(peer, command, number)?;
    peer.hears(&command.answer)
}

/// The length and the header. The server may format the header freely, as long as it is JSON.
fn hears_header(peer: &Peer, command: &Command, number: fn([u8; 4]) -> i32) -> Played {
    let length = |bytes: &[u8]| bytes.try_into().map_or(0, number);
    let four = Shape::LengthInFourBytes;
    let bytes = peer.hears_some(4, four, |bytes| (2..=LONGEST).contains(&length(bytes)))?;
    let Command { answer, exit_code, stream, .. } = command;
    let data_len = answer.len() as u64;
    let shape = Shape::ReportHeader { data_len, exit_code: *exit_code, stream: *stream };
    peer.hears_some(length(&bytes) as usize, shape, |bytes| {
        let Ok(header) = serde_json::from_slice::<Value>(bytes) else { return false };
        header["data_len"] == data_len
            && header["exit_code"] == *exit_code
            && header["stream"] == stream.name()
    })?;
    Ok(())
}

fn server_and_alice<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

pub fn two_commands(scene: &Scene) -> Played {
    remote::two_commands(scene, ASK)
}

pub fn two_clients(scene: &Scene) -> Played {
    remote::two_clients(scene, ASK)
}

pub fn little_on_both(scene: &Scene) -> Played {
    remote::little_on_both(scene, ASK)
}

pub fn failing_alone(scene: &Scene) -> Played {
    remote::failing_alone(scene, ASK)
}

/// Everything is correct except for the order of four bytes.
pub fn length_backwards(scene: &Scene) -> Played {
    remote::twenty_commands(scene, ASK_BACKWARDS)
}

/// Output that overflows a writer's buffer comes before it is flushed.
pub fn much_is_sent(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let command = remote::numbers(scene, 20_000);
    alice.says(&command.line)?;
    hears_header(&alice, &command, i32::from_le_bytes)?;
    alice.hears(&command.answer[..4096])
}

/// The answer comes only after the end of the stream. The command contains a newline and overflows every
/// usual buffer, and its answer does so, too. So a server that waits for a newline or a full buffer
/// answers earlier.
pub fn answered_only_at_the_end(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let command = remote::numbers(scene, 20_000);
    alice.says(&[&command.line[..], b"\n#", &scene.letters(70_001)].concat())?;
    alice.hears_nothing()?;
    alice.shuts_down()?;
    hears_answer(&alice, &command, i32::from_le_bytes)
}

pub fn exit_codes(scene: &Scene) -> Played {
    let codes = [1, *scene.pick(&[2, 40, 100]), 0];
    remote::asked(scene, ASK, codes.map(|code| remote::failing_with(scene, code)))
}

pub fn nothing_printed(scene: &Scene) -> Played {
    remote::asked(scene, ASK, [remote::nothing(), remote::word(scene), remote::nothing()])
}

pub fn characters_and_bytes(scene: &Scene) -> Played {
    remote::asked(scene, ASK, [remote::chinese(scene, 4), remote::word(scene)])
}

/// More than a megabyte: numbers of six digits, one a line.
const MEGABYTE: usize = 180_000;

pub fn more_than_a_megabyte(scene: &Scene) -> Played {
    remote::asked(scene, ASK, [remote::numbers(scene, MEGABYTE), remote::word(scene)])
}

pub fn short_write(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let command = remote::too_much(scene);
    alice.says(&command.line)?;
    alice.forces_a_short_write()?;
    hears_answer(&alice, &command, i32::from_le_bytes)
}

/// Like [`short_write`], but the write is not interrupted.
pub fn slow_reader(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let command = remote::too_much(scene);
    alice.says(&command.line)?;
    server.rests()?;
    hears_answer(&alice, &command, i32::from_le_bytes)
}

pub fn longest_command(scene: &Scene) -> Played {
    remote::asked(scene, ASK, [remote::long(scene, 1024), remote::word(scene)])
}

pub fn last_command(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let command = remote::word(scene);
    alice.says_and_shuts_down(&command.line)?;
    hears_answer(&alice, &command, i32::from_le_bytes)?;
    alice.hears_end()
}

pub fn silent_visitors(scene: &Scene) -> Played {
    let server = scene.server()?;
    for name in ["alice", "carol", "dave"] {
        server.connects(name)?.closes();
    }
    server.stays_up()?;
    let bob = server.connects("bob")?;
    ASK(&bob, &remote::word(scene))
}

pub fn leaves_mid_body(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let command = remote::too_much(scene);
    alice.says(&command.line)?;
    server.rests()?;
    alice.cannot_hold(command.answer.len())?;
    alice.resets()?;
    server.stays_up()?;
    let bob = server.connects("bob")?;
    ASK(&bob, &remote::word(scene))
}
