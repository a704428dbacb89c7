//! The scenes of a chat server with a member who does not read, and of its good-bye.

use stage::fault::{Halt, Played};
use stage::program::Program;

use super::super::scene::Scene;
use super::member::{Member, News, all_hear, say};
use super::server::{alice_and_bob, three_members, word};

/// `SIGTERM`, as signal(7) numbers it.
const SIGTERM: i32 = 15;

/// A long line: so many bytes of text.
const LONG: usize = 4000;

/// So many long lines are said in one breath.
const AT_ONCE: usize = 8;

/// More than the kernel keeps for one who does not read from afar (some 80 kB), in bytes.
const MORE_THAN_THE_KERNEL_KEEPS: usize = 300 << 10;

/// That, and the most that a server may keep for a member.
const MORE_THAN_ANYBODY_KEEPS: usize = MORE_THAN_THE_KERNEL_KEEPS + (1 << 20);

/// Hears so many copies of a line. Somewhere in between it may be told that carol has left; whether
/// it was.
fn hears_lines(member: &Member, line: News, has_left: bool) -> Played<bool> {
    let mut has_left = has_left;
    for _ in 0..AT_ONCE {
        if has_left {
            member.hears(line)?;
        } else if member.hears_either(line, News::Left("carol"))? {
            has_left = true;
            member.hears(line)?;
        }
    }
    Ok(has_left)
}

/// Alice says one long line after the other, up to so many bytes, and she and bob hear each of them;
/// until they are told that carol has left. Whether they were.
fn alice_talks(scene: &Scene, alice: &Member, bob: &Member, bytes: usize) -> Played<bool> {
    for _ in 0..bytes / (LONG * AT_ONCE) {
        let text = String::from_utf8_lossy(&scene.letters(LONG)).into_owned();
        alice.peer.says(&say(&text).repeat(AT_ONCE))?;
        let has_left = hears_lines(alice, alice.line(&text), false)?;
        // All hear the same, so bob is told if she was.
        if hears_lines(bob, alice.line(&text), false)? || has_left {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Alice and bob, and carol, who does not read.
fn with_a_deaf_carol<'s>(
    scene: &Scene<'s>,
) -> Played<(Program<'s>, Member<'s>, Member<'s>, Member<'s>)> {
    let (server, alice, bob) = alice_and_bob(scene)?;
    let carol = Member::joins_deaf(&server, "carol", &[&alice, &bob])?;
    Ok((server, alice, bob, carol))
}

pub fn nobody_waits_for_the_deaf(scene: &Scene) -> Played {
    let (_server, alice, bob, _carol) = with_a_deaf_carol(scene)?;
    alice_talks(scene, &alice, &bob, MORE_THAN_THE_KERNEL_KEEPS).map(drop)
}

/// As much is said, and all of them read.
pub fn all_listen(scene: &Scene) -> Played {
    let (server, alice, bob) = alice_and_bob(scene)?;
    alice_talks(scene, &alice, &bob, MORE_THAN_THE_KERNEL_KEEPS)?;
    is_turned_away(&server)
}

/// Somebody who wants to join as bob is told that this name is taken.
fn is_turned_away(server: &Program) -> Played {
    let dave = Member::asks_to_join(server, "bob")?;
    dave.hears(News::Error).map(drop)
}

/// While a frame for carol cannot be written, somebody is told that a name is taken, for which nobody
/// needs to write to carol. (Whether alice and bob hear everything is another scene's affair.)
pub fn the_room_stays_open(scene: &Scene) -> Played {
    let (server, alice, bob, _carol) = with_a_deaf_carol(scene)?;
    match alice_talks(scene, &alice, &bob, MORE_THAN_THE_KERNEL_KEEPS) {
        Ok(_) | Err(Halt::Breach(_)) => is_turned_away(&server),
        Err(halt) => Err(halt),
    }
}

pub fn the_deaf_are_dropped(scene: &Scene) -> Played {
    let (server, alice, bob, _carol) = with_a_deaf_carol(scene)?;
    if !alice_talks(scene, &alice, &bob, MORE_THAN_ANYBODY_KEEPS)? {
        all_hear(&[&alice, &bob], News::Left("carol"))?;
    }
    let again = Member::joins(&server, "carol", &[&alice, &bob])?;
    again.tells(&[&alice, &bob, &again], &word(scene))
}

/// So many long lines are more than what the kernel keeps, as a rule, and less than what a server keeps
/// for a member at least.
const A_WHILE: usize = 30;

/// Carol does not read for a while, and then hears all of it.
pub fn one_catches_up(scene: &Scene) -> Played {
    let (_server, alice, bob, carol) = with_a_deaf_carol(scene)?;
    let text = String::from_utf8_lossy(&scene.letters(LONG)).into_owned();
    let line = alice.line(&text);
    for _ in 0..A_WHILE / 10 {
        alice.peer.says(&say(&text).repeat(10))?;
        for _ in 0..10 {
            all_hear(&[&alice, &bob], line)?;
        }
    }
    carol.hears(News::Joined("carol"))?;
    for _ in 0..A_WHILE {
        carol.hears(line)?;
    }
    alice.tells(&[&alice, &bob, &carol], &word(scene))
}

pub fn says_good_bye(scene: &Scene) -> Played {
    let (server, alice, bob, carol) = three_members(scene)?;
    let all = [&alice, &bob, &carol];
    alice.tells(&all, &word(scene))?;
    let visitor = server.connects("a visitor")?;
    visitor.hears_nothing()?;
    server.is_sent(SIGTERM, "SIGTERM")?;
    for member in all {
        member.hears(News::Bye)?;
        member.peer.hears_end()?;
    }
    visitor.hears_end_or_reset()?;
    server.ends_with(0)
}

/// Carol does not read, and there is more for her than the kernel keeps.
pub fn good_bye_to_the_deaf(scene: &Scene) -> Played {
    let (server, alice, bob, _carol) = with_a_deaf_carol(scene)?;
    alice_talks(scene, &alice, &bob, MORE_THAN_THE_KERNEL_KEEPS / 2)?;
    server.is_sent(SIGTERM, "SIGTERM")?;
    for member in [&alice, &bob] {
        // She may have been dropped only now.
        if member.hears_either(News::Bye, News::Left("carol"))? {
            member.hears(News::Bye)?;
        }
        member.peer.hears_end()?;
    }
    server.ends_with(0)
}
