//! Lesson 11: a header that can say more than a length. Its four bytes, its JSON and the body behind
//! it are cut and glued in every way; the command is still what one receive brings, and is never cut.

mod client;
mod server;

use client::ANSWER;
use server::ASK;

use super::remote;
use super::{Case, Exposes};
use crate::role::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "twenty-commands",
        role: Server,
        promise: "The server runs each command and answers with a header and what the command printed",
        play: |scene| remote::twenty_commands(scene, ASK),
        exposes: &[Exposes { belief: "byte-order-is-obvious", control: server::length_backwards }],
    },
    Case {
        name: "exit-codes",
        role: Server,
        promise: "The server says in its header with which code a command ended",
        play: server::exit_codes,
        exposes: &[],
    },
    Case {
        name: "errors-before-output",
        role: Server,
        promise: "The server sends what a command wrote to standard error, if anything, and says so in `stream`",
        play: |scene| remote::error_and_output(scene, ASK),
        exposes: &[Exposes { belief: "output-is-stdout", control: server::failing_alone }],
    },
    Case {
        name: "nothing-printed",
        role: Server,
        promise: "The server answers a command that prints nothing with a header and an empty body",
        play: server::nothing_printed,
        exposes: &[Exposes { belief: "nothing-needs-no-answer", control: server::one_command }],
    },
    Case {
        name: "any-bytes",
        role: Server,
        promise: "The server takes commands, and sends output, that are no text, and the header stays JSON",
        play: |scene| remote::asked(scene, ASK, [remote::raw(scene), remote::word(scene)]),
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: server::one_command }],
    },
    Case {
        name: "lengths-in-bytes",
        role: Server,
        promise: "The server counts bytes, not characters: 你好 is 6",
        play: server::characters_and_bytes,
        exposes: &[Exposes { belief: "characters-are-bytes", control: server::one_command }],
    },
    Case {
        name: "spaces-belong-to-the-answer",
        role: Server,
        promise: "The server sends spaces at an output's ends and line ends of every kind, and counts them",
        play: |scene| {
            remote::asked(scene, ASK, [remote::spacious(scene), remote::unprintable(scene)])
        },
        exposes: &[],
    },
    Case {
        name: "more-than-a-megabyte",
        role: Server,
        promise: "The server sends all of an output of more than a megabyte",
        play: server::more_than_a_megabyte,
        exposes: &[],
    },
    Case {
        name: "short-write",
        role: Server,
        promise: "The server sends the rest when the kernel takes only a part of what it writes",
        play: server::short_write,
        exposes: &[Exposes { belief: "one-write-takes-it-all", control: server::slow_reader }],
    },
    Case {
        name: "much-on-both",
        role: Server,
        promise: "The server drains standard output and standard error together, 200 kB on each, whichever is first",
        play: |scene| remote::much_on_both(scene, ASK),
        exposes: &[Exposes { belief: "pipe-holds-everything", control: server::little_on_both }],
    },
    Case {
        name: "a-command-that-reads",
        role: Server,
        promise: "The server gives its commands an empty standard input",
        play: |scene| remote::reads_its_input(scene, ASK),
        exposes: &[Exposes {
            belief: "commands-have-an-empty-input",
            control: server::one_command,
        }],
    },
    Case {
        name: "longest-command",
        role: Server,
        promise: "The server takes a command of 1024 bytes whole",
        play: server::longest_command,
        exposes: &[],
    },
    Case {
        name: "last-command",
        role: Server,
        promise: "The server answers a client that has said its last word, and then closes",
        play: server::last_command,
        exposes: &[],
    },
    Case {
        name: "silent-visitors",
        role: Server,
        promise: "The server serves the next client after some have left without a word",
        play: server::silent_visitors,
        exposes: &[Exposes { belief: "one-accept-is-enough", control: server::one_command }],
    },
    Case {
        name: "reset-instead-of-an-answer",
        role: Server,
        promise: "The server serves the next client after one has reset its connection",
        play: |scene| remote::resets(scene, ASK),
        exposes: &[Exposes { belief: "network-never-fails", control: server::two_clients }],
    },
    Case {
        name: "leaves-mid-body",
        role: Server,
        promise: "The server serves the next client after one has left in the middle of a body",
        play: server::leaves_mid_body,
        exposes: &[Exposes { belief: "network-never-fails", control: server::two_clients }],
    },
    Case {
        name: "address-in-use",
        role: Server,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: remote::address_in_use,
        exposes: &[],
    },
    Case {
        name: "line-then-answer",
        role: Client,
        promise: "The client sends each line without its newline and prints the body of its answer",
        play: client::twenty_lines,
        exposes: &[Exposes { belief: "byte-order-is-obvious", control: client::length_backwards }],
    },
    Case {
        name: "header-and-body-in-one-breath",
        role: Client,
        promise: "The client tells a header from the body that comes in the same piece",
        play: client::in_one_breath,
        exposes: &[Exposes {
            belief: "header-and-body-are-one-json",
            control: client::header_by_itself,
        }],
    },
    Case {
        name: "cut-at-every-byte",
        role: Client,
        promise: "The client prints the same body wherever the answer is cut, be it in the header",
        play: client::cut_at_every_byte,
        exposes: &[
            Exposes { belief: "one-read-is-one-header", control: client::whole_header },
            Exposes {
                belief: "one-read-is-the-whole-reply",
                control: client::only_the_first_piece,
            },
        ],
    },
    Case {
        name: "body-in-a-hundred-pieces",
        role: Client,
        promise: "The client counts what each receive brings, and prints all of a body that comes in a hundred pieces",
        play: client::body_in_a_hundred_pieces,
        exposes: &[
            Exposes { belief: "every-read-is-full", control: client::body_at_once },
            Exposes {
                belief: "one-read-is-the-whole-reply",
                control: client::only_the_first_piece,
            },
        ],
    },
    Case {
        name: "any-bytes-there-and-back",
        role: Client,
        promise: "The client sends lines, and prints bodies, that are no text as they are",
        play: |scene| remote::any_bytes(scene, ANSWER),
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: client::one_line }],
    },
    Case {
        name: "spaces-are-sent-and-printed",
        role: Client,
        promise: "The client takes the newline off its line, and nothing else, and prints spaces as they come",
        play: |scene| remote::with_spaces(scene, ANSWER),
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: client::one_line }],
    },
    Case {
        name: "body-like-an-answer",
        role: Client,
        promise: "The client prints a body that looks like an answer as any other body",
        play: client::body_like_an_answer,
        exposes: &[],
    },
    Case {
        name: "header-in-any-shape",
        role: Client,
        promise: "The client takes a header's fields in any order, among spaces and fields it does not know",
        play: client::header_in_any_shape,
        exposes: &[],
    },
    Case {
        name: "only-data-len",
        role: Client,
        promise: "The client needs no field but `data_len`",
        play: client::only_data_len,
        exposes: &[],
    },
    Case {
        name: "exit-code-is-told",
        role: Client,
        promise: "The client says `exit N` on standard error where the code N is not 0, and only there",
        play: client::exit_code_is_told,
        exposes: &[],
    },
    Case {
        name: "a-body-of-nothing",
        role: Client,
        promise: "The client prints nothing for a `data_len` of 0, and goes on to its next line",
        play: |scene| remote::answered_with(scene, ANSWER, b""),
        exposes: &[],
    },
    Case {
        name: "a-megabyte-and-a-word",
        role: Client,
        promise: "The client prints all of a body of more than a megabyte, and the next one after it",
        play: |scene| remote::answered_with(scene, ANSWER, &scene.much(1_300_001)),
        exposes: &[],
    },
    Case {
        name: "data-len-is-missing",
        role: Client,
        promise: "The client says in one line that a header lacks `data_len`, and ends with status 1",
        play: client::data_len_is_missing,
        exposes: &[Exposes { belief: "header-is-always-well-formed", control: client::one_line }],
    },
    Case {
        name: "data-len-is-negative",
        role: Client,
        promise: "The client says in one line that a length is below zero, and ends with status 1",
        play: client::data_len_is_negative,
        exposes: &[Exposes { belief: "header-is-always-well-formed", control: client::one_line }],
    },
    Case {
        name: "data-len-is-fractional",
        role: Client,
        promise: "The client says in one line that a length is no whole number, and ends with status 1",
        play: client::data_len_is_fractional,
        exposes: &[Exposes { belief: "header-is-always-well-formed", control: client::one_line }],
    },
    Case {
        name: "header-is-no-json",
        role: Client,
        promise: "The client says in one line that a header is no JSON, and ends with status 1",
        play: client::header_is_no_json,
        exposes: &[Exposes { belief: "header-is-always-well-formed", control: client::one_line }],
    },
    Case {
        name: "absurd-header-length",
        role: Client,
        promise: "The client refuses a header whose length is absurd, without making room for it",
        play: client::absurd_header_length,
        exposes: &[Exposes { belief: "header-can-be-trusted", control: client::one_line }],
    },
    Case {
        name: "absurd-data-len",
        role: Client,
        promise: "The client makes no room for a body that is claimed and does not come",
        play: client::absurd_data_len,
        exposes: &[Exposes { belief: "header-can-be-trusted", control: client::one_line }],
    },
    Case {
        name: "empty-lines-are-not-sent",
        role: Client,
        promise: "The client goes on to the next line after an empty one, which puts nothing on the wire",
        play: |scene| remote::empty_lines(scene, ANSWER),
        exposes: &[Exposes { belief: "empty-send-is-a-message", control: client::one_line }],
    },
    Case {
        name: "quit-is-the-end",
        role: Client,
        promise: "The client closes and ends with status 0 at the line `quit`, which is not sent",
        play: |scene| remote::at_quit(scene, ANSWER),
        exposes: &[],
    },
    Case {
        name: "end-of-input",
        role: Client,
        promise: "The client closes and ends with status 0 at the end of its input",
        play: |scene| remote::at_the_end_of_input(scene, ANSWER),
        exposes: &[],
    },
    Case {
        name: "server-leaves",
        role: Client,
        promise: "The client says in one line that the server left without an answer, and ends with status 1",
        play: client::server_leaves,
        exposes: &[],
    },
    Case {
        name: "server-leaves-midway",
        role: Client,
        promise: "The client says in one line that an answer was broken off, in whichever of its parts, and ends with status 1",
        play: client::server_leaves_midway,
        exposes: &[],
    },
    Case {
        name: "server-resets",
        role: Client,
        promise: "The client says in one line that the server reset the connection, and ends with status 1",
        play: client::server_resets,
        exposes: &[Exposes { belief: "network-never-fails", control: client::one_line }],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: remote::nobody_listens,
        exposes: &[],
    },
];
