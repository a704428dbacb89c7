//! Lesson 14: the part of a datagram that one receive returns, and the loss of the rest. It mirrors
//! lesson 05, with the same sends, the same sizes, and a different outcome.

mod scenes;

use super::Case;
use crate::lessons::rows;

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("boundaries-are-kept", boundaries_are_kept)
        .promises("The server receives two waiting datagrams as two, even if one receive has room for both")
        .exposes(&[belief(BUFFER_IS_MESSAGE, exact_fit), belief(READ_FILLS_THE_BUFFER, exact_fit)]),
    Case::server("exact-fit", exact_fit)
        .promises("The server shows all of a datagram that just fits, and reports no loss")
        .exposes(&[belief(REST_COMES_WITH_THE_NEXT_RECEIVE, boundaries_are_kept)]),
    Case::server("five-into-three", five_into_three)
        .promises("The server reports two bytes lost of five received into three, then the next datagram")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, exact_fit),
        ]),
    Case::server("one-byte-too-many", one_byte_too_many)
        .promises("The server reports the loss of one byte as well as of many")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, exact_fit),
        ]),
    Case::server("a-dozen", a_dozen)
        .promises("The server receives twelve datagrams into twelve sizes, each separately"),
    Case::server("one-after-the-other", one_after_the_other)
        .promises("The server discards what did not fit, even if no other datagram has arrived yet")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, exact_fit),
        ]),
    Case::server("one-receive-each", one_receive_each)
        .promises("The server receives once for each size, exits with status 0, and leaves the rest alone")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, exact_fit)]),
    Case::server("empty-alone", empty_alone)
        .promises("The server receives and shows an empty datagram, with nothing after the colon")
        .exposes(&[
            belief(EMPTY_DATAGRAM_IS_THE_END, not_quite_empty),
            belief(EMPTY_DATAGRAM_IS_NO_MESSAGE, not_quite_empty),
        ]),
    Case::server("empty-between", empty_between)
        .promises("The server receives the next datagram after an empty one")
        .exposes(&[belief(EMPTY_DATAGRAM_IS_THE_END, not_quite_empty)]),
    Case::server("three-senders", three_senders)
        .promises("The server receives from any sender, even one that has gone by then")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(FIRST_SENDER_IS_THE_CLIENT, one_sender),
        ]),
    Case::server("one-packet", one_packet)
        .promises("The server receives 1,473 bytes as well as 1,472, the most in one Ethernet packet")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, exact_fit),
        ]),
    Case::server("largest", largest)
        .promises("The server shows the largest datagram, 65,507 bytes, whole, or cut like any other")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, exact_fit),
        ]),
    Case::server("size-beyond-the-largest", size_beyond_the_largest)
        .promises("The server receives one datagram into a size that no datagram can fill")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, exact_fit)]),
    Case::server("character-cut-in-two", character_cut_in_two)
        .promises("The server shows the first bytes of a split character as \\xNN, and not the rest")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(EACH_READ_IS_WHOLE_TEXT, whole_characters),
        ]),
    Case::server("bytes-that-are-no-text", bytes_that_are_no_text)
        .promises("The server shows bytes that are not text as \\xNN, and the letters among them as they are")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::server("spaces-are-shown", spaces_are_shown)
        .promises("The server also shows the spaces at the end of what it received")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, exact_fit)]),
    Case::server("marks-are-shown", marks_are_shown)
        .promises("The server shows backslashes, quotation marks, NULs and leading spaces as they are"),
    Case::server("nothing-is-sent-back", nothing_is_sent_back)
        .promises("The server only receives, and sends nothing"),
    rows::address_in_use_by(address_in_use),
];
