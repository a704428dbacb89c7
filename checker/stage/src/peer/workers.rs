//! What a program consists of while it serves several peers: how many threads and processes, which
//! of these holds whose connection, and what becomes of the others when one of them is lost. All of
//! it is asked of the kernel while the program rests.

use crate::outcome::breach::Measure;
use crate::outcome::fault::{Fault, Missing, Played};
use crate::outcome::trace::What;
use crate::peer::Peer;
use crate::program::Program;
use kernel::Pid;

impl Program<'_> {
    /// Threads of the process that listens.
    pub fn threads(&self) -> Played<u64> {
        let listening = self.listening_process()?;
        let born = self.stage().inner.borrow().born;
        Ok(kernel::threads(listening, born)?.len() as u64)
    }

    /// Ended processes that the one that listens has started and not waited for.
    pub fn zombies_of_the_listening_process(&self) -> Played<u64> {
        Ok(kernel::zombies(&[self.listening_process()?])?)
    }

    /// Processes that it and all that it started are.
    pub fn processes(&self) -> Played<u64> {
        let count = self.stage().inner.borrow().kin_thoroughly().len() as u64;
        match count {
            0 if self.with(|process| process.exit.is_none()) => {
                Err(Missing::new("a program's processes", "/proc tells none").into())
            }
            count => Ok(count),
        }
    }

    /// Processes of it that hold its listening socket.
    pub fn processes_that_listen(&self) -> Played<Vec<Pid>> {
        let inode = self.listener()?.inode;
        Ok(self.holders(inode))
    }

    /// Processes of it that hold its end of this peer's connection, the one that listens first; none
    /// where it has closed it.
    pub fn processes_with(&self, peer: &Peer) -> Played<Vec<Pid>> {
        let inbox = self.stage().connection(peer.index).inbox()?;
        let inode = inbox.map_or(0, |inbox| inbox.inode);
        Ok(if inode == 0 { Vec::new() } else { self.holders(inode) })
    }

    /// The process that serves this peer is lost: ended with `SIGKILL`, as when the machine runs out
    /// of memory. The one that listens is left alone, and so are all others.
    pub fn loses_the_process_of(&self, peer: &Peer) -> Played {
        let words = format!("loses the process with {}'s connection (SIGKILL)", peer.name());
        let listening = self.processes_that_listen()?.first().copied();
        let with = self.processes_with(peer)?;
        let of_its_own: Vec<Pid> = with.into_iter().filter(|pid| Some(*pid) != listening).collect();
        let measure = Measure::WorkersWithConnection { peer: peer.name() };
        // To end the one that listens would end the server, and that would be our doing.
        let Some(pid) = of_its_own.first() else { return self.fact(measure, 1, 0) };
        self.stage().note(&self.name(), What::Does(words));
        kernel::signal_process(*pid, libc::SIGKILL)
            .map_err(|error| Fault::new("ending a worker", error).into())
    }

    /// The process that listens; the one that was first, where several hold the socket.
    pub(crate) fn listening_process(&self) -> Played<Pid> {
        let all = self.processes_that_listen()?;
        let missing = || Missing::new("a program's processes", "/proc tells none");
        Ok(*all.first().ok_or_else(missing)?)
    }

    /// Its processes that hold the socket with this inode, parents before those that they have started.
    fn holders(&self, inode: u64) -> Vec<Pid> {
        let kin = self.stage().inner.borrow().kin();
        let mut holders: Vec<Pid> =
            kin.into_iter().filter(|pid| kernel::owns_socket(&[*pid], inode)).collect();
        // Ids begin anew when they are used up: a parent's may be the higher one.
        let all = holders.clone();
        let is_a_child = |pid: &Pid| kernel::parent(*pid).is_some_and(|of| all.contains(&of));
        holders.sort_by_key(|pid| (is_a_child(pid), *pid));
        holders
    }
}

impl Program<'_> {
    /// Whether a call on the socket where it receives waits until it is done; where none does, one
    /// thread may serve many at once.
    pub fn waits_in_its_calls(&self) -> Played<bool> {
        let port = self.address()?.port();
        let sockets = kernel::datagram_sockets(port)?;
        let is_one = |target: &str| {
            sockets.iter().any(|facts| target == format!("socket:[{}]", facts.inode))
        };
        let kin = self.stage().inner.borrow().kin();
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
