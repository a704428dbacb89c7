//! What a program owes a peer that does not read: as long as it answers with as many bytes as it is
//! asked, that is what the peer has said and the program's kernel has not taken from it.

use crate::outcome::fault::{Missing, Played};
use crate::peer::Peer;

impl Peer<'_> {
    /// So many bytes of what the peer has said are not in the kernels' hands as answers: they wait in
    /// the program, or are not read yet. `None` where the kernel does not tell.
    pub fn is_owed(&self) -> Played<Option<u64>> {
        let connection = self.stage.connection(self.index);
        Ok(connection.taken()?.map(|taken| connection.said.saturating_sub(taken)))
    }

    /// So many bytes are for this peer, which does not read, and they are to be more than the kernels on
    /// the way have room for. Where the program has handed them all over, the case does not count as
    /// kept.
    pub fn has_no_room_for(&self, bytes: usize) -> Played {
        let taken = self.stage.connection(self.index).taken()?;
        if taken.is_some_and(|taken| taken >= bytes as u64) {
            let why = "the kernel has taken all that the program had to send";
            self.stage.is_not_sprung(Missing::new("a peer who does not read", why));
        }
        Ok(())
    }
}
