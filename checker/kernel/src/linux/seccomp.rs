//! System calls that are refused to a program under test (seccomp(2)). Each of them could hide the program
//! from the checker, or reach into another process. A correct network program does not need them. A refused
//! call does not end the program: it sees an error, or a call without effect.
//!
//! | call | answer | why |
//! |---|---|---|
//! | `prctl(PR_SET_DUMPABLE, 0)` | 0, without effect | It hides `/proc/PID` from the checker. A program that asks for it as a precaution goes on. |
//! | `ptrace(PTRACE_TRACEME)` | `EPERM` | Its parent is the checker. |
//! | `process_vm_readv`, `process_vm_writev`, `pidfd_getfd` | `EPERM` | They read and write other processes. |
//! | `prlimit64` that limits another process | `EPERM` | The parent can be limited this way. |
//!
//! `PTRACE_ATTACH` is allowed: LeakSanitizer uses it within its own process. Landlock limits it to the
//! program's own processes (`landlock.rs`), and a judge that is not dumpable cannot be traced.

use std::io;

use libc::sock_filter;

use super::cell::in_a_child;
use crate::missing::Missing;

/// The instruction set as seccomp(2) numbers it (`AUDIT_ARCH_…`, linux/audit.h).
const ARCHITECTURE: Option<u32> = if cfg!(target_arch = "x86_64") {
    Some(0xC000_003E)
} else if cfg!(target_arch = "aarch64") {
    Some(0xC000_00B7)
} else if cfg!(target_arch = "riscv64") {
    Some(0xC000_00F3)
} else {
    None
};

/// Offsets in `struct seccomp_data` (seccomp(2)); those of the arguments are of their lower halves.
const NUMBER: u32 = 0;
const ARCH: u32 = 4;
const FIRST: u32 = 16;
const SECOND: u32 = 24;
const THIRD: u32 = 32;

const ALLOW: sock_filter = answer(libc::SECCOMP_RET_ALLOW);
const REFUSE: sock_filter = answer(libc::SECCOMP_RET_ERRNO | libc::EPERM as u32);
/// The call returns 0 and does nothing.
const PRETEND: sock_filter = answer(libc::SECCOMP_RET_ERRNO);

const fn load(place: u32) -> sock_filter {
    let code = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16;
    sock_filter { code, jt: 0, jf: 0, k: place }
}

/// Skips `jt` instructions if the loaded word equals `word`, otherwise `jf`.
const fn equal(word: u32, jt: u8, jf: u8) -> sock_filter {
    let code = (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16;
    sock_filter { code, jt, jf, k: word }
}

const fn answer(value: u32) -> sock_filter {
    sock_filter { code: (libc::BPF_RET | libc::BPF_K) as u16, jt: 0, jf: 0, k: value }
}

/// Calls of another instruction set (a 32-bit program's) are allowed. They have other numbers, and
/// `observed.rs` detects a program that uses them to hide.
const FILTER: [sock_filter; 30] = [
    load(ARCH),
    equal(
        match ARCHITECTURE {
            Some(number) => number,
            None => 0,
        },
        1,
        0,
    ),
    ALLOW,
    load(NUMBER),
    equal(libc::SYS_process_vm_readv as u32, 6, 0),
    equal(libc::SYS_process_vm_writev as u32, 5, 0),
    equal(libc::SYS_pidfd_getfd as u32, 4, 0),
    equal(libc::SYS_ptrace as u32, 4, 0),
    equal(libc::SYS_prctl as u32, 7, 0),
    equal(libc::SYS_prlimit64 as u32, 12, 0),
    ALLOW,
    REFUSE,
    // ptrace(request, …)
    load(FIRST),
    equal(libc::PTRACE_TRACEME, 0, 1),
    REFUSE,
    ALLOW,
    // prctl(what, value, …)
    load(FIRST),
    equal(libc::PR_SET_DUMPABLE as u32, 0, 3),
    load(SECOND),
    equal(0, 0, 1),
    PRETEND,
    ALLOW,
    // prlimit64(process, resource, new, old): process 0 is the caller, and a null `new` only asks.
    load(FIRST),
    equal(0, 5, 0),
    load(THIRD),
    equal(0, 0, 2),
    load(THIRD + 4),
    equal(0, 1, 0),
    REFUSE,
    ALLOW,
];

/// Refuses these calls to this process from now on, and to all that it starts. The process must have set
/// `PR_SET_NO_NEW_PRIVS` before. Makes system calls only, so that it may be called between fork and exec.
pub(super) fn install() -> io::Result<()> {
    if ARCHITECTURE.is_none() {
        return Err(io::Error::from(io::ErrorKind::Unsupported));
    }
    let filter = libc::sock_fprog { len: FILTER.len() as u16, filter: FILTER.as_ptr().cast_mut() };
    let mode = libc::SECCOMP_SET_MODE_FILTER;
    // Before Linux 5.16 a filter also slowed its process down, unless this flag was set.
    for flags in [libc::SECCOMP_FILTER_FLAG_SPEC_ALLOW, 0] {
        // SAFETY: seccomp(2) reads the program behind the pointer, which is a constant.
        if unsafe { libc::syscall(libc::SYS_seccomp, mode, flags, &raw const filter) } == 0 {
            return Ok(());
        }
    }
    Err(io::Error::last_os_error())
}

/// Sets `PR_SET_NO_NEW_PRIVS`, which seccomp(2) and landlock(7) require: a set-user-ID program that is
/// started from now on gets no privileges.
pub(super) fn no_new_privileges() {
    // SAFETY: prctl(2) with numbers only. It cannot fail with these.
    unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) };
}

/// Whether this machine allows refusing calls: tries it in a separate process.
pub fn probe() -> Result<(), Missing> {
    in_a_child(|| {
        no_new_privileges();
        install().map_err(|error| Missing::new("refusing system calls (seccomp)", error))
    })
}
