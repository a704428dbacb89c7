//! The one loop that waits. Every wait of a script goes through [`Stage::until`]. It drains the programs'
//! output, watches for their end, and asks the kernel whether the expected event can still happen.
//!
//! One thread does all of it, so that "nothing has come" and "nothing can come" are about the same moment.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use crate::outcome::fault::{Cause, Fault, Halt};
use crate::proof::account::Account;
use crate::proof::examiner::{Examiner, Proof};
use crate::proof::pause::{Patience, Pause};
use crate::state::stage::{Inner, Stage};
use kernel::{Ready, Signals};

impl Stage {
    /// Waits until `look` finds the expected event. The descriptors in `readable` and `writable` are watched
    /// beside the programs' output, so that the wait ends as soon as there is something to check.
    pub(crate) fn until<T>(
        &self,
        patience: Patience,
        readable: &[BorrowedFd<'_>],
        writable: &[BorrowedFd<'_>],
        mut look: impl FnMut(&mut Inner) -> Result<Option<T>, Halt>,
    ) -> Result<T, Pause> {
        let mut found = None;
        self.waits(patience, readable, writable, &mut |inner| {
            found = look(inner)?;
            Ok(found.is_some())
        })?;
        Ok(found.expect("the wait ends with it"))
    }

    /// Like [`Stage::until`]; `has_found` says whether it is there. The loop is compiled once, and not for
    /// each `look`.
    fn waits(
        &self,
        patience: Patience,
        readable: &[BorrowedFd<'_>],
        writable: &[BorrowedFd<'_>],
        has_found: &mut dyn FnMut(&mut Inner) -> Result<bool, Halt>,
    ) -> Result<(), Pause> {
        let (mut account, mut examiner) = (Account::new(), Examiner::new());
        self.inner.borrow_mut().left_alone = None;
        let (mut idle, mut printed_at_rest) = (0, 0);
        loop {
            let mut inner = self.inner.borrow_mut();
            inner.drain();
            if inner.finds(has_found)? {
                return Ok(());
            }
            if idle > 2 {
                account.starts(&inner);
            }
            inner.makes_up_for_standstills();
            let now = Instant::now();
            let proof = if now >= inner.curtain {
                account.at_the_deadline(&mut inner, patience)?.map(Proof::Deadline)
            } else {
                account.checks(&mut inner, patience, now)?;
                idle = inner.sleeps(readable, writable, idle, now)?;
                examiner.examines(&mut inner, patience, idle, now)?
            };
            let Some(proof) = proof else { continue };
            // Output that the programs wrote before they came to rest may have arrived only now: it counts.
            let had_printed = inner.drain();
            if inner.finds(has_found)? {
                return Ok(());
            }
            if had_printed && proof.is_about_rest() {
                // Unless a program prints now and then: one of its threads logs, and sleeps in between.
                printed_at_rest += 1;
                if !patience.is_for_rest() || printed_at_rest < LOGS {
                    continue;
                }
            }
            if let Some(pause) = examiner.concludes(&mut inner, patience, proof, now) {
                return Err(pause);
            }
        }
    }
}

/// A program that has printed this often while it seemed to rest is one that logs.
const LOGS: u32 = 4;

/// How long one sleep lasts: short at first, since most things come at once, and at most 3.2 ms.
fn nap(idle: u32) -> Duration {
    Duration::from_micros(match idle {
        0 => 100,
        1 => 600,
        2 => 1600,
        _ => 3200,
    })
}

impl Inner {
    /// Sleeps until there is news, or for a moment that grows with `idle`, the number of sleeps without
    /// news so far. Returns the new number.
    fn sleeps(
        &self,
        readable: &[BorrowedFd<'_>],
        writable: &[BorrowedFd<'_>],
        idle: u32,
        now: Instant,
    ) -> Result<u32, Halt> {
        let time = nap(idle).min(self.curtain - now);
        Ok(match self.wait(readable, writable, time)? {
            Ready::Something => 0,
            Ready::Nothing => idle + 1,
        })
    }

    /// The result of `has_found`. If it is true, notes that the case has moved on.
    fn finds(
        &mut self,
        has_found: &mut dyn FnMut(&mut Inner) -> Result<bool, Halt>,
    ) -> Result<bool, Halt> {
        let found = has_found(self)?;
        if found {
            self.moved = Some(Instant::now());
        }
        Ok(found)
    }

    fn wait(
        &self,
        readable: &[BorrowedFd<'_>],
        writable: &[BorrowedFd<'_>],
        time: Duration,
    ) -> Result<Ready, Fault> {
        let mut fds: Vec<BorrowedFd<'_>> = readable.to_vec();
        for process in &self.processes {
            fds.extend(process.watched());
        }
        fds.extend(self.signals.iter().map(Signals::as_fd));
        let ready = kernel::wait_for(&fds, writable, time);
        if ready == Ready::Something && self.signals.as_ref().is_some_and(Signals::came) {
            let interrupted = Fault::new("playing the case", "interrupted");
            return Err(interrupted.because(Cause::Interrupted));
        }
        Ok(ready)
    }
}
