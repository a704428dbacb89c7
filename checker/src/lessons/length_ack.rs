//! Lesson 07: the server says how long an answer is, waits for `OK`, and sends it; the client receives
//! exactly that much. The length has no border of its own: what a receive brings is the length, and
//! so no case splits it, nor glues anything to it.

use stage::cuts::in_every_cut;
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::remote::{self, Answer, Ask, Command};
use super::scene::Scene;
use super::{Case, Exposes};
use crate::events::Role::{Client, Server};

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
        promise: "The server sends back spaces and newlines at an answer's ends, and counts them",
        play: |scene| remote::asked(scene, ASK, [remote::spacious(scene)]),
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

fn digits(answer: &[u8]) -> Vec<u8> {
    answer.len().to_string().into_bytes()
}

const ASK: Ask = |peer: &Peer, command: &Command| {
    peer.says(&command.line)?;
    peer.hears(&digits(&command.answer))?;
    peer.hears_nothing()?;
    peer.says(b"OK")?;
    if command.answer.is_empty() {
        // The next command must not come glued to the `OK`.
        return peer.hears_nothing();
    }
    peer.hears(&command.answer)
};

const ANSWER: Answer = |bob: &Peer, answer: &[u8]| {
    bob.hears_nothing()?;
    bob.says(&digits(answer))?;
    bob.hears(b"OK")?;
    bob.says(answer)
};

/// An answer that breaks off.
const HALF: Answer = |bob: &Peer, answer: &[u8]| {
    bob.says(&digits(answer))?;
    bob.hears(b"OK")?;
    bob.says(&answer[..answer.len() / 2])
};

fn one_command(scene: &Scene) -> Played {
    remote::one_command(scene, ASK)
}

fn two_clients(scene: &Scene) -> Played {
    remote::two_clients(scene, ASK)
}

fn little_on_both(scene: &Scene) -> Played {
    remote::little_on_both(scene, ASK)
}

fn failing_alone(scene: &Scene) -> Played {
    remote::failing_alone(scene, ASK)
}

fn one_line(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER, 1)
}

/// What overflows a writer's buffer comes before it is flushed.
fn much_is_sent_at_last(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let command = remote::numbers(scene, 2000);
    alice.says(&command.line)?;
    alice.hears_nothing()?;
    alice.says(b"OK")?;
    alice.hears(&digits(&command.answer))?;
    alice.hears(&command.answer)
}

fn nothing_before_ok(scene: &Scene) -> Played {
    remote::asked(scene, ASK, [remote::word(scene), remote::numbers(scene, 2000)])
}

/// Alice says `OK` and does not look whether the answer is there already.
fn ok_in_haste(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let command = remote::word(scene);
    alice.says(&command.line)?;
    alice.hears(&digits(&command.answer))?;
    alice.says(b"OK")?;
    alice.hears(&command.answer)
}

fn nothing_to_say(scene: &Scene) -> Played {
    remote::asked(scene, ASK, [remote::nothing(), remote::word(scene), remote::nothing()])
}

/// Alice has heard a length and is gone, in one way or the other; bob is served.
fn goes_instead_of_ok(scene: &Scene, resets: bool) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let command = remote::word(scene);
    alice.says(&command.line)?;
    alice.hears(&digits(&command.answer))?;
    if resets {
        alice.resets()?;
    } else {
        alice.closes();
    }
    let bob = server.connects("bob")?;
    ASK(&bob, &remote::word(scene))
}

fn reset_instead_of_ok(scene: &Scene) -> Played {
    goes_instead_of_ok(scene, true)
}

fn leaves_instead_of_ok(scene: &Scene) -> Played {
    goes_instead_of_ok(scene, false)
}

/// The client, and bob, who has answered one line already.
fn client_and_bob<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    let (client, bob) = scene.client_visits("bob")?;
    remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.word())?;
    Ok((client, bob))
}

/// A line, the length of its answer, and the answer in these pieces.
fn answers_in_pieces(
    scene: &Scene,
    client: &Program,
    bob: &Peer,
    answer: &[u8],
    pieces: &[usize],
) -> Played {
    let line = scene.word();
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&digits(answer))?;
    bob.hears(b"OK")?;
    bob.says_cut(answer, pieces)
}

/// A character, a letter, a character and a letter: eight bytes.
fn mixed_text(scene: &Scene) -> Vec<u8> {
    let part = || [scene.chinese(1).as_bytes(), &scene.letters(1)].concat();
    [part(), part()].concat()
}

fn body_in_every_cut(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let text = mixed_text(scene);
    in_every_cut(text.len(), |pieces| {
        answers_in_pieces(scene, &client, &bob, &text, pieces)?;
        client.shows(&text)
    })
}

fn cut_between_characters(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let text = mixed_text(scene);
    for pieces in [&[8][..], &[3, 5], &[4, 3, 1], &[3, 1, 3, 1]] {
        answers_in_pieces(scene, &client, &bob, &text, pieces)?;
        client.shows(&text)?;
    }
    Ok(())
}

fn body_in_a_hundred_pieces(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let answer = scene.letters(100_000);
    answers_in_pieces(scene, &client, &bob, &answer, &[1000; 100])?;
    client.shows(&answer)?;
    remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.word())
}

/// As much as one segment carries.
fn body_at_once(scene: &Scene) -> Played {
    remote::answered_with(scene, ANSWER, &scene.letters(60_000))
}

/// What a client does that receives once, and what no other does: it goes by no count at all.
fn only_the_first_piece(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let answer = scene.letters(100 * 1024);
    answers_in_pieces(scene, &client, &bob, &answer, &[1024; 100])?;
    client.shows(&answer[..1024])?;
    client.prints_nothing()
}

fn printed_only_at_the_end(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.word(), scene.word());
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&digits(&reply))?;
    bob.hears(b"OK")?;
    bob.says(&reply)?;
    client.prints_nothing()?;
    bob.shuts_down()?;
    client.shows(&reply)
}

fn server_leaves_in_mid_answer(scene: &Scene) -> Played {
    remote::server_goes(scene, ANSWER, HALF, false)
}

/// What comes instead of a length is text, and no number at all.
fn no_length_at_all(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let line = scene.word();
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&[&scene.word()[..], b" ", &scene.word()].concat())?;
    client.ends_with(1)?;
    client.complains()
}
