//! Many peers at once, and what they cost the program: descriptors, and threads.

use std::os::fd::AsFd;

use socket2::Socket;

use crate::outcome::breach::{Awaited, Instead, Measure};
use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::outcome::trace::What;
use crate::peer::{Manner, Peer, begin};
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use crate::state::connection::Connection;
use crate::state::stage::Stage;
use kernel::{Doing, Means, Pid, Thread, Until};

/// Most peers that knock together.
const TOGETHER: usize = 100;

impl Stage {
    /// This process and the programs that it starts from now on may hold so many descriptors each.
    pub fn makes_room_for(&self, descriptors: u64) -> Played {
        Ok(allow_descriptors(descriptors)?)
    }

    /// The programs that are started from now on find room for the stacks of so many threads beside
    /// the memory that they may have.
    pub fn makes_room_for_threads(&self, threads: u64) {
        self.inner.borrow_mut().limits.memory += threads * kernel::stack_of_a_thread();
    }
}

/// This process, and every one that it starts from now on, may hold so many descriptors: the soft
/// limit goes up where it is lower, as far as the hard limit allows (getrlimit(2)).
pub fn allow_descriptors(count: u64) -> Result<(), Missing> {
    let missing = |why: String| Missing::new(format!("{count} descriptors for each program"), why);
    let own = std::process::id().cast_signed();
    let set = |most| {
        kernel::limit(own, Means::Descriptors, most).map_err(|error| missing(error.to_string()))
    };
    let before = set(count)?;
    // What was set is what the hard limit allows.
    let allowed = set(count)?;
    if before > count || allowed < count {
        set(before)?;
    }
    if allowed < count {
        return Err(missing(format!("the hard limit is {allowed} (ulimit -Hn)")));
    }
    Ok(())
}

impl<'s> Program<'s> {
    /// So many peers connect, one after another: each knocks when the one before has been let in, or
    /// has been left in the queue.
    pub fn is_visited_by(&self, count: usize) -> Played<Vec<Peer<'s>>> {
        self.is_visited_in_groups(count, 1)
    }

    /// So many peers connect at almost the same moment, as many at a time as its accept queue holds:
    /// nobody's first knock is lost there, which would cost a second (RFC 6298, 2.1).
    pub fn is_stormed_by(&self, count: usize) -> Played<Vec<Peer<'s>>> {
        self.is_visited_in_groups(count, TOGETHER)
    }

    /// So many more may wait in its accept queue now.
    pub fn room_in_its_queue(&self) -> Played<usize> {
        let facts = self.listener()?;
        Ok((facts.backlog + 1).saturating_sub(facts.waiting) as usize)
    }

    /// Waits until its accept queue has room for whoever comes next, or it rests with none.
    pub fn makes_room_in_its_queue(&self) -> Played {
        match self.room_in_its_queue()? {
            0 => self.lets_them_in(false),
            _ => Ok(()),
        }
    }

    fn is_visited_in_groups(&self, count: usize, most: usize) -> Played<Vec<Peer<'s>>> {
        let mut crowd = Vec::with_capacity(count);
        while crowd.len() < count {
            let room = self.room_in_its_queue()?;
            let together = room.min(most).min(count - crowd.len()).max(1);
            crowd.extend(self.knock_together(together, crowd.len() + 1)?);
            let is_room_needed = room <= together && crowd.len() < count;
            self.lets_them_in(is_room_needed)?;
        }
        Ok(crowd)
    }

    /// Some peers knock before the first of them has been let in. (Of those who come later that is so
    /// if the program is not too quick.)
    fn knock_together(&self, count: usize, number: usize) -> Played<Vec<Peer<'s>>> {
        let (stage, address) = (self.stage(), self.address()?);
        stage.settles();
        let fault = |error: std::io::Error| Halt::from(Fault::new("connecting a crowd", error));
        let knock = |_| begin(address, Manner::default(), None);
        let knock_all = || (0..count).map(knock).collect::<Result<Vec<_>, _>>().map_err(fault);
        // Of a large crowd the first ones will do; and whoever comes alone need not stop anybody.
        let is_sudden = number == 1 && count > 1;
        let knocks = if is_sudden { stage.before_they_move(knock_all) } else { knock_all() }?;
        let mut peers = Vec::with_capacity(count);
        for (at, socket) in knocks.into_iter().enumerate() {
            let name = format!("client {}", number + at);
            if socket.peer_addr().is_err() {
                self.awaits_the_handshake(&name, &socket)?;
            }
            let connection =
                Connection::new(&name, &self.name(), socket.into(), address).map_err(fault)?;
            stage.note(&name, What::Connects);
            peers.push(stage.takes(connection));
        }
        Ok(peers)
    }

    fn awaits_the_handshake(&self, name: &str, socket: &Socket) -> Played {
        let (stage, address) = (self.stage(), self.address()?);
        let fault = |error: std::io::Error| Halt::from(Fault::new("connecting a crowd", error));
        let awaited = || Awaited::Accepting { peer: name.to_owned() };
        stage.inner.borrow_mut().connecting.push(address);
        let connected = stage.until(Patience::Proof, &[], &[socket.as_fd()], |_| {
            let refused = socket.take_error().map_err(fault)?.is_some();
            Ok((refused || socket.peer_addr().is_ok()).then_some(refused))
        });
        stage.inner.borrow_mut().connecting.pop();
        match connected {
            Ok(false) => Ok(()),
            Ok(true) => Err(stage.breach(&self.name(), awaited(), Instead::Refused)),
            Err(pause) => Err(stage.blame(pause, &self.name(), awaited(), &[])),
        }
    }

    /// Waits until nobody stands in its accept queue, or it rests with somebody there. Where it will
    /// never let them in and there is no room for those who are to come, that is the end of it.
    fn lets_them_in(&self, is_room_needed: bool) -> Played {
        let port = self.address()?.port();
        let let_in = self.stage().until(Patience::Rest, &[], &[], |inner| {
            Ok(inner.listener(port)?.is_none_or(|facts| facts.waiting == 0).then_some(()))
        });
        match let_in {
            Ok(()) | Err(Pause::Late(_)) => Ok(()),
            Err(Pause::Stuck(_)) if !is_room_needed => Ok(()),
            Err(pause) => {
                let awaited = Awaited::Accepting { peer: "a crowd".into() };
                Err(self.stage().blame(pause, &self.name(), awaited, &[]))
            }
        }
    }

    /// From now on it finds room for so many descriptors more, and no others (`RLIMIT_NOFILE`,
    /// getrlimit(2)).
    pub fn has_descriptors_left(&self, more: usize) -> Played {
        let kin = self.stage().inner.borrow().kin();
        for pid in kin {
            let open: Vec<i32> = kernel::descriptors(pid).into_iter().map(|(fd, _)| fd).collect();
            let free = (0..).filter(|number| !open.contains(number));
            let limit = free.take(more + 1).last().unwrap_or_default();
            kernel::limit(pid, Means::Descriptors, limit as u64)
                .map_err(|error| Missing::new("a running program's limits (prlimit)", error))?;
        }
        Ok(())
    }

    /// How many of its threads, be they in one process or in several, serve its clients while `act` is
    /// played: those that wait for one of them once it is over, and those that did something at least
    /// `often` times meanwhile; where that is not told, those that wait for the next client instead. A
    /// runtime has others, which collect garbage or compile, or wait for work
    /// that never comes.
    pub fn threads_that_serve_during(
        &self,
        often: Option<u64>,
        act: impl FnOnce() -> Played,
    ) -> Played<u64> {
        self.rests()?;
        let before = self.all_threads()?;
        act()?;
        self.rests()?;
        let runs = |thread: &Thread| {
            let same = |one: &&Thread| (one.pid, one.tid) == (thread.pid, thread.tid);
            let then = before.iter().find(same).map_or(0, |one| one.switches);
            often.is_some_and(|often| thread.switches - then >= often) && !has_a_clock(thread)
        };
        let serves = |thread: &&Thread| waits_for_a_client(thread, often.is_none()) || runs(thread);
        Ok(self.all_threads()?.iter().filter(serves).count() as u64)
    }

    /// How many of its threads and processes have a part in what happens while `act` is played: those
    /// that run, and those that are started, be they gone again by the end. Needs a cell.
    pub fn tasks_that_serve(&self, act: impl FnOnce() -> Played) -> Played<u64> {
        if !self.stage().is_in_cell() {
            let why = "outside a cell, other programs start some as well";
            return Err(Missing::new("counting the threads that a program starts", why).into());
        }
        let before = kernel::last_number()?;
        let ran = self.threads_that_serve_during(Some(1), act)?;
        // The second question is a process, too. Of numbers that have begun anew nothing is known.
        let given = u64::try_from(kernel::last_number()? - before - 1);
        let started = given.map_err(|_| {
            Missing::new("counting the threads that a program starts", "the count began anew")
        })?;
        Ok(ran.max(started + 1))
    }

    fn all_threads(&self) -> Played<Vec<Thread>> {
        let inner = self.stage().inner.borrow();
        let of = |pid: &Pid| kernel::threads(*pid, inner.born);
        let threads = inner.kin().iter().map(of).collect::<Result<Vec<_>, Missing>>()?.concat();
        if threads.is_empty() && inner.processes.iter().any(|process| process.exit.is_none()) {
            return Err(Missing::new("a program's threads", "/proc/PID/task tells none").into());
        }
        Ok(threads)
    }

    /// It has at most so many of something.
    pub fn has_at_most(&self, measure: Measure, most: u64, told: u64) -> Played {
        if told <= most {
            return Ok(());
        }
        let awaited = Awaited::AtMost { measure, most };
        Err(self.stage().breach(&self.name(), awaited, Instead::Fact(told)))
    }
}

/// Whether it goes on by itself after a while.
fn has_a_clock(thread: &Thread) -> bool {
    match &thread.doing {
        Doing::Clock { .. } => true,
        Doing::Kin { until, .. } => *until != Until::Forever,
        _ => false,
    }
}

/// Whether one of the descriptors that it waits for, be it in an epoll set, is a socket of the
/// internet's; and `or_the_next`, one that listens.
fn waits_for_a_client(thread: &Thread, or_the_next: bool) -> bool {
    let is_internet = |fd: &i32| {
        kernel::borrow(thread.pid, *fd)
            .is_ok_and(|socket| socket.is_internet() && (or_the_next || !socket.is_listener()))
    };
    let watches = |fd: &i32| {
        let interests = kernel::epoll_interests(thread.pid, *fd).unwrap_or_default();
        interests.iter().any(|interest| is_internet(&interest.fd))
    };
    match &thread.doing {
        Doing::Fd { fd, .. } | Doing::Peek { fd, .. } => is_internet(fd),
        Doing::Fds { fds, .. } => fds.iter().any(|(fd, _)| is_internet(fd) || watches(fd)),
        _ => false,
    }
}
