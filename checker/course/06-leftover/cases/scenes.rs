//! Lesson 06's scenes, with the server and with the client.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::super::remote::{self, Ask, Command};
use crate::scene::Scene;

/// The command is sent in one piece, and the answer comes without any framing.
pub const ASK: Ask = |peer: &Peer, command: &Command| {
    peer.says(&command.line)?;
    peer.hears(&command.answer)
};

/// Bob sends the answer and nothing else.
pub const ANSWER: remote::Answer = |bob: &Peer, answer: &[u8]| bob.says(answer);

pub fn two_commands(scene: &Scene) -> Played {
    remote::two_commands(scene, ASK)
}

pub fn two_clients(scene: &Scene) -> Played {
    remote::two_clients(scene, ASK)
}

pub fn failing_alone(scene: &Scene) -> Played {
    remote::failing_alone(scene, ASK)
}

pub fn little_on_both(scene: &Scene) -> Played {
    remote::little_on_both(scene, ASK)
}

/// Output that overflows a writer's buffer comes before the server flushes it.
pub fn much_is_sent(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let command = remote::numbers(scene, 20_000);
    alice.says(&command.line)?;
    alice.hears(&command.answer[..4096])
}

/// The next command comes when the server is blocked: it has processed the silent one.
pub fn silence_is_no_answer(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    for _ in 0..2 {
        alice.says(&remote::nothing().line)?;
        server.settles()?;
        ASK(&alice, &remote::word(scene))?;
    }
    Ok(())
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

pub fn one_line(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER, 1)
}

pub fn two_lines(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER, 2)
}

/// The client's buffer is 100 bytes, and it receives exactly that many.
pub fn full_buffers(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits_with("bob", &["100"])?;
    for _ in 0..2 {
        remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.letters(100))?;
    }
    Ok(())
}

/// Nothing is printed while bob may send more. Everything is printed when he is done. The total is more
/// than any usual buffer holds.
pub fn printed_only_at_the_end(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.word(), scene.lines(2_100_001));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&reply)?;
    client.prints_nothing()?;
    bob.shuts_down()?;
    client.shows(&reply)
}

/// The user types another line, and bob receives it. The client prints this left-over, whatever bob
/// answers.
fn next_shows(scene: &Scene, client: &Program, bob: &Peer, left: &[u8]) -> Played {
    let line = scene.word();
    client.types_line(&line)?;
    bob.hears(&line)?;
    client.shows(left)
}

pub fn leftovers(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits_with("bob", &["100"])?;
    let (line, reply) = (scene.word(), scene.letters(250));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&reply)?;
    client.shows(&reply[..100])?;
    client.prints_nothing()?;
    next_shows(scene, &client, &bob, &reply[100..200])?;
    next_shows(scene, &client, &bob, &reply[200..])?;
    // Bob answers the second and the third line only now, so the fourth gets both answers.
    let late = [scene.letters(30), scene.letters(20)];
    bob.says_in_a_burst(&[&late[0], &late[1]])?;
    next_shows(scene, &client, &bob, &late.concat())
}

pub fn one_piece_at_a_time(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, pieces) = (scene.word(), [scene.letters(30), scene.letters(40)]);
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says_in_pieces(&[&pieces[0], &pieces[1]])?;
    client.shows(&pieces[0])?;
    client.prints_nothing()
}

/// A client that discards pending bytes before it sends its next line waits for ever for this
/// answer. It does not assume that a read fills its buffer, so this is a scene of its own.
pub fn second_piece_stays(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, pieces) = (scene.word(), [scene.letters(30), scene.letters(40)]);
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says_in_pieces(&[&pieces[0], &pieces[1]])?;
    client.shows(&pieces[0])?;
    next_shows(scene, &client, &bob, &pieces[1])
}

/// One receive brings more than the 1024 bytes of every example.
pub fn a_larger_buffer(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits_with("bob", &["3000"])?;
    let (line, reply) = (scene.word(), scene.letters(4000));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says_in_a_burst(&[&reply])?;
    client.shows(&reply[..3000])?;
    client.prints_nothing()?;
    next_shows(scene, &client, &bob, &reply[3000..])
}

pub fn a_buffer_of_1024(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.word(), scene.letters(1500));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&reply)?;
    client.shows(&reply[..1024])?;
    client.prints_nothing()?;
    next_shows(scene, &client, &bob, &reply[1024..])
}

/// Text that the client receives `size` bytes at a time.
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

pub fn half_a_character(scene: &Scene) -> Played {
    text_by(scene, 4)
}

pub fn whole_characters(scene: &Scene) -> Played {
    text_by(scene, 6)
}

pub fn only_quit_quits(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for line in [&b"exit"[..], b"QUIT"] {
        remote::exchange(&client, &bob, ANSWER, line, &scene.word())?;
    }
    Ok(())
}

pub fn server_leaves(scene: &Scene) -> Played {
    remote::server_goes(scene, ANSWER, remote::NOTHING, false)
}
