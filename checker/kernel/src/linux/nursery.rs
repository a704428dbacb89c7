//! A nursery: a copy of this process, made while it has one thread, that forks a child whenever it is
//! asked. To start a program anew costs a millisecond or two (its libraries are loaded, its pages are
//! read again); a fork costs a fraction, and from a process with one thread it is safe (fork(2)).
//!
//! The children are no children of the nursery but of this process (`CLONE_PARENT`, clone(2)), which
//! waits for them as for any other.

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

/// Callers that may wait at a nursery at once.
const QUEUE: i32 = 1024;

/// What a child does with its end of the line; then it ends.
pub type Work = fn(UnixStream);

/// A place where children are made. It goes when this is dropped, and when this process ends.
#[derive(Debug)]
pub struct Nursery {
    address: SockAddr,
    pid: Pid,
    /// It has not answered once.
    is_silent: AtomicBool,
}

impl Nursery {
    /// Makes the copy. This process must have one thread only, and the thread that calls must live as
    /// long as the children: they go when it ends (`PR_SET_PDEATHSIG`, prctl(2)).
    pub fn begin(work: Work) -> Result<Nursery, Missing> {
        let missing = |why: io::Error| Missing::new("a nursery", why);
        let threads = fs::read_dir("/proc/self/task").map_err(missing)?.count();
        if threads != 1 {
            return Err(Missing::new("a nursery", format!("there are {threads} threads")));
        }
        // A name of no file, which goes with its last descriptor (unix(7), abstract).
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

    /// A new child, and our end of the line to it. It leads a process group of its own. A nursery that
    /// does not answer in time (it was stopped) is an error of the kind `TimedOut`, and is not asked
    /// again.
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
        // A connection would wait as long as the queue is full.
        line.set_nonblocking(true)?;
        line.connect(&self.address).map_err(in_time)?;
        line.set_nonblocking(false)?;
        let mut line = UnixStream::from(OwnedFd::from(line));
        line.set_read_timeout(Some(patience))?;
        let mut answer = [0; 4];
        line.read_exact(&mut answer).map_err(in_time)?;
        line.set_read_timeout(None)?;
        match Pid::from_ne_bytes(answer) {
            // As system calls tell of their errors.
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

/// Forks a child for everybody who calls, until this process is ended.
fn serve(listener: &UnixListener, parent: Pid, work: Work) {
    die_with_parent(libc::SIGKILL);
    // Ctrl-C at the terminal is for the parent, who tells the children; and one that is told before it
    // listens has not been told in vain.
    common::signals_wait();
    if let Ok(nothing) = fs::File::open("/dev/null") {
        // SAFETY: dup2(2) on a live descriptor: nobody reads the parent's standard input for it.
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

/// Forks: 0 in the child, whose parent is our own parent, and the child's process id here.
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
    // SAFETY: getsockopt(2) into a live ucred, whose size we say.
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

/// Leaves without running what our parent wants to run at its end.
fn leave(status: i32) -> ! {
    // SAFETY: _exit(2) does not return.
    unsafe { libc::_exit(status) }
}
