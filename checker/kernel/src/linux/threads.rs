//! The activity of each thread of a program: the system call that it waits in, the object of that wait,
//! and its end. Read from `/proc/PID/task/TID/{status,syscall}` (proc(5)). Arguments that are pointers
//! are followed into the program's memory.

use std::fs;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::borrow::{borrow, peek};
use super::observed::is_ending;
use super::proc;
use super::processes::Stat;
use super::runtimes;
use crate::common;
use crate::facts::{Doing, Pid, Thread, Until};
use crate::missing::Missing;

const POLLIN: i16 = libc::POLLIN;
const POLLOUT: i16 = libc::POLLOUT;

/// The threads of one process. `born` is a moment before it started: none of its waits began earlier.
pub fn threads(pid: Pid, born: Instant) -> Result<Vec<Thread>, Missing> {
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    // The thread whose descriptors stand for the process's: the first one that has not ended.
    let mut holder = Some(pid);
    for task in tasks.flatten() {
        let Some(tid) = task.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        let Ok(status) = proc::read(task.path().join("status")) else { continue };
        let state = field(&status, "State:").and_then(|state| state.chars().next()).unwrap_or('R');
        if matches!(state, 'Z' | 'X') {
            if tid == pid {
                holder = None;
            }
            continue;
        }
        let switches = switches(&status);
        let call = match proc::read(task.path().join("syscall")) {
            Ok(line) => line,
            Err(gone) if gone.raw_os_error() == Some(libc::ESRCH) => continue,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && task.path().exists() => {
                return Err(missing(error));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(_) if is_ending(&task.path()) => "running".to_owned(),
            Err(error) => return Err(missing(error)),
        };
        let pid = *holder.get_or_insert(tid);
        let doing = match state {
            'S' => runtimes::without_clocks(doing(pid, &call, born), pid, &status),
            'T' => Doing::Stopped,
            // In this state and the next, the thread does not move before another process of the same
            // program does.
            'D' if waits_in_vfork(pid, &call) => {
                Doing::Kin { call: "vfork", until: Until::Forever }
            }
            't' if is_traced_by_kin(&status) => {
                Doing::Kin { call: "ptrace", until: Until::Forever }
            }
            // It runs, or waits for an event that the kernel is about to cause (a disk, a child that has
            // not yet called exec), or a debugger holds it.
            _ => Doing::Running,
        };
        found.push(Thread { pid, tid, switches, doing });
    }
    found.sort_by_key(|thread| thread.tid);
    Ok(found)
}

/// How often the thread with this `status` file was switched away so far.
pub(super) fn switches(status: &str) -> u64 {
    let names = ["voluntary_ctxt_switches:", "nonvoluntary_ctxt_switches:"];
    names.iter().filter_map(|name| field(status, name)?.parse::<u64>().ok()).sum()
}

/// Whether a thread in uninterruptible sleep waits for its child to end or to call exec (vfork(2),
/// `CLONE_VFORK`).
fn waits_in_vfork(pid: Pid, line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let number = words.next().and_then(|number| number.parse::<i64>().ok());
    let first =
        words.next().and_then(|word| u64::from_str_radix(word.trim_start_matches("0x"), 16).ok());
    let flags = match (number, first) {
        #[cfg(target_arch = "x86_64")]
        (Some(libc::SYS_vfork), _) => return true,
        (Some(libc::SYS_clone), Some(flags)) => Some(flags),
        // The flags are the first field of a struct.
        (Some(libc::SYS_clone3), Some(address)) => {
            let raw = peek(pid, address, size_of::<u64>()).ok();
            raw.and_then(|raw| Some(u64::from_ne_bytes(raw.try_into().ok()?)))
        }
        _ => None,
    };
    flags.is_some_and(|flags| flags & libc::CLONE_VFORK as u64 != 0)
}

/// Whether the process that traces this one is a descendant of ours. A debugger that a user has attached is
/// not.
fn is_traced_by_kin(status: &str) -> bool {
    let tracer = status.lines().find_map(|line| line.strip_prefix("TracerPid:"));
    let Some(mut pid) = tracer.and_then(|pid| pid.trim().parse::<Pid>().ok()) else { return false };
    let me = std::process::id() as Pid;
    while pid > 1 && pid != me {
        let Some(stat) = Stat::of(pid) else { return false };
        pid = stat.parent;
    }
    pid == me
}

fn missing(error: std::io::Error) -> Missing {
    Missing::new("system call of a blocked thread (/proc/PID/syscall)", error)
}

/// Whether this machine shows what a thread of our child waits for.
pub fn probe(child: Pid) -> Result<(), Missing> {
    proc::read(format!("/proc/{child}/syscall")).map(|_| ()).map_err(missing)
}

/// The number of lines at the beginning of a `status` file: name, mask and state.
const BEGINNING: usize = 3;

fn field<'a>(status: &'a str, name: &str) -> Option<&'a str> {
    // The wanted line is at the beginning or at the very end.
    let (mut first, mut last) = (status.lines().take(BEGINNING), status.lines().rev());
    let of = |line: &'a str| line.strip_prefix(name).map(str::trim);
    first.find_map(of).or_else(|| last.find_map(of))
}

/// Reads a line of `/proc/PID/syscall`: `running`, or the call's number and its six arguments, or
/// `-1` for a thread that is blocked outside of any call.
fn doing(pid: Pid, line: &str, born: Instant) -> Doing {
    let mut words = line.split_ascii_whitespace();
    let number = match words.next() {
        None | Some("running") => return Doing::Running,
        Some(number) => number.parse::<i64>().unwrap_or(-1),
    };
    let mut args = [0u64; 6];
    for (place, word) in args.iter_mut().zip(words) {
        *place = u64::from_str_radix(word.trim_start_matches("0x"), 16).unwrap_or(0);
    }
    decode(pid, number, args, born)
}

/// Reads a call: its number and its arguments.
pub(super) fn decode(pid: Pid, number: i64, args: [u64; 6], born: Instant) -> Doing {
    let fd = args[0] as i32;
    let reads = |call| Doing::Fd { call, fd, writes: false, until: Until::Forever };
    let writes = |call| Doing::Fd { call, fd, writes: true, until: Until::Forever };
    match number {
        libc::SYS_read => reads("read"),
        libc::SYS_readv => reads("readv"),
        libc::SYS_recvfrom if peeks(args[3]) => Doing::Peek { call: "recv", fd },
        libc::SYS_recvmsg if peeks(args[2]) => Doing::Peek { call: "recvmsg", fd },
        libc::SYS_recvfrom => reads("recv"),
        libc::SYS_recvmsg => reads("recvmsg"),
        libc::SYS_recvmmsg => reads("recvmmsg"),
        libc::SYS_accept4 => reads("accept"),
        libc::SYS_write => writes("write"),
        libc::SYS_writev | libc::SYS_pwritev2 => writes("writev"),
        libc::SYS_sendto => writes("send"),
        libc::SYS_sendmsg => writes("sendmsg"),
        libc::SYS_sendmmsg => writes("sendmmsg"),
        libc::SYS_sendfile => writes("sendfile"),
        libc::SYS_splice => spliced(pid, args),
        libc::SYS_ppoll => polled(pid, "poll", args, timespec(pid, args[2], born)),
        libc::SYS_pselect6 => selected(pid, args, timespec(pid, args[4], born)),
        libc::SYS_epoll_pwait => epolled(fd, milliseconds(args[3], born)),
        libc::SYS_epoll_pwait2 => epolled(fd, timespec(pid, args[3], born)),
        libc::SYS_futex => futex(pid, args, born),
        libc::SYS_wait4 | libc::SYS_waitid => Doing::Kin { call: "wait", until: Until::Forever },
        libc::SYS_rt_sigsuspend => Doing::Kin { call: "sigsuspend", until: Until::Forever },
        libc::SYS_rt_sigtimedwait => {
            Doing::Kin { call: "sigwait", until: timespec(pid, args[2], born) }
        }
        libc::SYS_nanosleep => Doing::Clock { call: "sleep", until: timespec(pid, args[0], born) },
        libc::SYS_clock_nanosleep => Doing::Clock { call: "sleep", until: sleep(pid, args, born) },
        other => legacy(pid, other, args, born),
    }
}

/// Whether a receive with these flags leaves its bytes in the queue and waits for more.
fn peeks(flags: u64) -> bool {
    const BOTH: u64 = (libc::MSG_PEEK | libc::MSG_WAITALL) as u64;
    flags & BOTH == BOTH
}

/// Calls for which only the older instruction sets still have numbers.
#[cfg(target_arch = "x86_64")]
fn legacy(pid: Pid, number: i64, args: [u64; 6], born: Instant) -> Doing {
    match number {
        libc::SYS_accept => {
            Doing::Fd { call: "accept", fd: args[0] as i32, writes: false, until: Until::Forever }
        }
        libc::SYS_poll => polled(pid, "poll", args, milliseconds(args[2], born)),
        libc::SYS_select => {
            let until = limit(pid, args[4], born, Duration::from_micros);
            selected(pid, args, until)
        }
        libc::SYS_epoll_wait => epolled(args[0] as i32, milliseconds(args[3], born)),
        libc::SYS_pause => Doing::Kin { call: "pause", until: Until::Forever },
        other => unclear(other),
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn legacy(_: Pid, number: i64, args: [u64; 6], _: Instant) -> Doing {
    match number {
        libc::SYS_accept => {
            Doing::Fd { call: "accept", fd: args[0] as i32, writes: false, until: Until::Forever }
        }
        other => unclear(other),
    }
}

fn unclear(number: i64) -> Doing {
    let call = match number {
        -1 => "no system call".to_owned(),
        libc::SYS_connect => "connect".to_owned(),
        libc::SYS_flock => "flock".to_owned(),
        libc::SYS_fcntl => "fcntl".to_owned(),
        libc::SYS_io_uring_enter => "io_uring_enter".to_owned(),
        number => format!("system call {number}"),
    };
    Doing::Unclear { call }
}

fn epolled(fd: i32, until: Until) -> Doing {
    // An epoll descriptor is itself readable when one of its own is ready (epoll(7)).
    Doing::Fds { call: "epoll_wait", fds: vec![(fd, POLLIN)], until }
}

/// splice(2) waits for its input, and once that is ready, for its output.
fn spliced(pid: Pid, args: [u64; 6]) -> Doing {
    let (from, to) = (args[0] as i32, args[2] as i32);
    let writes = borrow(pid, from).is_ok_and(|from| from.is_ready(POLLIN));
    let fd = if writes { to } else { from };
    Doing::Fd { call: "splice", fd, writes, until: Until::Forever }
}

/// More descriptors in one call than any program has.
const TOO_MANY: usize = 1 << 16;

/// The array of `struct pollfd` behind the first argument.
fn polled(pid: Pid, call: &'static str, args: [u64; 6], until: Until) -> Doing {
    let count = args[1] as usize;
    if count == 0 {
        return Doing::Clock { call, until };
    }
    let size = size_of::<libc::pollfd>();
    let Ok(raw) = peek(pid, args[0], count.min(TOO_MANY) * size) else {
        return Doing::Unclear { call: call.into() };
    };
    let fds = raw
        .chunks_exact(size)
        .map(|one| {
            let fd = i32::from_ne_bytes(one[..4].try_into().expect("four bytes"));
            (fd, i16::from_ne_bytes([one[4], one[5]]))
        })
        .filter(|(fd, _)| *fd >= 0)
        .collect();
    Doing::Fds { call, fds, until }
}

/// The bit sets behind the second to fourth argument of select(2).
fn selected(pid: Pid, args: [u64; 6], until: Until) -> Doing {
    let count = (args[0] as usize).min(TOO_MANY);
    let mut fds = Vec::new();
    for (address, events) in [(args[1], POLLIN), (args[2], POLLOUT), (args[3], libc::POLLPRI)] {
        if address == 0 || count == 0 {
            continue;
        }
        // The kernel reads whole words.
        let Ok(bits) = peek(pid, address, count.div_ceil(64) * 8) else {
            return Doing::Unclear { call: "select".into() };
        };
        let is_set = |fd: &usize| bits[fd / 8] & (1 << (fd % 8)) != 0;
        fds.extend((0..count).filter(is_set).map(|fd| (fd as i32, events)));
    }
    if fds.is_empty() {
        return Doing::Clock { call: "select", until };
    }
    Doing::Fds { call: "select", fds, until }
}

/// Waits of futex(2): for a lock, a condition, or another thread's end.
fn futex(pid: Pid, args: [u64; 6], born: Instant) -> Doing {
    const COMMAND: u64 = 127;
    let until = match (args[1] & COMMAND) as i32 {
        libc::FUTEX_WAIT => timespec(pid, args[3], born),
        libc::FUTEX_WAIT_BITSET | libc::FUTEX_LOCK_PI if args[3] == 0 => Until::Forever,
        libc::FUTEX_WAIT_BITSET => {
            let realtime = args[1] as i32 & libc::FUTEX_CLOCK_REALTIME != 0;
            absolute(
                pid,
                args[3],
                if realtime { libc::CLOCK_REALTIME } else { libc::CLOCK_MONOTONIC },
            )
        }
        _ => Until::Sometime,
    };
    Doing::Kin { call: "futex", until }
}

fn sleep(pid: Pid, args: [u64; 6], born: Instant) -> Until {
    const ABSOLUTE: u64 = libc::TIMER_ABSTIME as u64;
    if args[1] & ABSOLUTE == 0 {
        return timespec(pid, args[2], born);
    }
    absolute(pid, args[2], args[0] as libc::clockid_t)
}

/// A time limit in milliseconds, negative for none, as poll(2) and epoll_wait(2) take it.
fn milliseconds(argument: u64, born: Instant) -> Until {
    match argument as i32 {
        limit if limit < 0 => Until::Forever,
        limit => Until::NotBefore(born + Duration::from_millis(limit as u64)),
    }
}

/// A relative `struct timespec` behind a pointer.
fn timespec(pid: Pid, address: u64, born: Instant) -> Until {
    limit(pid, address, born, Duration::from_nanos)
}

/// A relative time limit behind a pointer: seconds, and a fraction in the unit of its type. A null
/// pointer means no limit. The wait began after the program's start, so it ends no earlier than that
/// start plus the limit.
fn limit(pid: Pid, address: u64, born: Instant, fraction: fn(u64) -> Duration) -> Until {
    if address == 0 {
        return Until::Forever;
    }
    read_time(pid, address, fraction)
        .and_then(|time| born.checked_add(time))
        .map_or(Until::Sometime, Until::NotBefore)
}

/// A point in time of one of the system's clocks, behind a pointer. The same point always converts to
/// the same one of ours, however often it is read. Otherwise a thread that waits for it would seem to
/// move.
fn absolute(pid: Pid, address: u64, clock: libc::clockid_t) -> Until {
    static ANCHORS: [OnceLock<Option<(Duration, Instant)>>; 2] = [OnceLock::new(), OnceLock::new()];
    let anchor = &ANCHORS[usize::from(clock == libc::CLOCK_REALTIME)];
    let Some((there, here)) = *anchor.get_or_init(|| Some((common::clock(clock)?, Instant::now())))
    else {
        return Until::Sometime;
    };
    read_time(pid, address, Duration::from_nanos)
        .and_then(|moment| match moment.checked_sub(there) {
            Some(later) => here.checked_add(later),
            None => here.checked_sub(there - moment),
        })
        .map_or(Until::Sometime, Until::NotBefore)
}

fn read_time(pid: Pid, address: u64, fraction: fn(u64) -> Duration) -> Option<Duration> {
    let raw = peek(pid, address, size_of::<libc::timespec>()).ok()?;
    let seconds = i64::from_ne_bytes(raw.get(..8)?.try_into().ok()?);
    let rest = i64::from_ne_bytes(raw.get(8..16)?.try_into().ok()?);
    Duration::from_secs(u64::try_from(seconds).ok()?).checked_add(fraction(rest.try_into().ok()?))
}

#[cfg(test)]
mod tests;
