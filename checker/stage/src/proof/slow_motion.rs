//! Slow motion: after each action of a script, all programs come to rest before the next one. A picture of a
//! run then shows both sides of each connection, and is the same each time.

use std::time::Instant;

use crate::outcome::breach::Wait;
use crate::outcome::trace::{Rest, What};
use crate::proof::pause::{Patience, Pause};
use crate::state::stage::Stage;

impl Stage {
    /// From now on, each action of the script waits until its receiver has read, and the trace records
    /// the bytes that it read.
    pub fn plays_in_slow_motion(&self) {
        self.inner.borrow_mut().is_slow = true;
    }

    /// In slow motion: waits until all programs rest. Returns where the only running program waits. Why this
    /// wait ended does not matter otherwise: the script finds the same.
    pub(crate) fn pauses(&self) -> Option<Rest> {
        let is_slow = {
            let inner = self.inner.borrow();
            inner.is_slow && !inner.is_stopped
        };
        if !is_slow {
            return None;
        }
        let begun = Instant::now();
        let ended = self.until::<()>(Patience::Breath, &[], &[], |_| Ok(None));
        // This time is the stage's, not the program's, unless the program never rests.
        if !self.is_past_curtain() {
            self.inner.borrow_mut().curtain += begun.elapsed();
        }
        match ended {
            Err(Pause::Stuck(waits)) => self.rest_of_the_only(waits, false),
            Err(Pause::Late(waits)) => self.rest_of_the_only(waits, true),
            _ => None,
        }
    }

    /// These waits as those of the only running program. `None` if several run: the waits do not name their
    /// program.
    fn rest_of_the_only(&self, waits: Vec<Wait>, has_timer: bool) -> Option<Rest> {
        let inner = self.inner.borrow();
        let mut running = inner.processes.iter().filter(|process| process.exit.is_none());
        let program = running.next()?.name.clone();
        let is_only = running.next().is_none() && !waits.is_empty();
        is_only.then_some(Rest { program, waits, has_timer })
    }

    /// Records in the trace that a program rests after the last moment.
    pub(crate) fn notes_rest(&self, rest: Option<Rest>) {
        if let Some(rest) = rest {
            self.inner.borrow_mut().trace.note_rest(rest);
        }
    }

    /// Runs `act` as quickly as possible, even in slow motion.
    pub(crate) fn hurries<T>(&self, act: impl FnOnce() -> T) -> T {
        let was_slow = std::mem::replace(&mut self.inner.borrow_mut().is_slow, false);
        let done = act();
        self.inner.borrow_mut().is_slow = was_slow;
        done
    }

    /// Writes a moment into the trace. In slow motion, the effects of earlier moments are written first.
    pub(crate) fn note(&self, who: &str, what: What) {
        if what.is_done_to_others() {
            self.settles();
        }
        if what.is_said() {
            self.inner.borrow_mut().learns_prompts();
        }
        self.inner.borrow_mut().trace.note(who, what);
    }

    /// Moves pending output and exits into the trace, ahead of later moments. In slow motion these are all
    /// effects of the actions so far.
    pub(crate) fn settles(&self) {
        let rest = self.pauses();
        self.inner.borrow_mut().trace.settle();
        self.notes_rest(rest);
    }
}
