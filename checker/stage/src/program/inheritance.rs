//! Flags that accepted sockets inherit from their listener. Linux does not pass `O_NONBLOCK` on
//! (accept(2)). To test a program that relies on it, the stage sets the flag itself: then the belief
//! holds, and the program works.

use kernel::Borrowed;

use crate::outcome::fault::{Fault, Missing, Played};
use crate::program::Program;

impl Program<'_> {
    /// Whether calls on its listening socket return at once (`O_NONBLOCK`, accept(2)).
    pub fn listener_is_nonblocking(&self) -> Played<bool> {
        let sockets = self.borrows_its_sockets();
        let listener = sockets.iter().find(|socket| socket.is_listener());
        let missing =
            || Missing::new("the flags of a listening socket", "the program has no such socket");
        Ok(!listener.ok_or_else(missing)?.blocks())
    }

    /// Waits until it rests. Sets `O_NONBLOCK` on its connections if its listening socket has it. The case
    /// does not count as kept if the listening socket lacks it, or if no connection lacks it.
    pub fn hands_its_flags_down(&self) -> Played {
        self.rests()?;
        if !self.listener_is_nonblocking()? {
            let why = "the listening socket itself blocks";
            return Err(Missing::new("handing O_NONBLOCK down", why).into());
        }
        let mut sockets = self.borrows_its_sockets();
        sockets.retain(|socket| socket.ends().is_some() && socket.blocks());
        if sockets.is_empty() {
            let why = "no accepted socket blocks";
            return Err(Missing::new("handing O_NONBLOCK down", why).into());
        }
        let set = sockets.iter().try_for_each(Borrowed::set_nonblocking);
        Ok(set.map_err(|error| Fault::new("handing O_NONBLOCK down", error))?)
    }

    /// The internet sockets of the program and of all that it started.
    fn borrows_its_sockets(&self) -> Vec<Borrowed> {
        let kin = self.stage().inner.borrow().kin.list();
        let all = kin.iter().flat_map(|pid| {
            let open = kernel::descriptors(*pid).into_iter();
            open.filter(|(_, to)| to.starts_with("socket:")).map(move |(fd, _)| (*pid, fd))
        });
        let borrowed = all.filter_map(|(pid, fd)| kernel::borrow(pid, fd).ok());
        borrowed.filter(Borrowed::is_internet).collect()
    }
}
