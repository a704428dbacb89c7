//! Lesson 10: lines, a newline behind each. TCP may cut the stream anywhere and glue it anywhere; the
//! lines come out whole. The scripts stand beside this table.

mod client;
mod server;

use super::{Case, Exposes};
use crate::role::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "a-hundred-lines",
        role: Server,
        promise: "The server answers each line at once in upper case and with a newline, a hundred times",
        play: server::a_hundred_lines,
        exposes: &[
            Exposes { belief: "one-send-is-one-line", control: server::answers_without_newline },
            Exposes { belief: "write-is-sent", control: server::much_is_answered_at_last },
            Exposes {
                belief: "read-to-end-is-one-message",
                control: server::answered_only_at_the_end,
            },
        ],
    },
    Case {
        name: "every-cut-of-three-lines",
        role: Server,
        promise: "The server answers three lines alike in every way in which their bytes can be cut",
        play: server::every_cut_of_three_lines,
        exposes: &[
            Exposes {
                belief: "delimiter-comes-in-one-piece",
                control: server::cut_anywhere_but_in_the_border,
            },
            Exposes { belief: "read-ends-with-the-message", control: server::byte_by_byte },
            Exposes { belief: "one-read-is-one-line", control: server::whole_lines_of_both_kinds },
        ],
    },
    Case {
        name: "line-over-many-segments",
        role: Server,
        promise: "The server waits for the end of a line, over however many segments it comes",
        play: server::line_over_many_segments,
        exposes: &[Exposes {
            belief: "one-read-is-one-line",
            control: server::whole_lines_of_both_kinds,
        }],
    },
    Case {
        name: "carriage-return-apart",
        role: Server,
        promise: "The server takes `\\r\\n` for one border, even if it comes in two segments",
        play: server::carriage_return_apart,
        exposes: &[Exposes {
            belief: "delimiter-comes-in-one-piece",
            control: server::cut_anywhere_but_in_the_border,
        }],
    },
    Case {
        name: "many-lines-in-one-breath",
        role: Server,
        promise: "The server answers all of twenty lines that arrive together",
        play: server::many_lines_in_one_breath,
        exposes: &[
            Exposes { belief: "read-ends-with-the-message", control: server::byte_by_byte },
            Exposes { belief: "one-read-is-one-line", control: server::whole_lines_of_both_kinds },
        ],
    },
    Case {
        name: "glued-borders",
        role: Server,
        promise: "The server keeps what came of the next line together with this one's end",
        play: server::glued_borders,
        exposes: &[],
    },
    Case {
        name: "empty-lines-are-answered",
        role: Server,
        promise: "The server answers an empty line by an empty line",
        play: server::empty_lines_are_answered,
        exposes: &[],
    },
    Case {
        name: "spaces-belong-to-the-line",
        role: Server,
        promise: "The server takes the newline off a line, and nothing else",
        play: server::spaces_belong_to_the_line,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: server::whole_lines }],
    },
    Case {
        name: "q-is-a-line",
        role: Server,
        promise: "The server answers a line `q` like any other: when to end is the client's affair",
        play: server::q_is_a_line,
        exposes: &[],
    },
    Case {
        name: "carriage-return-inside",
        role: Server,
        promise: "The server leaves a `\\r` alone that stands anywhere but before a newline",
        play: server::carriage_return_inside,
        exposes: &[],
    },
    Case {
        name: "character-in-pieces",
        role: Server,
        promise: "The server answers a line that is cut inside a character as if it had not been cut",
        play: server::character_in_pieces,
        exposes: &[Exposes {
            belief: "each-read-is-whole-text",
            control: server::characters_one_by_one,
        }],
    },
    Case {
        name: "any-bytes",
        role: Server,
        promise: "The server sends back bytes that are no text as they came",
        play: server::any_bytes,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: server::whole_lines }],
    },
    Case {
        name: "exactly-the-limit",
        role: Server,
        promise: "The server answers a line of exactly 4,096 bytes, in one piece or in many",
        play: server::exactly_the_limit,
        exposes: &[],
    },
    Case {
        name: "line-without-end",
        role: Server,
        promise: "The server says `ERR line too long` to more than 4,096 bytes without a newline, closes, and serves the next",
        play: server::line_without_end,
        exposes: &[Exposes { belief: "every-line-ends", control: server::long_line_that_ends }],
    },
    Case {
        name: "line-without-end-in-pieces",
        role: Server,
        promise: "The server counts all of a line, in however many pieces it comes",
        play: server::line_without_end_in_pieces,
        exposes: &[],
    },
    Case {
        name: "line-too-long",
        role: Server,
        promise: "The server says `ERR line too long` to a line of 4,097 bytes, and closes",
        play: server::long_line_that_ends,
        exposes: &[],
    },
    Case {
        name: "last-line-without-newline",
        role: Server,
        promise: "The server answers a last line that the end of the stream ends, and not before",
        play: server::last_line_without_newline,
        exposes: &[
            Exposes { belief: "zero-is-nothing-yet", control: server::whole_lines },
            Exposes {
                belief: "finished-connections-close-themselves",
                control: server::whole_lines,
            },
        ],
    },
    Case {
        name: "answers-still-due",
        role: Server,
        promise: "The server answers all lines of a client that has said its last word, and closes",
        play: server::answers_still_due,
        exposes: &[
            Exposes { belief: "zero-is-nothing-yet", control: server::whole_lines },
            Exposes {
                belief: "finished-connections-close-themselves",
                control: server::whole_lines,
            },
        ],
    },
    Case {
        name: "answers-a-slow-reader",
        role: Server,
        promise: "The server sends its answers whole, even if a write is interrupted half-way",
        play: server::answers_a_slow_reader,
        exposes: &[],
    },
    Case {
        name: "one-client-after-another",
        role: Server,
        promise: "The server serves one client after another, those too that leave in the middle of a line",
        play: server::one_client_after_another,
        exposes: &[Exposes { belief: "one-accept-is-enough", control: server::whole_lines }],
    },
    Case {
        name: "resets-in-a-line",
        role: Server,
        promise: "The server serves the next client after one has reset its connection inside a line",
        play: server::resets_in_a_line,
        exposes: &[Exposes { belief: "network-never-fails", control: server::two_clients }],
    },
    Case {
        name: "gone-before-the-reply",
        role: Server,
        promise: "The server serves the next client after one was gone before its reply",
        play: server::gone_before_the_reply,
        exposes: &[Exposes { belief: "network-never-fails", control: server::two_clients }],
    },
    Case {
        name: "address-in-use",
        role: Server,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: server::address_in_use,
        exposes: &[],
    },
    Case {
        name: "a-hundred-replies",
        role: Client,
        promise: "The client sends each line with its newline and prints its reply before it takes the next",
        play: client::a_hundred_replies,
        exposes: &[
            Exposes { belief: "one-send-is-one-line", control: client::bob_needs_no_newline },
            Exposes { belief: "write-is-sent", control: client::long_lines_are_sent },
            Exposes {
                belief: "read-to-end-is-one-message",
                control: client::printed_only_at_the_end,
            },
        ],
    },
    Case {
        name: "reply-of-any-length",
        role: Client,
        promise: "The client prints a reply up to its newline, be it longer or shorter than the line, or empty",
        play: client::reply_of_any_length,
        exposes: &[],
    },
    Case {
        name: "reply-in-every-cut",
        role: Client,
        promise: "The client prints a reply in one line, in whatever pieces it comes",
        play: client::reply_in_every_cut,
        exposes: &[Exposes { belief: "one-read-is-the-whole-reply", control: client::one_line }],
    },
    Case {
        name: "reply-cut-inside-a-character",
        role: Client,
        promise: "The client prints a character whose bytes come one at a time as it is",
        play: client::character_in_pieces,
        exposes: &[Exposes {
            belief: "each-read-is-whole-text",
            control: client::characters_one_by_one,
        }],
    },
    Case {
        name: "any-line",
        role: Client,
        promise: "The client sends and prints bytes that are no text as they are",
        play: client::any_line,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: client::one_line }],
    },
    Case {
        name: "spaces-are-sent",
        role: Client,
        promise: "The client takes the newline off a line, and nothing else, and prints the reply as it is",
        play: client::spaces_are_sent,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: client::one_line }],
    },
    Case {
        name: "empty-lines-are-not-sent",
        role: Client,
        promise: "The client goes on to the next line after an empty one, which puts nothing on the wire",
        play: client::empty_lines_are_not_sent,
        exposes: &[],
    },
    Case {
        name: "long-line",
        role: Client,
        promise: "The client sends a line of 4,096 bytes, and prints a reply as long",
        play: client::long_line,
        exposes: &[Exposes { belief: "one-read-is-the-whole-reply", control: client::one_line }],
    },
    Case {
        name: "last-line-typed-without-newline",
        role: Client,
        promise: "The client sends a newline behind its last line, even if none was typed",
        play: client::last_line_typed_without_newline,
        exposes: &[],
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
        name: "server-leaves",
        role: Client,
        promise: "The client says in one line that the server left without a reply, and ends with status 1",
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
