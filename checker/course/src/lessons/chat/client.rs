//! Scenes of a chat client. Bob plays the server. The client sends him each typed line, and prints each
//! line that he passes on, even if nothing was typed before.

use serde_json::json;
use stage::breach::Frame;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::member::{frame, hears_json, json_frame, longest_json_frame};
use super::server::word;
use crate::scene::Scene;

/// The time in bob's frames.
const AT: &str = "2026-03-01T12:00:00Z";

/// Starts the client under this name, and bob receives its join request.
pub(super) fn asks_to_join<'s>(scene: &Scene<'s>, name: &str) -> Played<(Program<'s>, Peer<'s>)> {
    let (client, bob) = scene.client_visits_with("bob", &[name])?;
    let join = Frame::Join { name: name.into() };
    hears_json(&bob, join, |value| value["join"] == name)?;
    Ok((client, bob))
}

/// Like [`asks_to_join`], and bob confirms that it has joined.
pub(super) fn joins<'s>(scene: &Scene<'s>, name: &str) -> Played<(Program<'s>, Peer<'s>)> {
    let (client, bob) = asks_to_join(scene, name)?;
    bob.says(&json_frame(&json!({ "joined": name })))?;
    client.prints_line(format!("* {name} joined").as_bytes())?;
    Ok((client, bob))
}

pub(super) fn line_frame(from: &str, text: &str) -> Vec<u8> {
    json_frame(&json!({ "from": from, "at": AT, "say": text }))
}

/// Bob passes on a line, and the client prints it.
pub(super) fn passes_on(client: &Program, bob: &Peer, from: &str, text: &str) -> Played {
    bob.says(&line_frame(from, text))?;
    client.prints_line(format!("{from}: {text}").as_bytes())
}

/// Bob receives a frame that says this text.
fn hears_say(bob: &Peer, text: &str) -> Played {
    let say = Frame::Say { say: text.into() };
    hears_json(bob, say, |value| value["say"] == text).map(drop)
}

/// A line is typed, and bob receives it.
fn line(client: &Program, bob: &Peer, text: &str) -> Played {
    client.types_line(text.as_bytes())?;
    hears_say(bob, text)
}

fn quits(bob: &Peer) -> Played {
    hears_json(bob, Frame::Quit, |value| value["quit"] == true).map(drop)
}

pub fn joins_first(scene: &Scene) -> Played {
    let name = word(scene);
    let (client, bob) = joins(scene, &name)?;
    bob.hears_nothing()?;
    line(&client, &bob, &word(scene))
}

/// Each typed line comes back from bob and is printed, one at a time.
pub fn in_turn(scene: &Scene) -> Played {
    let (client, bob) = asks_to_join(scene, "alice")?;
    bob.says(&json_frame(&json!({ "joined": "alice" })))?;
    let text = word(scene);
    for _ in 0..3 {
        line(&client, &bob, &text)?;
        bob.says(&line_frame("alice", &text))?;
    }
    // A client that prints one answer for each typed line has by now printed only the two oldest.
    client.prints_line(b"* alice joined")?;
    client.prints_line(format!("alice: {text}").as_bytes())
}

pub fn says_what_is_typed(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    let texts = [
        word(scene),
        String::new(),
        format!("{} \"{}\" \\ {}", word(scene), word(scene), word(scene)),
        format!("{} 🙂", scene.chinese(4)),
        String::from_utf8_lossy(&scene.letters(4096)).into_owned(),
    ];
    texts.iter().try_for_each(|text| line(&client, &bob, text))?;
    // Several lines that are typed at once, as when a user pastes them.
    let texts = [word(scene), word(scene), String::new(), word(scene)];
    client.types_line(texts.join("\n").as_bytes())?;
    texts.iter().try_for_each(|text| hears_say(&bob, text))
}

/// White space at the ends, characters that end a line elsewhere, a `\r` before the newline, and
/// lines that are almost `q`.
pub fn any_line_typed(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    let mut texts = vec![
        format!("  {} \t", word(scene)),
        format!("{}\u{2028}{}\u{c}{}", word(scene), word(scene), word(scene)),
        format!("{}\r{}\r", word(scene), word(scene)),
    ];
    texts.extend(scene.not_quite_q().map(|text| String::from_utf8_lossy(&text).into_owned()));
    texts.iter().try_for_each(|text| line(&client, &bob, text))
}

/// The output appears only when the client ends, except for output that does not fit into a buffer. A
/// client that collects its output in a buffer of its own shows neither.
pub fn shown_by_its_buffers(scene: &Scene) -> Played {
    let (client, bob) = asks_to_join(scene, "alice")?;
    bob.says(&json_frame(&json!({ "joined": "alice" })))?;
    client.prints_nothing()?;
    bob.says(&json_frame(&json!({ "bye": true })))?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_line(b"* alice joined")?;
    let (client, bob) = asks_to_join(scene, "alice")?;
    bob.says(&json_frame(&json!({ "joined": "alice" })))?;
    let text = String::from_utf8_lossy(&scene.letters(1000)).into_owned();
    (0..200).try_for_each(|_| bob.says(&line_frame("carol", &text)))?;
    client.prints_line(b"* alice joined")
}

/// The client sends the second line with the first in front of it.
pub fn second_line_has_the_first(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    let (first, second) = (word(scene), word(scene));
    line(&client, &bob, &first)?;
    client.types_line(second.as_bytes())?;
    let begins = |value: &serde_json::Value| {
        value["say"].as_str().is_some_and(|said| said.starts_with(&first))
    };
    hears_json(&bob, Frame::BothLines, begins).map(drop)
}

/// The client prints its own line when it comes back, and only then.
pub fn own_lines_come_back(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    let text = word(scene);
    line(&client, &bob, &text)?;
    client.prints_nothing()?;
    passes_on(&client, &bob, "carol", &word(scene))?;
    passes_on(&client, &bob, "alice", &text)?;
    client.prints_nothing()
}

pub fn prints_what_is_heard(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    bob.says(&json_frame(&json!({ "joined": "carol" })))?;
    client.prints_line(b"* carol joined")?;
    for _ in 0..3 {
        passes_on(&client, &bob, "carol", &word(scene))?;
    }
    bob.says(&json_frame(&json!({ "left": "carol" })))?;
    client.prints_line(b"* carol left")?;
    line(&client, &bob, &word(scene))
}

pub fn any_text(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "爱丽丝")?;
    passes_on(&client, &bob, "b\"o", &format!("{} 🙂", scene.chinese(3)))?;
    passes_on(&client, &bob, "bob", "")?;
    passes_on(&client, &bob, "bob", &format!("  {} \\ \"{}\" ", word(scene), word(scene)))?;
    let word = word(scene);
    let spelt = format!(
        " {{\"say\" : \"\\u4f60\\u597d \\ud83d\\ude42 {word}\\/\",\n\"from\":\"\\u0061nn\", \"at\": \"{AT}\"}} "
    );
    bob.says(&frame(spelt.as_bytes()))?;
    client.prints_line(format!("ann: 你好 🙂 {word}/").as_bytes())
}

pub fn more_than_it_knows(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    let text = word(scene);
    bob.says(&json_frame(&json!({ "topic": word(scene), "by": "carol" })))?;
    client.prints_nothing()?;
    bob.says(&json_frame(&json!({
        "from": "carol", "colour": 7, "at": AT, "say": text, "reply": { "to": null } })))?;
    client.prints_line(format!("carol: {text}").as_bytes())?;
    // An object with only some of a line's fields, and a frame of the maximum length.
    bob.says(&json_frame(&json!({ "from": "carol", "at": AT, "typing": true })))?;
    bob.says(&longest_json_frame(&json!({ "topic": word(scene) })))?;
    client.prints_nothing()?;
    passes_on(&client, &bob, "carol", &word(scene))
}

pub fn news_in_pieces(scene: &Scene) -> Played {
    news_cut(scene, &[&[2, 2, 5], &[4, 1, 1, 1], &[9, 3]])
}

/// The header of each frame arrives whole.
pub fn news_cut_behind_the_header(scene: &Scene) -> Played {
    news_cut(scene, &[&[4], &[4, 1, 1, 1], &[9, 3]])
}

/// A frame for each list, which has the lengths of its first pieces.
fn news_cut(scene: &Scene, frames: &[&[usize]]) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    for pieces in frames {
        let text = scene.chinese(3);
        let frame = line_frame("carol", &text);
        let mut pieces = pieces.to_vec();
        pieces.push(frame.len() - pieces.iter().sum::<usize>());
        bob.says_cut(&frame, &pieces)?;
        let line = format!("carol: {text}");
        client.with_the_last_cut(client.prints_line(line.as_bytes()))?;
    }
    Ok(())
}

pub fn news_in_one_breath(scene: &Scene) -> Played {
    let (client, bob) = asks_to_join(scene, "alice")?;
    let texts: Vec<_> = (0..10).map(|_| word(scene)).collect();
    let mut news = vec![json_frame(&json!({ "joined": "alice" }))];
    news.extend(texts.iter().map(|text| line_frame("carol", text)));
    bob.says(&news.concat())?;
    client.prints_line(b"* alice joined")?;
    texts.iter().try_for_each(|text| client.prints_line(format!("carol: {text}").as_bytes()))
}

/// The client prints one frame for each read, however many frames have arrived, and loses none.
pub fn one_frame_for_each_read(scene: &Scene) -> Played {
    let (client, bob) = asks_to_join(scene, "alice")?;
    let (first, second) = (word(scene), line_frame("carol", &word(scene)));
    let joined = json_frame(&json!({ "joined": "alice" }));
    bob.says(&[joined, line_frame("carol", &first), second].concat())?;
    client.prints_line(b"* alice joined")?;
    client.prints_nothing()?;
    bob.says(&line_frame("carol", &word(scene)))?;
    client.prints_line(format!("carol: {first}").as_bytes())?;
    client.prints_nothing()
}

/// Half a line has been typed when bob passes something on.
pub fn half_a_line_is_typed(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    for _ in 0..2 {
        let (half, rest) = (word(scene), word(scene));
        client.types(half.as_bytes())?;
        client.prints_nothing()?;
        passes_on(&client, &bob, "carol", &word(scene))?;
        client.types_line(rest.as_bytes())?;
        hears_say(&bob, &(half + &rest))?;
    }
    // The first half ends within a character.
    let text = scene.chinese(2);
    client.types(&text.as_bytes()[..4])?;
    client.prints_nothing()?;
    passes_on(&client, &bob, "carol", &word(scene))?;
    client.types_line(&text.as_bytes()[4..])?;
    hears_say(&bob, &text)
}

/// Half of bob's frame has arrived when a line is typed. A belief recognises this scene by dave,
/// since no other line is from him.
pub fn half_a_frame_is_heard(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    for half in [2, 4, 9] {
        let text = word(scene);
        let frame = line_frame("dave", &text);
        bob.says_in_pieces(&[&frame[..half], b""])?;
        line(&client, &bob, &word(scene))?;
        bob.says(&frame[half..])?;
        client.prints_line(format!("dave: {text}").as_bytes())?;
    }
    Ok(())
}

/// Lines and frames arrive in pieces, but each is complete before the other side sends anything.
pub fn nothing_in_between(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    for half in [2, 4, 9] {
        let (typed, text) = (word(scene), word(scene));
        client.types(typed.as_bytes())?;
        client.prints_nothing()?;
        client.types_line(b"")?;
        hears_say(&bob, &typed)?;
        let frame = line_frame("carol", &text);
        bob.says_in_pieces(&[&frame[..half], &frame[half..]])?;
        client.prints_line(format!("carol: {text}").as_bytes())?;
    }
    Ok(())
}

/// The client prints lines that others said before she left, even if they arrive after she has typed
/// `q`.
pub fn q_quits(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    line(&client, &bob, &word(scene))?;
    client.types_line(b"q")?;
    quits(&bob)?;
    client.prints_nothing()?;
    passes_on(&client, &bob, "carol", &word(scene))?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

/// Like [`q_quits`], but no other member has anything to say.
pub fn quits_and_is_done(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    line(&client, &bob, &word(scene))?;
    client.types_line(b"q")?;
    quits(&bob)?;
    bob.closes();
    client.ends_with(0)
}

pub fn end_of_input_quits(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    let text = word(scene);
    client.types(text.as_bytes())?;
    client.stops_typing();
    hears_say(&bob, &text)?;
    quits(&bob)?;
    bob.shuts_down()?;
    client.ends_with(0)
}

pub fn good_bye(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    passes_on(&client, &bob, "carol", &word(scene))?;
    bob.says(&json_frame(&json!({ "bye": true })))?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()?;
    // Only the field's name counts, not its value.
    let (client, bob) = joins(scene, "dave")?;
    bob.says(&json_frame(&json!({ "bye": true })))?;
    client.ends_with(0)?;
    client.prints_nothing()
}
