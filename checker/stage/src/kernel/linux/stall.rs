//! How programs are stalled for a moment, where stopping them would disturb them: they stand in line
//! for the processor on which this thread runs, and none of them is let in front of it.

use std::fs;

use rustix::process::Pid as RawPid;
use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};

use super::super::Pid;

/// Threads that are stalled, with their processors and this thread's before that.
#[derive(Debug)]
pub struct Stalled {
    own: CpuSet,
    threads: Vec<(Pid, CpuSet)>,
}

/// Stalls all threads of the processes: they share this thread's processor from now on, and that
/// one of them has something to do again is no reason to leave it to them at once (`SCHED_BATCH`,
/// sched(7)). `None` where the machine does not allow that.
pub fn stall(pids: &[Pid]) -> Option<Stalled> {
    let own = sched_getaffinity(None).ok()?;
    let mut here = CpuSet::new();
    here.set(sched_getcpu());
    sched_setaffinity(None, &here).ok()?;
    let mut stalled = Stalled { own, threads: Vec::new() };
    for thread in threads(pids) {
        let Ok(before) = sched_getaffinity(RawPid::from_raw(thread)) else { continue };
        stalled.threads.push((thread, before));
        be(thread, libc::SCHED_OTHER, libc::SCHED_BATCH);
        let _ = sched_setaffinity(RawPid::from_raw(thread), &here);
    }
    Some(stalled)
}

impl Stalled {
    /// They go on as before, and with them what they have started meanwhile: these are all of the
    /// processes now.
    pub fn go_on(self, pids: &[Pid]) {
        for thread in threads(pids) {
            let known = self.threads.iter().find(|(stalled, _)| *stalled == thread);
            let before = known.map_or(&self.own, |(_, before)| before);
            let _ = sched_setaffinity(RawPid::from_raw(thread), before);
            be(thread, libc::SCHED_BATCH, libc::SCHED_OTHER);
        }
        let _ = sched_setaffinity(None, &self.own);
    }
}

fn threads(pids: &[Pid]) -> impl Iterator<Item = Pid> {
    let tasks = pids.iter().filter_map(|pid| fs::read_dir(format!("/proc/{pid}/task")).ok());
    tasks.flatten().flatten().filter_map(|task| task.file_name().to_str()?.parse().ok())
}

/// A thread of one scheduling policy has another one from now on.
fn be(thread: Pid, from: i32, to: i32) {
    // SAFETY: both calls take numbers, and the second one reads the parameters behind the pointer.
    unsafe {
        let none = libc::sched_param { sched_priority: 0 };
        if libc::sched_getscheduler(thread) == from {
            libc::sched_setscheduler(thread, to, &raw const none);
        }
    }
}
