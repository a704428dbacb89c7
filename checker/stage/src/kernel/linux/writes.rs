//! A call that writes, seen from outside: how many bytes it was given, and what it returned. The
//! first is among the call's arguments (`/proc/PID/task/TID/syscall`, proc(5)). The second is in
//! the register that the program will find it in, which ptrace(2) shows of a thread that stands
//! still, and of no other.

use super::super::Pid;
use super::borrow::peek;
use super::proc;

/// Most buffers that one `writev` is looked at for (`UIO_MAXIOV`, writev(2)).
const BUFFERS: usize = 1024;

/// How many bytes the call offers that this thread waits in; `None` where it waits in no call that
/// writes.
pub fn offered(pid: Pid, tid: Pid) -> Option<u64> {
    let line = proc::read(format!("/proc/{pid}/task/{tid}/syscall")).ok()?;
    // The call's number, and then its arguments: descriptor, address, length.
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let argument =
        |index: usize| u64::from_str_radix(words.get(index)?.trim_start_matches("0x"), 16).ok();
    match words.first()?.parse::<i64>().ok()? {
        libc::SYS_write | libc::SYS_sendto => argument(3),
        // Out, in, a place in the file, and how many bytes of it: perhaps more than it has.
        libc::SYS_sendfile => argument(4),
        libc::SYS_writev => {
            let (array, count) = (argument(2)?, argument(3)? as usize);
            let size = size_of::<libc::iovec>();
            let raw = peek(pid, array, count.min(BUFFERS) * size).ok()?;
            let lengths = raw.chunks_exact(size).map(|one| {
                let length = one[size / 2..].try_into().expect("half of an iovec");
                usize::from_ne_bytes(length) as u64
            });
            Some(lengths.sum())
        }
        _ => None,
    }
}

/// What the call returned in whose midst this thread was stopped (`SIGSTOP`): a count, or an error
/// number below zero, as the kernel has it. `None` where the machine does not let us look.
pub fn returned(tid: Pid) -> Option<i64> {
    const REGISTERS: usize = 512;
    const NT_PRSTATUS: usize = 1;
    let mut raw = [0u8; REGISTERS];
    let mut room = libc::iovec { iov_base: raw.as_mut_ptr().cast(), iov_len: raw.len() };
    let nothing = std::ptr::null_mut::<libc::c_void>();
    // SAFETY: ptrace(2). Seizing a thread that stands still does not move it, the kernel writes at
    // most `iov_len` bytes into our live buffer, and letting go leaves the thread as it was: stopped.
    let seen = unsafe {
        if libc::ptrace(libc::PTRACE_SEIZE, tid, nothing, nothing) != 0 {
            return None;
        }
        let seen = libc::ptrace(libc::PTRACE_GETREGSET, tid, NT_PRSTATUS, &raw mut room);
        libc::ptrace(libc::PTRACE_DETACH, tid, nothing, nothing);
        seen
    };
    let place = place_of_the_result()?;
    let word = raw[..room.iov_len.min(REGISTERS)].get(place..place + 8)?;
    (seen == 0).then(|| i64::from_ne_bytes(word.try_into().expect("eight bytes")))
}

/// Where a call's result stands among the registers (`struct user_regs_struct`, sys/user.h).
fn place_of_the_result() -> Option<usize> {
    if cfg!(target_arch = "x86_64") {
        Some(10 * 8) // rax, behind r15 to r8
    } else if cfg!(target_arch = "aarch64") {
        Some(0) // x0
    } else {
        None
    }
}
