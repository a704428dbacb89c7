//! The scenes of this lesson's cases, and their controls.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use crate::lessons::claims::requests_no_memory;
use crate::lessons::full_buffers::FULL;
use crate::lessons::remote::{self, Answer, Ask, Command};
use crate::scene::Scene;

/// Python's `struct.pack('<i', len(answer)) + answer`.
pub fn frame(answer: &[u8]) -> Vec<u8> {
    let length = i32::try_from(answer.len()).expect("no answer here is so long");
    [&length.to_le_bytes()[..], answer].concat()
}

pub const ASK: Ask = |peer: &Peer, command: &Command| {
    peer.says(&command.line)?;
    peer.hears(&frame(&command.answer))
};

pub const ANSWER: Answer = |bob: &Peer, answer: &[u8]| bob.says(&frame(answer));

/// An answer behind a length of eight bytes, as a `usize` has on most machines.
const ASK_FOR_EIGHT: Ask = |peer: &Peer, command: &Command| {
    peer.says(&command.line)?;
    let length = (command.answer.len() as u64).to_le_bytes();
    peer.hears(&[&length[..], &command.answer].concat())
};

const ANSWER_WITH_EIGHT: Answer = |bob: &Peer, answer: &[u8]| {
    let length = (answer.len() as u64).to_le_bytes();
    bob.says(&[&length[..], answer].concat())
};

pub fn lengths_of_eight_bytes_come(scene: &Scene) -> Played {
    remote::two_commands(scene, ASK_FOR_EIGHT)
}

pub fn lengths_of_eight_bytes_are_read(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER_WITH_EIGHT, 2)
}

/// Answers that stop half-way.
pub const HALF: Answer =
    |bob: &Peer, answer: &[u8]| bob.says(&frame(answer)[..4 + answer.len() / 2]);
pub const HALF_A_HEADER: Answer = |bob: &Peer, answer: &[u8]| bob.says(&frame(answer)[..2]);

pub fn two_commands(scene: &Scene) -> Played {
    remote::two_commands(scene, ASK)
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

/// A length of 0 is the same in every byte order.
pub fn nothing_alone(scene: &Scene) -> Played {
    remote::asked(scene, ASK, [remote::nothing()])
}

pub fn nothing_to_say(scene: &Scene) -> Played {
    remote::asked(scene, ASK, [remote::nothing(), remote::word(scene), remote::nothing()])
}

/// Output that overflows a writer's buffer comes before it is flushed.
pub fn much_is_sent(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let command = remote::numbers(scene, 20_000);
    alice.says(&command.line)?;
    alice.hears(&frame(&command.answer)[..4096])
}

/// Receives the header by itself and then the answer. If the header is wrong, a megabyte of evidence
/// after its four bytes would not help.
pub fn hears_in_two(alice: &Peer, answer: &[u8]) -> Played {
    alice.hears(&frame(answer)[..4])?;
    alice.hears(answer)
}

pub fn more_than_a_megabyte(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let command = remote::numbers(scene, 160_000);
    alice.says(&command.line)?;
    hears_in_two(&alice, &command.answer)?;
    ASK(&alice, &remote::word(scene))
}

pub fn a_write_cut_short(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let command = remote::too_much(scene);
    alice.says(&command.line)?;
    alice.forces_a_short_write()?;
    hears_in_two(&alice, &command.answer)
}

/// Like [`a_write_cut_short`], but the write is not interrupted.
pub fn a_late_reader(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let command = remote::too_much(scene);
    alice.says(&command.line)?;
    server.rests()?;
    hears_in_two(&alice, &command.answer)
}

pub fn leaves_in_mid_answer(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects_deaf_from_afar("alice")?;
    let command = remote::too_much(scene);
    alice.says(&command.line)?;
    server.rests()?;
    alice.cannot_hold(command.answer.len())?;
    alice.resets()?;
    let bob = server.connects("bob")?;
    ASK(&bob, &remote::word(scene))
}

/// 65,792 bytes: 00 01 01 00, forwards and backwards.
pub fn same_in_both_orders(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.letters(0x0001_0100))
}

pub fn bytes_not_characters(scene: &Scene) -> Played {
    remote::answered_with(scene, ANSWER, scene.chinese(4).as_bytes())
}

/// A line is typed. Bob sends its answer with the header in front, in these pieces.
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
    bob.says_cut(&frame(answer), pieces)
}

/// A character and a letter: four bytes, or eight with their header.
pub fn mixed_text(scene: &Scene) -> Vec<u8> {
    [scene.chinese(1).as_bytes(), &scene.letters(1)].concat()
}

pub fn every_cut_of_a_short_answer(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let text = mixed_text(scene);
    scene.in_every_cut(frame(&text).len(), |pieces| {
        answers_in_pieces(scene, &client, &bob, &text, pieces)?;
        client.shows(&text)
    })
}

/// The header arrives whole, and the answer in these pieces, one after the other.
pub fn whole_header(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let text = mixed_text(scene);
    for pieces in [&[8][..], &[4, 4], &[6, 2], &[4, 1, 1, 1, 1]] {
        answers_in_pieces(scene, &client, &bob, &text, pieces)?;
        client.shows(&text)?;
    }
    Ok(())
}

/// Characters arrive whole, and letters in every cut: a client that fails only with as many pieces also fails
/// with letters.
pub fn cut_between_characters(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let text = mixed_text(scene);
    for pieces in [&[8][..], &[1, 7], &[4, 3, 1], &[2, 5, 1]] {
        answers_in_pieces(scene, &client, &bob, &text, pieces)?;
        client.shows(&text)?;
    }
    let letters = scene.letters(text.len());
    scene.in_every_cut(frame(&letters).len(), |pieces| {
        answers_in_pieces(scene, &client, &bob, &letters, pieces)?;
        client.shows(&letters)
    })
}

/// The header, and then a hundred pieces of this length.
pub fn hundred_pieces(length: usize) -> Vec<usize> {
    [&[4][..], &[length; 100]].concat()
}

pub fn answer_in_a_hundred_pieces(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let answer = scene.letters(64_000);
    answers_in_pieces(scene, &client, &bob, &answer, &hundred_pieces(640))?;
    client.shows(&answer)?;
    remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.word())
}

/// The same amount as in the hundred pieces, in one segment: a client with a limit reaches it here.
pub fn answer_at_once(scene: &Scene) -> Played {
    remote::answered_with(scene, ANSWER, &scene.letters(64_000))
}

/// The behaviour of a client that receives its answer with one call. No other client behaves like
/// this.
pub fn only_the_first_piece(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let answer = scene.letters(100 * 1024);
    answers_in_pieces(scene, &client, &bob, &answer, &hundred_pieces(1024))?;
    client.shows(&answer[..1024])?;
    client.prints_nothing()
}

/// The answers fill any usual buffer exactly, one with its header and one without. The client
/// prints them only when bob is done.
pub fn printed_only_at_the_end(scene: &Scene) -> Played {
    for length in FULL.into_iter().flat_map(|length| [length, length - 4]) {
        let (client, bob) = scene.client_visits("bob")?;
        let (line, reply) = (scene.word(), scene.letters(length));
        client.types_line(&line)?;
        bob.hears(&line)?;
        bob.says(&frame(&reply))?;
        client.prints_nothing()?;
        bob.shuts_down()?;
        client.shows(&reply)?;
    }
    Ok(())
}

/// Bob sends this header, and nothing after it.
pub fn claims<'s>(scene: &Scene<'s>, length: i32) -> Played<(Program<'s>, Peer<'s>)> {
    let (client, bob) = scene.client_visits("bob")?;
    let line = scene.word();
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&length.to_le_bytes())?;
    Ok((client, bob))
}

pub fn a_negative_length(scene: &Scene) -> Played {
    let length = -i32::try_from(scene.number(1..=1_000_000)).expect("it is small");
    let (client, _bob) = claims(scene, length)?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

/// Two gigabytes are more memory than a program may have here. A client may refuse such a claim at
/// once, or receive the bytes until the stream ends.
pub fn an_absurd_length(scene: &Scene) -> Played {
    let (client, bob) = claims(scene, i32::MAX)?;
    bob.says(&scene.letters(500))?;
    bob.closes();
    client.ends_with(1)?;
    client.reports_an_error()?;
    requests_no_memory(&client, i32::MAX as u64)
}

pub fn server_leaves_in_the_body(scene: &Scene) -> Played {
    remote::server_goes(scene, ANSWER, HALF, false)
}
