//! Records a broken promise with its evidence.

use crate::outcome::breach::{Awaited, Breach, Instead, Measure};
use crate::outcome::fault::Halt;
use crate::state::connection::Connection;
use crate::state::process::Process;
use crate::state::stage::Inner;

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
            program: program.into(),
            awaited,
            instead,
            cut: None,
            short_writes: Vec::new(),
            queued: self.queued(),
            stderr: process.map_or_else(String::new, Process::last_words),
            exit: process.and_then(|process| process.exit),
        }
    }

    /// The breach of a program that hides itself; `None` if no program does.
    pub fn breach_of_hiding(&mut self) -> Option<Breach> {
        let hidden = self.kin.list().into_iter().find(|pid| kernel::hides(*pid))?;
        let itself = self.processes.iter().find(|process| process.pid == hidden);
        let name = itself.or(self.processes.last())?.name.clone();
        Some(self.breach(&name, Awaited::Observable, Instead::Hides))
    }

    /// Ends the case of a program that starts others without end, before the machine fails.
    pub fn stops_too_many(&mut self) -> Result<(), Halt> {
        let count = self.kin.list().len();
        if count <= self.limits.processes {
            return Ok(());
        }
        let name = self.processes.last().map_or_else(String::new, |process| process.name.clone());
        let most = self.limits.processes as u64;
        let awaited = Awaited::AtMost { measure: Measure::Processes, most };
        Err(self.breach(&name, awaited, Instead::Fact(count as u64)).into())
    }

    /// Connected peers that the program has not accepted.
    fn queued(&self) -> Vec<String> {
        let waits = |one: &&Connection| {
            let inbox = one.inbox().ok().flatten();
            one.stream.is_some() && inbox.is_some_and(|inbox| !inbox.is_accepted)
        };
        self.connections.iter().filter(waits).map(|one| one.name.clone()).collect()
    }
}
