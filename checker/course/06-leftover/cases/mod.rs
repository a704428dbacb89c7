//! Lesson 06: commands and their answers, without a delimiter after an answer. The server is
//! correct as it stands. The client is naive on purpose, and its grade depends on that.

mod scenes;

use crate::lessons::Case;
use crate::lessons::remote;
use crate::lessons::rows;

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("runs-the-command", |scene| remote::asked(scene, ASK, [remote::sum(scene), remote::word(scene)]))
        .promises("The server runs each command with `sh -c` and sends back what it printed"),
    Case::server("one-command-after-another", |scene| remote::twenty_commands(scene, ASK))
        .promises("The server runs one command after another on one connection")
        .exposes(&[
            belief(MESSAGE_IS_A_LINE, |scene| remote::line_is_answered(scene, ASK)),
            belief(READ_FILLS_THE_BUFFER, |scene| remote::buffers_are_answered(scene, ASK)),
            belief(WRITE_IS_SENT, much_is_sent),
        ]),
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
    Case::server("silence-is-no-answer", silence_is_no_answer)
        .promises("The server sends nothing for a command that prints nothing, and runs the next"),
    Case::server("much-on-standard-output", |scene| remote::much_on_stdout(scene, ASK))
        .promises("The server sends back all of 200 kB on standard output")
        .exposes(&[belief(PIPE_HOLDS_EVERYTHING, little_on_both)]),
    Case::server("more-than-a-megabyte", |scene| remote::asked(scene, ASK, [remote::numbers(scene, 160_000), remote::word(scene)]))
        .promises("The server sends all of an answer of more than a megabyte"),
    remote::rows::much_on_both(|scene| remote::much_on_both(scene, ASK))
        .exposes(&[belief(PIPE_HOLDS_EVERYTHING, little_on_both)]),
    remote::rows::a_command_that_reads(|scene| remote::reads_its_input(scene, ASK))
        .exposes(&[belief(COMMANDS_HAVE_AN_EMPTY_INPUT, two_commands)]),
    remote::rows::a_child_that_lives_on(|scene| remote::leaves_a_child(scene, ASK)),
    remote::rows::no_zombies(|scene| remote::leaves_no_zombie(scene, ASK))
        .exposes(&[belief(ENDED_CHILD_IS_GONE, two_commands)]),
    remote::rows::no_descriptor_left(|scene| remote::leaves_no_descriptor(scene, ASK)),
    remote::rows::any_bytes(|scene| remote::asked(scene, ASK, [remote::raw(scene)]))
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, two_commands)]),
    Case::server("every-byte-of-the-answer", |scene| remote::asked(scene, ASK, [remote::unprintable(scene), remote::word(scene)]))
        .promises("The server sends back carriage returns and NUL bytes like any other"),
    Case::server("spaces-belong-to-the-answer", |scene| remote::asked(scene, ASK, [remote::spacious(scene)]))
        .promises("The server also sends back spaces and newlines at both ends of an answer")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, two_commands)]),
    Case::server("the-longest-command", |scene| remote::asked(scene, ASK, [remote::long(scene, 1024)]))
        .promises("The server accepts a command of 1024 bytes"),
    remote::rows::a_command_that_cannot_start(|scene| remote::cannot_start(scene, ASK)),
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
    Case::client("a-command-and-its-answer", |scene| remote::lines(scene, ANSWER, 20))
        .promises("The client sends each line without its newline, and prints what arrives before the next")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, one_line),
            belief(WRITE_IS_SENT, remote::long_line_is_sent),
            belief(READ_FILLS_THE_BUFFER, full_buffers),
            belief(READ_TO_END_IS_ONE_MESSAGE, printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, |scene| remote::shown_by_its_buffers(scene, ANSWER)),
            belief(READ_LINE_REPLACES, |scene| remote::second_line_has_the_first(scene, ANSWER)),
        ]),
    Case::client("leftovers", leftovers)
        .promises("The client receives once for each line, so later lines print the leftovers of 250 bytes"),
    Case::client("one-piece-at-a-time", one_piece_at_a_time)
        .promises("The client prints what one receive brings, even if it is only part of an answer")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, full_buffers)]),
    Case::client("the-second-piece-stays", second_piece_stays)
        .promises("The client prints the second piece of an answer with its next line"),
    Case::client("a-buffer-of-1024", a_buffer_of_1024)
        .promises("The client receives at most 1024 bytes if no size is given"),
    Case::client("a-larger-buffer", a_larger_buffer)
        .promises("The client receives 3000 bytes at once if told to, and if they have arrived"),
    Case::client("half-a-character", half_a_character)
        .promises("The client prints the bytes that it received unchanged, even half a character")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    remote::rows::spaces_are_printed(|scene| remote::spaces_are_printed(scene, ANSWER))
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, two_lines)]),
    rows::spaces_are_sent(|scene| remote::spaces_are_sent(scene, ANSWER))
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, two_lines)]),
    remote::rows::any_bytes_are_printed(|scene| remote::any_bytes_are_printed(scene, ANSWER)),
    rows::any_bytes_are_sent(|scene| remote::any_bytes_are_sent(scene, ANSWER)),
    rows::empty_lines_are_not_sent(|scene| remote::empty_lines(scene, ANSWER))
        .exposes(&[belief(EMPTY_SEND_IS_A_MESSAGE, two_lines)]),
    remote::rows::quit_is_the_end(|scene| remote::at_quit(scene, ANSWER)),
    Case::client("only-quit-quits", only_quit_quits)
        .promises("The client sends `exit` and `QUIT` like any other line")
        .manners(),
    rows::end_of_input(|scene| remote::at_the_end_of_input(scene, ANSWER)),
    rows::server_leaves(server_leaves),
    rows::server_resets(|scene| remote::server_goes(scene, ANSWER, remote::NOTHING, true))
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, server_leaves),
        ]),
    rows::nobody_listens(),
];
