//! Slow motion: after each thing that a script does, all programs come to rest before the next one. A
//! picture of a run then shows both sides of each connection, and is the same each time.

use std::time::Instant;

use crate::outcome::trace::What;
use crate::proof::pause::Patience;
use crate::state::stage::Stage;

impl Stage {
    /// From now on, whoever is spoken to gets the time to read before the script goes on, and what
    /// was read is part of the trace.
    pub fn plays_in_slow_motion(&self) {
        self.inner.borrow_mut().is_slow = true;
    }

    /// In slow motion: everybody comes to rest. How this wait ends is no matter: the script finds it,
    /// too.
    pub(crate) fn pauses(&self) {
        let is_slow = {
            let inner = self.inner.borrow();
            inner.is_slow && !inner.is_stopped
        };
        if !is_slow {
            return;
        }
        let begun = Instant::now();
        let _ = self.until::<()>(Patience::Breath, &[], &[], |_| Ok(None));
        // The time is ours, and not the program's; but for one that never rests.
        if !self.is_past_curtain() {
            self.inner.borrow_mut().curtain += begun.elapsed();
        }
    }

    /// Does this as quickly as it can be done, in slow motion, too.
    pub(crate) fn hurries<T>(&self, act: impl FnOnce() -> T) -> T {
        let was_slow = std::mem::replace(&mut self.inner.borrow_mut().is_slow, false);
        let done = act();
        self.inner.borrow_mut().is_slow = was_slow;
        done
    }

    /// Writes a moment into the trace. In slow motion, all that came of earlier ones stands before it.
    pub(crate) fn note(&self, who: &str, what: What) {
        if what.is_done_to_others() {
            self.settles();
        }
        if what.is_said() {
            self.inner.borrow_mut().learns_prompts();
        }
        self.inner.borrow_mut().trace.note(who, what);
    }

    /// What was printed so far, and who has ended, stands in the trace before all that comes from now
    /// on. In slow motion that is all that comes of what was done so far.
    pub(crate) fn settles(&self) {
        self.pauses();
        self.inner.borrow_mut().trace.settle();
    }
}
