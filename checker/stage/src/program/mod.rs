//! What a script can do with a program: start it, wait for it to listen, send it a signal, wait for
//! its end, and ask the kernel for facts about it. What goes through its standard streams is in
//! `printing.rs`.

mod allowance;
mod files;
mod freezing;
mod network;
pub mod paths;
mod printing;
mod punctual;
pub mod rlimit;
mod standard_error;

use std::net::SocketAddr;

use crate::outcome::breach::{Awaited, Instead, Measure, On, Wait};
use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::outcome::trace::{Exit, What};
use crate::proof::pause::{Patience, Pause};
use crate::state::process::{CommandLine, Process};
use crate::state::stage::{Inner, Stage};
use kernel::{Doing, ListenerFacts, Thread};

/// A program on the stage.
#[derive(Debug, Clone, Copy)]
pub struct Program<'s> {
    pub(crate) stage: &'s Stage,
    index: usize,
}

impl Stage {
    /// Starts a program. `name` is its part: `server` or `client`.
    pub fn starts(&self, name: &str, line: &CommandLine) -> Played<Program<'_>> {
        self.settles();
        let mut inner = self.inner.borrow_mut();
        let process = Process::start(name, line, &inner.limits, inner.home.as_deref())?;
        inner.trace.note(name, What::Starts { arguments: line.told() });
        inner.processes.push(process);
        Ok(Program { stage: self, index: inner.processes.len() - 1 })
    }
}

impl<'s> Program<'s> {
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Process) -> T) -> T {
        look(&mut self.stage.inner.borrow_mut().processes[self.index])
    }

    /// The program's part: `server` or `client`.
    pub fn name(&self) -> String {
        self.with(|process| process.name.clone())
    }

    pub(crate) fn process(self, inner: &mut Inner) -> &mut Process {
        &mut inner.processes[self.index]
    }

    /// Waits until the program itself listens on `address`. That somebody answers there would prove
    /// nothing: the kernel is asked whose socket it is. On a machine where it cannot be asked, the
    /// first connection that succeeds has to do.
    pub fn listens(&self, address: SocketAddr) -> Played {
        self.with(|process| process.address = Some(address));
        let awaited = || Awaited::Listening { address: address.to_string() };
        let name = self.name();
        let found = self.stage.until(Patience::Start, &[], &[], |inner| {
            if self.process(inner).exit.is_some() && inner.kin().is_empty() {
                let exit = self.process(inner).exit.expect("just seen");
                return Err(inner.breach(&name, awaited(), Instead::Ended(exit)).into());
            }
            let Ok(found) = kernel::listeners(address.port()) else { return Ok(Some(false)) };
            let kin = inner.kin();
            if found.iter().any(|facts| kernel::owns_socket(&kin, facts.inode)) {
                return Ok(Some(true));
            }
            let in_the_way = found.iter().any(|facts| {
                facts.address.ip().is_unspecified() || facts.address.ip() == address.ip()
            });
            // Between our questions the program may have closed it again, handed it down, or ended: ask
            // anew, and more thoroughly.
            let is_still_anothers = || {
                let now = kernel::listeners(address.port()).unwrap_or_default();
                let kin = inner.kin_thoroughly();
                let is_the_same = |inode| found.iter().any(|facts| facts.inode == inode);
                now.iter().any(|facts| is_the_same(facts.inode))
                    && !now.iter().any(|facts| kernel::owns_socket(&kin, facts.inode))
            };
            if !in_the_way || inner.everybody_has_gone() || !is_still_anothers() {
                return Ok(None);
            }
            Err(Fault::new(
                format!("waiting for the {name} to listen on {address}"),
                "another program on this machine listens there",
            )
            .into())
        });
        match found {
            Ok(seen) => self.with(|process| process.is_ready = seen),
            Err(pause) => return Err(self.stage.blame(pause, &name, awaited(), &[])),
        }
        self.stage.note(&name, What::Listens { address: address.to_string() });
        Ok(())
    }

    /// It ends with this status.
    pub fn ends_with(&self, status: i32) -> Played {
        self.ends_with_one_of(&[status])
    }

    /// It ends with one of these statuses.
    pub fn ends_with_one_of(&self, statuses: &[i32]) -> Played {
        let name = self.name();
        let awaited = || Awaited::Exit { statuses: statuses.to_vec() };
        let ended =
            self.stage.until(Patience::Proof, &[], &[], |inner| Ok(self.process(inner).exit));
        match ended {
            Ok(Exit::Status(status)) if statuses.contains(&status) => {
                self.stage.settles();
                Ok(())
            }
            Ok(exit) => Err(self.stage.breach(&name, awaited(), Instead::Ended(exit))),
            Err(pause) => Err(self.stage.blame(pause, &name, awaited(), &[])),
        }
    }

    /// It ends by itself and in an orderly way: with status 0, or with status 1 and a report on its
    /// standard error.
    pub fn ends_in_good_order(&self) -> Played {
        self.ends_with_one_of(&[0, 1])?;
        match self.with(|process| process.exit) {
            Some(Exit::Status(1)) => self.complains(),
            _ => Ok(()),
        }
    }

    /// Sends it a signal (number as in signal(7)), told in the trace under this name.
    pub fn is_sent(&self, signal: i32, word: &str) -> Played {
        self.is_the_one_to_be_sent(signal, word)?;
        self.stage.note(&self.name(), What::IsSent(word.into()));
        let pid = self.with(|process| process.pid);
        kernel::signal_process(pid, signal)
            .map_err(|error| Fault::new(format!("sending {word}"), error).into())
    }

    /// A shell that does not `exec` a program is another process than that. The signal would end the
    /// shell, and the program, which is ready for it, would never hear of it.
    pub(crate) fn is_the_one_to_be_sent(&self, signal: i32, word: &str) -> Played {
        let pid = self.with(|process| process.pid);
        let is_a_socket_of_its_own = |target: &str| {
            target.starts_with("socket:") && !self.with(|process| process.is_its_output(target))
        };
        let holds_a_socket =
            kernel::descriptors(pid).iter().any(|(_, target)| is_a_socket_of_its_own(target));
        if holds_a_socket || kernel::is_ready_for(pid, signal) {
            return Ok(());
        }
        // Who waits for a signal in sigwait(3) has it unblocked meanwhile.
        let born = self.stage.inner.borrow().born;
        let waits = |thread: &Thread| matches!(thread.doing, Doing::Kin { call: "sigwait", .. });
        if kernel::threads(pid, born)?.iter().any(waits) {
            return Ok(());
        }
        let kin = self.stage.inner.borrow().kin();
        if !kin.iter().any(|other| *other != pid && kernel::is_ready_for(*other, signal)) {
            return Ok(());
        }
        let why = "it would end the process that was started, a shell or the like, and not reach the \
                   program behind that: let the shell `exec` it, as in `sh -c 'exec …'`";
        Err(Fault::new(format!("sending {word}"), why).into())
    }

    /// Ends it and all that it started with `SIGKILL`, as a power cut would, and waits until they
    /// are gone.
    pub fn is_killed(&self) -> Played {
        self.stage.note(&self.name(), What::IsSent("SIGKILL".into()));
        for pid in self.stage.inner.borrow().kin() {
            kernel::signal_process(pid, libc::SIGKILL)
                .map_err(|error| Fault::new("ending the program", error))?;
        }
        let name = self.name();
        let gone = self
            .stage
            .until(Patience::Proof, &[], &[], |inner| Ok(inner.everybody_has_gone().then_some(())));
        match gone {
            Ok(()) | Err(Pause::Gone) => Ok(()),
            Err(pause) => {
                Err(self.stage.blame(pause, &name, Awaited::Exit { statuses: vec![] }, &[]))
            }
        }
    }

    /// It stays up: it rests, and has not ended.
    pub fn stays_up(&self) -> Played {
        let name = self.name();
        let ended =
            self.stage.until(Patience::Rest, &[], &[], |inner| Ok(self.process(inner).exit));
        match ended {
            Ok(exit) => Err(self.stage.breach(&name, Awaited::StillRunning, Instead::Ended(exit))),
            Err(Pause::Stuck(_) | Pause::Late(_)) => Ok(()),
            Err(pause) => Err(self.stage.blame(pause, &name, Awaited::StillRunning, &[])),
        }
    }

    /// Waits until a connection of its holds its port in TIME_WAIT: what a server leaves behind
    /// that closed first (RFC 9293, 3.3.2).
    pub fn leaves_time_wait(&self) -> Played {
        let port = self.with(|process| process.address).map_or(0, |address| address.port());
        loop {
            if kernel::time_waits(port)? > 0 {
                return Ok(());
            }
            if self.stage.is_past_curtain() {
                return Err(Fault::new("leaving TIME_WAIT behind", "the kernel shows none").into());
            }
            kernel::let_others_run();
        }
    }

    /// A connection of its is to hold its port in TIME_WAIT now. Where none does (a reset leaves none,
    /// RFC 2525, 2.17), the case does not count as kept.
    pub fn has_left_time_wait(&self) -> Played {
        let port = self.with(|process| process.address).map_or(0, |address| address.port());
        if kernel::time_waits(port)? == 0 {
            let why = "the program's last connection ended in another way";
            self.stage.is_not_sprung(Missing::new("a port in TIME_WAIT", why));
        }
        Ok(())
    }

    /// What the kernel knows of its listening socket.
    pub fn listener(&self) -> Played<ListenerFacts> {
        let port = self.with(|process| process.address).map_or(0, |address| address.port());
        let facts = self.stage.inner.borrow().listener(port)?;
        match facts {
            Some(facts) => Ok(facts),
            None => {
                let exit = self.with(|process| process.exit);
                let instead = exit.map_or(Instead::Refused, Instead::Ended);
                let awaited = Awaited::Listening { address: format!("port {port}") };
                Err(self.stage.breach(&self.name(), awaited, instead))
            }
        }
    }

    /// Descriptors that it and all that it started have open.
    pub fn descriptors(&self) -> Played<u64> {
        Ok(self.open()?.len() as u64)
    }

    /// Those of them that are sockets: connections, listeners, and what else it talks through.
    pub fn sockets(&self) -> Played<u64> {
        let is_socket = |points_to: &&String| points_to.starts_with("socket:");
        Ok(self.open()?.iter().filter(is_socket).count() as u64)
    }

    /// What each of its descriptors points to (`socket:[123]`), and of all that it started.
    fn open(&self) -> Played<Vec<String>> {
        let kin = self.stage.inner.borrow().kin();
        let all = kin.iter().flat_map(|pid| kernel::descriptors(*pid));
        let open: Vec<String> = all.map(|(_, points_to)| points_to).collect();
        if open.is_empty() && self.with(|process| process.exit.is_none()) {
            return Err(
                Missing::new("a program's open descriptors", "/proc/PID/fd tells none").into()
            );
        }
        Ok(open)
    }

    /// The most memory that it and all that it started have asked for so far, in bytes, be it
    /// touched or not.
    pub fn memory_asked_for(&self) -> Played<u64> {
        // A sum over its processes. One that has ended holds nothing any more.
        let kin = self.stage.inner.borrow().kin();
        let sum: u64 = kin.into_iter().filter_map(kernel::address_space_peak).sum();
        if sum == 0 && self.with(|process| process.exit.is_none()) {
            let lever = "the memory that a program asks for";
            return Err(Missing::new(lever, "/proc/PID/status does not tell").into());
        }
        Ok(sum)
    }

    /// Ended processes of its own that it has not waited for (zombies).
    pub fn zombies(&self) -> Played<u64> {
        let kin = self.stage.inner.borrow().kin();
        Ok(kernel::zombies(&kin)?)
    }

    /// Waits until it rests, having read all that there is.
    pub fn rests(&self) -> Played {
        let rested = self.stage.until::<()>(Patience::Rest, &[], &[], |_| Ok(None));
        match rested {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_)) => Ok(()),
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[])),
        }
    }

    /// Waits until it rests, and then it is for the kernel to wake it when something comes: it waits
    /// for a socket, and not for a clock alone.
    pub fn rests_on_its_sockets(&self) -> Played {
        let rested = self.stage.until::<()>(Patience::Rest, &[], &[], |_| Ok(None));
        match rested {
            Ok(()) | Err(Pause::Stuck(_)) => Ok(()),
            // Empty: nobody could see what it waits for.
            Err(Pause::Late(waits)) if !waits.is_empty() => {
                let is_blind = |wait: &Wait| matches!(wait.on, On::Clock | On::Itself);
                let others = waits.iter().filter(|wait| !is_blind(wait)).count() as u64;
                self.at_least(Measure::CallsThatWait, 1, others)
            }
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[])),
        }
    }

    /// Waits until it rests or has ended.
    pub fn rests_or_has_ended(&self) -> Played {
        let rested = self
            .stage
            .until(Patience::Rest, &[], &[], |inner| Ok(self.process(inner).exit.map(|_| ())));
        match rested {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => Ok(()),
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[])),
        }
    }

    /// A fact that the kernel tells of it is what it should be.
    pub fn fact(&self, measure: Measure, expected: u64, told: u64) -> Played {
        if expected == told {
            return Ok(());
        }
        let awaited = Awaited::Fact { measure, expected };
        Err(self.stage.breach(&self.name(), awaited, Instead::Fact(told)))
    }

    /// Something about it is at least this much.
    pub fn at_least(&self, measure: Measure, least: u64, told: u64) -> Played {
        if told >= least {
            return Ok(());
        }
        let awaited = Awaited::AtLeast { measure, least };
        Err(self.stage.breach(&self.name(), awaited, Instead::Fact(told)))
    }

    /// Its listening socket has been seen, or somebody was let in.
    pub(crate) fn is_ready(&self) -> bool {
        self.with(|process| process.is_ready)
    }

    pub(crate) fn is_seen_listening(&self, seen: bool) {
        self.with(|process| process.is_ready = seen);
    }

    pub(crate) fn has_let_in(&self) {
        self.with(|process| process.is_ready = true);
    }

    pub(crate) fn stage(&self) -> &'s Stage {
        self.stage
    }

    pub(crate) fn address(&self) -> Result<SocketAddr, Halt> {
        self.with(|process| process.address).ok_or_else(|| {
            Fault::new("connecting", "the script never waited for the server").into()
        })
    }
}
