//! Lesson 07: the server says how long an answer is, waits for `OK`, and sends it; the client receives
//! exactly that much. The length has no border of its own: what a receive brings is the length, and
//! so no case splits it, nor glues anything to it.

mod scenes;

use crate::lessons::remote::{self};
use crate::lessons::{Case, Exposes};
use crate::role::Role::{Client, Server};

use scenes::*;

pub const CASES: &[Case] = &[
    Case {
        name: "length-then-body",
        role: Server,
        promise: "The server says an answer's length in decimal digits, and sends the answer after `OK`, twenty times",
        play: |scene| remote::twenty_commands(scene, ASK),
        exposes: &[Exposes { belief: "write-is-sent", control: much_is_sent_at_last }],
    },
    Case {
        name: "nothing-before-ok",
        role: Server,
        promise: "The server sends nothing of the answer before the client has said `OK`",
        play: nothing_before_ok,
        exposes: &[Exposes { belief: "body-may-follow-at-once", control: ok_in_haste }],
    },
    Case {
        name: "nothing-to-say",
        role: Server,
        promise: "The server says 0 for a command that prints nothing, and waits for `OK` all the same",
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
        play: |scene| {
            remote::asked(scene, ASK, [remote::numbers(scene, 160_000), remote::word(scene)])
        },
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
        name: "reset-instead-of-ok",
        role: Server,
        promise: "The server serves the next client after one has reset its connection instead of saying `OK`",
        play: reset_instead_of_ok,
        exposes: &[Exposes { belief: "network-never-fails", control: two_clients }],
    },
    Case {
        name: "leaves-instead-of-ok",
        role: Server,
        promise: "The server serves the next client after one has left instead of saying `OK`",
        play: leaves_instead_of_ok,
        exposes: &[],
    },
    Case {
        name: "address-in-use",
        role: Server,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: remote::address_in_use,
        exposes: &[],
    },
    Case {
        name: "ok-then-the-answer",
        role: Client,
        promise: "The client sends a line, says `OK` to the length, and prints the answer, twenty times",
        play: |scene| remote::lines(scene, ANSWER, 20),
        exposes: &[Exposes {
            belief: "read-to-end-is-one-message",
            control: printed_only_at_the_end,
        }],
    },
    Case {
        name: "ok-to-what",
        role: Client,
        promise: "The client says `OK` when it has been told a length, and not before",
        play: |scene| remote::lines(scene, ANSWER, 2),
        exposes: &[],
    },
    Case {
        name: "body-in-every-cut",
        role: Client,
        promise: "The client prints the whole answer in whatever pieces it comes, even inside a character",
        play: body_in_every_cut,
        exposes: &[
            Exposes { belief: "each-read-is-whole-text", control: cut_between_characters },
            Exposes { belief: "one-read-is-the-whole-reply", control: only_the_first_piece },
        ],
    },
    Case {
        name: "body-in-a-hundred-pieces",
        role: Client,
        promise: "The client counts what each receive brings, and prints all of an answer that comes in a hundred pieces",
        play: body_in_a_hundred_pieces,
        exposes: &[
            Exposes { belief: "every-read-is-full", control: body_at_once },
            Exposes { belief: "one-read-is-the-whole-reply", control: only_the_first_piece },
        ],
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
        promise: "The client says `OK` to a length of 0, too, and goes on to the next line",
        play: |scene| remote::answered_with(scene, ANSWER, b""),
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
        promise: "The client says in one line that the server left without a length, and ends with status 1",
        play: |scene| remote::server_goes(scene, ANSWER, remote::NOTHING, false),
        exposes: &[],
    },
    Case {
        name: "server-leaves-in-mid-answer",
        role: Client,
        promise: "The client says in one line that the answer is not complete, and ends with status 1",
        play: server_leaves_in_mid_answer,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: one_line }],
    },
    Case {
        name: "server-resets",
        role: Client,
        promise: "The client says in one line that the server reset the connection, and ends with status 1",
        play: |scene| remote::server_goes(scene, ANSWER, HALF, true),
        exposes: &[Exposes { belief: "network-never-fails", control: server_leaves_in_mid_answer }],
    },
    Case {
        name: "no-length-at-all",
        role: Client,
        promise: "The client says in one line that it was told no length, and ends with status 1",
        play: no_length_at_all,
        exposes: &[Exposes { belief: "write-is-sent", control: remote::long_line_is_sent }],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: remote::nobody_listens,
        exposes: &[],
    },
];
