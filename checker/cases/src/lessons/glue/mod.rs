//! Lesson 05: what was sent twice is received once, and the other way about. Each case is a schedule
//! of sends, and the output that follows from it, the same each time it is played.

mod scenes;

use crate::lessons::{Case, Exposes};
use crate::role::Role::{Client, Server};

use scenes::*;

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
        promise: "The server receives two sends that come one after the other as two, though one receive had room for both",
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
        name: "a-character-begun",
        role: Server,
        promise: "A byte with which a character begins is shown as \\xNN, and the letters behind it as they are",
        play: a_character_begun,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: whole_characters }],
    },
    Case {
        name: "signs-as-they-are",
        role: Server,
        promise: "A backslash, a tab and a NUL are shown as they came: they are UTF-8",
        play: signs_as_they_are,
        exposes: &[],
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
