//! Lesson 01: one message, one reply, and the end. The protocol has no message boundaries, so no
//! case here splits a message. Two sends that arrive before the server reads are one message to it.

use stage::bytes::upper;
use stage::fault::Played;

use super::Case;
use crate::case::Need;
use crate::ids::*;
use crate::lessons::{belief, rows};
use crate::scene::Scene;

pub const CASES: &[Case] = &[
    Case::server("shouts-back", shouts_back)
        .promises("The server sends a message back in upper case, closes, and exits with status 0")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, fills_the_buffer),
            belief(MESSAGE_IS_A_LINE, line_is_answered),
            belief(READ_FILLS_THE_BUFFER, fills_the_buffer),
            belief(READ_TO_END_IS_ONE_MESSAGE, answered_only_at_the_end),
            belief(BYTE_ORDER_IS_OBVIOUS, waits_somewhere),
        ]),
    Case::server("only-what-came", only_what_came)
        .promises("The server sends back exactly the bytes that arrived, whatever they are")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, fills_the_buffer),
            belief(CLOSE_IS_ALWAYS_POLITE, one_byte),
            belief(EACH_READ_IS_WHOLE_TEXT, shouts_back),
        ]),
    Case::server("any-language", any_language)
        .promises("The server changes ASCII letters only: 你好 abc becomes 你好 ABC")
        .exposes(&[
            belief(CLOSE_IS_ALWAYS_POLITE, one_byte),
            belief(BYTES_MAY_BE_TRIMMED, shouts_back),
            belief(UPPER_CASE_FOLLOWS_UNICODE, shouts_back),
        ]),
    Case::server("two-sends-one-message", two_sends_one_message)
        .promises("The server answers two sends that have arrived before it reads as one message")
        .exposes(&[belief(CLOSE_IS_ALWAYS_POLITE, one_byte)]),
    Case::server("as-much-as-may-come", fills_the_buffer)
        .promises("The server receives a message of 1024 bytes whole")
        .exposes(&[belief(CLOSE_IS_ALWAYS_POLITE, one_byte)]),
    Case::server("leaves-without-a-word", leaves_without_a_word)
        .promises("The server exits with status 0 if its client closes without sending anything"),
    Case::server("resets-without-a-word", resets_without_a_word)
        .promises("The server exits with status 0 if its client resets the connection")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, leaves_without_a_word),
            belief(BROKEN_PIPE_IS_AN_ERROR, leaves_without_a_word),
        ]),
    Case::server("gone-before-the-reply", gone_before_the_reply)
        .promises("The server exits with status 0 if its client is gone before the reply")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, shouts_back),
            belief(BROKEN_PIPE_IS_AN_ERROR, shouts_back),
        ]),
    rows::address_in_use(),
    Case::server("default-address", default_address)
        .promises("The server listens on 127.0.0.1:8888 if no address is given")
        .needs(Need::Cell),
    Case::client("asks-and-prints", asks_and_prints_as_much_as_may_come)
        .promises("The client sends one line without its newline, prints the reply, and exits with status 0")
        .exposes(&[belief(BUFFER_IS_MESSAGE, reply_fills_the_buffer)]),
    rows::any_bytes_are_printed(any_bytes_are_printed)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, asks_and_prints)]),
    rows::any_bytes_are_sent(any_bytes_are_sent)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, asks_and_prints)]),
    rows::line_without_newline(line_without_newline),
    rows::spaces_are_printed(spaces_are_printed)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, asks_and_prints)]),
    rows::spaces_are_sent(spaces_are_sent)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, asks_and_prints)]),
    rows::nobody_listens(),
    Case::client("silent-server", silent_server)
        .promises("The client prints an error and exits with status 1 if the server closes without a reply")
        .exposes(&[belief(ZERO_BYTES_ARE_A_REPLY, asks_and_prints)]),
    rows::server_resets(server_resets)
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, asks_and_prints),
            belief(BROKEN_PIPE_IS_AN_ERROR, asks_and_prints),
        ]),
];

/// Alice sends a message, receives it in upper case, and then receives the end of the stream. The server
/// ends.
fn converse(scene: &Scene, message: &[u8]) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    alice.says(message)?;
    alice.hears(&upper(message))?;
    alice.hears_end()?;
    server.ends_with(0)
}

fn shouts_back(scene: &Scene) -> Played {
    converse(scene, &scene.word())
}

fn only_what_came(scene: &Scene) -> Played {
    // A program cannot tell zeros at the end from the initial zeros of its buffer.
    converse(scene, &[&scene.raw_bytes(40)[..], b"\0\0"].concat())
}

/// White space at the ends does not change in upper case, and neither does a newline.
fn any_language(scene: &Scene) -> Played {
    let said = format!("  {} abc éß {} \t \n", scene.chinese(2), scene.chinese(1));
    converse(scene, said.as_bytes())
}

fn two_sends_one_message(scene: &Scene) -> Played {
    let (first, second) = (scene.letters(40), scene.letters(60));
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    alice.says_in_a_burst(&[&first, &second])?;
    alice.hears(&upper(&[first, second].concat()))?;
    alice.hears_end()?;
    server.ends_with(0)
}

fn fills_the_buffer(scene: &Scene) -> Played {
    converse(scene, &scene.letters(1024))
}

fn line_is_answered(scene: &Scene) -> Played {
    converse(scene, &[&scene.word()[..], b"\n"].concat())
}

/// No byte of an answer comes before the end of the stream, whatever alice sends and however often. The
/// whole answer comes after it. (A server that reads a second time before it answers does not wait for
/// the end.)
fn answered_only_at_the_end(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let message = scene.lines(300);
    for piece in message.chunks(100) {
        alice.says(piece)?;
        alice.hears_nothing()?;
    }
    alice.shuts_down()?;
    alice.hears(&upper(&message))
}

/// The server starts and waits, at any address.
fn waits_somewhere(scene: &Scene) -> Played {
    scene.server_starts()?.stays_up()
}

fn one_byte(scene: &Scene) -> Played {
    converse(scene, &scene.letters(1))
}

fn leaves_without_a_word(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    alice.closes();
    server.ends_with(0)
}

fn resets_without_a_word(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    alice.resets()?;
    server.ends_with(0)
}

fn gone_before_the_reply(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    alice.says_and_resets(&scene.word())?;
    server.ends_with(0)
}

fn default_address(scene: &Scene) -> Played {
    let server = scene.server_at_the_default_address()?;
    let word = scene.word();
    let alice = server.connects("alice")?;
    alice.says(&word)?;
    alice.hears(&upper(&word))?;
    alice.hears_end()?;
    server.ends_with(0)
}

/// The user types a line, bob receives it and replies, and the client prints the reply. The reply is as
/// long as the line, as a server's would be, but the client cannot predict it.
fn ask(scene: &Scene, typed: &[u8], heard: &[u8]) -> Played {
    ask_and_get_reply(scene, typed, heard, &scene.letters(heard.len()))
}

fn ask_and_get_reply(scene: &Scene, typed: &[u8], heard: &[u8], reply: &[u8]) -> Played {
    let (client, bob) = {
        let listener = scene.opens("bob")?;
        let client = scene.client()?;
        client.types(typed)?;
        client.stops_typing();
        let bob = listener.accepts(&client)?;
        (client, bob)
    };
    bob.hears(heard)?;
    bob.hears_no_more()?;
    bob.says(reply)?;
    bob.closes();
    client.prints_line(reply)?;
    client.ends_with(0)?;
    client.prints_nothing()
}

fn asks_and_prints(scene: &Scene) -> Played {
    let word = scene.word();
    ask(scene, &[&word[..], b"\n"].concat(), &word)
}

fn reply_fills_the_buffer(scene: &Scene) -> Played {
    let line = scene.letters(1024);
    ask(scene, &[&line[..], b"\n"].concat(), &line)
}

fn asks_and_prints_as_much_as_may_come(scene: &Scene) -> Played {
    asks_and_prints(scene)?;
    reply_fills_the_buffer(scene)
}

fn any_bytes_are_printed(scene: &Scene) -> Played {
    // A reply is not a line: it may have a newline inside.
    let line = scene.letters(28);
    let reply = [scene.chinese(2).as_bytes(), b"\n", &scene.raw_bytes(20), b"x"].concat();
    ask_and_get_reply(scene, &[&line[..], b"\n"].concat(), &line, &reply)?;
    ask_and_get_reply(scene, b"1\n", b"1", b"0")
}

fn any_bytes_are_sent(scene: &Scene) -> Played {
    // The line ends with `\n`, so a `\r` in front of it belongs to the line.
    let typed = [scene.chinese(2).as_bytes(), &scene.raw_bytes(20), b"\r"].concat();
    ask(scene, &[&typed[..], b"\n"].concat(), &typed)?;
    ask(scene, b"0\n", b"0")
}

fn line_without_newline(scene: &Scene) -> Played {
    let word = scene.word();
    ask(scene, &word, &word)
}

fn spaces_are_printed(scene: &Scene) -> Played {
    let reply = scene.spaced_word();
    let line = scene.letters(reply.len());
    ask_and_get_reply(scene, &[&line[..], b"\n"].concat(), &line, &reply)
}

fn spaces_are_sent(scene: &Scene) -> Played {
    let line = scene.spaced_word();
    ask(scene, &[&line[..], b"\n"].concat(), &line)
}

/// Bob receives the client's line and closes or resets before he replies.
fn no_reply(scene: &Scene, resets: bool) -> Played {
    let word = scene.word();
    let (client, bob) = {
        let listener = scene.opens("bob")?;
        let client = scene.client()?;
        client.types_line(&word)?;
        let bob = listener.accepts(&client)?;
        (client, bob)
    };
    bob.hears(&word)?;
    if resets {
        bob.resets()?;
    } else {
        bob.closes();
    }
    client.prints_nothing()?;
    client.ends_with(1)?;
    client.reports_an_error()
}

fn silent_server(scene: &Scene) -> Played {
    no_reply(scene, false)
}

fn server_resets(scene: &Scene) -> Played {
    no_reply(scene, true)
}
