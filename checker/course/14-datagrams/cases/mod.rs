//! Lesson 14: what one receive brings of a datagram, and what becomes of the rest. The mirror of
//! lesson 05: the same sends, the same sizes, and another outcome.

mod scenes;

use super::Case;

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("borders-are-kept", borders_are_kept)
        .promises("Two datagrams that are there when the server receives come as two, though one receive had room for both")
        .exposes(&[belief(BUFFER_IS_MESSAGE, exact_fit), belief(READ_FILLS_THE_BUFFER, exact_fit)]),
    Case::server("exact-fit", exact_fit)
        .promises("A datagram that just fits is shown whole, and nothing is said of a cut")
        .exposes(&[belief(REST_COMES_WITH_THE_NEXT_RECEIVE, borders_are_kept)]),
    Case::server("five-into-three", five_into_three)
        .promises("Five bytes into three: two are gone, their number is told, and the next receive is the next datagram")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, exact_fit),
        ]),
    Case::server("one-byte-too-many", one_byte_too_many)
        .promises("One byte that does not fit is missed as well as many, and told")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, exact_fit),
        ]),
    Case::server("a-dozen", a_dozen)
        .promises("Twelve datagrams into twelve sizes, each for itself"),
    Case::server("one-after-the-other", one_after_the_other)
        .promises("What did not fit is gone, even when nothing else is there yet")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, exact_fit),
        ]),
    Case::server("one-receive-each", one_receive_each)
        .promises("The server receives once for each size, ends with status 0, and leaves what else is there alone")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, exact_fit)]),
    Case::server("empty-alone", empty_alone)
        .promises("An empty datagram is received and shown, with nothing behind the colon")
        .exposes(&[
            belief(EMPTY_DATAGRAM_IS_THE_END, not_quite_empty),
            belief(EMPTY_DATAGRAM_IS_NO_MESSAGE, not_quite_empty),
        ]),
    Case::server("empty-between", empty_between)
        .promises("After an empty datagram the next receive is the next datagram")
        .exposes(&[belief(EMPTY_DATAGRAM_IS_THE_END, not_quite_empty)]),
    Case::server("three-senders", three_senders)
        .promises("The server receives whatever comes, whoever sent it, be that one gone by then")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(FIRST_SENDER_IS_THE_CLIENT, one_sender),
        ]),
    Case::server("one-packet", one_packet)
        .promises("The server receives 1,473 bytes as well as 1,472, which is all that an Ethernet carries in one packet")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, exact_fit),
        ]),
    Case::server("largest", largest)
        .promises("The largest datagram, of 65,507 bytes, is shown whole, or cut like any other")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, exact_fit),
        ]),
    Case::server("size-beyond-the-largest", size_beyond_the_largest)
        .promises("A size that no datagram can fill brings one datagram all the same")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, exact_fit)]),
    Case::server("character-cut-in-two", character_cut_in_two)
        .promises("The first bytes of a character that was cut in two are shown as \\xNN, and the rest of it not at all")
        .exposes(&[
            belief(RECEIVE_TELLS_THE_LENGTH, cut_without_a_word),
            belief(EACH_READ_IS_WHOLE_TEXT, whole_characters),
        ]),
    Case::server("bytes-that-are-no-text", bytes_that_are_no_text)
        .promises("Bytes that are no text are shown as \\xNN, and the letters among them as they are")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::server("spaces-are-shown", spaces_are_shown)
        .promises("The spaces at the end of what came are shown, too")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, exact_fit)]),
    Case::server("marks-are-shown", marks_are_shown)
        .promises("Backslashes, quotation marks, zeros, and spaces in front are UTF-8, and shown as they are"),
    Case::server("nothing-is-sent-back", nothing_is_sent_back)
        .promises("The server only receives: it sends nothing to anybody"),
    Case::server("address-in-use", address_in_use)
        .promises("The server says in one line that its address is taken, and ends with status 1"),
];
