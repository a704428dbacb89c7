//! A cell: the user, network, process and IPC namespaces of one case, without root. Its 127.0.0.1 is its
//! own, so parallel cases may use the same port. When its first process ends, the kernel ends every
//! other process in it, even after `setsid` and double forks (user_namespaces(7), network_namespaces(7),
//! pid_namespaces(7)). Its IPC objects are removed, too (ipc_namespaces(7)).
//!
//! The process that enters stays in the old process namespace and sees its children under the ids that
//! `/proc` uses. Only the processes that it starts from then on are inside.

use std::fs;
use std::io;

use super::observed::{is_dumpable, set_dumpable};
use crate::common;
use crate::facts::Pid;
use crate::missing::Missing;

/// The cell that this process has entered.
#[derive(Debug)]
pub struct Cell {
    init: Pid,
}

impl Cell {
    /// Enters a new cell. The process must have one thread only, since the kernel refuses `CLONE_NEWUSER`
    /// otherwise. With `as_root` the programs inside count as root there (and may open raw sockets).
    /// Otherwise they keep their user id and have no privileges.
    pub fn enter(as_root: bool) -> Result<Cell, Missing> {
        let missing =
            |step: &str, error: io::Error| Missing::new("a cell", format!("{step}: {error}"));
        // SAFETY: two calls that cannot fail and touch no memory.
        let (uid, gid) = unsafe { (libc::geteuid(), libc::getegid()) };
        let spaces =
            libc::CLONE_NEWUSER | libc::CLONE_NEWNET | libc::CLONE_NEWPID | libc::CLONE_NEWIPC;
        // SAFETY: unshare(2) takes one number; this process has one thread.
        if unsafe { libc::unshare(spaces) } != 0 {
            let error = io::Error::last_os_error();
            return Err(match error.raw_os_error() {
                Some(libc::ENOSPC | libc::EUSERS) => Missing::new("a cell", common::NO_ROOM),
                _ => missing("unshare", error),
            });
        }
        let (inner_uid, inner_gid) = if as_root { (0, 0) } else { (uid, gid) };
        // A process that refuses tracers may not write to its own files in `/proc`, either.
        let was_dumpable = is_dumpable();
        set_dumpable(true);
        // A group map may only be written once setgroups(2) is given up (user_namespaces(7)).
        fs::write("/proc/self/setgroups", "deny").map_err(|e| missing("setgroups", e))?;
        fs::write("/proc/self/uid_map", format!("{inner_uid} {uid} 1"))
            .map_err(|e| missing("uid_map", e))?;
        fs::write("/proc/self/gid_map", format!("{inner_gid} {gid} 1"))
            .map_err(|e| missing("gid_map", e))?;
        set_dumpable(was_dumpable);
        loopback_up().map_err(|e| missing("loopback interface", e))?;
        keep_time_waits();
        let init = start_init().map_err(|e| missing("first process", e))?;
        Ok(Cell { init })
    }

    /// The first process of the cell: it adopts orphans in there.
    pub fn init(&self) -> Pid {
        self.init
    }

    /// Ends every process of the cell, and returns when all are gone.
    pub fn end(&self) {
        // An error here means that the process has gone already, which is the goal.
        let _ = common::signal_process(self.init, libc::SIGKILL);
        reap_all();
    }
}

impl Drop for Cell {
    fn drop(&mut self) {
        self.end();
    }
}

/// Whether this machine allows cells: tries one in a separate process.
pub fn probe() -> Result<(), Missing> {
    in_a_child(|| Cell::enter(false).map(|cell| cell.end()))
}

/// Tries something in a separate process with one thread, which ends afterwards.
pub(super) fn in_a_child(attempt: impl Fn() -> Result<(), Missing>) -> Result<(), Missing> {
    let (mut reader, writer) =
        io::pipe().map_err(|error| Missing::new("a cell", format!("pipe: {error}")))?;
    // SAFETY: the child calls only functions that are safe after fork(2), since no other thread holds a
    // lock that it needs. It allocates, which glibc makes safe after a fork.
    match unsafe { libc::fork() } {
        -1 => Err(Missing::new("a cell", io::Error::last_os_error())),
        0 => {
            let words = attempt().err().map_or_else(String::new, |missing| missing.why);
            // SAFETY: write(2) of a live buffer, then exit without running our parent's exit handlers.
            unsafe {
                use std::os::fd::AsRawFd;
                libc::write(writer.as_raw_fd(), words.as_ptr().cast(), words.len());
                libc::_exit(i32::from(!words.is_empty()));
            }
        }
        child => {
            drop(writer);
            let mut words = String::new();
            let _ = io::Read::read_to_string(&mut reader, &mut words);
            let mut status = 0;
            // SAFETY: waitpid(2) on our own child, with a live place for its status.
            unsafe { libc::waitpid(child, &raw mut status, 0) };
            match (libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0, words) {
                (true, _) => Ok(()),
                (false, words) if words.is_empty() => {
                    Err(Missing::new("a cell", "the process that tried was killed"))
                }
                (false, words) => Err(Missing::new("a cell", words)),
            }
        }
    }
}

/// Asks the kernel to send this process `signal` when the thread that started it ends (prctl(2)).
pub fn die_with_parent(signal: i32) {
    // SAFETY: prctl(2) with numbers only. It cannot fail with a valid signal.
    unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, signal) };
}

/// Keeps resets from ending a TIME_WAIT of this cell early (`tcp_rfc1337`, tcp(7)). On a busy machine a
/// FIN may overtake the ACK before it. The ACK then reaches a socket in TIME_WAIT, which answers. The
/// peer no longer knows the connection, and answers with a reset. A server that never set `SO_REUSEADDR`
/// would get its port back as if it had.
fn keep_time_waits() {
    // If this cannot be set, a reset remains possible but rare. It was seen once in some hundred
    // restarts on a machine with twenty programs per processor, and never on a quiet one.
    let _ = fs::write("/proc/sys/net/ipv4/tcp_rfc1337", "1");
}

/// Brings up the loopback interface, which is down in a new network namespace.
fn loopback_up() -> io::Result<()> {
    // SAFETY: socket(2) with constants; the result is checked before it is owned.
    let fd = unsafe { libc::socket(libc::AF_INET, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel has just given us this descriptor.
    let socket = unsafe { common::own(fd) };
    // SAFETY: an all-zero ifreq is a valid value of this plain C struct.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    for (place, byte) in request.ifr_name.iter_mut().zip(b"lo\0") {
        *place = *byte as libc::c_char;
    }
    request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as i16;
    // SAFETY: SIOCSIFFLAGS reads the ifreq that we pass (netdevice(7)).
    let done = unsafe {
        use std::os::fd::AsRawFd;
        libc::ioctl(socket.as_raw_fd(), libc::SIOCSIFFLAGS as _, &raw const request)
    };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Starts the cell's first process, which does nothing. The kernel reaps the orphans that it adopts (it
/// ignores `SIGCHLD`), and it ends when we end.
///
/// It shares our memory (`CLONE_VM`, clone(2)), of which it needs only a stack of its own. Copying the memory
/// would take longer than many cases.
fn start_init() -> io::Result<Pid> {
    const STACK: usize = 16 << 10;
    // Never freed: the first process runs on it until it is killed.
    let stack = Box::leak(Box::<[u128; STACK / size_of::<u128>()]>::new_uninit()).as_mut_ptr();
    let flags = libc::CLONE_VM | libc::SIGCHLD;
    // SAFETY: nothing else uses the stack, which grows down from its end and is aligned as a stack has
    // to be. The function that runs on it makes system calls only.
    match unsafe { libc::clone(be_there, stack.add(1).cast(), flags, std::ptr::null_mut()) } {
        -1 => Err(io::Error::last_os_error()),
        init => Ok(init),
    }
}

/// Runs in the first process.
extern "C" fn be_there(_: *mut libc::c_void) -> libc::c_int {
    die_with_parent(libc::SIGKILL);
    // A program may send any signal to process 1: none of our handlers runs here.
    common::signals_wait();
    // SAFETY: the process closes every descriptor (they are its own copies), leaves our session, and
    // then only waits.
    unsafe {
        libc::setsid();
        libc::signal(libc::SIGCHLD, libc::SIG_IGN);
        libc::syscall(libc::SYS_close_range, 0u32, u32::MAX, 0u32);
        loop {
            libc::pause();
        }
    }
}

/// Waits until every child of this process has gone.
fn reap_all() {
    loop {
        let mut status = 0;
        // SAFETY: waitpid(2) with a live place for the status.
        let gone = unsafe { libc::waitpid(-1, &raw mut status, 0) };
        if gone < 0 && io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            return;
        }
    }
}
