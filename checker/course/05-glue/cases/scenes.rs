//! The scenes of this lesson's cases, and their controls.

use stage::breach::Measure;
use stage::fault::{Missing, Played};
use stage::peer::{Manner, Peer};
use stage::program::Program;

use crate::scene::Scene;

/// Starts the server with these sizes, and alice connects.
pub fn server_and_alice<'s>(scene: &Scene<'s>, sizes: &[&str]) -> Played<(Program<'s>, Peer<'s>)> {
    let server = scene.server_with(sizes)?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

/// The server prints the results of these receives, counted from 1, and exits with status 0.
pub fn shows(server: &Program, receives: &[&str]) -> Played {
    for (index, shown) in receives.iter().enumerate() {
        let line = format!("info_{}: {shown}", index + 1);
        if shown.is_empty() {
            // Both forms show an empty receive: with a space after the colon, and without.
            server.prints_line_or(line.as_bytes(), line.trim_end().as_bytes())?;
        } else {
            server.prints_line(line.as_bytes())?;
        }
    }
    server.ends_with(0)?;
    server.prints_nothing()
}

/// `count` letters, as bytes and as text.
pub fn letters(scene: &Scene, count: usize) -> String {
    String::from_utf8(scene.letters(count)).expect("letters are UTF-8")
}

pub fn glued(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1024"])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_a_burst(&[hello.as_bytes(), hi.as_bytes()])?;
    alice.shuts_down()?;
    shows(&server, &[&(hello + &hi), ""])
}

pub fn glued_and_cut(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["2", "5"])?;
    let both = letters(scene, 7);
    alice.says_in_a_burst(&[&both.as_bytes()[..5], &both.as_bytes()[5..]])?;
    shows(&server, &[&both[..2], &both[2..]])
}

pub fn dripped(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1024"])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_pieces(&[hello.as_bytes(), hi.as_bytes()])?;
    shows(&server, &[&hello, &hi])
}

pub fn dripped_and_cut(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["2", "5"])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_pieces(&[hello.as_bytes(), hi.as_bytes()])?;
    shows(&server, &[&hello[..2], &hello[2..]])
}

pub fn byte_by_byte(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1", "2", "1024", "5"])?;
    let word = letters(scene, 5);
    alice.says_byte_by_byte(word.as_bytes())?;
    let bytes: Vec<String> = word.chars().map(String::from).collect();
    shows(&server, &bytes.iter().map(String::as_str).collect::<Vec<_>>())
}

pub fn exact_fit(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["5", "2"])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_a_burst(&[hello.as_bytes(), hi.as_bytes()])?;
    shows(&server, &[&hello, &hi])
}

/// The server shows a piece that fits exactly. It waits for more if the buffer has room, however long
/// the silence is. A server that takes a silence for the end of a message prints the bytes so far.
pub fn waits_until_it_is_full(scene: &Scene) -> Played {
    exact_fit(scene)?;
    let (server, alice) = server_and_alice(scene, &["1024"])?;
    alice.says(letters(scene, 5).as_bytes())?;
    (0..5).try_for_each(|_| server.does_not_give_up())
}

pub fn long_message(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1024", "1024", "1024"])?;
    let message = letters(scene, 3000);
    alice.says_in_a_burst(&[message.as_bytes()])?;
    alice.shuts_down()?;
    shows(&server, &[&message[..1024], &message[1024..2048], &message[2048..], ""])
}

pub fn one_receive_each(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024"])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_pieces(&[hello.as_bytes(), hi.as_bytes()])?;
    shows(&server, &[&hello])
}

pub fn nothing_at_the_end(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1", "1024"])?;
    let word = letters(scene, 6);
    alice.says(word.as_bytes())?;
    alice.shuts_down()?;
    shows(&server, &[&word, "", ""])
}

pub fn leaves_without_a_word(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1024"])?;
    alice.closes();
    shows(&server, &["", ""])
}

/// The form in which the server should show bytes that are not text: `\xe4\xbd`.
pub fn escaped(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()
}

pub fn character_cut_in_two(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["4", "1024"])?;
    let (whole, cut, last) = (scene.chinese(1), scene.chinese(1), letters(scene, 2));
    let (first, rest) = cut.as_bytes().split_at(1);
    alice.says((whole.clone() + &cut + &last).as_bytes())?;
    shows(&server, &[&(whole + &escaped(first)), &(escaped(rest) + &last)])
}

pub fn character_byte_by_byte(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1", "1", "1"])?;
    let character = scene.chinese(1);
    alice.says(character.as_bytes())?;
    let shown: Vec<String> = character.as_bytes().chunks(1).map(escaped).collect();
    shows(&server, &shown.iter().map(String::as_str).collect::<Vec<_>>())
}

pub fn whole_characters(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["3", "1024"])?;
    let (first, second) = (scene.chinese(1), scene.chinese(2));
    alice.says((first.clone() + &second).as_bytes())?;
    shows(&server, &[&first, &second])
}

pub fn bytes_that_are_no_text(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024"])?;
    let (word, character) = (letters(scene, 4), scene.chinese(1));
    let said = [b"\xff", word.as_bytes(), b"\x80\xfe", character.as_bytes(), b"\xc0"].concat();
    alice.says(&said)?;
    shows(&server, &[&format!("\\xff{word}\\x80\\xfe{character}\\xc0")])
}

/// Bytes with the form of UTF-8 that encode nothing: characters in more bytes than they need, half a surrogate
/// pair, and a number above the last character. A character of four bytes is among them.
pub fn only_the_form_of_text(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024"])?;
    let (word, whole) = (letters(scene, 4), "😀");
    let wrong: [&[u8]; 4] = [b"\xc0\x80", b"\xe0\x80\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"];
    let said = wrong.map(|bytes| [bytes, word.as_bytes(), whole.as_bytes()].concat());
    alice.says(&said.concat())?;
    shows(&server, &[&wrong.map(|bytes| escaped(bytes) + &word + whole).concat()])
}

/// The first byte of a character is followed by a byte that cannot continue it.
pub fn a_character_begun(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024"])?;
    let (word, last) = (letters(scene, 4), letters(scene, 3));
    alice.says(&[word.as_bytes(), b"\xe4", last.as_bytes()].concat())?;
    shows(&server, &[&format!("{word}\\xe4{last}")])
}

/// A backslash, a tab and a NUL are UTF-8 like any letter.
pub fn signs_as_they_are(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024"])?;
    let [a, b, c, d] = std::array::from_fn(|_| letters(scene, 2));
    let message = format!("{a}\\{b}\t{c}\0{d}");
    alice.says(message.as_bytes())?;
    shows(&server, &[&message])
}

pub fn spaces_are_shown(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024"])?;
    let message = letters(scene, 5) + "  ";
    alice.says(message.as_bytes())?;
    shows(&server, &[&message])
}

pub fn client_resets(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1024"])?;
    alice.says(&scene.word())?;
    server.rests()?;
    alice.resets()?;
    server.ends_in_good_order()
}

pub fn address_in_use(scene: &Scene) -> Played {
    let _somebody = scene.another_peer_takes_the_address()?;
    let server = scene.server_starts_with(&["1024"])?;
    server.ends_with(1)?;
    server.reports_an_error()
}

/// The client starts with these messages. Bob receives them as one stream, and then its end.
pub fn sends(scene: &Scene, arguments: &[&str], stream: &str) -> Played {
    let (client, bob) = scene.client_visits_with("bob", arguments)?;
    bob.hears(stream.as_bytes())?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)
}

pub fn nothing_between(scene: &Scene) -> Played {
    let words: [String; 3] = std::array::from_fn(|_| letters(scene, 6));
    sends(scene, &words.each_ref().map(String::as_str), &words.concat())
}

pub fn messages_as_they_are(scene: &Scene) -> Played {
    let (first, last) = ("  ".to_owned() + &letters(scene, 4), letters(scene, 3) + " \t");
    let words = [first, scene.chinese(2), last];
    sends(scene, &words.each_ref().map(String::as_str), &words.concat())
}

pub fn empty_messages(scene: &Scene) -> Played {
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    sends(scene, &["", &hello, "", &hi, ""], &(hello.clone() + &hi))
}

pub fn long_messages(scene: &Scene) -> Played {
    let (long, longer) = (letters(scene, 70_001), letters(scene, 100_003));
    sends(scene, &[&long, &longer], &(long.clone() + &longer))
}

/// Bob delays his acknowledgements and does not read until the client has sent everything. If the
/// client's kernel holds data back until an acknowledgement arrives, it does so until the client closes.
pub fn in_their_own_time<'s>(
    scene: &Scene<'s>,
    arguments: &[&str],
) -> Played<(Program<'s>, Peer<'s>)> {
    let listener = scene.opens_in("bob", Manner { is_deaf: true, ..Manner::default() })?;
    listener.acknowledges_late()?;
    let client = scene.client_with(arguments)?;
    let bob = listener.accepts(&client)?;
    let length = arguments.iter().filter(|word| **word != "--nodelay").map(|word| word.len()).sum();
    bob.gets_sent(length)?;
    client.rests_or_has_ended()?;
    Ok((client, bob))
}

pub fn nobody_is_in_a_hurry(scene: &Scene) -> Played {
    let words: [String; 4] = std::array::from_fn(|_| letters(scene, 6));
    let arguments = words.each_ref().map(String::as_str);
    let (client, bob) = in_their_own_time(scene, &arguments)?;
    bob.hears(words.concat().as_bytes())?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)
}

/// Each of these messages leaves in a segment of its own. There are fewer than ten, so all may be
/// in flight before the first is acknowledged (the initial window, RFC 6928).
pub fn in_as_many_segments(scene: &Scene, words: &[String]) -> Played {
    let mut arguments = vec!["--nodelay"];
    arguments.extend(words.iter().map(String::as_str));
    let (client, bob) = in_their_own_time(scene, &arguments)?;
    let sent = bob.segments_sent_to_it();
    bob.hears(words.concat().as_bytes())?;
    bob.hears_end()?;
    // If the client's socket does not report the count, use bob's. A segment that was not
    // acknowledged in time arrived twice, so there may be more segments than messages, but never
    // fewer.
    let counted = sent.or_else(|| bob.segments_received());
    let counted =
        counted.ok_or_else(|| Missing::new("counting segments", "the kernel tells none"))?;
    bob.closes();
    client.ends_with(0)?;
    let messages = words.len() as u64;
    client.fact(Measure::Segments, messages, counted.min(messages))
}

pub fn segments_of_their_own(scene: &Scene) -> Played {
    let words: Vec<String> = (0..scene.number(6..=8)).map(|_| letters(scene, 5)).collect();
    in_as_many_segments(scene, &words)
}

pub fn a_segment_for_one(scene: &Scene) -> Played {
    in_as_many_segments(scene, &[letters(scene, 5)])
}

pub fn nobody_listens(scene: &Scene) -> Played {
    let client = scene.client_with(&[&letters(scene, 5)])?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}
