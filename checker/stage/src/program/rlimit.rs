//! Resource limits (getrlimit(2)): how many descriptors and how much memory programs start with, and
//! shortages of them while a program runs. In a shortage the program keeps what it has, and the kernel
//! refuses more (`EMFILE`, `ENOMEM`, `EAGAIN`).

use std::time::{Duration, Instant};

use kernel::{Means, Pid};

use crate::outcome::breach::{Awaited, Instead};
use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};

/// A lowered limit. [`Shortage::ends`] restores it.
#[derive(Debug)]
pub struct Shortage<'s> {
    program: Program<'s>,
    pid: Pid,
    means: Means,
    before: u64,
}

/// How long to watch a program that tries again and again.
const A_WHILE: Duration = Duration::from_secs(1);

/// Messages of programs that have run out of memory, in Rust, Python, Go, Java, C++ and Node.
const OUT_OF_MEMORY: &[&str] =
    &["memory allocation of", "MemoryError", "out of memory", "OutOfMemory", "bad_alloc"];

/// Runs `act` under this soft descriptor limit, which the programs it starts inherit. The hard limit
/// does not change.
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

/// Whether a process may raise its descriptor limit to `count`.
pub fn may_have_descriptors(count: u64) -> bool {
    kernel::most_descriptors().is_none_or(|most| most >= count)
}

impl<'s> Shortage<'s> {
    pub(crate) fn begins(
        program: Program<'s>,
        pid: Pid,
        means: Means,
        most: u64,
    ) -> Played<Shortage<'s>> {
        let before = kernel::limit(pid, means, most).map_err(|error| {
            Halt::from(Missing::new("setting a running program's limits (prlimit)", error))
        })?;
        Ok(Shortage { program, pid, means, before })
    }

    /// Checks that the program survives the shortage: it rests and has not ended, or it retries without
    /// ending.
    pub fn program_survives(&self) -> Played {
        let name = self.program.name();
        let begun = Instant::now();
        let ended = self.program.stage().until(Patience::Rest, &[], &[], |inner| {
            let exit = self.program.process(inner).exit;
            Ok((exit.is_some() || begun.elapsed() > A_WHILE).then_some(exit))
        });
        match ended {
            Ok(None) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Spins(_)) => Ok(()),
            // It should lack memory only for a thread, but it needed memory for something else, too.
            Ok(Some(_)) if self.ran_out_of_memory() => {
                let why = "the program needs memory even without a new thread";
                Err(Missing::new("a shortage of threads", why).into())
            }
            Ok(Some(exit)) => {
                let instead = Instead::Ended(exit);
                Err(self.program.stage().breach(&name, Awaited::StillRunning, instead))
            }
            Err(pause) => Err(self.program.stage().blame(pause, &name, Awaited::StillRunning, &[])),
        }
    }

    fn ran_out_of_memory(&self) -> bool {
        let is_short = self.program.stage().inner.borrow().is_short_of_memory;
        let words = self.program.with(|process| process.errors());
        is_short && OUT_OF_MEMORY.iter().any(|sign| words.contains(sign))
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
