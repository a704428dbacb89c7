//! Lesson 08: four bytes in front of each answer say how long it is, the lowest byte first, and then
//! the answer follows at once. The stream may be cut anywhere, even inside these four bytes.

mod scenes;

use crate::lessons::remote::{self};
use crate::lessons::{Case, Exposes};
use crate::role::Role::{Client, Server};

use scenes::*;

pub const CASES: &[Case] = &[
    Case {
        name: "header-then-body",
        role: Server,
        promise: "The server sends four bytes, an answer's length, lowest byte first, and the answer, twenty times",
        play: |scene| remote::twenty_commands(scene, ASK),
        exposes: &[
            Exposes { belief: "byte-order-is-obvious", control: nothing_alone },
            Exposes { belief: "write-is-sent", control: much_is_sent },
        ],
    },
    Case {
        name: "nothing-to-say",
        role: Server,
        promise: "The server sends a length of 0 for a command that prints nothing",
        play: nothing_to_say,
        exposes: &[Exposes { belief: "nothing-needs-no-answer", control: one_command }],
    },
    Case {
        name: "bytes-are-counted",
        role: Server,
        promise: "The server counts the bytes of an answer, not its characters",
        play: |scene| remote::asked(scene, ASK, [remote::chinese(scene, 4), remote::word(scene)]),
        exposes: &[Exposes { belief: "characters-are-bytes", control: one_command }],
    },
    Case {
        name: "more-than-a-megabyte",
        role: Server,
        promise: "The server sends all of an answer of more than a megabyte",
        play: more_than_a_megabyte,
        exposes: &[],
    },
    Case {
        name: "a-write-cut-short",
        role: Server,
        promise: "The server sends all of an answer though the kernel takes only a part of it at once",
        play: a_write_cut_short,
        exposes: &[],
    },
    Case {
        name: "one-client-after-another",
        role: Server,
        promise: "The server serves the next client when one is done",
        play: |scene| remote::two_clients(scene, ASK),
        exposes: &[Exposes { belief: "one-accept-is-enough", control: one_command }],
    },
    Case {
        name: "hangs-up-when-the-client-does",
        role: Server,
        promise: "The server closes a connection when its client is done, and does not spin",
        play: |scene| remote::last_word(scene, ASK),
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: one_command }],
    },
    Case {
        name: "errors-are-answers",
        role: Server,
        promise: "The server sends back what a command wrote to its standard error",
        play: |scene| remote::error_alone(scene, ASK),
        exposes: &[Exposes { belief: "output-is-stdout", control: failing_alone }],
    },
    Case {
        name: "errors-go-first",
        role: Server,
        promise: "The server sends standard error if there was any, else standard output, whatever the exit status",
        play: |scene| remote::error_and_output(scene, ASK),
        exposes: &[],
    },
    Case {
        name: "much-on-both",
        role: Server,
        promise: "The server drains standard output and standard error together, 200 kB on each, whichever is first",
        play: |scene| remote::much_on_both(scene, ASK),
        exposes: &[Exposes { belief: "pipe-holds-everything", control: little_on_both }],
    },
    Case {
        name: "a-command-that-reads",
        role: Server,
        promise: "The server gives its commands an empty standard input",
        play: |scene| remote::reads_its_input(scene, ASK),
        exposes: &[Exposes { belief: "commands-have-an-empty-input", control: one_command }],
    },
    Case {
        name: "no-zombies",
        role: Server,
        promise: "The server waits for each command that it has started: none stays behind as a zombie",
        play: |scene| remote::leaves_no_zombie(scene, ASK),
        exposes: &[Exposes { belief: "ended-child-is-gone", control: one_command }],
    },
    Case {
        name: "any-bytes",
        role: Server,
        promise: "The server takes commands, and sends answers, that are no UTF-8",
        play: |scene| remote::asked(scene, ASK, [remote::raw(scene)]),
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: one_command }],
    },
    Case {
        name: "spaces-belong-to-the-answer",
        role: Server,
        promise: "The server sends back spaces at an answer's ends and line ends of every kind, and counts them",
        play: |scene| {
            remote::asked(scene, ASK, [remote::spacious(scene), remote::unprintable(scene)])
        },
        exposes: &[],
    },
    Case {
        name: "resets-hurt-nobody-else",
        role: Server,
        promise: "The server serves the next client after two have reset their connections",
        play: |scene| remote::resets(scene, ASK),
        exposes: &[Exposes { belief: "network-never-fails", control: two_clients }],
    },
    Case {
        name: "leaves-in-mid-answer",
        role: Server,
        promise: "The server serves the next client after one has gone in the middle of a long answer",
        play: leaves_in_mid_answer,
        exposes: &[Exposes { belief: "network-never-fails", control: two_clients }],
    },
    Case {
        name: "address-in-use",
        role: Server,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: remote::address_in_use,
        exposes: &[],
    },
    Case {
        name: "line-then-answer",
        role: Client,
        promise: "The client sends a line and prints as many bytes as the header says, twenty times",
        play: |scene| remote::lines(scene, ANSWER, 20),
        exposes: &[
            Exposes { belief: "byte-order-is-obvious", control: same_in_both_orders },
            Exposes { belief: "write-is-sent", control: remote::long_line_is_sent },
            Exposes { belief: "read-to-end-is-one-message", control: printed_only_at_the_end },
        ],
    },
    Case {
        name: "every-cut-of-a-short-answer",
        role: Client,
        promise: "The client reads header and answer in whatever pieces they come, even inside the header",
        play: every_cut_of_a_short_answer,
        exposes: &[
            Exposes { belief: "one-read-is-one-header", control: whole_header },
            Exposes { belief: "each-read-is-whole-text", control: cut_between_characters },
            Exposes { belief: "one-read-is-the-whole-reply", control: only_the_first_piece },
        ],
    },
    Case {
        name: "answer-in-a-hundred-pieces",
        role: Client,
        promise: "The client counts what each receive brings, and prints all of an answer that comes in a hundred pieces",
        play: answer_in_a_hundred_pieces,
        exposes: &[
            Exposes { belief: "every-read-is-full", control: answer_at_once },
            Exposes { belief: "one-read-is-the-whole-reply", control: only_the_first_piece },
        ],
    },
    Case {
        name: "bytes-not-characters",
        role: Client,
        promise: "The client reads as many bytes as the header says, not as many characters",
        play: bytes_not_characters,
        exposes: &[Exposes { belief: "characters-are-bytes", control: two_lines }],
    },
    Case {
        name: "a-megabyte-and-a-word",
        role: Client,
        promise: "The client prints all of an answer of more than a megabyte, and the next answer after it",
        play: |scene| remote::answered_with(scene, ANSWER, &scene.lines(1_050_000)),
        exposes: &[],
    },
    Case {
        name: "an-answer-of-nothing",
        role: Client,
        promise: "The client prints nothing for a length of 0, and goes on to the next line",
        play: |scene| remote::answered_with(scene, ANSWER, b""),
        exposes: &[],
    },
    Case {
        name: "a-negative-length",
        role: Client,
        promise: "The client says in one line that a negative length is none, and ends with status 1",
        play: a_negative_length,
        exposes: &[],
    },
    Case {
        name: "an-absurd-length",
        role: Client,
        promise: "The client allocates no two gigabytes for a server that claims so and leaves: one line, status 1",
        play: an_absurd_length,
        exposes: &[],
    },
    Case {
        name: "spaces-are-sent-and-printed",
        role: Client,
        promise: "The client takes the newline off its line, and nothing else, and prints spaces as they come",
        play: |scene| remote::with_spaces(scene, ANSWER),
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: one_line }],
    },
    Case {
        name: "any-bytes-there-and-back",
        role: Client,
        promise: "The client sends lines, and prints answers, that are no UTF-8 as they are",
        play: |scene| remote::any_bytes(scene, ANSWER),
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: one_line }],
    },
    Case {
        name: "empty-lines-are-not-sent",
        role: Client,
        promise: "The client goes on to the next line after an empty one, which puts nothing on the wire",
        play: |scene| remote::empty_lines(scene, ANSWER),
        exposes: &[Exposes { belief: "empty-send-is-a-message", control: one_line }],
    },
    Case {
        name: "quit-is-the-end",
        role: Client,
        promise: "The client closes and ends with status 0 at the line `quit`, which is not sent",
        play: |scene| remote::at_quit(scene, ANSWER),
        exposes: &[],
    },
    Case {
        name: "end-of-input",
        role: Client,
        promise: "The client closes and ends with status 0 at the end of its input",
        play: |scene| remote::at_the_end_of_input(scene, ANSWER),
        exposes: &[],
    },
    Case {
        name: "server-leaves",
        role: Client,
        promise: "The client says in one line that the server left without an answer, and ends with status 1",
        play: |scene| remote::server_goes(scene, ANSWER, remote::NOTHING, false),
        exposes: &[],
    },
    Case {
        name: "server-leaves-in-the-header",
        role: Client,
        promise: "The client says in one line that the server left in the middle of a header, and ends with status 1",
        play: |scene| remote::server_goes(scene, ANSWER, HALF_A_HEADER, false),
        exposes: &[],
    },
    Case {
        name: "server-leaves-in-the-body",
        role: Client,
        promise: "The client says in one line that the answer is not complete, and ends with status 1",
        play: server_leaves_in_the_body,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: one_line }],
    },
    Case {
        name: "server-resets",
        role: Client,
        promise: "The client says in one line that the server reset the connection, and ends with status 1",
        play: |scene| remote::server_goes(scene, ANSWER, HALF, true),
        exposes: &[Exposes { belief: "network-never-fails", control: server_leaves_in_the_body }],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: remote::nobody_listens,
        exposes: &[],
    },
];
