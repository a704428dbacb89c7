//! Records a broken promise with its evidence.

use crate::outcome::breach::{Awaited, Breach, Instead, Measure, Unread};
use crate::outcome::fault::Halt;
use crate::state::connection::Connection;
use crate::state::process::Process;
use crate::state::stage::Inner;
use kernel::Pid;

impl Inner {
    /// Records a broken promise as it stands, with the program's standard error. If that reports a
    /// panic, the breach is recorded as a panic, whatever it looked like from outside.
    pub fn breach(&mut self, program: &str, awaited: Awaited, instead: Instead) -> Breach {
        self.drain();
        let process = self.processes.iter().rev().find(|process| process.name == program);
        let instead = match process.and_then(Process::panic) {
            Some(words) if words.contains("not yet implemented") => Instead::NotWritten(words),
            Some(words) => Instead::Panic(words),
            None => instead,
        };
        Breach {
            queued: self.queued(),
            unread: self.unread(),
            stderr: process.map_or_else(String::new, Process::last_words),
            exit: process.and_then(|process| process.exit),
            ..Breach::new(program, awaited, instead)
        }
    }

    /// The breach of a program that hides itself; `None` if no program does.
    pub fn breach_of_hiding(&mut self) -> Option<Breach> {
        let hidden = self.kin.list().into_iter().find(|pid| kernel::hides(*pid))?;
        let itself = self.processes.iter().find(|process| process.pid == hidden);
        let name = itself.or(self.processes.last())?.name.clone();
        Some(self.breach(&name, Awaited::Observable, Instead::Hides))
    }

    /// Ends the case of a program that starts others without end, before the machine fails. A program that is
    /// kept in its place has a bound on its memory in all, too.
    pub fn stops_too_many(&mut self) -> Result<(), Halt> {
        let kin = self.kin.list();
        let (count, most) = (kin.len() as u64, self.limits.processes as u64);
        if count > most {
            return Err(self.breach_of_excess(Measure::Processes, most, count));
        }
        let most = self.limits.memory_in_all;
        let memory = self.place.as_ref().map_or(0, |_| memory_in_all(&kin, most));
        if memory > most {
            return Err(self.breach_of_excess(Measure::MebibytesInAll, most >> 20, memory >> 20));
        }
        Ok(())
    }

    fn breach_of_excess(&mut self, measure: Measure, most: u64, count: u64) -> Halt {
        let name = self.processes.last().map_or_else(String::new, |process| process.name.clone());
        self.breach(&name, Awaited::AtMost { measure, most }, Instead::Fact(count)).into()
    }

    /// Connected peers that the program has not accepted.
    pub fn queued(&self) -> Vec<String> {
        let waits = |one: &&Connection| {
            let inbox = one.inbox().ok().flatten();
            one.stream.is_some() && inbox.is_some_and(|inbox| !inbox.is_accepted)
        };
        self.connections.iter().filter(waits).map(|one| one.name.clone()).collect()
    }

    /// Connected peers whose last bytes the program has not read, although it has accepted the connection.
    fn unread(&self) -> Vec<Unread> {
        let of = |one: &Connection| {
            let inbox = one.inbox().ok().flatten().filter(|inbox| inbox.is_accepted)?;
            let bytes = one.said.saturating_sub(inbox.consumed());
            (bytes > 0).then(|| Unread { peer: one.name.clone(), bytes })
        };
        let over_tcp = |one: &&Connection| one.stream.is_some() && one.ends().is_some();
        self.connections.iter().filter(over_tcp).filter_map(of).collect()
    }
}

/// The memory of these processes in bytes. What they share is counted once if the sum would exceed `most`
/// otherwise: telling it apart takes the kernel some time.
fn memory_in_all(kin: &[Pid], most: u64) -> u64 {
    let sum = |of: fn(Pid) -> Option<u64>| kin.iter().filter_map(|pid| of(*pid)).sum();
    match sum(kernel::own_memory) {
        much if much > most => sum(kernel::memory_share),
        little => little,
    }
}
