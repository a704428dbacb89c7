//! Keeps programs from running for a moment, for machines on which they can be neither stopped nor held
//! without disturbing them. All of their threads are pinned to this thread's processor, and none of them
//! may preempt it. The kernel does not guarantee that, so callers compare switch counts afterwards.

use std::fs;

use rustix::process::Pid as RawPid;
use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};

use crate::facts::Pid;

/// Pinned threads with their former processors, and this thread's former processors.
#[derive(Debug)]
pub struct Pinned {
    own: CpuSet,
    threads: Vec<Before>,
}

#[derive(Debug)]
struct Before {
    thread: Pid,
    processors: CpuSet,
    policy: i32,
}

/// Pins all threads of the processes to this thread's processor. A pinned thread that wakes up does not
/// preempt this one (`SCHED_BATCH`, sched(7)). `None` if the machine does not allow it.
pub fn pin(pids: &[Pid]) -> Option<Pinned> {
    let own = sched_getaffinity(None).ok()?;
    let mut here = CpuSet::new();
    here.set(sched_getcpu());
    sched_setaffinity(None, &here).ok()?;
    let mut pinned = Pinned { own, threads: Vec::new() };
    for thread in threads(pids) {
        let Ok(processors) = sched_getaffinity(RawPid::from_raw(thread)) else { continue };
        let policy = policy(thread);
        pinned.threads.push(Before { thread, processors, policy });
        if policy == libc::SCHED_OTHER {
            set_policy(thread, libc::SCHED_BATCH);
        }
        let _ = sched_setaffinity(RawPid::from_raw(thread), &here);
    }
    Some(pinned)
}

impl Pinned {
    /// Restores the former processors and policies, also for threads and processes that were started in
    /// the meantime. `pids` are all processes of the programs by now.
    pub fn release(self, pids: &[Pid]) {
        for thread in threads(pids) {
            let before = self.threads.iter().find(|before| before.thread == thread);
            let processors = before.map_or(&self.own, |before| &before.processors);
            let _ = sched_setaffinity(RawPid::from_raw(thread), processors);
            if before.is_none_or(|before| before.policy == libc::SCHED_OTHER) {
                set_policy(thread, libc::SCHED_OTHER);
            }
        }
        let _ = sched_setaffinity(None, &self.own);
    }
}

/// All threads of the processes.
pub(super) fn threads(pids: &[Pid]) -> impl Iterator<Item = Pid> {
    let tasks = pids.iter().filter_map(|pid| fs::read_dir(format!("/proc/{pid}/task")).ok());
    tasks.flatten().flatten().filter_map(|task| task.file_name().to_str()?.parse().ok())
}

fn policy(thread: Pid) -> i32 {
    // SAFETY: sched_getscheduler(2) takes a number and touches no memory of ours.
    unsafe { libc::sched_getscheduler(thread) }
}

fn set_policy(thread: Pid, policy: i32) {
    let parameters = libc::sched_param { sched_priority: 0 };
    // SAFETY: sched_setscheduler(2) reads the parameters behind the pointer.
    unsafe { libc::sched_setscheduler(thread, policy, &raw const parameters) };
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn who_was_stalled_goes_on_as_before() {
        let mut cat = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let pid = cat.id().cast_signed();
        let facts = || (policy(pid), sched_getaffinity(RawPid::from_raw(pid)).unwrap());
        let (own, before) = (sched_getaffinity(None).unwrap(), facts());

        let pinned = pin(&[pid]).unwrap();
        let here = sched_getaffinity(None).unwrap();
        assert_eq!(here.count(), 1);
        assert_eq!(facts(), (libc::SCHED_BATCH, here));

        pinned.release(&[pid]);
        assert_eq!((facts(), sched_getaffinity(None).unwrap()), (before, own));
        cat.kill().unwrap();
        cat.wait().unwrap();
    }
}
