//! Resource limits (getrlimit(2)): how many descriptors and how much memory programs start with, and
//! shortages of them while a program runs. In a shortage the program keeps what it has, and the kernel
//! refuses more (`EMFILE`, `ENOMEM`, `EAGAIN`).

use std::time::{Duration, Instant};

use kernel::{Means, Pid};

use crate::outcome::breach::{Awaited, Instead, Measure};
use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};

/// A lowered limit. [`Shortage::ends`] restores it.
#[derive(Debug)]
pub struct Shortage {
    pid: Pid,
    means: Means,
    before: u64,
}

/// How long to watch a program that tries again and again.
const A_WHILE: Duration = Duration::from_secs(1);

/// Bytes that a program short of memory may still allocate: enough for small objects, too few for a
/// thread's stack (2 MiB in Rust, usually 8 MiB elsewhere).
const LEFT: u64 = 3 << 19;

/// Runs `act` under this soft descriptor limit, which the programs it starts inherit. The hard limit does
/// not change.
pub fn with_soft_limit<T>(soft: u64, act: impl FnOnce() -> Played<T>) -> Played<T> {
    let before = limit(soft)?;
    let started = act();
    limit(before)?;
    started
}

/// Raises this process's own descriptor limit to `count`, or as far as the hard limit allows.
pub fn ensure_descriptors(count: u64) -> Played {
    let before = limit(count)?;
    if before > count {
        limit(before)?;
    }
    Ok(())
}

impl Program<'_> {
    /// Checks that the listening process has raised its soft descriptor limit to the hard limit.
    pub fn has_raised_its_limit(&self) -> Played {
        let (soft, hard) = kernel::limits(self.listening_process()?, Means::Descriptors)
            .map_err(|error| Missing::new("a program's limit of descriptors", error))?;
        self.fact(Measure::SoftLimitOfDescriptors, hard, soft)
    }

    /// Lets each of its processes open this many more descriptors from now on (`RLIMIT_NOFILE`).
    pub fn has_descriptors_left(&self, more: usize) -> Played {
        let kin = self.stage().inner.borrow().kin.list();
        for pid in kin {
            let open: Vec<i32> = kernel::descriptors(pid).into_iter().map(|(fd, _)| fd).collect();
            let free = (0..).filter(|number| !open.contains(number));
            let limit = free.take(more + 1).last().unwrap_or_default();
            kernel::limit(pid, Means::Descriptors, limit as u64)
                .map_err(|error| Missing::new("a running program's limits (prlimit)", error))?;
        }
        Ok(())
    }

    /// Waits until it rests. From then on the listening process cannot open a descriptor, except one that is
    /// already reserved: Linux reserves one as soon as a program waits in `accept`.
    pub fn runs_out_of_descriptors(&self) -> Played<Shortage> {
        // Wait first: otherwise a descriptor that the program is about to close would become free a moment
        // later.
        self.rests()?;
        let pid = self.listening_process()?;
        let open: Vec<i32> = kernel::descriptors(pid).into_iter().map(|(fd, _)| fd).collect();
        let free = (0..).find(|fd| !open.contains(fd)).unwrap_or(i32::MAX);
        Shortage::begins(pid, Means::Descriptors, free as u64)
    }

    /// Waits until the program rests. From then on the listening process gets almost no more memory.
    pub fn runs_out_of_memory(&self) -> Played<Shortage> {
        self.rests()?;
        let pid = self.listening_process()?;
        let Some(has) = kernel::memory_for_data(pid) else {
            let why = "/proc/PID/status does not tell";
            return Err(Missing::new("the memory that a program has", why).into());
        };
        let shortage = Shortage::begins(pid, Means::Memory, has + LEFT)?;
        self.stage().inner.borrow_mut().is_short_of_memory = true;
        Ok(shortage)
    }

    /// Checks that the program survives the shortage: it rests and has not ended, or it retries without
    /// ending.
    pub fn survives_the_shortage(&self) -> Played {
        let name = self.name();
        let begun = Instant::now();
        let ended = self.stage().until(Patience::Rest, &[], &[], |inner| {
            let exit = self.process(inner).exit;
            Ok((exit.is_some() || begun.elapsed() > A_WHILE).then_some(exit))
        });
        match ended {
            Ok(None) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Spins(_)) => Ok(()),
            // It should lack memory only for a thread, but it needed some for something else.
            Ok(Some(_)) if self.ran_out_of_memory() => {
                let why = "the program needs memory even without a new thread";
                Err(Missing::new("a shortage of threads", why).into())
            }
            Ok(Some(exit)) => {
                let instead = Instead::Ended(exit);
                Err(self.stage().breach(&name, Awaited::StillRunning, instead))
            }
            Err(pause) => Err(self.stage().blame(pause, &name, Awaited::StillRunning, &[])),
        }
    }
}

impl Program<'_> {
    fn ran_out_of_memory(&self) -> bool {
        let is_short = self.stage().inner.borrow().is_short_of_memory;
        let words = self.with(|process| process.errors());
        is_short && OUT_OF_MEMORY.iter().any(|sign| words.contains(sign))
    }
}

/// Messages of programs that have run out of memory, in Rust, Python, Go, Java, C++ and Node.
const OUT_OF_MEMORY: &[&str] =
    &["memory allocation of", "MemoryError", "out of memory", "OutOfMemory", "bad_alloc"];

impl Shortage {
    fn begins(pid: Pid, means: Means, most: u64) -> Played<Shortage> {
        let before = kernel::limit(pid, means, most).map_err(|error| {
            Halt::from(Missing::new("setting a running program's limits (prlimit)", error))
        })?;
        Ok(Shortage { pid, means, before })
    }

    /// Ends the shortage: restores the earlier limit.
    pub fn ends(self) -> Played {
        match kernel::limit(self.pid, self.means, self.before) {
            Ok(_) => Ok(()),
            // The program has ended; the next wait for it reports that.
            Err(_) if !kernel::alive(self.pid) => Ok(()),
            Err(error) => Err(Fault::new("ending a shortage", error).into()),
        }
    }
}

/// Raises the soft descriptor limit of this process and its future children to `count`. Changes nothing
/// and fails if the hard limit is lower.
pub fn allow_descriptors(count: u64) -> Result<(), Missing> {
    let missing = |why: String| Missing::new(format!("{count} descriptors for each program"), why);
    let own = std::process::id().cast_signed();
    let set = |most| {
        kernel::limit(own, Means::Descriptors, most).map_err(|error| missing(error.to_string()))
    };
    let before = set(count)?;
    // The hard limit bounds the value that was set.
    let allowed = set(count)?;
    if before > count || allowed < count {
        set(before)?;
    }
    if allowed < count {
        return Err(missing(format!("the hard limit is {allowed} (ulimit -Hn)")));
    }
    Ok(())
}

/// Sets this process's own soft descriptor limit, which its children inherit. Returns the earlier one.
fn limit(most: u64) -> Played<u64> {
    let own = std::process::id().cast_signed();
    kernel::limit(own, Means::Descriptors, most)
        .map_err(|error| Halt::from(Missing::new("setting a soft limit of descriptors", error)))
}
