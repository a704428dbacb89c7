//! Scenes of a chat server with a member that does not read (a deaf member), and of its good-bye.

use stage::fault::Played;
use stage::program::Program;

use super::member::{Member, News, all_hear, say};
use super::server::{alice_and_bob, three_members, word};
use crate::scene::Scene;

/// `SIGTERM`, as signal(7) numbers it.
pub const SIGTERM: i32 = 15;

/// Bytes of text in a long line.
const LONG: usize = 4000;

/// The lines that alice sends again and again.
struct Talk {
    text: String,
    /// The number of lines sent at once. A member that reads never has more than 128 KiB waiting
    /// because of them.
    at_once: usize,
    /// Bytes of one line on the wire.
    line: usize,
}

impl Talk {
    /// Lines of letters.
    fn plain(scene: &Scene) -> Talk {
        let text = String::from_utf8_lossy(&scene.letters(LONG)).into_owned();
        Talk { text, at_once: 8, line: LONG }
    }

    /// Lines of control characters, each of which takes six bytes in JSON. A kernel with full buffers
    /// needs a lot of room to store such a line. The few bytes that it can send now and then do not make
    /// enough.
    fn loud(scene: &Scene) -> Talk {
        let text =
            (0..LONG).map(|_| char::from(*scene.pick(b"\x01\x02\x03\x04\x05\x06"))).collect();
        Talk { text, at_once: 4, line: 6 * LONG }
    }
}

/// More bytes than the kernel keeps for a remote peer that does not read (some 80 kB).
const MORE_THAN_THE_KERNEL_KEEPS: usize = 300 << 10;

/// [`MORE_THAN_THE_KERNEL_KEEPS`], and the most that a server may keep for a member.
const MORE_THAN_ANYBODY_KEEPS: usize = MORE_THAN_THE_KERNEL_KEEPS + (1 << 20);

/// The member hears this line `count` times. The news that carol has left may come in between. Returns
/// whether it came.
fn hears_lines(member: &Member, line: News, count: usize) -> Played<bool> {
    let mut has_left = false;
    for _ in 0..count {
        if has_left {
            member.hears(line)?;
        } else if member.hears_either(line, News::Left("carol"))? {
            has_left = true;
            member.hears(line)?;
        }
    }
    Ok(has_left)
}

/// Alice sends one long line after another, up to `bytes` bytes, and she and bob hear each of them.
/// Stops at the news that carol has left, and returns whether it came.
fn alice_talks(alice: &Member, bob: &Member, talk: &Talk, bytes: usize) -> Played<bool> {
    let said = say(&talk.text).repeat(talk.at_once);
    for _ in 0..bytes / (talk.line * talk.at_once) {
        alice.peer.says(&said)?;
        let has_left = hears_lines(alice, alice.line(&talk.text), talk.at_once)?;
        // All members hear the same messages, so bob hears that carol has left if alice did.
        if hears_lines(bob, alice.line(&talk.text), talk.at_once)? || has_left {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The news that carol misses while she does not read, before alice begins to send.
struct Missed {
    joined: Vec<&'static str>,
    said: Option<String>,
}

impl Missed {
    /// Carol reads at last.
    fn reaches(&self, carol: &Member, alice: &Member) -> Played {
        carol.peer.begins_to_listen()?;
        self.joined.iter().try_for_each(|name| carol.hears(News::Joined(name)).map(drop))?;
        match &self.said {
            Some(text) => carol.hears(alice.line(text)).map(drop),
            None => Ok(()),
        }
    }
}

type Room<'s> = (Program<'s>, Member<'s>, Member<'s>, Member<'s>, Missed);

/// Alice and bob, and carol, who does not read. She joins first, second or last, so a server that writes
/// to one member after another reaches her before or after the others.
fn with_a_deaf_carol<'s>(scene: &Scene<'s>) -> Played<Room<'s>> {
    with_carol_in_this_place(scene, scene.number(0..=2))
}

/// Like [`with_a_deaf_carol`], but another member may join after her.
fn with_a_deaf_carol_among_others<'s>(scene: &Scene<'s>) -> Played<Room<'s>> {
    with_carol_in_this_place(scene, scene.number(0..=1))
}

fn with_carol_in_this_place<'s>(scene: &Scene<'s>, place: usize) -> Played<Room<'s>> {
    let server = scene.server()?;
    let text = word(scene);
    let (alice, bob, carol, joined) = match place {
        0 => {
            let carol = Member::joins_deaf(&server, "carol", &[])?;
            // Carol joins before any other member.
            server.rests()?;
            let alice = Member::joins(&server, "alice", &[])?;
            let bob = Member::joins(&server, "bob", &[&alice])?;
            (alice, bob, carol, vec!["carol", "alice", "bob"])
        }
        1 => {
            let alice = Member::joins(&server, "alice", &[])?;
            let carol = Member::joins_deaf(&server, "carol", &[&alice])?;
            let bob = Member::joins(&server, "bob", &[&alice])?;
            (alice, bob, carol, vec!["carol", "bob"])
        }
        _ => {
            let alice = Member::joins(&server, "alice", &[])?;
            let bob = Member::joins(&server, "bob", &[&alice])?;
            alice.tells(&[&alice, &bob], &text)?;
            let carol = Member::joins_deaf(&server, "carol", &[&alice, &bob])?;
            let missed = Missed { joined: vec!["carol"], said: None };
            return Ok((server, alice, bob, carol, missed));
        }
    };
    alice.tells(&[&alice, &bob], &text)?;
    Ok((server, alice, bob, carol, Missed { joined, said: Some(text) }))
}

pub fn nobody_waits_for_the_deaf(scene: &Scene) -> Played {
    let (_server, alice, bob, _carol, _) = with_a_deaf_carol(scene)?;
    alice_talks(&alice, &bob, &Talk::loud(scene), MORE_THAN_THE_KERNEL_KEEPS).map(drop)
}

/// All members read, and alice sends the same amount.
pub fn all_listen(scene: &Scene) -> Played {
    let (server, alice, bob) = alice_and_bob(scene)?;
    alice_talks(&alice, &bob, &Talk::loud(scene), MORE_THAN_THE_KERNEL_KEEPS)?;
    rejects_taken_name(&server)
}

/// A visitor that wants to join as bob receives the error that this name is taken.
fn rejects_taken_name(server: &Program) -> Played {
    let dave = Member::asks_to_join(server, "bob")?;
    dave.hears(News::Error).map(drop)
}

/// While a frame for carol cannot be written, a visitor receives the error that a name is taken.
/// That answer requires no write to carol. (Another scene tests whether alice hears everything.)
pub fn the_room_stays_open(scene: &Scene) -> Played {
    let (server, alice, _bob, _carol, _) = with_a_deaf_carol(scene)?;
    let talk = Talk::loud(scene);
    for _ in 0..MORE_THAN_THE_KERNEL_KEEPS.div_ceil(talk.line * talk.at_once) {
        alice.peer.says(&say(&talk.text).repeat(talk.at_once))?;
        server.rests()?;
    }
    rejects_taken_name(&server)
}

pub fn the_deaf_are_dropped(scene: &Scene) -> Played {
    let (server, alice, bob, _carol, _) = with_a_deaf_carol_among_others(scene)?;
    if !alice_talks(&alice, &bob, &Talk::plain(scene), MORE_THAN_ANYBODY_KEEPS)? {
        all_hear(&[&alice, &bob], News::Left("carol"))?;
    }
    let again = Member::joins(&server, "carol", &[&alice, &bob])?;
    again.tells(&[&alice, &bob, &again], &word(scene))
}

/// Carol does not read, is not dropped, and hears every line in the end. A queue with a limit would
/// have discarded some of them.
pub fn all_of_it_is_kept(scene: &Scene) -> Played {
    let (_server, alice, bob, carol, missed) = with_a_deaf_carol(scene)?;
    let talk = Talk::plain(scene);
    alice_talks(&alice, &bob, &talk, MORE_THAN_ANYBODY_KEEPS)?;
    missed.reaches(&carol, &alice)?;
    let breaths = MORE_THAN_ANYBODY_KEEPS / (talk.line * talk.at_once);
    for _ in 0..breaths * talk.at_once {
        carol.hears(alice.line(&talk.text))?;
    }
    alice.tells(&[&alice, &bob, &carol], &word(scene))
}

/// This many long lines are usually more than the kernel keeps, and less than the minimum that a
/// server must keep for a member.
const A_WHILE: usize = 40;

/// Carol does not read for a while, and then hears everything.
pub fn one_catches_up(scene: &Scene) -> Played {
    let (_server, alice, bob, carol, missed) = with_a_deaf_carol(scene)?;
    let Talk { text, .. } = Talk::plain(scene);
    let line = alice.line(&text);
    for _ in 0..A_WHILE / 10 {
        alice.peer.says(&say(&text).repeat(10))?;
        for _ in 0..10 {
            all_hear(&[&alice, &bob], line)?;
        }
    }
    carol.peer.cannot_hold(A_WHILE * LONG)?;
    missed.reaches(&carol, &alice)?;
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
    server.gets_signal(SIGTERM, "SIGTERM")?;
    for member in all {
        member.hears(News::Bye)?;
        member.peer.hears_end()?;
    }
    visitor.hears_end_or_reset()?;
    server.ends_with(0)
}

/// Carol does not read, and the server has more for her than the kernel keeps.
pub fn good_bye_to_the_deaf(scene: &Scene) -> Played {
    let (server, alice, bob, _carol, _) = with_a_deaf_carol(scene)?;
    alice_talks(&alice, &bob, &Talk::loud(scene), MORE_THAN_THE_KERNEL_KEEPS / 2)?;
    server.gets_signal(SIGTERM, "SIGTERM")?;
    for member in [&alice, &bob] {
        // The server may have dropped her only now.
        if member.hears_either(News::Bye, News::Left("carol"))? {
            member.hears(News::Bye)?;
        }
        member.peer.hears_end()?;
    }
    server.ends_with(0)
}
