//! Lesson 04: as many bytes as were asked for. The trap is a real short write on a blocking socket.
//! The message is long and cheap: byte *i* is *i* mod 251.

use stage::cuts::every_cut;
use stage::fault::Played;
use stage::peer::{Manner, Peer};
use stage::program::Program;

use super::scene::Scene;
use super::{Case, Exposes};
use crate::events::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "as-many-as-asked",
        role: Server,
        promise: "The server sends as many bytes as it was asked for and closes, for one client after another",
        play: as_many_as_asked,
        exposes: &[
            Exposes { belief: "one-accept-is-enough", control: one_client },
            Exposes { belief: "read-to-end-is-one-message", control: half_close },
        ],
    },
    Case {
        name: "nothing-and-one",
        role: Server,
        promise: "The server sends nothing when 0 bytes are asked for, and one byte for 1",
        play: nothing_and_one,
        exposes: &[],
    },
    Case {
        name: "around-the-borders",
        role: Server,
        promise: "The server sends byte i as i mod 251, at every border where a program might stumble",
        play: around_the_borders,
        exposes: &[],
    },
    Case {
        name: "eight-million",
        role: Server,
        promise: "The server sends 8 million bytes whole",
        play: eight_million,
        exposes: &[],
    },
    Case {
        name: "slow-reader",
        role: Server,
        promise: "The server waits for a client that does not read for a while, and sends it all",
        play: slow_reader,
        exposes: &[],
    },
    Case {
        name: "short-write",
        role: Server,
        promise: "The server sends all 8 million bytes when a write takes only a part of what it was offered",
        play: short_write,
        exposes: &[
            Exposes { belief: "one-write-takes-it-all", control: slow_reader },
            Exposes { belief: "offered-is-taken", control: slow_reader },
        ],
    },
    Case {
        name: "several-short-writes",
        role: Server,
        promise: "The server sends all 8 million bytes however many of its writes take only a part",
        play: several_short_writes,
        exposes: &[
            Exposes { belief: "one-write-takes-it-all", control: slow_reader },
            Exposes { belief: "offered-is-taken", control: slow_reader },
        ],
    },
    Case {
        name: "count-in-every-cut",
        role: Server,
        promise: "The server reads the count to its newline, in whatever pieces it comes",
        play: count_in_every_cut,
        exposes: &[Exposes { belief: "one-read-is-the-whole-line", control: counts_in_one_piece }],
    },
    Case {
        name: "half-close",
        role: Server,
        promise: "The server sends all to a client that has said its last word",
        play: half_close,
        exposes: &[],
    },
    Case {
        name: "leaves-in-the-middle",
        role: Server,
        promise: "The server serves the next client after one has left in the middle of its bytes",
        play: leaves_in_the_middle,
        exposes: &[Exposes { belief: "network-never-fails", control: two_clients }],
    },
    Case {
        name: "resets-in-the-middle",
        role: Server,
        promise: "The server serves the next client after one has reset the connection before its bytes came",
        play: resets_in_the_middle,
        exposes: &[Exposes { belief: "network-never-fails", control: two_clients }],
    },
    Case {
        name: "leaves-while-asking",
        role: Server,
        promise: "The server serves the next client after some have left before their count was complete",
        play: leaves_while_asking,
        exposes: &[],
    },
    Case {
        name: "no-count",
        role: Server,
        promise: "The server serves the next client after some have sent what is no count",
        play: no_count,
        exposes: &[],
    },
    Case {
        name: "address-in-use",
        role: Server,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: address_in_use,
        exposes: &[],
    },
    Case {
        name: "asks-and-checks",
        role: Client,
        promise: "The client sends its count and a newline, says that what came is intact, and ends with status 0",
        play: asks_and_checks,
        exposes: &[Exposes { belief: "each-read-is-whole-text", control: a_hundred_bytes_come }],
    },
    Case {
        name: "nothing-and-one-come",
        role: Client,
        promise: "The client finds 0 bytes intact where it asked for 0, and 1 where it asked for 1",
        play: nothing_and_one_come,
        exposes: &[],
    },
    Case {
        name: "eight-million-come",
        role: Client,
        promise: "The client checks 8 million bytes to the last",
        play: eight_million_come,
        exposes: &[],
    },
    Case {
        name: "they-come-in-pieces",
        role: Client,
        promise: "The client reads to the end of the stream, in whatever pieces the bytes come",
        play: they_come_in_pieces,
        exposes: &[Exposes { belief: "what-has-come-is-all", control: a_hundred_bytes_come }],
    },
    Case {
        name: "server-stops-early",
        role: Client,
        promise: "The client says how many of the bytes arrived when the server stops early, and ends with status 1",
        play: server_stops_early,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: a_hundred_bytes_come }],
    },
    Case {
        name: "one-byte-missing",
        role: Client,
        promise: "The client notices that the very last byte is missing",
        play: one_byte_missing,
        exposes: &[],
    },
    Case {
        name: "not-a-byte",
        role: Client,
        promise: "The client says that 0 bytes arrived when the server closes without a word, status 1",
        play: not_a_byte,
        exposes: &[Exposes { belief: "zero-is-nothing-yet", control: a_hundred_bytes_come }],
    },
    Case {
        name: "one-byte-wrong",
        role: Client,
        promise: "The client says which byte is wrong, counted from 0, and ends with status 1",
        play: one_byte_wrong,
        exposes: &[],
    },
    Case {
        name: "first-and-last-wrong",
        role: Client,
        promise: "The client finds a wrong byte at the very beginning, and one at the very end",
        play: first_and_last_wrong,
        exposes: &[],
    },
    Case {
        name: "a-hole-in-the-middle",
        role: Client,
        promise: "The client names the first wrong byte where many are wrong",
        play: a_hole_in_the_middle,
        exposes: &[],
    },
    Case {
        name: "server-resets",
        role: Client,
        promise: "The client ends with status 1 when the server resets the connection half-way",
        play: server_resets,
        exposes: &[Exposes { belief: "network-never-fails", control: server_stops_early }],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: nobody_listens,
        exposes: &[],
    },
];

/// So many bytes and a few more are more than the kernel keeps for a peer that does not read.
const MILLIONS: usize = 8_000_000;

/// The first `count` bytes of the message that has no end.
fn message(count: usize) -> Vec<u8> {
    let period: Vec<u8> = (0..251).collect();
    let mut message = period.repeat(count / period.len() + 1);
    message.truncate(count);
    message
}

/// Eight million and a few, and never a multiple of 251, so that the last byte says where it is from.
fn millions(scene: &Scene) -> usize {
    (MILLIONS - MILLIONS % 251) + scene.number(1..=250)
}

fn asks(peer: &Peer, count: usize) -> Played {
    peer.says(format!("{count}\n").as_bytes())
}

fn gets(peer: &Peer, count: usize) -> Played {
    peer.hears(&message(count))?;
    peer.hears_end()
}

/// A client comes, asks, gets its bytes, and goes.
fn is_served(server: &Program, name: &str, count: usize) -> Played {
    let peer = server.connects(name)?;
    asks(&peer, count)?;
    gets(&peer, count)?;
    peer.closes();
    Ok(())
}

fn one_client(scene: &Scene) -> Played {
    is_served(&scene.server()?, "alice", scene.number(300..=3000))
}

fn two_clients(scene: &Scene) -> Played {
    let server = scene.server()?;
    is_served(&server, "alice", millions(scene))?;
    is_served(&server, "bob", scene.number(300..=3000))
}

fn as_many_as_asked(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let count = scene.number(300..=30_000);
    asks(&alice, count)?;
    gets(&alice, count)?;
    alice.closes();
    server.stays_up()?;
    for name in ["bob", "carol", "dave"] {
        is_served(&server, name, scene.number(300..=30_000))?;
    }
    Ok(())
}

fn nothing_and_one(scene: &Scene) -> Played {
    let server = scene.server()?;
    is_served(&server, "alice", 0)?;
    is_served(&server, "bob", 1)?;
    is_served(&server, "carol", scene.number(2..=9))
}

fn around_the_borders(scene: &Scene) -> Played {
    let server = scene.server()?;
    for border in [251, 256, 1024, 4096, 65_536] {
        is_served(&server, &format!("client {border}"), border + scene.number(0..=2) - 1)?;
    }
    Ok(())
}

fn eight_million(scene: &Scene) -> Played {
    is_served(&scene.server()?, "alice", millions(scene))
}

/// The server and alice, who asks for millions of bytes and reads none of them for now.
fn deaf_alice_asks<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>, usize)> {
    let (server, count) = (scene.server()?, millions(scene));
    let deaf = Manner { is_deaf: true, ..Manner::default() };
    let alice = server.connects_in("alice", deaf)?;
    asks(&alice, count)?;
    Ok((server, alice, count))
}

fn slow_reader(scene: &Scene) -> Played {
    let (server, alice, count) = deaf_alice_asks(scene)?;
    server.rests()?;
    gets(&alice, count)
}

fn short_write(scene: &Scene) -> Played {
    let (_server, alice, count) = deaf_alice_asks(scene)?;
    alice.cuts_the_write_short()?;
    gets(&alice, count)
}

fn several_short_writes(scene: &Scene) -> Played {
    let (_server, alice, count) = deaf_alice_asks(scene)?;
    for _ in 0..4 {
        alice.cuts_the_write_short()?;
        alice.hears_a_part(1_100_000)?;
    }
    gets(&alice, count)
}

/// Three digits, none of them 0, so that each beginning of the number is a number.
fn three_digits(scene: &Scene) -> usize {
    (0..3).fold(0, |number, _| 10 * number + scene.number(1..=9))
}

fn count_in_every_cut(scene: &Scene) -> Played {
    let (server, count) = (scene.server()?, three_digits(scene));
    let line = format!("{count}\n");
    for (number, pieces) in every_cut(line.len()).enumerate() {
        let peer = server.connects(&format!("client {}", number + 1))?;
        peer.says_cut(line.as_bytes(), &pieces)?;
        gets(&peer, count)?;
        peer.closes();
    }
    Ok(())
}

fn counts_in_one_piece(scene: &Scene) -> Played {
    let (server, count) = (scene.server()?, three_digits(scene));
    for number in 1..=8 {
        is_served(&server, &format!("client {number}"), count)?;
    }
    Ok(())
}

fn half_close(scene: &Scene) -> Played {
    let (server, alice, count) = deaf_alice_asks(scene)?;
    alice.shuts_down()?;
    server.rests()?;
    gets(&alice, count)
}

fn leaves_in_the_middle(scene: &Scene) -> Played {
    let (server, alice, _) = deaf_alice_asks(scene)?;
    alice.hears_a_part(1_000_000)?;
    alice.closes();
    is_served(&server, "bob", scene.number(300..=3000))
}

fn resets_in_the_middle(scene: &Scene) -> Played {
    let (server, alice, _) = deaf_alice_asks(scene)?;
    server.rests()?;
    alice.resets()?;
    let carol = server.connects("carol")?;
    carol.says_and_resets(format!("{}\n", millions(scene)).as_bytes())?;
    is_served(&server, "bob", scene.number(300..=3000))
}

fn leaves_while_asking(scene: &Scene) -> Played {
    let server = scene.server()?;
    server.connects("alice")?.closes();
    let carol = server.connects("carol")?;
    carol.says(b"80")?;
    carol.closes();
    server.stays_up()?;
    is_served(&server, "bob", scene.number(300..=3000))
}

fn no_count(scene: &Scene) -> Played {
    let server = scene.server()?;
    let word = scene.word();
    for (name, line) in [("alice", &word[..]), ("carol", b""), ("dave", b"-5"), ("erin", b"\xff")] {
        let peer = server.connects(name)?;
        peer.says(&[line, b"\n"].concat())?;
        server.rests()?;
        peer.closes();
    }
    server.stays_up()?;
    is_served(&server, "bob", scene.number(300..=3000))
}

fn address_in_use(scene: &Scene) -> Played {
    let _somebody = scene.somebody_has_the_address()?;
    let server = scene.server_starts()?;
    server.ends_with(1)?;
    server.complains()
}

/// The client, told to ask for so many bytes, and bob, who has heard it ask.
fn client_asks<'s>(scene: &Scene<'s>, count: usize) -> Played<(Program<'s>, Peer<'s>)> {
    let (client, bob) = scene.client_visits_with("bob", &[&count.to_string()])?;
    bob.hears(format!("{count}\n").as_bytes())?;
    Ok((client, bob))
}

/// The client has its bytes: what it says of them is this, and it ends with this status.
fn finds(client: &Program, verdict: &str, status: i32) -> Played {
    client.prints_line(verdict.as_bytes())?;
    client.ends_with(status)?;
    client.prints_nothing()
}

/// The client asks for so many bytes, bob sends these and closes, and the client says this of them.
fn is_told(scene: &Scene, count: usize, bytes: &[u8], verdict: &str) -> Played {
    let (client, bob) = client_asks(scene, count)?;
    bob.says(bytes)?;
    bob.closes();
    finds(&client, verdict, i32::from(!verdict.ends_with("intact")))
}

fn is_intact(scene: &Scene, count: usize) -> Played {
    is_told(scene, count, &message(count), &format!("{count} bytes, intact"))
}

fn asks_and_checks(scene: &Scene) -> Played {
    is_intact(scene, scene.number(300..=900))
}

fn a_hundred_bytes_come(scene: &Scene) -> Played {
    is_intact(scene, scene.number(90..=110))
}

fn nothing_and_one_come(scene: &Scene) -> Played {
    is_intact(scene, 0)?;
    is_intact(scene, 1)
}

fn eight_million_come(scene: &Scene) -> Played {
    is_intact(scene, millions(scene))
}

/// More than a buffer holds as a rule, and at first one byte and nothing else for a while.
fn they_come_in_pieces(scene: &Scene) -> Played {
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

fn server_stops_early(scene: &Scene) -> Played {
    let (count, came) = (millions(scene), scene.number(70_000..=90_000));
    is_told(scene, count, &message(came), &format!("only {came} of {count} bytes arrived"))
}

fn one_byte_missing(scene: &Scene) -> Played {
    let count = scene.number(300..=3000);
    is_told(
        scene,
        count,
        &message(count - 1),
        &format!("only {} of {count} bytes arrived", count - 1),
    )
}

fn not_a_byte(scene: &Scene) -> Played {
    let count = scene.number(300..=3000);
    is_told(scene, count, b"", &format!("only 0 of {count} bytes arrived"))
}

/// Of so many bytes, the one at this place is wrong.
fn is_wrong_at(scene: &Scene, count: usize, place: usize) -> Played {
    let mut bytes = message(count);
    bytes[place] ^= 1 << scene.number(0..=7);
    is_told(scene, count, &bytes, &format!("{count} bytes, wrong at byte {place}"))
}

fn one_byte_wrong(scene: &Scene) -> Played {
    is_wrong_at(scene, scene.number(200_000..=300_000), scene.number(70_000..=190_000))
}

fn first_and_last_wrong(scene: &Scene) -> Played {
    let count = scene.number(300..=3000);
    is_wrong_at(scene, count, 0)?;
    is_wrong_at(scene, count, count - 1)
}

/// A part is left out, and all that follows stands in the wrong place; as many bytes come as were
/// asked for.
fn a_hole_in_the_middle(scene: &Scene) -> Played {
    let (count, hole) = (scene.number(20_000..=30_000), scene.number(1..=250));
    let (place, whole) = (scene.number(5000..=15_000), message(count + hole));
    let bytes = [&whole[..place], &whole[place + hole..]].concat();
    is_told(scene, count, &bytes, &format!("{count} bytes, wrong at byte {place}"))
}

fn server_resets(scene: &Scene) -> Played {
    let count = millions(scene);
    let (client, bob) = client_asks(scene, count)?;
    bob.says(&message(scene.number(300..=3000)))?;
    bob.resets()?;
    client.ends_with(1)
}

fn nobody_listens(scene: &Scene) -> Played {
    let client = scene.client_with(&["300"])?;
    client.ends_with(1)?;
    client.complains()?;
    client.prints_nothing()
}
