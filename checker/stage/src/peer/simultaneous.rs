//! Simultaneous messages: the program is stopped, several peers send, and the program runs on. It finds
//! all messages at once, so it alone decides which it reads first.

use crate::outcome::fault::{Fault, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::peer::Peer;
use crate::program::Program;

/// Each peer sends, and all messages have arrived before the program can read the first. A message must
/// fit into the program's receive buffer.
pub fn say_simultaneously(said: &[(&Peer, &[u8])]) -> Played {
    let Some((first, _)) = said.first() else { return Ok(()) };
    for (peer, bytes) in said {
        peer.stage.note(&peer.name(), What::Says(Excerpt::of(bytes)));
        peer.stage.connection(peer.index).cut = None;
    }
    first.stage.while_stopped(|| {
        for (peer, bytes) in said {
            peer.sends_what_fits(bytes)?;
            peer.awaits_arrival()?;
        }
        Ok(())
    })
}

/// Two peers send, and one of them resets its connection. Both messages and the reset have arrived
/// before the program can answer.
pub fn say_and_reset_simultaneously(busy: (&Peer, &[u8]), gone: (&Peer, &[u8])) -> Played {
    for (peer, bytes) in [busy, gone] {
        peer.stage.note(&peer.name(), What::Says(Excerpt::of(bytes)));
        peer.stage.connection(peer.index).cut = None;
    }
    busy.0.stage.while_stopped(|| {
        busy.0.sends_what_fits(busy.1)?;
        gone.0.sends_what_fits(gone.1)?;
        gone.0.awaits_arrival()?;
        gone.0.resets()
    })
}

/// Peers send, and the program gets this signal (number and name). All of it has arrived before the
/// program runs again.
pub fn say_and_signal_simultaneously(
    said: &[(&Peer, &[u8])],
    program: &Program,
    (signal, word): (i32, &str),
) -> Played {
    program.can_be_signalled(signal, word)?;
    program.while_stopped(|| {
        for (peer, bytes) in said {
            peer.stage.note(&peer.name(), What::Says(Excerpt::of(bytes)));
            peer.stage.connection(peer.index).cut = None;
            peer.sends_what_fits(bytes)?;
            peer.awaits_arrival()?;
        }
        program.stage().note(&program.name(), What::GetsSignal(word.into()));
        kernel::signal_first_thread(program.with(|process| process.pid), signal)
            .map_err(|error| Fault::new(format!("sending {word}"), error).into())
    })
}
