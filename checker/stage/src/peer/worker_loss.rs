//! Several of a program's processes are lost at one moment, before the one that started them can see
//! to the first. A signal that is pending already is not sent a second time (signal(7)): that they
//! have ended is told once.

use std::time::Instant;

use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::outcome::trace::What;
use crate::peer::Peer;
use crate::program::Program;
use kernel::{Doing, Pid, Thread};

impl Program<'_> {
    /// The processes that serve these peers are all lost at once, by `SIGKILL`. The one that listens,
    /// which is none of them, stands still meanwhile.
    pub fn loses_the_processes_of(&self, peers: &[&Peer]) -> Played {
        self.rests()?;
        let listening = self.listening_process()?;
        let mut workers: Vec<Pid> = Vec::new();
        for peer in peers {
            let with = self.processes_with(peer)?;
            workers.extend(with.into_iter().find(|pid| *pid != listening));
        }
        workers.sort_unstable();
        workers.dedup();
        if workers.len() < 2 {
            let why = "one process serves them all";
            self.stage().is_not_sprung(Missing::new("losing several processes at once", why));
        }
        let words =
            format!("loses {} processes with a connection at once (SIGKILL)", workers.len());
        self.stage().note(&self.name(), What::Does(words));
        let (born, curtain) = {
            let inner = self.stage().inner.borrow();
            (inner.born, inner.curtain)
        };
        if !kernel::threads(listening, born)?.iter().all(goes_on_after_a_stop) {
            return self.ends_while_held(listening, &workers, curtain);
        }
        let frozen = kernel::freeze(&[listening], curtain).map_err(Halt::from);
        let ended = frozen.and_then(|()| end(&workers));
        are_gone(&workers, curtain);
        kernel::thaw(&[listening]);
        ended
    }

    /// The same for a process that stopping would disturb: it is held instead. Where that is not
    /// allowed, it may see to the first worker before the second is lost.
    fn ends_while_held(&self, listening: Pid, workers: &[Pid], curtain: Instant) -> Played {
        match kernel::hold(&[listening]) {
            Ok(held) => {
                let ended = end(workers);
                are_gone(workers, curtain);
                held.go_on();
                ended
            }
            Err(missing) => {
                self.stage().is_not_sprung(missing);
                end(workers)
            }
        }
    }
}

/// Whether the call that this thread waits in begins anew after a stop, as if nothing had been: not all
/// do (signal(7)).
fn goes_on_after_a_stop(thread: &Thread) -> bool {
    match &thread.doing {
        Doing::Fd { fd, writes, .. } => {
            kernel::borrow(thread.pid, *fd).is_ok_and(|fd| fd.time_limit(*writes).is_none())
        }
        Doing::Kin { call, .. } => matches!(*call, "futex" | "wait"),
        _ => false,
    }
}

/// Waits until these processes, which have been ended, are gone: that takes a moment.
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
