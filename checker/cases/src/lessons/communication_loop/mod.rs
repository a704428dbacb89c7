//! Lesson 02: a conversation that goes on until one side ends it. The reply to a line is as long as
//! the line, so it may come in any pieces.

mod client;
mod server;

use super::{Case, Exposes};
use crate::role::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "a-hundred-exchanges",
        role: Server,
        promise: "The server answers each message at once, a hundred times, while the connection stays open",
        play: server::a_hundred_exchanges,
        exposes: &[
            Exposes { belief: "message-is-a-line", control: server::line_is_answered },
            Exposes { belief: "read-fills-the-buffer", control: server::buffers_are_answered },
            Exposes { belief: "write-is-sent", control: server::much_is_answered_at_last },
            Exposes {
                belief: "read-to-end-is-one-message",
                control: server::answered_only_at_the_end,
            },
        ],
    },
    Case {
        name: "end-of-stream",
        role: Server,
        promise: "The server ends at once, with status 0, when its client is done; it does not spin",
        play: server::end_of_stream,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: server::one_exchange }],
    },
    Case {
        name: "leaves-without-a-word",
        role: Server,
        promise: "The server ends with status 0 when its client leaves without a word",
        play: server::leaves_without_a_word,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: server::one_exchange }],
    },
    Case {
        name: "reset-is-an-end-too",
        role: Server,
        promise: "The server ends with status 0 when its client resets the connection",
        play: server::reset_is_an_end_too,
        exposes: &[Exposes { belief: "network-never-fails", control: server::end_of_stream }],
    },
    Case {
        name: "gone-before-the-reply",
        role: Server,
        promise: "The server ends with status 0 when its client is gone before the reply",
        play: server::gone_before_the_reply,
        exposes: &[Exposes { belief: "network-never-fails", control: server::end_of_stream }],
    },
    Case {
        name: "longer-than-any-buffer",
        role: Server,
        promise: "The server sends back all of a message that is longer than any buffer, in order",
        play: server::longer_than_any_buffer,
        exposes: &[],
    },
    Case {
        name: "many-in-one-breath",
        role: Server,
        promise: "The server answers every byte of many messages that arrive together",
        play: server::many_in_one_breath,
        exposes: &[],
    },
    Case {
        name: "answers-still-due",
        role: Server,
        promise: "The server sends all it still owes to a client that has said its last word",
        play: server::answers_still_due,
        exposes: &[],
    },
    Case {
        name: "text-in-every-cut",
        role: Server,
        promise: "The server sends the same bytes back in whatever pieces they come, even inside a character",
        play: server::text_in_every_cut,
        exposes: &[Exposes {
            belief: "each-read-is-whole-text",
            control: server::text_cut_between_characters,
        }],
    },
    Case {
        name: "any-bytes",
        role: Server,
        promise: "The server sends back bytes that are no text as they came",
        play: server::any_bytes,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: server::one_exchange }],
    },
    Case {
        name: "spaces-belong-to-the-message",
        role: Server,
        promise: "The server sends back the spaces at a message's ends, too",
        play: server::spaces_belong_to_the_message,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: server::one_exchange }],
    },
    Case {
        name: "address-in-use",
        role: Server,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: server::address_in_use,
        exposes: &[],
    },
    Case {
        name: "a-hundred-lines",
        role: Client,
        promise: "The client sends each line without its newline and prints its reply before it takes the next",
        play: client::a_hundred_lines,
        exposes: &[
            Exposes { belief: "write-is-sent", control: client::long_line_is_sent },
            Exposes {
                belief: "read-to-end-is-one-message",
                control: client::printed_only_at_the_end,
            },
        ],
    },
    Case {
        name: "empty-lines-are-not-sent",
        role: Client,
        promise: "The client goes on to the next line after an empty one, which puts nothing on the wire",
        play: client::empty_lines_are_not_sent,
        exposes: &[Exposes { belief: "empty-send-is-a-message", control: client::one_line }],
    },
    Case {
        name: "q-is-the-end",
        role: Client,
        promise: "The client closes and ends with status 0 at the line `q`, and no other, which is not sent",
        play: client::q_is_the_end,
        exposes: &[],
    },
    Case {
        name: "end-of-input",
        role: Client,
        promise: "The client closes and ends with status 0 at the end of its input",
        play: client::end_of_input,
        exposes: &[],
    },
    Case {
        name: "line-without-newline",
        role: Client,
        promise: "The client sends a last line that has no newline, whole, and prints its reply",
        play: client::line_without_newline,
        exposes: &[],
    },
    Case {
        name: "long-line",
        role: Client,
        promise: "The client prints the whole reply to a line that is longer than a buffer",
        play: client::long_line,
        exposes: &[Exposes { belief: "one-read-is-the-whole-reply", control: client::one_line }],
    },
    Case {
        name: "reply-in-pieces",
        role: Client,
        promise: "The client prints a reply in one line, in however many pieces it comes",
        play: client::reply_in_pieces,
        exposes: &[Exposes { belief: "one-read-is-the-whole-reply", control: client::one_line }],
    },
    Case {
        name: "character-in-pieces",
        role: Client,
        promise: "The client prints a character whose bytes come one at a time as it is",
        play: client::character_in_pieces,
        exposes: &[Exposes {
            belief: "each-read-is-whole-text",
            control: client::characters_one_by_one,
        }],
    },
    Case {
        name: "spaces-are-sent",
        role: Client,
        promise: "The client takes the newline off its line, and nothing else, and prints the reply as it is",
        play: client::spaces_are_sent,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: client::one_line }],
    },
    Case {
        name: "server-leaves",
        role: Client,
        promise: "The client says in one line that the server has gone, and ends with status 1",
        play: client::server_leaves,
        exposes: &[],
    },
    Case {
        name: "server-resets",
        role: Client,
        promise: "The client says in one line that the server reset the connection, and ends with status 1",
        play: client::server_resets,
        exposes: &[Exposes { belief: "network-never-fails", control: client::server_leaves }],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: client::nobody_listens,
        exposes: &[],
    },
];
