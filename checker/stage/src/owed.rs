//! What a program owes a peer that does not read: as long as it answers with as many bytes as it is
//! asked, that is what the peer has said and the program's kernel has not taken from it.

use crate::fault::Played;
use crate::peer::Peer;

impl Peer<'_> {
    /// So many bytes of what the peer has said are not in the kernels' hands as answers: they wait in
    /// the program, or are not read yet. `None` where the kernel does not tell.
    pub fn is_owed(&self) -> Played<Option<u64>> {
        let connection = self.stage.connection(self.index);
        Ok(connection.taken()?.map(|taken| connection.said.saturating_sub(taken)))
    }
}
