//! Lesson 08: four bytes in front of each answer say how long it is, the lowest byte first, and then
//! the answer follows at once. The stream may be cut anywhere, even inside these four bytes.

mod scenes;

use crate::lessons::Case;
use crate::lessons::remote::{self};

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("header-then-body", |scene| remote::twenty_commands(scene, ASK))
        .promises("The server sends four bytes, an answer's length, lowest byte first, and the answer, twenty times")
        .exposes(&[
            belief(BYTE_ORDER_IS_OBVIOUS, nothing_alone),
            belief(MESSAGE_IS_A_LINE, |scene| remote::line_is_answered(scene, ASK)),
            belief(READ_FILLS_THE_BUFFER, |scene| remote::buffers_are_answered(scene, ASK)),
            belief(WRITE_IS_SENT, much_is_sent),
        ]),
    Case::server("nothing-to-say", nothing_to_say)
        .promises("The server sends a length of 0 for a command that prints nothing")
        .exposes(&[belief(NOTHING_NEEDS_NO_ANSWER, one_command)]),
    Case::server("bytes-are-counted", |scene| remote::asked(scene, ASK, [remote::chinese(scene, 4), remote::word(scene)]))
        .promises("The server counts the bytes of an answer, not its characters")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, one_command)]),
    Case::server("more-than-a-megabyte", more_than_a_megabyte)
        .promises("The server sends all of an answer of more than a megabyte"),
    Case::server("a-write-cut-short", a_write_cut_short)
        .promises("The server sends all of an answer though the kernel takes only a part of it at once")
        .exposes(&[belief(ONE_WRITE_TAKES_IT_ALL, a_late_reader)]),
    Case::server("one-client-after-another", |scene| remote::two_clients(scene, ASK))
        .promises("The server serves the next client when one is done")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, one_command)]),
    Case::server("hangs-up-when-the-client-does", |scene| remote::last_word(scene, ASK))
        .promises("The server closes a connection when its client is done, and does not spin")
        .exposes(&[
            belief(ZERO_IS_NOTHING_YET, one_command),
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, one_command),
        ]),
    Case::server("errors-are-answers", |scene| remote::error_alone(scene, ASK))
        .promises("The server sends back what a command wrote to its standard error")
        .exposes(&[belief(OUTPUT_IS_STDOUT, failing_alone)]),
    Case::server("errors-go-first", |scene| remote::error_and_output(scene, ASK))
        .promises("The server sends standard error if there was any, else standard output, whatever the exit status"),
    Case::server("much-on-both", |scene| remote::much_on_both(scene, ASK))
        .promises("The server drains standard output and standard error together, 200 kB on each, whichever is first")
        .exposes(&[belief(PIPE_HOLDS_EVERYTHING, little_on_both)]),
    Case::server("a-command-that-reads", |scene| remote::reads_its_input(scene, ASK))
        .promises("The server gives its commands an empty standard input")
        .exposes(&[belief(COMMANDS_HAVE_AN_EMPTY_INPUT, one_command)]),
    Case::server("a-child-that-lives-on", |scene| { remote::asked(scene, ASK, [remote::leaving_a_child(scene), remote::word(scene)]) })
        .promises("The server answers when a command has ended, though a process that it started lives on"),
    Case::server("no-zombies", |scene| remote::leaves_no_zombie(scene, ASK))
        .promises("The server waits for each command that it has started: none stays behind as a zombie")
        .exposes(&[belief(ENDED_CHILD_IS_GONE, one_command)]),
    Case::server("no-descriptor-left", |scene| remote::leaves_no_descriptor(scene, ASK))
        .promises("The server has no more descriptors open after fifteen commands than before"),
    Case::server("a-command-that-cannot-start", |scene| remote::cannot_start(scene, ASK))
        .promises("The server lives on after a command with a NUL byte in it, which cannot be started"),
    Case::server("longest-command", |scene| remote::asked(scene, ASK, [remote::long(scene, 1024)]))
        .promises("The server takes a command of 1024 bytes whole"),
    Case::server("any-bytes", |scene| remote::asked(scene, ASK, [remote::raw(scene)]))
        .promises("The server takes commands, and sends answers, that are no UTF-8")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, one_command)]),
    Case::server("spaces-belong-to-the-answer", |scene| { remote::asked(scene, ASK, [remote::spacious(scene), remote::unprintable(scene)]) })
        .promises("The server sends back spaces at an answer's ends and line ends of every kind, and counts them"),
    Case::server("resets-hurt-nobody-else", |scene| remote::resets(scene, ASK))
        .promises("The server serves the next client after two have reset their connections")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("leaves-in-mid-answer", leaves_in_mid_answer)
        .promises("The server serves the next client after one has gone in the middle of a long answer")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("address-in-use", remote::address_in_use)
        .promises("The server says in one line that its address is taken, and ends with status 1"),
    Case::client("line-then-answer", |scene| remote::lines(scene, ANSWER, 20))
        .promises("The client sends a line and prints as many bytes as the header says, twenty times")
        .exposes(&[
            belief(BYTE_ORDER_IS_OBVIOUS, same_in_both_orders),
            belief(BUFFER_IS_MESSAGE, one_line),
            belief(WRITE_IS_SENT, remote::long_line_is_sent),
            belief(READ_TO_END_IS_ONE_MESSAGE, printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, |scene| remote::shown_by_its_buffers(scene, ANSWER)),
            belief(READ_LINE_REPLACES, |scene| remote::second_line_has_the_first(scene, ANSWER)),
        ]),
    Case::client("every-cut-of-a-short-answer", every_cut_of_a_short_answer)
        .promises("The client reads header and answer in whatever pieces they come, even inside the header")
        .exposes(&[
            belief(ONE_READ_IS_ONE_HEADER, whole_header),
            belief(EACH_READ_IS_WHOLE_TEXT, cut_between_characters),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, only_the_first_piece),
        ]),
    Case::client("answer-in-a-hundred-pieces", answer_in_a_hundred_pieces)
        .promises("The client counts what each receive brings, and prints all of an answer that comes in a hundred pieces")
        .exposes(&[
            belief(EVERY_READ_IS_FULL, answer_at_once),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, only_the_first_piece),
        ]),
    Case::client("bytes-not-characters", bytes_not_characters)
        .promises("The client reads as many bytes as the header says, not as many characters")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, two_lines)]),
    Case::client("a-megabyte-and-a-word", |scene| remote::answered_with(scene, ANSWER, &scene.lines(1_050_000)))
        .promises("The client prints all of an answer of more than a megabyte, and the next answer after it"),
    Case::client("an-answer-of-nothing", |scene| remote::answered_with(scene, ANSWER, b""))
        .promises("The client prints nothing for a length of 0, and goes on to the next line")
        .exposes(&[belief(ZERO_LENGTH_IS_THE_END, two_lines)]),
    Case::client("a-negative-length", a_negative_length)
        .promises("The client says in one line that a negative length is none, and ends with status 1"),
    Case::client("an-absurd-length", an_absurd_length)
        .promises("The client allocates no two gigabytes for a server that claims so and leaves: one line, status 1"),
    Case::client("spaces-are-printed", |scene| remote::spaces_are_printed(scene, ANSWER))
        .promises("The client prints the white space at an answer's ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, one_line)]),
    Case::client("spaces-are-sent", |scene| remote::spaces_are_sent(scene, ANSWER))
        .promises("The client takes the newline off a typed line, and nothing else")
        .manners()
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, one_line)]),
    Case::client("any-bytes-are-printed", |scene| remote::any_bytes_are_printed(scene, ANSWER))
        .promises("The client prints an answer's bytes as they are, even if they are not text")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, one_line)]),
    Case::client("any-bytes-are-sent", |scene| remote::any_bytes_are_sent(scene, ANSWER))
        .promises("The client sends typed bytes that are not text as they are")
        .manners()
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, one_line)]),
    Case::client("empty-lines-are-not-sent", |scene| remote::empty_lines(scene, ANSWER))
        .promises("The client goes on to the next line after an empty one, which puts nothing on the wire")
        .exposes(&[belief(EMPTY_SEND_IS_A_MESSAGE, one_line)]),
    Case::client("quit-is-the-end", |scene| remote::at_quit(scene, ANSWER))
        .promises("The client closes and ends with status 0 at the line `quit`, which is not sent"),
    Case::client("end-of-input", |scene| remote::at_the_end_of_input(scene, ANSWER))
        .promises("The client closes and ends with status 0 at the end of its input")
        .manners(),
    Case::client("server-leaves", |scene| remote::server_goes(scene, ANSWER, remote::NOTHING, false))
        .promises("The client says in one line that the server left without an answer, and ends with status 1"),
    Case::client("server-leaves-in-the-header", |scene| remote::server_goes(scene, ANSWER, HALF_A_HEADER, false))
        .promises("The client says in one line that the server left in the middle of a header, and ends with status 1"),
    Case::client("server-leaves-in-the-body", server_leaves_in_the_body)
        .promises("The client says in one line that the answer is not complete, and ends with status 1")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, one_line)]),
    Case::client("server-resets", |scene| remote::server_goes(scene, ANSWER, HALF, true))
        .promises("The client says in one line that the server reset the connection, and ends with status 1")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server_leaves_in_the_body),
            belief(BROKEN_PIPE_IS_AN_ERROR, server_leaves_in_the_body),
        ]),
    Case::client("nobody-listens", remote::nobody_listens)
        .promises("The client says in one line that nobody listens there, and ends with status 1"),
];
