//! Lesson 01: one message, one reply, and the end. The protocol has no borders, so no case here
//! splits a message; two sends that are there before the server reads are one message to it.

use stage::bytes::upper;
use stage::fault::Played;

use super::scene::Scene;
use super::{Case, Exposes};
use crate::rank::Rank::{Core, Manners};
use crate::role::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "shouts-back",
        role: Server,
        rank: Core,
        promise: "The server sends a message back in upper case, closes, and ends with status 0",
        play: shouts_back,
        exposes: &[
            Exposes { belief: "buffer-is-message", control: fills_the_buffer },
            Exposes { belief: "message-is-a-line", control: line_is_answered },
            Exposes { belief: "read-fills-the-buffer", control: fills_the_buffer },
            Exposes { belief: "read-to-end-is-one-message", control: answered_only_at_the_end },
            Exposes { belief: "byte-order-is-obvious", control: waits_somewhere },
        ],
    },
    Case {
        name: "only-what-came",
        role: Server,
        rank: Core,
        promise: "The server sends back the bytes that came, and no others, whatever they are",
        play: only_what_came,
        exposes: &[
            Exposes { belief: "buffer-is-message", control: fills_the_buffer },
            Exposes { belief: "close-is-always-polite", control: one_byte },
            Exposes { belief: "each-read-is-whole-text", control: shouts_back },
        ],
    },
    Case {
        name: "any-language",
        role: Server,
        rank: Core,
        promise: "The server leaves everything that is no ASCII letter as it is: 你好 abc becomes 你好 ABC",
        play: any_language,
        exposes: &[
            Exposes { belief: "close-is-always-polite", control: one_byte },
            Exposes { belief: "bytes-may-be-trimmed", control: shouts_back },
        ],
    },
    Case {
        name: "two-sends-one-message",
        role: Server,
        rank: Core,
        promise: "Two sends that are there before the server reads are one message, and are answered as one",
        play: two_sends_one_message,
        exposes: &[Exposes { belief: "close-is-always-polite", control: one_byte }],
    },
    Case {
        name: "as-much-as-may-come",
        role: Server,
        rank: Core,
        promise: "The server takes a message of 1024 bytes whole",
        play: fills_the_buffer,
        exposes: &[Exposes { belief: "close-is-always-polite", control: one_byte }],
    },
    Case {
        name: "leaves-without-a-word",
        role: Server,
        rank: Core,
        promise: "The server ends with status 0 when its client leaves without a word",
        play: leaves_without_a_word,
        exposes: &[],
    },
    Case {
        name: "resets-without-a-word",
        role: Server,
        rank: Core,
        promise: "The server ends with status 0 when its client resets the connection",
        play: resets_without_a_word,
        exposes: &[
            Exposes { belief: "network-never-fails", control: leaves_without_a_word },
            Exposes { belief: "broken-pipe-is-an-error", control: leaves_without_a_word },
        ],
    },
    Case {
        name: "gone-before-the-reply",
        role: Server,
        rank: Core,
        promise: "The server ends with status 0 when its client is gone before the reply",
        play: gone_before_the_reply,
        exposes: &[
            Exposes { belief: "network-never-fails", control: shouts_back },
            Exposes { belief: "broken-pipe-is-an-error", control: shouts_back },
        ],
    },
    Case {
        name: "address-in-use",
        role: Server,
        rank: Core,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: address_in_use,
        exposes: &[],
    },
    Case {
        name: "default-address",
        role: Server,
        rank: Core,
        promise: "The server listens on 127.0.0.1:8888 when it is told no address",
        play: default_address,
        exposes: &[],
    },
    Case {
        name: "asks-and-prints",
        role: Client,
        rank: Core,
        promise: "The client sends one line without its newline, prints the reply, and ends with status 0",
        play: asks_and_prints,
        exposes: &[Exposes { belief: "buffer-is-message", control: reply_fills_the_buffer }],
    },
    Case {
        name: "any-bytes-are-printed",
        role: Client,
        rank: Core,
        promise: "The client prints a reply's bytes as they are, even if they are not text",
        play: any_bytes_are_printed,
        exposes: &[],
    },
    Case {
        name: "any-bytes-are-sent",
        role: Client,
        rank: Manners,
        promise: "The client sends typed bytes that are not text as they are",
        play: any_bytes_are_sent,
        exposes: &[],
    },
    Case {
        name: "line-without-newline",
        role: Client,
        rank: Manners,
        promise: "The client sends a last line that has no newline, too",
        play: line_without_newline,
        exposes: &[],
    },
    Case {
        name: "spaces-are-printed",
        role: Client,
        rank: Core,
        promise: "The client prints the white space at a reply's ends",
        play: spaces_are_printed,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: asks_and_prints }],
    },
    Case {
        name: "spaces-are-sent",
        role: Client,
        rank: Manners,
        promise: "The client takes the newline off a typed line, and nothing else",
        play: spaces_are_sent,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: asks_and_prints }],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        rank: Core,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: nobody_listens,
        exposes: &[],
    },
    Case {
        name: "silent-server",
        role: Client,
        rank: Core,
        promise: "The client says in one line that the server left without a reply, and ends with status 1",
        play: silent_server,
        exposes: &[],
    },
    Case {
        name: "server-resets",
        role: Client,
        rank: Core,
        promise: "The client says in one line that the server reset the connection, and ends with status 1",
        play: server_resets,
        exposes: &[
            Exposes { belief: "network-never-fails", control: asks_and_prints },
            Exposes { belief: "broken-pipe-is-an-error", control: asks_and_prints },
        ],
    },
];

/// Alice says something, hears it in upper case and then the end; the server ends.
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
    // Zeros at its end, so that what came cannot be told from what was there before by looking.
    converse(scene, &[&scene.raw_bytes(40)[..], b"\0\0"].concat())
}

/// White space at the ends is no letter either, nor is a newline.
fn any_language(scene: &Scene) -> Played {
    let said = format!("  {} abc éß {} \t \n", scene.chinese(2), scene.chinese(1));
    converse(scene, said.as_bytes())
}

fn two_sends_one_message(scene: &Scene) -> Played {
    let (first, second) = (scene.letters(40), scene.letters(60));
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    alice.says_in_one_breath(&[&first, &second])?;
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

/// Not a byte comes before the end of the stream, whatever was said and however often, and all of it
/// after. (One that reads a second time before it answers does not wait for the end.)
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

/// The server is started and waits, wherever that is.
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

fn address_in_use(scene: &Scene) -> Played {
    let _somebody = scene.somebody_has_the_address()?;
    let server = scene.server_starts()?;
    server.ends_with(1)?;
    server.complains()
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

/// The client is typed something, bob hears it and replies, and the reply is printed. It is as long
/// as what bob heard, as a server's would be, and yet nothing that a client could make up.
fn ask(scene: &Scene, typed: &[u8], heard: &[u8]) -> Played {
    ask_and_be_told(scene, typed, heard, &scene.letters(heard.len()))
}

fn ask_and_be_told(scene: &Scene, typed: &[u8], heard: &[u8], reply: &[u8]) -> Played {
    let (client, bob) = {
        let house = scene.opens("bob")?;
        let client = scene.client()?;
        client.types(typed)?;
        client.stops_typing();
        let bob = house.accepts(&client)?;
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

fn any_bytes_are_printed(scene: &Scene) -> Played {
    let line = scene.letters(26);
    let reply = [scene.chinese(2).as_bytes(), &scene.raw_bytes(20)].concat();
    ask_and_be_told(scene, &[&line[..], b"\n"].concat(), &line, &reply)
}

fn any_bytes_are_sent(scene: &Scene) -> Played {
    let typed = [scene.chinese(2).as_bytes(), &scene.raw_bytes(20)].concat();
    ask(scene, &[&typed[..], b"\n"].concat(), &typed)
}

fn line_without_newline(scene: &Scene) -> Played {
    let word = scene.word();
    ask(scene, &word, &word)
}

fn spaces_are_printed(scene: &Scene) -> Played {
    let reply = scene.spaced_word();
    let line = scene.letters(reply.len());
    ask_and_be_told(scene, &[&line[..], b"\n"].concat(), &line, &reply)
}

fn spaces_are_sent(scene: &Scene) -> Played {
    let line = scene.spaced_word();
    ask(scene, &[&line[..], b"\n"].concat(), &line)
}

fn nobody_listens(scene: &Scene) -> Played {
    let client = scene.client()?;
    client.types_line(&scene.word())?;
    client.stops_typing();
    client.ends_with(1)?;
    client.complains()?;
    client.prints_nothing()
}

/// Bob hears the client's line and is gone before he replies, in one way or the other.
fn no_reply(scene: &Scene, resets: bool) -> Played {
    let word = scene.word();
    let (client, bob) = {
        let house = scene.opens("bob")?;
        let client = scene.client()?;
        client.types_line(&word)?;
        let bob = house.accepts(&client)?;
        (client, bob)
    };
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

fn silent_server(scene: &Scene) -> Played {
    no_reply(scene, false)
}

fn server_resets(scene: &Scene) -> Played {
    no_reply(scene, true)
}
