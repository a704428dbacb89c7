//! Keeps programs from running for a moment, for machines on which they can be neither stopped nor held
//! without disturbing them. All of their threads are pinned to this thread's processor. This thread gets
//! a real-time policy (`SCHED_FIFO`, sched(7)), so that none of them may preempt it. That needs
//! `CAP_SYS_NICE`. Without it, or if this thread sleeps, they may run. So [`Pinned::have_run`] compares
//! how often each thread was switched away (proc(5)).

use std::fs;
use std::io;

use super::{proc, threads};
use crate::facts::Pid;

/// Pinned threads, and this thread's former processors and policy.
#[derive(Debug)]
pub struct Pinned {
    own: libc::cpu_set_t,
    own_policy: i32,
    threads: Vec<PinnedThread>,
    /// Each thread's count of switches once all of them were pinned, in the order of their ids.
    switches: Vec<(Pid, u64)>,
}

/// One pinned thread, and its former processors and policy.
#[derive(Debug)]
struct PinnedThread {
    id: Pid,
    processors: libc::cpu_set_t,
    policy: i32,
}

/// Pins all threads of the processes to this thread's processor. A pinned thread that wakes up does not
/// preempt this one (`SCHED_BATCH`, sched(7)). `None` if the machine does not allow it.
pub fn pin(pids: &[Pid]) -> Option<Pinned> {
    let own = processors(OWN).ok()?;
    let here = this_processor();
    set_processors(OWN, &here).ok()?;
    let own_policy = policy(OWN);
    set_policy(OWN, libc::SCHED_FIFO);
    let mut pinned = Pinned { own, own_policy, threads: Vec::new(), switches: Vec::new() };
    // A thread that is not pinned yet may start another one in the meantime.
    while let Some(id) = ids(pids).find(|id| pinned.threads.iter().all(|one| one.id != *id)) {
        match PinnedThread::pins(id, &here) {
            Ok(thread) => pinned.threads.push(thread),
            Err(_) if !fs::exists(format!("/proc/{id}")).unwrap_or(true) => {}
            Err(_) => {
                pinned.release(pids);
                return None;
            }
        }
    }
    pinned.switches = switches(pids);
    Some(pinned)
}

impl Pinned {
    /// Whether a thread of these processes has run since they were pinned, or was started, or has ended.
    pub fn have_run(&self, pids: &[Pid]) -> bool {
        switches(pids) != self.switches
    }

    /// Restores the former processors and policies, also of threads and processes that were started in
    /// the meantime. `pids` are all processes of the programs at this time.
    pub fn release(self, pids: &[Pid]) {
        for id in ids(pids) {
            let before = self.threads.iter().find(|before| before.id == id);
            let processors = before.map_or(&self.own, |before| &before.processors);
            let _ = set_processors(id, processors);
            if before.is_none_or(|before| before.policy == libc::SCHED_OTHER) {
                set_policy(id, libc::SCHED_OTHER);
            }
        }
        set_policy(OWN, self.own_policy);
        let _ = set_processors(OWN, &self.own);
    }
}

impl PinnedThread {
    fn pins(id: Pid, here: &libc::cpu_set_t) -> io::Result<PinnedThread> {
        let processors = processors(id)?;
        let policy = policy(id);
        if policy == libc::SCHED_OTHER {
            set_policy(id, libc::SCHED_BATCH);
        }
        set_processors(id, here)?;
        Ok(PinnedThread { id, processors, policy })
    }
}

/// All threads of the processes.
pub(super) fn ids(pids: &[Pid]) -> impl Iterator<Item = Pid> {
    let tasks = pids.iter().filter_map(|pid| fs::read_dir(format!("/proc/{pid}/task")).ok());
    tasks.flatten().flatten().filter_map(|task| task.file_name().to_str()?.parse().ok())
}

/// How often each thread of the processes was switched away so far, in the order of their ids.
fn switches(pids: &[Pid]) -> Vec<(Pid, u64)> {
    let count = |id: Pid| {
        let status = proc::read(format!("/proc/{id}/status")).ok()?;
        Some((id, threads::switches(&status)))
    };
    let mut all: Vec<_> = ids(pids).filter_map(count).collect();
    all.sort_unstable();
    all
}

/// The calling thread, as the calls of sched(7) name it.
const OWN: Pid = 0;

/// The processors on which the thread may run (sched_getaffinity(2)).
fn processors(thread: Pid) -> io::Result<libc::cpu_set_t> {
    let mut set = no_processor();
    // SAFETY: the call writes into a live set of this size.
    match unsafe { libc::sched_getaffinity(thread, size_of_val(&set), &raw mut set) } {
        0 => Ok(set),
        _ => Err(io::Error::last_os_error()),
    }
}

fn set_processors(thread: Pid, set: &libc::cpu_set_t) -> io::Result<()> {
    // SAFETY: the call reads a live set of this size.
    match unsafe { libc::sched_setaffinity(thread, size_of_val(set), set) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The processor that runs this thread, alone.
fn this_processor() -> libc::cpu_set_t {
    let mut set = no_processor();
    // SAFETY: sched_getcpu(3) takes nothing. CPU_SET(3) sets a bit of a live set.
    unsafe { libc::CPU_SET(libc::sched_getcpu() as usize, &mut set) };
    set
}

fn no_processor() -> libc::cpu_set_t {
    // SAFETY: a set is an array of bits, and may be all zeros.
    unsafe { std::mem::zeroed() }
}

fn policy(thread: Pid) -> i32 {
    // SAFETY: sched_getscheduler(2) takes a number and touches no memory of ours.
    unsafe { libc::sched_getscheduler(thread) }
}

/// Does nothing if the machine does not allow it.
fn set_policy(thread: Pid, policy: i32) {
    // A real-time policy has priorities from 1 upwards, the others have 0 alone.
    let sched_priority = i32::from(policy == libc::SCHED_FIFO);
    let parameters = libc::sched_param { sched_priority };
    // SAFETY: sched_setscheduler(2) reads the parameters behind the pointer.
    unsafe { libc::sched_setscheduler(thread, policy, &raw const parameters) };
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::process::{Child, Command, Stdio};

    use super::*;

    /// A `cat` that is blocked in its first read.
    fn cat() -> (Child, Pid) {
        let piped = Stdio::piped;
        let mut cat = Command::new("cat").stdin(piped()).stdout(piped()).spawn().unwrap();
        let id = cat.id().cast_signed();
        echoes(&mut cat);
        while !fs::read_to_string(format!("/proc/{id}/stat")).unwrap().contains(") S ") {
            std::thread::yield_now();
        }
        (cat, id)
    }

    /// Waits until `cat` has run: it has copied a byte.
    fn echoes(cat: &mut Child) {
        cat.stdin.as_mut().unwrap().write_all(b"x").unwrap();
        cat.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    }

    /// The numbers of the processors.
    fn list(set: &libc::cpu_set_t) -> Vec<usize> {
        // SAFETY: CPU_ISSET(3) reads a bit of a live set.
        let is_set = |number: &usize| unsafe { libc::CPU_ISSET(*number, set) };
        (0..libc::CPU_SETSIZE as usize).filter(is_set).collect()
    }

    fn ends(mut cat: Child) {
        cat.kill().unwrap();
        cat.wait().unwrap();
    }

    #[test]
    fn pinned_threads_run_on_as_before() {
        let (cat, id) = cat();
        let facts = || (policy(id), list(&processors(id).unwrap()));
        let own_facts = || (policy(OWN), list(&processors(OWN).unwrap()));
        let (own, before) = (own_facts(), facts());

        let pinned = pin(&[id]).unwrap();
        let here = list(&processors(OWN).unwrap());
        assert_eq!(here.len(), 1);
        assert_eq!(facts(), (libc::SCHED_BATCH, here));

        pinned.release(&[id]);
        assert_eq!((facts(), own_facts()), (before, own));
        ends(cat);
    }

    #[test]
    fn a_pinned_thread_that_runs_is_noticed() {
        let (mut cat, id) = cat();
        let pinned = pin(&[id]).unwrap();
        assert!(!pinned.have_run(&[id]), "it is blocked in a read");
        echoes(&mut cat);
        assert!(pinned.have_run(&[id]));
        pinned.release(&[id]);
        ends(cat);
    }

    #[test]
    fn a_thread_that_ends_is_noticed() {
        let (cat, id) = cat();
        let pinned = pin(&[id]).unwrap();
        ends(cat);
        assert!(pinned.have_run(&[id]));
        pinned.release(&[]);
    }
}
