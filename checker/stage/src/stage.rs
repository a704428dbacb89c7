//! The stage itself: who is on it, the one deadline that bounds a case, and the one place that
//! waits. Everything that a script awaits goes through [`Stage::until`], which drains the
//! programs' output meanwhile, watches for their end, and asks the kernel whether what is awaited
//! can still happen.
//!
//! One thread does all of it, so that "nothing has come" and "nothing can come" are said about the
//! same moment.

use std::cell::{Ref, RefCell, RefMut};
use std::net::SocketAddr;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use crate::breach::{Awaited, Breach, Instead, Wait};
use crate::connection::Connection;
use crate::fault::{Fault, Halt, Missing};
use crate::kernel::{self, Cell, Pid, Ready, Signals};
use crate::process::Process;
use crate::stillness::{self, Stillness};
use crate::trace::{Trace, What};

/// What bounds a case.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Wall-clock time for the whole case.
    pub deadline: Duration,
    /// Processor time that a program may use within one wait without any progress.
    pub idle_cpu: Duration,
    /// Bytes of memory a program may have for its data (`RLIMIT_DATA`, getrlimit(2)).
    pub memory: u64,
    /// Bytes that a program may write to one file (`RLIMIT_FSIZE`).
    pub file_size: u64,
    /// Processes that a program may have at once.
    pub processes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            deadline: Duration::from_secs(10),
            idle_cpu: Duration::from_millis(600),
            memory: 2 << 30,
            file_size: 256 << 20,
            processes: 512,
        }
    }
}

/// A stage with its programs and peers. Dropping it ends every program and all that it started.
#[derive(Debug)]
pub struct Stage {
    pub(crate) inner: RefCell<Inner>,
    cell: Option<Cell>,
}

/// What a stage keeps about its programs and peers.
#[derive(Debug)]
pub(crate) struct Inner {
    pub limits: Limits,
    pub born: Instant,
    pub curtain: Instant,
    pub trace: Trace,
    pub processes: Vec<Process>,
    pub connections: Vec<Connection>,
    signals: Option<Signals>,
    init: Option<Pid>,
}

/// Why a wait ended without what was awaited.
#[derive(Debug)]
pub(crate) enum Pause {
    Halt(Halt),
    /// Nothing will ever come.
    Stuck(Vec<Wait>),
    /// Nothing will come before the deadline.
    Late(Vec<Wait>),
    /// Processor time was burnt for nothing; in milliseconds.
    Spins(u64),
    /// Every program has ended.
    Gone,
}

impl From<Halt> for Pause {
    fn from(halt: Halt) -> Self {
        Pause::Halt(halt)
    }
}

impl From<Fault> for Pause {
    fn from(fault: Fault) -> Self {
        Pause::Halt(fault.into())
    }
}

/// When a wait may stop waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// When it is proved that nothing will ever come.
    UntilProof,
    /// As soon as every program rests, be it with an eye on the clock.
    UntilRest,
}

/// How far what has come agrees with what is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// All of it has come.
    Whole,
    /// A beginning of it has come.
    Partial,
    /// Something else has come.
    Wrong,
}

impl Progress {
    pub fn of(heard: &[u8], expected: &[u8]) -> Progress {
        let common = heard.len().min(expected.len());
        match heard[..common] == expected[..common] {
            false => Progress::Wrong,
            true if common == expected.len() => Progress::Whole,
            true => Progress::Partial,
        }
    }
}

impl Stage {
    /// A stage in a cell of its own, which this process must be the only user of, or on the
    /// machine's own network where `cell` is `None`.
    pub fn new(cell: Option<Cell>, limits: Limits) -> Stage {
        if cell.is_none() {
            // Without it, a program that detaches itself is found by its process group at best.
            let _ = kernel::adopt_orphans();
        }
        let now = Instant::now();
        let inner = Inner {
            limits,
            born: now,
            curtain: now + limits.deadline,
            trace: Trace::default(),
            processes: Vec::new(),
            connections: Vec::new(),
            signals: None,
            init: cell.as_ref().map(Cell::init),
        };
        Stage { inner: RefCell::new(inner), cell }
    }

    /// Ends the case early when one of these signals comes.
    pub fn heed(&self, signals: Signals) {
        self.inner.borrow_mut().signals = Some(signals);
    }

    /// Whether the stage has a network of its own.
    pub fn is_in_cell(&self) -> bool {
        self.cell.is_some()
    }

    /// What happened so far.
    pub fn trace(&self) -> Ref<'_, Trace> {
        Ref::map(self.inner.borrow(), |inner| &inner.trace)
    }

    /// The last look at every program: one that has panicked anywhere, be it on a thread that
    /// nobody waited for, has broken its promise even if everybody got what they wanted.
    pub fn curtain(&self) -> Result<(), Halt> {
        // A thread that is about to panic gets the time to do so. How this wait ends is no matter.
        let _ = self.until::<()>(Patience::UntilRest, &[], &[], |_| Ok(None));
        let mut inner = self.inner.borrow_mut();
        inner.drain();
        for index in 0..inner.processes.len() {
            if inner.processes[index].panic().is_some() {
                let name = inner.processes[index].name.clone();
                return Err(inner.breach(&name, Awaited::NoPanic, Instead::Fact(0)).into());
            }
        }
        Ok(())
    }

    pub(crate) fn note(&self, who: &str, what: What) {
        self.inner.borrow_mut().trace.note(who, what);
    }

    /// Writes down a broken promise, once the programs have come to rest: a program that is about
    /// to panic or to end does so first, and leaves the same evidence every time.
    pub(crate) fn breach(&self, program: &str, awaited: Awaited, instead: Instead) -> Halt {
        if !matches!(instead, Instead::Stuck { .. } | Instead::Late { .. } | Instead::Spins { .. })
        {
            let _ = self.until::<()>(Patience::UntilRest, &[], &[], |_| Ok(None));
        }
        self.inner.borrow_mut().breach(program, awaited, instead).into()
    }

    /// Turns the end of a wait into what it means: a breach by `program`, which owed `awaited` and
    /// of which `heard` had come.
    pub(crate) fn blame(
        &self,
        pause: Pause,
        program: &str,
        awaited: Awaited,
        heard: &[u8],
    ) -> Halt {
        let heard = heard.to_vec();
        let instead = match pause {
            Pause::Halt(halt) => return halt,
            Pause::Stuck(waits) => Instead::Stuck { waits, heard },
            Pause::Late(waits) => Instead::Late { waits, heard },
            Pause::Spins(cpu_ms) => Instead::Spins { cpu_ms, heard },
            Pause::Gone => match self.inner.borrow().exit_of(program) {
                Some(exit) => Instead::Ended(exit),
                None => {
                    return Fault::new("waiting", "every program has gone without an exit status")
                        .into();
                }
            },
        };
        self.breach(program, awaited, instead)
    }

    /// Waits until `look` finds what is awaited. `fds` are watched beside the programs' output, so
    /// that a wait ends as soon as there is something to look at.
    pub(crate) fn until<T>(
        &self,
        patience: Patience,
        readable: &[BorrowedFd<'_>],
        writable: &[BorrowedFd<'_>],
        mut look: impl FnMut(&mut Inner) -> Result<Option<T>, Halt>,
    ) -> Result<T, Pause> {
        let cpu_before = self.inner.borrow().cpu();
        let mut idle = 0u32;
        let mut next_account = Instant::now() + Duration::from_millis(50);
        loop {
            let mut inner = self.inner.borrow_mut();
            inner.drain();
            if let Some(found) = look(&mut inner)? {
                return Ok(found);
            }
            let now = Instant::now();
            if now >= inner.curtain {
                let pause = inner.at_the_deadline(cpu_before)?;
                // What it did before it came to rest may be here only now: that counts.
                let rested = matches!(pause, Pause::Stuck(_) | Pause::Late(_));
                let had_printed = inner.drain();
                return match look(&mut inner)? {
                    Some(found) => Ok(found),
                    None if rested && had_printed => continue,
                    None => Err(pause),
                };
            }
            if now >= next_account {
                let burnt = inner.cpu().saturating_sub(cpu_before);
                if burnt > inner.limits.idle_cpu {
                    return Err(Pause::Spins(burnt.as_millis() as u64));
                }
                inner.count_processes()?;
                next_account = now + Duration::from_millis(50);
            }
            // Short at first, since most things come at once; then up to some milliseconds.
            let time = Duration::from_micros(100 << idle.min(5)).min(inner.curtain - now);
            match inner.wait(readable, writable, time)? {
                Ready::Something => idle = 0,
                Ready::Nothing => idle += 1,
            }
            if idle < 3 {
                continue;
            }
            let rest = stillness::examine(&inner);
            // What came before they all rested has come by now: it counts.
            let had_printed = inner.drain();
            if let Some(found) = look(&mut inner)? {
                return Ok(found);
            }
            if had_printed {
                continue;
            }
            match rest {
                Stillness::Forever(_) if inner.everybody_has_gone() => return Err(Pause::Gone),
                Stillness::Forever(waits) => return Err(Pause::Stuck(waits)),
                Stillness::NotBefore(when, waits) if when > inner.curtain => {
                    return Err(Pause::Late(waits));
                }
                Stillness::NotBefore(_, waits) | Stillness::Sometime(waits)
                    if patience == Patience::UntilRest =>
                {
                    return Err(Pause::Late(waits));
                }
                Stillness::Unknown(missing) if patience == Patience::UntilRest => {
                    return Err(Pause::Halt(missing.into()));
                }
                _ => {}
            }
        }
    }

    pub(crate) fn is_past_curtain(&self) -> bool {
        Instant::now() >= self.inner.borrow().curtain
    }

    /// Runs `act` while every program stands still, and lets them go on afterwards. Programs that
    /// wait in a call which being stopped would interrupt (`EINTR`, signal(7)) are left alone, and
    /// so is the scene: they did nothing to deserve it.
    pub(crate) fn while_frozen<T>(&self, act: impl FnOnce() -> Result<T, Halt>) -> Result<T, Halt> {
        let (kin, patience) = {
            let inner = self.inner.borrow();
            let kin = inner.kin();
            if stillness::would_be_interrupted(&inner, &kin) {
                let why = "the program waits in a call that stopping would interrupt";
                return Err(Missing::new("stopping a program", why).into());
            }
            (kin, inner.curtain)
        };
        let result = kernel::freeze(&kin, patience).map_err(Halt::from).and_then(|()| act());
        kernel::thaw(&kin);
        result
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let inner = self.inner.get_mut();
        inner.end_programs();
        if self.cell.is_none() {
            kernel::end_kin();
        }
    }
}

impl Inner {
    /// Everything that the programs are and have started.
    pub fn kin(&self) -> Vec<Pid> {
        kernel::kin(self.init)
    }

    /// Processor time of all programs so far.
    pub fn cpu(&self) -> Duration {
        self.kin().into_iter().map(kernel::cpu_time).sum()
    }

    pub fn everybody_has_gone(&self) -> bool {
        self.processes.iter().all(|process| process.exit.is_some()) && self.kin().is_empty()
    }

    pub fn exit_of(&self, program: &str) -> Option<crate::trace::Exit> {
        self.processes
            .iter()
            .rev()
            .find(|process| process.name == program)
            .and_then(|process| process.exit)
    }

    /// Takes what the programs have printed, and notes who has ended; whether there was anything.
    pub fn drain(&mut self) -> bool {
        let trace = &mut self.trace;
        self.processes.iter_mut().fold(false, |any, process| process.drain(trace) || any)
    }

    fn end_programs(&mut self) {
        for process in &mut self.processes {
            process.kill();
        }
    }

    fn wait(
        &self,
        readable: &[BorrowedFd<'_>],
        writable: &[BorrowedFd<'_>],
        time: Duration,
    ) -> Result<Ready, Fault> {
        let mut fds: Vec<BorrowedFd<'_>> = readable.to_vec();
        for process in &self.processes {
            fds.extend(process.watched());
        }
        if let Some(signals) = &self.signals {
            if signals.came() {
                return Err(Fault::new("playing the case", "interrupted"));
            }
            fds.push(signals.as_fd());
        }
        Ok(kernel::wait_for(&fds, writable, time))
    }

    /// A program that starts others without end is stopped before the machine is.
    fn count_processes(&mut self) -> Result<(), Halt> {
        let count = self.kin().len();
        if count <= self.limits.processes {
            return Ok(());
        }
        let name = self.processes.last().map_or_else(String::new, |process| process.name.clone());
        let awaited = Awaited::Fact {
            what: "processes of the program, at most".into(),
            expected: self.limits.processes as u64,
        };
        Err(self.breach(&name, awaited, Instead::Fact(count as u64)).into())
    }

    /// The deadline is no evidence by itself: what the programs are doing then decides.
    fn at_the_deadline(&self, cpu_before: Duration) -> Result<Pause, Fault> {
        let burnt = self.cpu().saturating_sub(cpu_before);
        match stillness::examine(self) {
            Stillness::Forever(waits) => Ok(Pause::Stuck(waits)),
            Stillness::NotBefore(_, waits) | Stillness::Sometime(waits) => Ok(Pause::Late(waits)),
            Stillness::Moving | Stillness::Unknown(_) if burnt > self.limits.idle_cpu / 3 => {
                Ok(Pause::Spins(burnt.as_millis() as u64))
            }
            Stillness::Unknown(_) => Ok(Pause::Late(Vec::new())),
            Stillness::Moving => Err(Fault::new(
                format!("playing the case within {} s", self.limits.deadline.as_secs()),
                format!(
                    "the machine is too busy: the program was given only {} ms of processor time",
                    burnt.as_millis()
                ),
            )),
        }
    }

    /// Writes down a broken promise as it stands, with what the program said on its standard error. Where it
    /// said that it panicked, that is what happened, whatever it looked like from outside.
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
            queued: self.queued(),
            stderr: process.map_or_else(String::new, Process::last_words),
            exit: process.and_then(|process| process.exit),
        }
    }

    /// Peers that are connected and that the program has not accepted.
    fn queued(&self) -> Vec<String> {
        let waits = |one: &&Connection| {
            let inbox = kernel::inbox(one.theirs, one.ours).ok().flatten();
            one.stream.is_some() && inbox.is_some_and(|inbox| !inbox.is_accepted)
        };
        self.connections.iter().filter(waits).map(|one| one.name.clone()).collect()
    }

    /// The peer that holds our end of the connection between these two addresses.
    pub fn peer_at(&self, theirs: SocketAddr, ours: SocketAddr) -> Option<&str> {
        let mut all = self.connections.iter().rev();
        all.find(|one| one.ours == ours && one.theirs == theirs).map(|one| one.name.as_str())
    }
}

impl Stage {
    /// The stage's record of one connection.
    pub(crate) fn connection(&self, index: usize) -> RefMut<'_, Connection> {
        RefMut::map(self.inner.borrow_mut(), |inner| &mut inner.connections[index])
    }

    /// A connection's descriptor to wait on, where the peer has not closed it.
    pub(crate) fn descriptor_of(&self, index: usize) -> Option<OwnedFd> {
        self.connection(index).stream.as_ref()?.as_fd().try_clone_to_owned().ok()
    }
}
