//! Lesson 04: send and receive exactly the number of bytes asked for. The trap is a real short
//! write on a blocking socket. The message is long and cheap: byte *i* is *i* mod 251.

mod scenes;

use crate::lessons::Case;
use crate::lessons::rows;

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("as-many-as-asked", as_many_as_asked)
        .promises("The server sends each client as many bytes as it asks for, and closes")
        .exposes(&[
            belief(ONE_ACCEPT_IS_ENOUGH, one_client),
            belief(READ_TO_END_IS_ONE_MESSAGE, half_close),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, bytes_alone),
        ]),
    Case::server("nothing-and-one", nothing_and_one)
        .promises("The server sends nothing if 0 bytes are asked for, and one byte for 1"),
    Case::server("around-the-boundaries", around_the_boundaries)
        .promises("The server sends byte i as i mod 251, for counts around likely buffer sizes"),
    Case::server("eight-million", eight_million).promises("The server sends 8 million bytes whole"),
    Case::server("slow-reader", slow_reader)
        .promises("The server sends everything to a client that does not read for a while"),
    Case::server("short-write", short_write)
        .promises("The server sends all 8 million bytes even if a write is short")
        .exposes(&[
            belief(ONE_WRITE_TAKES_IT_ALL, slow_reader),
            belief(OFFERED_IS_TAKEN, slow_reader),
            belief(FAILED_HALF_WAY_DID_NOTHING, slow_reader),
        ]),
    Case::server("several-short-writes", several_short_writes)
        .promises("The server sends all 8 million bytes, however many of its writes are short")
        .exposes(&[
            belief(ONE_WRITE_TAKES_IT_ALL, slow_reader),
            belief(OFFERED_IS_TAKEN, slow_reader),
            belief(FAILED_HALF_WAY_DID_NOTHING, slow_reader),
        ]),
    Case::server("count-in-every-cut", count_in_every_cut)
        .promises("The server reads the count up to its newline, in whatever pieces it arrives")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_LINE, counts_in_one_piece)]),
    Case::server("half-close", half_close)
        .promises("The server sends everything to a client that has half-closed"),
    Case::server("leaves-in-the-middle", leaves_in_the_middle)
        .promises("The server serves the next client after one has left in the middle of its bytes")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("leaves-after-its-last-word", leaves_after_its_last_word)
        .promises(
            "The server serves the next client after one has half-closed and left in mid-transfer",
        )
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("resets-in-the-middle", resets_in_the_middle)
        .promises(
            "The server serves the next client after one resets its connection before any bytes",
        )
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("leaves-while-asking", leaves_while_asking).promises(
        "The server serves the next client after some have left before their count was complete",
    ),
    Case::server("no-count", no_count)
        .promises("The server serves the next client after some have sent an invalid count"),
    rows::address_in_use(),
    Case::client("asks-and-checks", asks_and_checks)
        .promises(
            "The client sends its count, reports the bytes as intact, and exits with status 0",
        )
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, a_hundred_bytes_come)]),
    Case::client("nothing-and-one-come", nothing_and_one_come).promises(
        "The client reports 0 bytes as intact if it asked for 0, and 1 if it asked for 1",
    ),
    Case::client("eight-million-come", eight_million_come)
        .promises("The client checks 8 million bytes, to the last one"),
    Case::client("they-come-in-pieces", they_come_in_pieces)
        .promises("The client reads to the end of the stream, in whatever pieces the bytes arrive")
        .exposes(&[belief(WHAT_HAS_COME_IS_ALL, a_hundred_bytes_come)]),
    Case::client("server-stops-early", server_stops_early)
        .promises(
            "The client reports how many bytes arrived if the server stops early, with status 1",
        )
        .exposes(&[belief(ZERO_IS_NOTHING_YET, a_hundred_bytes_come)]),
    Case::client("one-byte-missing", one_byte_missing)
        .promises("The client notices if only the last byte is missing"),
    Case::client("not-a-byte", not_a_byte)
        .promises(
            "The client reports 0 bytes if the server closes without sending any, with status 1",
        )
        .exposes(&[belief(ZERO_IS_NOTHING_YET, a_hundred_bytes_come)]),
    Case::client("one-byte-wrong", one_byte_wrong).promises(
        "The client reports which byte is wrong, counted from 0, and exits with status 1",
    ),
    Case::client("first-and-last-wrong", first_and_last_wrong)
        .promises("The client finds a wrong byte at the very beginning and at the very end"),
    Case::client("a-hole-in-the-middle", a_hole_in_the_middle)
        .promises("The client reports the first wrong byte if many are wrong"),
    Case::client("server-resets", server_resets)
        .promises("The client exits with status 1 if the server resets the connection half-way")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server_stops_early),
            belief(BROKEN_PIPE_IS_AN_ERROR, server_stops_early),
        ]),
    rows::nobody_listens_by(nobody_listens),
];
