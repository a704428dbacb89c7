//! Lesson 11: a header that carries more than a length. The cases split and join its four bytes, its
//! JSON and the body after it in every way. A command is still whatever one receive returns, and is
//! never split.

mod client;
mod server;

use client::ANSWER;
use server::ASK;

use super::Case;
use super::remote;
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const CASES: &[Case] = &[
    Case::server("twenty-commands", |scene| remote::twenty_commands(scene, ASK))
        .promises(
            "The server runs each command and answers with a header and what the command printed",
        )
        .exposes(&[
            belief(BYTE_ORDER_IS_OBVIOUS, server::length_backwards),
            belief(MESSAGE_IS_A_LINE, |scene| remote::line_is_answered(scene, ASK)),
            belief(READ_FILLS_THE_BUFFER, |scene| remote::buffers_are_answered(scene, ASK)),
            belief(WRITE_IS_SENT, server::much_is_sent),
            belief(READ_TO_END_IS_ONE_MESSAGE, server::answered_only_at_the_end),
        ]),
    Case::server("exit-codes", server::exit_codes)
        .promises("The server reports a command's exit code in its header"),
    Case::server("errors-before-output", |scene| remote::error_and_output(scene, ASK))
        .promises("The server sends a command's standard error, if any, and says so in `stream`")
        .exposes(&[belief(OUTPUT_IS_STDOUT, server::failing_alone)]),
    Case::server("nothing-printed", server::nothing_printed)
        .promises(
            "The server answers a command that prints nothing with a header and an empty body",
        )
        .exposes(&[belief(NOTHING_NEEDS_NO_ANSWER, server::two_commands)]),
    Case::server("any-bytes", |scene| {
        remote::asked(scene, ASK, [remote::raw(scene), remote::word(scene)])
    })
    .promises("The server handles commands and output that are not text, and its header stays JSON")
    .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, server::two_commands)]),
    Case::server("lengths-in-bytes", server::characters_and_bytes)
        .promises("The server counts bytes, not characters: 你好 is 6")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, server::two_commands)]),
    Case::server("spaces-belong-to-the-answer", |scene| {
        remote::asked(scene, ASK, [remote::spacious(scene), remote::unprintable(scene)])
    })
    .promises(
        "The server sends and counts spaces at an output's ends, and line ends of every kind",
    ),
    Case::server("more-than-a-megabyte", server::more_than_a_megabyte)
        .promises("The server sends all of an output of more than a megabyte"),
    Case::server("short-write", server::short_write)
        .promises("The server sends the rest after a short write")
        .exposes(&[belief(ONE_WRITE_TAKES_IT_ALL, server::slow_reader)]),
    remote::rows::much_on_both(|scene| remote::much_on_both(scene, ASK))
        .exposes(&[belief(PIPE_HOLDS_EVERYTHING, server::little_on_both)]),
    remote::rows::a_command_that_reads(|scene| remote::reads_its_input(scene, ASK))
        .exposes(&[belief(COMMANDS_HAVE_AN_EMPTY_INPUT, server::two_commands)]),
    remote::rows::a_child_that_lives_on(|scene| remote::leaves_a_child(scene, ASK)),
    remote::rows::no_zombies(|scene| remote::leaves_no_zombie(scene, ASK))
        .exposes(&[belief(ENDED_CHILD_IS_GONE, server::two_commands)]),
    remote::rows::no_descriptor_left(|scene| remote::leaves_no_descriptor(scene, ASK)),
    remote::rows::a_command_that_cannot_start(|scene| remote::cannot_start(scene, ASK)),
    remote::rows::longest_command(server::longest_command),
    Case::server("last-command", server::last_command)
        .promises("The server answers a client that has half-closed, and then closes")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, server::two_commands),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, server::two_commands),
        ]),
    rows::silent_visitors(server::silent_visitors)
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, server::two_commands)]),
    Case::server("reset-instead-of-an-answer", |scene| remote::resets(scene, ASK))
        .promises("The server serves the next client after one has reset its connection")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    Case::server("leaves-mid-body", server::leaves_mid_body)
        .promises("The server serves the next client after one has left in the middle of a body")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    rows::address_in_use(),
    Case::client("line-then-answer", client::twenty_lines)
        .promises(
            "The client sends each line without its newline and prints the body of its answer",
        )
        .exposes(&[
            belief(BYTE_ORDER_IS_OBVIOUS, client::length_backwards),
            belief(BUFFER_IS_MESSAGE, client::one_line),
            belief(PRINTED_IS_SHOWN, |scene| remote::shown_by_its_buffers(scene, ANSWER)),
            belief(READ_LINE_REPLACES, |scene| remote::second_line_has_the_first(scene, ANSWER)),
        ]),
    Case::client("two-lines-at-once", client::two_lines_at_once).promises(
        "The client sends the second of two lines typed at once after the first one's answer",
    ),
    Case::client("header-and-body-in-one-breath", client::in_one_breath)
        .promises("The client separates a header from a body that arrives in the same piece")
        .exposes(&[belief(HEADER_AND_BODY_ARE_ONE_JSON, client::header_by_itself)]),
    Case::client("cut-at-every-byte", client::cut_at_every_byte)
        .promises("The client prints the same body wherever the answer is cut, even in the header")
        .exposes(&[
            belief(ONE_READ_IS_ONE_HEADER, client::whole_header),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, client::only_the_first_piece),
        ]),
    Case::client("body-in-a-hundred-pieces", client::body_in_a_hundred_pieces)
        .promises(
            "The client counts each receive's bytes, and prints all of a body in a hundred pieces",
        )
        .exposes(&[
            belief(EVERY_READ_IS_FULL, client::body_at_once),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, client::only_the_first_piece),
        ]),
    remote::rows::any_bytes_are_printed(|scene| remote::any_bytes_are_printed(scene, ANSWER))
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::two_lines)]),
    rows::any_bytes_are_sent(|scene| remote::any_bytes_are_sent(scene, ANSWER))
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, client::two_lines)]),
    remote::rows::spaces_are_printed(|scene| remote::spaces_are_printed(scene, ANSWER))
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    rows::spaces_are_sent(|scene| remote::spaces_are_sent(scene, ANSWER))
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::two_lines)]),
    Case::client("body-like-an-answer", client::body_like_an_answer)
        .promises("The client prints a body that looks like an answer like any other body"),
    Case::client("header-in-any-shape", client::header_in_any_shape).promises(
        "The client accepts a header's fields in any order, with spaces and unknown fields",
    ),
    Case::client("only-data-len", client::only_data_len)
        .promises("The client needs no header field other than `data_len`"),
    Case::client("exit-code-is-told", client::exit_code_is_printed).promises(
        "The client prints `exit N` on standard error if the exit code N is not 0, and only then",
    ),
    Case::client("a-body-of-nothing", |scene| remote::answered_with(scene, ANSWER, b""))
        .promises("The client prints nothing for a `data_len` of 0, and goes on to its next line")
        .exposes(&[belief(ZERO_LENGTH_IS_THE_END, |scene| remote::lines(scene, ANSWER, 2))]),
    Case::client("a-megabyte-and-a-word", |scene| {
        remote::answered_with(scene, ANSWER, &scene.much(1_300_001))
    })
    .promises("The client prints all of a body of more than a megabyte, and then the next one"),
    Case::client("data-len-is-missing", client::data_len_is_missing)
        .promises("The client prints an error and exits with status 1 if a header lacks `data_len`")
        .exposes(&[belief(HEADER_IS_ALWAYS_WELL_FORMED, client::two_lines)]),
    Case::client("data-len-is-negative", client::data_len_is_negative)
        .promises("The client prints an error and exits with status 1 if a length is negative")
        .exposes(&[belief(HEADER_IS_ALWAYS_WELL_FORMED, client::two_lines)]),
    Case::client("data-len-is-fractional", client::data_len_is_fractional)
        .promises(
            "The client prints an error and exits with status 1 if a length is not a whole number",
        )
        .exposes(&[belief(HEADER_IS_ALWAYS_WELL_FORMED, client::two_lines)]),
    Case::client("header-is-no-json", client::header_is_no_json)
        .promises("The client prints an error and exits with status 1 if a header is not JSON")
        .exposes(&[belief(HEADER_IS_ALWAYS_WELL_FORMED, client::two_lines)]),
    Case::client("absurd-header-length", client::absurd_header_length)
        .promises("The client rejects a header with an absurd length, and allocates nothing for it")
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, client::two_lines)]),
    Case::client("absurd-data-len", client::absurd_data_len)
        .promises("The client allocates nothing for a body that is claimed and does not arrive")
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, client::two_lines)]),
    rows::empty_lines_are_not_sent(|scene| remote::empty_lines(scene, ANSWER))
        .exposes(&[belief(EMPTY_SEND_IS_A_MESSAGE, client::two_lines)]),
    remote::rows::quit_is_the_end(|scene| remote::at_quit(scene, ANSWER)),
    rows::end_of_input(|scene| remote::at_the_end_of_input(scene, ANSWER)),
    rows::server_leaves(client::server_leaves),
    Case::client("server-leaves-midway", client::server_leaves_midway)
        .promises(
            "The client prints an error and exits with status 1 if an answer is cut off anywhere",
        )
        .exposes(&[belief(ZERO_IS_NOTHING_YET, client::two_lines)]),
    rows::server_resets(client::server_resets).exposes(&[
        belief(NETWORK_NEVER_FAILS, client::two_lines),
        belief(BROKEN_PIPE_IS_AN_ERROR, client::two_lines),
    ]),
    rows::nobody_listens(),
];
