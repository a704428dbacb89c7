//! The resources of a program, descriptors and memory, and shortages of them while it runs.

use kernel::{Means, Pid};

use crate::outcome::breach::{Awaited, Measure};
use crate::outcome::fault::{Fault, Missing, Played};
use crate::program::Program;
use crate::program::processes::Processes;
use crate::program::rlimit::Shortage;
use crate::proof::pause::{Patience, Pause};

/// Bytes that a program short of memory may still allocate. They are enough for small objects, but not
/// for a thread's stack (2 MiB in Rust, usually 8 MiB elsewhere).
const LEFT: u64 = 3 << 19;

/// The target of each open descriptor of these processes.
fn open_by(kin: &[Pid]) -> Vec<String> {
    let all = kin.iter().flat_map(|pid| kernel::descriptors(*pid));
    all.map(|(_, points_to)| points_to).collect()
}

fn sockets_among(open: &[String]) -> u64 {
    open.iter().filter(|points_to| points_to.starts_with("socket:")).count() as u64
}

/// The descriptors and the memory of a program and of all processes that it started.
#[derive(Debug, Clone, Copy)]
pub struct Resources<'s> {
    pub(crate) program: Program<'s>,
}

impl<'s> Resources<'s> {
    /// Descriptors that it and all that it started have open.
    pub fn descriptors(&self) -> Played<u64> {
        Ok(self.open()?.len() as u64)
    }

    /// Its open sockets: connections, listeners and others.
    pub fn sockets(&self) -> Played<u64> {
        Ok(sockets_among(&self.open()?))
    }

    /// Waits until at most this many sockets are open, or until the program can never close another one.
    pub fn awaits_closed_sockets(&self, most: u64) -> Played {
        let stage = self.program.stage;
        let closed = stage.until(Patience::Proof, &[], &[], |inner| {
            let open = open_by(&inner.kin.list());
            Ok((sockets_among(&open) <= most).then_some(()))
        });
        match closed {
            Ok(()) | Err(Pause::Stuck(_)) => Ok(()),
            Err(Pause::Late(_)) => {
                let why = "the program waits for a clock for too long";
                Err(Fault::new("waiting for closed sockets", why).into())
            }
            Err(pause) => Err(stage.blame(pause, &self.program.name(), Awaited::StillRunning, &[])),
        }
    }

    /// The target of each open descriptor of the program, and of all that it started (`socket:[123]`).
    fn open(&self) -> Played<Vec<String>> {
        let kin = self.program.stage.inner.borrow().kin.list();
        let open = open_by(&kin);
        if open.is_empty() && self.program.with(|process| process.exit.is_none()) {
            return Err(
                Missing::new("a program's open descriptors", "/proc/PID/fd tells none").into()
            );
        }
        Ok(open)
    }

    /// The most memory, in bytes, that the program and all processes that it started have allocated so
    /// far, whether they have touched it or not.
    pub fn memory_asked_for(&self) -> Played<u64> {
        // A sum over its processes. An ended process does not hold any memory.
        let kin = self.program.stage.inner.borrow().kin.list();
        let sum: u64 = kin.into_iter().filter_map(kernel::address_space_peak).sum();
        if sum == 0 && self.program.with(|process| process.exit.is_none()) {
            let lever = "the memory that a program asks for";
            return Err(Missing::new(lever, "/proc/PID/status does not tell").into());
        }
        Ok(sum)
    }

    /// Checks that the listening process has raised its soft descriptor limit to the hard limit.
    pub fn soft_limit_is_raised(&self) -> Played {
        let pid = Processes { program: self.program }.listening()?;
        let (soft, hard) = kernel::limits(pid, Means::Descriptors)
            .map_err(|error| Missing::new("a program's limit of descriptors", error))?;
        self.program.fact(Measure::SoftLimitOfDescriptors, hard, soft)
    }

    /// Lets each of its processes open this many more descriptors from now on (`RLIMIT_NOFILE`).
    pub fn leaves_descriptors(&self, more: usize) -> Played {
        let kin = self.program.stage().inner.borrow().kin.list();
        for pid in kin {
            let open: Vec<i32> = kernel::descriptors(pid).into_iter().map(|(fd, _)| fd).collect();
            let free = (0..).filter(|number| !open.contains(number));
            let limit = free.take(more + 1).last().unwrap_or_default();
            kernel::limit(pid, Means::Descriptors, limit as u64)
                .map_err(|error| Missing::new("a running program's limits (prlimit)", error))?;
        }
        Ok(())
    }

    /// Waits until it rests. From then on the listening process cannot open a descriptor. A descriptor
    /// that is already reserved is an exception: Linux reserves one as soon as a program waits in
    /// `accept`.
    pub fn descriptors_run_out(&self) -> Played<Shortage<'s>> {
        // Wait first: otherwise a descriptor that the program is about to close would become free a
        // moment later.
        self.program.rests()?;
        let pid = Processes { program: self.program }.listening()?;
        let open: Vec<i32> = kernel::descriptors(pid).into_iter().map(|(fd, _)| fd).collect();
        let free = (0..).find(|fd| !open.contains(fd)).unwrap_or(i32::MAX);
        Shortage::begins(self.program, pid, Means::Descriptors, free as u64)
    }

    /// Waits until the program rests. From then on the listening process gets almost no more memory.
    pub fn memory_runs_out(&self) -> Played<Shortage<'s>> {
        self.program.rests()?;
        let pid = Processes { program: self.program }.listening()?;
        let Some(has) = kernel::memory_for_data(pid) else {
            let why = "/proc/PID/status does not tell";
            return Err(Missing::new("the memory that a program has", why).into());
        };
        let shortage = Shortage::begins(self.program, pid, Means::Memory, has + LEFT)?;
        self.program.stage().inner.borrow_mut().is_short_of_memory = true;
        Ok(shortage)
    }
}
