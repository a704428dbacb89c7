//! A call that writes, seen from outside: the number of bytes that it was given, and its result. The
//! first is among the call's arguments (`/proc/PID/task/TID/syscall`, proc(5)). The second is in the
//! register where the program will find it. ptrace(2) shows that register only for a stopped thread.

use super::borrow::peek;
use super::proc;
use crate::facts::Pid;

/// Most buffers or messages that one call has (`UIO_MAXIOV`, writev(2)).
const BUFFERS: usize = 1024;

/// The bytes that a call offers to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Bytes in all.
    pub bytes: u64,
    /// The call's first descriptor.
    pub fd: i32,
    /// The address of the call's messages, if it has several: such a call returns the number of
    /// messages, not of bytes.
    messages: Option<u64>,
}

impl Offer {
    /// How many bytes a call with this result has taken; `None` if it has not taken any, or if that is
    /// unknown.
    pub fn taken(&self, pid: Pid, returned: i64) -> Option<u64> {
        let count = u64::try_from(returned).ok()?;
        let Some(array) = self.messages else { return Some(count) };
        // Each message records how much of it was taken (`msg_len`, sendmmsg(2)).
        let sent = messages(pid, array, count as usize)?;
        Some(sent.iter().map(|message| u64::from(message.msg_len)).sum())
    }
}

/// The bytes that the call in which this thread waits offers. `None` if it does not wait in a call that
/// writes, or if the call does not show how much it writes.
pub fn offered(pid: Pid, tid: Pid) -> Option<Offer> {
    let line = proc::read(format!("/proc/{pid}/task/{tid}/syscall")).ok()?;
    // The call's number, then its arguments: descriptor, address, length.
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let argument =
        |index: usize| u64::from_str_radix(words.get(index)?.trim_start_matches("0x"), 16).ok();
    let mut array = None;
    let bytes = match words.first()?.parse::<i64>().ok()? {
        libc::SYS_write | libc::SYS_sendto => argument(3)?,
        // Out, in, an offset in the file, and a byte count that may exceed the file.
        libc::SYS_sendfile => argument(4)?,
        // In and out with an offset each, and a byte count that may exceed the pipe.
        libc::SYS_splice => argument(5)?,
        libc::SYS_writev | libc::SYS_pwritev2 => buffers(pid, argument(2)?, argument(3)? as usize)?,
        libc::SYS_sendmsg => of_message(pid, &read::<libc::msghdr>(pid, argument(2)?, 1)?[0])?,
        libc::SYS_sendmmsg => {
            array = argument(2);
            let all = messages(pid, array?, argument(3)? as usize)?;
            all.iter().try_fold(0, |sum, one| Some(sum + of_message(pid, &one.msg_hdr)?))?
        }
        _ => return None,
    };
    Some(Offer { bytes, fd: argument(1)? as i32, messages: array })
}

/// Bytes of one message (`struct msghdr`, sendmsg(2)).
fn of_message(pid: Pid, message: &libc::msghdr) -> Option<u64> {
    buffers(pid, message.msg_iov.addr() as u64, message.msg_iovlen)
}

/// The messages of `sendmmsg`: `count` of them from this address.
fn messages(pid: Pid, address: u64, count: usize) -> Option<Vec<libc::mmsghdr>> {
    read(pid, address, count.min(BUFFERS))
}

/// Total bytes of `count` buffers, whose array is at this address.
fn buffers(pid: Pid, address: u64, count: usize) -> Option<u64> {
    let all = read::<libc::iovec>(pid, address, count.min(BUFFERS))?;
    Some(all.iter().map(|one| one.iov_len as u64).sum())
}

/// Reads plain C structs from the memory of another process.
fn read<T: Copy>(pid: Pid, address: u64, count: usize) -> Option<Vec<T>> {
    let raw = peek(pid, address, count * size_of::<T>()).ok()?;
    let each = raw.chunks_exact(size_of::<T>());
    // SAFETY: each chunk is as long as the struct and need not be aligned. The struct consists of
    // numbers and of pointers that are not followed here.
    Some(each.map(|one| unsafe { one.as_ptr().cast::<T>().read_unaligned() }).collect())
}

/// The result of the call in which this thread was stopped (`SIGSTOP`): a count, or a negative error number,
/// as the kernel has it. `None` if the machine does not allow this.
pub fn returned(tid: Pid) -> Option<i64> {
    let nothing = std::ptr::null_mut::<libc::c_void>();
    // SAFETY: ptrace(2). Seizing a stopped thread does not move it.
    if unsafe { libc::ptrace(libc::PTRACE_SEIZE, tid, nothing, nothing) } != 0 {
        return None;
    }
    let result = result_register(tid);
    // SAFETY: as above. Detaching leaves the thread as it was: stopped.
    unsafe { libc::ptrace(libc::PTRACE_DETACH, tid, nothing, nothing) };
    result
}

/// The register for a call's result, of a traced and stopped thread.
pub(super) fn result_register(tid: Pid) -> Option<i64> {
    const REGISTERS: usize = 512;
    const NT_PRSTATUS: usize = 1;
    let mut raw = [0u8; REGISTERS];
    let mut room = libc::iovec { iov_base: raw.as_mut_ptr().cast(), iov_len: raw.len() };
    // SAFETY: ptrace(2). The kernel writes at most `iov_len` bytes into our live buffer.
    let seen = unsafe { libc::ptrace(libc::PTRACE_GETREGSET, tid, NT_PRSTATUS, &raw mut room) };
    let place = place_of_the_result()?;
    let word = raw[..room.iov_len.min(REGISTERS)].get(place..place + 8)?;
    (seen == 0).then(|| i64::from_ne_bytes(word.try_into().expect("eight bytes")))
}

/// The place of a call's result among the registers (`struct user_regs_struct`, sys/user.h).
fn place_of_the_result() -> Option<usize> {
    if cfg!(target_arch = "x86_64") {
        Some(10 * 8) // rax, behind r15 to r8
    } else if cfg!(target_arch = "aarch64") {
        Some(0) // x0
    } else {
        None
    }
}
