//! A program and everything that it started: who they are, what they hold, how much processor time
//! they used, and how they are ended. Read from `/proc` (proc(5)).

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::{Duration, Instant};

use super::borrow::pidfd;
use super::proc;
use crate::common;
use crate::facts::Pid;
use crate::missing::Missing;

/// Become the parent of every descendant that loses its own (`PR_SET_CHILD_SUBREAPER`, prctl(2)),
/// so that a program that detaches itself can still be found and ended.
pub fn adopt_orphans() -> Result<(), Missing> {
    // SAFETY: prctl(2) with numbers only.
    match unsafe { libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) } {
        0 => Ok(()),
        _ => Err(Missing::new("adopting orphaned processes", io::Error::last_os_error())),
    }
}

/// A descriptor that becomes readable when the process ends.
pub fn watch_exit(pid: Pid) -> io::Result<OwnedFd> {
    pidfd(pid)
}

/// So many processes are looked for at the most: one that starts others faster than they can be
/// counted has been caught by then.
const MOST: usize = 2048;

/// All living descendants of this process, and those that the cell's first process adopted; the
/// first process itself is not among them.
pub fn kin(init: Option<Pid>) -> Vec<Pid> {
    let mut found = Vec::new();
    walk(init, |pid, _| {
        found.push(pid);
        true
    });
    found.sort_unstable();
    found
}

/// The same, unless the first thread of one of them is running or about to: then `None`, and the rest
/// is not looked for.
pub fn kin_at_rest(init: Option<Pid>) -> Option<Vec<Pid>> {
    let mut found = Vec::new();
    let all_rest = walk(init, |pid, stat| {
        found.push(pid);
        stat.state != 'R'
    });
    found.sort_unstable();
    all_rest.then_some(found)
}

/// Shows each of the living until one of them is enough; whether all were seen.
fn walk(init: Option<Pid>, mut sees: impl FnMut(Pid, &Stat) -> bool) -> bool {
    let me = std::process::id() as Pid;
    let mut known = BTreeSet::from([me]);
    known.extend(init);
    // We come first: what we have started is most often all that there is.
    let mut unseen: Vec<Pid> = init.into_iter().chain([me]).collect();
    let mut count = 0;
    while let Some(pid) = unseen.pop()
        && count < MOST
    {
        let found = if Some(pid) == init {
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

/// The same, found in another way: everybody on the machine is asked for their parent. That takes
/// milliseconds, and misses nobody, where a list of children may leave one out while another of
/// them ends (`/proc/PID/task/TID/children`, proc(5)).
pub fn kin_thoroughly(init: Option<Pid>) -> Vec<Pid> {
    let parents: Vec<(Pid, Pid)> =
        everybody().into_iter().filter_map(|pid| Some((pid, Stat::of(pid)?.parent))).collect();
    let mut found = BTreeSet::new();
    let mut unseen = vec![std::process::id() as Pid];
    unseen.extend(init);
    while let Some(parent) = unseen.pop() {
        let children = parents.iter().filter(|(child, of)| *of == parent && Some(*child) != init);
        unseen.extend(children.map(|(child, _)| *child).filter(|child| found.insert(*child)));
    }
    found.into_iter().filter(|pid| alive(*pid)).collect()
}

/// Every process on the machine.
fn everybody() -> Vec<Pid> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// Children of a process: the kernel's own list where it keeps one (`CONFIG_PROC_CHILDREN`), else
/// everybody's parent is asked.
pub(super) fn children(parent: Pid, stat: &Stat) -> Vec<Pid> {
    let mut threads = vec![parent.to_string()];
    if stat.threads > 1 {
        let Ok(tasks) = fs::read_dir(format!("/proc/{parent}/task")) else { return Vec::new() };
        let names = tasks.flatten().filter_map(|task| task.file_name().into_string().ok());
        threads = names.collect();
    }
    children_of_threads(parent, &threads)
}

/// Those that these threads of a process have started.
fn children_of_threads(parent: Pid, threads: &[String]) -> Vec<Pid> {
    let mut found = Vec::new();
    let mut listed = false;
    for thread in threads {
        if let Ok(list) = proc::read(format!("/proc/{parent}/task/{thread}/children")) {
            listed = true;
            found.extend(list.split_ascii_whitespace().filter_map(|pid| pid.parse::<Pid>().ok()));
        }
    }
    if listed {
        return found;
    }
    let is_child = |pid: &Pid| Stat::of(*pid).is_some_and(|stat| stat.parent == parent);
    everybody().into_iter().filter(is_child).collect()
}

/// What `/proc/PID/stat` says of a process.
pub(super) struct Stat {
    pub(super) state: char,
    pub(super) parent: Pid,
    threads: usize,
}

impl Stat {
    /// `None` where the process has gone.
    pub(super) fn of(pid: Pid) -> Option<Stat> {
        let line = proc::read(format!("/proc/{pid}/stat")).ok()?;
        // The command's name stands in parentheses, and may hold any character.
        let (_, fields) = line.rsplit_once(") ")?;
        let mut fields = fields.split_ascii_whitespace();
        let state = fields.next()?.chars().next()?;
        let parent = fields.next()?.parse().ok()?;
        let threads = fields.nth(15)?.parse().ok()?;
        Some(Stat { state, parent, threads })
    }

    /// Whether it has not ended (a zombie has). A process whose first thread has ended before the
    /// others looks like a zombie, and still holds all its descriptors (proc(5)).
    fn is_alive(&self, pid: Pid) -> bool {
        match self.state {
            'X' => false,
            'Z' => has_other_threads(pid),
            _ => true,
        }
    }
}

/// The process's parent; `None` where it has gone.
pub fn parent(pid: Pid) -> Option<Pid> {
    Stat::of(pid).map(|stat| stat.parent)
}

/// Whether the process is there and has not ended.
pub fn alive(pid: Pid) -> bool {
    Stat::of(pid).is_some_and(|stat| stat.is_alive(pid))
}

fn has_other_threads(pid: Pid) -> bool {
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { return false };
    tasks.flatten().any(|task| {
        task.file_name().to_str() != Some(&pid.to_string())
            && proc::read(task.path().join("stat")).is_ok_and(|line| {
                line.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
            })
    })
}

/// Processes that these have started, that have ended, and that nobody has waited for: zombies
/// (wait(2)).
pub fn zombies(parents: &[Pid]) -> Result<u64, Missing> {
    let has_ended = |child: &Pid| {
        Stat::of(*child).is_some_and(|stat| stat.state == 'Z' && !stat.is_alive(*child))
    };
    let count = |parent: &Pid| {
        let children = Stat::of(*parent).map(|stat| children(*parent, &stat)).unwrap_or_default();
        children.iter().filter(|child| has_ended(child)).count() as u64
    };
    Ok(parents.iter().map(count).sum())
}

/// Processor time that the process has used so far, all threads together.
pub fn cpu_time(pid: Pid) -> Duration {
    let mut clock: libc::clockid_t = 0;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: both calls write into live places of the right type, and fail for a process that
    // has gone (clock_getcpuclockid(3)).
    let read = unsafe {
        libc::clock_getcpuclockid(pid, &raw mut clock) == 0
            && libc::clock_gettime(clock, &raw mut time) == 0
    };
    if read { Duration::new(time.tv_sec as u64, time.tv_nsec as u32) } else { Duration::ZERO }
}

/// Bytes that the threads of the process have read by `read` and its like so far, from files, pipes and
/// sockets (`rchar`, proc_pid_io(5)); 0 where the kernel does not tell. The count of the process
/// itself would not do: it takes over that of each child that was waited for.
pub fn bytes_read(pid: Pid) -> u64 {
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { return 0 };
    let read_by = |task: fs::DirEntry| {
        let counts = proc::read(task.path().join("io")).ok()?;
        let read = counts.lines().find_map(|line| line.strip_prefix("rchar:"))?;
        read.trim().parse::<u64>().ok()
    };
    tasks.flatten().filter_map(read_by).sum()
}

/// The most memory that the process has had resident, in bytes (`VmHWM`, proc(5)).
pub fn memory_peak(pid: Pid) -> Option<u64> {
    status_bytes(pid, "VmHWM:")
}

/// The memory that the process has resident, in bytes, what it shares with others divided among them
/// (`Pss` of `/proc/PID/smaps_rollup`, proc(5)).
pub fn memory_share(pid: Pid) -> Option<u64> {
    let rollup = proc::read(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    line.split_ascii_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// The most address space that the process has had, in bytes (`VmPeak`, proc(5)): memory that it
/// asked for counts, be it untouched or given back since.
pub fn address_space_peak(pid: Pid) -> Option<u64> {
    status_bytes(pid, "VmPeak:")
}

/// The memory that the process may write to and shares with nobody, its stack aside, in bytes
/// (`VmData`, proc(5)): what `RLIMIT_DATA` bounds (getrlimit(2)).
pub fn memory_for_data(pid: Pid) -> Option<u64> {
    status_bytes(pid, "VmData:")
}

/// A line of `/proc/PID/status` that is given in kB, in bytes.
fn status_bytes(pid: Pid, key: &str) -> Option<u64> {
    let told = |folder: &Path| {
        let status = proc::read(folder.join("status")).ok()?;
        let line = status.lines().find(|line| line.starts_with(key))?;
        line.split_ascii_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
    };
    let process = format!("/proc/{pid}");
    // A first thread that has ended does not tell, and the others do.
    told(Path::new(&process)).or_else(|| {
        let tasks = fs::read_dir(process + "/task").ok()?;
        tasks.flatten().find_map(|task| told(&task.path()))
    })
}

/// The descriptors that the process has open, each with what it points to (`socket:[123]`).
pub fn descriptors(pid: Pid) -> Vec<(i32, String)> {
    let found = descriptors_in(format!("/proc/{pid}/fd"));
    if !found.is_empty() {
        return found;
    }
    // A first thread that has ended shows none, and the others have them still.
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    let others = tasks.flatten().map(|task| descriptors_in(task.path().join("fd")));
    others.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

fn descriptors_in(folder: impl AsRef<Path>) -> Vec<(i32, String)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<(i32, String)> = entries
        .flatten()
        .filter_map(|entry| {
            let fd = entry.file_name().to_str()?.parse().ok()?;
            Some((fd, fs::read_link(entry.path()).ok()?.to_string_lossy().into_owned()))
        })
        .collect();
    found.sort_unstable();
    found
}

/// Whether one of the processes holds the socket with this inode.
pub fn owns_socket(pids: &[Pid], inode: u64) -> bool {
    let name = format!("socket:[{inode}]");
    pids.iter().any(|pid| descriptors(*pid).iter().any(|(_, target)| *target == name))
}

/// Ends every descendant of this process and reaps it, however often one of them starts another:
/// all are stopped before the first is ended, until none is left. A process that we may not end
/// (one that has become another user's) is given up after [`GIVE_UP`].
pub fn end_kin() {
    let begun = Instant::now();
    while begun.elapsed() < GIVE_UP {
        let living = kin(None);
        for pid in &living {
            let _ = common::signal_process(*pid, libc::SIGSTOP);
        }
        for pid in &living {
            let _ = common::signal_process(*pid, libc::SIGKILL);
        }
        match reap() {
            Reaped::Everybody if living.is_empty() => return,
            // What is killed takes a moment to go.
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
