//! Lesson 05: what was sent twice is received once, and the other way about. Each case is a schedule
//! of sends, and the output that follows from it, the same each time it is played.

use stage::fault::{Missing, Played};
use stage::peer::{Manner, Peer};
use stage::program::Program;

use super::scene::Scene;
use super::{Case, Exposes};
use crate::events::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "glued",
        role: Server,
        promise: "Two sends that are there when the server receives come as one, and then there is nothing",
        play: glued,
        exposes: &[Exposes { belief: "buffer-is-message", control: exact_fit }],
    },
    Case {
        name: "glued-and-cut",
        role: Server,
        promise: "A receive takes as many bytes as fit, and the next one goes on where it stopped",
        play: glued_and_cut,
        exposes: &[Exposes { belief: "two-sends-are-two-receives", control: dripped }],
    },
    Case {
        name: "dripped",
        role: Server,
        promise: "Two sends that come one after the other come as two, though both would have fitted into one",
        play: dripped,
        exposes: &[Exposes { belief: "read-fills-the-buffer", control: exact_fit }],
    },
    Case {
        name: "dripped-and-cut",
        role: Server,
        promise: "A receive brings what is left of the first send, and does not wait for the second",
        play: dripped_and_cut,
        exposes: &[],
    },
    Case {
        name: "byte-by-byte",
        role: Server,
        promise: "A send that comes byte by byte is as many receives as it has bytes",
        play: byte_by_byte,
        exposes: &[Exposes { belief: "read-fills-the-buffer", control: exact_fit }],
    },
    Case {
        name: "exact-fit",
        role: Server,
        promise: "Sizes that are those of the messages show the messages",
        play: exact_fit,
        exposes: &[],
    },
    Case {
        name: "long-message",
        role: Server,
        promise: "One send of 3000 bytes is received in three parts, none longer than its size",
        play: long_message,
        exposes: &[],
    },
    Case {
        name: "one-receive-each",
        role: Server,
        promise: "The server receives once for each size, ends with status 0, and leaves what comes later alone",
        play: one_receive_each,
        exposes: &[Exposes { belief: "read-fills-the-buffer", control: exact_fit }],
    },
    Case {
        name: "nothing-at-the-end",
        role: Server,
        promise: "After the end of the stream each receive brings nothing, and is shown",
        play: nothing_at_the_end,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: exact_fit }],
    },
    Case {
        name: "leaves-without-a-word",
        role: Server,
        promise: "The server shows that nothing came from a client that leaves without a word",
        play: leaves_without_a_word,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: exact_fit }],
    },
    Case {
        name: "character-cut-in-two",
        role: Server,
        promise: "The bytes of a character that was cut in two are shown as \\xNN, and the whole one beside it as it is",
        play: character_cut_in_two,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: whole_characters }],
    },
    Case {
        name: "character-byte-by-byte",
        role: Server,
        promise: "Each byte of a character that comes alone is shown as \\xNN",
        play: character_byte_by_byte,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: whole_characters }],
    },
    Case {
        name: "bytes-that-are-no-text",
        role: Server,
        promise: "Bytes that are no text are shown as \\xNN, and the letters among them as they are",
        play: bytes_that_are_no_text,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: whole_characters }],
    },
    Case {
        name: "spaces-are-shown",
        role: Server,
        promise: "The spaces at the end of what came are shown, too",
        play: spaces_are_shown,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: exact_fit }],
    },
    Case {
        name: "client-resets",
        role: Server,
        promise: "The server ends in good order when its client resets the connection between two receives",
        play: client_resets,
        exposes: &[Exposes { belief: "network-never-fails", control: nothing_at_the_end }],
    },
    Case {
        name: "address-in-use",
        role: Server,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: address_in_use,
        exposes: &[],
    },
    Case {
        name: "nothing-between",
        role: Client,
        promise: "The client sends its messages with nothing between them, closes, and ends with status 0",
        play: nothing_between,
        exposes: &[],
    },
    Case {
        name: "messages-as-they-are",
        role: Client,
        promise: "The client sends each message as it is: other alphabets, and spaces at its ends",
        play: messages_as_they_are,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: nothing_between }],
    },
    Case {
        name: "empty-messages",
        role: Client,
        promise: "An empty message adds nothing to the stream, and those around it are sent",
        play: empty_messages,
        exposes: &[],
    },
    Case {
        name: "long-messages",
        role: Client,
        promise: "The client sends long messages whole, in order",
        play: long_messages,
        exposes: &[],
    },
    Case {
        name: "nobody-is-in-a-hurry",
        role: Client,
        promise: "Everything arrives, though nobody acknowledges anything for a while",
        play: nobody_is_in_a_hurry,
        exposes: &[],
    },
    Case {
        name: "segments-of-their-own",
        role: Client,
        promise: "With --nodelay each message leaves in a segment of its own",
        play: segments_of_their_own,
        exposes: &[
            Exposes { belief: "each-send-is-a-segment", control: a_segment_for_one },
            Exposes { belief: "sends-may-be-joined", control: a_segment_for_one },
        ],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: nobody_listens,
        exposes: &[],
    },
];

/// The server, told these sizes, and alice.
fn server_and_alice<'s>(scene: &Scene<'s>, sizes: &[&str]) -> Played<(Program<'s>, Peer<'s>)> {
    let server = scene.server_with(sizes)?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

/// The server shows what these receives brought, counted from 1, and ends with status 0.
fn shows(server: &Program, receives: &[&str]) -> Played {
    for (index, shown) in receives.iter().enumerate() {
        let line = format!("info_{}: {shown}", index + 1);
        if shown.is_empty() {
            // With a space behind the colon or without: both are nothing.
            server.prints_line_or(line.as_bytes(), line.trim_end().as_bytes())?;
        } else {
            server.prints_line(line.as_bytes())?;
        }
    }
    server.ends_with(0)?;
    server.prints_nothing()
}

/// So many letters, as bytes and as text.
fn letters(scene: &Scene, count: usize) -> String {
    String::from_utf8(scene.letters(count)).expect("letters are UTF-8")
}

fn glued(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1024"])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_one_breath(&[hello.as_bytes(), hi.as_bytes()])?;
    alice.shuts_down()?;
    shows(&server, &[&(hello + &hi), ""])
}

fn glued_and_cut(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["2", "5"])?;
    let both = letters(scene, 7);
    alice.says_in_one_breath(&[&both.as_bytes()[..5], &both.as_bytes()[5..]])?;
    shows(&server, &[&both[..2], &both[2..]])
}

fn dripped(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1024"])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_pieces(&[hello.as_bytes(), hi.as_bytes()])?;
    shows(&server, &[&hello, &hi])
}

fn dripped_and_cut(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["2", "5"])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_pieces(&[hello.as_bytes(), hi.as_bytes()])?;
    shows(&server, &[&hello[..2], &hello[2..]])
}

fn byte_by_byte(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1", "2", "1024", "5"])?;
    let word = letters(scene, 5);
    alice.says_byte_by_byte(word.as_bytes())?;
    let bytes: Vec<String> = word.chars().map(String::from).collect();
    shows(&server, &bytes.iter().map(String::as_str).collect::<Vec<_>>())
}

fn exact_fit(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["5", "2"])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_one_breath(&[hello.as_bytes(), hi.as_bytes()])?;
    shows(&server, &[&hello, &hi])
}

fn long_message(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1024", "1024", "1024"])?;
    let message = letters(scene, 3000);
    alice.says_in_one_breath(&[message.as_bytes()])?;
    alice.shuts_down()?;
    shows(&server, &[&message[..1024], &message[1024..2048], &message[2048..], ""])
}

fn one_receive_each(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024"])?;
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    alice.says_in_pieces(&[hello.as_bytes(), hi.as_bytes()])?;
    shows(&server, &[&hello])
}

fn nothing_at_the_end(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1", "1024"])?;
    let word = letters(scene, 6);
    alice.says(word.as_bytes())?;
    alice.shuts_down()?;
    shows(&server, &[&word, "", ""])
}

fn leaves_without_a_word(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1024"])?;
    alice.closes();
    shows(&server, &["", ""])
}

/// Bytes as the server should show them where none of them is text: `\xe4\xbd`.
fn escaped(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()
}

fn character_cut_in_two(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["4", "1024"])?;
    let (whole, cut, last) = (scene.chinese(1), scene.chinese(1), letters(scene, 2));
    let (first, rest) = cut.as_bytes().split_at(1);
    alice.says((whole.clone() + &cut + &last).as_bytes())?;
    shows(&server, &[&(whole + &escaped(first)), &(escaped(rest) + &last)])
}

fn character_byte_by_byte(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1", "1", "1"])?;
    let character = scene.chinese(1);
    alice.says(character.as_bytes())?;
    let shown: Vec<String> = character.as_bytes().chunks(1).map(escaped).collect();
    shows(&server, &shown.iter().map(String::as_str).collect::<Vec<_>>())
}

fn whole_characters(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["3", "1024"])?;
    let (first, second) = (scene.chinese(1), scene.chinese(2));
    alice.says((first.clone() + &second).as_bytes())?;
    shows(&server, &[&first, &second])
}

fn bytes_that_are_no_text(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024"])?;
    let (word, character) = (letters(scene, 4), scene.chinese(1));
    let said = [b"\xff", word.as_bytes(), b"\x80\xfe", character.as_bytes(), b"\xc0"].concat();
    alice.says(&said)?;
    shows(&server, &[&format!("\\xff{word}\\x80\\xfe{character}\\xc0")])
}

fn spaces_are_shown(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024"])?;
    let message = letters(scene, 5) + "  ";
    alice.says(message.as_bytes())?;
    shows(&server, &[&message])
}

fn client_resets(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, &["1024", "1024"])?;
    alice.says(&scene.word())?;
    server.rests()?;
    alice.resets()?;
    server.ends_in_good_order()
}

fn address_in_use(scene: &Scene) -> Played {
    let _somebody = scene.somebody_has_the_address()?;
    let server = scene.server_starts_with(&["1024"])?;
    server.ends_with(1)?;
    server.complains()
}

/// The client is told these messages, and bob hears them as one, and the end.
fn sends(scene: &Scene, arguments: &[&str], stream: &str) -> Played {
    let (client, bob) = scene.client_visits_with("bob", arguments)?;
    bob.hears(stream.as_bytes())?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)
}

fn nothing_between(scene: &Scene) -> Played {
    let words: [String; 3] = std::array::from_fn(|_| letters(scene, 6));
    sends(scene, &words.each_ref().map(String::as_str), &words.concat())
}

fn messages_as_they_are(scene: &Scene) -> Played {
    let (first, last) = ("  ".to_owned() + &letters(scene, 4), letters(scene, 3) + " \t");
    let words = [first, scene.chinese(2), last];
    sends(scene, &words.each_ref().map(String::as_str), &words.concat())
}

fn empty_messages(scene: &Scene) -> Played {
    let (hello, hi) = (letters(scene, 5), letters(scene, 2));
    sends(scene, &["", &hello, "", &hi, ""], &(hello.clone() + &hi))
}

fn long_messages(scene: &Scene) -> Played {
    let (long, longer) = (letters(scene, 70_001), letters(scene, 100_003));
    sends(scene, &[&long, &longer], &(long.clone() + &longer))
}

/// Bob acknowledges late, and is deaf until the client has sent all it has. So what it keeps back
/// until it hears an acknowledgement, it keeps back until it closes.
fn in_their_own_time<'s>(
    scene: &Scene<'s>,
    arguments: &[&str],
    stream: &str,
) -> Played<(Program<'s>, Peer<'s>)> {
    let house = scene.opens_in("bob", Manner { is_deaf: true, ..Manner::default() })?;
    house.acknowledges_late()?;
    let client = scene.client_with(arguments)?;
    let bob = house.accepts(&client)?;
    client.rests_or_has_ended()?;
    bob.hears(stream.as_bytes())?;
    bob.hears_end()?;
    Ok((client, bob))
}

fn nobody_is_in_a_hurry(scene: &Scene) -> Played {
    let words: [String; 4] = std::array::from_fn(|_| letters(scene, 6));
    let arguments = words.each_ref().map(String::as_str);
    let (client, bob) = in_their_own_time(scene, &arguments, &words.concat())?;
    bob.closes();
    client.ends_with(0)
}

/// Each of these messages arrives in a segment of its own. There are fewer than ten, so that all may
/// be on their way before the first is acknowledged (the initial window, RFC 6928). A segment that
/// nobody acknowledged in time came twice, and there may be more of them than messages; never fewer.
fn in_as_many_segments(scene: &Scene, words: &[String]) -> Played {
    let mut arguments = vec!["--nodelay"];
    arguments.extend(words.iter().map(String::as_str));
    let (client, bob) = in_their_own_time(scene, &arguments, &words.concat())?;
    let told = bob.segments_received();
    let told = told.ok_or_else(|| Missing::new("counting segments", "the kernel tells none"))?;
    bob.closes();
    client.ends_with(0)?;
    let messages = words.len() as u64;
    client.fact("number of segments in which its messages left", messages, told.min(messages))
}

fn segments_of_their_own(scene: &Scene) -> Played {
    let words: Vec<String> = (0..scene.number(6..=8)).map(|_| letters(scene, 5)).collect();
    in_as_many_segments(scene, &words)
}

fn a_segment_for_one(scene: &Scene) -> Played {
    in_as_many_segments(scene, &[letters(scene, 5)])
}

fn nobody_listens(scene: &Scene) -> Played {
    let client = scene.client_with(&[&letters(scene, 5)])?;
    client.ends_with(1)?;
    client.complains()?;
    client.prints_nothing()
}
