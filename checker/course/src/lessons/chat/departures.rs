//! Scenes of a chat server in which a member leaves: by quitting, without a good-bye, after an
//! error, or when the server shuts down.

use serde_json::{Value, json};
use stage::breach::{Frame, Load};
use stage::fault::{Halt, Missing, Played};
use stage::program::Program;
use stage::simultaneous::say_and_reset_simultaneously;

use super::super::left_behind::Open;
use super::deaf::SIGTERM;
use super::member::{
    LIMIT, Member, News, all_hear, all_hear_nothing, frame, hears_json, json_frame, say,
};
use super::server::{alice_and_bob, three_members, word};
use crate::runtimes::{Says, says};
use crate::scene::Scene;

/// Alice and bob are still connected, and are served.
fn two_go_on(scene: &Scene, alice: &Member, bob: &Member) -> Played {
    alice.tells(&[alice, bob], &word(scene))?;
    bob.tells(&[alice, bob], &word(scene))
}

pub fn quitting_is_announced_once(scene: &Scene) -> Played {
    let (_server, alice, bob, carol) = three_members(scene)?;
    let text = word(scene);
    // Every member receives what was said before, including the one that leaves.
    carol.peer.says_in_a_burst(&[&say(&text), &json_frame(&json!({ "quit": true }))])?;
    all_hear(&[&alice, &bob, &carol], carol.line(&text))?;
    all_hear(&[&alice, &bob], News::Left("carol"))?;
    // The members that stay are checked first: a server that announces it twice may announce it to
    // carol as well, but not the other way round.
    all_hear_nothing(&[&alice, &bob])?;
    carol.peer.hears_end()?;
    carol.peer.closes();
    alice.tells(&[&alice, &bob], &word(scene))?;
    all_hear_nothing(&[&alice, &bob])
}

/// Carol quits, and the scene checks nothing more on her connection.
pub fn one_quits(scene: &Scene) -> Played {
    let (_server, alice, bob, carol) = three_members(scene)?;
    carol.quits()?;
    all_hear(&[&alice, &bob], News::Left("carol"))
}

pub fn an_end_is_leaving(scene: &Scene) -> Played {
    let (server, alice, bob, carol) = three_members(scene)?;
    carol.peer.shuts_down()?;
    all_hear(&[&alice, &bob], News::Left("carol"))?;
    carol.peer.hears_end()?;
    let dave = Member::joins(&server, "dave", &[&alice, &bob])?;
    dave.peer.closes();
    all_hear(&[&alice, &bob], News::Left("dave"))?;
    two_go_on(scene, &alice, &bob)
}

/// The server announces a member that quits, but not one that ends without a good-bye. A server
/// that announces such an end handles it correctly.
pub fn only_quitting_is_announced(scene: &Scene) -> Played {
    let (server, alice, bob, carol) = three_members(scene)?;
    carol.quits()?;
    all_hear(&[&alice, &bob], News::Left("carol"))?;
    let dave = Member::joins(&server, "dave", &[&alice, &bob])?;
    dave.peer.shuts_down()?;
    match alice.hears(News::Left("dave")) {
        Err(Halt::Breach(_)) => reports_no_unhandled_error(&server),
        Err(halt) => Err(halt),
        Ok(_) => Err(Missing::new("a server that misses an end", "it told of it").into()),
    }
}

/// The server ends, and has reported no error that it did not handle. Python's asyncio reports the error
/// that ended a task when it deletes the task, which may be as late as the program's end.
fn reports_no_unhandled_error(server: &Program) -> Played {
    server.gets_signal(SIGTERM, "SIGTERM")?;
    match server.ends_with(0) {
        Err(halt @ Halt::Fault(_)) => Err(halt),
        _ if !says(&server.error_text(), Says::UnhandledInATask) => Ok(()),
        _ => {
            let missing = "a server that handles each error";
            Err(Missing::new(missing, "it reported one that it did not handle").into())
        }
    }
}

pub fn a_reset_is_leaving(scene: &Scene) -> Played {
    let (_server, alice, bob, carol) = three_members(scene)?;
    carol.peer.resets()?;
    all_hear(&[&alice, &bob], News::Left("carol"))?;
    two_go_on(scene, &alice, &bob)?;
    all_hear_nothing(&[&alice, &bob])
}

/// Alice, carol, dave and bob join in this order, so that the two that are about to leave are between
/// the two that stay.
fn two_between_two<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, [Member<'s>; 4])> {
    let server = scene.server()?;
    let alice = Member::joins(&server, "alice", &[])?;
    let carol = Member::joins(&server, "carol", &[&alice])?;
    let dave = Member::joins(&server, "dave", &[&alice, &carol])?;
    let bob = Member::joins(&server, "bob", &[&alice, &carol, &dave])?;
    Ok((server, [alice, carol, dave, bob]))
}

/// This many lines keep a server busy for a moment, but are too few for it to treat a member as a
/// slow consumer.
const BUSY: usize = 8;

/// While the server is busy, a member vanishes without a good-bye. If members cannot vanish like that
/// here, carol sends a line and resets. The network decides whether that line is lost, but it must be
/// lost for all members or for none.
pub fn reset_in_a_broadcast(scene: &Scene) -> Played {
    let (server, [alice, carol, dave, bob]) = two_between_two(scene)?;
    let (text, much) = (word(scene), String::from_utf8_lossy(&scene.letters(1000)).into_owned());
    let busy = say(&much).repeat(BUSY);
    if vanishes(&carol)? {
        // All lines come at once. Carol's kernel answers the first line that it receives with a
        // reset, and then the other writes fail.
        bob.peer.says(&busy)?;
    } else {
        say_and_reset_simultaneously((&bob.peer, &busy), (&carol.peer, &say(&text)))?;
    }
    let (last, left) = (carol.line(&text), News::Left("carol"));
    let mut heard: Vec<Value> = Vec::new();
    let said = |heard: &[Value]| heard.iter().filter(|news| news["from"] == "bob").count();
    while said(&heard) < BUSY || heard.iter().all(|news| news["left"] != "carol") {
        heard.push(alice.hears_one_of(&[bob.line(&much), last, left])?);
    }
    // A server that noticed the reset first may get to the last line only now.
    server.rests()?;
    let end = word(scene);
    alice.says(&end)?;
    while heard.last().is_none_or(|news| news["say"] != end[..]) {
        heard.push(alice.hears_one_of(&[alice.line(&end), last])?);
    }
    // Bob comes after all the others, and dave is next to the member that has gone.
    hears_as_much(&bob, carol.name, heard.clone())?;
    hears_as_much(&dave, carol.name, heard)?;
    two_go_on(scene, &alice, &bob)
}

/// A member hears everything that alice heard, and ends with the same message. Another scene tests the
/// order of the rest.
fn hears_as_much(member: &Member, gone: &str, mut due: Vec<Value>) -> Played {
    while let Some(next) = due.first() {
        let frame = if next["from"] == gone {
            Frame::LastLineAsForAlice
        } else if next["left"] == gone {
            Frame::LeftAsForAlice { name: gone.into() }
        } else {
            Frame::SpeakerAsForAlice { from: next["from"].as_str().unwrap_or_default().into() }
        };
        let place = |other: &Value| {
            let same = |news: &Value| {
                ["from", "say", "left"].iter().all(|field| other[field] == news[field])
            };
            due.iter().position(same).filter(|at| at + 1 < due.len() || due.len() == 1)
        };
        let heard = hears_json(&member.peer, frame, |other| place(other).is_some())?;
        if let Some(at) = place(&heard) {
            due.remove(at);
        }
    }
    Ok(())
}

/// Whether a member can vanish without a good-bye here, and has done so.
fn vanishes(member: &Member) -> Played<bool> {
    match member.peer.vanishes() {
        Ok(()) => Ok(true),
        Err(Halt::Missing(_)) => Ok(false),
        Err(halt) => Err(halt),
    }
}

/// All members hear the line before its sender resets.
pub fn reset_after_a_broadcast(scene: &Scene) -> Played {
    let (_server, [alice, carol, dave, bob]) = two_between_two(scene)?;
    carol.tells(&[&alice, &carol, &dave, &bob], &word(scene))?;
    carol.peer.resets()?;
    all_hear(&[&alice, &dave, &bob], News::Left("carol"))?;
    dave.tells(&[&alice, &dave, &bob], &word(scene))?;
    dave.peer.resets()?;
    all_hear(&[&alice, &bob], News::Left("dave"))
}

pub fn half_a_frame(scene: &Scene) -> Played {
    let (server, alice, bob) = alice_and_bob(scene)?;
    // All the JSON of frank's frame arrives. Only the white space after it is missing.
    let text = json!({ "say": word(scene) }).to_string();
    let padded = frame(format!("{text}     ").as_bytes());
    let parts = [
        ("carol", &padded[..2]),
        ("dave", &padded[..4]),
        ("erin", &padded[..10]),
        ("frank", &padded[..4 + text.len()]),
    ];
    for (name, part) in parts {
        let member = Member::joins(&server, name, &[&alice, &bob])?;
        member.peer.says(part)?;
        all_hear_nothing(&[&alice, &bob])?;
        member.peer.shuts_down()?;
        all_hear(&[&alice, &bob], News::Left(name))?;
        member.peer.closes();
    }
    two_go_on(scene, &alice, &bob)
}

/// A member sends a frame that the contract does not allow, and is disconnected.
fn sent_away(scene: &Scene, names: &[&'static str], said: &[Vec<u8>]) -> Played {
    let (server, alice, bob) = alice_and_bob(scene)?;
    for (name, said) in names.iter().zip(said) {
        let member = Member::joins(&server, name, &[&alice, &bob])?;
        member.peer.says(said)?;
        all_hear(&[&alice, &bob], News::Left(name))?;
        member.peer.closes();
    }
    two_go_on(scene, &alice, &bob)?;
    all_hear_nothing(&[&alice, &bob])
}

/// The depth of the nested lists.
const DEEP: usize = 100_000;

pub fn no_frame_of_this_chat(scene: &Scene) -> Played {
    let said = [
        frame(b"{\"say\":"),
        json_frame(&json!({ "dance": word(scene) })),
        json_frame(&json!({ "say": 7 })),
        json_frame(&json!({ "join": "frank" })),
        frame(&[b"{\"say\":\"", &[0xff, 0xfe, b'a'][..], b"\"}"].concat()),
        frame(b""),
        // JSON that is not an object, an empty object, and an object with `null` where a text
        // should be.
        frame(b"[7]"),
        frame(b"null"),
        frame(b"\"say\""),
        json_frame(&json!({})),
        json_frame(&json!({ "say": null })),
        json_frame(&json!({ "join": "peggy" })),
        // A recursive JSON parser overflows its stack here.
        frame(&[b'['; DEEP]),
    ];
    let names = [
        "carol", "dave", "erin", "grace", "heidi", "ivan", "judy", "kim", "mallory", "niaj",
        "olivia", "peggy", "rupert",
    ];
    sent_away(scene, &names, &said)
}

/// Carol quits and dave sends an invalid frame. Both send more after that, and so does erin, who is
/// not admitted.
pub fn no_word_after_the_last(scene: &Scene) -> Played {
    let (server, alice, bob, carol) = three_members(scene)?;
    let dave = Member::joins(&server, "dave", &[&alice, &bob, &carol])?;
    let more = [say(&word(scene)), json_frame(&json!({ "join": "frank" })), say(&word(scene))];
    let speaks_on = |member: &Member, last: &[u8]| {
        member.peer.says_in_a_burst(&[last, &more[0], &more[1], &more[2]])
    };
    speaks_on(&carol, &json_frame(&json!({ "quit": true })))?;
    all_hear(&[&alice, &bob, &dave], News::Left("carol"))?;
    all_hear_nothing(&[&alice, &bob, &dave])?;
    speaks_on(&dave, &json_frame(&json!({ "dance": word(scene) })))?;
    all_hear(&[&alice, &bob], News::Left("dave"))?;
    let erin = Member { name: "erin", peer: server.connects("erin")? };
    speaks_on(&erin, &json_frame(&json!({ "join": "alice" })))?;
    all_hear_nothing(&[&alice, &bob])?;
    two_go_on(scene, &alice, &bob)
}

pub fn too_long(scene: &Scene) -> Played {
    let text = String::from_utf8_lossy(&scene.letters(4097)).into_owned();
    // 1,366 characters, which are 4,098 bytes.
    let few = "好".repeat(1_366);
    let claims = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes().to_vec();
    sent_away(
        scene,
        &["carol", "dave", "erin", "grace"],
        &[say(&text), say(&few), claims(LIMIT + 1), claims(usize::MAX)],
    )
}

pub fn nothing_is_left(scene: &Scene) -> Played {
    let (server, alice, bob) = alice_and_bob(scene)?;
    let before = Open::by(&server)?;
    for number in 1..=30 {
        let carol = Member::joins(&server, "carol", &[&alice, &bob])?;
        match number % 3 {
            0 => carol.peer.resets()?,
            1 => carol.peer.shuts_down()?,
            _ => carol.quits()?,
        }
        all_hear(&[&alice, &bob], News::Left("carol"))?;
        carol.peer.closes();
    }
    server.rests()?;
    before.expect_no_more(&server, Load::Members(30))
}
