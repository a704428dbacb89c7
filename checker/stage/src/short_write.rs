//! A real short write on a blocking socket. A blocking `write` takes everything as a rule, however
//! long it waits; it returns early only when a signal interrupts it half-way (send(2), signal(7)).
//! Stopping the program and letting it go on does just that, and it can happen to anybody who
//! presses Ctrl-Z and then types `fg`.

use crate::breach::Awaited;
use crate::fault::Played;
use crate::kernel::{self, Doing};
use crate::peer::Peer;
use crate::waiting::{Patience, Pause};

impl Peer<'_> {
    /// Waits until the program cannot write any more to this deaf peer, and interrupts its call.
    /// `true` where there was a blocking call to interrupt; `false` where the program has written
    /// everything already, or waits in another way, which is its right.
    pub fn cuts_the_write_short(&self) -> Played<bool> {
        let blocked = self.stage.until(Patience::Proof, &[], &[], |inner| {
            let blocked = inner.kin().into_iter().any(|pid| {
                kernel::threads(pid, inner.born).unwrap_or_default().iter().any(|thread| {
                    // A call with a time limit ends by itself, and stopping it would be an error.
                    matches!(thread.doing, Doing::Fd { fd, writes: true, .. }
                    if fd > 2 && kernel::borrow(pid, fd).is_ok_and(|fd| {
                        fd.is_socket()
                            && !fd.is_ready(libc::POLLOUT)
                            && fd.time_limit(true).is_none()
                    }))
                })
            });
            Ok(blocked.then_some(()))
        });
        match blocked {
            Ok(()) => {}
            Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => return Ok(false),
            Err(pause) => {
                let awaited = Awaited::Bytes { hearer: self.name(), expected: Vec::new() };
                return Err(self.blame(pause, awaited, &[]));
            }
        }
        self.stage.while_frozen(|| Ok(()))?;
        Ok(true)
    }
}
