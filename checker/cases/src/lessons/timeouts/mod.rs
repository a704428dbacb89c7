//! Lesson 22: what is waited for, and how long. No case says "too late" by a clock: what is awaited
//! comes, or it is shown that the program rests with its time long over. The scripts stand beside this
//! table.

mod client;
mod server;

use super::{Case, Exposes};
use crate::role::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "lines-in-any-cut",
        role: Server,
        promise: "The server answers each line at once, in whatever pieces it comes",
        play: server::lines_in_any_cut,
        exposes: &[],
    },
    Case {
        name: "line-too-long",
        role: Server,
        promise: "The server says `ERR line too long` to more than 4,096 bytes, closes, and serves the next",
        play: server::line_too_long,
        exposes: &[],
    },
    Case {
        name: "plenty-of-time",
        role: Server,
        promise: "The server waits for a line as long as `--idle` says, and no shorter",
        play: server::plenty_of_time,
        exposes: &[],
    },
    Case {
        name: "all-the-time",
        role: Server,
        promise: "The server waits as long as it takes without `--idle`",
        play: server::all_the_time,
        exposes: &[],
    },
    Case {
        name: "silent-client",
        role: Server,
        promise: "The server drops a client that says nothing for `--idle`",
        play: server::silent_client,
        exposes: &[Exposes {
            belief: "silence-is-an-error",
            control: server::all_silence_is_waited_for,
        }],
    },
    Case {
        name: "half-a-line",
        role: Server,
        promise: "The server drops a client that falls silent in the middle of a line, and does not answer the half",
        play: server::half_a_line,
        exposes: &[Exposes {
            belief: "silence-is-an-error",
            control: server::all_silence_is_waited_for,
        }],
    },
    Case {
        name: "byte-by-byte-for-ever",
        role: Server,
        promise: "The server drops a client that sends a byte now and then and never finishes its line",
        play: server::byte_by_byte_for_ever,
        exposes: &[Exposes { belief: "each-byte-is-a-sign-of-life", control: server::half_a_line }],
    },
    Case {
        name: "next-one-is-served",
        role: Server,
        promise: "The server serves the next client after it has dropped one",
        play: server::next_one_is_served,
        exposes: &[],
    },
    Case {
        name: "talks-on",
        role: Server,
        promise: "The server counts `--idle` anew for each line, not for the whole conversation",
        play: server::talks_on,
        exposes: &[],
    },
    Case {
        name: "answers-still-due",
        role: Server,
        promise: "The server answers all that a client said before its last word, and then closes",
        play: server::answers_still_due,
        exposes: &[
            Exposes { belief: "zero-is-nothing-yet", control: server::one_client },
            Exposes {
                belief: "finished-connections-close-themselves",
                control: server::one_client,
            },
        ],
    },
    Case {
        name: "answers-still-due-in-time",
        role: Server,
        promise: "The server closes as soon as it has answered all, be `--idle` not over by far",
        play: server::answers_still_due_in_time,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: server::one_client }],
    },
    Case {
        name: "answers-still-on-their-way",
        role: Server,
        promise: "The server sends the answers that it owes to a client that said its last word before it read them",
        play: server::answers_still_on_their_way,
        exposes: &[Exposes {
            belief: "last-word-is-good-bye",
            control: server::answers_before_the_last_word,
        }],
    },
    Case {
        name: "last-line-without-newline",
        role: Server,
        promise: "The server answers a last line that the end of the stream ends, and not before",
        play: server::last_line_without_newline,
        exposes: &[],
    },
    Case {
        name: "last-word-and-no-other",
        role: Server,
        promise: "The server closes when a client has no word but the last, and serves the next",
        play: server::last_word_and_no_other,
        exposes: &[Exposes { belief: "one-accept-is-enough", control: server::one_client }],
    },
    Case {
        name: "resets-in-a-line",
        role: Server,
        promise: "The server serves the next client after one has reset its connection inside a line",
        play: server::resets_in_a_line,
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
        name: "reply-in-plenty-of-time",
        role: Client,
        promise: "The client waits for a reply as long as `--read-timeout` says, and no shorter",
        play: client::plenty_of_time,
        exposes: &[],
    },
    Case {
        name: "reply-whenever-it-comes",
        role: Client,
        promise: "The client waits as long as it takes without `--read-timeout`",
        play: client::all_the_time,
        exposes: &[],
    },
    Case {
        name: "end-of-input",
        role: Client,
        promise: "The client sends a newline behind its last line, prints its reply, and ends with status 0",
        play: client::end_of_input,
        exposes: &[],
    },
    Case {
        name: "no-reply",
        role: Client,
        promise: "The client prints `read: timed out` for each reply that does not come, and goes on",
        play: client::no_reply,
        exposes: &[
            Exposes { belief: "time-out-is-called-timed-out", control: client::plenty_of_time },
            Exposes { belief: "time-out-is-the-end", control: client::plenty_of_time },
            Exposes { belief: "silence-is-an-error", control: client::plenty_of_time },
        ],
    },
    Case {
        name: "late-before-the-next-question",
        role: Client,
        promise: "The client throws a late reply away that comes before its next question",
        play: client::late_before_the_next_question,
        exposes: &[Exposes { belief: "late-answer-is-the-next", control: client::no_reply }],
    },
    Case {
        name: "late-after-the-next-question",
        role: Client,
        promise: "The client throws a late reply away that comes after its next question, and takes the one behind it",
        play: client::late_after_the_next_question,
        exposes: &[Exposes { belief: "late-answer-is-the-next", control: client::no_reply }],
    },
    Case {
        name: "two-late-replies",
        role: Client,
        promise: "The client throws away as many late replies as it has given up waiting for",
        play: client::two_late_replies,
        exposes: &[Exposes { belief: "late-answer-is-the-next", control: client::no_reply }],
    },
    Case {
        name: "half-a-reply",
        role: Client,
        promise: "The client takes the rest of a late reply for that, and for nothing else",
        play: client::half_a_reply,
        exposes: &[Exposes { belief: "late-answer-is-the-next", control: client::no_reply }],
    },
    Case {
        name: "in-step-again",
        role: Client,
        promise: "The client gives each question its own reply again, once the late one has come",
        play: client::in_step_again,
        exposes: &[Exposes { belief: "late-answer-is-the-next", control: client::no_reply }],
    },
    Case {
        name: "reply-byte-by-byte-for-ever",
        role: Client,
        promise: "The client gives up a reply that comes a byte now and then and never ends",
        play: client::byte_by_byte_for_ever,
        exposes: &[Exposes {
            belief: "each-byte-is-a-sign-of-life",
            control: client::half_a_reply_and_no_more,
        }],
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
        name: "server-leaves-after-a-time-out",
        role: Client,
        promise: "The client tells a server that has left from one that is slow, also after a time-out",
        play: client::server_leaves_after_a_time_out,
        exposes: &[],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says `connect: ECONNREFUSED` in one line, and ends with status 1",
        play: client::nobody_listens,
        exposes: &[],
    },
    Case {
        name: "nobody-listens-and-no-limit",
        role: Client,
        promise: "The client says `connect: ECONNREFUSED` without `--connect-timeout`, too",
        play: client::nobody_listens_and_no_limit,
        exposes: &[],
    },
    Case {
        name: "no-way-there",
        role: Client,
        promise: "The client says `connect: ENETUNREACH` where no way leads to the address",
        play: client::no_way_there,
        exposes: &[],
    },
    Case {
        name: "slow-accept",
        role: Client,
        promise: "The client says `connect: ETIMEDOUT` when nobody has let it in for `--connect-timeout`",
        play: client::slow_accept,
        exposes: &[
            Exposes { belief: "connect-gives-up-in-time", control: client::nobody_listens },
            Exposes { belief: "every-error-has-a-number", control: client::nobody_listens },
        ],
    },
    Case {
        name: "slow-first-address",
        role: Client,
        promise: "The client tries a name's next address when the first has not let it in for `--connect-timeout`",
        play: client::slow_first_address,
        exposes: &[Exposes {
            belief: "first-address-is-the-address",
            control: client::open_first_address,
        }],
    },
];
