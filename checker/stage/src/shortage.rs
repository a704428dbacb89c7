//! A shortage: for a while the program may not open another descriptor, or may not have more memory. It
//! keeps what it has. What it asks for fails with an error (`EMFILE`, `ENOMEM`, `EAGAIN`), as on a machine
//! where other programs have taken everything.

use std::time::{Duration, Instant};

use crate::breach::Awaited;
use crate::fault::{Fault, Halt, Missing, Played};
use crate::kernel::{self, Means, Pid};
use crate::program::Program;
use crate::waiting::{Patience, Pause};

/// A shortage that has begun and can be ended.
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

impl Program<'_> {
    /// Waits until the program rests. From then on the process that listens may open no descriptor, except
    /// one that Linux has reserved already: it reserves one as soon as a program waits in `accept`.
    pub fn runs_out_of_descriptors(&self) -> Played<Shortage> {
        // A descriptor that the program is about to close would be free a moment later.
        self.rests()?;
        let pid = self.listening_process()?;
        let open: Vec<i32> = kernel::descriptors(pid).into_iter().map(|(fd, _)| fd).collect();
        let free = (0..).find(|fd| !open.contains(fd)).unwrap_or(i32::MAX);
        Shortage::begins(pid, Means::Descriptors, free as u64)
    }

    /// Waits until the program rests. From then on the process that listens gets almost no more memory.
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

    /// The program survives the shortage: it rests and has not ended, or tries again and again without
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
            // It should only have lacked memory for a thread, but needed some for something else.
            Ok(Some(_)) if self.ran_out_of_memory() => {
                let why = "the program needs memory even without a new thread";
                Err(Missing::new("a shortage of threads", why).into())
            }
            Ok(Some(exit)) => {
                let instead = crate::breach::Instead::Ended(exit);
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

    /// Ends the shortage: the program may have as much as before.
    pub fn ends(self) -> Played {
        match kernel::limit(self.pid, self.means, self.before) {
            Ok(_) => Ok(()),
            // The program has ended; the next wait for it reports that.
            Err(_) if !kernel::alive(self.pid) => Ok(()),
            Err(error) => Err(Fault::new("ending a shortage", error).into()),
        }
    }
}
