//! Scenes of a chat server with more visitors than its limit of descriptors, and with one member
//! that stays and says nothing.

use serde_json::{Value, json};
use stage::breach::{Frame, Measure};
use stage::fault::Played;

use super::member::{Member, News, hears_json, json_frame, say};
use super::server::word;
use crate::scene::Scene;

/// Alice joins and says nothing more. Bob connects and is served.
pub fn a_silent_member(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = Member::joins(&server, "alice", &[])?;
    let bob = Member::joins(&server, "bob", &[&alice])?;
    bob.tells(&[&alice, &bob], &word(scene))
}

/// Alice sends everything that she has to say before any of it is read.
pub fn one_visit(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = Member { name: "alice", peer: server.connects("alice")? };
    let texts = [word(scene), word(scene)];
    let mut said = vec![json_frame(&json!({ "join": alice.name }))];
    said.extend(texts.iter().map(|text| say(text)));
    said.push(json_frame(&json!({ "quit": true })));
    alice.peer.says(&said.concat())?;
    alice.hears(News::Joined(alice.name))?;
    texts.iter().try_for_each(|text| alice.hears(alice.line(text)).map(drop))?;
    alice.peer.hears_end()
}

/// The server's limit of descriptors, unless it raises that limit itself.
const FEW: u64 = 100;

/// The number of visitors.
const VISITORS: usize = 200;

/// The number of visitors that come after them, if the hard limit allows it. Together they need
/// descriptors above 1,023, which select(2) cannot handle.
const MORE: usize = 900;

/// One of this many visitors joins, beginning with the last one.
const EVERY: usize = 50;

pub fn more_than_the_soft_limit(scene: &Scene) -> Played {
    let server = scene.server_with_soft_limit(FEW)?;
    let all = 2 * (VISITORS + MORE) as u64;
    let may_be_many = scene.may_have_descriptors(all);
    scene.ensures_descriptors(if may_be_many { all } else { 2 * VISITORS as u64 })?;
    let alice = Member::joins(&server, "alice", &[])?;
    let names: Vec<_> = (1..=VISITORS).map(|number| format!("visitor {number}")).collect();
    let visits = |name: &String| {
        server.listener().awaits_room()?;
        server.connects(name)
    };
    let mut visitors: Vec<_> = names.iter().map(visits).collect::<Result<_, _>>()?;
    server.rests()?;
    let held = server.resources().descriptors()?.min(VISITORS as u64);
    let measure = Measure::DescriptorsForVisitors { visitors: VISITORS as u64 };
    server.fact(measure, VISITORS as u64, held)?;
    server.resources().soft_limit_is_raised()?;
    if may_be_many {
        visitors.extend(server.connects_many_at_once(MORE)?);
    }
    let members: Vec<_> = visitors.iter().rev().step_by(EVERY).collect();
    for member in &members {
        let name = member.name();
        member.says(&json_frame(&json!({ "join": name })))?;
        let joined = Frame::Joined { name: name.clone() };
        hears_json(member, joined, |value| value["joined"] == name[..])?;
        alice.hears(News::Joined(&name))?;
    }
    let text = word(scene);
    alice.says(&text)?;
    alice.hears(alice.line(&text))?;
    for member in &members {
        // The news of all later joins arrives before it.
        let is_next = |value: &Value| value["joined"].is_string() || value["say"] == text[..];
        while hears_json(member, Frame::JoinedOrLine, is_next)?["say"].is_null() {}
    }
    Ok(())
}
