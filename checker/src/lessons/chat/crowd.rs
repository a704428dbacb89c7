//! The scenes of a chat server with more visitors than it was given descriptors for, and with one
//! member who sits there and says nothing.

use serde_json::{Value, json};
use stage::fault::Played;

use super::super::scene::Scene;
use super::member::{Member, News, hears_json, json_frame};
use super::server::word;

/// Alice joins and says nothing more; bob comes and is served.
pub fn a_silent_member(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = Member::joins(&server, "alice", &[])?;
    let bob = Member::joins(&server, "bob", &[&alice])?;
    bob.tells(&[&alice, &bob], &word(scene))
}

/// The server finds room for so many descriptors, as long as it does not raise its limit.
const FEW: u64 = 128;

/// So many come.
const VISITORS: usize = 300;

/// Every so many visitors one joins.
const EVERY: usize = 20;

pub fn more_than_the_soft_limit(scene: &Scene) -> Played {
    let server = scene.server_with_few_descriptors(FEW)?;
    scene.has_descriptors(2 * VISITORS as u64)?;
    let alice = Member::joins(&server, "alice", &[])?;
    let (mut visitors, mut members) = (Vec::new(), Vec::new());
    for number in 1..=VISITORS {
        let name = format!("visitor {number}");
        let visitor = server.connects(&name)?;
        if number % EVERY == 0 {
            visitor.says(&json_frame(&json!({ "join": name })))?;
            let what = json!({ "joined": name }).to_string();
            hears_json(&visitor, &what, |value| value["joined"] == name[..])?;
            alice.hears(News::Joined(&name))?;
            members.push(visitor);
        } else {
            visitors.push(visitor);
        }
    }
    let text = word(scene);
    alice.says(&text)?;
    alice.hears(alice.line(&text))?;
    for member in &members {
        // All who joined later come before it.
        let is_next = |value: &Value| value["joined"].is_string() || value["say"] == text[..];
        let what = "of a name that has joined, or of what alice said";
        while hears_json(member, what, is_next)?["say"].is_null() {}
    }
    Ok(())
}
