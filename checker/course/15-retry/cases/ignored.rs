//! Lesson 15's scenes in which the client gets datagrams that it must ignore: they have another id, are too
//! short, or come from another address.

use std::time::{Duration, Instant};

use stage::breach::Measure;
use stage::fault::{Missing, Played};

use super::bob::*;
use crate::scene::Scene;
use crate::scene::places::OTHER_V4;

/// A client with this timeout asks only once during a scene, whatever arrives in the meantime.
const PATIENT: &[&str] = &["--timeout", "60000"];

/// Timeouts within which many datagrams arrive. The later ones are for busier machines.
const DISTRACTED: [u64; 5] = [60, 60, 150, 400, 1000];

/// Before the reply, others arrive under ids that differ from the request's in these bits.
fn answered_under(scene: &Scene, others: &[u32]) -> Played {
    let (client, bob) = client_and_bob(scene, PATIENT)?;
    word_and_reply(scene, &client, &bob)?;
    let (line, reply) = (scene.word(), scene.word());
    client.types_line(&line)?;
    let request = bob.hears_new_request(&line)?;
    for other in others {
        let id = u32::from_be_bytes(id_of(&request)) ^ other;
        bob.answers_as(id.to_be_bytes(), any_count(scene), &scene.word())?;
    }
    client.prints_nothing()?;
    bob.hears_no_request()?;
    bob.answers(&request, 7, &reply)?;
    prints(&client, 7, &reply)
}

pub fn other_ids(scene: &Scene) -> Played {
    answered_under(scene, &[u32::MAX])
}

/// One bit in each of the four bytes.
pub fn ids_that_look_alike(scene: &Scene) -> Played {
    answered_under(scene, &[1, 0x0000_0400, 0x0020_0000, 0x0100_0000, 0x8000_0000])
}

pub fn too_short(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, PATIENT)?;
    let (line, reply) = (scene.word(), scene.word());
    client.types_line(&line)?;
    let request = bob.hears_new_request(&line)?;
    bob.post.says(b"")?;
    bob.post.says(&request[..3])?;
    bob.post.says(&[&request[..4], &[0, 0, 0]].concat())?;
    client.prints_nothing()?;
    bob.hears_no_request()?;
    bob.answers(&request, 3, &reply)?;
    prints(&client, 3, &reply)?;
    word_and_reply(scene, &client, &bob)
}

pub fn strangers_are_not_heard(scene: &Scene) -> Played {
    let (client, bob) = client_and_bob(scene, PATIENT)?;
    let (line, reply) = (scene.word(), scene.word());
    client.types_line(&line)?;
    let request = bob.hears_new_request(&line)?;
    let mallory = bob.post.introduces("mallory")?;
    let forged = |scene: &Scene| [&request[..4], &[0, 0, 0, 9], &scene.word()].concat();
    mallory.says(&forged(scene))?;
    client.prints_nothing()?;
    if cfg!(target_os = "linux") {
        let namesake = bob.post.introduces_at("somebody with bob's port", OTHER_V4)?;
        namesake.says(&forged(scene))?;
        client.prints_nothing()?;
    }
    bob.hears_no_request()?;
    bob.answers(&request, 4, &reply)?;
    prints(&client, 4, &reply)
}

/// Bob does not answer the first try, but sends datagrams that are not the reply, until the second try. If
/// the machine is too busy to send them in quick succession, everything is slower.
pub fn distracted(scene: &Scene) -> Played {
    for timeout in DISTRACTED {
        let (client, bob) = client_and_bob(scene, &["--timeout", &timeout.to_string()])?;
        let (line, reply, count) = (scene.word(), scene.word(), any_count(scene));
        let typed = Typed::to(&client, &line, timeout)?;
        let request = bob.hears_new_request(&line)?;
        let other_id = [&id_of(&request).map(|byte| !byte)[..], &[0, 0, 0, 1], &reply].concat();
        let limit = Duration::from_millis(timeout);
        let ignored = [&other_id[..], &request[..3]];
        let is_shown = bob.post.distracts_until_it_repeats(&request, limit, typed.at, &ignored)?;
        typed.not_early(&client, Measure::MillisecondsToTry { number: 2 }, 1, Instant::now())?;
        if is_shown {
            typed.can_still_be_answered()?;
            bob.answers(&request, count, &reply)?;
            return prints(&client, count, &reply);
        }
        client.gets_killed()?;
        bob.post.leaves();
    }
    let why = "the machine is too busy, or the program asked again before they came";
    Err(Missing::new("datagrams in quick succession", why).into())
}
