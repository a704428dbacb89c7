//! Lesson 02: a conversation that goes on until one side ends it. The reply to a line is as long as
//! the line, so it may arrive in any pieces.

mod client;
pub mod server;

use super::Case;
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const CASES: &[Case] = &[
    Case::server("a-hundred-exchanges", server::a_hundred_exchanges)
        .promises("The server answers each message at once, a hundred times, while the connection stays open")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, server::one_exchange),
            belief(MESSAGE_IS_A_LINE, server::line_is_answered),
            belief(READ_FILLS_THE_BUFFER, server::buffers_are_answered),
            belief(WRITE_IS_SENT, server::much_is_answered_at_last),
            belief(READ_TO_END_IS_ONE_MESSAGE, server::answered_only_at_the_end),
        ]),
    Case::server("end-of-stream", server::end_of_stream)
        .promises("The server exits at once with status 0 when its client is done, without a busy loop")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, server::one_exchange)]),
    Case::server("leaves-without-a-word", server::leaves_without_a_word)
        .promises("The server exits with status 0 if its client closes without sending anything")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, server::one_exchange)]),
    Case::server("reset-is-an-end-too", server::reset_is_an_end_too)
        .promises("The server exits with status 0 if its client resets the connection")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::end_of_stream),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::end_of_stream),
        ]),
    Case::server("gone-before-the-reply", server::gone_before_the_reply)
        .promises("The server exits with status 0 if its client is gone before the reply")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::end_of_stream),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::end_of_stream),
        ]),
    Case::server("longer-than-any-buffer", server::longer_than_any_buffer)
        .promises("The server sends back all of a message that is longer than any buffer, in order"),
    Case::server("many-in-one-breath", server::many_in_one_breath)
        .promises("The server answers every byte of many messages that arrive together"),
    Case::server("answers-still-due", server::answers_still_due)
        .promises("The server sends everything it owes to a client that has half-closed"),
    Case::server("text-in-every-cut", server::text_in_every_cut)
        .promises("The server sends back the same bytes in whatever pieces they arrive, even in mid-character")
        .exposes(&[
            belief(EACH_READ_IS_WHOLE_TEXT, server::text_cut_between_characters),
            belief(UPPER_CASE_FOLLOWS_UNICODE, server::one_exchange),
        ]),
    rows::any_bytes(server::any_bytes)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::one_exchange)]),
    Case::server("spaces-belong-to-the-message", server::spaces_belong_to_the_message)
        .promises("The server also sends back the spaces at a message's ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, server::one_exchange)]),
    rows::address_in_use(),
    Case::client("a-hundred-lines", client::a_hundred_lines)
        .promises("The client sends each line without its newline and prints its reply before the next line")
        .exposes(&[
            belief(READ_FILLS_THE_BUFFER, client::full_buffers_are_printed),
            belief(WRITE_IS_SENT, client::long_line_is_sent),
            belief(READ_TO_END_IS_ONE_MESSAGE, client::printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, client::second_line_has_the_first),
        ]),
    rows::all_lines_at_once(client::all_lines_at_once),
    rows::empty_lines_are_not_sent(client::empty_lines_are_not_sent)
        .exposes(&[belief(EMPTY_SEND_IS_A_MESSAGE, client::two_lines)]),
    Case::client("q-is-the-end", client::q_is_the_end)
        .promises("The client does not send the line `q`: it closes and exits with status 0"),
    rows::only_q_ends_it(client::only_q_ends_it),
    Case::client("no-prompt", client::no_prompt)
        .promises("The client prints replies and nothing else: no prompt, no greeting")
        .manners(),
    rows::end_of_input(client::end_of_input),
    Case::client("line-without-newline", client::line_without_newline)
        .promises("The client sends all of a last line that has no newline, and prints its reply")
        .manners(),
    Case::client("long-line", client::long_line)
        .promises("The client prints the whole reply to a line that is longer than a buffer")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_REPLY, client::two_lines)]),
    Case::client("reply-in-pieces", client::reply_in_pieces)
        .promises("The client prints a reply in one line, however many pieces it arrives in")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_REPLY, client::two_lines)]),
    Case::client("character-in-pieces", client::character_in_pieces)
        .promises("The client prints a character whole, even if its bytes arrive one at a time")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::characters_one_by_one)]),
    rows::spaces_are_printed(client::spaces_are_printed)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    rows::spaces_are_sent(client::spaces_are_sent)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    Case::client("any-bytes-are-sent", client::any_bytes_are_sent)
        .promises("The client sends a line's bytes unchanged, even invalid UTF-8 and a `\\r` at its end")
        .manners()
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::two_lines)]),
    Case::client("any-bytes-are-printed", client::any_bytes_are_printed)
        .promises("The client prints a reply unchanged, even if it is not text")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::two_lines)]),
    Case::client("reply-with-carriage-returns", client::reply_with_carriage_returns)
        .promises("The client prints the `\\r`s of a reply unchanged")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    rows::server_leaves(client::server_leaves)
        .exposes(&[belief(ZERO_BYTES_ARE_A_REPLY, client::two_lines)]),
    rows::server_resets(client::server_resets)
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    rows::nobody_listens(),
];
