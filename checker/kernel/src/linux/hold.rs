//! Holds threads in the middle of a call, and releases them (ptrace(2)). Stopping a process with `SIGSTOP`
//! makes some calls fail with `EINTR` (signal(7)): `epoll_wait`, and calls on a socket with a time limit.
//! A tracer sees that result before the program does. It replaces the result by one that makes the kernel
//! restart the call, so the program notices nothing.

use std::io;
use std::time::{Duration, Instant};

use super::processes::Stat;
#[cfg(not(target_arch = "x86_64"))]
use super::writes::result_register;
use super::{pin, traced_end};
use crate::common;
use crate::facts::Pid;
use crate::missing::Missing;

/// A thread that has not stopped after this time sits in a call that no signal interrupts.
const LONG: Duration = Duration::from_secs(1);

/// Threads that are held until this is dropped.
#[derive(Debug)]
pub struct Held(Vec<Pid>);

/// Holds all threads of these processes. They notice nothing when they are released.
pub fn hold(pids: &[Pid]) -> Result<Held, Missing> {
    let mut held = Held(Vec::new());
    // A thread that is not held yet may start another one in the meantime.
    loop {
        let new: Vec<Pid> =
            pin::ids(pids).filter(|tid| !held.0.contains(tid) && is_alive(*tid)).collect();
        if new.is_empty() {
            return Ok(held);
        }
        for tid in new {
            if let Some(registers) = stop(tid)? {
                held.0.push(tid);
                begin_again(tid, registers)?;
            }
        }
    }
}

impl Held {
    /// The threads run on as before.
    pub fn release(self) {}
}

impl Drop for Held {
    fn drop(&mut self) {
        // A process whose first thread goes on may end at once, and its other threads with it.
        let ended: Vec<Pid> = self.0.iter().copied().filter(|tid| detach(*tid).is_err()).collect();
        // A first thread has no status while others of its process are left. It stands before them.
        ended.into_iter().rev().for_each(traced_end::reap);
    }
}

/// Interrupts the call that this one thread waits in. `while_stopped` gets the call's result, as the kernel
/// has it (a count, or a negative error number), and runs before the thread goes on.
pub fn interrupt<T>(tid: Pid, while_stopped: impl FnOnce(i64) -> T) -> Result<Option<T>, Missing> {
    let Some(registers) = stop(tid)? else { return Ok(None) };
    let held = Held(vec![tid]);
    let result = returned(&registers);
    begin_again(tid, registers)?;
    let done = while_stopped(result);
    held.release();
    Ok(Some(done))
}

/// Restarts the call of a traced and stopped thread, if the stop has made that call fail. Returns `false` if
/// the program will see that failure, because a call cannot be restarted on this architecture.
pub(super) fn undo_interruption(tid: Pid) -> Result<bool, Missing> {
    registers::undo_interruption(tid)
}

/// Takes a traced thread, which has stopped at the entry of a call, back to the point before that call. `leaves`
/// lets it go on to its next stop, which is the exit of the call.
///
/// A thread that is released at the entry of a call takes a signal along (`__ptrace_unlink` in Linux wakes it as
/// for one), and a call that has to wait then returns early: a blocking write with a part of its bytes, and a
/// read with a time-out with `EINTR`. Returns `false` if it did not stop in time: the program may see that its call
/// was skipped.
pub(super) fn back_before_call(
    tid: Pid,
    leaves: impl FnOnce() -> Result<bool, Missing>,
) -> Result<bool, Missing> {
    // On other architectures it stays at the entry.
    let Ok(entered) = registers::skip_call(tid) else { return Ok(true) };
    let has_left = leaves()?;
    if has_left {
        registers::enter_again(tid, entered)?;
    }
    Ok(has_left)
}

/// Whether the thread is alive. A thread that has ended, and that its process has not reaped yet, can be
/// neither held nor disturbed.
fn is_alive(tid: Pid) -> bool {
    Stat::of(tid).is_some_and(|stat| !matches!(stat.state, 'Z' | 'X'))
}

fn missing(error: io::Error) -> Missing {
    Missing::new("holding a program's threads (ptrace)", error)
}

/// Stops the thread; `None` if it has ended.
fn stop(tid: Pid) -> Result<Option<Registers>, Missing> {
    match ptrace(libc::PTRACE_SEIZE, tid, 0, 0) {
        Ok(()) => {}
        Err(error) if error.raw_os_error() == Some(libc::ESRCH) => return Ok(None),
        Err(error) => return Err(missing(error)),
    }
    let stopped = ptrace(libc::PTRACE_INTERRUPT, tid, 0, 0).and_then(|()| awaits_stop(tid));
    match stopped.and_then(|is_there| if is_there { read(tid).map(Some) } else { Ok(None) }) {
        Ok(registers) => Ok(registers),
        Err(error) => {
            let _ = detach(tid);
            Err(missing(error))
        }
    }
}

/// Lets the thread go on. This fails if it has ended, or is about to end.
fn detach(tid: Pid) -> io::Result<()> {
    ptrace(libc::PTRACE_DETACH, tid, 0, 0)
}

fn ptrace(request: u32, tid: Pid, address: usize, data: usize) -> io::Result<()> {
    // SAFETY: ptrace(2). The callers pass numbers, or the address of a live `iovec`.
    match unsafe { libc::ptrace(request, tid, address, data) } {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Waits until the thread has stopped; `false` if it has ended instead. Its end is left for its parent to
/// reap, which may be us.
fn awaits_stop(tid: Pid) -> io::Result<bool> {
    let patience = Instant::now() + LONG;
    loop {
        // SAFETY: an all-zero siginfo_t is a valid value of this plain C struct.
        let mut news: libc::siginfo_t = unsafe { std::mem::zeroed() };
        let kinds = libc::WSTOPPED | libc::WEXITED | libc::WNOHANG | libc::WNOWAIT | libc::__WALL;
        // SAFETY: waitid(2) writes into a live siginfo_t.
        let done = unsafe { libc::waitid(libc::P_PID, tid.cast_unsigned(), &raw mut news, kinds) };
        if done != 0 {
            let error = io::Error::last_os_error();
            // A thread other than the first leaves no status when it ends.
            return if error.raw_os_error() == Some(libc::ECHILD) { Ok(false) } else { Err(error) };
        }
        match news.si_code {
            libc::CLD_TRAPPED | libc::CLD_STOPPED => return Ok(true),
            0 if Instant::now() > patience => return Err(io::Error::from(io::ErrorKind::TimedOut)),
            0 => common::let_others_run(),
            _ => return Ok(false),
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod registers {
    use std::io;

    use super::{Missing, Pid, missing, ptrace};

    /// `struct user_regs_struct` (sys/user.h): 27 words, among them `rax` and `orig_rax`.
    pub type Registers = [u64; 27];
    const RAX: usize = 10;
    const ORIG_RAX: usize = 15;
    const RIP: usize = 16;
    const NT_PRSTATUS: usize = 1;
    /// In `orig_rax`: the thread is not in a call.
    const NO_CALL: u64 = u64::MAX;
    /// Bytes of the instruction `syscall`.
    const LENGTH_OF_SYSCALL: u64 = 2;
    /// The call restarts, unless a handler of the program runs first (linux/errno.h).
    const ERESTARTNOHAND: i64 = 514;

    fn room(registers: &mut Registers) -> libc::iovec {
        libc::iovec { iov_base: registers.as_mut_ptr().cast(), iov_len: size_of::<Registers>() }
    }

    pub fn read(tid: Pid) -> io::Result<Registers> {
        let mut registers = Registers::default();
        let mut room = room(&mut registers);
        ptrace(libc::PTRACE_GETREGSET, tid, NT_PRSTATUS, (&raw mut room).addr())?;
        Ok(registers)
    }

    pub fn returned(registers: &Registers) -> i64 {
        registers[RAX].cast_signed()
    }

    /// Restarts the call if a stop has made it fail.
    pub fn begin_again(tid: Pid, mut registers: Registers) -> Result<(), Missing> {
        let is_in_a_call = registers[ORIG_RAX].cast_signed() >= 0;
        if !is_in_a_call || returned(&registers) != -i64::from(libc::EINTR) {
            return Ok(());
        }
        registers[RAX] = (-ERESTARTNOHAND).cast_unsigned();
        write(tid, &mut registers)
    }

    pub fn undo_interruption(tid: Pid) -> Result<bool, Missing> {
        begin_again(tid, read(tid).map_err(missing)?)?;
        Ok(true)
    }

    fn write(tid: Pid, registers: &mut Registers) -> Result<(), Missing> {
        let mut room = room(registers);
        ptrace(libc::PTRACE_SETREGSET, tid, NT_PRSTATUS, (&raw mut room).addr()).map_err(missing)
    }

    /// Skips the call that the thread has entered, so that nothing of it happens (PTRACE_SYSCALL in ptrace(2)).
    /// Returns its registers.
    pub fn skip_call(tid: Pid) -> Result<Registers, Missing> {
        let entered = read(tid).map_err(missing)?;
        let mut registers = entered;
        registers[ORIG_RAX] = NO_CALL;
        write(tid, &mut registers)?;
        Ok(entered)
    }

    /// Lets the thread, which has left the skipped call, enter it again.
    pub fn enter_again(tid: Pid, entered: Registers) -> Result<(), Missing> {
        let mut registers = entered;
        registers[RAX] = entered[ORIG_RAX];
        registers[ORIG_RAX] = NO_CALL;
        registers[RIP] -= LENGTH_OF_SYSCALL;
        write(tid, &mut registers)
    }
}

/// On other architectures, the kernel decides at another point whether a call restarts.
#[cfg(not(target_arch = "x86_64"))]
mod registers {
    use std::io;

    use super::{Missing, Pid, result_register};

    pub type Registers = ();

    pub fn read(_tid: Pid) -> io::Result<Registers> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }

    pub fn returned(_registers: &Registers) -> i64 {
        0
    }

    pub fn undo_interruption(tid: Pid) -> Result<bool, Missing> {
        Ok(result_register(tid) != Some(-i64::from(libc::EINTR)))
    }

    pub fn begin_again(_tid: Pid, _registers: Registers) -> Result<(), Missing> {
        Ok(())
    }

    pub fn skip_call(tid: Pid) -> Result<Registers, Missing> {
        read(tid).map_err(super::missing)
    }

    pub fn enter_again(_tid: Pid, _entered: Registers) -> Result<(), Missing> {
        Ok(())
    }
}

use registers::{Registers, begin_again, read, returned};
