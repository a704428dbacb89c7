//! Scenes with a client that sends lines and prints the answers. It has to print the answer's
//! bytes, and may print a newline after them.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::Answer;
use crate::scene::Scene;

/// A line is typed, bob receives and answers it, and the client prints the answer.
pub fn exchange(client: &Program, bob: &Peer, answer: Answer, line: &[u8], reply: &[u8]) -> Played {
    client.types_line(line)?;
    bob.hears(line)?;
    answer(bob, reply)?;
    client.shows(reply)
}

/// One client and `count` lines.
pub fn lines(scene: &Scene, answer: Answer, count: usize) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..count {
        exchange(&client, &bob, answer, &scene.word(), &scene.word())?;
    }
    Ok(())
}

/// One line, answered with these bytes, and another line, answered with a word.
pub fn answered_with(scene: &Scene, answer: Answer, reply: &[u8]) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(&client, &bob, answer, &scene.word(), reply)?;
    exchange(&client, &bob, answer, &scene.word(), &scene.word())
}

/// Bob receives more than a buffer holds while the client waits for an answer.
pub fn long_line_is_sent(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let line = scene.letters(70_001);
    client.types_line(&line)?;
    bob.hears(&line[..4096])
}

/// The output appears only when the client ends, except for output that does not fit into a buffer. A
/// client that collects its output in a buffer of its own shows neither.
pub fn shown_by_its_buffers(scene: &Scene, answer: Answer) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (line, reply) = (scene.word(), scene.letters(12));
    client.types_line(&line)?;
    bob.hears(&line)?;
    answer(&bob, &reply)?;
    client.prints_nothing()?;
    client.types_line(b"quit")?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.shows(&reply)?;
    let (client, bob) = scene.client_visits("bob")?;
    let reply = scene.letters(1000);
    for _ in 0..200 {
        let line = scene.word();
        client.types_line(&line)?;
        bob.hears(&line)?;
        answer(&bob, &reply)?;
    }
    client.shows(&reply)
}

/// The client sends the second line with the first in front of it.
pub fn second_line_has_the_first(scene: &Scene, answer: Answer) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let (first, second, reply) = (scene.word(), scene.word(), scene.letters(12));
    client.types_line(&first)?;
    bob.hears(&first)?;
    answer(&bob, &reply)?;
    client.shows(&reply)?;
    client.types_line(&second)?;
    bob.hears(&first)
}

pub fn spaces_are_sent(scene: &Scene, answer: Answer) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(&client, &bob, answer, &scene.spaced_word(), &scene.word())
}

pub fn spaces_are_printed(scene: &Scene, answer: Answer) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    // The reply is as long as the line: a client that cuts a reply off at the line's length loses
    // nothing here.
    let reply = scene.spaced_word();
    exchange(&client, &bob, answer, &scene.letters(reply.len()), &reply)?;
    exchange(&client, &bob, answer, &scene.word(), &scene.word())
}

pub fn any_bytes_are_sent(scene: &Scene, answer: Answer) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(&client, &bob, answer, &scene.raw_bytes(40), &scene.word())?;
    // The line ends with `\n`, so a `\r` in front of it belongs to the line.
    exchange(&client, &bob, answer, &[&scene.word()[..], b"\r"].concat(), &scene.word())?;
    exchange(&client, &bob, answer, &scene.word(), &scene.word())
}

pub fn any_bytes_are_printed(scene: &Scene, answer: Answer) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for reply in [scene.raw_bytes(40), b"0".to_vec(), scene.word()] {
        exchange(&client, &bob, answer, &scene.word(), &reply)?;
    }
    Ok(())
}

pub fn empty_lines(scene: &Scene, answer: Answer) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    // This line is not empty, but false in PHP.
    exchange(&client, &bob, answer, b"0", &scene.word())?;
    client.types_line(b"")?;
    exchange(&client, &bob, answer, &scene.word(), &scene.word())?;
    client.types_line(b"")?;
    client.types_line(b"")?;
    exchange(&client, &bob, answer, &scene.word(), &scene.word())
}

pub fn at_quit(scene: &Scene, answer: Answer) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    // Only a whole line `q` or `quit` ends the client.
    exchange(&client, &bob, answer, b"quite", &scene.word())?;
    client.types_line(b"quit")?;
    finishes(&client, &bob)
}

pub fn at_the_end_of_input(scene: &Scene, answer: Answer) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(&client, &bob, answer, &scene.word(), &scene.word())?;
    // The last line need not end with a newline.
    let (line, reply) = (scene.word(), scene.word());
    client.types(&line)?;
    client.stops_typing();
    bob.hears(&line)?;
    client.rests_or_has_ended()?;
    answer(&bob, &reply)?;
    client.shows(&reply)?;
    finishes(&client, &bob)
}

pub fn finishes(client: &Program, bob: &Peer) -> Played {
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

/// The server sends these bytes of an answer and then closes or resets while the client waits for the
/// rest. The scene does not check the client's output so far.
pub fn server_goes(scene: &Scene, answer: Answer, begun: Answer, resets: bool) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(&client, &bob, answer, &scene.word(), &scene.word())?;
    let line = scene.word();
    client.types_line(&line)?;
    bob.hears(&line)?;
    begun(&bob, &scene.letters(30))?;
    if resets {
        bob.resets()?;
    } else {
        bob.closes();
    }
    client.ends_with(1)?;
    client.reports_an_error()
}

/// Sends no byte of an answer.
pub const NOTHING: Answer = |_, _| Ok(());
