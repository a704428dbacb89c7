//! Hard times: a program that may not open one more descriptor, or have more memory, for a while.
//! What it has stays with it, and what it asks for is refused with an error (`EMFILE`, `ENOMEM`,
//! `EAGAIN`), as on a machine where others have taken it all.

use std::time::{Duration, Instant};

use crate::outcome::breach::Awaited;
use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use kernel::{Means, Pid};

/// Hard times that will end.
#[derive(Debug)]
pub struct Shortage {
    pid: Pid,
    means: Means,
    before: u64,
}

/// A program that tries again and again is watched for so long.
const A_WHILE: Duration = Duration::from_secs(1);

/// Memory that is left to a program that is short of it, in bytes: enough for its own small affairs,
/// too little for a thread's stack (2 MiB in Rust, 8 MiB as a rule elsewhere).
const LEFT: u64 = 3 << 19;

impl Program<'_> {
    /// Waits until it rests. The process that listens may open no descriptor from then on, except
    /// one that is promised already: Linux sets one aside as soon as a program waits in `accept`.
    pub fn runs_out_of_descriptors(&self) -> Played<Shortage> {
        // One that it is about to close would be free a moment later.
        self.rests()?;
        let pid = self.listening_process()?;
        let open: Vec<i32> = kernel::descriptors(pid).into_iter().map(|(fd, _)| fd).collect();
        let free = (0..).find(|fd| !open.contains(fd)).unwrap_or(i32::MAX);
        Shortage::begins(pid, Means::Descriptors, free as u64)
    }

    /// Waits until it rests. The process that listens gets no more memory from then on, or very
    /// little.
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

    /// It comes through hard times: it has not ended, once it rests. One that tries again and again, and
    /// never rests, has not ended either.
    pub fn pulls_through(&self) -> Played {
        let name = self.name();
        let begun = Instant::now();
        let ended = self.stage().until(Patience::Rest, &[], &[], |inner| {
            let exit = self.process(inner).exit;
            Ok((exit.is_some() || begun.elapsed() > A_WHILE).then_some(exit))
        });
        match ended {
            Ok(None) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Spins(_)) => Ok(()),
            // It was to have no thread. It needed memory for something else, and had none because of us.
            Ok(Some(_)) if self.ran_out_of_memory() => {
                let why = "the program has not even memory for its own affairs";
                Err(Missing::new("a shortage of threads", why).into())
            }
            Ok(Some(exit)) => {
                let instead = crate::outcome::breach::Instead::Ended(exit);
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

/// What programs say that have run out of memory, in Rust, Python, Go, Java, C++ and Node.
const OUT_OF_MEMORY: &[&str] =
    &["memory allocation of", "MemoryError", "out of memory", "OutOfMemory", "bad_alloc"];

impl Shortage {
    fn begins(pid: Pid, means: Means, most: u64) -> Played<Shortage> {
        let before = kernel::limit(pid, means, most).map_err(|error| {
            Halt::from(Missing::new("setting a running program's limits (prlimit)", error))
        })?;
        Ok(Shortage { pid, means, before })
    }

    /// The program may have as much as before.
    pub fn ends(self) -> Played {
        match kernel::limit(self.pid, self.means, self.before) {
            Ok(_) => Ok(()),
            // Who has ended needs nothing; that is found by whoever waits for it.
            Err(_) if !kernel::alive(self.pid) => Ok(()),
            Err(error) => Err(Fault::new("ending a shortage", error).into()),
        }
    }
}
