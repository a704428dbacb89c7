//! The scenes of this lesson's cases, and their controls.

use stage::fault::{Missing, Played};
use stage::peer::{Manner, Peer};
use stage::program::Program;

use crate::scene::Scene;

/// This many bytes and a few more exceed the kernel's buffers for a peer that does not read.
pub const MILLIONS: usize = 8_000_000;

/// The first `count` bytes of the endless message.
pub fn message(count: usize) -> Vec<u8> {
    let period: Vec<u8> = (0..251).collect();
    let mut message = period.repeat(count / period.len() + 1);
    message.truncate(count);
    message
}

/// Slightly more than eight million, but never a multiple of 251, so that the last byte shows its
/// position. Some programs make or check the bytes one at a time.
pub fn millions(scene: &Scene) -> usize {
    scene.expects_much_work();
    (MILLIONS - MILLIONS % 251) + scene.number(1..=250)
}

pub fn asks(peer: &Peer, count: usize) -> Played {
    peer.says(format!("{count}\n").as_bytes())
}

pub fn gets(peer: &Peer, count: usize) -> Played {
    peer.hears(&message(count))?;
    peer.hears_end()
}

/// A client connects, asks for bytes, receives them, and closes.
pub fn serves(server: &Program, name: &str, count: usize) -> Played {
    let peer = server.connects(name)?;
    asks(&peer, count)?;
    gets(&peer, count)?;
    peer.closes();
    Ok(())
}

pub fn one_client(scene: &Scene) -> Played {
    serves(&scene.server()?, "alice", scene.number(300..=3000))
}

/// Alice receives her bytes. The scene does not check whether the stream ends.
pub fn bytes_alone(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let count = scene.number(300..=3000);
    asks(&alice, count)?;
    alice.hears(&message(count))
}

pub fn two_clients(scene: &Scene) -> Played {
    let server = scene.server()?;
    serves(&server, "alice", millions(scene))?;
    serves(&server, "bob", scene.number(300..=3000))
}

pub fn as_many_as_asked(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let count = scene.number(300..=30_000);
    asks(&alice, count)?;
    gets(&alice, count)?;
    alice.closes();
    server.stays_up()?;
    for name in ["bob", "carol", "dave"] {
        serves(&server, name, scene.number(300..=30_000))?;
    }
    Ok(())
}

pub fn nothing_and_one(scene: &Scene) -> Played {
    let server = scene.server()?;
    serves(&server, "alice", 0)?;
    serves(&server, "bob", 1)?;
    serves(&server, "carol", scene.number(2..=9))
}

pub fn around_the_boundaries(scene: &Scene) -> Played {
    let server = scene.server()?;
    for boundary in [251, 256, 1024, 4096, 65_536] {
        serves(&server, &format!("client {boundary}"), boundary + scene.number(0..=2) - 1)?;
    }
    Ok(())
}

pub fn eight_million(scene: &Scene) -> Played {
    serves(&scene.server()?, "alice", millions(scene))
}

/// The server, and alice, who asks for millions of bytes and does not read them for now.
pub fn deaf_alice_asks<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>, usize)> {
    let (server, count) = (scene.server()?, millions(scene));
    let deaf = Manner { is_deaf: true, ..Manner::default() };
    let alice = server.connects_in("alice", deaf)?;
    asks(&alice, count)?;
    Ok((server, alice, count))
}

pub fn slow_reader(scene: &Scene) -> Played {
    let (server, alice, count) = deaf_alice_asks(scene)?;
    server.rests()?;
    gets(&alice, count)
}

pub fn short_write(scene: &Scene) -> Played {
    let (_server, alice, count) = deaf_alice_asks(scene)?;
    alice.forces_a_short_write()?;
    gets(&alice, count)
}

pub fn several_short_writes(scene: &Scene) -> Played {
    let (_server, alice, count) = deaf_alice_asks(scene)?;
    let mut cut = 0;
    for _ in 0..4 {
        cut += u32::from(alice.forces_a_short_write()?);
        alice.hears_a_part(1_100_000)?;
    }
    gets(&alice, count)?;
    match cut {
        0 | 1 => {
            let why = "so few of the program's writes could be interrupted half-way";
            Err(Missing::new("several short writes", why).into())
        }
        _ => Ok(()),
    }
}

/// Three digits without a 0, so that each prefix of the number is a number.
pub fn three_digits(scene: &Scene) -> usize {
    (0..3).fold(0, |number, _| 10 * number + scene.number(1..=9))
}

pub fn count_in_every_cut(scene: &Scene) -> Played {
    let (server, count) = (scene.server()?, three_digits(scene));
    let line = format!("{count}\n");
    let mut number = 0;
    scene.in_every_cut(line.len(), |pieces| {
        number += 1;
        let peer = server.connects(&format!("client {number}"))?;
        peer.says_cut(line.as_bytes(), pieces)?;
        gets(&peer, count)?;
        peer.closes();
        Ok(())
    })
}

pub fn counts_in_one_piece(scene: &Scene) -> Played {
    let (server, count) = (scene.server()?, three_digits(scene));
    for number in 1..=8 {
        serves(&server, &format!("client {number}"), count)?;
    }
    Ok(())
}

pub fn half_close(scene: &Scene) -> Played {
    let (server, alice, count) = deaf_alice_asks(scene)?;
    alice.shuts_down()?;
    server.rests()?;
    gets(&alice, count)
}

pub fn leaves_in_the_middle(scene: &Scene) -> Played {
    let (server, alice, count) = deaf_alice_asks(scene)?;
    alice.hears_a_part(1_000_000)?;
    alice.cannot_hold(count)?;
    alice.closes();
    serves(&server, "bob", scene.number(300..=3000))
}

/// A write to a client that has half-closed first fails with `EPIPE`, unlike a write to other clients,
/// which fails with `ECONNRESET`. It also raises a signal, which ends a server that does not ignore it
/// (SIGPIPE, write(2)).
pub fn leaves_after_its_last_word(scene: &Scene) -> Played {
    let (server, alice, count) = deaf_alice_asks(scene)?;
    alice.shuts_down()?;
    alice.hears_a_part(1_000_000)?;
    alice.cannot_hold(count)?;
    alice.closes();
    server.stays_up()?;
    serves(&server, "bob", scene.number(300..=3000))
}

pub fn resets_in_the_middle(scene: &Scene) -> Played {
    let (server, alice, count) = deaf_alice_asks(scene)?;
    server.rests()?;
    alice.cannot_hold(count)?;
    alice.resets()?;
    let carol = server.connects("carol")?;
    carol.says_and_resets(format!("{}\n", millions(scene)).as_bytes())?;
    serves(&server, "bob", scene.number(300..=3000))
}

pub fn leaves_while_asking(scene: &Scene) -> Played {
    let server = scene.server()?;
    server.connects("alice")?.closes();
    let carol = server.connects("carol")?;
    carol.says(b"80")?;
    carol.closes();
    server.stays_up()?;
    serves(&server, "bob", scene.number(300..=3000))
}

pub fn no_count(scene: &Scene) -> Played {
    let server = scene.server()?;
    let word = scene.word();
    for (name, line) in [("alice", &word[..]), ("carol", b""), ("dave", b"-5"), ("erin", b"\xff")] {
        let peer = server.connects(name)?;
        peer.says(&[line, b"\n"].concat())?;
        server.rests()?;
        peer.closes();
    }
    server.stays_up()?;
    serves(&server, "bob", scene.number(300..=3000))
}

/// Starts the client with this count, and bob receives its request.
pub fn client_asks<'s>(scene: &Scene<'s>, count: usize) -> Played<(Program<'s>, Peer<'s>)> {
    let (client, bob) = scene.client_visits_with("bob", &[&count.to_string()])?;
    bob.hears(format!("{count}\n").as_bytes())?;
    Ok((client, bob))
}

/// The client has its bytes, prints this verdict, and exits with this status.
pub fn finds(client: &Program, verdict: &str, status: i32) -> Played {
    client.prints_line(verdict.as_bytes())?;
    client.ends_with(status)?;
    client.prints_nothing()
}

/// The client asks for `count` bytes, bob sends `bytes` and closes, and the client prints this
/// verdict.
pub fn judges_as(scene: &Scene, count: usize, bytes: &[u8], verdict: &str) -> Played {
    let (client, bob) = client_asks(scene, count)?;
    bob.says(bytes)?;
    bob.closes();
    finds(&client, verdict, i32::from(!verdict.ends_with("intact")))
}

pub fn finds_intact(scene: &Scene, count: usize) -> Played {
    judges_as(scene, count, &message(count), &format!("{count} bytes, intact"))
}

pub fn asks_and_checks(scene: &Scene) -> Played {
    finds_intact(scene, scene.number(300..=900))
}

pub fn a_hundred_bytes_come(scene: &Scene) -> Played {
    finds_intact(scene, scene.number(90..=110))
}

pub fn nothing_and_one_come(scene: &Scene) -> Played {
    finds_intact(scene, 0)?;
    finds_intact(scene, 1)
}

/// A few bytes come first, and then all the others at once. Some clients take a read that does not fill
/// their buffer for the last one. They fail here, however fast the network is.
pub fn eight_million_come(scene: &Scene) -> Played {
    let count = millions(scene);
    let (client, bob) = client_asks(scene, count)?;
    let message = message(count);
    let (few, most) = message.split_at(scene.number(1..=99));
    bob.says(few)?;
    client.rests_or_has_ended()?;
    bob.says(most)?;
    bob.closes();
    finds(&client, &format!("{count} bytes, intact"), 0)
}

/// More bytes than a buffer usually holds. One byte comes first, and nothing else for a while.
pub fn they_come_in_pieces(scene: &Scene) -> Played {
    let count = scene.number(70_000..=90_000);
    let (client, bob) = client_asks(scene, count)?;
    let message = message(count);
    bob.says(&message[..1])?;
    client.rests_or_has_ended()?;
    bob.says_byte_by_byte(&message[1..10])?;
    bob.says_cut(&message[10..], &[241, 1, 1000, count - 1253, 1])?;
    bob.closes();
    finds(&client, &format!("{count} bytes, intact"), 0)
}

pub fn server_stops_early(scene: &Scene) -> Played {
    let (count, came) = (scene.number(200_000..=300_000), scene.number(70_000..=90_000));
    judges_as(scene, count, &message(came), &format!("only {came} of {count} bytes arrived"))
}

pub fn one_byte_missing(scene: &Scene) -> Played {
    let count = scene.number(300..=3000);
    judges_as(
        scene,
        count,
        &message(count - 1),
        &format!("only {} of {count} bytes arrived", count - 1),
    )
}

pub fn not_a_byte(scene: &Scene) -> Played {
    let count = scene.number(300..=3000);
    judges_as(scene, count, b"", &format!("only 0 of {count} bytes arrived"))
}

/// One of the `count` bytes, at this position, is wrong.
pub fn finds_wrong_at(scene: &Scene, count: usize, place: usize) -> Played {
    let mut bytes = message(count);
    bytes[place] ^= 1 << scene.number(0..=7);
    judges_as(scene, count, &bytes, &format!("{count} bytes, wrong at byte {place}"))
}

pub fn one_byte_wrong(scene: &Scene) -> Played {
    finds_wrong_at(scene, scene.number(200_000..=300_000), scene.number(70_000..=190_000))
}

pub fn first_and_last_wrong(scene: &Scene) -> Played {
    let count = scene.number(300..=3000);
    finds_wrong_at(scene, count, 0)?;
    finds_wrong_at(scene, count, count - 1)
}

/// A part is missing, and everything after it is in the wrong position. The number of bytes is the
/// requested one.
pub fn a_hole_in_the_middle(scene: &Scene) -> Played {
    let (count, hole) = (scene.number(20_000..=30_000), scene.number(1..=250));
    let (place, whole) = (scene.number(5000..=15_000), message(count + hole));
    let bytes = [&whole[..place], &whole[place + hole..]].concat();
    judges_as(scene, count, &bytes, &format!("{count} bytes, wrong at byte {place}"))
}

/// The client may report that as an error or as an early end.
pub fn server_resets(scene: &Scene) -> Played {
    let count = scene.number(200_000..=300_000);
    let (client, bob) = client_asks(scene, count)?;
    bob.says(&message(scene.number(300..=3000)))?;
    bob.resets()?;
    client.ends_with(1)
}

pub fn nobody_listens(scene: &Scene) -> Played {
    let client = scene.client_with(&["300"])?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}
