//! Scenes for the server: alice sends commands that any shell knows, and takes the answers apart.

use serde_json::Value;
use stage::fault::Played;
use stage::peer::{Manner, Peer};
use stage::program::Program;

use crate::lessons::scene::Scene;

/// What came of a command, as the header and the body should tell it.
struct Outcome<'a> {
    body: &'a [u8],
    exit_code: i64,
    stream: &'static str,
}

fn printed(body: &[u8]) -> Outcome<'_> {
    Outcome { body, exit_code: 0, stream: "stdout" }
}

/// A command, and its answer to the last byte.
fn asks(peer: &Peer, command: &str, outcome: &Outcome) -> Played {
    peer.says(command.as_bytes())?;
    hears_answer(peer, outcome)
}

/// Header and body. How the header is written is the server's affair, as long as it is JSON.
fn hears_answer(peer: &Peer, outcome: &Outcome) -> Played {
    let four = "4 bytes, little-endian: the length of a JSON header";
    let length = |bytes: &[u8]| bytes.try_into().map_or(0, i32::from_le_bytes);
    let bytes = peer.hears_some(4, four, |bytes| (2..=65_536).contains(&length(bytes)))?;
    let Outcome { body, exit_code, stream } = outcome;
    let what = format!(
        "a JSON header with data_len {}, exit_code {exit_code} and stream \"{stream}\"",
        body.len()
    );
    peer.hears_some(length(&bytes) as usize, &what, |bytes| {
        let Ok(header) = serde_json::from_slice::<Value>(bytes) else { return false };
        header["data_len"] == body.len()
            && header["exit_code"] == *exit_code
            && header["stream"] == *stream
    })?;
    peer.hears(body)
}

fn server_and_alice<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

fn word(scene: &Scene) -> String {
    String::from_utf8(scene.word()).expect("letters are UTF-8")
}

/// `echo` of a new word.
fn echoes(scene: &Scene, peer: &Peer) -> Played {
    let word = word(scene);
    asks(peer, &format!("echo {word}"), &printed(format!("{word}\n").as_bytes()))
}

pub fn one_command(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    echoes(scene, &alice)
}

pub fn two_clients(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    echoes(scene, &alice)?;
    alice.closes();
    let bob = server.connects("bob")?;
    echoes(scene, &bob)
}

pub fn runs_commands(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for _ in 0..3 {
        echoes(scene, &alice)?;
    }
    let (one, two) = (word(scene), word(scene));
    let pipe = format!("printf '{one}\\n{two}' | cat");
    asks(&alice, &pipe, &printed(format!("{one}\n{two}").as_bytes()))?;
    echoes(scene, &alice)
}

pub fn exit_codes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let word = word(scene);
    for exit_code in [1, 2 + i64::from(*scene.pick(&[1u8, 40, 100])), 0] {
        let command = format!("printf {word}; exit {exit_code}");
        asks(&alice, &command, &Outcome { exit_code, ..printed(word.as_bytes()) })?;
    }
    Ok(())
}

pub fn errors_before_output(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (output, error) = (word(scene), word(scene));
    let command = format!("printf {output}; printf {error} >&2");
    let outcome = Outcome { stream: "stderr", ..printed(error.as_bytes()) };
    asks(&alice, &command, &outcome)?;
    let command = format!("printf {error} >&2; exit 4");
    asks(&alice, &command, &Outcome { exit_code: 4, ..outcome })?;
    echoes(scene, &alice)
}

pub fn nothing_printed(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    asks(&alice, "true", &printed(b""))?;
    asks(&alice, "exit 3", &Outcome { exit_code: 3, ..printed(b"") })?;
    echoes(scene, &alice)
}

pub fn any_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let bytes = scene.raw_bytes(300);
    let path = scene.has_file("raw", &bytes)?;
    asks(&alice, &format!("cat '{path}'"), &printed(&bytes))?;
    echoes(scene, &alice)
}

pub fn lengths_in_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let text = scene.chinese(4);
    asks(&alice, &format!("printf {text}"), &printed(text.as_bytes()))?;
    echoes(scene, &alice)
}

pub fn more_than_a_megabyte(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let much = scene.much(1_300_001);
    let path = scene.has_file("much", &much)?;
    asks(&alice, &format!("cat '{path}'"), &printed(&much))?;
    echoes(scene, &alice)
}

pub fn short_write(scene: &Scene) -> Played {
    let much = scene.much(4_500_000);
    let path = scene.has_file("much", &much)?;
    let server = scene.server()?;
    let deaf = Manner { receive_buffer: Some(4096), is_deaf: true };
    let alice = server.connects_in("alice", deaf)?;
    alice.says(format!("cat '{path}'").as_bytes())?;
    alice.cuts_the_write_short()?;
    hears_answer(&alice, &printed(&much))
}

pub fn both_pipes_full(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let much = scene.much(200_000);
    let path = scene.has_file("much", &much)?;
    let command = format!("cat '{path}'; cat '{path}' >&2; cat '{path}'");
    asks(&alice, &command, &Outcome { stream: "stderr", ..printed(&much) })?;
    echoes(scene, &alice)
}

pub fn no_input_for_commands(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let word = word(scene);
    asks(&alice, &format!("cat; printf {word}"), &printed(word.as_bytes()))
}

pub fn longest_command(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let word = word(scene);
    let end = format!("; printf {word}");
    let waste = String::from_utf8(scene.letters(1022 - end.len())).expect("letters are UTF-8");
    asks(&alice, &format!(": {waste}{end}"), &printed(word.as_bytes()))
}

pub fn last_command(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let word = word(scene);
    alice.says(format!("printf {word}").as_bytes())?;
    alice.shuts_down()?;
    hears_answer(&alice, &printed(word.as_bytes()))?;
    alice.hears_end()
}

pub fn silent_visitors(scene: &Scene) -> Played {
    let server = scene.server()?;
    for name in ["alice", "carol", "dave"] {
        server.connects(name)?.closes();
    }
    server.stays_up()?;
    let bob = server.connects("bob")?;
    echoes(scene, &bob)
}

pub fn reset_hurts_nobody_else(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    echoes(scene, &alice)?;
    alice.resets()?;
    server.stays_up()?;
    let bob = server.connects("bob")?;
    echoes(scene, &bob)
}

pub fn gone_before_the_answer(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    echoes(scene, &alice)?;
    alice.says_and_resets(format!("echo {}", word(scene)).as_bytes())?;
    server.stays_up()?;
    let bob = server.connects("bob")?;
    echoes(scene, &bob)
}

pub fn leaves_mid_body(scene: &Scene) -> Played {
    let path = scene.has_file("much", &scene.much(4_500_000))?;
    let server = scene.server()?;
    let deaf = Manner { receive_buffer: Some(4096), is_deaf: true };
    let alice = server.connects_in("alice", deaf)?;
    alice.says(format!("cat '{path}'").as_bytes())?;
    server.rests()?;
    alice.resets()?;
    server.stays_up()?;
    let bob = server.connects("bob")?;
    echoes(scene, &bob)
}

pub fn address_in_use(scene: &Scene) -> Played {
    let _somebody = scene.somebody_has_the_address()?;
    let server = scene.server_starts()?;
    server.ends_with(1)?;
    server.complains()
}
