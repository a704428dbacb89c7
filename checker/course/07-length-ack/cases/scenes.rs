//! The scenes of this lesson's cases, and their controls.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use crate::lessons::full_buffers::FULL;
use crate::lessons::remote::{self, Answer, Ask, Command};
use crate::scene::Scene;

pub fn digits(answer: &[u8]) -> Vec<u8> {
    answer.len().to_string().into_bytes()
}

pub const ASK: Ask = |peer: &Peer, command: &Command| {
    peer.says(&command.line)?;
    peer.hears(&digits(&command.answer))?;
    peer.hears_nothing()?;
    peer.says(b"OK")?;
    if command.answer.is_empty() {
        // The next command must not be joined to the `OK`.
        return peer.hears_nothing();
    }
    peer.hears(&command.answer)
};

/// A peer sends a command and receives the length of its answer.
pub const ASK_LENGTH: Ask = |peer: &Peer, command: &Command| {
    peer.says(&command.line)?;
    peer.hears(&digits(&command.answer))
};

pub const ANSWER: Answer = |bob: &Peer, answer: &[u8]| {
    bob.hears_nothing()?;
    bob.says(&digits(answer))?;
    bob.hears(b"OK")?;
    bob.says(answer)
};

/// An answer that stops half-way.
pub const HALF: Answer = |bob: &Peer, answer: &[u8]| {
    bob.says(&digits(answer))?;
    bob.hears(b"OK")?;
    bob.says(&answer[..answer.len() / 2])
};

pub fn two_commands(scene: &Scene) -> Played {
    remote::two_commands(scene, ASK)
}

/// The command is as long as a buffer of 1024 bytes. The scene ends with the length: a server that
/// fills its buffer waits for that many bytes in place of `OK`.
pub fn a_full_buffer_is_answered(scene: &Scene) -> Played {
    remote::asked(scene, ASK_LENGTH, [remote::long(scene, 1024)])
}

pub fn two_clients(scene: &Scene) -> Played {
    remote::two_clients(scene, ASK)
}

pub fn little_on_both(scene: &Scene) -> Played {
    remote::little_on_both(scene, ASK)
}

pub fn failing_alone(scene: &Scene) -> Played {
    remote::failing_alone(scene, ASK)
}

pub fn one_line(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER, 1)
}

pub fn two_lines(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER, 2)
}

/// A short answer does not arrive at all, although alice sends `OK`. Output that overflows a writer's
/// buffer arrives before the server flushes it. A server that waits for `OK` before it sends a length
/// would send the short answer, too.
pub fn much_is_sent_at_last(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let commands = [remote::word(scene), remote::numbers(scene, 2000)];
    alice.says(&commands[0].line)?;
    alice.hears_nothing()?;
    alice.says(b"OK")?;
    alice.hears_nothing()?;
    alice.says(&commands[1].line)?;
    alice.hears_nothing()?;
    alice.says(b"OK")?;
    for command in commands {
        alice.hears(&digits(&command.answer))?;
        alice.hears(&command.answer)?;
    }
    Ok(())
}

pub fn nothing_before_ok(scene: &Scene) -> Played {
    remote::asked(scene, ASK, [remote::word(scene), remote::numbers(scene, 2000)])
}

/// Alice sends `OK` without checking whether the answer has arrived already.
pub fn ok_in_haste(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let command = remote::word(scene);
    alice.says(&command.line)?;
    alice.hears(&digits(&command.answer))?;
    alice.says(b"OK")?;
    alice.hears(&command.answer)
}

pub fn nothing_to_say(scene: &Scene) -> Played {
    remote::asked(scene, ASK, [remote::nothing(), remote::word(scene), remote::nothing()])
}

/// Alice receives a length and then closes or resets. Bob is served.
pub fn goes_instead_of_ok(scene: &Scene, resets: bool) -> Played {
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

pub fn reset_instead_of_ok(scene: &Scene) -> Played {
    goes_instead_of_ok(scene, true)
}

pub fn leaves_instead_of_ok(scene: &Scene) -> Played {
    goes_instead_of_ok(scene, false)
}

/// The client, and bob, who has answered one line already.
pub fn client_and_bob<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    let (client, bob) = scene.client_visits("bob")?;
    remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.word())?;
    Ok((client, bob))
}

/// A line is typed. Bob sends the length of its answer, and the answer in these pieces.
pub fn answers_in_pieces(
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
pub fn mixed_text(scene: &Scene) -> Vec<u8> {
    let part = || [scene.chinese(1).as_bytes(), &scene.letters(1)].concat();
    [part(), part()].concat()
}

pub fn body_in_every_cut(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let text = mixed_text(scene);
    scene.in_every_cut(text.len(), |pieces| {
        answers_in_pieces(scene, &client, &bob, &text, pieces)?;
        client.shows(&text)
    })
}

/// Characters arrive whole, and letters in every cut: a client that fails only with as many pieces also fails
/// with letters.
pub fn cut_between_characters(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let text = mixed_text(scene);
    for pieces in [&[8][..], &[3, 5], &[4, 3, 1], &[3, 1, 3, 1]] {
        answers_in_pieces(scene, &client, &bob, &text, pieces)?;
        client.shows(&text)?;
    }
    let letters = scene.letters(text.len());
    scene.in_every_cut(letters.len(), |pieces| {
        answers_in_pieces(scene, &client, &bob, &letters, pieces)?;
        client.shows(&letters)
    })
}

pub fn body_in_a_hundred_pieces(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let answer = scene.letters(64_000);
    answers_in_pieces(scene, &client, &bob, &answer, &[640; 100])?;
    client.shows(&answer)?;
    remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.word())
}

/// The same amount as in the hundred pieces, in one segment: a client with a limit reaches it here.
pub fn body_at_once(scene: &Scene) -> Played {
    remote::answered_with(scene, ANSWER, &scene.letters(64_000))
}

/// The behaviour of a client that receives only once and ignores the count. No other client behaves
/// like this.
pub fn only_the_first_piece(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let answer = scene.letters(100 * 1024);
    answers_in_pieces(scene, &client, &bob, &answer, &[1024; 100])?;
    client.shows(&answer[..1024])?;
    client.prints_nothing()
}

/// The answer fills any usual buffer exactly. The client prints it only when bob is done.
pub fn printed_only_at_the_end(scene: &Scene) -> Played {
    for length in FULL {
        let (client, bob) = scene.client_visits("bob")?;
        let (line, reply) = (scene.word(), scene.letters(length));
        client.types_line(&line)?;
        bob.hears(&line)?;
        bob.says(&digits(&reply))?;
        bob.hears(b"OK")?;
        bob.says(&reply)?;
        client.prints_nothing()?;
        bob.shuts_down()?;
        client.shows(&reply)?;
    }
    Ok(())
}

pub fn server_leaves_in_mid_answer(scene: &Scene) -> Played {
    remote::server_goes(scene, ANSWER, HALF, false)
}

/// 2^64: in integers of 64 bits, it looks like 0.
const TOO_LARGE: &[u8] = b"18446744073709551616";

/// Text that is not a number comes instead of a length, then text that begins with one.
/// The last number is a length, but larger than any machine's integers. The server leaves after it.
pub fn no_length_at_all(scene: &Scene) -> Played {
    let text = [&scene.word()[..], b" ", &scene.word()].concat();
    let number_and_text = [b"5", &scene.letters(5)[..]].concat();
    for length in [&text[..], &number_and_text, TOO_LARGE] {
        let (client, bob) = scene.client_visits("bob")?;
        let line = scene.word();
        client.types_line(&line)?;
        bob.hears(&line)?;
        bob.says(length)?;
        if length == TOO_LARGE {
            bob.shuts_down()?;
        }
        client.ends_with(1)?;
        client.reports_an_error()?;
    }
    Ok(())
}
