//! A peer that resets its connection before the program has accepted it.

use crate::outcome::breach::{Awaited, Instead};
use crate::outcome::fault::{Fault, Played};
use crate::outcome::trace::What;
use crate::program::Program;

impl Program<'_> {
    /// Connects a peer and resets its connection (RST) before the program has accepted it.
    pub fn gets_reset_before_accept(&self, name: &str) -> Played {
        let stage = self.stage();
        stage.settles();
        let comes_and_goes = || {
            let knock = self.knocks(name)?;
            let is_let_in = loop {
                // The kernels complete the handshake by themselves, without the program.
                match knock.is_let_in() {
                    Some(is_let_in) => break is_let_in,
                    None if stage.is_past_curtain() => {
                        let fault = Fault::new(format!("connecting {name}"), "it took too long");
                        return Err(fault.into());
                    }
                    None => kernel::let_others_run(),
                }
            };
            knock.resets()?;
            Ok(is_let_in)
        };
        if !stage.while_stopped(comes_and_goes)? {
            let awaited = Awaited::Accepting { peer: name.into() };
            return Err(stage.breach(&self.name(), awaited, Instead::Refused));
        }
        let trace = &mut stage.inner.borrow_mut().trace;
        trace.note(name, What::Connects);
        trace.note(name, What::Resets);
        Ok(())
    }
}
