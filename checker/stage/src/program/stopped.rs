//! Keeps every program from running while a script acts. The programs are stopped (`SIGSTOP`), or held by
//! ptrace if stopping would make a call of theirs fail, or pinned to our processor if neither is possible.

use crate::outcome::fault::{Halt, Missing};
use crate::proof::deadlock;
use crate::proof::pause::Patience;
use crate::state::stage::Stage;
use kernel::{Doing, Pid, Thread};

impl Stage {
    /// Stops every program with `SIGSTOP`, runs `act`, and resumes them. `act` must not wait for a program.
    /// If stopping would interrupt a call of a program (`EINTR`, signal(7)), `act` does not run and the
    /// result is `Missing`.
    pub(crate) fn while_sigstopped<T>(
        &self,
        act: impl FnOnce() -> Result<T, Halt>,
    ) -> Result<T, Halt> {
        // Wait until every program rests, since only then does each call show. The result of this wait
        // does not matter: a program that does not rest is not waiting in a call.
        let _ = self.until::<()>(Patience::Rest, &[], &[], |_| Ok(None));
        let (kin, patience) = {
            let inner = self.inner.borrow();
            let kin = inner.kin();
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

    /// Runs `act` while no program runs: they are stopped, or else held, or else pinned. `act` must not wait
    /// for a program. If a pinned program has run all the same, the trap was not sprung.
    pub(crate) fn while_stopped<T>(&self, act: impl Fn() -> Result<T, Halt>) -> Result<T, Halt> {
        match self.while_sigstopped(&act) {
            Err(Halt::Missing(_)) => {}
            done => return done,
        }
        let kin = self.inner.borrow().kin();
        if let Ok(held) = kernel::hold(&kin) {
            self.inner.borrow_mut().is_stopped = true;
            let done = self.hurries(act);
            held.release();
            self.inner.borrow_mut().is_stopped = false;
            return done;
        }
        let pinned = kernel::pin(&kin);
        let before = self.threads_of(&kin);
        let done = self.hurries(act);
        if !have_rested(before, self.threads_of(&kin), pinned.is_some()) {
            let why = "the machine let the program run on";
            self.is_not_sprung(Missing::new("stopping a program for a moment", why));
        }
        if let Some(pinned) = pinned {
            pinned.release(&self.inner.borrow().kin());
        }
        done
    }

    /// The threads of these processes; `None` where the machine does not tell.
    fn threads_of(&self, kin: &[Pid]) -> Option<Vec<Thread>> {
        let born = self.inner.borrow().born;
        kin.iter().try_fold(Vec::new(), |mut all, pid| {
            all.extend(kernel::threads(*pid, born).ok()?);
            Some(all)
        })
    }
}

/// Whether no thread has run between the two moments. One that shares this thread's processor may
/// have something to do by now, and has not begun with it.
fn have_rested(before: Option<Vec<Thread>>, now: Option<Vec<Thread>>, share_ours: bool) -> bool {
    let (Some(before), Some(now)) = (before, now) else { return false };
    let has_rested = |now: &Thread| {
        let same = |before: &&Thread| (before.tid, before.switches) == (now.tid, now.switches);
        before.iter().any(|before| same(&before)) && (share_ours || now.doing != Doing::Running)
    };
    before.len() == now.len() && now.iter().all(has_rested)
}
