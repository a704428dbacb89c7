//! A nursery: a copy of this process, made while it has one thread, that forks a child on request. Starting a
//! program costs a millisecond or two (to load its libraries and read its pages again). A fork costs a
//! fraction of that, and from a process with one thread it is safe (fork(2)).
//!
//! The new processes are children of this process, not of the nursery (`CLONE_PARENT`, clone(2)). This
//! process waits for them as for any other child.

use std::fs;
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use socket2::{Domain, SockAddr, Socket, Type};

use super::cell::die_with_parent;
use crate::common;
use crate::facts::Pid;
use crate::missing::Missing;
use crate::reap;

/// The number of callers that may wait at a nursery at once.
const QUEUE: i32 = 1024;

/// The function that a child runs with its end of the socket before it ends.
pub type Work = fn(UnixStream);

/// A process that makes children. It ends when this is dropped, and when this process ends.
#[derive(Debug)]
pub struct Nursery {
    address: SockAddr,
    pid: Pid,
    /// It has once failed to answer in time.
    is_silent: AtomicBool,
}

impl Nursery {
    /// Makes the copy. This process must have one thread only. The calling thread must live as long as the
    /// children: they end when it ends (`PR_SET_PDEATHSIG`, prctl(2)).
    pub fn begin(work: Work) -> Result<Nursery, Missing> {
        let missing = |why: io::Error| Missing::new("a nursery", why);
        let threads = fs::read_dir("/proc/self/task").map_err(missing)?.count();
        if threads != 1 {
            return Err(Missing::new("a nursery", format!("there are {threads} threads")));
        }
        // An abstract name, which disappears with its last descriptor (unix(7)).
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("socketlings-{}-{count}", std::process::id());
        let address = SockAddr::unix(format!("\0{name}")).map_err(missing)?;
        let listener = Socket::new(Domain::UNIX, Type::STREAM, None).map_err(missing)?;
        listener.bind(&address).and_then(|()| listener.listen(QUEUE)).map_err(missing)?;
        let listener = UnixListener::from(OwnedFd::from(listener));
        let parent = std::process::id() as Pid;
        // SAFETY: this process has one thread, so the child may do anything.
        match unsafe { libc::fork() } {
            -1 => Err(missing(io::Error::last_os_error())),
            0 => {
                serve(&listener, parent, work);
                leave(0)
            }
            pid => Ok(Nursery { address, pid, is_silent: AtomicBool::new(false) }),
        }
    }

    /// Returns a new child, and our end of the socket to it. The child leads its own process group. A
    /// nursery that does not answer in time (because it was stopped) causes an error of the kind
    /// `TimedOut`, and is not asked again.
    pub fn bear(&self, patience: Duration) -> io::Result<(Pid, UnixStream)> {
        let silent = || {
            self.is_silent.store(true, Ordering::Relaxed);
            io::Error::new(io::ErrorKind::TimedOut, "the nursery does not answer")
        };
        if self.is_silent.load(Ordering::Relaxed) {
            return Err(silent());
        }
        let in_time = |error: io::Error| match error.kind() {
            io::ErrorKind::WouldBlock => silent(),
            _ => error,
        };
        let line = Socket::new(Domain::UNIX, Type::STREAM, None)?;
        // A blocking connection attempt would wait as long as the queue is full.
        line.set_nonblocking(true)?;
        line.connect(&self.address).map_err(in_time)?;
        line.set_nonblocking(false)?;
        let mut line = UnixStream::from(OwnedFd::from(line));
        line.set_read_timeout(Some(patience))?;
        let mut answer = [0; 4];
        line.read_exact(&mut answer).map_err(in_time)?;
        line.set_read_timeout(None)?;
        match Pid::from_ne_bytes(answer) {
            // Negative, like the error results of system calls.
            error @ ..=0 => Err(io::Error::from_raw_os_error(-error)),
            child => Ok((child, line)),
        }
    }
}

impl Drop for Nursery {
    fn drop(&mut self) {
        let _ = common::signal_process(self.pid, libc::SIGKILL);
        let _ = reap::wait_for_child(self.pid);
    }
}

/// Forks a child for each caller, until the parent process has ended.
fn serve(listener: &UnixListener, parent: Pid, work: Work) {
    die_with_parent(libc::SIGKILL);
    // Ctrl-C at the terminal is for the parent, which ends the children. A child that is signalled before it
    // listens keeps the signal pending.
    common::signals_wait();
    if let Ok(nothing) = fs::File::open("/dev/null") {
        // SAFETY: dup2(2) on a live descriptor: the nursery never reads the parent's standard input.
        unsafe { libc::dup2(nothing.as_raw_fd(), 0) };
    }
    // SAFETY: a call that cannot fail.
    while unsafe { libc::getppid() } == parent {
        let Ok((mut line, _)) = listener.accept() else { return };
        if caller(&line) != Some(parent) {
            continue;
        }
        let answer = fork_a_sibling().unwrap_or_else(|error| -error.raw_os_error().unwrap_or(1));
        if answer == 0 {
            // SAFETY: setpgid(2) on ourselves.
            unsafe { libc::setpgid(0, 0) };
            let done = catch_unwind(AssertUnwindSafe(|| work(line)));
            leave(if done.is_ok() { 0 } else { 101 });
        }
        let _ = line.write_all(&answer.to_ne_bytes());
    }
}

/// Forks. Returns 0 in the child, whose parent is our own parent, and the child's process id here.
fn fork_a_sibling() -> io::Result<Pid> {
    let flags = libc::CLONE_PARENT | libc::SIGCHLD;
    // SAFETY: clone(2) without a stack or shared memory is fork(2), and this process has one thread,
    // so no lock is held that the child might want.
    match unsafe { libc::syscall(libc::SYS_clone, flags, 0, 0, 0, 0) } {
        -1 => Err(io::Error::last_os_error()),
        pid => Ok(pid as Pid),
    }
}

/// The process that has connected (`SO_PEERCRED`, unix(7)).
fn caller(line: &UnixStream) -> Option<Pid> {
    let mut who = libc::ucred { pid: 0, uid: 0, gid: 0 };
    let mut length = size_of::<libc::ucred>() as libc::socklen_t;
    // SAFETY: getsockopt(2) into a live ucred, whose size is passed.
    let done = unsafe {
        libc::getsockopt(
            line.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_PEERCRED,
            (&raw mut who).cast(),
            &raw mut length,
        )
    };
    (done == 0).then_some(who.pid)
}

/// Exits without running the exit handlers of our parent.
fn leave(status: i32) -> ! {
    // SAFETY: _exit(2) does not return.
    unsafe { libc::_exit(status) }
}
