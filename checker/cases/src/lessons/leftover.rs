//! Lesson 06: commands and their answers, with nothing that says where an answer ends. The server's
//! part is right as it is; the client's is naive on purpose, and is graded for being so.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::remote::{self, Ask, Command};
use super::scene::Scene;
use super::{Case, Exposes};
use crate::role::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "runs-the-command",
        role: Server,
        promise: "The server runs what it receives with `sh -c` and sends back what that printed",
        play: |scene| remote::asked(scene, ASK, [remote::sum(scene), remote::word(scene)]),
        exposes: &[],
    },
    Case {
        name: "one-command-after-another",
        role: Server,
        promise: "The server runs one command after another on one connection",
        play: |scene| remote::twenty_commands(scene, ASK),
        exposes: &[Exposes { belief: "write-is-sent", control: much_is_sent }],
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
        name: "silence-is-no-answer",
        role: Server,
        promise: "The server sends nothing for a command that has nothing to say, and runs the next",
        play: silence_is_no_answer,
        exposes: &[],
    },
    Case {
        name: "much-on-standard-output",
        role: Server,
        promise: "The server sends back all of 200 kB on standard output",
        play: |scene| remote::much_on_stdout(scene, ASK),
        exposes: &[Exposes { belief: "pipe-holds-everything", control: little_on_both }],
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
        name: "no-descriptor-left",
        role: Server,
        promise: "The server has no more descriptors open after fifteen commands than before",
        play: |scene| remote::leaves_no_descriptor(scene, ASK),
        exposes: &[],
    },
    Case {
        name: "any-bytes",
        role: Server,
        promise: "The server takes commands, and sends answers, that are no UTF-8",
        play: |scene| remote::asked(scene, ASK, [remote::raw(scene)]),
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: one_command }],
    },
    Case {
        name: "every-byte-of-the-answer",
        role: Server,
        promise: "The server sends back carriage returns and NUL bytes like any other",
        play: |scene| remote::asked(scene, ASK, [remote::unprintable(scene), remote::word(scene)]),
        exposes: &[],
    },
    Case {
        name: "spaces-belong-to-the-answer",
        role: Server,
        promise: "The server sends back spaces and newlines at an answer's ends, too",
        play: |scene| remote::asked(scene, ASK, [remote::spacious(scene)]),
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: one_command }],
    },
    Case {
        name: "the-longest-command",
        role: Server,
        promise: "The server takes a command of 1024 bytes",
        play: |scene| remote::asked(scene, ASK, [remote::long(scene, 1024)]),
        exposes: &[],
    },
    Case {
        name: "a-command-that-cannot-start",
        role: Server,
        promise: "The server lives on after a command with a NUL byte in it, which cannot be started",
        play: a_command_that_cannot_start,
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
        name: "a-command-and-its-answer",
        role: Client,
        promise: "The client sends each line without its newline, and prints what comes before it takes the next",
        play: |scene| remote::lines(scene, ANSWER, 20),
        exposes: &[
            Exposes { belief: "write-is-sent", control: remote::long_line_is_sent },
            Exposes { belief: "read-fills-the-buffer", control: full_buffers },
            Exposes { belief: "read-to-end-is-one-message", control: printed_only_at_the_end },
        ],
    },
    Case {
        name: "leftovers",
        role: Client,
        promise: "The client receives once for each line: of 250 bytes read 100 at a time, the next answers are the leftovers",
        play: leftovers,
        exposes: &[],
    },
    Case {
        name: "one-piece-at-a-time",
        role: Client,
        promise: "The client prints what one receive brings, be it only the first piece of an answer",
        play: one_piece_at_a_time,
        exposes: &[Exposes { belief: "read-fills-the-buffer", control: full_buffers }],
    },
    Case {
        name: "the-second-piece-stays",
        role: Client,
        promise: "The client finds the second piece of an answer where it left it, with its next line",
        play: second_piece_stays,
        exposes: &[],
    },
    Case {
        name: "a-buffer-of-1024",
        role: Client,
        promise: "The client receives at most 1024 bytes where it is not told how many",
        play: a_buffer_of_1024,
        exposes: &[],
    },
    Case {
        name: "a-larger-buffer",
        role: Client,
        promise: "The client receives 3000 bytes at once where it was told so, and they are there",
        play: a_larger_buffer,
        exposes: &[],
    },
    Case {
        name: "half-a-character",
        role: Client,
        promise: "The client prints the bytes that it received as they are, even half a character",
        play: half_a_character,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: whole_characters }],
    },
    Case {
        name: "spaces-are-sent-and-printed",
        role: Client,
        promise: "The client takes the newline off its line, and nothing else, and prints spaces as they come",
        play: |scene| remote::with_spaces(scene, ANSWER),
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: one_line }],
    },
    Case {
        name: "any-bytes-in-a-line",
        role: Client,
        promise: "The client sends lines that are no UTF-8 as they are",
        play: |scene| remote::any_bytes(scene, ANSWER),
        exposes: &[],
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
        name: "only-quit-quits",
        role: Client,
        promise: "The client sends `exit` and `QUIT` like any other line",
        play: only_quit_quits,
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
        promise: "The client says in one line that the server has gone, and ends with status 1",
        play: server_leaves,
        exposes: &[],
    },
    Case {
        name: "server-resets",
        role: Client,
        promise: "The client says in one line that the server reset the connection, and ends with status 1",
        play: |scene| remote::server_goes(scene, ANSWER, remote::NOTHING, true),
        exposes: &[Exposes { belief: "network-never-fails", control: server_leaves }],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: remote::nobody_listens,
        exposes: &[],
    },
];

/// A command goes out in one piece, and its answer comes as it is.
const ASK: Ask = |peer: &Peer, command: &Command| {
    peer.says(&command.line)?;
    peer.hears(&command.answer)
};

/// Bob answers with the answer and nothing else.
const ANSWER: remote::Answer = |bob: &Peer, answer: &[u8]| bob.says(answer);

fn one_command(scene: &Scene) -> Played {
    remote::one_command(scene, ASK)
}

fn two_clients(scene: &Scene) -> Played {
    remote::two_clients(scene, ASK)
}

fn failing_alone(scene: &Scene) -> Played {
    remote::failing_alone(scene, ASK)
}

fn little_on_both(scene: &Scene) -> Played {
    remote::little_on_both(scene, ASK)
}

/// What overflows a writer's buffer comes before it is flushed.
fn much_is_sent(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let command = remote::numbers(scene, 20_000);
    alice.says(&command.line)?;
    alice.hears(&command.answer[..4096])
}

/// The next command comes when the server rests: it has dealt with the silent one.
fn silence_is_no_answer(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    for _ in 0..2 {
        alice.says(&remote::nothing().line)?;
        server.rests()?;
        ASK(&alice, &remote::word(scene))?;
    }
    Ok(())
}

/// What the server answers, if anything, is its own affair.
fn a_command_that_cannot_start(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    alice.says(&[&remote::word(scene).line[..], b"\0", &scene.word()].concat())?;
    server.stays_up()?;
    alice.closes();
    let bob = server.connects("bob")?;
    ASK(&bob, &remote::word(scene))
}

fn leaves_in_mid_answer(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_in("alice", remote::deaf())?;
    alice.says(&remote::numbers(scene, 500_000).line)?;
    server.rests()?;
    alice.resets()?;
    let bob = server.connects("bob")?;
    ASK(&bob, &remote::word(scene))
}

fn one_line(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER, 1)
}

/// The client is told to receive 100 bytes at a time, and gets exactly so many.
fn full_buffers(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits_with("bob", &["100"])?;
    for _ in 0..2 {
        remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.letters(100))?;
    }
    Ok(())
}

/// Nothing is printed while bob may say more, and all of it when he is done.
fn printed_only_at_the_end(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.word(), scene.lines(100));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&reply)?;
    client.prints_nothing()?;
    bob.shuts_down()?;
    client.shows(&reply)
}

/// Another line is typed, which bob hears, and this much is printed, whatever bob has to say to it.
fn next_shows(scene: &Scene, client: &Program, bob: &Peer, left: &[u8]) -> Played {
    let line = scene.word();
    client.types_line(&line)?;
    bob.hears(&line)?;
    client.shows(left)
}

fn leftovers(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits_with("bob", &["100"])?;
    let (line, reply) = (scene.word(), scene.letters(250));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&reply)?;
    client.shows(&reply[..100])?;
    client.prints_nothing()?;
    next_shows(scene, &client, &bob, &reply[100..200])?;
    next_shows(scene, &client, &bob, &reply[200..])?;
    // Only now bob answers the second line and the third: the fourth gets both.
    let late = [scene.letters(30), scene.letters(20)];
    bob.says_in_one_breath(&[&late[0], &late[1]])?;
    next_shows(scene, &client, &bob, &late.concat())
}

fn one_piece_at_a_time(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, pieces) = (scene.word(), [scene.letters(30), scene.letters(40)]);
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says_in_pieces(&[&pieces[0], &pieces[1]])?;
    client.shows(&pieces[0])?;
    client.prints_nothing()
}

/// One that throws away what lies there before it sends its next line waits for it for ever, and does
/// not believe that a read fills its buffer: so this is a scene of its own.
fn second_piece_stays(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, pieces) = (scene.word(), [scene.letters(30), scene.letters(40)]);
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says_in_pieces(&[&pieces[0], &pieces[1]])?;
    client.shows(&pieces[0])?;
    next_shows(scene, &client, &bob, &pieces[1])
}

/// More than the 1024 bytes of every example, in one receive.
fn a_larger_buffer(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits_with("bob", &["3000"])?;
    let (line, reply) = (scene.word(), scene.letters(4000));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says_in_one_breath(&[&reply])?;
    client.shows(&reply[..3000])?;
    client.prints_nothing()?;
    next_shows(scene, &client, &bob, &reply[3000..])
}

fn a_buffer_of_1024(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.word(), scene.letters(1500));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&reply)?;
    client.shows(&reply[..1024])?;
    client.prints_nothing()?;
    next_shows(scene, &client, &bob, &reply[1024..])
}

/// Text that is received so many bytes at a time.
fn text_by(scene: &Scene, size: usize) -> Played {
    let (client, bob) = scene.client_visits_with("bob", &[&size.to_string()])?;
    let (line, text) = (scene.word(), scene.chinese(4));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(text.as_bytes())?;
    let mut parts = text.as_bytes().chunks(size);
    client.shows(parts.next().unwrap_or_default())?;
    parts.try_for_each(|part| next_shows(scene, &client, &bob, part))
}

fn half_a_character(scene: &Scene) -> Played {
    text_by(scene, 4)
}

fn whole_characters(scene: &Scene) -> Played {
    text_by(scene, 6)
}

fn only_quit_quits(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for line in [&b"exit"[..], b"QUIT"] {
        remote::exchange(&client, &bob, ANSWER, line, &scene.word())?;
    }
    Ok(())
}

fn server_leaves(scene: &Scene) -> Played {
    remote::server_goes(scene, ANSWER, remote::NOTHING, false)
}
