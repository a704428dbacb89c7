//! Lesson 07: the server says how long an answer is, waits for `OK`, and sends it; the client receives
//! exactly that much. The length has no border of its own: what a receive brings is the length, and
//! so no case splits it, nor glues anything to it.

mod scenes;

use crate::lessons::Case;
use crate::lessons::remote::{self};

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("length-then-body", |scene| remote::twenty_commands(scene, ASK))
        .promises("The server says an answer's length in decimal digits, and sends the answer after `OK`, twenty times")
        .exposes(&[
            belief(MESSAGE_IS_A_LINE, |scene| remote::line_is_answered(scene, ASK_LENGTH)),
            belief(READ_FILLS_THE_BUFFER, a_full_buffer_is_answered),
            belief(WRITE_IS_SENT, much_is_sent_at_last),
        ]),
    Case::server("nothing-before-ok", nothing_before_ok)
        .promises("The server sends nothing of the answer before the client has said `OK`")
        .exposes(&[belief(BODY_MAY_FOLLOW_AT_ONCE, ok_in_haste)]),
    Case::server("nothing-to-say", nothing_to_say)
        .promises("The server says 0 for a command that prints nothing, and waits for `OK` all the same")
        .exposes(&[belief(NOTHING_NEEDS_NO_ANSWER, one_command)]),
    Case::server("bytes-are-counted", |scene| remote::asked(scene, ASK, [remote::chinese(scene, 4), remote::word(scene)]))
        .promises("The server counts the bytes of an answer, not its characters")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, one_command)]),
    Case::server("more-than-a-megabyte", |scene| { remote::asked(scene, ASK, [remote::numbers(scene, 160_000), remote::word(scene)]) })
        .promises("The server sends all of an answer of more than a megabyte"),
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
    Case::server("reset-instead-of-ok", reset_instead_of_ok)
        .promises("The server serves the next client after one has reset its connection instead of saying `OK`")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, two_clients),
        ]),
    Case::server("leaves-instead-of-ok", leaves_instead_of_ok)
        .promises("The server serves the next client after one has left instead of saying `OK`"),
    Case::server("address-in-use", remote::address_in_use)
        .promises("The server says in one line that its address is taken, and ends with status 1"),
    Case::client("ok-then-the-answer", |scene| remote::lines(scene, ANSWER, 20))
        .promises("The client sends a line, says `OK` to the length, and prints the answer, twenty times")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, one_line),
            belief(READ_TO_END_IS_ONE_MESSAGE, printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, |scene| remote::shown_by_its_buffers(scene, ANSWER)),
            belief(READ_LINE_REPLACES, |scene| remote::second_line_has_the_first(scene, ANSWER)),
        ]),
    Case::client("ok-to-what", |scene| remote::lines(scene, ANSWER, 2))
        .promises("The client says `OK` when it has been told a length, and not before"),
    Case::client("body-in-every-cut", body_in_every_cut)
        .promises("The client prints the whole answer in whatever pieces it comes, even inside a character")
        .exposes(&[
            belief(EACH_READ_IS_WHOLE_TEXT, cut_between_characters),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, only_the_first_piece),
        ]),
    Case::client("body-in-a-hundred-pieces", body_in_a_hundred_pieces)
        .promises("The client counts what each receive brings, and prints all of an answer that comes in a hundred pieces")
        .exposes(&[
            belief(EVERY_READ_IS_FULL, body_at_once),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, only_the_first_piece),
        ]),
    Case::client("a-megabyte-and-a-word", |scene| remote::answered_with(scene, ANSWER, &scene.lines(1_050_000)))
        .promises("The client prints all of an answer of more than a megabyte, and the next answer after it"),
    Case::client("an-answer-of-nothing", |scene| remote::answered_with(scene, ANSWER, b""))
        .promises("The client says `OK` to a length of 0, too, and goes on to the next line")
        .exposes(&[belief(ZERO_LENGTH_IS_THE_END, |scene| remote::lines(scene, ANSWER, 2))]),
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
        .promises("The client says in one line that the server left without a length, and ends with status 1"),
    Case::client("server-leaves-in-mid-answer", server_leaves_in_mid_answer)
        .promises("The client says in one line that the answer is not complete, and ends with status 1")
        .exposes(&[belief(ZERO_IS_NOTHING_YET, one_line)]),
    Case::client("server-resets", |scene| remote::server_goes(scene, ANSWER, HALF, true))
        .promises("The client says in one line that the server reset the connection, and ends with status 1")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server_leaves_in_mid_answer),
            belief(BROKEN_PIPE_IS_AN_ERROR, server_leaves_in_mid_answer),
        ]),
    Case::client("no-length-at-all", no_length_at_all)
        .promises("The client says in one line that it was told no length, and ends with status 1")
        .exposes(&[belief(WRITE_IS_SENT, remote::long_line_is_sent)]),
    Case::client("nobody-listens", remote::nobody_listens)
        .promises("The client says in one line that nobody listens there, and ends with status 1"),
];
