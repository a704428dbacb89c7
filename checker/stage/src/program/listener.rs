//! A program's listening socket, as the kernel reports it: its accept queue, its flags, and the
//! connections that it leaves in TIME_WAIT.
//!
//! Linux does not pass `O_NONBLOCK` on to accepted sockets (accept(2)). For a program that relies on it,
//! the stage sets the flag itself. Then the belief holds, and the program works.

use kernel::{Borrowed, ListenerFacts};

use crate::outcome::breach::{Awaited, Instead};
use crate::outcome::fault::{Fault, Missing, Played};
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};

/// A program's listening socket.
#[derive(Debug, Clone, Copy)]
pub struct Listener<'s> {
    pub(crate) program: Program<'s>,
}

impl Listener<'_> {
    /// The address, the backlog and the length of the accept queue.
    pub fn facts(&self) -> Played<ListenerFacts> {
        let port = self.port();
        let facts = self.program.stage.inner.borrow().listener(port)?;
        match facts {
            Some(facts) => Ok(facts),
            None => {
                let exit = self.program.with(|process| process.exit);
                let instead = exit.map_or(Instead::Refused, Instead::Ended);
                let awaited = Awaited::Listening { address: format!("port {port}") };
                Err(self.program.stage.breach(&self.program.name(), awaited, instead))
            }
        }
    }

    /// Waits until one of the program's connections holds its port in TIME_WAIT. A server that closes
    /// first leaves this state behind (RFC 9293, 3.3.2).
    pub fn leaves_time_wait(&self) -> Played {
        let port = self.port();
        loop {
            if kernel::time_waits(port)? > 0 {
                return Ok(());
            }
            if self.program.stage.is_past_curtain() {
                return Err(Fault::new("leaving TIME_WAIT behind", "the kernel shows none").into());
            }
            kernel::let_others_run();
        }
    }

    /// Checks that one of the program's connections holds its port in TIME_WAIT now. If none does (a
    /// reset leaves none, RFC 2525, 2.17), the case does not count as kept.
    pub fn needs_time_wait(&self) -> Played {
        if kernel::time_waits(self.port())? == 0 {
            let why = "the program's last connection ended in another way";
            self.program.stage.note_not_sprung(Missing::new("a port in TIME_WAIT", why));
        }
        Ok(())
    }

    fn port(&self) -> u16 {
        self.program.with(|process| process.address).map_or(0, |address| address.port())
    }

    /// How many more connections the accept queue has room for.
    pub fn room(&self) -> Played<usize> {
        let facts = self.facts()?;
        Ok((facts.backlog + 1).saturating_sub(facts.waiting) as usize)
    }

    /// Waits until the accept queue has room for another connection, or until the program rests with a
    /// full queue.
    pub fn awaits_room(&self) -> Played {
        match self.room()? {
            0 => self.empties_queue(false),
            _ => Ok(()),
        }
    }

    /// Waits until the accept queue is empty, or until the program rests. Fails if the program will
    /// never accept the waiting connections and other connections need their room (`is_room_needed`).
    pub(crate) fn empties_queue(&self, is_room_needed: bool) -> Played {
        let port = self.program.address()?.port();
        let let_in = self.program.stage().until(Patience::Rest, &[], &[], |inner| {
            Ok(inner.listener(port)?.is_none_or(|facts| facts.waiting == 0).then_some(()))
        });
        match let_in {
            Ok(()) | Err(Pause::Late(_)) => Ok(()),
            Err(Pause::Stuck(_)) if !is_room_needed => Ok(()),
            Err(pause) => {
                let awaited = Awaited::Accepting { peer: "a crowd".into() };
                Err(self.program.stage().blame(pause, &self.program.name(), awaited, &[]))
            }
        }
    }

    /// Whether calls on the socket return at once (`O_NONBLOCK`, accept(2)).
    pub fn is_nonblocking(&self) -> Played<bool> {
        let sockets = self.internet_sockets();
        let listener = sockets.iter().find(|socket| socket.is_listener());
        let missing = || Missing::new("the flags of a listening socket", "the program has none");
        Ok(!listener.ok_or_else(missing)?.blocks())
    }

    /// Waits until the program rests. If its listening socket has `O_NONBLOCK`, sets the flag on its
    /// connections, too. The case does not count as kept if the listening socket lacks the flag, or if
    /// every connection already has it.
    pub fn hands_its_flags_down(&self) -> Played {
        self.program.rests()?;
        if !self.is_nonblocking()? {
            let why = "the listening socket itself blocks";
            return Err(Missing::new("handing O_NONBLOCK down", why).into());
        }
        let mut sockets = self.internet_sockets();
        sockets.retain(|socket| socket.ends().is_some() && socket.blocks());
        if sockets.is_empty() {
            let why = "no accepted socket blocks";
            return Err(Missing::new("handing O_NONBLOCK down", why).into());
        }
        let set = sockets.iter().try_for_each(Borrowed::set_nonblocking);
        Ok(set.map_err(|error| Fault::new("handing O_NONBLOCK down", error))?)
    }

    /// The internet sockets of the program and of all that it started.
    fn internet_sockets(&self) -> Vec<Borrowed> {
        let kin = self.program.stage().inner.borrow().kin.list();
        let all = kin.iter().flat_map(|pid| {
            let open = kernel::descriptors(*pid).into_iter();
            open.filter(|(_, to)| to.starts_with("socket:")).map(move |(fd, _)| (*pid, fd))
        });
        let borrowed = all.filter_map(|(pid, fd)| kernel::borrow(pid, fd).ok());
        borrowed.filter(Borrowed::is_internet).collect()
    }
}
