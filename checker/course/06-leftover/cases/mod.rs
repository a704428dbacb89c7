//! Lesson 06: commands and their answers, with nothing that says where an answer ends. The server's
//! part is right as it is; the client's is naive on purpose, and is graded for being so.

mod scenes;

use crate::lessons::Case;
use crate::lessons::remote;

use crate::ids::*;
use crate::lessons::belief;
use scenes::*;

pub const CASES: &[Case] = &[
    Case::server("runs-the-command", |scene| remote::asked(scene, ASK, [remote::sum(scene), remote::word(scene)]))
        .promises("The server runs what it receives with `sh -c` and sends back what that printed"),
    Case::server("one-command-after-another", |scene| remote::twenty_commands(scene, ASK))
        .promises("The server runs one command after another on one connection")
        .exposes(&[
            belief(MESSAGE_IS_A_LINE, |scene| remote::line_is_answered(scene, ASK)),
            belief(READ_FILLS_THE_BUFFER, |scene| remote::buffers_are_answered(scene, ASK)),
            belief(WRITE_IS_SENT, much_is_sent),
        ]),
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
    Case::server("silence-is-no-answer", silence_is_no_answer)
        .promises("The server sends nothing for a command that has nothing to say, and runs the next"),
    Case::server("much-on-standard-output", |scene| remote::much_on_stdout(scene, ASK))
        .promises("The server sends back all of 200 kB on standard output")
        .exposes(&[belief(PIPE_HOLDS_EVERYTHING, little_on_both)]),
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
    Case::server("any-bytes", |scene| remote::asked(scene, ASK, [remote::raw(scene)]))
        .promises("The server takes commands, and sends answers, that are no UTF-8")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, one_command)]),
    Case::server("every-byte-of-the-answer", |scene| remote::asked(scene, ASK, [remote::unprintable(scene), remote::word(scene)]))
        .promises("The server sends back carriage returns and NUL bytes like any other"),
    Case::server("spaces-belong-to-the-answer", |scene| remote::asked(scene, ASK, [remote::spacious(scene)]))
        .promises("The server sends back spaces and newlines at an answer's ends, too")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, one_command)]),
    Case::server("the-longest-command", |scene| remote::asked(scene, ASK, [remote::long(scene, 1024)]))
        .promises("The server takes a command of 1024 bytes"),
    Case::server("a-command-that-cannot-start", |scene| remote::cannot_start(scene, ASK))
        .promises("The server lives on after a command with a NUL byte in it, which cannot be started"),
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
    Case::client("a-command-and-its-answer", |scene| remote::lines(scene, ANSWER, 20))
        .promises("The client sends each line without its newline, and prints what comes before it takes the next")
        .exposes(&[
            belief(BUFFER_IS_MESSAGE, one_line),
            belief(WRITE_IS_SENT, remote::long_line_is_sent),
            belief(READ_FILLS_THE_BUFFER, full_buffers),
            belief(READ_TO_END_IS_ONE_MESSAGE, printed_only_at_the_end),
            belief(PRINTED_IS_SHOWN, |scene| remote::shown_by_its_buffers(scene, ANSWER)),
            belief(READ_LINE_REPLACES, |scene| remote::second_line_has_the_first(scene, ANSWER)),
        ]),
    Case::client("leftovers", leftovers)
        .promises("The client receives once for each line: of 250 bytes read 100 at a time, the next answers are the leftovers"),
    Case::client("one-piece-at-a-time", one_piece_at_a_time)
        .promises("The client prints what one receive brings, be it only the first piece of an answer")
        .exposes(&[belief(READ_FILLS_THE_BUFFER, full_buffers)]),
    Case::client("the-second-piece-stays", second_piece_stays)
        .promises("The client finds the second piece of an answer where it left it, with its next line"),
    Case::client("a-buffer-of-1024", a_buffer_of_1024)
        .promises("The client receives at most 1024 bytes where it is not told how many"),
    Case::client("a-larger-buffer", a_larger_buffer)
        .promises("The client receives 3000 bytes at once where it was told so, and they are there"),
    Case::client("half-a-character", half_a_character)
        .promises("The client prints the bytes that it received as they are, even half a character")
        .exposes(&[belief(EACH_READ_IS_WHOLE_TEXT, whole_characters)]),
    Case::client("spaces-are-printed", |scene| remote::spaces_are_printed(scene, ANSWER))
        .promises("The client prints the white space at an answer's ends")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, one_line)]),
    Case::client("spaces-are-sent", |scene| remote::spaces_are_sent(scene, ANSWER))
        .promises("The client takes the newline off a typed line, and nothing else")
        .manners()
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, one_line)]),
    Case::client("any-bytes-are-printed", |scene| remote::any_bytes_are_printed(scene, ANSWER))
        .promises("The client prints an answer's bytes as they are, even if they are not text"),
    Case::client("any-bytes-are-sent", |scene| remote::any_bytes_are_sent(scene, ANSWER))
        .promises("The client sends typed bytes that are not text as they are")
        .manners(),
    Case::client("empty-lines-are-not-sent", |scene| remote::empty_lines(scene, ANSWER))
        .promises("The client goes on to the next line after an empty one, which puts nothing on the wire")
        .exposes(&[belief(EMPTY_SEND_IS_A_MESSAGE, one_line)]),
    Case::client("quit-is-the-end", |scene| remote::at_quit(scene, ANSWER))
        .promises("The client closes and ends with status 0 at the line `quit`, which is not sent"),
    Case::client("only-quit-quits", only_quit_quits)
        .promises("The client sends `exit` and `QUIT` like any other line")
        .manners(),
    Case::client("end-of-input", |scene| remote::at_the_end_of_input(scene, ANSWER))
        .promises("The client closes and ends with status 0 at the end of its input")
        .manners(),
    Case::client("server-leaves", server_leaves)
        .promises("The client says in one line that the server has gone, and ends with status 1"),
    Case::client("server-resets", |scene| remote::server_goes(scene, ANSWER, remote::NOTHING, true))
        .promises("The client says in one line that the server reset the connection, and ends with status 1")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server_leaves),
            belief(BROKEN_PIPE_IS_AN_ERROR, server_leaves),
        ]),
    Case::client("nobody-listens", remote::nobody_listens)
        .promises("The client says in one line that nobody listens there, and ends with status 1"),
];
