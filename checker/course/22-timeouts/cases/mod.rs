//! Lesson 22: waits, and their time limits. No case measures "too late" with a clock: either the
//! awaited event comes, or the program is blocked although its time is long over. The scripts are
//! in the files next to this table.

mod client;
mod connecting;
mod habits;
mod server;

use super::Case;
use super::lines;
use crate::case::Need;
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const CASES: &[Case] = &[
    Case::server("lines-in-any-cut", server::lines_in_any_cut)
        .promises("The server answers each line at once, in whatever pieces it arrives")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, |scene| lines::habits::first_answer(scene, &[])),
            belief(ONE_READ_IS_ONE_LINE, |scene| lines::habits::whole_lines_of_both_kinds(scene, &[])),
        ]),
    Case::server("any-line", server::any_line)
        .promises("The server answers lines of any bytes, up to 4,096, and changes only ASCII letters")
        .exposes(&[
            belief(DELIMITER_COMES_IN_ONE_PIECE, |scene| lines::habits::cut_anywhere_but_in_the_delimiter(scene, &[])),
            belief(BYTES_MAY_BE_TRIMMED, server::one_client),
            belief(EACH_READ_IS_WHOLE_TEXT, server::one_client),
        ]),
    Case::server("line-too-long", server::line_too_long)
        .promises("The server sends `ERR line too long` for over 4,096 bytes, closes, and serves the next"),
    Case::server("line-too-long-and-no-limit", server::line_too_long_and_no_limit)
        .promises("The server also sends `ERR line too long` without `--idle`")
        .exposes(&[
            belief(EVERY_LINE_ENDS, |scene| lines::habits::too_long_at_its_newline(scene, &[])),
        ]),
    Case::server("plenty-of-time", server::plenty_of_time)
        .promises("The server waits for a line for the full `--idle` time"),
    Case::server("all-the-time", server::all_the_time)
        .promises("The server waits without limit if `--idle` is not given")
        .exposes(&[
            belief(ONE_SEND_IS_ONE_LINE, |scene| lines::habits::answers_without_newline(scene, &[])),
            belief(WRITE_IS_SENT, |scene| lines::habits::much_is_answered_at_last(scene, &[])),
            belief(READ_TO_END_IS_ONE_MESSAGE, |scene| lines::habits::answered_only_at_the_end(scene, &[])),
        ]),
    Case::server("silent-client", server::silent_client)
        .promises("The server drops a client that sends nothing during `--idle`")
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, server::idle_is_for_the_listener),
            belief(SILENCE_IS_AN_ERROR, server::all_silence_is_waited_for),
        ]),
    Case::server("silent-after-a-line", server::silent_after_a_line)
        .promises("The server drops a client that sends nothing during `--idle` after an answered line")
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, server::idle_is_for_the_listener),
            belief(SILENCE_IS_AN_ERROR, server::all_silence_is_waited_for),
        ]),
    Case::server("nothing-is-left", server::nothing_is_left)
        .promises("The server closes the sockets of ten clients that it drops, even if they stay"),
    Case::server("half-a-line", server::half_a_line)
        .promises("The server drops a client that falls silent in mid-line, and does not answer the half line")
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, server::idle_is_for_the_listener),
            belief(SILENCE_IS_AN_ERROR, server::all_silence_is_waited_for),
        ]),
    Case::server("byte-by-byte-for-ever", server::byte_by_byte_for_ever)
        .promises("The server drops a client that sends single bytes and never finishes its line")
        .exposes(&[belief(EACH_BYTE_IS_A_SIGN_OF_LIFE, server::half_a_line)]),
    Case::server("next-one-is-served", server::next_one_is_served)
        .promises("The server serves the next client after it has dropped one"),
    Case::server("talks-on", server::talks_on)
        .promises("The server restarts `--idle` for each line, not for the whole conversation"),
    Case::server("answers-still-due", server::answers_still_due)
        .promises("The server answers all that a client sent before its half-close, and then closes")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, server::one_client),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, server::one_client),
        ]),
    Case::server("answers-still-due-in-time", server::answers_still_due_in_time)
        .promises("The server closes as soon as everything is answered, long before `--idle` runs out")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, server::one_client)]),
    Case::server("answers-still-on-their-way", server::answers_still_on_their_way)
        .promises("The server sends all answers to a client that half-closed before it read them")
        .exposes(&[belief(LAST_WORD_IS_GOOD_BYE, server::answers_before_the_last_word)]),
    Case::server("last-line-without-newline", server::last_line_without_newline)
        .promises("The server answers a last line without a newline at the end of the stream, not before"),
    Case::server("last-word-and-no-other", server::last_word_and_no_other)
        .promises("The server closes if a client half-closes without sending anything, and serves the next")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, server::one_client)]),
    Case::server("resets-in-a-line", server::resets_in_a_line)
        .promises("The server serves the next client after one has reset its connection in mid-line")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    Case::server("resets-before-the-answers", server::resets_before_the_answers)
        .promises("The server serves the next client after one has reset its connection during an answer")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    rows::address_in_use(),
    Case::client("reply-in-plenty-of-time", client::plenty_of_time)
        .promises("The client waits for a reply for the full `--read-timeout`")
        .exposes(&[
            belief(PRINTED_IS_SHOWN, habits::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, habits::second_line_has_the_first),
        ]),
    Case::client("reply-whenever-it-comes", client::all_the_time)
        .promises("The client waits without limit if `--read-timeout` is not given")
        .exposes(&[
            belief(PRINTED_IS_SHOWN, habits::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, habits::second_line_has_the_first),
        ]),
    rows::all_lines_at_once(client::all_lines_at_once),
    Case::client("any-reply", client::any_reply)
        .promises("The client prints a reply unchanged: empty, long, with white space at its ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::plenty_of_time)]),
    Case::client("reply-in-every-cut", lines::client::reply_in_every_cut)
        .promises("The client prints a reply in one line, in whatever pieces it arrives")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_REPLY, lines::client::two_lines)]),
    Case::client("any-line-typed", client::any_line_typed)
        .promises("The client sends each typed line unchanged, including white space, `Q` and `quit`")
        .manners()
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::plenty_of_time)]),
    Case::client("end-of-input", client::end_of_input)
        .promises("The client sends a newline after its last line, prints its reply, and exits with status 0")
        .manners(),
    Case::client("no-reply", client::no_reply)
        .promises("The client prints `read: timed out` for each missing reply, and goes on")
        .exposes(&[
            belief(TIME_OUT_IS_CALLED_TIMED_OUT, client::plenty_of_time),
            belief(TIME_OUT_IS_THE_END, client::leaves_when_time_is_over),
            belief(SILENCE_IS_AN_ERROR, client::plenty_of_time),
        ]),
    Case::client("late-before-the-next-question", client::late_before_the_next_question)
        .promises("The client discards a late reply that arrives before its next question")
        .exposes(&[belief(LATE_ANSWER_IS_THE_NEXT, client::no_reply)]),
    Case::client("late-after-the-next-question", client::late_after_the_next_question)
        .promises("The client discards a late reply that arrives after its next question, and takes the next")
        .exposes(&[belief(LATE_ANSWER_IS_THE_NEXT, client::no_reply)]),
    Case::client("two-late-replies", client::two_late_replies)
        .promises("The client discards as many late replies as it has given up waiting for")
        .exposes(&[belief(LATE_ANSWER_IS_THE_NEXT, client::no_reply)]),
    Case::client("half-a-reply", client::half_a_reply)
        .promises("The client discards the rest of a late reply, and nothing else")
        .exposes(&[belief(LATE_ANSWER_IS_THE_NEXT, client::no_reply)]),
    Case::client("in-step-again", client::in_step_again)
        .promises("The client gives each question its own reply again once the late one has arrived")
        .exposes(&[belief(LATE_ANSWER_IS_THE_NEXT, client::no_reply)]),
    Case::client("reply-byte-by-byte-for-ever", client::byte_by_byte_for_ever)
        .promises("The client gives up on a reply that arrives as single bytes and never ends")
        .exposes(&[belief(EACH_BYTE_IS_A_SIGN_OF_LIFE, client::half_a_reply_and_no_more)]),
    rows::server_leaves(client::server_leaves),
    rows::server_resets(client::server_resets)
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    Case::client("server-leaves-in-mid-reply", client::server_leaves_in_mid_reply)
        .promises("The client prints an error and exits with status 1 if a reply ends in the middle"),
    Case::client("server-leaves-after-a-time-out", client::server_leaves_after_a_time_out)
        .promises("The client tells a closed connection from a slow server, even after a time-out"),
    Case::client("nobody-listens", connecting::nobody_listens)
        .promises("The client prints `connect: ECONNREFUSED` and exits with status 1 if nothing listens")
        .exposes(&[belief(WRITABLE_MEANS_CONNECTED, connecting::waits_as_if_it_were_connected)]),
    Case::client("nobody-listens-and-no-limit", connecting::nobody_listens_and_no_limit)
        .promises("The client also prints `connect: ECONNREFUSED` without `--connect-timeout`"),
    Case::client("no-way-there", connecting::no_way_there)
        .promises("The client prints `connect: ENETUNREACH` if there is no route to the address")
        .needs(Need::Cell),
    Case::client("slow-accept", connecting::slow_accept)
        .promises("The client prints `connect: ETIMEDOUT` if no server accepts within `--connect-timeout`")
        .exposes(&[
            belief(CONNECT_GIVES_UP_IN_TIME, connecting::nobody_listens),
            belief(EVERY_ERROR_HAS_A_NUMBER, connecting::nobody_listens),
        ]),
    Case::client("slow-first-address", connecting::slow_first_address)
        .promises("The client tries a name's next address if the first is silent for `--connect-timeout`")
        .needs(Need::Cell)
        .exposes(&[belief(FIRST_ADDRESS_IS_THE_ADDRESS, connecting::no_address_but_the_first)]),
    Case::client("closed-first-address", connecting::closed_first_address)
        .promises("The client tries a name's next address if the first refuses")
        .needs(Need::Cell)
        .exposes(&[belief(WRITABLE_MEANS_CONNECTED, connecting::waits_as_if_it_were_connected)]),
];
