//! Keeps every program from running while a script acts. The stage stops the programs (`SIGSTOP`). If a
//! stop would make one of their calls fail, ptrace holds them instead. If neither is possible, they are
//! pinned to our processor.

use crate::outcome::fault::{Cause, Fault, Halt, Missing};
use crate::proof::deadlock;
use crate::proof::pause::Patience;
use crate::state::stage::Stage;
use kernel::Pinned;

const DOING: &str = "stopping a program for a moment";

/// The reason for a fault: a program that should not run has run. The case may succeed when it is played
/// again.
pub const RAN_ON: &str = "the machine let the program run on";

impl Stage {
    /// Stops every program with `SIGSTOP`, runs `act`, and resumes them. `act` must not wait for a
    /// program. If stopping would interrupt a call of a program (`EINTR`, signal(7)), `act` does not run
    /// and the result is `Missing`.
    pub(crate) fn while_sigstopped<T>(
        &self,
        act: impl FnOnce() -> Result<T, Halt>,
    ) -> Result<T, Halt> {
        // Wait until every program rests: each call is visible only then. The result of this wait does
        // not matter, because a program that does not rest is not waiting in a call.
        let _ = self.until::<()>(Patience::Rest, &[], &[], |_| Ok(None));
        let (kin, patience) = {
            let inner = self.inner.borrow();
            let kin = inner.kin.list();
            if deadlock::would_be_interrupted(&inner, &kin) {
                let why = "the program waits in a call that stopping would interrupt";
                return Err(Missing::new("stopping a program", why).into());
            }
            (kin, inner.curtain)
        };
        self.inner.borrow_mut().is_stopped = true;
        let result = kernel::stop(&kin, patience).map_err(Halt::from).and_then(|()| act());
        kernel::resume(&kin);
        self.inner.borrow_mut().is_stopped = false;
        result
    }

    /// Runs `act` while no program runs. The programs are stopped, or else held by ptrace, or else
    /// pinned. `act` must not wait for a program. If the machine allows none of the three, `act` runs
    /// all the same, but the trap is not sprung.
    pub(crate) fn while_stopped<T>(&self, act: impl Fn() -> Result<T, Halt>) -> Result<T, Halt> {
        match self.while_sigstopped(&act) {
            Err(Halt::Missing(_)) => {}
            done => return done,
        }
        let kin = self.inner.borrow().kin.list();
        if let Ok(held) = kernel::hold(&kin) {
            self.inner.borrow_mut().is_stopped = true;
            let done = self.hurries(act);
            held.release();
            self.inner.borrow_mut().is_stopped = false;
            return done;
        }
        match kernel::pin(&kin) {
            Some(pinned) => self.while_pinned(pinned, act),
            None => {
                self.note_not_sprung(Missing::new(DOING, "the machine does not allow it"));
                self.hurries(act)
            }
        }
    }

    /// Runs `act` while every program is pinned to our processor. If a program runs nevertheless, the
    /// scene differs from the script, and the result is a fault. Playing the case again may succeed.
    pub(crate) fn while_only_pinned<T>(
        &self,
        act: impl Fn() -> Result<T, Halt>,
    ) -> Result<T, Halt> {
        let pinned = kernel::pin(&self.inner.borrow().kin.list());
        let pinned = pinned.ok_or_else(|| Missing::new(DOING, "the machine does not allow it"))?;
        self.while_pinned(pinned, act)
    }

    fn while_pinned<T>(
        &self,
        pinned: Pinned,
        act: impl Fn() -> Result<T, Halt>,
    ) -> Result<T, Halt> {
        let done = self.hurries(act);
        let kin = self.inner.borrow().kin.list();
        let have_run = pinned.have_run(&kin);
        pinned.release(&kin);
        match have_run {
            true => Err(Fault::new(DOING, RAN_ON).because(Cause::Starved).into()),
            false => done,
        }
    }
}
