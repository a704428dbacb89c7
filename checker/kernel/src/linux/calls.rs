//! The system calls that a busy thread makes, and their results, observed one by one with ptrace(2).
//!
//! The thread must not notice. Stopping a blocked thread may make its call fail with `EINTR`. So the
//! thread is released at the entry of any call that may block. A wait for a lock (futex(2)) is the
//! exception: a stop does not make it fail (signal(7)).

use std::io;
use std::time::{Duration, Instant};

use super::borrow::{Borrowed, borrow};
use super::hold;
use super::proc;
use super::threads::decode;
use super::{traced_end, writes};
use crate::common::let_others_run;
use crate::facts::{Call, Doing, Pid, ThreadTimes, Until, Watched};
use crate::missing::Missing;

/// A thread that runs stops within this time, however busy the machine is.
const STOPS_WITHIN: Duration = Duration::from_secs(5);

/// `ptrace_syscall_info` (ptrace(2)): at the entry of a call, and at its exit.
const ENTRY: u8 = 1;
const EXIT: u8 = 2;
const INFO: usize = 88;

/// Watches the calls of a running thread until there are enough, or until the time is over.
pub fn watch_calls(
    pid: Pid,
    tid: Pid,
    longest: Duration,
    enough: impl Fn(&[Call]) -> bool,
) -> Result<Watched, Missing> {
    let over = Instant::now() + longest;
    // A blocked thread may be in a call that a stop would make fail. A wait for a lock is an exception.
    let line = proc::read(format!("/proc/{pid}/task/{tid}/syscall")).unwrap_or_default();
    let call = line.split_ascii_whitespace().next().unwrap_or_default();
    if call != "running" && call.parse() != Ok(libc::SYS_futex) {
        return Ok(Watched::Waits);
    }
    let mut thread = Traced::seize(tid)?;
    thread.interrupts()?;
    match thread.stop_before(Instant::now() + STOPS_WITHIN)? {
        None | Some(Stop::Gone) => return Ok(Watched::Waits),
        Some(_) => {}
    }
    // It had just begun to wait in a call that fails when a stop interrupts it.
    if !hold::undo_interruption(tid)? || is_cut_short(pid, tid) {
        return Ok(Watched::Disturbed);
    }
    let ran = || times_of(pid, tid).map_or(Duration::ZERO, |times| times.ran);
    let begun = ran();
    let mut calls = Vec::new();
    let mut entered: Option<(&'static str, i32, bool)> = None;
    // Calls of no interest must not go on for ever, either.
    while !enough(&calls) && Instant::now() < over {
        thread.goes_on()?;
        let stop = match thread.stop_before(over)? {
            Some(stop) => stop,
            None => {
                // It computes, and is not in a call: a call would have stopped it.
                thread.interrupts()?;
                if let Some(Stop::Gone) = thread.stop_before(Instant::now() + STOPS_WITHIN)? {
                    return Ok(Watched::Waits);
                }
                break;
            }
        };
        match stop {
            Stop::Gone | Stop::Other => return Ok(Watched::Waits),
            Stop::Signal => {}
            Stop::AtCall => match thread.info()? {
                Info::Entry(number, args) => match about(pid, number, args) {
                    About::Asks { name, fd, peeks } => entered = Some((name, fd, peeks)),
                    About::NoMatter => entered = None,
                    About::MayWait => {
                        let is_back = hold::back_before_call(tid, || {
                            thread.goes_on()?;
                            let stop = thread.stop_before(Instant::now() + STOPS_WITHIN)?;
                            // If it has ended, the next request fails, and nothing was disturbed.
                            Ok(matches!(stop, Some(Stop::AtCall | Stop::Gone)))
                        })?;
                        return Ok(if is_back { Watched::Waits } else { Watched::Disturbed });
                    }
                },
                Info::Exit(returned) => {
                    if let Some((name, fd, peeks)) = entered.take() {
                        calls.push(Call { name, fd, peeks, returned });
                    }
                }
                Info::None => {}
            },
        }
    }
    Ok(Watched::Asks { calls, ran: ran().saturating_sub(begun) })
}

/// Whether the thread, which a stop has interrupted, was in a call that writes, and that call has taken only a part.
/// On a non-blocking descriptor, the call might have done so without the stop.
fn is_cut_short(pid: Pid, tid: Pid) -> bool {
    let Some(offer) = writes::offered(pid, tid) else { return false };
    let taken = writes::result_register(tid).and_then(|result| offer.taken(pid, result));
    taken.is_some_and(|taken| (1..offer.bytes).contains(&taken))
        && borrow(pid, offer.fd).is_ok_and(|fd| !fd.is_nonblocking())
}

/// The kinds of calls that matter here.
enum About {
    /// It asks a descriptor for something, and will not block.
    Asks { name: &'static str, fd: i32, peeks: bool },
    /// It does not block, and has no result for which a loop could repeat it.
    NoMatter,
    /// It may block, or the call is unknown.
    MayWait,
}

/// Whatever a descriptor is, it has room for this many bytes when it is ready (`PIPE_BUF`, pipe(7)).
const SOME_BYTES: u64 = 4096;

fn about(pid: Pid, number: i64, args: [u64; 6]) -> About {
    let now = Instant::now();
    match decode(pid, number, args, now) {
        Doing::Fd { call, fd, writes, .. } => {
            let flags = match call {
                "recv" | "send" => args[3] as i32,
                "recvmsg" | "sendmsg" => args[2] as i32,
                _ => 0,
            };
            let events = if writes { libc::POLLOUT } else { libc::POLLIN };
            // A descriptor that is ready has room for some bytes, and a call with more of them waits for the rest.
            let fits = !writes || (matches!(call, "write" | "send") && args[2] <= SOME_BYTES);
            let is_ready = |fd: Borrowed| fd.is_nonblocking() || (fits && fd.is_ready(events));
            let returns_at_once =
                flags & libc::MSG_DONTWAIT != 0 || borrow(pid, fd).map_or(true, is_ready);
            match returns_at_once {
                true => About::Asks { name: call, fd, peeks: flags & libc::MSG_PEEK != 0 },
                false => About::MayWait,
            }
        }
        // It waits for more bytes than have arrived, unless its socket is non-blocking.
        Doing::Peek { call, fd } if borrow(pid, fd).is_ok_and(|fd| fd.is_nonblocking()) => {
            About::Asks { name: call, fd, peeks: true }
        }
        Doing::Fds { call, fds, until } => {
            let mut ready = fds.iter().filter(|(fd, events)| {
                borrow(pid, *fd).map_or(true, |borrowed| borrowed.is_ready(*events))
            });
            match ready.next() {
                Some((fd, _)) => About::Asks { name: call, fd: *fd, peeks: false },
                None if matches!(until, Until::NotBefore(when) if when <= now) => {
                    let fd = if let [(fd, _)] = fds[..] { fd } else { Call::SEVERAL };
                    About::Asks { name: call, fd, peeks: false }
                }
                None => About::MayWait,
            }
        }
        // Threads that share a lock, such as an interpreter's, wait for each other between any two calls. A
        // stop does not make this call fail (signal(7)).
        Doing::Kin { call: "futex", .. } => About::NoMatter,
        Doing::Kin { call: "wait", .. } if only_looks(number, args) => About::NoMatter,
        _ if NO_MATTER.contains(&number) => About::NoMatter,
        _ => About::MayWait,
    }
}

/// Whether it only asks for children that have ended, without waiting for one (`WNOHANG`, wait(2)).
fn only_looks(number: i64, args: [u64; 6]) -> bool {
    let options = if number == libc::SYS_wait4 { args[2] } else { args[3] };
    options & libc::WNOHANG as u64 != 0
}

/// Calls that never wait for an action of another process or thread.
const NO_MATTER: &[i64] = &[
    libc::SYS_brk,
    libc::SYS_clock_getres,
    libc::SYS_clock_gettime,
    libc::SYS_close,
    libc::SYS_dup,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_eventfd2,
    libc::SYS_fcntl,
    libc::SYS_fstat,
    libc::SYS_getpeername,
    libc::SYS_getpid,
    libc::SYS_getppid,
    libc::SYS_getrandom,
    libc::SYS_getrusage,
    libc::SYS_getsockname,
    libc::SYS_getsockopt,
    libc::SYS_gettid,
    libc::SYS_gettimeofday,
    libc::SYS_ioctl,
    libc::SYS_lseek,
    libc::SYS_madvise,
    libc::SYS_membarrier,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_sched_yield,
    libc::SYS_setsockopt,
    libc::SYS_shutdown,
    libc::SYS_sigaltstack,
    libc::SYS_socket,
    libc::SYS_timerfd_settime,
    libc::SYS_uname,
];

/// How much processor time each thread of a process had, and how long it waited for a processor
/// (`/proc/PID/task/TID/schedstat`, proc(5)). Empty if the kernel does not report it.
pub fn thread_times(pid: Pid) -> Vec<ThreadTimes> {
    let Ok(tasks) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    let names = tasks.flatten().filter_map(|task| task.file_name().to_str()?.parse().ok());
    names.filter_map(|tid| times_of(pid, tid)).collect()
}

fn times_of(pid: Pid, tid: Pid) -> Option<ThreadTimes> {
    let line = proc::read(format!("/proc/{pid}/task/{tid}/schedstat")).ok()?;
    let mut words = line.split_ascii_whitespace().map(str::parse::<u64>);
    let mut next = || Some(Duration::from_nanos(words.next()?.ok()?));
    let (ran, stood_in_line) = (next()?, next()?);
    Some(ThreadTimes { pid, tid, ran, stood_in_line })
}

/// Why a traced thread has stopped.
enum Stop {
    /// It enters a call or leaves one.
    AtCall,
    /// It is about to receive a signal, which is delivered when it goes on.
    Signal,
    /// Something else, such as a `SIGSTOP`.
    Other,
    Gone,
}

enum Info {
    Entry(i64, [u64; 6]),
    Exit(i64),
    None,
}

/// A thread that this one traces. Dropping it releases the thread.
struct Traced {
    tid: Pid,
    is_still: bool,
    signal: i32,
}

impl Traced {
    fn seize(tid: Pid) -> Result<Traced, Missing> {
        ptrace(libc::PTRACE_SEIZE, tid, 0, libc::PTRACE_O_TRACESYSGOOD as usize)
            .map_err(missing)?;
        Ok(Traced { tid, is_still: false, signal: 0 })
    }

    fn interrupts(&self) -> Result<(), Missing> {
        match ptrace(libc::PTRACE_INTERRUPT, self.tid, 0, 0) {
            Err(error) if error.raw_os_error() != Some(libc::ESRCH) => Err(missing(error)),
            _ => Ok(()),
        }
    }

    /// Lets it go on until its next call.
    fn goes_on(&mut self) -> Result<(), Missing> {
        let signal = std::mem::take(&mut self.signal);
        self.is_still = false;
        match ptrace(libc::PTRACE_SYSCALL, self.tid, 0, signal as usize) {
            Err(error) if error.raw_os_error() != Some(libc::ESRCH) => Err(missing(error)),
            _ => Ok(()),
        }
    }

    /// Waits until it stops; `None` if it has not stopped by then.
    fn stop_before(&mut self, over: Instant) -> Result<Option<Stop>, Missing> {
        loop {
            match wait(self.tid, libc::WEXITED | libc::WSTOPPED | libc::WNOWAIT).map_err(missing)? {
                None if Instant::now() > over => return Ok(None),
                None => let_others_run(),
                Some((libc::CLD_TRAPPED | libc::CLD_STOPPED, status)) => {
                    wait(self.tid, libc::WSTOPPED).map_err(missing)?;
                    self.is_still = true;
                    let (signal, event) = (status & 0xff, status >> 8);
                    return Ok(Some(match signal {
                        _ if signal == libc::SIGTRAP | 0x80 => Stop::AtCall,
                        libc::SIGTRAP if event != 0 => Stop::Signal,
                        _ if event != 0 => Stop::Other,
                        signal => {
                            self.signal = signal;
                            Stop::Signal
                        }
                    }));
                }
                Some(_) => {
                    traced_end::reap(self.tid);
                    return Ok(Some(Stop::Gone));
                }
            }
        }
    }

    fn info(&self) -> Result<Info, Missing> {
        let mut raw = [0u8; INFO];
        ptrace(libc::PTRACE_GET_SYSCALL_INFO, self.tid, INFO, raw.as_mut_ptr() as usize)
            .map_err(missing)?;
        // One byte for the kind, twenty-three bytes that do not matter, then numbers of eight bytes.
        let word = |index: usize| {
            let at = 24 + 8 * index;
            u64::from_ne_bytes(raw[at..at + 8].try_into().expect("eight bytes"))
        };
        Ok(match raw[0] {
            ENTRY => Info::Entry(word(0).cast_signed(), std::array::from_fn(|n| word(n + 1))),
            EXIT => Info::Exit(word(0).cast_signed()),
            _ => Info::None,
        })
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        if !self.is_still {
            let _ = self.interrupts();
            let _ = self.stop_before(Instant::now() + STOPS_WITHIN);
        }
        if ptrace(libc::PTRACE_DETACH, self.tid, 0, self.signal as usize).is_err() && self.is_still
        {
            traced_end::reap(self.tid);
        }
    }
}

fn missing(error: io::Error) -> Missing {
    Missing::new("watching a program's system calls (ptrace)", error)
}

fn ptrace(request: libc::c_uint, tid: Pid, address: usize, data: usize) -> io::Result<()> {
    // SAFETY: ptrace(2). The requests of this file change no memory of ours, except for
    // `PTRACE_GET_SYSCALL_INFO`, which writes at most `address` bytes to the live buffer at `data`.
    match unsafe { libc::ptrace(request, tid, address, data) } {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// The next report about a thread, if there is one: a code and a status as in waitid(2).
fn wait(tid: Pid, what: i32) -> io::Result<Option<(i32, i32)>> {
    // SAFETY: all-zero is a valid value, and waitid(2) writes into a live place and does not wait.
    unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        let what = what | libc::WNOHANG | libc::__WALL;
        if libc::waitid(libc::P_PID, tid as libc::id_t, &raw mut info, what) != 0 {
            return Err(io::Error::last_os_error());
        }
        Ok((info.si_pid() != 0).then(|| (info.si_code, info.si_status())))
    }
}
