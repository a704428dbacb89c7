//! Lesson 02: a conversation that goes on until one side ends it. The reply to a line is as long as
//! the line, so it may come in any pieces.

use stage::bytes::upper;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::scene::Scene;
use super::{Case, Exposes};
use crate::events::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "a-hundred-exchanges",
        role: Server,
        promise: "The server answers each message at once, a hundred times, while the connection stays open",
        play: a_hundred_exchanges,
        exposes: &[
            Exposes { belief: "message-is-a-line", control: line_is_answered },
            Exposes { belief: "read-fills-the-buffer", control: buffers_are_answered },
            Exposes { belief: "write-is-sent", control: much_is_answered_at_last },
            Exposes { belief: "read-to-end-is-one-message", control: answered_only_at_the_end },
        ],
    },
    Case {
        name: "end-of-stream",
        role: Server,
        promise: "The server ends at once, with status 0, when its client is done; it does not spin",
        play: end_of_stream,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: one_exchange }],
    },
    Case {
        name: "leaves-without-a-word",
        role: Server,
        promise: "The server ends with status 0 when its client leaves without a word",
        play: leaves_without_a_word,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: one_exchange }],
    },
    Case {
        name: "reset-is-an-end-too",
        role: Server,
        promise: "The server ends with status 0 when its client resets the connection",
        play: reset_is_an_end_too,
        exposes: &[Exposes { belief: "network-never-fails", control: end_of_stream }],
    },
    Case {
        name: "gone-before-the-reply",
        role: Server,
        promise: "The server ends with status 0 when its client is gone before the reply",
        play: gone_before_the_reply,
        exposes: &[Exposes { belief: "network-never-fails", control: end_of_stream }],
    },
    Case {
        name: "longer-than-any-buffer",
        role: Server,
        promise: "The server sends back all of a message that is longer than any buffer, in order",
        play: longer_than_any_buffer,
        exposes: &[],
    },
    Case {
        name: "many-in-one-breath",
        role: Server,
        promise: "The server answers every byte of many messages that arrive together",
        play: many_in_one_breath,
        exposes: &[],
    },
    Case {
        name: "answers-still-due",
        role: Server,
        promise: "The server sends all it still owes to a client that has said its last word",
        play: answers_still_due,
        exposes: &[],
    },
    Case {
        name: "text-in-every-cut",
        role: Server,
        promise: "The server sends the same bytes back in whatever pieces they come, even inside a character",
        play: text_in_every_cut,
        exposes: &[Exposes {
            belief: "each-read-is-whole-text",
            control: text_cut_between_characters,
        }],
    },
    Case {
        name: "any-bytes",
        role: Server,
        promise: "The server sends back bytes that are no text as they came",
        play: any_bytes,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: one_exchange }],
    },
    Case {
        name: "spaces-belong-to-the-message",
        role: Server,
        promise: "The server sends back the spaces at a message's ends, too",
        play: spaces_belong_to_the_message,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: one_exchange }],
    },
    Case {
        name: "a-hundred-lines",
        role: Client,
        promise: "The client sends each line without its newline and prints its reply before it takes the next",
        play: a_hundred_lines,
        exposes: &[
            Exposes { belief: "write-is-sent", control: long_line_is_sent },
            Exposes { belief: "read-to-end-is-one-message", control: printed_only_at_the_end },
        ],
    },
    Case {
        name: "empty-lines-are-not-sent",
        role: Client,
        promise: "The client goes on to the next line after an empty one, which puts nothing on the wire",
        play: empty_lines_are_not_sent,
        exposes: &[Exposes { belief: "empty-send-is-a-message", control: one_line }],
    },
    Case {
        name: "q-is-the-end",
        role: Client,
        promise: "The client closes and ends with status 0 at the line `q`, which is not sent",
        play: q_is_the_end,
        exposes: &[],
    },
    Case {
        name: "end-of-input",
        role: Client,
        promise: "The client closes and ends with status 0 at the end of its input",
        play: end_of_input,
        exposes: &[],
    },
    Case {
        name: "long-line",
        role: Client,
        promise: "The client prints the whole reply to a line that is longer than a buffer",
        play: long_line,
        exposes: &[Exposes { belief: "one-read-is-the-whole-reply", control: one_line }],
    },
    Case {
        name: "reply-in-pieces",
        role: Client,
        promise: "The client prints a reply in one line, in however many pieces it comes",
        play: reply_in_pieces,
        exposes: &[Exposes { belief: "one-read-is-the-whole-reply", control: one_line }],
    },
    Case {
        name: "character-in-pieces",
        role: Client,
        promise: "The client prints a character whose bytes come one at a time as it is",
        play: character_in_pieces,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: characters_one_by_one }],
    },
    Case {
        name: "spaces-are-sent",
        role: Client,
        promise: "The client takes the newline off its line, and nothing else, and prints the reply as it is",
        play: spaces_are_sent,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: one_line }],
    },
    Case {
        name: "server-leaves",
        role: Client,
        promise: "The client says in one line that the server has gone, and ends with status 1",
        play: server_leaves,
        exposes: &[],
    },
    Case {
        name: "server-resets",
        role: Client,
        promise: "The client says in one line that the server reset the connection, and ends with status 1",
        play: server_resets,
        exposes: &[Exposes { belief: "network-never-fails", control: server_leaves }],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: nobody_listens,
        exposes: &[],
    },
];

/// A message and its answer.
fn exchange(peer: &Peer, message: &[u8]) -> Played {
    peer.says(message)?;
    peer.hears(&upper(message))
}

/// The server and alice, connected.
fn server_and_alice<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

fn one_exchange(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())
}

fn a_hundred_exchanges(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for _ in 0..99 {
        exchange(&alice, &scene.word())?;
    }
    // A client's way to end, which means nothing on the wire.
    exchange(&alice, b"q")
}

fn line_is_answered(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &[&scene.word()[..], b"\n"].concat())
}

fn buffers_are_answered(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.letters(1024))?;
    exchange(&alice, &scene.letters(1024))
}

/// More than any buffer holds, and no multiple of a buffer's size.
const MUCH: usize = 70_001;

/// What overflows a buffer comes while the connection is open, and its rest at the end.
fn much_is_answered_at_last(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (message, early) = (scene.letters(MUCH), 4096);
    alice.says(&message)?;
    alice.hears(&upper(&message[..early]))?;
    alice.shuts_down()?;
    alice.hears(&upper(&message[early..]))
}

/// Not a byte comes before the end of the stream, however much and whatever was said, and all of it
/// after.
fn answered_only_at_the_end(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let message = scene.lines(MUCH);
    alice.says(&message)?;
    alice.hears_nothing()?;
    alice.shuts_down()?;
    alice.hears(&upper(&message))
}

fn end_of_stream(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.shuts_down()?;
    alice.hears_end()?;
    server.ends_with(0)
}

fn leaves_without_a_word(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    alice.closes();
    server.ends_with(0)
}

fn reset_is_an_end_too(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.resets()?;
    server.ends_with(0)
}

fn gone_before_the_reply(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.word())?;
    alice.says_and_resets(&scene.word())?;
    server.ends_with(0)
}

fn longer_than_any_buffer(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.letters(300_000))
}

fn many_in_one_breath(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let messages: Vec<_> = (0..20).map(|_| scene.word()).collect();
    alice.says_in_one_breath(&messages.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
    alice.hears(&upper(&messages.concat()))
}

fn answers_still_due(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let message = scene.letters(20_000);
    alice.says(&message)?;
    alice.shuts_down()?;
    alice.hears(&upper(&message))?;
    alice.hears_end()?;
    server.ends_with(0)
}

/// A letter, a character of two bytes, two of three, and a letter: ten bytes.
fn mixed_text(scene: &Scene) -> String {
    let letters = |count| String::from_utf8(scene.letters(count)).expect("letters are UTF-8");
    letters(1) + "é" + &scene.chinese(2) + &letters(1)
}

fn text_in_every_cut(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let text = mixed_text(scene);
    alice.says_in_every_cut(text.as_bytes(), &upper(text.as_bytes()))
}

fn text_cut_between_characters(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let text = mixed_text(scene);
    for pieces in [&[10][..], &[1, 9], &[6, 4], &[1, 2, 3, 3, 1]] {
        alice.says_cut(text.as_bytes(), pieces)?;
        alice.hears(&upper(text.as_bytes()))?;
    }
    Ok(())
}

fn any_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.raw_bytes(400))
}

fn spaces_belong_to_the_message(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &[b"  ", &scene.word()[..], b" ", &scene.word()[..], b" \r\n"].concat())
}

/// A typed line that bob hears and answers, and the answer printed. It is as long as the line, and
/// yet nothing that a client could make up.
fn line_and_reply(scene: &Scene, client: &Program, bob: &Peer, line: &[u8]) -> Played {
    let reply = scene.letters(line.len());
    client.types_line(line)?;
    bob.hears(line)?;
    bob.says(&reply)?;
    client.prints_line(&reply)
}

fn one_line(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.word())
}

fn a_hundred_lines(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..100 {
        line_and_reply(scene, &client, &bob, &scene.word())?;
    }
    Ok(())
}

fn long_line_is_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let line = scene.letters(MUCH);
    client.types_line(&line)?;
    bob.hears(&line[..4096])
}

/// Nothing is printed while bob may say more, be it a newline, and all of it when he is done.
fn printed_only_at_the_end(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let line = scene.letters(6);
    client.types_line(&line)?;
    bob.hears(&line)?;
    let reply = [&scene.letters(2)[..], b"\n", &scene.letters(3)].concat();
    bob.says(&reply)?;
    client.prints_nothing()?;
    bob.shuts_down()?;
    client.prints_line(&reply)
}

fn empty_lines_are_not_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.word())?;
    client.types_line(b"")?;
    line_and_reply(scene, &client, &bob, &scene.word())?;
    client.types_line(b"")?;
    client.types_line(b"")?;
    line_and_reply(scene, &client, &bob, &scene.word())
}

fn q_is_the_end(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.word())?;
    client.types_line(b"q")?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

fn end_of_input(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.word())?;
    client.stops_typing();
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

fn long_line(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    line_and_reply(scene, &client, &bob, &scene.letters(50_000))?;
    line_and_reply(scene, &client, &bob, &scene.word())
}

fn reply_in_pieces(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..2 {
        let (line, reply) = (scene.letters(7), scene.letters(7));
        client.types_line(&line)?;
        bob.hears(&line)?;
        bob.says_byte_by_byte(&reply)?;
        client.prints_line(&reply)?;
    }
    Ok(())
}

fn character_in_pieces(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.chinese(3), scene.chinese(3));
    client.types_line(line.as_bytes())?;
    bob.hears(line.as_bytes())?;
    bob.says_byte_by_byte(reply.as_bytes())?;
    client.prints_line(reply.as_bytes())
}

fn characters_one_by_one(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.chinese(3), scene.chinese(3));
    client.types_line(line.as_bytes())?;
    bob.hears(line.as_bytes())?;
    bob.says_cut(reply.as_bytes(), &[3, 3, 3])?;
    client.prints_line(reply.as_bytes())
}

fn spaces_are_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let with_spaces = |word: Vec<u8>| [b"  ", &word[..], b" \t "].concat();
    let (line, reply) = (with_spaces(scene.letters(6)), with_spaces(scene.letters(6)));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&reply)?;
    client.prints_line(&reply)
}

/// The server is gone while the client waits for a reply, in one way or the other.
fn server_goes(scene: &Scene, resets: bool) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let word = scene.word();
    line_and_reply(scene, &client, &bob, &scene.word())?;
    client.types_line(&word)?;
    bob.hears(&word)?;
    if resets {
        bob.resets()?;
    } else {
        bob.closes();
    }
    client.ends_with(1)?;
    client.complains()?;
    client.prints_nothing()
}

fn server_leaves(scene: &Scene) -> Played {
    server_goes(scene, false)
}

fn server_resets(scene: &Scene) -> Played {
    server_goes(scene, true)
}

fn nobody_listens(scene: &Scene) -> Played {
    let client = scene.client()?;
    client.types_line(&scene.word())?;
    client.stops_typing();
    client.ends_with(1)?;
    client.complains()?;
    client.prints_nothing()
}
