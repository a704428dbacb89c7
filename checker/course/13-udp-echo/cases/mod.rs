//! Lesson 13: messages with boundaries, and no connection around them. The network may reorder
//! datagrams, so the cases accept several answers in any order. It could also lose them, but it does not
//! do so here.

mod client;
mod server;

use super::Case;
use crate::case::Need;
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const CASES: &[Case] = &[
    Case::server("a-hundred-datagrams", server::a_hundred_datagrams)
        .promises(
            "The server sends each datagram back in upper case, from the address it was sent to",
        )
        .exposes(&[
            belief(ANY_SOCKET_MAY_ANSWER, server::answer_from_anywhere),
            belief(BUFFER_IS_MESSAGE, server::answer_begins_well),
            belief(MESSAGE_IS_A_LINE, server::line_is_answered),
        ]),
    Case::server("boundaries-are-kept", server::boundaries_are_kept)
        .promises("The server answers each of four waiting datagrams separately"),
    Case::server("two-clients-in-turn", server::two_clients_in_turn)
        .promises("The server answers each of two clients that send in turn")
        .exposes(&[belief(FIRST_SENDER_IS_THE_CLIENT, server::one_client_again)]),
    Case::server("two-clients-at-once", server::two_clients_at_once).promises(
        "The server sends each answer to its own client, even if two sent before it reads",
    ),
    Case::server("empty", server::empty)
        .promises("The server answers an empty datagram with an empty one, and goes on")
        .exposes(&[
            belief(EMPTY_DATAGRAM_IS_THE_END, server::not_quite_empty),
            belief(EMPTY_DATAGRAM_IS_NO_MESSAGE, server::not_quite_empty),
        ]),
    Case::server("two-thousand-bytes", server::two_thousand_bytes)
        .promises("The server answers a datagram of 2,000 bytes with one of 2,000 bytes")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, server::one_word),
            belief(REST_COMES_WITH_THE_NEXT_RECEIVE, server::answers_once_at_most),
        ]),
    Case::server("largest", server::largest)
        .promises("The server answers the largest possible datagram, 65,507 bytes, whole")
        .exposes(&[belief(REST_COMES_WITH_THE_NEXT_RECEIVE, server::answers_once_at_most)]),
    rows::any_bytes(server::any_bytes)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::one_word)]),
    Case::server("any-language", server::any_language)
        .promises("The server changes ASCII letters only: 你好 abc becomes 你好 ABC"),
    Case::server("spaces-belong-to-the-message", server::spaces_belong_to_the_message)
        .promises("The server also sends back the spaces and line ends at a message's ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, server::one_word)]),
    Case::server("client-has-gone", server::client_has_gone)
        .promises("The server goes on if a client has gone before its answer")
        .exposes(&[belief(DATAGRAMS_NEVER_FAIL, server::two_clients_in_turn)]),
    rows::address_in_use_by(server::address_in_use),
    Case::server("default-address", server::default_address)
        .promises("The server receives on 127.0.0.1:8888 if no address is given")
        .needs(Need::Cell),
    Case::client("a-hundred-lines", client::a_hundred_lines)
        .promises(
            "The client sends each line as one datagram and prints its reply before the next line",
        )
        .exposes(&[
            belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, client::second_line_has_the_first),
        ]),
    Case::client("two-lines-at-once", client::two_lines_at_once)
        .promises("The client sends two lines typed at once as two datagrams, the second after a reply"),
    Case::client("reply-of-any-length", client::reply_of_any_length)
        .promises("The client prints the whole reply, however long the reply or the line is")
        .exposes(&[belief(REST_COMES_WITH_THE_NEXT_RECEIVE, client::reply_of_the_same_length)]),
    Case::client("empty-lines-are-sent", client::empty_lines_are_sent)
        .promises("The client sends an empty line as an empty datagram, and prints its reply")
        .exposes(&[belief(EMPTY_DATAGRAM_IS_NO_MESSAGE, client::three_lines)]),
    Case::client("empty-replies-are-printed", client::empty_replies_are_printed)
        .promises("The client prints an empty reply as an empty line, and goes on")
        .exposes(&[
            belief(EMPTY_DATAGRAM_IS_THE_END, client::short_replies_are_printed),
            belief(EMPTY_DATAGRAM_IS_NO_MESSAGE, client::short_replies_are_printed),
        ]),
    Case::client("strangers-are-not-heard", client::strangers_are_not_heard)
        .promises("The client ignores a reply that comes from another address")
        .exposes(&[belief(WHATEVER_ARRIVES_IS_THE_REPLY, client::three_lines)]),
    Case::client("largest-line", client::largest)
        .promises(
            "The client sends a line of 65,507 bytes in one datagram, and prints a reply of that length",
        )
        .exposes(&[belief(REST_COMES_WITH_THE_NEXT_RECEIVE, client::reply_of_the_same_length)]),
    Case::client("too-large", client::too_large).promises(
        "The client sends nothing of a 65,508-byte line, prints an error and exits with status 1",
    ),
    rows::any_bytes_are_printed(client::any_bytes_are_printed)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::two_lines)]),
    rows::any_bytes_are_sent(client::any_bytes_are_sent)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::two_lines)]),
    rows::spaces_are_printed(client::spaces_are_printed)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    rows::spaces_are_sent(client::spaces_are_sent)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    rows::line_without_newline(client::last_line_typed_without_newline),
    Case::client("q-is-the-end", client::q_is_the_end)
        .promises("The client does not send the line `q`: it exits with status 0"),
    rows::only_q_ends_it(client::only_q_ends_it),
    Case::client("end-of-input", client::end_of_input)
        .promises("The client exits with status 0 at the end of its input")
        .manners(),
    Case::client("nobody-is-there", client::nobody_is_there)
        .promises(
            "The client waits, or prints an error and exits with status 1, if its server has gone",
        )
        .exposes(&[belief(DATAGRAMS_NEVER_FAIL, client::three_lines)]),
];
