//! Lesson 15: requests that may be lost, doubled or late, and a count that says how often the server
//! has acted.

mod bob;
mod client;
mod server;

use super::{Case, Exposes};
use crate::role::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "counts-each-request",
        role: Server,
        promise: "The server answers each request with its id, the count of different requests so far, and its payload in upper case",
        play: server::all_new,
        exposes: &[
            Exposes { belief: "any-socket-may-answer", control: server::reply_from_anywhere },
            Exposes { belief: "byte-order-is-obvious", control: server::any_count },
        ],
    },
    Case {
        name: "acts-once",
        role: Server,
        promise: "The server acts once for a request that comes three times, and answers it three times",
        play: server::acts_once,
        exposes: &[
            Exposes { belief: "each-arrival-is-a-request", control: server::all_new },
            Exposes { belief: "answered-is-done", control: server::all_new },
        ],
    },
    Case {
        name: "repeated-late",
        role: Server,
        promise: "The server does not act again for a request that comes again after newer ones",
        play: server::repeated_late,
        exposes: &[
            Exposes { belief: "only-the-newest-comes-again", control: server::acts_once },
            Exposes { belief: "each-arrival-is-a-request", control: server::all_new },
        ],
    },
    Case {
        name: "same-reply-again",
        role: Server,
        promise: "The server answers a repeated request with the count that it had the first time",
        play: server::same_reply_again,
        exposes: &[],
    },
    Case {
        name: "remembers-a-thousand",
        role: Server,
        promise: "The server remembers its last 1,000 requests: the first of them comes again",
        play: server::remembers_a_thousand,
        exposes: &[],
    },
    Case {
        name: "three-at-once",
        role: Server,
        promise: "The server acts once for a request of which three copies are there together",
        play: server::three_at_once,
        exposes: &[Exposes { belief: "each-arrival-is-a-request", control: server::all_new }],
    },
    Case {
        name: "two-clients-one-id",
        role: Server,
        promise: "The server takes the same id from two clients for two requests",
        play: server::two_clients_one_id,
        exposes: &[
            Exposes { belief: "id-alone-tells-the-request", control: server::two_clients_two_ids },
            Exposes { belief: "first-sender-is-the-client", control: server::one_client_two_ids },
        ],
    },
    Case {
        name: "two-clients-two-ids",
        role: Server,
        promise: "The server answers two clients in turn, and counts for both together",
        play: server::two_clients_two_ids,
        exposes: &[Exposes {
            belief: "first-sender-is-the-client",
            control: server::one_client_two_ids,
        }],
    },
    Case {
        name: "too-short-for-a-request",
        role: Server,
        promise: "The server neither answers nor counts a datagram that has no room for an id, and goes on",
        play: server::too_short,
        exposes: &[Exposes { belief: "what-comes-is-well-formed", control: server::all_new }],
    },
    Case {
        name: "empty-payload",
        role: Server,
        promise: "The server answers a request with an empty payload like any other",
        play: server::empty_payload,
        exposes: &[],
    },
    Case {
        name: "ids-of-any-bytes",
        role: Server,
        promise: "The server sends back an id of any four bytes as it came",
        play: server::ids_of_any_bytes,
        exposes: &[],
    },
    Case {
        name: "any-payload",
        role: Server,
        promise: "The server sends back a payload that is no text as it came",
        play: server::any_payload,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: server::all_new }],
    },
    Case {
        name: "spaces-belong-to-the-payload",
        role: Server,
        promise: "The server sends back the spaces at a payload's end, too",
        play: server::spaces_belong_to_the_payload,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: server::all_new }],
    },
    Case {
        name: "largest",
        role: Server,
        promise: "The server answers payloads of 2,000 bytes, and of 65,499, whose reply is the largest datagram",
        play: server::largest,
        exposes: &[Exposes {
            belief: "rest-comes-with-the-next-receive",
            control: server::answers_once_at_most,
        }],
    },
    Case {
        name: "too-long-for-a-reply",
        role: Server,
        promise: "The server passes over a request whose reply is too long for a datagram, and answers the next one",
        play: server::too_long_for_a_reply,
        exposes: &[],
    },
    Case {
        name: "client-has-gone",
        role: Server,
        promise: "The server goes on, and counts on, when a client has gone before its reply",
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
        name: "a-line-is-a-request",
        role: Client,
        promise: "The client sends each line under a new id, and prints the count and the payload of its reply",
        play: client::a_line_is_a_request,
        exposes: &[Exposes { belief: "one-id-is-enough", control: client::always_the_same_id }],
    },
    Case {
        name: "two-lines-at-once",
        role: Client,
        promise: "The client sends the second of two lines when the first has been answered",
        play: client::two_lines_at_once,
        exposes: &[],
    },
    Case {
        name: "first-is-lost",
        role: Client,
        promise: "The client sends the same request again when no reply comes in time",
        play: client::first_is_lost,
        exposes: &[
            Exposes { belief: "each-try-is-a-new-request", control: client::one_line },
            Exposes { belief: "what-is-sent-arrives", control: client::one_line },
        ],
    },
    Case {
        name: "two-are-lost",
        role: Client,
        promise: "The client sends the same request a third time when the second was lost, too",
        play: client::two_are_lost,
        exposes: &[],
    },
    Case {
        name: "gives-up",
        role: Client,
        promise: "The client tries seven times, waits twice as long after each, and gives up: one line, status 1",
        play: client::gives_up,
        exposes: &[
            Exposes { belief: "the-same-pace-will-do", control: client::gives_up_some_time },
            Exposes { belief: "somebody-will-answer", control: client::never_gives_up },
        ],
    },
    Case {
        name: "reply-comes-twice",
        role: Client,
        promise: "The client does not take a second reply to one request for the reply to the next",
        play: client::reply_comes_twice,
        // Who looks at a part of the id only fails here, too.
        exposes: &[],
    },
    Case {
        name: "late-reply",
        role: Client,
        promise: "The client does not take a late reply to an older request, and waits on for its own",
        play: client::late_reply,
        exposes: &[],
    },
    Case {
        name: "other-ids",
        role: Client,
        promise: "The client ignores a reply under an id that it did not ask with, and waits on",
        play: client::other_ids,
        exposes: &[Exposes { belief: "any-reply-is-the-reply", control: client::three_lines }],
    },
    Case {
        name: "ids-that-look-alike",
        role: Client,
        promise: "The client ignores replies under ids that differ from its own in one bit",
        play: client::ids_that_look_alike,
        exposes: &[],
    },
    Case {
        name: "too-short-for-a-reply",
        role: Client,
        promise: "The client ignores what has no room for an id and a count",
        play: client::too_short,
        exposes: &[Exposes { belief: "what-comes-is-well-formed", control: client::three_lines }],
    },
    Case {
        name: "strangers-are-not-heard",
        role: Client,
        promise: "The client takes nothing for the reply that comes from another address, be its id right",
        play: client::strangers_are_not_heard,
        exposes: &[Exposes {
            belief: "whatever-arrives-is-the-reply",
            control: client::three_lines,
        }],
    },
    Case {
        name: "any-counts",
        role: Client,
        promise: "The client prints counts from 0 to 4,294,967,295",
        play: client::any_counts,
        exposes: &[Exposes {
            belief: "byte-order-is-obvious",
            control: client::counts_of_either_order,
        }],
    },
    Case {
        name: "empty-lines",
        role: Client,
        promise: "The client sends an empty line as a request with an empty payload, and prints an empty reply",
        play: client::empty_lines,
        exposes: &[],
    },
    Case {
        name: "any-line",
        role: Client,
        promise: "The client sends and prints bytes that are no text as they are",
        play: client::any_payload,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: client::one_line }],
    },
    Case {
        name: "spaces-are-sent",
        role: Client,
        promise: "The client sends and prints the spaces at the end, too",
        play: client::spaces_are_sent,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: client::one_line }],
    },
    Case {
        name: "long-replies",
        role: Client,
        promise: "The client prints payloads of 2,000 and of 65,499 bytes whole",
        play: client::long_replies,
        exposes: &[Exposes {
            belief: "rest-comes-with-the-next-receive",
            control: client::short_replies,
        }],
    },
    Case {
        name: "too-large",
        role: Client,
        promise: "The client says in one line that a line of 65,504 bytes fits into no request, sends nothing of it, and ends with status 1",
        play: client::too_large,
        exposes: &[],
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
        promise: "The client says in one line that it was refused, or had no answer, and ends with status 1, when its server is not there",
        play: client::nobody_is_there,
        exposes: &[Exposes { belief: "datagrams-never-fail", control: client::three_lines }],
    },
];
