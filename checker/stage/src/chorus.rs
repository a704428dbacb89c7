//! Several peers speak at once: the program is stopped, each of them says something, and it goes on.
//! Whom it hears first is for the program to decide: it cannot know that one came before another.

use crate::fault::{Halt, Played};
use crate::peer::Peer;
use crate::trace::{Excerpt, What};

/// All of them speak before the program can read any of it; not more each than its receive buffer
/// holds. Where it cannot be stopped without disturbing it, they speak one after another, in a hurry.
pub fn speak_at_once(said: &[(&Peer, &[u8])]) -> Played {
    let Some((first, _)) = said.first() else { return Ok(()) };
    for (peer, bytes) in said {
        peer.stage.note(&peer.name(), What::Says(Excerpt::of(bytes)));
        peer.stage.connection(peer.index).cut = None;
    }
    let spoken = first.stage.while_frozen(|| {
        for (peer, bytes) in said {
            peer.sends_what_fits(bytes)?;
            peer.has_arrived()?;
        }
        Ok(())
    });
    match spoken {
        Err(Halt::Missing(_)) => said.iter().try_for_each(|(peer, bytes)| peer.sends(bytes)),
        other => other,
    }
}

/// While the program is about to deal with what one says, another says something and resets: all of it
/// is there before the program can answer. Where it cannot be stopped without disturbing it, that is
/// so as a rule.
pub fn speak_and_reset(busy: (&Peer, &[u8]), gone: (&Peer, &[u8])) -> Played {
    for (peer, bytes) in [busy, gone] {
        peer.stage.note(&peer.name(), What::Says(Excerpt::of(bytes)));
        peer.stage.connection(peer.index).cut = None;
    }
    let spoken = busy.0.stage.while_frozen(|| {
        busy.0.sends_what_fits(busy.1)?;
        gone.0.sends_what_fits(gone.1)?;
        gone.0.has_arrived()?;
        gone.0.resets()
    });
    match spoken {
        Err(Halt::Missing(_)) => busy.0.stage.hurries(|| {
            busy.0.sends(busy.1)?;
            gone.0.sends(gone.1)?;
            gone.0.resets()
        }),
        other => other,
    }
}
