//! Lesson 22's scenes with the client. Bob plays the server. If the client's timeout is short, a reply
//! that bob sends in time may still reach the client late on a busy machine. Then the scene asks again.

use std::time::Duration;

use stage::drops::Drops;
use stage::fault::{Missing, Played};
use stage::peer::Peer;
use stage::program::Program;

use crate::lessons::rows;
use crate::scene::Scene;

/// The client's output in place of a reply.
const TIMED_OUT: &[u8] = b"read: timed out";
/// A timeout for a reply that should expire soon.
const SOON: &str = "25";
/// A timeout in which bob can reply, however busy the machine is.
const LATER: &str = "250";
/// Timeouts within which many single bytes arrive. The later ones are for busier machines.
const DRIPPING: [u64; 5] = [60, 60, 150, 400, 1000];
/// Why a program may have had to wait for the next drop for too long.
pub const NOT_IN_TIME: &str = "the machine is too busy, or the program gave up before they came";
/// A timeout so long that it never expires during a scene.
pub const PLENTY: &str = "60000";
/// Like [`SOON`], for scenes in which no reply has to be in time.
const AT_ONCE: &str = "12";
/// The number of times that the scene asks bob if his reply may be late.
const TRIES: usize = 40;

pub fn line(text: &[u8]) -> Vec<u8> {
    [text, b"\n"].concat()
}

/// A client with these options connects to bob. On a busy machine it may say that a time is over before bob
/// has said anything.
pub fn visits<'s>(scene: &Scene<'s>, options: &[&str]) -> Played<(Program<'s>, Peer<'s>)> {
    let (client, bob) = scene.client_visits_with("bob", options)?;
    client.may_print_unasked(TIMED_OUT);
    Ok((client, bob))
}

/// A line is typed, and bob receives it.
pub fn asks(scene: &Scene, client: &Program, bob: &Peer) -> Played {
    let question = scene.word();
    client.types_line(&question)?;
    bob.hears(&line(&question))
}

pub fn all_lines_at_once(scene: &Scene) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", PLENTY])?;
    let answers = |reply: &[u8]| {
        bob.says(&line(reply))?;
        client.prints_line(reply)
    };
    rows::types_all_at_once(scene, &client, &bob, b"q\n", line, answers)
}

/// A question that bob does not answer in time.
fn asks_in_vain(scene: &Scene, client: &Program, bob: &Peer) -> Played {
    asks(scene, client, bob)?;
    client.prints_line(TIMED_OUT)
}

/// A question and its reply, after these bytes of earlier replies. The reply is longer than a
/// question, and no two are alike.
fn asks_until_answered(scene: &Scene, client: &Program, bob: &Peer, late: &[u8]) -> Played {
    let mut late = late;
    for number in 1..=TRIES {
        asks(scene, client, bob)?;
        let reply = scene.letters(11 + number);
        if !late.is_empty() {
            bob.says(late)?;
            late = b"";
        }
        bob.says(&line(&reply))?;
        if number == TRIES {
            return client.prints_line(&reply);
        }
        if client.prints_one_of(&reply, TIMED_OUT)? {
            return Ok(());
        }
    }
    Ok(())
}

/// The client has printed everything. It closes, and exits with status 0.
pub fn finishes(client: &Program, bob: &Peer) -> Played {
    client.types_line(b"q")?;
    bob.hears_end_or_reset()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

fn soon<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    visits(scene, &["--read-timeout", SOON])
}

/// Replies that come slowly, within the client's timeout.
fn at_leisure(scene: &Scene, client: &Program, bob: &Peer) -> Played {
    for _ in 0..2 {
        asks(scene, client, bob)?;
        client.does_not_give_up()?;
        let (half, rest) = (scene.word(), scene.word());
        bob.says(&half)?;
        client.prints_nothing()?;
        client.does_not_give_up()?;
        bob.says(&line(&rest))?;
        client.prints_line(&[half, rest].concat())?;
    }
    // An empty line is not sent.
    client.types_line(b"")?;
    asks(scene, client, bob)?;
    let reply = line(&scene.letters(12));
    bob.says_byte_by_byte(&reply)?;
    client.prints(&reply)?;
    finishes(client, bob)
}

pub fn plenty_of_time(scene: &Scene) -> Played {
    let others = ["--connect-timeout", PLENTY, "--read-timeout", PLENTY];
    let (client, bob) = visits(scene, &others)?;
    at_leisure(scene, &client, &bob)
}

/// Everything arrives in time. When the time is over, the client closes its connection, either to end or
/// to make another one. A client that keeps the connection, and goes on asking, knows that it is not
/// broken.
pub fn leaves_when_time_is_over(scene: &Scene) -> Played {
    plenty_of_time(scene)?;
    let (client, bob) = visits(scene, &["--read-timeout", AT_ONCE])?;
    asks(scene, &client, &bob)?;
    bob.hears_end_or_reset()
}

/// The time limit for connecting does not apply to replies, and the socket keeps no part of it. If the
/// machine delayed the client so long that connecting timed out by its own clock, the scene starts
/// again.
pub fn all_the_time(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    at_leisure(scene, &client, &bob)?;
    for _ in 0..3 {
        let (client, bob) = visits(scene, &["--connect-timeout", LATER])?;
        let played = at_leisure(scene, &client, &bob);
        if client.mentions_so_far("connect: ETIMEDOUT") == 0 {
            return played;
        }
    }
    Err(Missing::new("a client that connects in time", "this machine is too busy").into())
}

/// Lines that are not commands to the client are sent like any other. Every reply is printed, whatever
/// it contains. The client sends these questions, receives these replies, and ends.
fn converses(scene: &Scene, questions: &[Vec<u8>], replies: &[Vec<u8>]) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", PLENTY])?;
    for (question, reply) in questions.iter().zip(replies) {
        client.types_line(question)?;
        bob.hears(&line(question))?;
        bob.says(&line(reply))?;
        client.prints_line(reply)?;
    }
    finishes(&client, &bob)
}

pub fn any_line_typed(scene: &Scene) -> Played {
    let mut questions = scene.not_quite_q().to_vec();
    questions.push(scene.spaced_word());
    questions.push(b" ".to_vec());
    questions.push([&scene.raw_bytes(20)[..], b"\rx\r"].concat());
    let replies: Vec<_> = questions.iter().map(|_| scene.word()).collect();
    converses(scene, &questions, &replies)
}

pub fn any_reply(scene: &Scene) -> Played {
    let word = scene.word();
    let replies = [
        Vec::new(),
        [b"  ", &word[..], b"\t "].concat(),
        scene.letters(20_000),
        TIMED_OUT.to_vec(),
        b"q".to_vec(),
        scene.chinese(2).into_bytes(),
        [&scene.raw_bytes(20)[..], b"x"].concat(),
        [&word[..], b"\r"].concat(),
    ];
    let questions: Vec<_> = replies.iter().map(|_| scene.word()).collect();
    converses(scene, &questions, &replies)
}

pub fn end_of_input(scene: &Scene) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", PLENTY])?;
    let last = scene.word();
    client.types(&last)?;
    client.stops_typing();
    bob.hears(&line(&last))?;
    client.rests_or_has_ended()?;
    let reply = scene.letters(12);
    bob.says(&line(&reply))?;
    client.prints_line(&reply)?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

pub fn no_reply(scene: &Scene) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", AT_ONCE])?;
    for _ in 0..3 {
        asks_in_vain(scene, &client, &bob)?;
    }
    finishes(&client, &bob)
}

/// The book has a picture of this scene, in which only bob is late.
pub fn late_before_the_next_question(scene: &Scene) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", LATER])?;
    asks_in_vain(scene, &client, &bob)?;
    bob.says(&line(&scene.letters(11)))?;
    asks_until_answered(scene, &client, &bob, b"")?;
    finishes(&client, &bob)
}

pub fn late_after_the_next_question(scene: &Scene) -> Played {
    let (client, bob) = soon(scene)?;
    asks_in_vain(scene, &client, &bob)?;
    asks_until_answered(scene, &client, &bob, &line(&scene.letters(11)))?;
    finishes(&client, &bob)
}

pub fn two_late_replies(scene: &Scene) -> Played {
    let (client, bob) = soon(scene)?;
    asks_in_vain(scene, &client, &bob)?;
    asks_in_vain(scene, &client, &bob)?;
    let late = [line(&scene.letters(10)), line(&scene.letters(11))].concat();
    asks_until_answered(scene, &client, &bob, &late)?;
    finishes(&client, &bob)
}

/// Only the rest of the reply is late.
pub fn half_a_reply(scene: &Scene) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", LATER])?;
    asks(scene, &client, &bob)?;
    bob.says(&scene.letters(5))?;
    client.prints_line(TIMED_OUT)?;
    asks_until_answered(scene, &client, &bob, &line(&scene.letters(5)))?;
    finishes(&client, &bob)
}

/// After late replies, the client is in step again: each question gets its own reply.
pub fn in_step_again(scene: &Scene) -> Played {
    let (client, bob) = soon(scene)?;
    asks_in_vain(scene, &client, &bob)?;
    asks_until_answered(scene, &client, &bob, &line(&scene.letters(11)))?;
    for _ in 0..3 {
        asks_until_answered(scene, &client, &bob, b"")?;
    }
    finishes(&client, &bob)
}

/// If the machine is too busy to send the bytes in quick succession, everything is slower.
pub fn byte_by_byte_for_ever(scene: &Scene) -> Played {
    for limit in DRIPPING {
        let others = ["--read-timeout", &limit.to_string()];
        let (client, bob) = visits(scene, &others)?;
        asks(scene, &client, &bob)?;
        let drop = scene.letters(1)[0];
        let time = Duration::from_millis(limit);
        let is_shown = Drops::of(&bob, drop).until_it_prints(&client, time, TIMED_OUT)?;
        if is_shown {
            bob.says(b"\n")?;
            return asks_until_answered(scene, &client, &bob, b"");
        }
        client.gets_killed()?;
        bob.closes();
    }
    Err(Missing::new("drops that fall close to each other", NOT_IN_TIME).into())
}

/// A part of a reply arrives, and nothing more.
pub fn half_a_reply_and_no_more(scene: &Scene) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", AT_ONCE])?;
    asks(scene, &client, &bob)?;
    bob.says(&scene.letters(5))?;
    client.prints_line(TIMED_OUT)
}

/// The client prints one line about the error, and exits with status 1.
fn gives_up(client: &Program) -> Played {
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

/// The server has sent these bytes of its reply when it leaves.
fn server_goes(scene: &Scene, sent: &[u8], resets: bool) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", PLENTY])?;
    asks(scene, &client, &bob)?;
    if !sent.is_empty() {
        bob.says_and_is_read(sent)?;
    }
    if resets {
        bob.resets()?;
    } else {
        bob.closes();
    }
    gives_up(&client)
}

pub fn server_leaves(scene: &Scene) -> Played {
    server_goes(scene, b"", false)
}

pub fn server_resets(scene: &Scene) -> Played {
    server_goes(scene, b"", true)
}

/// Half of the reply has arrived. The client prints nothing of it.
pub fn server_leaves_in_mid_reply(scene: &Scene) -> Played {
    server_goes(scene, &scene.letters(12), false)?;
    server_goes(scene, &scene.letters(12), true)
}

/// The server leaves while it still owes a reply, and the client asks for another one.
pub fn server_leaves_after_a_time_out(scene: &Scene) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", AT_ONCE])?;
    asks_in_vain(scene, &client, &bob)?;
    bob.closes();
    client.types_line(&scene.word())?;
    gives_up(&client)
}
