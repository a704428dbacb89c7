//! What a chat client promises, and the beliefs that may be behind a failure.

use super::super::{Case, Exposes};
use super::client;
use crate::role::Role::Client;

pub const CLIENT: [Case; 21] = [
    Case {
        name: "joins-first",
        role: Client,
        promise: "The client joins under its name as soon as it is connected, and says nothing more",
        play: client::joins_first,
        exposes: &[],
    },
    Case {
        name: "says-what-is-typed",
        role: Client,
        promise: "The client says each line as it was typed",
        play: client::says_what_is_typed,
        exposes: &[],
    },
    Case {
        name: "own-lines-come-back",
        role: Client,
        promise: "The client prints its own line when the server passes it on, and not before",
        play: client::own_lines_come_back,
        exposes: &[],
    },
    Case {
        name: "prints-what-is-heard",
        role: Client,
        promise: "The client prints at once what others say, and who comes and goes, while nothing is typed",
        play: client::prints_what_is_heard,
        exposes: &[Exposes { belief: "first-i-speak-then-they", control: client::in_turn }],
    },
    Case {
        name: "any-text-heard",
        role: Client,
        promise: "The client prints names and texts as they are, in whatever way their JSON was written",
        play: client::any_text,
        exposes: &[],
    },
    Case {
        name: "more-than-it-knows",
        role: Client,
        promise: "The client takes no offence at fields and frames that it does not know",
        play: client::more_than_it_knows,
        exposes: &[],
    },
    Case {
        name: "news-in-pieces",
        role: Client,
        promise: "The client understands a frame in whatever pieces it comes",
        play: client::news_in_pieces,
        exposes: &[],
    },
    Case {
        name: "news-in-one-breath",
        role: Client,
        promise: "The client prints all of eleven frames that come together",
        play: client::news_in_one_breath,
        exposes: &[],
    },
    Case {
        name: "half-a-line-is-typed",
        role: Client,
        promise: "The client says a line whole of which half was typed when something came in",
        play: client::half_a_line_is_typed,
        exposes: &[Exposes {
            belief: "a-lost-race-loses-nothing",
            control: client::nothing_in_between,
        }],
    },
    Case {
        name: "half-a-frame-is-heard",
        role: Client,
        promise: "The client prints a line of which half had come when something was typed",
        play: client::half_a_frame_is_heard,
        exposes: &[Exposes {
            belief: "a-lost-race-loses-nothing",
            control: client::nothing_in_between,
        }],
    },
    Case {
        name: "q-quits",
        role: Client,
        promise: "The client says that it quits at `q`, and ends with status 0",
        play: client::q_quits,
        exposes: &[],
    },
    Case {
        name: "end-of-input-quits",
        role: Client,
        promise: "The client says its last line and that it quits at the end of its input, and ends with status 0",
        play: client::end_of_input_quits,
        exposes: &[],
    },
    Case {
        name: "good-bye",
        role: Client,
        promise: "The client ends with status 0 when the server says good-bye",
        play: client::good_bye,
        exposes: &[Exposes {
            belief: "listening-ends-the-program",
            control: client::quits_and_is_done,
        }],
    },
    Case {
        name: "gone-without-a-word",
        role: Client,
        promise: "The client ends with an error when the server goes without a good-bye, though nothing is typed",
        play: client::gone_without_a_word,
        exposes: &[Exposes {
            belief: "listening-ends-the-program",
            control: client::quits_and_is_done,
        }],
    },
    Case {
        name: "gone-in-a-frame",
        role: Client,
        promise: "The client ends with an error when the server goes in the middle of a frame",
        play: client::gone_in_a_frame,
        exposes: &[Exposes {
            belief: "listening-ends-the-program",
            control: client::quits_and_is_done,
        }],
    },
    Case {
        name: "reset",
        role: Client,
        promise: "The client ends with an error when its connection is reset",
        play: client::reset,
        exposes: &[
            Exposes { belief: "network-never-fails", control: client::quits_and_is_done },
            Exposes { belief: "listening-ends-the-program", control: client::quits_and_is_done },
        ],
    },
    Case {
        name: "not-let-in",
        role: Client,
        promise: "The client says in one line that it was not let in, and ends with status 1",
        play: client::not_let_in,
        exposes: &[],
    },
    Case {
        name: "sent-away",
        role: Client,
        promise: "The client ends with an error when the server tells it of one, though it was let in and is not hung up on",
        play: client::sent_away,
        exposes: &[],
    },
    Case {
        name: "no-frame-of-this-chat-heard",
        role: Client,
        promise: "The client ends with an error when a frame is no JSON",
        play: client::no_frame_of_this_chat,
        exposes: &[],
    },
    Case {
        name: "claims-too-much",
        role: Client,
        promise: "The client ends with an error when a frame claims more than 1 MiB",
        play: client::claims_too_much,
        exposes: &[],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says in one line that nobody listens, and ends with status 1",
        play: client::nobody_listens,
        exposes: &[],
    },
];
