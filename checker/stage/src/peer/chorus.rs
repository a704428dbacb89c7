//! Several peers speak at once: the program is stopped, each of them says something, and it goes on.
//! Whom it hears first is for the program to decide: it cannot know that one came before another.

use crate::outcome::fault::Played;
use crate::outcome::trace::{Excerpt, What};
use crate::peer::Peer;

/// All of them speak before the program can read any of it; not more each than its receive buffer
/// holds.
pub fn speak_at_once(said: &[(&Peer, &[u8])]) -> Played {
    let Some((first, _)) = said.first() else { return Ok(()) };
    for (peer, bytes) in said {
        peer.stage.note(&peer.name(), What::Says(Excerpt::of(bytes)));
        peer.stage.connection(peer.index).cut = None;
    }
    first.stage.before_they_move(|| {
        for (peer, bytes) in said {
            peer.sends_what_fits(bytes)?;
            peer.has_arrived()?;
        }
        Ok(())
    })
}

/// While the program is about to deal with what one says, another says something and resets: all of it
/// is there before the program can answer.
pub fn speak_and_reset(busy: (&Peer, &[u8]), gone: (&Peer, &[u8])) -> Played {
    for (peer, bytes) in [busy, gone] {
        peer.stage.note(&peer.name(), What::Says(Excerpt::of(bytes)));
        peer.stage.connection(peer.index).cut = None;
    }
    busy.0.stage.before_they_move(|| {
        busy.0.sends_what_fits(busy.1)?;
        gone.0.sends_what_fits(gone.1)?;
        gone.0.has_arrived()?;
        gone.0.resets()
    })
}
