//! The processes of a program that serve each peer, and the loss of one or several of them.
//!
//! When several children end before their parent runs, it receives one `SIGCHLD`: a pending signal is
//! not queued a second time (signal(7)).

use std::time::Instant;

use kernel::{Doing, Pid, Thread};

use crate::outcome::breach::Measure;
use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::outcome::trace::What;
use crate::peer::Peer;
use crate::program::processes::Processes;

impl Processes<'_> {
    /// Its processes that hold its end of this peer's connection, the listening process first. Empty if
    /// it has closed the connection.
    pub fn serving(&self, peer: &Peer) -> Played<Vec<Pid>> {
        let inbox = self.program.stage().connection(peer.index).inbox()?;
        let inode = inbox.map_or(0, |inbox| inbox.inode);
        Ok(if inode == 0 { Vec::new() } else { self.holding(inode) })
    }

    /// Ends the process that serves this peer with `SIGKILL`, as when the machine runs out of memory.
    /// The listening process and all others are left alone.
    pub fn kill_the_one_serving(&self, peer: &Peer) -> Played {
        let words = format!("loses the process with {}'s connection (SIGKILL)", peer.name());
        let listening = self.that_listen()?.first().copied();
        let with = self.serving(peer)?;
        let of_its_own: Vec<Pid> = with.into_iter().filter(|pid| Some(*pid) != listening).collect();
        let measure = Measure::WorkersWithConnection { peer: peer.name() };
        // Killing the listening process would end the server, and the stage would be the cause.
        let Some(pid) = of_its_own.first() else { return self.program.fact(measure, 1, 0) };
        self.program.stage().note(&self.program.name(), What::Does(words));
        kernel::signal_process(*pid, libc::SIGKILL)
            .map_err(|error| Fault::new("ending a worker", error).into())
    }

    /// Ends the processes that serve these peers all at once, with `SIGKILL`. The listening process,
    /// which is not one of them, is stopped in the meantime.
    pub fn kill_those_serving(&self, peers: &[&Peer]) -> Played {
        self.program.rests()?;
        let listening = self.listening()?;
        let mut workers: Vec<Pid> = Vec::new();
        for peer in peers {
            let with = self.serving(peer)?;
            workers.extend(with.into_iter().find(|pid| *pid != listening));
        }
        workers.sort_unstable();
        workers.dedup();
        if workers.len() < 2 {
            let why = "one process serves them all";
            self.program
                .stage()
                .note_not_sprung(Missing::new("losing several processes at once", why));
        }
        let words =
            format!("loses {} processes with a connection at once (SIGKILL)", workers.len());
        self.program.stage().note(&self.program.name(), What::Does(words));
        let (born, curtain) = {
            let inner = self.program.stage().inner.borrow();
            (inner.born, inner.curtain)
        };
        if !kernel::threads(listening, born)?.iter().all(goes_on_after_a_stop) {
            return self.ends_while_held(listening, &workers, curtain);
        }
        let stopped = kernel::stop(&[listening], curtain).map_err(Halt::from);
        let ended = stopped.and_then(|()| end(&workers));
        are_gone(&workers, curtain);
        kernel::resume(&[listening]);
        ended
    }

    /// Ends the workers of a listening process that a stop would disturb: that process is held by ptrace
    /// instead. If that is not allowed, it may handle the end of the first worker before the second is
    /// killed.
    fn ends_while_held(&self, listening: Pid, workers: &[Pid], curtain: Instant) -> Played {
        match kernel::hold(&[listening]) {
            Ok(held) => {
                let ended = end(workers);
                are_gone(workers, curtain);
                held.release();
                ended
            }
            Err(missing) => {
                self.program.stage().note_not_sprung(missing);
                end(workers)
            }
        }
    }
}

/// Whether the call in which this thread waits restarts after a stop as if nothing had happened. Not all
/// calls do (signal(7)).
fn goes_on_after_a_stop(thread: &Thread) -> bool {
    match &thread.doing {
        Doing::Fd { fd, writes, .. } => {
            kernel::borrow(thread.pid, *fd).is_ok_and(|fd| fd.time_limit(*writes).is_none())
        }
        Doing::Kin { call, .. } => matches!(*call, "futex" | "wait"),
        _ => false,
    }
}

/// Waits until these killed processes are gone, which takes a moment.
fn are_gone(workers: &[Pid], curtain: Instant) {
    while workers.iter().any(|pid| kernel::alive(*pid)) && Instant::now() < curtain {
        kernel::let_others_run();
    }
}

fn end(workers: &[Pid]) -> Played {
    for pid in workers {
        match kernel::signal_process(*pid, libc::SIGKILL) {
            Err(error) if kernel::alive(*pid) => {
                return Err(Fault::new("ending a worker", error).into());
            }
            _ => {}
        }
    }
    Ok(())
}
