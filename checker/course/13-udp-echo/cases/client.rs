//! Lesson 13's scenes with the learner's client. Bob plays the server, and mallory is a stranger
//! that knows the client's address.

use stage::breach::Shape;
use stage::datagrams::Correspondent;
use stage::fault::Played;
use stage::program::Program;

use super::server::LARGEST;
use crate::scene::Scene;
use crate::scene::places::OTHER_V4;

/// Bob waits for datagrams, and the client starts.
fn client_and_bob<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Correspondent<'s>)> {
    let bob = scene.opens_post("bob")?;
    Ok((scene.client()?, bob))
}

/// A line is typed, bob receives and answers it, and the client prints the answer.
fn line_and_reply(client: &Program, bob: &Correspondent, line: &[u8], reply: &[u8]) -> Played {
    client.types_line(line)?;
    bob.hears(line)?;
    bob.says(reply)?;
    client.prints_line(reply)
}

fn word_and_reply(scene: &Scene, client: &Program, bob: &Correspondent) -> Played {
    line_and_reply(client, bob, &scene.word(), &scene.word())
}

pub fn two_lines(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    word_and_reply(scene, &client, &bob)?;
    word_and_reply(scene, &client, &bob)
}

/// Only bob writes to the client, and he is there all the time.
pub fn three_lines(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    for _ in 0..3 {
        word_and_reply(scene, &client, &bob)?;
    }
    Ok(())
}

pub fn a_hundred_lines(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    for _ in 0..100 {
        word_and_reply(scene, &client, &bob)?;
    }
    bob.hears_nothing()
}

/// The output appears only when the client ends, except for output that does not fit into a buffer. A
/// client that collects its output in a buffer of its own shows neither.
pub fn shown_by_its_buffers(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let (line, reply) = (scene.word(), scene.letters(12));
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(&reply)?;
    client.prints_nothing()?;
    client.types_line(b"q")?;
    client.ends_with(0)?;
    client.prints_line(&reply)?;
    bob.leaves();
    let (client, bob) = client_and_bob(scene)?;
    let reply = scene.letters(1000);
    for _ in 0..200 {
        let line = scene.word();
        client.types_line(&line)?;
        bob.hears(&line)?;
        bob.says(&reply)?;
    }
    client.prints_line(&reply)
}

/// The client sends the second line in one datagram with the first, with or without the newline between
/// them.
pub fn second_line_has_the_first(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let (first, second) = (scene.word(), scene.word());
    line_and_reply(&client, &bob, &first, &scene.letters(12))?;
    client.types_line(&second)?;
    let is_both = |bytes: &[u8]| bytes.starts_with(&first) && bytes.ends_with(&second);
    bob.hears_one(Shape::BothLines, is_both).map(drop)
}

/// Both lines are available before the client reads the first. The second may not be sent before the
/// first has its reply.
pub fn two_lines_at_once(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let (first, second) = (scene.word(), scene.word());
    client.types(&[&first[..], b"\n", &second, b"\n"].concat())?;
    for line in [first, second] {
        let reply = scene.word();
        bob.hears(&line)?;
        bob.hears_nothing()?;
        bob.says(&reply)?;
        client.prints_line(&reply)?;
    }
    Ok(())
}

pub fn reply_of_any_length(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    for (said, reply) in [(5, 12), (12, 5), (1, 2000), (2000, 1), (7, 7)] {
        line_and_reply(&client, &bob, &scene.letters(said), &scene.letters(reply))?;
    }
    Ok(())
}

pub fn reply_of_the_same_length(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    for length in [5, 12, 1, 100, 7] {
        line_and_reply(&client, &bob, &scene.letters(length), &scene.letters(length))?;
    }
    Ok(())
}

pub fn empty_lines_are_sent(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    word_and_reply(scene, &client, &bob)?;
    line_and_reply(&client, &bob, b"", &scene.word())?;
    line_and_reply(&client, &bob, b"", &scene.word())?;
    word_and_reply(scene, &client, &bob)
}

pub fn empty_replies_are_printed(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    line_and_reply(&client, &bob, &scene.word(), b"")?;
    word_and_reply(scene, &client, &bob)?;
    line_and_reply(&client, &bob, &scene.word(), b"")?;
    client.stays_up()
}

/// Replies of one byte replace the empty ones.
pub fn short_replies_are_printed(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    line_and_reply(&client, &bob, &scene.word(), &scene.letters(1))?;
    word_and_reply(scene, &client, &bob)?;
    line_and_reply(&client, &bob, &scene.word(), &scene.letters(1))?;
    client.stays_up()
}

pub fn strangers_are_not_heard(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    word_and_reply(scene, &client, &bob)?;
    let (line, reply) = (scene.word(), scene.word());
    client.types_line(&line)?;
    bob.hears(&line)?;
    let mallory = bob.introduces("mallory")?;
    mallory.says(&scene.word())?;
    mallory.says(b"")?;
    client.prints_nothing()?;
    if cfg!(target_os = "linux") {
        // There, all of 127/8 belongs to this machine.
        let namesake = bob.introduces_at("somebody with bob's port", OTHER_V4)?;
        namesake.says(&scene.word())?;
        client.prints_nothing()?;
    }
    bob.says(&reply)?;
    client.prints_line(&reply)?;
    word_and_reply(scene, &client, &bob)
}

pub fn largest(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    line_and_reply(&client, &bob, &scene.much(LARGEST), &scene.much(LARGEST - 1))?;
    line_and_reply(&client, &bob, &scene.much(LARGEST - 1), &scene.much(LARGEST))?;
    word_and_reply(scene, &client, &bob)
}

pub fn too_large(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    word_and_reply(scene, &client, &bob)?;
    client.types_line(&scene.much(LARGEST + 1))?;
    bob.hears_nothing()?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

pub fn any_bytes_are_sent(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    line_and_reply(&client, &bob, &scene.raw_bytes_and_a_zero(40), &scene.word())
}

pub fn any_bytes_are_printed(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    line_and_reply(&client, &bob, &scene.word(), &scene.raw_bytes_and_a_zero(400))
}

pub fn spaces_are_sent(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    line_and_reply(&client, &bob, &scene.spaced_word(), &scene.word())
}

pub fn spaces_are_printed(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    // The reply is as long as the line: a client that cuts replies at that length loses nothing.
    let reply = scene.spaced_word();
    line_and_reply(&client, &bob, &scene.letters(reply.len()), &reply)
}

/// The client exits with status 0, without sending or printing anything more.
fn client_is_done(client: &Program, bob: &Correspondent) -> Played {
    client.ends_with(0)?;
    bob.hears_nothing()?;
    client.prints_nothing()
}

pub fn last_line_typed_without_newline(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let (said, reply) = (scene.word(), scene.word());
    client.types(&said)?;
    client.stops_typing();
    bob.hears(&said)?;
    client.rests_or_has_ended()?;
    bob.says(&reply)?;
    client.prints_line(&reply)?;
    client_is_done(&client, &bob)?;
    bob.leaves();
    // `q` without a newline is a whole line, too.
    let (client, bob) = client_and_bob(scene)?;
    client.types(b"q")?;
    client.stops_typing();
    client_is_done(&client, &bob)
}

pub fn q_is_the_end(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    word_and_reply(scene, &client, &bob)?;
    client.types_line(b"q")?;
    client_is_done(&client, &bob)
}

pub fn only_q_ends_it(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    let lines = scene.not_quite_q();
    lines.iter().try_for_each(|line| line_and_reply(&client, &bob, line, &scene.word()))
}

pub fn end_of_input(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    word_and_reply(scene, &client, &bob)?;
    client.stops_typing();
    client_is_done(&client, &bob)
}

/// No socket has that port. The kernel reports this only to a socket that was connected when it sent, and
/// only when its program calls it.
pub fn nobody_is_there(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene)?;
    word_and_reply(scene, &client, &bob)?;
    bob.leaves();
    client.types_line(&scene.word())?;
    client.prints_nothing()?;
    client.waits_or_gives_up()
}
