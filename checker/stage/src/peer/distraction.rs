//! A flow of datagrams that a client should ignore. They keep a client waiting that starts its wait again
//! after each of them.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::outcome::fault::Played;
use crate::peer::datagrams::Correspondent;

impl Correspondent<'_> {
    /// Sends these datagrams in turn, again and again, until the program sends `request` again, which it
    /// should do after `limit`. `began` is a moment before the program began to wait. Returns whether the
    /// datagrams came so fast, from that moment on, that two of one kind were less than `limit` apart. On a
    /// very busy machine they may not, and then the run shows nothing.
    pub fn distracts_until_it_repeats(
        &self,
        request: &[u8],
        limit: Duration,
        began: Instant,
        datagrams: &[&[u8]],
    ) -> Played<bool> {
        let (last, widest, sent) = (Cell::new(began), Cell::new(Duration::ZERO), Cell::new(0));
        let sends_one = || {
            let number = sent.replace(sent.get() + 1);
            self.says(datagrams[number % datagrams.len()])?;
            widest.set(widest.get().max(last.get().elapsed()));
            last.set(Instant::now());
            Ok(())
        };
        sends_one()?;
        let found = self.hears_after_a_wait(request, limit, Some((limit / 16, &sends_one)));
        let widest = widest.get().max(last.get().elapsed());
        found?;
        let kinds = u32::try_from(datagrams.len()).unwrap_or(u32::MAX).max(2);
        Ok(widest * kinds < limit)
    }
}
