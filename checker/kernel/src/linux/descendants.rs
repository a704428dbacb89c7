//! The processes that this process has started, directly or through others: how to find them, and how to end
//! them all.

use std::collections::BTreeSet;
use std::io;
use std::time::{Duration, Instant};

use super::processes::{Stat, alive, all_processes, children, children_of_threads};
use crate::common;
use crate::facts::Pid;
use crate::missing::Missing;

/// All living descendants of this process. In a cell, processes that the cell's first process has
/// adopted belong to them. The first process itself does not.
///
/// | method | cost | what it misses |
/// |---|---|---|
/// | [`list_at_rest`](Self::list_at_rest) | as below; stops at the first running process | as below |
/// | [`list`](Self::list) | a few files of `/proc` for each descendant | a child, while a sibling of it ends; all beyond 2048 |
/// | [`list_thoroughly`](Self::list_thoroughly) | one file for each process on the machine: milliseconds | a child whose parent ends in the meantime |
///
/// The first two follow `/proc/PID/task/TID/children`, which is reliable only while no child ends
/// (proc(5)). The third reads each process's parent. A proof about all descendants needs the third.
#[derive(Debug, Clone, Copy)]
pub struct Descendants {
    /// The cell's first process.
    init: Option<Pid>,
}

/// Most processes that are listed. A program that starts others faster than they can be counted has been
/// caught by then.
const MOST: usize = 2048;

impl Descendants {
    pub fn of_this_process() -> Descendants {
        Descendants { init: None }
    }

    /// The descendants of this process and of its cell's first process.
    pub fn in_cell(init: Pid) -> Descendants {
        Descendants { init: Some(init) }
    }

    /// Follows the kernel's lists of children.
    pub fn list(&self) -> Vec<Pid> {
        let mut found = Vec::new();
        self.walk(|pid, _| {
            found.push(pid);
            true
        });
        found.sort_unstable();
        found
    }

    /// Like [`list`](Self::list), but returns `None` as soon as it finds a process whose first thread is
    /// running or about to run.
    pub fn list_at_rest(&self) -> Option<Vec<Pid>> {
        let mut found = Vec::new();
        let all_rest = self.walk(|pid, stat| {
            found.push(pid);
            stat.state != 'R'
        });
        found.sort_unstable();
        all_rest.then_some(found)
    }

    /// Asks every process on the machine for its parent.
    pub fn list_thoroughly(&self) -> Vec<Pid> {
        let parents: Vec<(Pid, Pid)> = all_processes()
            .into_iter()
            .filter_map(|pid| Some((pid, Stat::of(pid)?.parent)))
            .collect();
        let mut found = BTreeSet::new();
        let mut unseen = vec![std::process::id() as Pid];
        unseen.extend(self.init);
        while let Some(parent) = unseen.pop() {
            let is_child = |(child, of): &&(Pid, Pid)| *of == parent && Some(*child) != self.init;
            let children = parents.iter().filter(is_child).map(|(child, _)| *child);
            unseen.extend(children.filter(|child| found.insert(*child)));
        }
        found.into_iter().filter(|pid| alive(*pid)).collect()
    }

    /// Shows each living process to `sees` until it returns `false`. Returns whether it has shown all.
    fn walk(&self, mut sees: impl FnMut(Pid, &Stat) -> bool) -> bool {
        let me = std::process::id() as Pid;
        let mut known = BTreeSet::from([me]);
        known.extend(self.init);
        // This process comes first: usually there are no descendants other than its own children.
        let mut unseen: Vec<Pid> = self.init.into_iter().chain([me]).collect();
        let mut count = 0;
        while let Some(pid) = unseen.pop()
            && count < MOST
        {
            let found = if Some(pid) == self.init || (pid == me && self.init.is_some()) {
                // Both have one thread: only a process with one thread can enter a cell.
                children_of_threads(pid, &[pid.to_string()])
            } else {
                let Some(stat) = Stat::of(pid) else { continue };
                if pid != me && stat.is_alive(pid) {
                    count += 1;
                    if !sees(pid, &stat) {
                        return false;
                    }
                }
                children(pid, &stat)
            };
            unseen.extend(found.into_iter().filter(|child| known.insert(*child)));
        }
        true
    }
}

/// Makes this process the parent of every descendant that loses its own (`PR_SET_CHILD_SUBREAPER`, prctl(2)),
/// so that a program that detaches itself can still be found and ended.
pub fn adopt_orphans() -> Result<(), Missing> {
    // SAFETY: prctl(2) with numbers only.
    match unsafe { libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) } {
        0 => Ok(()),
        _ => Err(Missing::new("adopting orphaned processes", io::Error::last_os_error())),
    }
}

/// Ends every descendant of this process and reaps it, even if descendants keep starting others. For
/// that it stops all of them before it ends the first, until none is left. Gives up after [`GIVE_UP`] on
/// a process that we may not end (one that has become another user's).
pub fn end_kin() {
    let begun = Instant::now();
    while begun.elapsed() < GIVE_UP {
        let living = Descendants::of_this_process().list();
        for pid in &living {
            let _ = common::signal_process(*pid, libc::SIGSTOP);
        }
        for pid in &living {
            let _ = common::signal_process(*pid, libc::SIGKILL);
        }
        match reap() {
            Reaped::Everybody if living.is_empty() => return,
            // A killed process takes a moment to go.
            _ => common::let_others_run(),
        }
    }
}

/// Whether children are left that have not ended.
enum Reaped {
    Everybody,
    SomeAreLeft,
}

/// Reaps every child that has ended.
fn reap() -> Reaped {
    loop {
        let mut status = 0;
        // SAFETY: waitpid(2) with a live place for the status; it does not wait.
        match unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) } {
            0 => return Reaped::SomeAreLeft,
            -1 => return Reaped::Everybody,
            _ => {}
        }
    }
}

/// Longest time that [`end_kin`] takes.
const GIVE_UP: Duration = Duration::from_secs(5);
