//! Lesson 15's scenes with the learner's server: alice and bob ask, and some requests are repeated.

use std::net::IpAddr;

use stage::breach::Shape;
use stage::bytes::upper;
use stage::datagrams::Correspondent;
use stage::fault::{Missing, Played};
use stage::program::Program;

use crate::scene::Scene;
use crate::scene::places::{OTHER_V4, V4};

/// The maximum payload of a reply: a datagram's 65,507 bytes without the id and the count.
const LARGEST: usize = 65_499;

fn server_and_alice<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Correspondent<'s>)> {
    let server = scene.server_of_datagrams()?;
    let alice = server.corresponds_with("alice")?;
    Ok((server, alice))
}

/// `count` different ids, since the factor is odd. The next id is sometimes larger and sometimes
/// smaller.
fn ids(scene: &Scene, count: usize) -> Vec<u32> {
    let first = scene.number(1..=1 << 31) as u32;
    (0..count as u32).map(|number| first ^ number.wrapping_mul(0x8101_0003)).collect()
}

fn request(id: u32, payload: &[u8]) -> Vec<u8> {
    [&id.to_be_bytes(), payload].concat()
}

fn reply(id: u32, count: u32, payload: &[u8]) -> Vec<u8> {
    [&id.to_be_bytes()[..], &count.to_be_bytes(), &upper(payload)].concat()
}

/// A request and its reply.
fn asks(alice: &Correspondent, id: u32, payload: &[u8], count: u32) -> Played {
    alice.says(&request(id, payload))?;
    alice.hears(&reply(id, count, payload))
}

/// A request, and a reply with any count.
fn asks_for_any_count(alice: &Correspondent, id: u32, payload: &[u8]) -> Played {
    alice.says(&request(id, payload))?;
    let (id, payload) = (id.to_be_bytes(), upper(payload));
    let fits = |heard: &[u8]| heard.starts_with(&id) && heard.get(8..) == Some(&payload[..]);
    alice.hears_one(Shape::ReplyWithAnyCount, fits).map(drop)
}

pub fn all_new(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    // Two requests under two ids are separate requests, even if their payloads are the same.
    let (once, twice) = (scene.word(), scene.word());
    for (count, id) in (1..).zip(ids(scene, 8)) {
        let payload = match count {
            1 | 6 => once.clone(),
            2 | 3 => twice.clone(),
            _ => scene.word(),
        };
        asks(&alice, id, &payload, count)?;
    }
    alice.hears_nothing()
}

/// The counts and their byte order do not matter.
pub fn any_count(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    ids(scene, 2).into_iter().try_for_each(|id| asks_for_any_count(&alice, id, &scene.word()))
}

/// Alice accepts the reply from any address.
pub fn reply_from_anywhere(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    alice.hears_any_sender();
    asks(&alice, ids(scene, 1)[0], &scene.word(), 1)
}

pub fn acts_once(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for (count, id) in (1..).zip(ids(scene, 3)) {
        let payload = scene.word();
        for _ in 0..3 {
            asks(&alice, id, &payload, count)?;
        }
    }
    Ok(())
}

/// A request is repeated after the server has acted on others. The scene checks the count of the
/// next new one.
pub fn repeated_late(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let ids = ids(scene, 5);
    let payloads: Vec<Vec<u8>> = ids.iter().map(|_| scene.word()).collect();
    for at in 0..4 {
        asks(&alice, ids[at], &payloads[at], at as u32 + 1)?;
    }
    for at in [0, 2] {
        asks_for_any_count(&alice, ids[at], &payloads[at])?;
    }
    asks(&alice, ids[4], &payloads[4], 5)
}

pub fn same_reply_again(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let ids = ids(scene, 4);
    let payloads: Vec<Vec<u8>> = ids.iter().map(|_| scene.word()).collect();
    for at in [0, 1, 0, 2, 1, 0, 3] {
        asks(&alice, ids[at], &payloads[at], at as u32 + 1)?;
    }
    Ok(())
}

/// The first of a thousand requests is repeated, and after a hundred more an early one of the last
/// thousand. That one is remembered, whether or not a repeated request counts as a new one.
pub fn remembers_a_thousand(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (ids, payload) = (ids(scene, 1100), scene.word());
    for (count, id) in (1..).zip(&ids) {
        asks(&alice, *id, &payload, count)?;
        if count == 1000 {
            asks(&alice, ids[0], &payload, 1)?;
        }
    }
    asks(&alice, ids[101], &payload, 102)?;
    asks(&alice, ids[1099], &payload, 1100)
}

/// The same request arrives three times before the server can read the first.
pub fn three_at_once(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (ids, payload) = (ids(scene, 2), scene.word());
    let (request, reply) = (request(ids[0], &payload), reply(ids[0], 1, &payload));
    alice.says_in_a_burst(&[&request, &request, &request])?;
    alice.hears_in_any_order(&[&reply, &reply, &reply])?;
    asks(&alice, ids[1], &scene.word(), 2)?;
    alice.hears_nothing()
}

/// A known id arrives with another payload. By the contract it is the same request: the scene checks
/// that it is answered, and the count of the next new one.
pub fn same_id_other_payload(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let ids = ids(scene, 2);
    asks(&alice, ids[0], &scene.word(), 1)?;
    alice.says(&request(ids[0], &scene.word()))?;
    let fits = |heard: &[u8]| heard.len() >= 8 && heard.starts_with(&ids[0].to_be_bytes());
    alice.hears_one(Shape::ReplyWithAnyCount, fits)?;
    asks(&alice, ids[1], &scene.word(), 2)
}

/// Alice and bob ask from different ports, and bob from this host.
fn two_clients(scene: &Scene, bobs: IpAddr, ids: [u32; 2]) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let bob = server.corresponds_from("bob", bobs)?;
    let payloads = [scene.word(), scene.word()];
    asks(&alice, ids[0], &payloads[0], 1)?;
    asks(&bob, ids[1], &payloads[1], 2)?;
    asks(&alice, ids[0], &payloads[0], 1)?;
    asks(&bob, ids[1], &payloads[1], 2)
}

/// A server that takes the host alone for the sender fails here. So does one that ignores the sender,
/// and only [`two_hosts_one_id`] tells the two apart.
pub fn two_clients_one_id(scene: &Scene) -> Played {
    let id = ids(scene, 1)[0];
    two_clients(scene, V4, [id, id])
}

pub fn two_clients_two_ids(scene: &Scene) -> Played {
    let ids = ids(scene, 2);
    two_clients(scene, V4, [ids[0], ids[1]])
}

/// Bob's host, if it is not alice's.
fn other_host() -> Played<IpAddr> {
    if cfg!(target_os = "linux") {
        return Ok(OTHER_V4);
    }
    Err(Missing::new("a second host", "only Linux has more than one address on loopback").into())
}

pub fn two_hosts_one_id(scene: &Scene) -> Played {
    let id = ids(scene, 1)[0];
    two_clients(scene, other_host()?, [id, id])
}

pub fn two_hosts_two_ids(scene: &Scene) -> Played {
    let ids = ids(scene, 2);
    two_clients(scene, other_host()?, [ids[0], ids[1]])
}

/// Alice alone sends and repeats the requests that two clients send in the scene above.
pub fn one_client_two_ids(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (ids, payloads) = (ids(scene, 2), [scene.word(), scene.word()]);
    for at in [0, 1, 0, 1] {
        asks(&alice, ids[at], &payloads[at], at as u32 + 1)?;
    }
    Ok(())
}

pub fn too_short(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let ids = ids(scene, 2);
    asks(&alice, ids[0], &scene.word(), 1)?;
    for length in [0, 1, 3] {
        alice.says(&scene.letters(3)[..length])?;
        alice.hears_nothing()?;
    }
    asks(&alice, ids[1], &scene.word(), 2)
}

pub fn empty_payload(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for (count, id) in (1..).zip(ids(scene, 3)) {
        asks(&alice, id, b"", count)?;
    }
    Ok(())
}

pub fn ids_of_any_bytes(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for (count, id) in (1..).zip([0, u32::MAX, 0x0a0d_2061, 1, 0x8000_0000, 0x0100_0000]) {
        asks(&alice, id, &scene.word(), count)?;
    }
    Ok(())
}

pub fn any_payload(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let ids = ids(scene, 2);
    asks(&alice, ids[0], &[&scene.raw_bytes(300)[..], b"\0\0"].concat(), 1)?;
    asks(&alice, ids[1], &[scene.chinese(2).as_bytes(), &scene.word()].concat(), 2)
}

pub fn spaces_belong_to_the_payload(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    asks(&alice, ids(scene, 1)[0], &[&scene.word()[..], b" \t "].concat(), 1)
}

pub fn largest(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let ids = ids(scene, 2);
    asks(&alice, ids[0], &scene.much(2000), 1)?;
    asks(&alice, ids[1], &scene.much(LARGEST), 2)
}

/// A hundred bytes are answered, and the longest payload gets one datagram at most. A server that
/// answers it in parts has received all of it.
pub fn answers_once_at_most(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let ids = ids(scene, 3);
    asks(&alice, ids[0], &scene.much(100), 1)?;
    asks(&alice, ids[1], &scene.much(99), 2)?;
    alice.says(&request(ids[2], &scene.much(LARGEST)))?;
    alice.hears_nothing().or_else(|_| alice.hears_nothing())
}

/// A request that fits into a datagram, but whose reply does not.
pub fn too_long_for_a_reply(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let ids = ids(scene, 2);
    alice.says(&request(ids[0], &scene.much(LARGEST + 4)))?;
    alice.hears_nothing()?;
    asks_for_any_count(&alice, ids[1], &scene.word())?;
    server.stays_up()
}

pub fn client_has_gone(scene: &Scene) -> Played {
    let server = scene.server_of_datagrams()?;
    let (ids, bob) = (ids(scene, 2), server.corresponds_with("bob")?);
    server.corresponds_with("alice")?.says_and_leaves(&request(ids[0], &scene.word()))?;
    asks(&bob, ids[1], &scene.word(), 2)?;
    server.stays_up()
}

pub fn address_in_use(scene: &Scene) -> Played {
    let _somebody = scene.opens_post("somebody else")?;
    let server = scene.server_starts()?;
    server.ends_with(1)?;
    server.reports_an_error()
}
