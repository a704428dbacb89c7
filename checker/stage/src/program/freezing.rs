//! Programs that stand still while a script acts, so that none of them can do anything before the act is
//! over: they are stopped, or held where stopping would disturb them.

use crate::outcome::fault::{Halt, Missing};
use crate::proof::deadlock;
use crate::proof::pause::Patience;
use crate::state::stage::Stage;
use kernel::{Doing, Pid, Thread};

impl Stage {
    /// Runs `act`, which must not wait, while every program stands still, and lets them go on
    /// afterwards. Programs that wait in a call which being stopped would interrupt (`EINTR`,
    /// signal(7)) are left alone, and so is the scene: they did nothing to deserve it.
    pub(crate) fn while_frozen<T>(&self, act: impl FnOnce() -> Result<T, Halt>) -> Result<T, Halt> {
        // One that is still on its way to such a call is seen in it once it rests there. How this
        // wait ends is no matter: whoever does not rest waits in no call.
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
        self.inner.borrow_mut().is_frozen = true;
        let result = kernel::freeze(&kin, patience).map_err(Halt::from).and_then(|()| act());
        kernel::thaw(&kin);
        self.inner.borrow_mut().is_frozen = false;
        result
    }

    /// Runs `act`, which must not wait for a program, before any of them can move. They stand still
    /// meanwhile, or are held where stopping would disturb them. Where neither is allowed, they are
    /// stalled as well as the machine allows; if one of them has moved then, the trap was not sprung.
    pub(crate) fn before_they_move<T>(&self, act: impl Fn() -> Result<T, Halt>) -> Result<T, Halt> {
        match self.while_frozen(&act) {
            Err(Halt::Missing(_)) => {}
            done => return done,
        }
        let kin = self.inner.borrow().kin.list();
        if let Ok(held) = kernel::hold(&kin) {
            self.inner.borrow_mut().is_frozen = true;
            let done = self.hurries(act);
            held.go_on();
            self.inner.borrow_mut().is_frozen = false;
            return done;
        }
        let stalled = kernel::stall(&kin);
        let before = self.threads_of(&kin);
        let done = self.hurries(act);
        if !have_rested(before, self.threads_of(&kin), stalled.is_some()) {
            let why = "the machine let the program run on";
            self.is_not_sprung(Missing::new("stopping a program for a moment", why));
        }
        if let Some(stalled) = stalled {
            stalled.go_on(&self.inner.borrow().kin.list());
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
