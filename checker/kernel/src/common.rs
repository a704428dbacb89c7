//! System calls that every Unix has: waiting for descriptors, signals to processes, and the few socket
//! options that neither std nor socket2 offers.

use std::cell::Cell;
use std::ffi::CString;
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use socket2::SockRef;

use crate::facts::Pid;

/// Why there is no cell while other processes use all namespaces that the machine allows.
pub const NO_ROOM: &str =
    "the machine's limit on namespaces is reached (/proc/sys/user/max_*_namespaces)";

/// Waits until one of the descriptors can be read (or has ended), or the time is over. An interrupted wait
/// ends early; callers check again in any case.
pub fn wait_for(readable: &[BorrowedFd<'_>], writable: &[BorrowedFd<'_>], time: Duration) -> Ready {
    let mut fds: Vec<PollFd<'_>> = readable
        .iter()
        .map(|fd| PollFd::new(fd, PollFlags::IN))
        .chain(writable.iter().map(|fd| PollFd::new(fd, PollFlags::OUT)))
        .collect();
    match poll(&mut fds, time) {
        Ok(0) | Err(_) => Ready::Nothing,
        Ok(_) => Ready::Something,
    }
}

thread_local! {
    static SLEPT: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// poll(2) with a limit. Counts the time for which it slept on purpose.
fn poll(fds: &mut [PollFd<'_>], time: Duration) -> Result<usize, Errno> {
    let begun = Instant::now();
    let limit = Timespec { tv_sec: time.as_secs() as i64, tv_nsec: time.subsec_nanos().into() };
    let ready = rustix::event::poll(fds, Some(&limit));
    SLEPT.set(SLEPT.get() + begun.elapsed().min(time));
    ready
}

/// How much time this thread has used, or slept away on purpose, so far. It lost all other elapsed time
/// to other threads, which had the processors, or to a stop.
pub fn time_accounted_for() -> Duration {
    SLEPT.get() + clock(libc::CLOCK_THREAD_CPUTIME_ID).unwrap_or_default()
}

/// The current time of one of the system's clocks; `None` if there is no such clock (clock_gettime(2)).
pub fn clock(id: libc::clockid_t) -> Option<Duration> {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes into a live timespec.
    let done = unsafe { libc::clock_gettime(id, &raw mut now) };
    (done == 0).then(|| Duration::new(now.tv_sec as u64, now.tv_nsec as u32))
}

/// The indices of the descriptors that can be read or written (or have ended), the readable ones counted
/// first. Waits for that up to the given time.
pub fn which_are_ready(
    readable: &[BorrowedFd<'_>],
    writable: &[BorrowedFd<'_>],
    time: Duration,
) -> Vec<usize> {
    let mut fds: Vec<PollFd<'_>> = readable
        .iter()
        .map(|fd| PollFd::new(fd, PollFlags::IN))
        .chain(writable.iter().map(|fd| PollFd::new(fd, PollFlags::OUT)))
        .collect();
    match poll(&mut fds, time) {
        Ok(0) | Err(_) => Vec::new(),
        Ok(_) => (0..fds.len()).filter(|at| !fds[*at].revents().is_empty()).collect(),
    }
}

/// Lets other threads run for a moment, if the kernel offers nothing to wait for. On a busy machine, a
/// thread that sleeps a little resumes soon, while one that yields resumes only after the slices of all
/// others.
pub fn let_others_run() {
    let _ = wait_for(&[], &[], Duration::from_micros(20));
}

/// The result of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    Something,
    Nothing,
}

/// Sends a signal (number as in signal(7)). A process that has gone is not an error.
pub fn signal_process(pid: Pid, signal: i32) -> io::Result<()> {
    // SAFETY: kill(2) takes two numbers and touches no memory of ours.
    match unsafe { libc::kill(pid, signal) } {
        0 => Ok(()),
        _ => match io::Error::last_os_error() {
            gone if gone.raw_os_error() == Some(libc::ESRCH) => Ok(()),
            other => Err(other),
        },
    }
}

/// Acknowledges incoming bytes at once instead of up to 40 ms later (`TCP_QUICKACK`, tcp(7)). The kernel
/// disarms it again, so it is set before each send and receive. Without it, a program that answers in two
/// writes waits for our acknowledgement between them, and the delay would be our fault.
pub fn arm_quick_ack(socket: BorrowedFd<'_>) {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        // A closed connection shows itself at the next read or write.
        let _ = SockRef::from(&socket).set_tcp_quickack(true);
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let _ = socket;
}

/// Connections that this listening socket accepts from now on acknowledge incoming bytes up to 40 ms
/// later (`TCP_QUICKACK` off, tcp(7)). So they behave as in the middle of a conversation. Call it after
/// `listen`, which resets it.
pub fn acknowledge_late(listener: BorrowedFd<'_>) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    return SockRef::from(&listener).set_tcp_quickack(false);
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        let _ = listener;
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }
}

/// Makes the receive buffer as small as the kernel allows (`SO_RCVBUF`, socket(7)). Call it before `listen`
/// or `connect`, since the handshake fixes the window.
pub fn limit_receive_buffer(socket: BorrowedFd<'_>, bytes: usize) -> io::Result<()> {
    SockRef::from(&socket).set_recv_buffer_size(bytes)
}

/// Holds back bytes that are sent from now on, until more bytes or a FIN follow (`TCP_CORK`, tcp(7)).
/// Without that option, they leave at once.
pub fn hold_back(socket: BorrowedFd<'_>) {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        // A closed connection shows itself at the next read or write.
        let _ = SockRef::from(&socket).set_tcp_cork(true);
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let _ = socket;
}

/// Creates a named pipe (fifo(7)) that all users may read.
pub fn make_pipe(path: &Path) -> io::Result<()> {
    let path = CString::new(path.as_os_str().as_bytes())?;
    // SAFETY: the string ends with a NUL, and lives until the call returns.
    match unsafe { libc::mkfifo(path.as_ptr(), 0o644) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The user id for which this process acts, as others see it (`SO_PEERCRED`, unix(7)).
pub fn own_uid() -> u32 {
    // SAFETY: geteuid(2) takes nothing and always succeeds.
    unsafe { libc::geteuid() }
}

/// The number of columns of the terminal behind this descriptor; `None` if it is not a terminal.
pub fn terminal_columns(terminal: BorrowedFd<'_>) -> Option<u16> {
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: the call writes into a live winsize (TIOCGWINSZ(2const)).
    let done = unsafe { libc::ioctl(terminal.as_raw_fd(), libc::TIOCGWINSZ, &raw mut size) };
    (done == 0 && size.ws_col > 0).then_some(size.ws_col)
}

/// The inode of the socket or file behind a descriptor, by which the kernel identifies it.
pub fn inode(fd: BorrowedFd<'_>) -> Option<u64> {
    let file = File::from(fd.try_clone_to_owned().ok()?);
    file.metadata().ok().map(|metadata| metadata.ino())
}

/// How many descriptors a process may hold once it has raised its limit to the hard limit (`RLIMIT_NOFILE`,
/// getrlimit(2)). `None` if unlimited.
pub fn most_descriptors() -> Option<u64> {
    let [descriptors, _] = own_limits();
    finite(descriptors.rlim_max)
}

/// The bytes that are free on the disk of this folder, for a user without privileges (statvfs(3)).
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail * disk.f_frsize)
}

/// The current bounds of this process: descriptors that it may hold, and bytes that it may write to one file
/// (`RLIMIT_NOFILE`, `RLIMIT_FSIZE`, getrlimit(2)). `None` if unlimited.
pub fn bounds_on_files() -> [Option<u64>; 2] {
    own_limits().map(|limit| finite(limit.rlim_cur))
}

/// `RLIMIT_NOFILE` and `RLIMIT_FSIZE` of this process.
fn own_limits() -> [libc::rlimit; 2] {
    [libc::RLIMIT_NOFILE, libc::RLIMIT_FSIZE].map(|resource| {
        let mut limit =
            libc::rlimit { rlim_cur: libc::RLIM_INFINITY, rlim_max: libc::RLIM_INFINITY };
        // SAFETY: getrlimit(2) writes into a live place.
        unsafe { libc::getrlimit(resource, &raw mut limit) };
        limit
    })
}

fn finite(limit: libc::rlim_t) -> Option<u64> {
    (limit != libc::RLIM_INFINITY).then_some(limit)
}

/// From now on a write beyond the file size bound is an error, and does not end this process (`SIGXFSZ`,
/// setrlimit(2)). Its children inherit that.
pub fn survive_file_size_bound() {
    // SAFETY: signal(2) with a constant; no handler of ours runs.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
}

/// The write end of the pipe that reports caught signals. A signal handler can reach only globals.
static REPORT: AtomicI32 = AtomicI32::new(-1);

/// The signals that ask this process to end (`SIGINT`, `SIGTERM`, `SIGHUP`), as a descriptor that
/// becomes readable. So one call can wait for signals and sockets alike. Dropping this restores the
/// former actions of the signals.
#[derive(Debug)]
pub struct Signals {
    reader: OwnedFd,
    _writer: OwnedFd,
    before: [libc::sighandler_t; ENDING.len()],
    /// The descriptor that signals were reported to before.
    reported: RawFd,
}

/// The signals that ask a process to end.
const ENDING: [libc::c_int; 3] = [libc::SIGINT, libc::SIGTERM, libc::SIGHUP];

/// Blocks these signals (`SIG_BLOCK`, sigprocmask(2)) until they are caught. A child forked from here on
/// may be asked to end before it can catch the signal. It then receives the signal once it catches it.
#[cfg(all(target_os = "linux", not(portable)))]
pub(super) fn signals_wait() {
    mask(libc::SIG_BLOCK);
}

fn mask(how: libc::c_int) {
    // SAFETY: a sigset_t is plain bytes, which sigemptyset(3) fills; sigprocmask(2) reads it.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        for signal in ENDING {
            libc::sigaddset(&raw mut set, signal);
        }
        libc::pthread_sigmask(how, &raw const set, std::ptr::null_mut());
    }
}

impl Signals {
    /// Catches the signals from now on, and those that are pending. A second `Signals` takes over until
    /// it is dropped.
    pub fn catch() -> io::Result<Self> {
        let (reader, writer) = std::io::pipe()?;
        let (reader, writer) = (OwnedFd::from(reader), OwnedFd::from(writer));
        rustix::io::ioctl_fionbio(&writer, true)?;
        rustix::io::ioctl_fionbio(&reader, true)?;
        let reported = REPORT.swap(writer.as_raw_fd(), Ordering::SeqCst);
        let mut handlers = [libc::SIG_DFL; ENDING.len()];
        for (signal, before) in ENDING.into_iter().zip(&mut handlers) {
            // SAFETY: `report` is async-signal-safe: it reads an atomic and calls write(2).
            *before = unsafe { libc::signal(signal, report as *const () as libc::sighandler_t) };
            if *before == libc::SIG_ERR {
                return Err(io::Error::last_os_error());
            }
        }
        mask(libc::SIG_UNBLOCK);
        Ok(Signals { reader, _writer: writer, before: handlers, reported })
    }

    /// Readable once a signal has come.
    pub fn as_fd(&self) -> BorrowedFd<'_> {
        std::os::fd::AsFd::as_fd(&self.reader)
    }

    /// Whether a signal has come.
    pub fn came(&self) -> bool {
        wait_for(&[self.as_fd()], &[], Duration::ZERO) == Ready::Something
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        // Restore the handlers first: without the pipe, they would write to any file that reuses its
        // number.
        for (signal, before) in ENDING.into_iter().zip(self.before) {
            // SAFETY: `before` is what signal(2) returned for this signal.
            unsafe { libc::signal(signal, before) };
        }
        REPORT.store(self.reported, Ordering::SeqCst);
    }
}

extern "C" fn report(signal: libc::c_int) {
    let fd: RawFd = REPORT.load(Ordering::SeqCst);
    let byte = signal as u8;
    // SAFETY: write(2) with a pointer to one live byte. A full pipe already reports the signal.
    unsafe { libc::write(fd, (&raw const byte).cast(), 1) };
}

/// Takes over a descriptor that the kernel has just given us.
///
/// # Safety
/// `fd` must be open, and not owned by anything else.
pub(super) unsafe fn own(fd: RawFd) -> OwnedFd {
    // SAFETY: as promised by the caller.
    unsafe { std::os::fd::FromRawFd::from_raw_fd(fd) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_end_this_process_again_once_nothing_catches_them() {
        let handler = || {
            // SAFETY: sigaction(2) with no new action fills `now`, which is plain bytes.
            unsafe {
                let mut now: libc::sigaction = std::mem::zeroed();
                libc::sigaction(libc::SIGTERM, std::ptr::null(), &raw mut now);
                now.sa_sigaction
            }
        };
        let signals = Signals::catch().unwrap();
        assert_ne!(handler(), libc::SIG_DFL);
        drop(signals);
        assert_eq!(handler(), libc::SIG_DFL);
    }
}
