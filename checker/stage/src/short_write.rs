//! A real short write on a blocking socket. A blocking `write` takes everything as a rule, however
//! long it waits; it returns early only when a signal interrupts it half-way (send(2), signal(7)).
//! Stopping the program and letting it go on does just that, and it can happen to anybody who
//! presses Ctrl-Z and then types `fg`.

use crate::behind::connection_behind;
use crate::breach::{After, Awaited, ShortWrite};
use crate::connection::{Connection, KEPT};
use crate::fault::Played;
use crate::kernel::{self, Doing, Pid};
use crate::peer::Peer;
use crate::stage::Inner;
use crate::stillness;
use crate::trace::What;
use crate::waiting::{Patience, Pause};

impl Peer<'_> {
    /// Waits until the program cannot write any more to this deaf peer, and interrupts its call.
    /// `true` where that made the call return early, with a part of what it was offered; `false`
    /// where the program has written everything already, or waits in another way, which is its
    /// right.
    pub fn cuts_the_write_short(&self) -> Played<bool> {
        let rested = self.stage.until::<()>(Patience::Rest, &[], &[], |_| Ok(None));
        match rested {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_)) => {}
            Err(Pause::Gone) => return Ok(false),
            Err(pause) => {
                let awaited = Awaited::Bytes { hearer: self.name(), expected: Vec::new() };
                return Err(self.blame(pause, awaited, &[]));
            }
        }
        let writer = {
            let inner = self.stage.inner.borrow();
            let disturbs = stillness::would_be_interrupted(&inner, &inner.kin());
            writer(&inner, self.index).filter(|_| !disturbs)
        };
        let Some((pid, tid)) = writer else { return Ok(false) };
        let Some(offered) = kernel::offered(pid, tid) else { return Ok(false) };
        let (returned, so_far) = self.stage.while_frozen(|| {
            let taken = self.stage.connection(self.index).taken()?;
            Ok((kernel::returned(tid), taken.unwrap_or_default()))
        })?;
        let taken = match returned.map(u64::try_from) {
            None => None,
            Some(Ok(taken)) if taken < offered => Some(taken),
            // It had taken nothing yet, and starts again as if nothing had been; or all of it.
            Some(_) => return Ok(false),
        };
        let program = {
            let mut connection = self.stage.connection(self.index);
            connection.short_writes.push(ShortWrite { offered, taken, so_far });
            connection.program.clone()
        };
        self.stage.note(&program, What::WriteCutShort { offered, taken });
        Ok(true)
    }

    /// Hears so many bytes more, or all there are before the end, and is deaf again. The script
    /// looks at them later.
    pub fn hears_a_part(&self, count: usize) -> Played {
        let enough = {
            let mut connection = self.stage.connection(self.index);
            let enough = connection.heard.len() + count;
            connection.is_deaf = false;
            connection.most = enough;
            enough
        };
        while self.listens()? == After::Open
            && self.stage.connection(self.index).heard.len() < enough
        {
            match self.waits_to_hear(Patience::Rest) {
                Ok(()) => {}
                Err(Pause::Halt(halt)) => return Err(halt),
                Err(_) => break,
            }
        }
        let mut connection = self.stage.connection(self.index);
        connection.is_deaf = true;
        connection.most = KEPT;
        Ok(())
    }
}

/// The thread that waits in a call that writes on this connection.
fn writer(inner: &Inner, connection: usize) -> Option<(Pid, Pid)> {
    let connection = &inner.connections[connection];
    let is_it = |one: &Connection| std::ptr::eq(one, connection);
    let all = inner.kin().into_iter();
    all.flat_map(|pid| kernel::threads(pid, inner.born).unwrap_or_default())
        .find(|thread| match thread.doing {
            Doing::Fd { fd, writes: true, .. } => kernel::borrow(thread.pid, fd)
                .is_ok_and(|fd| connection_behind(inner, &fd).is_some_and(is_it)),
            _ => false,
        })
        .map(|thread| (thread.pid, thread.tid))
}
