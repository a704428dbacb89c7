//! Lesson 15's scenes with the learner's client: bob drops, duplicates, delays and swaps datagrams.

use std::time::{Duration, Instant};

use stage::breach::{Instead, Measure, Shape};
use stage::fault::{Halt, Played};
use stage::program::Program;

use super::bob::*;
use crate::scene::Scene;

/// The largest payload that fits into a datagram with its id.
const LARGEST: usize = 65_503;

pub fn two_lines(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    word_and_reply(scene, &client, &bob)?;
    word_and_reply(scene, &client, &bob)
}

pub fn three_lines(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    for _ in 0..3 {
        word_and_reply(scene, &client, &bob)?;
    }
    Ok(())
}

pub fn a_line_is_a_request(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    let (same, other) = (scene.word(), scene.word());
    for number in 1..=260 {
        let word = match number {
            1 | 2 | 12 => same.clone(),
            3 | 17 => other.clone(),
            _ => scene.word(),
        };
        line_and_reply(scene, &client, &bob, &word, &scene.word())?;
        if number < 20 {
            // Bob has received all requests that were repeated after a timeout before a word is
            // typed again.
            bob.hears_nothing_new()?;
        }
    }
    Ok(())
}

/// The client sends every line under one id. More than a second passes between the first two lines, so
/// an id derived from the time differs. On a busy machine the client may have repeated a request before
/// its reply came, so earlier requests may arrive again.
pub fn always_the_same_id(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &["--timeout", "1100"])?;
    let mut earlier: Vec<Vec<u8>> = Vec::new();
    for number in 0..5 {
        let (line, reply, count) = (scene.word(), scene.word(), any_count(scene));
        client.types_line(&line)?;
        let request = bob.post.hears_like(Shape::RequestWithSameId, &earlier, |heard| {
            let id = earlier.first().map_or(id_of(heard), |first| id_of(first));
            Some([&id[..], &line].concat())
        })?;
        if number == 0 {
            bob.post.hears(&request)?;
        }
        bob.answers(&request, count, &reply)?;
        prints(&client, count, &reply)?;
        earlier.push(request);
    }
    Ok(())
}

/// Both lines are available before the client reads the first.
pub fn two_lines_at_once(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    let lines = [scene.word(), scene.word()];
    client.types(&[&lines[0][..], b"\n", &lines[1], b"\n"].concat())?;
    for line in lines {
        let (count, reply) = (any_count(scene), scene.word());
        let request = bob.hears_new_request(&line)?;
        bob.hears_nothing_new()?;
        bob.answers(&request, count, &reply)?;
        prints(&client, count, &reply)?;
    }
    Ok(())
}

fn counts(scene: &Scene, counts: &[u32]) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    for count in counts {
        let (line, reply) = (scene.word(), scene.word());
        client.types_line(&line)?;
        bob.answers(&bob.hears_new_request(&line)?, *count, &reply)?;
        prints(&client, *count, &reply)?;
    }
    Ok(())
}

pub fn any_counts(scene: &Scene) -> Played {
    counts(scene, &[0x0102_0304, 1, 0, 256, u32::MAX])
}

/// Counts that read the same in either byte order.
pub fn counts_of_either_order(scene: &Scene) -> Played {
    counts(scene, &[0x0102_0201, 0, 0x1000_0010])
}

pub fn any_bytes_are_sent(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    line_and_reply(scene, &client, &bob, &scene.raw_bytes_and_a_zero(40), &scene.word())
}

pub fn any_bytes_are_printed(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    line_and_reply(scene, &client, &bob, &scene.word(), &scene.raw_bytes_and_a_zero(400))
}

/// A word with white space at its end. (One space separates the count from the payload.)
fn spaced(scene: &Scene) -> Vec<u8> {
    [&scene.word()[..], b" \t "].concat()
}

pub fn spaces_are_sent(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    line_and_reply(scene, &client, &bob, &spaced(scene), &scene.word())
}

pub fn spaces_are_printed(scene: &Scene) -> Played {
    // The reply is as long as the line: a client that cuts replies at that length loses nothing.
    let ((client, bob), reply) = (client_and_bob(scene, &[])?, spaced(scene));
    line_and_reply(scene, &client, &bob, &scene.letters(reply.len()), &reply)
}

pub fn empty_lines(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    line_and_reply(scene, &client, &bob, b"", &scene.word())?;
    let (line, count) = (scene.word(), any_count(scene));
    client.types_line(&line)?;
    bob.answers(&bob.hears_new_request(&line)?, count, b"")?;
    // Both forms show an empty payload: with a space after the count, and without.
    let line = format!("{count} ");
    client.prints_line_or(line.as_bytes(), line.trim_end().as_bytes())
}

pub fn long_replies(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    line_and_reply(scene, &client, &bob, &scene.word(), &scene.letters(2000))?;
    line_and_reply(scene, &client, &bob, &scene.much(LARGEST - 4), &scene.much(LARGEST - 4))?;
    word_and_reply(scene, &client, &bob)
}

pub fn short_replies(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    for length in [100, 50, 10] {
        line_and_reply(scene, &client, &bob, &scene.word(), &scene.letters(length))?;
    }
    Ok(())
}

/// Bob ignores this many tries and answers the next one. The client starts with these arguments,
/// which give this initial timeout in milliseconds.
fn some_are_lost(scene: &Scene, arguments: &[&str], timeout: u64, lost: u32) -> Played {
    let (client, bob) = client_and_bob(scene, arguments)?;
    for _ in 0..2 {
        let (line, reply, count) = (scene.word(), scene.word(), any_count(scene));
        let typed = Typed::to(&client, &line, timeout)?;
        let request = bob.hears_new_request(&line)?;
        for again in 1..=lost {
            bob.post.hears(&request)?;
            let measure = Measure::MillisecondsToTry { number: again + 1 };
            typed.not_early(&client, measure, again, Instant::now())?;
        }
        typed.can_still_be_answered()?;
        bob.answers(&request, count, &reply)?;
        prints(&client, count, &reply)?;
        // Bob has received everything that was sent before the next line begins.
        bob.hears_nothing_new()?;
    }
    bob.post.leaves();
    Ok(())
}

/// The client waits for the given timeout, or for the default if none was given.
pub fn first_is_lost(scene: &Scene) -> Played {
    some_are_lost(scene, &["--timeout", "10"], 10, 1)?;
    some_are_lost(scene, &[], 200, 1)
}

pub fn two_are_lost(scene: &Scene) -> Played {
    some_are_lost(scene, &["--timeout", "10"], 10, 2)
}

/// The first line loses five tries, so its last wait is far longer than its first one. The second line begins
/// with a short wait again, and loses five, too.
pub fn each_line_begins_anew(scene: &Scene) -> Played {
    const TIMEOUT: u64 = 6;
    let (client, bob) = client_and_bob(scene, &["--timeout", &TIMEOUT.to_string()])?;
    for is_second in [false, true] {
        let (line, reply, count) = (scene.word(), scene.word(), any_count(scene));
        let typed = Typed::to(&client, &line, TIMEOUT)?;
        let request = bob.hears_new_request(&line)?;
        if is_second {
            bob.post.hears_after(&request, Duration::from_millis(TIMEOUT))?;
        } else {
            bob.post.hears(&request)?;
        }
        (3..TRIES).try_for_each(|_| bob.post.hears(&request))?;
        typed.can_still_be_answered()?;
        bob.answers(&request, count, &reply)?;
        prints(&client, count, &reply)?;
        bob.hears_nothing_new()?;
    }
    Ok(())
}

/// Bob receives all seven tries and never answers. Returns when the line was typed and the last try came.
fn seven_tries<'s>(
    scene: &Scene<'s>,
    timeout: u64,
) -> Played<(Program<'s>, Bob<'s>, Typed, Instant)> {
    let (client, bob) = client_and_bob(scene, &["--timeout", &timeout.to_string()])?;
    let line = scene.word();
    let typed = Typed::to(&client, &line, timeout)?;
    let request = bob.hears_new_request(&line)?;
    let mut last = Instant::now();
    for _ in 1..TRIES {
        let again = |heard: &[u8]| heard == request;
        (_, last) = bob.post.hears_one(Shape::SameRequest, again)?;
    }
    Ok((client, bob, typed, last))
}

/// The client exits with an error and does not try again. Returns the time when it ended.
fn gives_up_after(client: &Program, bob: &Bob) -> Played<Instant> {
    let end = match bob.post.hears_nothing_more() {
        Err(Halt::Breach(breach)) if matches!(breach.instead, Instead::Stuck { .. }) => {
            // The client neither tries again nor ends, so this check reports that failure.
            client.ends_with(1)?;
            return Err(Halt::Breach(breach));
        }
        other => other?,
    };
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()?;
    Ok(end)
}

pub fn gives_up(scene: &Scene) -> Played {
    let (client, bob, typed, last) = seven_tries(scene, 8)?;
    typed.not_early(&client, Measure::MillisecondsToTry { number: TRIES }, TRIES - 1, last)?;
    let end = gives_up_after(&client, &bob)?;
    typed.not_early(&client, Measure::MillisecondsToGivingUp, TRIES, end)
}

/// A client that only miscounts its tries ends after a few more. This one still goes on.
pub fn never_gives_up(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &["--timeout", "1"])?;
    let line = scene.word();
    client.types_line(&line)?;
    let request = bob.hears_new_request(&line)?;
    (1..TRIES + 3).try_for_each(|_| bob.post.hears(&request))
}

/// The time at which the client gives up does not matter.
pub fn gives_up_some_time(scene: &Scene) -> Played {
    let (client, bob, ..) = seven_tries(scene, 1)?;
    gives_up_after(&client, &bob).map(drop)
}

/// The later answers to the first line have arrived when the second line is asked.
pub fn reply_comes_twice(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    let (lines, replies) = ([scene.word(), scene.word()], [scene.word(), scene.word()]);
    client.types_line(&lines[0])?;
    let first = bob.hears_new_request(&lines[0])?;
    for _ in 0..3 {
        bob.answers(&first, 1, &replies[0])?;
    }
    prints(&client, 1, &replies[0])?;
    client.types_line(&lines[1])?;
    let second = bob.hears_new_request(&lines[1])?;
    client.prints_nothing()?;
    bob.answers(&second, 2, &replies[1])?;
    prints(&client, 2, &replies[1])
}

/// The answer to the first try comes when the second has been answered and the next line is asked.
pub fn late_reply(scene: &Scene) -> Played {
    // Seven tries take five seconds: bob has answered by then, however busy the machine is.
    const TIMEOUT: u64 = 40;
    let (client, bob) = client_and_bob(scene, &["--timeout", &TIMEOUT.to_string()])?;
    let (lines, replies) = ([scene.word(), scene.word()], [scene.word(), scene.word()]);
    let typed = Typed::to(&client, &lines[0], TIMEOUT)?;
    let first = bob.hears_new_request(&lines[0])?;
    bob.post.hears(&first)?;
    typed.can_still_be_answered()?;
    bob.answers(&first, 1, &replies[0])?;
    prints(&client, 1, &replies[0])?;
    let typed = Typed::to(&client, &lines[1], TIMEOUT)?;
    let second = bob.hears_new_request(&lines[1])?;
    bob.answers(&first, 1, &replies[0])?;
    client.prints_nothing()?;
    typed.can_still_be_answered()?;
    bob.answers(&second, 2, &replies[1])?;
    prints(&client, 2, &replies[1])
}

pub fn too_large(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    word_and_reply(scene, &client, &bob)?;
    client.types_line(&scene.much(LARGEST + 1))?;
    bob.hears_nothing_new()?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

/// The client exits with status 0, without asking or printing anything more.
fn client_is_done(client: &Program, bob: &Bob) -> Played {
    client.ends_with(0)?;
    bob.hears_nothing_new()?;
    client.prints_nothing()
}

pub fn last_line_typed_without_newline(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    let (line, reply) = (scene.word(), scene.word());
    client.types(&line)?;
    client.stops_typing();
    let request = bob.hears_new_request(&line)?;
    client.rests_or_has_ended()?;
    bob.answers(&request, 1, &reply)?;
    prints(&client, 1, &reply)?;
    client_is_done(&client, &bob)
}

pub fn q_is_the_end(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    word_and_reply(scene, &client, &bob)?;
    client.types_line(b"q")?;
    client_is_done(&client, &bob)
}

pub fn only_q_ends_it(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    let lines = scene.not_quite_q();
    lines.iter().try_for_each(|line| line_and_reply(scene, &client, &bob, line, &scene.word()))
}

pub fn end_of_input(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &[])?;
    word_and_reply(scene, &client, &bob)?;
    client.stops_typing();
    client_is_done(&client, &bob)
}

/// The client may receive the refusal as an error, or find out by asking seven times.
pub fn nobody_is_there(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, &["--timeout", "1"])?;
    bob.post.leaves();
    client.types_line(&scene.word())?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}
