//! Lesson 13: messages that keep their borders, and no connection around them. The network may bring
//! datagrams in another order than they were sent in, so where several answers are due, any order
//! does. It may lose them, too; here it does not.

mod client;
mod server;

use super::{Case, Exposes};
use crate::role::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "a-hundred-datagrams",
        role: Server,
        promise: "The server sends each datagram back in upper case, from the address it was sent to",
        play: server::a_hundred_datagrams,
        exposes: &[
            Exposes { belief: "any-socket-may-answer", control: server::answer_from_anywhere },
            Exposes { belief: "buffer-is-message", control: server::answer_begins_well },
            Exposes { belief: "message-is-a-line", control: server::line_is_answered },
        ],
    },
    Case {
        name: "borders-are-kept",
        role: Server,
        promise: "The server answers each of four datagrams that are there together for itself",
        play: server::borders_are_kept,
        exposes: &[],
    },
    Case {
        name: "two-clients-in-turn",
        role: Server,
        promise: "The server answers whoever wrote, now one client and now another",
        play: server::two_clients_in_turn,
        exposes: &[Exposes {
            belief: "first-sender-is-the-client",
            control: server::one_client_again,
        }],
    },
    Case {
        name: "two-clients-at-once",
        role: Server,
        promise: "The server sends each answer to the one who asked, when two have written before it reads",
        play: server::two_clients_at_once,
        exposes: &[],
    },
    Case {
        name: "empty",
        role: Server,
        promise: "The server answers an empty datagram with an empty one, and goes on",
        play: server::empty,
        exposes: &[
            Exposes { belief: "empty-datagram-is-the-end", control: server::not_quite_empty },
            Exposes { belief: "empty-datagram-is-no-message", control: server::not_quite_empty },
        ],
    },
    Case {
        name: "two-thousand-bytes",
        role: Server,
        promise: "The server answers a datagram of 2,000 bytes with one of 2,000 bytes",
        play: server::two_thousand_bytes,
        exposes: &[Exposes {
            belief: "rest-comes-with-the-next-receive",
            control: server::answers_once_at_most,
        }],
    },
    Case {
        name: "largest",
        role: Server,
        promise: "The server answers the largest datagram there is, of 65,507 bytes, whole",
        play: server::largest,
        exposes: &[Exposes {
            belief: "rest-comes-with-the-next-receive",
            control: server::answers_once_at_most,
        }],
    },
    Case {
        name: "any-bytes",
        role: Server,
        promise: "The server sends back bytes that are no text as they came",
        play: server::any_bytes,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: server::one_word }],
    },
    Case {
        name: "any-language",
        role: Server,
        promise: "The server leaves everything that is no ASCII letter as it is: 你好 abc becomes 你好 ABC",
        play: server::any_language,
        exposes: &[],
    },
    Case {
        name: "spaces-belong-to-the-message",
        role: Server,
        promise: "The server sends back the spaces and line ends at a message's ends, too",
        play: server::spaces_belong_to_the_message,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: server::one_word }],
    },
    Case {
        name: "client-has-gone",
        role: Server,
        promise: "The server goes on when a client has gone before its answer",
        play: server::client_has_gone,
        exposes: &[],
    },
    Case {
        name: "address-in-use",
        role: Server,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: server::address_in_use,
        exposes: &[],
    },
    Case {
        name: "default-address",
        role: Server,
        promise: "The server receives on 127.0.0.1:8888 when it is told no address",
        play: server::default_address,
        exposes: &[],
    },
    Case {
        name: "a-hundred-lines",
        role: Client,
        promise: "The client sends each line as one datagram and prints its reply before it takes the next",
        play: client::a_hundred_lines,
        exposes: &[],
    },
    Case {
        name: "two-lines-at-once",
        role: Client,
        promise: "The client sends two lines that were typed in one go as two datagrams",
        play: client::two_lines_at_once,
        exposes: &[],
    },
    Case {
        name: "reply-of-any-length",
        role: Client,
        promise: "The client prints a reply whole, however long it is and however long the line was",
        play: client::reply_of_any_length,
        exposes: &[Exposes {
            belief: "rest-comes-with-the-next-receive",
            control: client::reply_of_the_same_length,
        }],
    },
    Case {
        name: "empty-lines-are-sent",
        role: Client,
        promise: "The client sends an empty line as an empty datagram, and prints its reply",
        play: client::empty_lines_are_sent,
        exposes: &[Exposes {
            belief: "empty-datagram-is-no-message",
            control: client::three_lines,
        }],
    },
    Case {
        name: "empty-replies-are-printed",
        role: Client,
        promise: "The client prints an empty reply as an empty line, and goes on",
        play: client::empty_replies_are_printed,
        exposes: &[
            Exposes {
                belief: "empty-datagram-is-the-end",
                control: client::short_replies_are_printed,
            },
            Exposes {
                belief: "empty-datagram-is-no-message",
                control: client::short_replies_are_printed,
            },
        ],
    },
    Case {
        name: "strangers-are-not-heard",
        role: Client,
        promise: "The client takes nothing for the reply that comes from another address",
        play: client::strangers_are_not_heard,
        exposes: &[Exposes {
            belief: "whatever-arrives-is-the-reply",
            control: client::three_lines,
        }],
    },
    Case {
        name: "largest-line",
        role: Client,
        promise: "The client sends a line of 65,507 bytes in one datagram, and prints a reply as long",
        play: client::largest,
        exposes: &[Exposes {
            belief: "rest-comes-with-the-next-receive",
            control: client::reply_of_the_same_length,
        }],
    },
    Case {
        name: "too-large",
        role: Client,
        promise: "The client says in one line that a line of 65,508 bytes fits into no datagram, sends nothing of it, and ends with status 1",
        play: client::too_large,
        exposes: &[],
    },
    Case {
        name: "any-line",
        role: Client,
        promise: "The client sends and prints bytes that are no text as they are",
        play: client::any_bytes,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: client::one_line }],
    },
    Case {
        name: "spaces-are-sent",
        role: Client,
        promise: "The client sends and prints the spaces at the ends, too",
        play: client::spaces_are_sent,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: client::one_line }],
    },
    Case {
        name: "line-without-newline",
        role: Client,
        promise: "The client sends a last line that has no newline, too",
        play: client::last_line_typed_without_newline,
        exposes: &[],
    },
    Case {
        name: "q-is-the-end",
        role: Client,
        promise: "The client ends with status 0 at the line `q`, and no other, which it does not send",
        play: client::q_is_the_end,
        exposes: &[],
    },
    Case {
        name: "end-of-input",
        role: Client,
        promise: "The client ends with status 0 when its input ends",
        play: client::end_of_input,
        exposes: &[],
    },
    Case {
        name: "nobody-is-there",
        role: Client,
        promise: "The client waits, or says in one line that it was refused and ends with status 1, when its server has gone",
        play: client::nobody_is_there,
        exposes: &[Exposes { belief: "datagrams-never-fail", control: client::three_lines }],
    },
];
