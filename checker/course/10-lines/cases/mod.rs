//! Lesson 10: lines, each followed by a newline. TCP may split and join the stream anywhere, and
//! the lines must come out whole. The scripts are in the files next to this table.

pub mod client;
pub mod habits;
mod server;

use super::Case;
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const CASES: &[Case] = &[
    Case::server("a-hundred-lines", server::a_hundred_lines)
        .promises("The server answers each line at once in upper case and with a newline, a hundred times")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, |scene| habits::first_answer(scene, &[])),
            belief(ONE_SEND_IS_ONE_LINE, |scene| habits::answers_without_newline(scene, &[])),
            belief(WRITE_IS_SENT, |scene| habits::much_is_answered_at_last(scene, &[])),
            belief(READ_TO_END_IS_ONE_MESSAGE, |scene| habits::answered_only_at_the_end(scene, &[])),
            belief(READ_LINE_REPLACES, |scene| habits::second_answer_has_the_first(scene, &[])),
        ]),
    Case::server("every-cut-of-three-lines", server::every_cut_of_three_lines)
        .promises("The server answers three lines correctly, however their bytes are cut")
        .exposes(&[
            belief(DELIMITER_COMES_IN_ONE_PIECE, |scene| habits::cut_anywhere_but_in_the_delimiter(scene, &[])),
            belief(READ_ENDS_WITH_THE_MESSAGE, server::byte_by_byte),
            belief(ONE_READ_IS_ONE_LINE, |scene| habits::whole_lines_of_both_kinds(scene, &[])),
        ]),
    Case::server("line-over-many-segments", server::line_over_many_segments)
        .promises("The server waits for the end of a line, however many segments it takes")
        .exposes(&[
            belief(ONE_READ_IS_ONE_LINE, |scene| habits::whole_lines_of_both_kinds(scene, &[])),
        ]),
    Case::server("carriage-return-apart", server::carriage_return_apart)
        .promises("The server treats `\\r\\n` as one delimiter, even if it arrives in two segments")
        .exposes(&[
            belief(DELIMITER_COMES_IN_ONE_PIECE, |scene| habits::cut_anywhere_but_in_the_delimiter(scene, &[])),
        ]),
    Case::server("many-lines-in-one-breath", server::many_lines_in_one_breath)
        .promises("The server answers all of twenty lines that arrive together")
        .exposes(&[
            belief(READ_ENDS_WITH_THE_MESSAGE, server::byte_by_byte),
            belief(ONE_READ_IS_ONE_LINE, |scene| habits::whole_lines_of_both_kinds(scene, &[])),
        ]),
    Case::server("joined-across-boundaries", server::joined_across_boundaries)
        .promises("The server keeps the part of the next line that arrives with the end of this one"),
    Case::server("empty-lines-are-answered", server::empty_lines_are_answered)
        .promises("The server answers an empty line with an empty line"),
    Case::server("spaces-belong-to-the-line", server::spaces_belong_to_the_line)
        .promises("The server removes the newline from a line, and nothing else")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, server::whole_lines)]),
    Case::server("q-is-a-line", server::q_is_a_line)
        .promises("The server answers a line `q` like any other: the client decides when to end"),
    Case::server("carriage-return-inside", server::carriage_return_inside)
        .promises("The server keeps a `\\r` that is not directly before a newline"),
    Case::server("character-in-pieces", server::character_in_pieces)
        .promises("The server answers a line that is cut in mid-character like any other")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::characters_one_by_one)]),
    rows::any_bytes(server::any_bytes)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::whole_lines)]),
    Case::server("exactly-the-limit", server::exactly_the_limit)
        .promises("The server answers a line of exactly 4,096 bytes, in one piece or in many"),
    Case::server("line-without-end", server::line_without_end)
        .promises("The server sends `ERR line too long` for over 4,096 bytes, closes, and serves the next")
        .exposes(&[belief(EVERY_LINE_ENDS, |scene| habits::too_long_at_its_newline(scene, &[]))]),
    Case::server("line-without-end-in-pieces", server::line_without_end_in_pieces)
        .promises("The server counts the whole line, however many pieces it arrives in"),
    Case::server("line-too-long", server::long_line_that_ends)
        .promises("The server sends `ERR line too long` for a line of 4,097 bytes, and closes"),
    Case::server("last-line-without-newline", server::last_line_without_newline)
        .promises("The server answers a last line without a newline at the end of the stream, not before")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, server::whole_lines),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, server::whole_lines),
        ]),
    Case::server("answers-still-due", server::answers_still_due)
        .promises("The server answers all lines of a client that has half-closed, and closes")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, server::whole_lines),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, server::whole_lines),
        ]),
    Case::server("answers-a-slow-reader", server::answers_a_slow_reader)
        .promises("The server sends its answers whole, even if a write is short")
        .exposes(&[
            belief(ONE_WRITE_TAKES_IT_ALL, server::answers_a_late_reader),
            belief(FAILED_HALF_WAY_DID_NOTHING, server::answers_a_late_reader),
        ]),
    Case::server("one-client-after-another", server::one_client_after_another)
        .promises("The server serves one client after another, even those that leave in mid-line")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, server::whole_lines)]),
    Case::server("resets-in-a-line", server::resets_in_a_line)
        .promises("The server serves the next client after one has reset its connection in mid-line")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    rows::gone_before_the_reply(server::gone_before_the_reply)
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    rows::address_in_use(),
    Case::client("a-hundred-replies", client::a_hundred_replies)
        .promises("The client sends each line with its newline and prints its reply before the next line")
        .exposes(&[
            belief(ONE_SEND_IS_ONE_LINE, client::bob_needs_no_newline),
            belief(WRITE_IS_SENT, client::long_lines_are_sent),
            belief(READ_TO_END_IS_ONE_MESSAGE, client::printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, client::second_line_has_the_first),
        ]),
    rows::all_lines_at_once(client::all_lines_at_once),
    Case::client("reply-of-any-length", client::reply_of_any_length)
        .promises("The client prints a reply up to its newline: longer or shorter than the line, or empty"),
    Case::client("reply-in-every-cut", client::reply_in_every_cut)
        .promises("The client prints a reply in one line, in whatever pieces it arrives")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_REPLY, client::two_lines)]),
    Case::client("reply-cut-inside-a-character", client::character_in_pieces)
        .promises("The client prints a character whole, even if its bytes arrive one at a time")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::characters_one_by_one)]),
    rows::any_bytes_are_printed(client::any_bytes_are_printed)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::two_lines)]),
    rows::any_bytes_are_sent(client::any_bytes_are_sent)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::two_lines)]),
    rows::spaces_are_printed(client::spaces_are_printed)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    rows::spaces_are_sent(client::spaces_are_sent)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    rows::empty_lines_are_not_sent(client::empty_lines_are_not_sent),
    Case::client("long-line", client::long_line)
        .promises("The client sends a line of 4,096 bytes, and prints a reply of the same length")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_REPLY, client::two_lines)]),
    Case::client("last-line-typed-without-newline", client::last_line_typed_without_newline)
        .promises("The client sends a newline after its last line, even if none was typed")
        .manners(),
    Case::client("q-is-the-end", client::q_is_the_end)
        .promises("The client does not send the line `q`: it closes and exits with status 0"),
    rows::only_q_ends_it(client::only_q_ends_it),
    rows::end_of_input(client::end_of_input),
    rows::server_leaves(client::server_leaves),
    rows::server_resets(client::server_resets)
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    rows::nobody_listens(),
];
