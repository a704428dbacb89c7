//! Lesson 07: the server sends the length of an answer, waits for `OK`, and sends the answer. The client
//! receives exactly that many bytes. The length has no delimiter: one receive returns it, so no case
//! splits it or joins anything to it.

mod scenes;

use crate::lessons::Case;
use crate::lessons::remote::{self};
use crate::lessons::rows;

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("length-then-body", |scene| remote::twenty_commands(scene, ASK))
        .promises("The server sends an answer's length in decimal, and the answer after `OK`, twenty times")
        .exposes(&[
            belief(MESSAGE_IS_A_LINE, |scene| remote::line_is_answered(scene, ASK_LENGTH)),
            belief(READ_FILLS_THE_BUFFER, a_full_buffer_is_answered),
            belief(WRITE_IS_SENT, much_is_sent_at_last),
        ]),
    Case::server("nothing-before-ok", nothing_before_ok)
        .promises("The server sends nothing of the answer before the client has sent `OK`")
        .exposes(&[belief(BODY_MAY_FOLLOW_AT_ONCE, ok_in_haste)]),
    Case::server("nothing-to-say", nothing_to_say)
        .promises("The server sends 0 for a command that prints nothing, and still waits for `OK`")
        .exposes(&[belief(NOTHING_NEEDS_NO_ANSWER, two_commands)]),
    Case::server("bytes-are-counted", |scene| remote::asked(scene, ASK, [remote::chinese(scene, 4), remote::word(scene)]))
        .promises("The server counts the bytes of an answer, not its characters")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, two_commands)]),
    Case::server("more-than-a-megabyte", |scene| { remote::asked(scene, ASK, [remote::numbers(scene, 160_000), remote::word(scene)]) })
        .promises("The server sends all of an answer of more than a megabyte"),
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
    Case::server("reset-instead-of-ok", reset_instead_of_ok)
        .promises("The server serves the next client after one has reset its connection instead of an `OK`")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("leaves-instead-of-ok", leaves_instead_of_ok)
        .promises("The server serves the next client after one has left instead of sending `OK`"),
    rows::address_in_use(),
    Case::client("ok-then-the-answer", |scene| remote::lines(scene, ANSWER, 20))
        .promises("The client sends a line, replies `OK` to the length, and prints the answer, twenty times")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, one_line),
            belief(READ_TO_END_IS_ONE_MESSAGE, printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, |scene| remote::shown_by_its_buffers(scene, ANSWER)),
            belief(READ_LINE_REPLACES, |scene| remote::second_line_has_the_first(scene, ANSWER)),
        ]),
    Case::client("ok-to-what", |scene| remote::lines(scene, ANSWER, 2))
        .promises("The client sends `OK` only after it has received a length"),
    Case::client("body-in-every-cut", body_in_every_cut)
        .promises("The client prints the whole answer in whatever pieces it arrives, even in mid-character")
        .exposes(&[
            belief(EACH_READ_IS_WHOLE_TEXT, cut_between_characters),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, only_the_first_piece),
        ]),
    Case::client("body-in-a-hundred-pieces", body_in_a_hundred_pieces)
        .promises("The client counts each receive's bytes, and prints all of an answer in a hundred pieces")
        .exposes(&[
            belief(EVERY_READ_IS_FULL, body_at_once),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, only_the_first_piece),
        ]),
    Case::client("a-megabyte-and-a-word", |scene| remote::answered_with(scene, ANSWER, &scene.lines(1_050_000)))
        .promises("The client prints all of an answer of more than a megabyte, and then the next answer"),
    Case::client("an-answer-of-nothing", |scene| remote::answered_with(scene, ANSWER, b""))
        .promises("The client also sends `OK` to a length of 0, and goes on to the next line")
        .exposes(&[belief(ZERO_LENGTH_IS_THE_END, |scene| remote::lines(scene, ANSWER, 2))]),
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
    Case::client("server-leaves-in-mid-answer", server_leaves_in_mid_answer)
        .promises("The client prints an error and exits with status 1 if the answer is incomplete")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, two_lines)]),
    rows::server_resets(|scene| remote::server_goes(scene, ANSWER, HALF, true))
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server_leaves_in_mid_answer),
            belief(BROKEN_PIPE_IS_AN_ERROR, server_leaves_in_mid_answer),
        ]),
    Case::client("no-length-at-all", no_length_at_all)
        .promises("The client prints an error and exits with status 1 if the reply is not a length")
        .exposes(&[belief(WRITE_IS_SENT, remote::long_line_is_sent)]),
    rows::nobody_listens(),
];
