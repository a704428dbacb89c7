//! Lesson 14: what one receive brings of a datagram, and what becomes of the rest. The mirror of
//! lesson 05: the same sends, the same sizes, and another outcome.

mod scenes;

use super::{Case, Exposes};
use crate::rank::Rank::Core;
use crate::role::Role::Server;

use scenes::*;

pub const CASES: &[Case] = &[
    Case {
        name: "borders-are-kept",
        role: Server,
        rank: Core,
        promise: "Two datagrams that are there when the server receives come as two, though one receive had room for both",
        play: borders_are_kept,
        exposes: &[
            Exposes { belief: "buffer-is-message", control: exact_fit },
            Exposes { belief: "read-fills-the-buffer", control: exact_fit },
        ],
    },
    Case {
        name: "exact-fit",
        role: Server,
        rank: Core,
        promise: "A datagram that just fits is shown whole, and nothing is said of a cut",
        play: exact_fit,
        exposes: &[Exposes {
            belief: "rest-comes-with-the-next-receive",
            control: borders_are_kept,
        }],
    },
    Case {
        name: "five-into-three",
        role: Server,
        rank: Core,
        promise: "Five bytes into three: two are gone, their number is told, and the next receive is the next datagram",
        play: five_into_three,
        exposes: &[
            Exposes { belief: "receive-tells-the-length", control: cut_without_a_word },
            Exposes { belief: "rest-comes-with-the-next-receive", control: exact_fit },
        ],
    },
    Case {
        name: "one-byte-too-many",
        role: Server,
        rank: Core,
        promise: "One byte that does not fit is missed as well as many, and told",
        play: one_byte_too_many,
        exposes: &[
            Exposes { belief: "receive-tells-the-length", control: cut_without_a_word },
            Exposes { belief: "rest-comes-with-the-next-receive", control: exact_fit },
        ],
    },
    Case {
        name: "a-dozen",
        role: Server,
        rank: Core,
        promise: "Twelve datagrams into twelve sizes, each for itself",
        play: a_dozen,
        exposes: &[],
    },
    Case {
        name: "one-after-the-other",
        role: Server,
        rank: Core,
        promise: "What did not fit is gone, even when nothing else is there yet",
        play: one_after_the_other,
        exposes: &[
            Exposes { belief: "receive-tells-the-length", control: cut_without_a_word },
            Exposes { belief: "rest-comes-with-the-next-receive", control: exact_fit },
        ],
    },
    Case {
        name: "one-receive-each",
        role: Server,
        rank: Core,
        promise: "The server receives once for each size, ends with status 0, and leaves what else is there alone",
        play: one_receive_each,
        exposes: &[Exposes { belief: "read-fills-the-buffer", control: exact_fit }],
    },
    Case {
        name: "empty-alone",
        role: Server,
        rank: Core,
        promise: "An empty datagram is received and shown, with nothing behind the colon",
        play: empty_alone,
        exposes: &[
            Exposes { belief: "empty-datagram-is-the-end", control: not_quite_empty },
            Exposes { belief: "empty-datagram-is-no-message", control: not_quite_empty },
        ],
    },
    Case {
        name: "empty-between",
        role: Server,
        rank: Core,
        promise: "After an empty datagram the next receive is the next datagram",
        play: empty_between,
        exposes: &[Exposes { belief: "empty-datagram-is-the-end", control: not_quite_empty }],
    },
    Case {
        name: "three-senders",
        role: Server,
        rank: Core,
        promise: "The server receives whatever comes, whoever sent it, be that one gone by then",
        play: three_senders,
        exposes: &[
            Exposes { belief: "receive-tells-the-length", control: cut_without_a_word },
            Exposes { belief: "first-sender-is-the-client", control: one_sender },
        ],
    },
    Case {
        name: "one-packet",
        role: Server,
        rank: Core,
        promise: "The server receives 1,473 bytes as well as 1,472, which is all that an Ethernet carries in one packet",
        play: one_packet,
        exposes: &[
            Exposes { belief: "receive-tells-the-length", control: cut_without_a_word },
            Exposes { belief: "rest-comes-with-the-next-receive", control: exact_fit },
        ],
    },
    Case {
        name: "largest",
        role: Server,
        rank: Core,
        promise: "The largest datagram, of 65,507 bytes, is shown whole, or cut like any other",
        play: largest,
        exposes: &[
            Exposes { belief: "receive-tells-the-length", control: cut_without_a_word },
            Exposes { belief: "rest-comes-with-the-next-receive", control: exact_fit },
        ],
    },
    Case {
        name: "size-beyond-the-largest",
        role: Server,
        rank: Core,
        promise: "A size that no datagram can fill brings one datagram all the same",
        play: size_beyond_the_largest,
        exposes: &[Exposes { belief: "read-fills-the-buffer", control: exact_fit }],
    },
    Case {
        name: "character-cut-in-two",
        role: Server,
        rank: Core,
        promise: "The first bytes of a character that was cut in two are shown as \\xNN, and the rest of it not at all",
        play: character_cut_in_two,
        exposes: &[
            Exposes { belief: "receive-tells-the-length", control: cut_without_a_word },
            Exposes { belief: "each-read-is-whole-text", control: whole_characters },
        ],
    },
    Case {
        name: "bytes-that-are-no-text",
        role: Server,
        rank: Core,
        promise: "Bytes that are no text are shown as \\xNN, and the letters among them as they are",
        play: bytes_that_are_no_text,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: whole_characters }],
    },
    Case {
        name: "spaces-are-shown",
        role: Server,
        rank: Core,
        promise: "The spaces at the end of what came are shown, too",
        play: spaces_are_shown,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: exact_fit }],
    },
    Case {
        name: "marks-are-shown",
        role: Server,
        rank: Core,
        promise: "Backslashes, quotation marks, zeros, and spaces in front are UTF-8, and shown as they are",
        play: marks_are_shown,
        exposes: &[],
    },
    Case {
        name: "nothing-is-sent-back",
        role: Server,
        rank: Core,
        promise: "The server only receives: it sends nothing to anybody",
        play: nothing_is_sent_back,
        exposes: &[],
    },
    Case {
        name: "address-in-use",
        role: Server,
        rank: Core,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: address_in_use,
        exposes: &[],
    },
];
