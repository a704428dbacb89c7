//! Waits until a program rests: until each of its threads waits for something.

use crate::outcome::breach::{Awaited, Instead, Measure, On, Wait};
use crate::outcome::fault::Played;
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};

impl Program<'_> {
    /// Waits until it rests and has read all that there is.
    pub fn rests(&self) -> Played {
        let rested = self.stage.until::<()>(Patience::Rest, &[], &[], |_| Ok(None));
        match rested {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_)) => Ok(()),
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[])),
        }
    }

    /// Waits until it rests in a call that the kernel ends when something arrives: it waits for a socket, and
    /// not for a clock alone.
    pub fn rests_on_its_sockets(&self) -> Played {
        let rested = self.stage.until::<()>(Patience::Rest, &[], &[], |_| Ok(None));
        match rested {
            Ok(()) | Err(Pause::Stuck(_)) => Ok(()),
            // If the list is empty, this machine does not report what the program waits for.
            Err(Pause::Late(waits)) if !waits.is_empty() => {
                let is_blind = |wait: &Wait| matches!(wait.on, On::Clock | On::Itself);
                let others = waits.iter().filter(|wait| !is_blind(wait)).count() as u64;
                self.at_least(Measure::CallsThatWait, 1, others)
            }
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[])),
        }
    }

    /// Waits until it rests or has ended.
    pub fn rests_or_has_ended(&self) -> Played {
        let rested = self
            .stage
            .until(Patience::Rest, &[], &[], |inner| Ok(self.process(inner).exit.map(|_| ())));
        match rested {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => Ok(()),
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[])),
        }
    }

    /// Checks that it stays up: it rests and has not ended.
    pub fn stays_up(&self) -> Played {
        let name = self.name();
        let ended =
            self.stage.until(Patience::Rest, &[], &[], |inner| Ok(self.process(inner).exit));
        match ended {
            Ok(exit) => Err(self.stage.breach(&name, Awaited::StillRunning, Instead::Ended(exit))),
            Err(Pause::Stuck(_) | Pause::Late(_)) => Ok(()),
            Err(pause) => Err(self.stage.blame(pause, &name, Awaited::StillRunning, &[])),
        }
    }
}
