//! Scenes of a chat server in which every client behaves: which members receive which news, and in
//! which order.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use stage::breach::Frame;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;
use stage::simultaneous::say_simultaneously;

use super::clock;
use super::member::{
    Member, News, all_hear, all_hear_nothing, frame, hears_json, json_frame, longest_json_frame,
    say,
};
use crate::scene::Scene;

/// The maximum length of a text, in bytes.
const LONGEST_TEXT: usize = 4096;

/// A word for a member to say.
pub fn word(scene: &Scene) -> String {
    String::from_utf8_lossy(&scene.word()).into_owned()
}

/// The server, with alice and bob as members.
pub fn alice_and_bob<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Member<'s>, Member<'s>)> {
    let server = scene.server()?;
    let alice = Member::joins(&server, "alice", &[])?;
    let bob = Member::joins(&server, "bob", &[&alice])?;
    Ok((server, alice, bob))
}

/// Like [`alice_and_bob`], and carol.
pub fn three_members<'s>(
    scene: &Scene<'s>,
) -> Played<(Program<'s>, Member<'s>, Member<'s>, Member<'s>)> {
    let (server, alice, bob) = alice_and_bob(scene)?;
    let carol = Member::joins(&server, "carol", &[&alice, &bob])?;
    Ok((server, alice, bob, carol))
}

pub fn two_talk(scene: &Scene) -> Played {
    let (_server, alice, bob) = alice_and_bob(scene)?;
    alice.tells(&[&alice, &bob], &word(scene))?;
    bob.tells(&[&alice, &bob], &word(scene))
}

pub fn says_to_all(scene: &Scene) -> Played {
    let (_server, alice, bob, carol) = three_members(scene)?;
    let all = [&alice, &bob, &carol];
    for speaker in [&alice, &bob, &carol, &alice] {
        speaker.tells(&all, &word(scene))?;
    }
    all_hear_nothing(&all)
}

/// Members speak one at a time. Each receives the news of all the others before its own line.
pub fn one_in_the_room(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = Member::joins(&server, "alice", &[])?;
    alice.tells(&[&alice], &word(scene))?;
    alice.tells(&[&alice], &word(scene))
}

pub fn joining_is_announced(scene: &Scene) -> Played {
    let (server, alice, bob, carol) = three_members(scene)?;
    // A client that has not joined is not a member, and receives nothing.
    let visitor = server.connects("a visitor")?;
    visitor.hears_nothing()?;
    alice.tells(&[&alice, &bob, &carol], &word(scene))?;
    visitor.hears_nothing()
}

/// Several rounds in which all members send at once.
pub fn one_order_for_all(scene: &Scene) -> Played {
    let (_server, alice, bob, carol) = three_members(scene)?;
    let all = [&alice, &bob, &carol];
    for _ in 0..5 {
        let texts = [word(scene), word(scene), word(scene)];
        let frames = texts.each_ref().map(|text| say(text));
        let said: Vec<_> =
            all.iter().zip(&frames).map(|(member, frame)| (&member.peer, &frame[..])).collect();
        say_simultaneously(&said)?;
        let mut order = Vec::new();
        for _ in 0..all.len() {
            let one_of = |line: &Value| {
                all.iter()
                    .zip(&texts)
                    .any(|(member, text)| line["from"] == member.name && line["say"] == text[..])
            };
            order.push(hears_json(&alice.peer, Frame::LineJustSaid, one_of)?);
        }
        for member in [&bob, &carol] {
            for line in &order {
                let same =
                    |other: &Value| other["from"] == line["from"] && other["say"] == line["say"];
                let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
                let frame = Frame::LineAsForAlice { from: text("from"), say: text("say") };
                hears_json(&member.peer, frame, same)?;
            }
        }
    }
    Ok(())
}

/// The time between two lines, several times what clocks may differ by.
const BETWEEN_LINES: Duration = Duration::from_millis(100);

/// A clock that a program reads may be a tick of the kernel behind.
const COARSE: Duration = Duration::from_millis(20);

/// The clock may be adjusted during the scene, but not by this much.
const A_MINUTE: Duration = Duration::from_secs(60);

/// The times of the lines are now, and none lies before its line was sent. A time without a fraction
/// shows that only if a second begins between two lines.
pub fn time_of_each_line(scene: &Scene) -> Played {
    let (_server, alice, bob) = alice_and_bob(scene)?;
    let begun = (Instant::now(), since_1970());
    for _ in 0..2 {
        let text = word(scene);
        let sent = since_1970();
        alice.says(&text)?;
        let is_now = |line: &Value| {
            let Some((from, to)) = line["at"].as_str().and_then(clock::span) else { return false };
            let adjusted = (begun.1 + begun.0.elapsed()).abs_diff(since_1970());
            let early = if adjusted > COARSE { A_MINUTE } else { COARSE };
            to + early >= sent && from <= since_1970() + A_MINUTE
        };
        let line = hears_json(&alice.peer, Frame::LineWithTheTime, is_now)?;
        let at = line["at"].as_str().unwrap_or_default();
        let same = Frame::LineWithTimeOf { at: at.into() };
        hears_json(&bob.peer, same, |line| line["at"] == at)?;
        alice.peer.thinks(BETWEEN_LINES);
    }
    Ok(())
}

fn since_1970() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

pub fn a_name_is_one_members(scene: &Scene) -> Played {
    let (server, alice, bob) = alice_and_bob(scene)?;
    let other = Member::asks_to_join(&server, "alice")?;
    other.hears(News::Error)?;
    other.peer.hears_end()?;
    all_hear_nothing(&[&alice, &bob])?;
    alice.tells(&[&alice, &bob], &word(scene))?;
    bob.tells(&[&alice, &bob], &word(scene))
}

pub fn a_name_is_free_again(scene: &Scene) -> Played {
    let (server, alice, bob) = alice_and_bob(scene)?;
    alice.quits()?;
    bob.hears(News::Left("alice"))?;
    let again = Member::joins(&server, "alice", &[&bob])?;
    again.tells(&[&again, &bob], &word(scene))?;
    again.peer.shuts_down()?;
    bob.hears(News::Left("alice"))?;
    let third = Member::joins(&server, "alice", &[&bob])?;
    // The earlier members with this name do not affect the current one.
    alice.peer.closes();
    again.peer.closes();
    third.tells(&[&third, &bob], &word(scene))
}

/// Any frame before a valid join is answered with an error frame, and the connection is closed.
pub fn first_a_join(scene: &Scene) -> Played {
    let server = scene.server()?;
    // A client that does not join at all delays no other client, and its end is not announced.
    let silent = server.connects("a silent visitor")?;
    silent.hears_nothing()?;
    let alice = Member::joins(&server, "alice", &[])?;
    let bob = Member::joins(&server, "bob", &[&alice])?;
    silent.closes();
    let visitor = server.connects("a hasty visitor")?;
    visitor.says(&json_frame(&json!({ "join": "carol" }))[..6])?;
    visitor.resets()?;
    let firsts = [
        say(&word(scene)),
        json_frame(&json!({ "join": "" })),
        say(""),
        json_frame(&json!({ "join": 7 })),
        json_frame(&json!({ "quit": true })),
    ];
    for (number, first) in firsts.iter().enumerate() {
        let peer = server.connects(&format!("visitor {}", number + 1))?;
        peer.says(first)?;
        hears_json(&peer, Frame::Error, |value| value["error"].is_string())?;
        peer.hears_end()?;
        peer.closes();
    }
    // The server may close these connections without an error.
    let nonsense = [
        frame(b"hello"),
        frame(b"[7]"),
        frame(b"null"),
        frame(b""),
        frame(&[b"{\"join\":\"", &[0xff, 0xfe, b'a'][..], b"\"}"].concat()),
        vec![0xff; 4],
    ];
    for (number, first) in nonsense.iter().enumerate() {
        let peer = server.connects(&format!("stranger {}", number + 1))?;
        peer.says(first)?;
        server.stays_up()?;
        peer.closes();
    }
    all_hear_nothing(&[&alice, &bob])?;
    alice.tells(&[&alice, &bob], &word(scene))
}

/// Texts as people write them, and JSON as different programs write it.
pub fn any_text(scene: &Scene) -> Played {
    let (_server, alice, bob) = alice_and_bob(scene)?;
    let all = [&alice, &bob];
    let texts = [
        format!("{} 🙂 {}", scene.chinese(4), word(scene)),
        format!("  \"{}\" \\ /{}\t ", word(scene), word(scene)),
        String::new(),
        format!("{{\"say\":\"{}\"}}", word(scene)),
        String::from_utf8_lossy(&scene.letters(LONGEST_TEXT)).into_owned(),
        // Its last character is the 4,096th byte.
        format!("{}x", "好".repeat(LONGEST_TEXT / 3)),
        format!("{}\u{2028}\u{c}{}\r\n", word(scene), word(scene)),
    ];
    for text in &texts {
        alice.tells(&all, text)?;
    }
    let word = word(scene);
    let spellings = [
        format!(" {{ \"say\" :\n\t\"\\u4f60\\u597d {word}\" }} "),
        format!("{{\"say\":\"\\ud83d\\ude42 \\u0022{word}\\/\"}}"),
    ];
    let texts = [format!("你好 {word}"), format!("🙂 \"{word}/")];
    for (spelling, text) in spellings.iter().zip(&texts) {
        bob.peer.says(&frame(spelling.as_bytes()))?;
        all_hear(&all, bob.line(text))?;
    }
    // White space counts towards the frame's length, but not towards the text's.
    alice.peer.says(&longest_json_frame(&json!({ "say": word })))?;
    all_hear(&all, alice.line(&word))
}

/// The longest name: 64 bytes.
const LONGEST_NAME: &str = "名字不过六十四个字节而这个名字正好有这么长x";
const _: () = assert!(LONGEST_NAME.len() == 64);

pub fn any_name(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = Member::joins(&server, "爱丽丝 🙂", &[])?;
    let bob = Member::joins(&server, "b\"o\\b", &[&alice])?;
    alice.tells(&[&alice, &bob], scene.chinese(3).as_str())?;
    bob.quits()?;
    alice.hears(News::Left("b\"o\\b"))?;
    // Names that a list of members may have of itself, in JavaScript and in Python.
    for name in ["constructor", "__class__"] {
        Member::joins(&server, name, &[&alice])?.quits()?;
        alice.hears(News::Left(name))?;
    }
    // The names look alike, but are three different ones.
    let carol = Member::joins(&server, "carol", &[&alice])?;
    let other = Member::joins(&server, "Carol", &[&alice, &carol])?;
    let third = Member::joins(&server, " carol", &[&alice, &carol, &other])?;
    let long = Member::joins(&server, LONGEST_NAME, &[&alice, &carol, &other, &third])?;
    let all = [&alice, &carol, &other, &third, &long];
    all.iter().try_for_each(|member| member.tells(&all, &word(scene)))?;
    all_hear_nothing(&all)
}

fn alice_says_cut(scene: &Scene, pieces: &[usize]) -> Played {
    let (_server, alice, bob) = alice_and_bob(scene)?;
    for _ in 0..2 {
        let text = String::from_utf8_lossy(&scene.letters(6)).into_owned();
        let frame = say(&text);
        let mut pieces = pieces.to_vec();
        pieces.push(frame.len() - pieces.iter().sum::<usize>());
        alice.peer.says_cut(&frame, &pieces)?;
        all_hear(&[&alice, &bob], alice.line(&text))?;
    }
    Ok(())
}

/// The header arrives whole, and the payload in pieces.
pub fn payload_in_pieces(scene: &Scene) -> Played {
    alice_says_cut(scene, &[4, 1, 2, 3, 1])
}

/// The header and the payload each arrive whole.
pub fn cut_behind_the_header(scene: &Scene) -> Played {
    alice_says_cut(scene, &[4])
}

/// The header arrives in pieces, and the payload whole.
pub fn header_in_pieces(scene: &Scene) -> Played {
    alice_says_cut(scene, &[1, 1, 1, 1])
}

/// All that alice sends, including her `quit`, arrives together.
pub fn all_in_one_breath(scene: &Scene) -> Played {
    alice_comes_and_goes(scene, |alice, said| alice.says(&said.concat()))
}

/// The server reads each of alice's frames before she sends the next one.
pub fn one_frame_at_a_time(scene: &Scene) -> Played {
    let in_turn = |alice: &Peer, said: &[Vec<u8>]| {
        alice.says_in_pieces(&said.iter().map(|frame| &frame[..]).collect::<Vec<_>>())
    };
    alice_comes_and_goes(scene, in_turn)
}

/// Alice sends all her frames, from `join` to `quit`, in this way.
fn alice_comes_and_goes(scene: &Scene, says: impl FnOnce(&Peer, &[Vec<u8>]) -> Played) -> Played {
    let server = scene.server()?;
    let bob = Member::joins(&server, "bob", &[])?;
    let peer = server.connects("alice")?;
    let alice = Member { name: "alice", peer };
    let texts: Vec<_> = (0..8).map(|_| word(scene)).collect();
    let mut said = vec![json_frame(&json!({ "join": "alice" }))];
    said.extend(texts.iter().map(|text| say(text)));
    said.push(json_frame(&json!({ "quit": true })));
    says(&alice.peer, &said)?;
    all_hear(&[&alice, &bob], News::Joined("alice"))?;
    for text in &texts {
        all_hear(&[&alice, &bob], alice.line(text))?;
    }
    bob.hears(News::Left("alice"))?;
    alice.peer.hears_end()
}

/// Half of alice's frame has arrived when bob sends a line.
pub fn bob_speaks_in_between(scene: &Scene) -> Played {
    let (_server, alice, bob) = alice_and_bob(scene)?;
    for half in [2, 4, 9] {
        let text = word(scene);
        let frame = say(&text);
        alice.peer.says_in_pieces(&[&frame[..half], b""])?;
        bob.tells(&[&alice, &bob], &word(scene))?;
        alice.peer.says(&frame[half..])?;
        all_hear(&[&alice, &bob], alice.line(&text))?;
    }
    Ok(())
}

/// Half of alice's frame arrives, then the rest, and no member sends anything in between.
pub fn nobody_speaks_in_between(scene: &Scene) -> Played {
    let (_server, alice, bob) = alice_and_bob(scene)?;
    for half in [2, 4, 9] {
        let text = word(scene);
        let frame = say(&text);
        alice.peer.says_in_pieces(&[&frame[..half], &frame[half..]])?;
        all_hear(&[&alice, &bob], alice.line(&text))?;
        bob.tells(&[&alice, &bob], &word(scene))?;
    }
    Ok(())
}
