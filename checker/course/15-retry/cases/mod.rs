//! Lesson 15: requests that may be lost, duplicated or late, and a count of the times that the
//! server has acted.

mod bob;
mod client;
mod ignored;
mod server;

use super::Case;
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const CASES: &[Case] = &[
    Case::server("counts-each-request", server::all_new)
        .promises("The server answers with id, count of different requests, and the payload in upper case")
        .exposes(&[
            belief(ANY_SOCKET_MAY_ANSWER, server::reply_from_anywhere),
            belief(BYTE_ORDER_IS_OBVIOUS, server::any_count),
        ]),
    Case::server("acts-once", server::acts_once)
        .promises("The server acts once on a request that arrives three times, and answers it three times")
        .exposes(&[
            belief(EACH_ARRIVAL_IS_A_REQUEST, server::all_new),
            belief(ANSWERED_IS_DONE, server::all_new),
        ]),
    Case::server("repeated-late", server::repeated_late)
        .promises("The server does not act again on a request that is repeated after newer ones")
        .exposes(&[
            belief(ONLY_THE_NEWEST_COMES_AGAIN, server::acts_once),
            belief(EACH_ARRIVAL_IS_A_REQUEST, server::all_new),
        ]),
    Case::server("same-reply-again", server::same_reply_again)
        .promises("The server answers a repeated request with the count that it had the first time"),
    Case::server("same-id-other-payload", server::same_id_other_payload)
        .promises("The server does not act again on a known id that comes with another payload"),
    Case::server("remembers-a-thousand", server::remembers_a_thousand)
        .promises("The server remembers its last 1,000 requests, and recognizes the first of them"),
    Case::server("three-at-once", server::three_at_once)
        .promises("The server acts once on a request of which three copies are waiting")
        .exposes(&[belief(EACH_ARRIVAL_IS_A_REQUEST, server::all_new)]),
    Case::server("two-clients-one-id", server::two_clients_one_id)
        .promises("The server treats the same id from two ports of one host as two requests")
        .exposes(&[belief(FIRST_SENDER_IS_THE_CLIENT, server::one_client_two_ids)]),
    Case::server("two-hosts-one-id", server::two_hosts_one_id)
        .promises("The server treats the same id from two hosts as two requests")
        .exposes(&[
            belief(ID_ALONE_TELLS_THE_REQUEST, server::two_hosts_two_ids),
            belief(FIRST_SENDER_IS_THE_CLIENT, server::one_client_two_ids),
        ]),
    Case::server("two-clients-two-ids", server::two_clients_two_ids)
        .promises("The server answers two clients in turn, and counts both together")
        .exposes(&[belief(FIRST_SENDER_IS_THE_CLIENT, server::one_client_two_ids)]),
    Case::server("too-short-for-a-request", server::too_short)
        .promises("The server neither answers nor counts a datagram too short for an id, and goes on")
        .exposes(&[belief(WHAT_COMES_IS_WELL_FORMED, server::all_new)]),
    Case::server("empty-payload", server::empty_payload)
        .promises("The server answers a request with an empty payload like any other"),
    Case::server("ids-of-any-bytes", server::ids_of_any_bytes)
        .promises("The server sends back an id of any four bytes unchanged"),
    Case::server("any-payload", server::any_payload)
        .promises("The server sends a payload back unchanged, even if it is not text")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::all_new)]),
    Case::server("spaces-belong-to-the-payload", server::spaces_belong_to_the_payload)
        .promises("The server also sends back the spaces at a payload's end")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, server::all_new)]),
    Case::server("largest", server::largest)
        .promises("The server answers payloads of 2,000 and 65,499 bytes, the most that fits into a reply")
        .exposes(&[belief(REST_COMES_WITH_THE_NEXT_RECEIVE, server::answers_once_at_most)]),
    Case::server("too-long-for-a-reply", server::too_long_for_a_reply)
        .promises("The server skips a request whose reply is too long for a datagram, and answers the next"),
    Case::server("client-has-gone", server::client_has_gone)
        .promises("The server goes on, and keeps its count, if a client has gone before its reply"),
    rows::address_in_use_by(server::address_in_use),
    Case::client("a-line-is-a-request", client::a_line_is_a_request)
        .promises("The client sends each line under a new id, and prints its reply's count and payload")
        .exposes(&[belief(ONE_ID_IS_ENOUGH, client::always_the_same_id)]),
    Case::client("two-lines-at-once", client::two_lines_at_once)
        .promises("The client sends the second of two lines after the first has been answered"),
    Case::client("first-is-lost", client::first_is_lost)
        .promises("The client sends the same request again if no reply arrives in time")
        .waits_for_a_clock()
        .exposes(&[
            belief(EACH_TRY_IS_A_NEW_REQUEST, client::two_lines),
            belief(WHAT_IS_SENT_ARRIVES, client::two_lines),
        ]),
    Case::client("two-are-lost", client::two_are_lost)
        .promises("The client sends the same request a third time if the second was lost, too"),
    Case::client("each-line-begins-anew", client::each_line_begins_anew)
        .promises("The client waits MS again first, and has seven tries again, for each line")
        .waits_for_a_clock(),
    Case::client("gives-up", client::gives_up)
        .promises("The client tries seven times, doubles each wait, then prints an error, with status 1")
        .waits_for_a_clock()
        .exposes(&[
            belief(THE_SAME_PACE_WILL_DO, client::gives_up_some_time),
            belief(SOMEBODY_WILL_ANSWER, client::never_gives_up),
        ]),
    // A client that compares only a part of the id fails here, too.
Case::client("reply-comes-twice", client::reply_comes_twice)
    .promises("The client does not take a second reply to one request as the reply to the next"),
    Case::client("late-reply", client::late_reply)
        .promises("The client ignores a late reply to an older request, and waits for its own"),
    Case::client("other-ids", ignored::other_ids)
        .promises("The client ignores a reply with an id that it did not use, and keeps waiting")
        .exposes(&[belief(ANY_REPLY_IS_THE_REPLY, client::three_lines)]),
    Case::client("ids-that-look-alike", ignored::ids_that_look_alike)
        .promises("The client ignores replies whose ids differ from its own in one bit"),
    Case::client("too-short-for-a-reply", ignored::too_short)
        .promises("The client ignores a datagram that is too short for an id and a count")
        .exposes(&[belief(WHAT_COMES_IS_WELL_FORMED, client::three_lines)]),
    Case::client("strangers-are-not-heard", ignored::strangers_are_not_heard)
        .promises("The client ignores a reply that comes from another address, even with the right id")
        .exposes(&[belief(WHATEVER_ARRIVES_IS_THE_REPLY, client::three_lines)]),
    Case::client("distracted", ignored::distracted)
        .promises("The client tries again in time even if datagrams that it ignores keep arriving")
        .waits_for_a_clock(),
    Case::client("any-counts", client::any_counts)
        .promises("The client prints counts from 0 to 4,294,967,295")
        .exposes(&[belief(BYTE_ORDER_IS_OBVIOUS, client::counts_of_either_order)]),
    Case::client("empty-lines", client::empty_lines)
        .promises("The client sends an empty line as an empty payload, and prints an empty reply"),
    rows::any_bytes_are_printed(client::any_bytes_are_printed)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::two_lines)]),
    rows::any_bytes_are_sent(client::any_bytes_are_sent)
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::two_lines)]),
    rows::spaces_are_printed(client::spaces_are_printed)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    rows::spaces_are_sent(client::spaces_are_sent)
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    Case::client("long-replies", client::long_replies)
        .promises("The client prints payloads of 2,000 and of 65,499 bytes whole")
        .exposes(&[belief(REST_COMES_WITH_THE_NEXT_RECEIVE, client::short_replies)]),
    Case::client("too-large", client::too_large)
        .promises("The client sends nothing of a 65,504-byte line, prints an error and exits with status 1"),
    rows::line_without_newline(client::last_line_typed_without_newline),
    Case::client("q-is-the-end", client::q_is_the_end)
        .promises("The client does not send the line `q`: it exits with status 0"),
    rows::only_q_ends_it(client::only_q_ends_it),
    Case::client("end-of-input", client::end_of_input)
        .promises("The client exits with status 0 at the end of its input")
        .manners(),
    Case::client("nobody-is-there", client::nobody_is_there)
        .promises("The client prints an error and exits with status 1 if its server is not there")
        .exposes(&[belief(DATAGRAMS_NEVER_FAIL, client::three_lines)]),
];
