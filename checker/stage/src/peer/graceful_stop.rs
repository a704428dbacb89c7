//! Asks a program to stop at an awkward moment. Checks what happens to late clients, and to the processes
//! that it has started.

use std::time::{Duration, Instant};

use crate::outcome::breach::{After, Awaited, Instead, Measure};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::peer::connecting::begin;
use crate::peer::{Manner, Peer};
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use crate::state::connection::Connection;

/// A program that polls for the signal polls again within this time.
const A_WHILE: Duration = Duration::from_secs(1);

impl Program<'_> {
    /// Peers send, and the program gets a signal. All of it has arrived before the program runs again.
    pub fn gets_signal_as_they_say(
        &self,
        signal: i32,
        word: &str,
        said: &[(&Peer<'_>, &[u8])],
    ) -> Played {
        self.can_be_signalled(signal, word)?;
        let all_at_once = || {
            for (peer, bytes) in said {
                self.stage.note(&peer.name(), What::Says(Excerpt::of(bytes)));
                self.stage.connection(peer.index).cut = None;
                peer.sends_what_fits(bytes)?;
                peer.awaits_arrival()?;
            }
            self.stage.note(&self.name(), What::GetsSignal(word.into()));
            kernel::signal_first_thread(self.with(|process| process.pid), signal)
                .map_err(|error| Fault::new(format!("sending {word}"), error).into())
        };
        self.while_stopped(all_at_once)
    }

    /// Runs `act` while the program does not run. `act` must not wait for the program.
    pub fn while_stopped(&self, act: impl Fn() -> Played) -> Played {
        self.stage.while_stopped(act)
    }

    /// Like [`Program::while_stopped`], but with neither signals nor ptrace: the program is pinned to our
    /// processor. If it has run all the same, the result is a fault ([`crate::RAN_ON`]).
    pub fn while_only_pinned(&self, act: impl Fn() -> Played) -> Played {
        self.stage.while_only_pinned(act)
    }

    /// A peer connects, sends this and gets no answer: the program refuses it, leaves it in the accept
    /// queue, or closes its connection.
    pub fn turns_away(&self, name: &str, word: &[u8]) -> Played {
        let stage = self.stage();
        let fault =
            |error: std::io::Error| Halt::from(Fault::new(format!("connecting {name}"), error));
        let address = self.address()?;
        stage.settles();
        let socket = begin(address, Manner::default(), None).map_err(fault)?;
        let let_in = stage.until(Patience::Rest, &[], &[], |_| {
            if socket.take_error().map_err(fault)?.is_some() {
                return Ok(Some(false));
            }
            Ok(socket.peer_addr().is_ok().then_some(true))
        });
        match let_in {
            Ok(true) => {}
            Ok(false) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => return Ok(()),
            Err(pause) => {
                let awaited = Awaited::Silence { hearer: name.into() };
                return Err(stage.blame(pause, &self.name(), awaited, &[]));
            }
        }
        let connection =
            Connection::new(name, &self.name(), socket.into(), address).map_err(fault)?;
        stage.note(name, What::Connects);
        let peer = Peer::new(stage, connection);
        peer.says(word)?;
        let quiet = peer.hears_nothing();
        peer.closes();
        match quiet {
            Err(Halt::Breach(breach)) if is_sent_away(&breach.instead) => Ok(()),
            other => other,
        }
    }

    /// Waits until the program has reacted to the signal: it has ended, or will never move again by itself,
    /// or has rested for a while. (Some programs poll for the signal.)
    pub fn takes_notice(&self) -> Played {
        let enough = Instant::now() + A_WHILE;
        let noticed = self.stage.until(Patience::Proof, &[], &[], |inner| {
            let is_over = self.process(inner).exit.is_some() || Instant::now() >= enough;
            Ok(is_over.then_some(()))
        });
        match noticed {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => Ok(()),
            Err(pause) => {
                let awaited = Awaited::Exit { statuses: vec![0] };
                Err(self.stage.blame(pause, &self.name(), awaited, &[]))
            }
        }
    }

    /// Checks that, if the program has ended, all processes that it started have ended, too.
    pub fn leaves_no_process_behind(&self) -> Played {
        if self.with(|process| process.exit.is_none()) {
            return Ok(());
        }
        let gone = self
            .stage
            .until(Patience::Rest, &[], &[], |inner| Ok(inner.all_have_ended().then_some(())));
        match gone {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => {}
            Err(pause) => {
                let awaited = Awaited::Exit { statuses: vec![0] };
                return Err(self.stage.blame(pause, &self.name(), awaited, &[]));
            }
        }
        let left = self.stage.inner.borrow().kin.list().len() as u64;
        self.fact(Measure::ProcessesLeftBehind, 0, left)
    }
}

/// The connection or the program ended, and the peer had heard nothing before.
fn is_sent_away(instead: &Instead) -> bool {
    match instead {
        Instead::Bytes { heard, after } => heard.is_empty() && *after != After::Open,
        Instead::Ended(_) => true,
        _ => false,
    }
}
