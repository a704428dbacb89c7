//! Lesson 22: what is waited for, and how long. No case says "too late" by a clock: what is awaited
//! comes, or it is shown that the program rests with its time long over. The scripts stand beside this
//! table.

mod client;
mod habits;
mod server;

use super::Case;
use super::lines;
use crate::ids::*;
use crate::lessons::belief;

pub const CASES: &[Case] = &[
    Case::server("lines-in-any-cut", server::lines_in_any_cut)
        .promises("The server answers each line at once, in whatever pieces it comes")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, |scene| lines::habits::first_answer(scene, &[])),
            belief(ONE_READ_IS_ONE_LINE, |scene| lines::habits::whole_lines_of_both_kinds(scene, &[])),
        ]),
    Case::server("any-line", server::any_line)
        .promises("The server answers a line of any bytes, of 4,096 of them at most, and changes nothing but ASCII letters")
        .exposes(&[
            belief(DELIMITER_COMES_IN_ONE_PIECE, |scene| lines::habits::cut_anywhere_but_in_the_border(scene, &[])),
            belief(BYTES_MAY_BE_TRIMMED, server::one_client),
            belief(EACH_READ_IS_WHOLE_TEXT, server::one_client),
        ]),
    Case::server("line-too-long", server::line_too_long)
        .promises("The server says `ERR line too long` to more than 4,096 bytes, closes, and serves the next"),
    Case::server("line-too-long-and-no-limit", server::line_too_long_and_no_limit)
        .promises("The server says `ERR line too long` without `--idle`, too")
        .exposes(&[
            belief(EVERY_LINE_ENDS, |scene| lines::habits::too_long_at_its_newline(scene, &[])),
        ]),
    Case::server("plenty-of-time", server::plenty_of_time)
        .promises("The server waits for a line as long as `--idle` says, and no shorter"),
    Case::server("all-the-time", server::all_the_time)
        .promises("The server waits as long as it takes without `--idle`")
        .exposes(&[
            belief(ONE_SEND_IS_ONE_LINE, |scene| lines::habits::answers_without_newline(scene, &[])),
            belief(WRITE_IS_SENT, |scene| lines::habits::much_is_answered_at_last(scene, &[])),
            belief(READ_TO_END_IS_ONE_MESSAGE, |scene| lines::habits::answered_only_at_the_end(scene, &[])),
        ]),
    Case::server("silent-client", server::silent_client)
        .promises("The server drops a client that says nothing for `--idle`")
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, server::idle_is_for_the_listener),
            belief(SILENCE_IS_AN_ERROR, server::all_silence_is_waited_for),
        ]),
    Case::server("silent-after-a-line", server::silent_after_a_line)
        .promises("The server drops a client that says nothing for `--idle` after a line that was answered")
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, server::idle_is_for_the_listener),
            belief(SILENCE_IS_AN_ERROR, server::all_silence_is_waited_for),
        ]),
    Case::server("half-a-line", server::half_a_line)
        .promises("The server drops a client that falls silent in the middle of a line, and does not answer the half")
        .exposes(&[
            belief(ACCEPTED_SOCKETS_INHERIT, server::idle_is_for_the_listener),
            belief(SILENCE_IS_AN_ERROR, server::all_silence_is_waited_for),
        ]),
    Case::server("byte-by-byte-for-ever", server::byte_by_byte_for_ever)
        .promises("The server drops a client that sends a byte now and then and never finishes its line")
        .exposes(&[belief(EACH_BYTE_IS_A_SIGN_OF_LIFE, server::half_a_line)]),
    Case::server("next-one-is-served", server::next_one_is_served)
        .promises("The server serves the next client after it has dropped one"),
    Case::server("talks-on", server::talks_on)
        .promises("The server counts `--idle` anew for each line, not for the whole conversation"),
    Case::server("answers-still-due", server::answers_still_due)
        .promises("The server answers all that a client said before its last word, and then closes")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, server::one_client),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, server::one_client),
        ]),
    Case::server("answers-still-due-in-time", server::answers_still_due_in_time)
        .promises("The server closes as soon as it has answered all, be `--idle` not over by far")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, server::one_client)]),
    Case::server("answers-still-on-their-way", server::answers_still_on_their_way)
        .promises("The server sends the answers that it owes to a client that said its last word before it read them")
        .exposes(&[belief(LAST_WORD_IS_GOOD_BYE, server::answers_before_the_last_word)]),
    Case::server("last-line-without-newline", server::last_line_without_newline)
        .promises("The server answers a last line that the end of the stream ends, and not before"),
    Case::server("last-word-and-no-other", server::last_word_and_no_other)
        .promises("The server closes when a client has no word but the last, and serves the next")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, server::one_client)]),
    Case::server("resets-in-a-line", server::resets_in_a_line)
        .promises("The server serves the next client after one has reset its connection inside a line")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    Case::server("resets-before-the-answers", server::resets_before_the_answers)
        .promises("The server serves the next client after one has reset its connection while it was being answered")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    Case::server("address-in-use", server::address_in_use)
        .promises("The server says in one line that its address is taken, and ends with status 1"),
    Case::client("reply-in-plenty-of-time", client::plenty_of_time)
        .promises("The client waits for a reply as long as `--read-timeout` says, and no shorter")
        .exposes(&[
            belief(PRINTED_IS_SHOWN, habits::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, habits::second_line_has_the_first),
        ]),
    Case::client("reply-whenever-it-comes", client::all_the_time)
        .promises("The client waits as long as it takes without `--read-timeout`")
        .exposes(&[
            belief(PRINTED_IS_SHOWN, habits::shown_by_its_buffers),
            belief(READ_LINE_REPLACES, habits::second_line_has_the_first),
        ]),
    Case::client("any-reply", client::any_reply)
        .promises("The client prints a reply as it is: empty, long, with white space at its ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::plenty_of_time)]),
    Case::client("reply-in-every-cut", lines::client::reply_in_every_cut)
        .promises("The client prints a reply in one line, in whatever pieces it comes")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_REPLY, lines::client::one_line)]),
    Case::client("any-line-typed", client::any_line_typed)
        .promises("The client sends a line as it was typed: `Q`, `quit`, white space and all")
        .manners()
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::plenty_of_time)]),
    Case::client("end-of-input", client::end_of_input)
        .promises("The client sends a newline behind its last line, prints its reply, and ends with status 0")
        .manners(),
    Case::client("no-reply", client::no_reply)
        .promises("The client prints `read: timed out` for each reply that does not come, and goes on")
        .exposes(&[
            belief(TIME_OUT_IS_CALLED_TIMED_OUT, client::plenty_of_time),
            belief(TIME_OUT_IS_THE_END, client::leaves_when_time_is_over),
            belief(SILENCE_IS_AN_ERROR, client::plenty_of_time),
        ]),
    Case::client("late-before-the-next-question", client::late_before_the_next_question)
        .promises("The client throws a late reply away that comes before its next question")
        .exposes(&[belief(LATE_ANSWER_IS_THE_NEXT, client::no_reply)]),
    Case::client("late-after-the-next-question", client::late_after_the_next_question)
        .promises("The client throws a late reply away that comes after its next question, and takes the one behind it")
        .exposes(&[belief(LATE_ANSWER_IS_THE_NEXT, client::no_reply)]),
    Case::client("two-late-replies", client::two_late_replies)
        .promises("The client throws away as many late replies as it has given up waiting for")
        .exposes(&[belief(LATE_ANSWER_IS_THE_NEXT, client::no_reply)]),
    Case::client("half-a-reply", client::half_a_reply)
        .promises("The client takes the rest of a late reply for that, and for nothing else")
        .exposes(&[belief(LATE_ANSWER_IS_THE_NEXT, client::no_reply)]),
    Case::client("in-step-again", client::in_step_again)
        .promises("The client gives each question its own reply again, once the late one has come")
        .exposes(&[belief(LATE_ANSWER_IS_THE_NEXT, client::no_reply)]),
    Case::client("reply-byte-by-byte-for-ever", client::byte_by_byte_for_ever)
        .promises("The client gives up a reply that comes a byte now and then and never ends")
        .exposes(&[belief(EACH_BYTE_IS_A_SIGN_OF_LIFE, client::half_a_reply_and_no_more)]),
    Case::client("server-leaves", client::server_leaves)
        .promises("The client says in one line that the server left without a reply, and ends with status 1"),
    Case::client("server-resets", client::server_resets)
        .promises("The client says in one line that the server reset the connection, and ends with status 1")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
        ]),
    Case::client("server-leaves-after-a-time-out", client::server_leaves_after_a_time_out)
        .promises("The client tells a server that has left from one that is slow, also after a time-out"),
    Case::client("nobody-listens", client::nobody_listens)
        .promises("The client says `connect: ECONNREFUSED` in one line, and ends with status 1")
        .exposes(&[belief(WRITABLE_MEANS_CONNECTED, client::waits_as_if_it_were_connected)]),
    Case::client("nobody-listens-and-no-limit", client::nobody_listens_and_no_limit)
        .promises("The client says `connect: ECONNREFUSED` without `--connect-timeout`, too"),
    Case::client("no-way-there", client::no_way_there)
        .promises("The client says `connect: ENETUNREACH` where no way leads to the address"),
    Case::client("slow-accept", client::slow_accept)
        .promises("The client says `connect: ETIMEDOUT` when nobody has let it in for `--connect-timeout`")
        .exposes(&[
            belief(CONNECT_GIVES_UP_IN_TIME, client::nobody_listens),
            belief(EVERY_ERROR_HAS_A_NUMBER, client::nobody_listens),
        ]),
    Case::client("slow-first-address", client::slow_first_address)
        .promises("The client tries a name's next address when the first has not let it in for `--connect-timeout`")
        .exposes(&[belief(FIRST_ADDRESS_IS_THE_ADDRESS, client::no_address_but_the_first)]),
    Case::client("closed-first-address", client::closed_first_address)
        .promises("The client tries a name's next address when nobody listens at the first")
        .exposes(&[belief(WRITABLE_MEANS_CONNECTED, client::waits_as_if_it_were_connected)]),
];
