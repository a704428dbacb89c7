//! Lesson 13's scenes with the learner's server. Alice and bob write to it.

use stage::breach::Shape;
use stage::bytes::upper;
use stage::datagrams::Correspondent;
use stage::fault::Played;
use stage::program::Program;

use crate::scene::Scene;

/// The maximum payload of a datagram over IPv4.
pub const LARGEST: usize = 65_507;

fn server_and_alice<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Correspondent<'s>)> {
    let server = scene.server_of_datagrams()?;
    let alice = server.corresponds_with("alice")?;
    Ok((server, alice))
}

/// A datagram and its answer.
fn exchange(alice: &Correspondent, message: &[u8]) -> Played {
    alice.says(message)?;
    alice.hears(&upper(message))
}

/// The server answers one datagram with these bytes.
fn answers(scene: &Scene, message: &[u8]) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, message)
}

pub fn one_word(scene: &Scene) -> Played {
    answers(scene, &scene.word())
}

pub fn a_hundred_datagrams(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let mut word = scene.word();
    for number in 1..=100 {
        // Now and then alice repeats her message.
        if number % 10 > 0 {
            word = scene.word();
        }
        exchange(&alice, &word)?;
    }
    alice.hears_nothing()?;
    server.stays_up()
}

/// The answer begins with the correct bytes, whatever follows them.
pub fn answer_begins_well(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let word = scene.word();
    alice.says(&word)?;
    let begins = |heard: &[u8]| heard.starts_with(&upper(&word));
    alice.hears_one(Shape::WordInCapitals, begins).map(drop)
}

/// Alice accepts the answer from any address.
pub fn answer_from_anywhere(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    alice.hears_any_sender();
    exchange(&alice, &scene.word())
}

/// A datagram that ends with a newline is answered, twice.
pub fn line_is_answered(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let line = [&scene.word()[..], b"\n"].concat();
    exchange(&alice, &line)?;
    exchange(&alice, &line)
}

pub fn boundaries_are_kept(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for _ in 0..2 {
        let messages: [Vec<u8>; 4] = std::array::from_fn(|_| scene.word());
        let answers = messages.each_ref().map(|message| upper(message));
        alice.says_in_a_burst(&messages.each_ref().map(Vec::as_slice))?;
        alice.hears_in_any_order(&answers.each_ref().map(Vec::as_slice))?;
    }
    alice.hears_nothing()
}

pub fn two_clients_in_turn(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let bob = server.corresponds_with("bob")?;
    for _ in 0..3 {
        exchange(&alice, &scene.word())?;
        exchange(&bob, &scene.word())?;
        exchange(&bob, &scene.word())?;
    }
    alice.hears_nothing()?;
    bob.hears_nothing()
}

/// Both have written before the server can read the first datagram.
pub fn two_clients_at_once(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let bob = server.corresponds_with("bob")?;
    let (one, other) = (scene.word(), scene.word());
    exchange(&alice, &scene.word())?;
    bob.says_together_with(&alice, &one, &other)?;
    bob.hears(&upper(&one))?;
    alice.hears(&upper(&other))?;
    alice.hears_nothing()?;
    bob.hears_nothing()
}

/// One client writes as often as two clients do in the scene above.
pub fn one_client_again(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for _ in 0..9 {
        exchange(&alice, &scene.word())?;
    }
    Ok(())
}

pub fn empty(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    for _ in 0..2 {
        exchange(&alice, &scene.word())?;
        exchange(&alice, b"")?;
    }
    exchange(&server.corresponds_with("bob")?, b"")
}

/// Datagrams of one byte replace the empty ones. Like those, they are all the same.
pub fn not_quite_empty(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let letter = scene.letters(1);
    for _ in 0..2 {
        exchange(&alice, &scene.word())?;
        exchange(&alice, &letter)?;
    }
    exchange(&server.corresponds_with("bob")?, &letter)
}

pub fn two_thousand_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.letters(2000))?;
    exchange(&alice, &scene.word())
}

/// A hundred bytes are answered, and the largest datagram gets one answer at most. A server that answers
/// it in parts has received all of it.
pub fn answers_once_at_most(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.letters(100))?;
    exchange(&alice, &scene.word())?;
    alice.says(&scene.much(LARGEST))?;
    alice.hears_nothing().or_else(|_| alice.hears_nothing())
}

pub fn largest(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &scene.much(LARGEST))?;
    exchange(&alice, &scene.much(LARGEST - 1))?;
    exchange(&alice, &scene.word())
}

pub fn any_bytes(scene: &Scene) -> Played {
    answers(scene, &[&scene.raw_bytes(600)[..], b"\0\0"].concat())
}

pub fn any_language(scene: &Scene) -> Played {
    answers(scene, &[scene.chinese(3).as_bytes(), b" ", &scene.word()].concat())
}

pub fn spaces_belong_to_the_message(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    exchange(&alice, &[b"  ", &scene.word()[..], b" \t "].concat())?;
    exchange(&alice, &[&scene.word()[..], b"\r\n"].concat())?;
    exchange(&alice, b" ")
}

pub fn client_has_gone(scene: &Scene) -> Played {
    let server = scene.server_of_datagrams()?;
    for name in ["alice", "carol"] {
        server.corresponds_with(name)?.says_and_leaves(&scene.word())?;
        server.rests()?;
    }
    let bob = server.corresponds_with("bob")?;
    exchange(&bob, &scene.word())?;
    exchange(&bob, &scene.word())?;
    server.stays_up()
}

pub fn address_in_use(scene: &Scene) -> Played {
    let _somebody = scene.opens_post("somebody else")?;
    let server = scene.server_starts()?;
    server.ends_with(1)?;
    server.reports_an_error()
}

pub fn default_address(scene: &Scene) -> Played {
    let server = scene.server_of_datagrams_at_the_default_address()?;
    exchange(&server.corresponds_with("alice")?, &scene.word())
}
