//! Lesson 08: four bytes in front of each answer give its length, lowest byte first, and the answer
//! follows immediately. The stream may be cut anywhere, even inside these four bytes.

mod scenes;

use crate::lessons::Case;
use crate::lessons::remote::{self};
use crate::lessons::rows;

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("header-then-body", |scene| remote::twenty_commands(scene, ASK))
        .promises("The server sends a four-byte length, lowest byte first, and the answer, twenty times")
        .exposes(&[
            belief(BYTE_ORDER_IS_OBVIOUS, nothing_alone),
            belief(ANY_INTEGER_WILL_DO, lengths_of_eight_bytes_come),
            belief(MESSAGE_IS_A_LINE, |scene| remote::line_is_answered(scene, ASK)),
            belief(READ_FILLS_THE_BUFFER, |scene| remote::buffers_are_answered(scene, ASK)),
            belief(WRITE_IS_SENT, much_is_sent),
        ]),
    Case::server("nothing-to-say", nothing_to_say)
        .promises("The server sends a length of 0 for a command that prints nothing")
        .exposes(&[belief(NOTHING_NEEDS_NO_ANSWER, two_commands)]),
    Case::server("bytes-are-counted", |scene| remote::asked(scene, ASK, [remote::chinese(scene, 4), remote::word(scene)]))
        .promises("The server counts the bytes of an answer, not its characters")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, two_commands)]),
    Case::server("more-than-a-megabyte", more_than_a_megabyte)
        .promises("The server sends all of an answer of more than a megabyte"),
    Case::server("a-write-cut-short", a_write_cut_short)
        .promises("The server sends all of an answer even if a write is short")
        .exposes(&[belief(ONE_WRITE_TAKES_IT_ALL, a_late_reader)]),
    remote::rows::one_client_after_another(|scene| remote::two_clients(scene, ASK))
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, two_commands)]),
    remote::rows::hangs_up_when_the_client_does(|scene| remote::last_word(scene, ASK))
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, two_commands),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, two_commands),
        ]),
    remote::rows::errors_are_answers(|scene| remote::error_alone(scene, ASK))
        .exposes(&[belief(OUTPUT_IS_STDOUT, failing_alone)]),
    remote::rows::errors_go_first(|scene| remote::error_and_output(scene, ASK)),
    remote::rows::much_on_both(|scene| remote::much_on_both(scene, ASK))
        .exposes(&[belief(PIPE_HOLDS_EVERYTHING, little_on_both)]),
    remote::rows::a_command_that_reads(|scene| remote::reads_its_input(scene, ASK))
        .exposes(&[belief(COMMANDS_HAVE_AN_EMPTY_INPUT, two_commands)]),
    remote::rows::a_child_that_lives_on(|scene| remote::leaves_a_child(scene, ASK)),
    remote::rows::no_zombies(|scene| remote::leaves_no_zombie(scene, ASK))
        .exposes(&[belief(ENDED_CHILD_IS_GONE, two_commands)]),
    remote::rows::no_descriptor_left(|scene| remote::leaves_no_descriptor(scene, ASK)),
    remote::rows::a_command_that_cannot_start(|scene| remote::cannot_start(scene, ASK)),
    remote::rows::longest_command(|scene| remote::asked(scene, ASK, [remote::long(scene, 1024)])),
    remote::rows::any_bytes(|scene| remote::asked(scene, ASK, [remote::raw(scene)]))
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, two_commands)]),
    Case::server("spaces-belong-to-the-answer", |scene| { remote::asked(scene, ASK, [remote::spacious(scene), remote::unprintable(scene)]) })
        .promises("The server sends and counts spaces at an answer's ends, and line ends of every kind"),
    remote::rows::resets_hurt_nobody_else(|scene| remote::resets(scene, ASK))
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("leaves-in-mid-answer", leaves_in_mid_answer)
        .promises("The server serves the next client after one has left in the middle of a long answer")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    rows::address_in_use(),
    Case::client("line-then-answer", |scene| remote::lines(scene, ANSWER, 20))
        .promises("The client sends a line and prints as many bytes as the header says, twenty times")
        .exposes(&[
            belief(BYTE_ORDER_IS_OBVIOUS, same_in_both_orders),
            belief(ANY_INTEGER_WILL_DO, lengths_of_eight_bytes_are_read),
            belief(BUFFER_IS_MESSAGE, one_line),
            belief(WRITE_IS_SENT, remote::long_line_is_sent),
            belief(READ_TO_END_IS_ONE_MESSAGE, printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, |scene| remote::shown_by_its_buffers(scene, ANSWER)),
            belief(READ_LINE_REPLACES, |scene| remote::second_line_has_the_first(scene, ANSWER)),
        ]),
    Case::client("every-cut-of-a-short-answer", every_cut_of_a_short_answer)
        .promises("The client reads header and answer in whatever pieces they arrive, even in mid-header")
        .exposes(&[
            belief(ONE_READ_IS_ONE_HEADER, whole_header),
            belief(EACH_READ_IS_WHOLE_TEXT, cut_between_characters),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, only_the_first_piece),
        ]),
    Case::client("answer-in-a-hundred-pieces", answer_in_a_hundred_pieces)
        .promises("The client counts each receive's bytes, and prints all of an answer in a hundred pieces")
        .exposes(&[
            belief(EVERY_READ_IS_FULL, answer_at_once),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, only_the_first_piece),
        ]),
    Case::client("bytes-not-characters", bytes_not_characters)
        .promises("The client reads as many bytes as the header says, not as many characters")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, two_lines)]),
    Case::client("a-megabyte-and-a-word", |scene| remote::answered_with(scene, ANSWER, &scene.lines(1_050_000)))
        .promises("The client prints all of an answer of more than a megabyte, and then the next answer"),
    Case::client("an-answer-of-nothing", |scene| remote::answered_with(scene, ANSWER, b""))
        .promises("The client prints nothing for a length of 0, and goes on to the next line")
        .exposes(&[belief(ZERO_LENGTH_IS_THE_END, two_lines)]),
    Case::client("a-negative-length", a_negative_length)
        .promises("The client prints an error and exits with status 1 if a length is negative"),
    Case::client("an-absurd-length", an_absurd_length)
        .promises("The client allocates nothing for two claimed gigabytes, and exits with status 1"),
    remote::rows::spaces_are_printed(|scene| remote::spaces_are_printed(scene, ANSWER))
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, two_lines)]),
    rows::spaces_are_sent(|scene| remote::spaces_are_sent(scene, ANSWER))
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, two_lines)]),
    remote::rows::any_bytes_are_printed(|scene| remote::any_bytes_are_printed(scene, ANSWER))
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, two_lines)]),
    rows::any_bytes_are_sent(|scene| remote::any_bytes_are_sent(scene, ANSWER))
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, two_lines)]),
    rows::empty_lines_are_not_sent(|scene| remote::empty_lines(scene, ANSWER))
        .exposes(&[belief(EMPTY_SEND_IS_A_MESSAGE, two_lines)]),
    remote::rows::quit_is_the_end(|scene| remote::at_quit(scene, ANSWER)),
    rows::end_of_input(|scene| remote::at_the_end_of_input(scene, ANSWER)),
    rows::server_leaves(|scene| remote::server_goes(scene, ANSWER, remote::NOTHING, false)),
    Case::client("server-leaves-in-the-header", |scene| remote::server_goes(scene, ANSWER, HALF_A_HEADER, false))
        .promises("The client prints an error and exits with status 1 if the server closes in mid-header"),
    Case::client("server-leaves-in-the-body", server_leaves_in_the_body)
        .promises("The client prints an error and exits with status 1 if the answer is incomplete")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, two_lines)]),
    rows::server_resets(|scene| remote::server_goes(scene, ANSWER, HALF, true))
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server_leaves_in_the_body),
            belief(BROKEN_PIPE_IS_AN_ERROR, server_leaves_in_the_body),
        ]),
    rows::nobody_listens(),
];
