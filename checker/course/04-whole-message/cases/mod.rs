//! Lesson 04: as many bytes as were asked for. The trap is a real short write on a blocking socket.
//! The message is long and cheap: byte *i* is *i* mod 251.

mod scenes;

use crate::lessons::Case;

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("as-many-as-asked", as_many_as_asked)
        .promises("The server sends as many bytes as it was asked for and closes, for one client after another")
        .exposes(&[
            belief(ONE_ACCEPT_IS_ENOUGH, one_client),
            belief(READ_TO_END_IS_ONE_MESSAGE, half_close),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, bytes_alone),
        ]),
    Case::server("nothing-and-one", nothing_and_one)
        .promises("The server sends nothing when 0 bytes are asked for, and one byte for 1"),
    Case::server("around-the-borders", around_the_borders)
        .promises("The server sends byte i as i mod 251, at every border where a program might stumble"),
    Case::server("eight-million", eight_million).promises("The server sends 8 million bytes whole"),
    Case::server("slow-reader", slow_reader)
        .promises("The server waits for a client that does not read for a while, and sends it all"),
    Case::server("short-write", short_write)
        .promises("The server sends all 8 million bytes when a write takes only a part of what it was offered")
        .exposes(&[
            belief(ONE_WRITE_TAKES_IT_ALL, slow_reader),
            belief(OFFERED_IS_TAKEN, slow_reader),
            belief(FAILED_HALF_WAY_DID_NOTHING, slow_reader),
        ]),
    Case::server("several-short-writes", several_short_writes)
        .promises("The server sends all 8 million bytes however many of its writes take only a part")
        .exposes(&[
            belief(ONE_WRITE_TAKES_IT_ALL, slow_reader),
            belief(OFFERED_IS_TAKEN, slow_reader),
            belief(FAILED_HALF_WAY_DID_NOTHING, slow_reader),
        ]),
    Case::server("count-in-every-cut", count_in_every_cut)
        .promises("The server reads the count to its newline, in whatever pieces it comes")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_LINE, counts_in_one_piece)]),
    Case::server("half-close", half_close)
        .promises("The server sends all to a client that has said its last word"),
    Case::server("leaves-in-the-middle", leaves_in_the_middle)
        .promises("The server serves the next client after one has left in the middle of its bytes")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("leaves-after-its-last-word", leaves_after_its_last_word)
        .promises("The server serves the next client after one has half-closed, and left in the middle of its bytes")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("resets-in-the-middle", resets_in_the_middle)
        .promises("The server serves the next client after one has reset the connection before its bytes came")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("leaves-while-asking", leaves_while_asking)
        .promises("The server serves the next client after some have left before their count was complete"),
    Case::server("no-count", no_count)
        .promises("The server serves the next client after some have sent what is no count"),
    Case::server("address-in-use", address_in_use)
        .promises("The server says in one line that its address is taken, and ends with status 1"),
    Case::client("asks-and-checks", asks_and_checks)
        .promises("The client sends its count and a newline, says that what came is intact, and ends with status 0")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, a_hundred_bytes_come)]),
    Case::client("nothing-and-one-come", nothing_and_one_come)
        .promises("The client finds 0 bytes intact where it asked for 0, and 1 where it asked for 1"),
    Case::client("eight-million-come", eight_million_come)
        .promises("The client checks 8 million bytes to the last"),
    Case::client("they-come-in-pieces", they_come_in_pieces)
        .promises("The client reads to the end of the stream, in whatever pieces the bytes come")
        .exposes(&[belief(WHAT_HAS_COME_IS_ALL, a_hundred_bytes_come)]),
    Case::client("server-stops-early", server_stops_early)
        .promises("The client says how many of the bytes arrived when the server stops early, and ends with status 1")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, a_hundred_bytes_come)]),
    Case::client("one-byte-missing", one_byte_missing)
        .promises("The client notices that the very last byte is missing"),
    Case::client("not-a-byte", not_a_byte)
        .promises("The client says that 0 bytes arrived when the server closes without a word, status 1")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, a_hundred_bytes_come)]),
    Case::client("one-byte-wrong", one_byte_wrong)
        .promises("The client says which byte is wrong, counted from 0, and ends with status 1"),
    Case::client("first-and-last-wrong", first_and_last_wrong)
        .promises("The client finds a wrong byte at the very beginning, and one at the very end"),
    Case::client("a-hole-in-the-middle", a_hole_in_the_middle)
        .promises("The client names the first wrong byte where many are wrong"),
    Case::client("server-resets", server_resets)
        .promises("The client ends with status 1 when the server resets the connection half-way")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server_stops_early),
            belief(BROKEN_PIPE_IS_AN_ERROR, server_stops_early),
        ]),
    Case::client("nobody-listens", nobody_listens)
        .promises("The client says in one line that nobody listens there, and ends with status 1"),
];
