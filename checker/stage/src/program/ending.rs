//! Waits until a program ends, and checks its exit status.

use crate::outcome::breach::{Awaited, Instead};
use crate::outcome::fault::Played;
use crate::outcome::trace::Exit;
use crate::program::Program;
use crate::proof::pause::Patience;

impl Program<'_> {
    /// Checks that it ends with this status.
    pub fn ends_with(&self, status: i32) -> Played {
        self.ends_with_one_of(&[status])
    }

    /// Checks that it ends with one of these statuses.
    pub fn ends_with_one_of(&self, statuses: &[i32]) -> Played {
        let name = self.name();
        let awaited = || Awaited::Exit { statuses: statuses.to_vec() };
        let ended =
            self.stage.until(Patience::Proof, &[], &[], |inner| Ok(self.process(inner).exit));
        match ended {
            Ok(Exit::Status(status)) if statuses.contains(&status) => {
                self.stage.settles();
                Ok(())
            }
            Ok(exit) => Err(self.stage.breach(&name, awaited(), Instead::Ended(exit))),
            Err(pause) => Err(self.stage.blame(pause, &name, awaited(), &[])),
        }
    }

    /// Checks that it ends by itself and cleanly: with status 0, or with status 1 and a report on its
    /// standard error.
    pub fn ends_in_good_order(&self) -> Played {
        self.ends_with_one_of(&[0, 1])?;
        match self.with(|process| process.exit) {
            Some(Exit::Status(1)) => self.reports_an_error(),
            _ => Ok(()),
        }
    }
}
