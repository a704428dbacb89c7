//! Lesson 04: as many bytes as were asked for. The trap is a real short write on a blocking socket.
//! The message is long and cheap: byte *i* is *i* mod 251.

mod scenes;

use crate::lessons::{Case, Exposes};
use crate::role::Role::{Client, Server};

use scenes::*;

pub const CASES: &[Case] = &[
    Case {
        name: "as-many-as-asked",
        role: Server,
        promise: "The server sends as many bytes as it was asked for and closes, for one client after another",
        play: as_many_as_asked,
        exposes: &[
            Exposes { belief: "one-accept-is-enough", control: one_client },
            Exposes { belief: "read-to-end-is-one-message", control: half_close },
        ],
    },
    Case {
        name: "nothing-and-one",
        role: Server,
        promise: "The server sends nothing when 0 bytes are asked for, and one byte for 1",
        play: nothing_and_one,
        exposes: &[],
    },
    Case {
        name: "around-the-borders",
        role: Server,
        promise: "The server sends byte i as i mod 251, at every border where a program might stumble",
        play: around_the_borders,
        exposes: &[],
    },
    Case {
        name: "eight-million",
        role: Server,
        promise: "The server sends 8 million bytes whole",
        play: eight_million,
        exposes: &[],
    },
    Case {
        name: "slow-reader",
        role: Server,
        promise: "The server waits for a client that does not read for a while, and sends it all",
        play: slow_reader,
        exposes: &[],
    },
    Case {
        name: "short-write",
        role: Server,
        promise: "The server sends all 8 million bytes when a write takes only a part of what it was offered",
        play: short_write,
        exposes: &[
            Exposes { belief: "one-write-takes-it-all", control: slow_reader },
            Exposes { belief: "offered-is-taken", control: slow_reader },
        ],
    },
    Case {
        name: "several-short-writes",
        role: Server,
        promise: "The server sends all 8 million bytes however many of its writes take only a part",
        play: several_short_writes,
        exposes: &[
            Exposes { belief: "one-write-takes-it-all", control: slow_reader },
            Exposes { belief: "offered-is-taken", control: slow_reader },
        ],
    },
    Case {
        name: "count-in-every-cut",
        role: Server,
        promise: "The server reads the count to its newline, in whatever pieces it comes",
        play: count_in_every_cut,
        exposes: &[Exposes { belief: "one-read-is-the-whole-line", control: counts_in_one_piece }],
    },
    Case {
        name: "half-close",
        role: Server,
        promise: "The server sends all to a client that has said its last word",
        play: half_close,
        exposes: &[],
    },
    Case {
        name: "leaves-in-the-middle",
        role: Server,
        promise: "The server serves the next client after one has left in the middle of its bytes",
        play: leaves_in_the_middle,
        exposes: &[Exposes { belief: "network-never-fails", control: two_clients }],
    },
    Case {
        name: "leaves-after-its-last-word",
        role: Server,
        promise: "The server serves the next client after one has half-closed, and left in the middle of its bytes",
        play: leaves_after_its_last_word,
        exposes: &[Exposes { belief: "network-never-fails", control: two_clients }],
    },
    Case {
        name: "resets-in-the-middle",
        role: Server,
        promise: "The server serves the next client after one has reset the connection before its bytes came",
        play: resets_in_the_middle,
        exposes: &[Exposes { belief: "network-never-fails", control: two_clients }],
    },
    Case {
        name: "leaves-while-asking",
        role: Server,
        promise: "The server serves the next client after some have left before their count was complete",
        play: leaves_while_asking,
        exposes: &[],
    },
    Case {
        name: "no-count",
        role: Server,
        promise: "The server serves the next client after some have sent what is no count",
        play: no_count,
        exposes: &[],
    },
    Case {
        name: "address-in-use",
        role: Server,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: address_in_use,
        exposes: &[],
    },
    Case {
        name: "asks-and-checks",
        role: Client,
        promise: "The client sends its count and a newline, says that what came is intact, and ends with status 0",
        play: asks_and_checks,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: a_hundred_bytes_come }],
    },
    Case {
        name: "nothing-and-one-come",
        role: Client,
        promise: "The client finds 0 bytes intact where it asked for 0, and 1 where it asked for 1",
        play: nothing_and_one_come,
        exposes: &[],
    },
    Case {
        name: "eight-million-come",
        role: Client,
        promise: "The client checks 8 million bytes to the last",
        play: eight_million_come,
        exposes: &[],
    },
    Case {
        name: "they-come-in-pieces",
        role: Client,
        promise: "The client reads to the end of the stream, in whatever pieces the bytes come",
        play: they_come_in_pieces,
        exposes: &[Exposes { belief: "what-has-come-is-all", control: a_hundred_bytes_come }],
    },
    Case {
        name: "server-stops-early",
        role: Client,
        promise: "The client says how many of the bytes arrived when the server stops early, and ends with status 1",
        play: server_stops_early,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: a_hundred_bytes_come }],
    },
    Case {
        name: "one-byte-missing",
        role: Client,
        promise: "The client notices that the very last byte is missing",
        play: one_byte_missing,
        exposes: &[],
    },
    Case {
        name: "not-a-byte",
        role: Client,
        promise: "The client says that 0 bytes arrived when the server closes without a word, status 1",
        play: not_a_byte,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: a_hundred_bytes_come }],
    },
    Case {
        name: "one-byte-wrong",
        role: Client,
        promise: "The client says which byte is wrong, counted from 0, and ends with status 1",
        play: one_byte_wrong,
        exposes: &[],
    },
    Case {
        name: "first-and-last-wrong",
        role: Client,
        promise: "The client finds a wrong byte at the very beginning, and one at the very end",
        play: first_and_last_wrong,
        exposes: &[],
    },
    Case {
        name: "a-hole-in-the-middle",
        role: Client,
        promise: "The client names the first wrong byte where many are wrong",
        play: a_hole_in_the_middle,
        exposes: &[],
    },
    Case {
        name: "server-resets",
        role: Client,
        promise: "The client ends with status 1 when the server resets the connection half-way",
        play: server_resets,
        exposes: &[Exposes { belief: "network-never-fails", control: server_stops_early }],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: nobody_listens,
        exposes: &[],
    },
];
