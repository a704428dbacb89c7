//! Controls for beliefs about frames: chats in which the program reads or writes a frame in another
//! format than the contract's.

use serde_json::{Value, json};
use stage::breach::{After, Instead, Shape};
use stage::fault::{Halt, Missing, Played};
use stage::peer::Peer;

use super::super::framing::server::asks_for_no_memory;
use super::super::full_buffers::FULL;
use super::member::{LIMIT, Member, News, all_hear, frame, json_frame, longest_json_frame, say};
use super::server::{alice_and_bob, word};
use crate::scene::Scene;

/// Checks that the next frame announces alice's join if `length` decodes its header. The contract's
/// decoding would give a different length.
fn hears_that_alice_joined(alice: &Peer, length: fn([u8; 4]) -> u32) -> Played {
    let length = |header: &[u8]| header.try_into().map_or(0, length) as usize;
    let shape = || Shape::JoinedWithOtherHeader { name: "alice".into() };
    let header = alice.hears_some(4, shape(), |header| (1..200).contains(&length(header)))?;
    let has_joined = |payload: &[u8]| {
        serde_json::from_slice::<Value>(payload).is_ok_and(|news| news["joined"] == "alice")
    };
    alice.hears_some(length(&header), shape(), has_joined).map(drop)
}

/// Alice's header is 00 01 01 00, which reads the same in either byte order. The answer's header is
/// in the wrong order.
pub fn answers_in_the_other_order(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let mut payload = json!({ "join": "alice" }).to_string().into_bytes();
    payload.resize(0x0001_0100, b' ');
    alice.says(&frame(&payload))?;
    hears_that_alice_joined(&alice, u32::from_le_bytes)
}

/// Alice's lengths include the header, and so do the server's.
pub fn length_with_header(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let payload = json!({ "join": "alice" }).to_string().into_bytes();
    let length = u32::try_from(4 + payload.len()).unwrap_or(u32::MAX);
    alice.says(&[&length.to_be_bytes(), &payload[..]].concat())?;
    hears_that_alice_joined(&alice, |header| u32::from_be_bytes(header).saturating_sub(4))
}

/// The server waits when it has read half a header. Later a payload comes that looks like a frame
/// itself, and the server passes on the line in that frame.
pub fn the_payload_is_taken_for_a_frame(scene: &Scene) -> Played {
    let (_server, alice, bob) = alice_and_bob(scene)?;
    let text = word(scene);
    let whole = say(&text);
    alice.peer.says_cut(&whole, &[2, whole.len() - 2])?;
    all_hear(&[&alice, &bob], alice.line(&text))?;
    let text = word(scene);
    let outer = frame(&say(&text));
    alice.peer.says_cut(&outer, &[4, outer.len() - 4])?;
    all_hear(&[&alice, &bob], alice.line(&text))
}

/// The server sends nothing before the end of the stream, and everything after it. Carol's header claims
/// too long a frame: a server that reads each frame as it arrives closes her connection now.
pub fn sends_only_at_the_end(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = Member::asks_to_join(&server, "alice")?;
    let texts = [word(scene), word(scene), word(scene)];
    for text in &texts {
        alice.peer.says(&longest_json_frame(&json!({ "say": text })))?;
    }
    alice.peer.hears_nothing()?;
    alice.peer.shuts_down()?;
    alice.hears(News::Joined("alice"))?;
    texts.iter().try_for_each(|text| alice.hears(alice.line(text)).map(drop))?;
    alice.peer.closes();
    let carol = server.connects("carol")?;
    let claims = u32::try_from(LIMIT + 1).unwrap_or(u32::MAX).to_be_bytes();
    carol.says(&[&json_frame(&json!({ "join": "carol" })), &claims[..]].concat())?;
    carol.hears_nothing()
}

/// The server passes on nothing of a short conversation. Of a long one it passes on most, but not
/// the end. The conversation's total length fills any usual buffer exactly: a server that waits
/// until its buffer is full has read all of it, and passes it on.
pub fn sends_when_a_buffer_is_full(scene: &Scene) -> Played {
    let server = scene.server()?;
    for (name, length) in ["alice", "dave"].into_iter().zip(FULL) {
        let member = Member::asks_to_join(&server, name)?;
        member.peer.hears_nothing()?;
        let join = json_frame(&json!({ "join": name })).len();
        let last = says_until(scene, &member, length - join)?;
        server.rests()?;
        hears_all_but(&member, &last)?;
        member.peer.closes();
    }
    Ok(())
}

/// Sends lines whose frames have this many bytes in all. Returns the last one.
fn says_until(scene: &Scene, member: &Member, length: usize) -> Played<String> {
    let around = say("").len();
    let mut left = length;
    loop {
        let size = match left {
            8001.. => 4000,
            4001.. => left / 2,
            _ => left,
        };
        let text = String::from_utf8_lossy(&scene.letters(size - around)).into_owned();
        member.says(&text)?;
        left -= size;
        if left == 0 {
            return Ok(text);
        }
    }
}

/// The received bytes begin with the news of the join and do not include the last line.
fn hears_all_but(member: &Member, last: &str) -> Played {
    let has = |heard: &[u8], part: &str| heard.windows(part.len()).any(|w| w == part.as_bytes());
    match member.peer.hears_nothing() {
        Err(Halt::Breach(breach)) => match &breach.instead {
            Instead::Bytes { heard, after: After::Open }
                if has(heard, "joined") && !has(heard, last) =>
            {
                Ok(())
            }
            _ => Err(Halt::Breach(breach)),
        },
        Err(halt) => Err(halt),
        Ok(()) => Err(Missing::new("a part of what was said", "nothing was passed on").into()),
    }
}

/// Members claim large lengths and send none of those bytes.
pub fn four_gigabytes(scene: &Scene) -> Played {
    let (server, alice, bob) = alice_and_bob(scene)?;
    for (name, claimed) in [("carol", 384 << 20), ("dave", u32::MAX)] {
        let member = Member::joins(&server, name, &[&alice, &bob])?;
        asks_for_no_memory(&server, || member.peer.says(&claimed.to_be_bytes()))?;
        all_hear(&[&alice, &bob], News::Left(name))?;
        member.peer.closes();
    }
    alice.tells(&[&alice, &bob], &word(scene))
}

/// A frame of the maximum length.
pub fn exactly_the_limit(scene: &Scene) -> Played {
    let (_server, alice, bob) = alice_and_bob(scene)?;
    let text = word(scene);
    alice.peer.says(&longest_json_frame(&json!({ "say": text })))?;
    all_hear(&[&alice, &bob], alice.line(&text))
}
