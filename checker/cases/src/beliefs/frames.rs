//! Questions about the evidence of lessons whose programs speak in frames, and of the chats among them.

use stage::breach::{Breach, Frame, On, Wait};

use super::evidence::*;

/// A member who joins was to hear of it, and hears something else or nothing: its frame was not
/// understood.
pub fn lacks_the_first_news(breach: &Breach) -> bool {
    matches!(frames(breach), [Frame::Joined { name }] if name == "alice")
        && told_in_json(breach, "joined").is_none()
}

/// A frame was awaited, and nothing at all came of it; nor has the program left unread what it was
/// told of only once, which is reason enough.
pub fn lacks_the_frame(breach: &Breach) -> bool {
    let is_frame =
        first_frame(breach.expected()).is_some_and(|(length, rest)| length <= rest.len());
    let has_left = |wait: &Wait| matches!(wait.on, On::Edges { left: true });
    let has_read = !waits_of(breach).iter().any(has_left);
    awaited_bytes(breach) && is_frame && heard_nothing(breach) && has_read
}

/// A frame came whose header says how many characters the payload has, where it has more bytes.
pub fn frame_counts_characters(breach: &Breach) -> bool {
    let counts = || {
        let (length, rest) = first_frame(breach.expected())?;
        let (claimed, heard) = first_frame(breach.heard())?;
        let payload = rest.get(..length)?;
        let characters = std::str::from_utf8(payload).ok()?.chars().count();
        let begins_alike = heard.starts_with(&payload[..characters]);
        Some(claimed == characters && claimed != length && begins_alike)
    };
    awaited_bytes(breach) && counts().unwrap_or(false)
}

/// That somebody has left was to be told next, and nothing else would do.
pub fn awaits_that_one_has_left(breach: &Breach) -> bool {
    matches!(frames(breach).first(), Some(Frame::Left { .. }))
}

/// A line of alice's that is not long was to be told next; something else may have been as good.
pub fn awaits_a_line_of_alices(breach: &Breach) -> bool {
    match frames(breach).first() {
        Some(Frame::Line { from, .. } | Frame::LineAsForAlice { from, .. }) => from == "alice",
        _ => false,
    }
}

/// Somebody who has been let in waits for an answer, for which nobody else has to be written to, and
/// for ever: tasks wait for each other, and their runtime for the network.
pub fn holds_the_room_in_a_task(breach: &Breach) -> bool {
    let waits = waits_of(breach);
    frames(breach).contains(&Frame::Error)
        && breach.queued.is_empty()
        && heard_nothing(breach)
        && !waits.is_empty()
        && waits.iter().all(|wait| wait.call == "epoll_wait" || wait.on == On::Itself)
}

/// What came is a frame of JSON, or its payload, and has this field.
pub fn told_in_json(breach: &Breach, field: &str) -> Option<serde_json::Value> {
    let heard = breach.heard();
    let payload = match first_frame(heard) {
        Some((_, payload)) if shape(breach).is_none() => payload,
        _ => heard,
    };
    let mut values = serde_json::Deserializer::from_slice(payload).into_iter();
    let value: serde_json::Value = values.next()?.ok()?;
    value.get(field).cloned()
}
