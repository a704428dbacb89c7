//! Questions about the evidence of lessons whose programs send frames, among them the chats.

use stage::breach::{Breach, Frame, On};

use super::answers::{frames, shape};
use super::facts::*;

/// A member that joins should receive the news of its join, but receives something else or nothing: the
/// server did not understand its frame.
pub fn lacks_the_first_news(breach: &Breach) -> bool {
    matches!(frames(breach), [Frame::Joined { name }] if name == "alice")
        && json_field(breach, "joined").is_none()
}

/// A frame was awaited, and no byte of it came. This does not count if the program left data unread that
/// an edge-triggered wait reports only once: that already explains the failure.
pub fn lacks_the_frame(breach: &Breach) -> bool {
    let is_frame =
        first_frame(breach.expected()).is_some_and(|(length, rest)| length <= rest.len());
    awaited_bytes(breach) && is_frame && heard_nothing(breach) && !leaves_unread(breach)
}

/// A chat owes a member a frame, but waits for events. It has read everything that its members sent.
pub fn waits_for_the_next_frame(breach: &Breach) -> bool {
    !frames(breach).is_empty()
        && heard_nothing(breach)
        && waits_for_events(breach)
        && !leaves_unread(breach)
        && breach.unread.is_empty()
}

/// A frame came whose header counts the characters of the payload, and the payload has more bytes
/// than that.
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

/// The next news had to be that a member has left. Nothing else was acceptable.
pub fn awaits_that_one_has_left(breach: &Breach) -> bool {
    matches!(frames(breach).first(), Some(Frame::Left { .. }))
}

/// The next news could be a short line of alice's. Other news may have been acceptable, too.
pub fn awaits_a_line_of_alices(breach: &Breach) -> bool {
    match frames(breach).first() {
        Some(Frame::Line { from, .. } | Frame::LineAsForAlice { from, .. }) => from == "alice",
        _ => false,
    }
}

/// A member that has joined waits for ever for an answer that requires no write to another client. The
/// server's tasks wait for each other, and the runtime waits for the network.
pub fn holds_the_room_in_a_task(breach: &Breach) -> bool {
    let waits = waits_of(breach);
    frames(breach).contains(&Frame::Error)
        && breach.queued.is_empty()
        && heard_nothing(breach)
        && !waits.is_empty()
        && waits.iter().all(|wait| wait.call == "epoll_wait" || wait.on == On::Itself)
}

/// The received bytes are a JSON frame, or its payload, and contain this field.
pub fn json_field(breach: &Breach, field: &str) -> Option<serde_json::Value> {
    let heard = breach.heard();
    let payload = match first_frame(heard) {
        Some((_, payload)) if shape(breach).is_none() => payload,
        _ => heard,
    };
    let mut values = serde_json::Deserializer::from_slice(payload).into_iter();
    let value: serde_json::Value = values.next()?.ok()?;
    value.get(field).cloned()
}
