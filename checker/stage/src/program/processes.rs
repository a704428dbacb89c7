//! The processes and threads of a program that serve its clients, as the kernel reports them.

use kernel::Pid;

use crate::outcome::fault::{Missing, Played};
use crate::program::Program;

impl Program<'_> {
    /// Threads of the process that listens.
    pub fn threads(&self) -> Played<u64> {
        let listening = self.listening_process()?;
        let born = self.stage().inner.borrow().born;
        Ok(kernel::threads(listening, born)?.len() as u64)
    }

    /// Ended processes that the listening process has started and not waited for.
    pub fn zombies_of_the_listening_process(&self) -> Played<u64> {
        Ok(kernel::zombies(&[self.listening_process()?])?)
    }

    /// The number of processes: the program and all that it started.
    pub fn processes(&self) -> Played<u64> {
        let count = self.stage().inner.borrow().kin.list_thoroughly().len() as u64;
        match count {
            0 if self.with(|process| process.exit.is_none()) => {
                Err(Missing::new("a program's processes", "/proc does not report them").into())
            }
            count => Ok(count),
        }
    }

    /// Its processes that hold its listening socket.
    pub fn processes_that_listen(&self) -> Played<Vec<Pid>> {
        let inode = self.listener()?.inode;
        Ok(self.holders(inode))
    }

    /// The process that listens. If several hold the socket, the first of them.
    pub(crate) fn listening_process(&self) -> Played<Pid> {
        let all = self.processes_that_listen()?;
        let missing = || Missing::new("a program's processes", "/proc does not report them");
        Ok(*all.first().ok_or_else(missing)?)
    }

    /// Its processes that hold the socket with this inode, parents before those that they have started.
    pub(crate) fn holders(&self, inode: u64) -> Vec<Pid> {
        let kin = self.stage().inner.borrow().kin.list();
        let mut holders: Vec<Pid> =
            kin.into_iter().filter(|pid| kernel::owns_socket(&[*pid], inode)).collect();
        // Process ids wrap around, so a parent's id may be the higher one.
        let all = holders.clone();
        let is_a_child = |pid: &Pid| kernel::parent(*pid).is_some_and(|of| all.contains(&of));
        holders.sort_by_key(|pid| (is_a_child(pid), *pid));
        holders
    }

    /// Whether a call on its receiving socket blocks. If none blocks, one thread may serve many clients
    /// at once.
    pub fn waits_in_its_calls(&self) -> Played<bool> {
        let port = self.address()?.port();
        let sockets = kernel::datagram_sockets(port)?;
        let is_one = |target: &str| {
            sockets.iter().any(|facts| target == format!("socket:[{}]", facts.inode))
        };
        let kin = self.stage().inner.borrow().kin.list();
        let mut found = kin.iter().flat_map(|pid| {
            let all = kernel::descriptors(*pid).into_iter();
            all.filter(|(_, target)| is_one(target)).map(|(fd, _)| (*pid, fd))
        });
        let missing = |error: String| Missing::new("borrowing a program's descriptor", error);
        let (pid, fd) = found.next().ok_or_else(|| missing("it holds no such socket".into()))?;
        let borrowed = kernel::borrow(pid, fd).map_err(|error| missing(error.to_string()))?;
        Ok(borrowed.blocks())
    }
}
