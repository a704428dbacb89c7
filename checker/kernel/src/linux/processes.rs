//! The reports of `/proc` about one process (proc(5)): its state, parent and children, its processor
//! time and memory, and its descriptors.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::Duration;

use super::borrow::pidfd;
use super::proc;
use crate::common;
use crate::facts::Pid;
use crate::missing::Missing;

/// A descriptor that becomes readable when the process ends.
pub fn watch_exit(pid: Pid) -> io::Result<OwnedFd> {
    pidfd(pid)
}

/// Every process on the machine.
pub(super) fn all_processes() -> Vec<Pid> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// Children of a process: the kernel's own list if it keeps one (`CONFIG_PROC_CHILDREN`), otherwise every
/// process is asked for its parent.
pub(super) fn children(parent: Pid, stat: &Stat) -> Vec<Pid> {
    let mut threads = vec![parent.to_string()];
    if stat.threads > 1 {
        let Ok(tasks) = fs::read_dir(format!("/proc/{parent}/task")) else { return Vec::new() };
        let names = tasks.flatten().filter_map(|task| task.file_name().into_string().ok());
        threads = names.collect();
    }
    children_of_threads(parent, &threads)
}

/// The processes that these threads of a process have started.
pub(super) fn children_of_threads(parent: Pid, threads: &[String]) -> Vec<Pid> {
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
    all_processes().into_iter().filter(is_child).collect()
}

/// The fields of `/proc/PID/stat` that are used.
pub(super) struct Stat {
    pub(super) state: char,
    pub(super) parent: Pid,
    threads: usize,
}

impl Stat {
    /// `None` if the process has gone.
    pub(super) fn of(pid: Pid) -> Option<Stat> {
        let line = proc::read(format!("/proc/{pid}/stat")).ok()?;
        // The command's name is in parentheses, and may contain any character.
        let (_, fields) = line.rsplit_once(')')?;
        let mut fields = fields.trim_ascii_start().split(' ');
        let state = fields.next()?.chars().next()?;
        let parent = fields.next()?.parse().ok()?;
        let threads = fields.nth(15)?.parse().ok()?;
        Some(Stat { state, parent, threads })
    }

    /// Whether it has not ended (a zombie has). A process whose first thread has ended before the
    /// others looks like a zombie, and still holds all its descriptors (proc(5)).
    pub(super) fn is_alive(&self, pid: Pid) -> bool {
        match self.state {
            'X' => false,
            'Z' => has_other_threads(pid),
            _ => true,
        }
    }
}

/// The process's parent; `None` if it has gone.
pub fn parent(pid: Pid) -> Option<Pid> {
    Stat::of(pid).map(|stat| stat.parent)
}

/// Whether the process exists and has not ended.
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

/// Ended processes that these have started and not waited for: zombies (wait(2)).
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
    let mut id: libc::clockid_t = 0;
    // SAFETY: the call writes into a live place, and fails for a process that has gone (clock_getcpuclockid(3)).
    let known = unsafe { libc::clock_getcpuclockid(pid, &raw mut id) == 0 };
    known.then(|| common::clock(id)).flatten().unwrap_or_default()
}

/// Bytes that the threads of the process have read by `read` and similar calls so far, from files, pipes
/// and sockets (`rchar`, proc_pid_io(5)); 0 if the kernel does not report it. The count of the process
/// itself is not suitable: it includes that of each child that it waited for.
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

/// The memory that the process has resident, in bytes, with shared memory divided among its users (`Pss` of
/// `/proc/PID/smaps_rollup`, proc(5)).
pub fn memory_share(pid: Pid) -> Option<u64> {
    let rollup = proc::read(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    line.split_ascii_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// The resident memory of the process that is not a file's, in bytes (`RssAnon` and `RssShmem`, proc(5)).
/// Memory that several processes share is counted for each of them.
pub fn own_memory(pid: Pid) -> Option<u64> {
    Some(status_bytes(pid, "RssAnon:")? + status_bytes(pid, "RssShmem:")?)
}

/// The most address space that the process has had, in bytes (`VmPeak`, proc(5)). Allocated memory counts
/// even if it is untouched or freed since.
pub fn address_space_peak(pid: Pid) -> Option<u64> {
    status_bytes(pid, "VmPeak:")
}

/// The private writable memory of the process without its stack, in bytes (`VmData`, proc(5)): the memory
/// that `RLIMIT_DATA` bounds (getrlimit(2)).
pub fn memory_for_data(pid: Pid) -> Option<u64> {
    status_bytes(pid, "VmData:")
}

/// A value of `/proc/PID/status` in bytes, which the file gives in kB.
fn status_bytes(pid: Pid, key: &str) -> Option<u64> {
    let value_in = |folder: &Path| {
        let status = proc::read(folder.join("status")).ok()?;
        let line = status.lines().find(|line| line.starts_with(key))?;
        line.split_ascii_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
    };
    let process = format!("/proc/{pid}");
    // A first thread that has ended does not report it, but the others do.
    value_in(Path::new(&process)).or_else(|| {
        let tasks = fs::read_dir(process + "/task").ok()?;
        tasks.flatten().find_map(|task| value_in(&task.path()))
    })
}

/// The open descriptors of the process, each with its target (`socket:[123]`).
pub fn descriptors(pid: Pid) -> Vec<(i32, String)> {
    let found = descriptors_in(format!("/proc/{pid}/fd"));
    if !found.is_empty() {
        return found;
    }
    // A first thread that has ended shows no descriptors, but the others still have them.
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
