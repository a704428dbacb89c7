//! Scenes in which a chat client cannot go on: it reports an error, and exits with status 1.

use serde_json::json;
use stage::fault::Played;

use super::client::{asks_to_join, joins, line_frame, passes_on};
use super::member::{LIMIT, frame, json_frame};
use super::server::word;
use crate::scene::Scene;

/// Bob closes without a good-bye while the client waits for input.
pub fn gone_without_a_word(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    bob.closes();
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

pub fn gone_in_a_frame(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    bob.says(&line_frame("carol", &word(scene))[..12])?;
    bob.closes();
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

pub fn reset(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    passes_on(&client, &bob, "carol", &word(scene))?;
    bob.resets()?;
    client.ends_with(1)?;
    client.reports_an_error()
}

pub fn not_let_in(scene: &Scene) -> Played {
    let (client, bob) = asks_to_join(scene, "alice")?;
    let why = format!("{} is taken", word(scene));
    bob.says(&json_frame(&json!({ "error": why })))?;
    bob.closes();
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

/// A member may receive an error about one of its own messages, and the stream goes on.
pub fn sent_away(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    bob.says(&json_frame(&json!({ "error": format!("no {} here", word(scene)) })))?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

pub fn no_frame_of_this_chat(scene: &Scene) -> Played {
    for nothing in [&b"hello"[..], b""] {
        let (client, bob) = joins(scene, "alice")?;
        bob.says(&frame(nothing))?;
        client.ends_with(1)?;
        client.reports_an_error()?;
        client.prints_nothing()?;
    }
    Ok(())
}

pub fn claims_too_much(scene: &Scene) -> Played {
    let (client, bob) = joins(scene, "alice")?;
    bob.says(&u32::try_from(LIMIT + 1).unwrap_or(u32::MAX).to_be_bytes())?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

pub fn nobody_listens(scene: &Scene) -> Played {
    let client = scene.client_with(&["alice"])?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}
