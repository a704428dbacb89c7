//! Lesson 02: a conversation that goes on until one side ends it. The reply to a line is as long as
//! the line, so it may come in any pieces.

mod client;
pub mod server;

use super::Case;
use crate::ids::*;
use crate::lessons::belief;

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
        .promises("The server ends at once, with status 0, when its client is done; it does not spin")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, server::one_exchange)]),
    Case::server("leaves-without-a-word", server::leaves_without_a_word)
        .promises("The server ends with status 0 when its client leaves without a word")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, server::one_exchange)]),
    Case::server("reset-is-an-end-too", server::reset_is_an_end_too)
        .promises("The server ends with status 0 when its client resets the connection")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::end_of_stream),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::end_of_stream),
        ]),
    Case::server("gone-before-the-reply", server::gone_before_the_reply)
        .promises("The server ends with status 0 when its client is gone before the reply")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::end_of_stream),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::end_of_stream),
        ]),
    Case::server("longer-than-any-buffer", server::longer_than_any_buffer)
        .promises("The server sends back all of a message that is longer than any buffer, in order"),
    Case::server("many-in-one-breath", server::many_in_one_breath)
        .promises("The server answers every byte of many messages that arrive together"),
    Case::server("answers-still-due", server::answers_still_due)
        .promises("The server sends all it still owes to a client that has said its last word"),
    Case::server("text-in-every-cut", server::text_in_every_cut)
        .promises("The server sends the same bytes back in whatever pieces they come, even inside a character")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::text_cut_between_characters)]),
    Case::server("any-bytes", server::any_bytes)
        .promises("The server sends back bytes that are no text as they came")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::one_exchange)]),
    Case::server("spaces-belong-to-the-message", server::spaces_belong_to_the_message)
        .promises("The server sends back the spaces at a message's ends, too")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, server::one_exchange)]),
    Case::server("address-in-use", server::address_in_use)
        .promises("The server says in one line that its address is taken, and ends with status 1"),
    Case::client("a-hundred-lines", client::a_hundred_lines)
        .promises("The client sends each line without its newline and prints its reply before it takes the next")
        .exposes(&[
            belief(READ_FILLS_THE_BUFFER, client::full_buffers_are_printed),
            belief(WRITE_IS_SENT, client::long_line_is_sent),
            belief(READ_TO_END_IS_ONE_MESSAGE, client::printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, client::second_line_has_the_first),
        ]),
    Case::client("empty-lines-are-not-sent", client::empty_lines_are_not_sent)
        .promises("The client goes on to the next line after an empty one, which puts nothing on the wire")
        .exposes(&[belief(EMPTY_SEND_IS_A_MESSAGE, client::one_line)]),
    Case::client("q-is-the-end", client::q_is_the_end)
        .promises("The client does not send the line `q`: it closes and ends with status 0"),
    Case::client("only-q-ends-it", client::only_q_ends_it)
        .promises("The client sends `Q`, `q ` and `quit` like any other line")
        .manners(),
    Case::client("no-prompt", client::no_prompt)
        .promises("The client prints replies and nothing else: no prompt, no greeting")
        .manners(),
    Case::client("end-of-input", client::end_of_input)
        .promises("The client closes and ends with status 0 at the end of its input")
        .manners(),
    Case::client("line-without-newline", client::line_without_newline)
        .promises("The client sends a last line that has no newline, whole, and prints its reply")
        .manners(),
    Case::client("long-line", client::long_line)
        .promises("The client prints the whole reply to a line that is longer than a buffer")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_REPLY, client::one_line)]),
    Case::client("reply-in-pieces", client::reply_in_pieces)
        .promises("The client prints a reply in one line, in however many pieces it comes")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_REPLY, client::one_line)]),
    Case::client("character-in-pieces", client::character_in_pieces)
        .promises("The client prints a character whose bytes come one at a time as it is")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::characters_one_by_one)]),
    Case::client("spaces-are-printed", client::spaces_are_printed)
        .promises("The client prints the white space at a reply's ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::one_line)]),
    Case::client("spaces-are-sent", client::spaces_are_sent)
        .promises("The client takes the newline off a typed line, and nothing else")
        .manners()
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::one_line)]),
    Case::client("any-bytes-are-sent", client::any_bytes_are_sent)
        .promises("The client sends a line's bytes as they were typed: one that is no UTF-8, and a `\\r` at its end")
        .manners(),
    Case::client("any-bytes-are-printed", client::any_bytes_are_printed)
        .promises("The client prints a reply that is no text as it is")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::one_line)]),
    Case::client("reply-with-carriage-returns", client::reply_with_carriage_returns)
        .promises("The client prints the `\\r`s of a reply as they are")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::one_line)]),
    Case::client("server-leaves", client::server_leaves)
        .promises("The client says in one line that the server has gone, and ends with status 1"),
    Case::client("server-resets", client::server_resets)
        .promises("The client says in one line that the server reset the connection, and ends with status 1")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    Case::client("nobody-listens", client::nobody_listens)
        .promises("The client says in one line that nobody listens there, and ends with status 1"),
];
