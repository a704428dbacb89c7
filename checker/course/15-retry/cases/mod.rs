//! Lesson 15: requests that may be lost, doubled or late, and a count that says how often the server
//! has acted.

mod bob;
mod client;
mod server;

use super::Case;
use crate::ids::*;
use crate::lessons::belief;

pub const CASES: &[Case] = &[
    Case::server("counts-each-request", server::all_new)
        .promises("The server answers each request with its id, the count of different requests so far, and its payload in upper case")
        .exposes(&[
            belief(ANY_SOCKET_MAY_ANSWER, server::reply_from_anywhere),
            belief(BYTE_ORDER_IS_OBVIOUS, server::any_count),
        ]),
    Case::server("acts-once", server::acts_once)
        .promises("The server acts once for a request that comes three times, and answers it three times")
        .exposes(&[
            belief(EACH_ARRIVAL_IS_A_REQUEST, server::all_new),
            belief(ANSWERED_IS_DONE, server::all_new),
        ]),
    Case::server("repeated-late", server::repeated_late)
        .promises("The server does not act again for a request that comes again after newer ones")
        .exposes(&[
            belief(ONLY_THE_NEWEST_COMES_AGAIN, server::acts_once),
            belief(EACH_ARRIVAL_IS_A_REQUEST, server::all_new),
        ]),
    Case::server("same-reply-again", server::same_reply_again)
        .promises("The server answers a repeated request with the count that it had the first time"),
    Case::server("remembers-a-thousand", server::remembers_a_thousand)
        .promises("The server remembers its last 1,000 requests: the first of them comes again"),
    Case::server("three-at-once", server::three_at_once)
        .promises("The server acts once for a request of which three copies are there together")
        .exposes(&[belief(EACH_ARRIVAL_IS_A_REQUEST, server::all_new)]),
    Case::server("two-clients-one-id", server::two_clients_one_id)
        .promises("The server takes the same id from two clients for two requests")
        .exposes(&[
            belief(ID_ALONE_TELLS_THE_REQUEST, server::two_clients_two_ids),
            belief(FIRST_SENDER_IS_THE_CLIENT, server::one_client_two_ids),
        ]),
    Case::server("two-clients-two-ids", server::two_clients_two_ids)
        .promises("The server answers two clients in turn, and counts for both together")
        .exposes(&[belief(FIRST_SENDER_IS_THE_CLIENT, server::one_client_two_ids)]),
    Case::server("too-short-for-a-request", server::too_short)
        .promises("The server neither answers nor counts a datagram that has no room for an id, and goes on")
        .exposes(&[belief(WHAT_COMES_IS_WELL_FORMED, server::all_new)]),
    Case::server("empty-payload", server::empty_payload)
        .promises("The server answers a request with an empty payload like any other"),
    Case::server("ids-of-any-bytes", server::ids_of_any_bytes)
        .promises("The server sends back an id of any four bytes as it came"),
    Case::server("any-payload", server::any_payload)
        .promises("The server sends back a payload that is no text as it came")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::all_new)]),
    Case::server("spaces-belong-to-the-payload", server::spaces_belong_to_the_payload)
        .promises("The server sends back the spaces at a payload's end, too")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, server::all_new)]),
    Case::server("largest", server::largest)
        .promises("The server answers payloads of 2,000 bytes, and of 65,499, whose reply is the largest datagram")
        .exposes(&[belief(REST_COMES_WITH_THE_NEXT_RECEIVE, server::answers_once_at_most)]),
    Case::server("too-long-for-a-reply", server::too_long_for_a_reply)
        .promises("The server passes over a request whose reply is too long for a datagram, and answers the next one"),
    Case::server("client-has-gone", server::client_has_gone)
        .promises("The server goes on, and counts on, when a client has gone before its reply"),
    Case::server("address-in-use", server::address_in_use)
        .promises("The server says in one line that its address is taken, and ends with status 1"),
    Case::client("a-line-is-a-request", client::a_line_is_a_request)
        .promises("The client sends each line under a new id, and prints the count and the payload of its reply")
        .exposes(&[belief(ONE_ID_IS_ENOUGH, client::always_the_same_id)]),
    Case::client("two-lines-at-once", client::two_lines_at_once)
        .promises("The client sends the second of two lines when the first has been answered"),
    Case::client("first-is-lost", client::first_is_lost)
        .promises("The client sends the same request again when no reply comes in time")
        .waits_for_a_clock()
        .exposes(&[
            belief(EACH_TRY_IS_A_NEW_REQUEST, client::one_line),
            belief(WHAT_IS_SENT_ARRIVES, client::one_line),
        ]),
    Case::client("two-are-lost", client::two_are_lost)
        .promises("The client sends the same request a third time when the second was lost, too"),
    Case::client("gives-up", client::gives_up)
        .promises("The client tries seven times, waits twice as long after each, and gives up: one line, status 1")
        .waits_for_a_clock()
        .exposes(&[
            belief(THE_SAME_PACE_WILL_DO, client::gives_up_some_time),
            belief(SOMEBODY_WILL_ANSWER, client::never_gives_up),
        ]),
    // Who looks at a part of the id only fails here, too.
Case::client("reply-comes-twice", client::reply_comes_twice)
    .promises("The client does not take a second reply to one request for the reply to the next"),
    Case::client("late-reply", client::late_reply)
        .promises("The client does not take a late reply to an older request, and waits on for its own"),
    Case::client("other-ids", client::other_ids)
        .promises("The client ignores a reply under an id that it did not ask with, and waits on")
        .exposes(&[belief(ANY_REPLY_IS_THE_REPLY, client::three_lines)]),
    Case::client("ids-that-look-alike", client::ids_that_look_alike)
        .promises("The client ignores replies under ids that differ from its own in one bit"),
    Case::client("too-short-for-a-reply", client::too_short)
        .promises("The client ignores what has no room for an id and a count")
        .exposes(&[belief(WHAT_COMES_IS_WELL_FORMED, client::three_lines)]),
    Case::client("strangers-are-not-heard", client::strangers_are_not_heard)
        .promises("The client takes nothing for the reply that comes from another address, be its id right")
        .exposes(&[belief(WHATEVER_ARRIVES_IS_THE_REPLY, client::three_lines)]),
    Case::client("any-counts", client::any_counts)
        .promises("The client prints counts from 0 to 4,294,967,295")
        .exposes(&[belief(BYTE_ORDER_IS_OBVIOUS, client::counts_of_either_order)]),
    Case::client("empty-lines", client::empty_lines)
        .promises("The client sends an empty line as a request with an empty payload, and prints an empty reply"),
    Case::client("any-bytes-are-printed", client::any_bytes_are_printed)
        .promises("The client prints a reply's bytes as they are, even if they are not text")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::one_line)]),
    Case::client("any-bytes-are-sent", client::any_bytes_are_sent)
        .promises("The client sends typed bytes that are not text as they are")
        .manners()
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::one_line)]),
    Case::client("spaces-are-printed", client::spaces_are_printed)
        .promises("The client prints the white space at a reply's end")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::one_line)]),
    Case::client("spaces-are-sent", client::spaces_are_sent)
        .promises("The client takes the newline off a typed line, and nothing else")
        .manners()
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::one_line)]),
    Case::client("long-replies", client::long_replies)
        .promises("The client prints payloads of 2,000 and of 65,499 bytes whole")
        .exposes(&[belief(REST_COMES_WITH_THE_NEXT_RECEIVE, client::short_replies)]),
    Case::client("too-large", client::too_large)
        .promises("The client says in one line that a line of 65,504 bytes fits into no request, sends nothing of it, and ends with status 1"),
    Case::client("line-without-newline", client::last_line_typed_without_newline)
        .promises("The client sends a last line that has no newline, too")
        .manners(),
    Case::client("q-is-the-end", client::q_is_the_end)
        .promises("The client does not send the line `q`: it ends with status 0"),
    Case::client("only-q-ends-it", client::only_q_ends_it)
        .promises("The client sends `Q`, `q ` and `quit` like any other line")
        .manners(),
    Case::client("end-of-input", client::end_of_input)
        .promises("The client ends with status 0 when its input ends")
        .manners(),
    Case::client("nobody-is-there", client::nobody_is_there)
        .promises("The client says in one line that it was refused, or had no answer, and ends with status 1, when its server is not there")
        .exposes(&[belief(DATAGRAMS_NEVER_FAIL, client::three_lines)]),
];
