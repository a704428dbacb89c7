//! The processes of a program, as the kernel reports them.

use kernel::Pid;

use crate::outcome::breach::{Awaited, Measure};
use crate::outcome::fault::{Missing, Played};
use crate::program::Program;
use crate::program::listener::Listener;
use crate::proof::pause::{Patience, Pause};

/// A program and all processes that it started.
#[derive(Debug, Clone, Copy)]
pub struct Processes<'s> {
    pub(crate) program: Program<'s>,
}

impl Processes<'_> {
    /// The number of ended children that the listening process has not waited for (zombies).
    pub fn zombies_of_the_listening_process(&self) -> Played<u64> {
        Ok(kernel::zombies(&[self.listening()?])?)
    }

    /// The number of processes: the program and all that it started.
    pub fn count(&self) -> Played<u64> {
        let count = self.program.stage().inner.borrow().kin.list_thoroughly().len() as u64;
        match count {
            0 if self.program.with(|process| process.exit.is_none()) => {
                Err(Missing::new("a program's processes", "/proc tells none").into())
            }
            count => Ok(count),
        }
    }

    /// Its processes that hold its listening socket.
    pub fn that_listen(&self) -> Played<Vec<Pid>> {
        let inode = Listener { program: self.program }.facts()?.inode;
        Ok(self.holding(inode))
    }

    /// The process that listens, or the first one if several hold the socket.
    pub(crate) fn listening(&self) -> Played<Pid> {
        let all = self.that_listen()?;
        let missing = || Missing::new("a program's processes", "/proc tells none");
        Ok(*all.first().ok_or_else(missing)?)
    }

    /// The program's processes that hold the socket with this inode. Parents come before their children.
    pub(crate) fn holding(&self, inode: u64) -> Vec<Pid> {
        let kin = self.program.stage().inner.borrow().kin.list();
        let mut holders: Vec<Pid> =
            kin.into_iter().filter(|pid| kernel::owns_socket(&[*pid], inode)).collect();
        // Process ids wrap around, so a parent's id may be the higher one.
        let all = holders.clone();
        let is_a_child = |pid: &Pid| kernel::parent(*pid).is_some_and(|of| all.contains(&of));
        holders.sort_by_key(|pid| (is_a_child(pid), *pid));
        holders
    }

    /// The number of ended processes that any process of the program has not waited for (zombies).
    pub fn zombies(&self) -> Played<u64> {
        let kin = self.program.stage.inner.borrow().kin.list();
        Ok(kernel::zombies(&kin)?)
    }

    /// If the program has ended, checks that all processes that it started have ended, too.
    pub fn end_with_it(&self) -> Played {
        if self.program.with(|process| process.exit.is_none()) {
            return Ok(());
        }
        let gone = self
            .program
            .stage
            .until(Patience::Rest, &[], &[], |inner| Ok(inner.all_have_ended().then_some(())));
        match gone {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => {}
            Err(pause) => {
                let awaited = Awaited::Exit { statuses: vec![0] };
                return Err(self.program.stage.blame(pause, &self.program.name(), awaited, &[]));
            }
        }
        let left = self.program.stage.inner.borrow().kin.list().len() as u64;
        self.program.fact(Measure::ProcessesLeftBehind, 0, left)
    }
}
