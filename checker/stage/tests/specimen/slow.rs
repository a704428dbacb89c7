//! Slow ways to print `done`. For a while, each of them looks as if it would never move again, and the
//! stage must not conclude that.

use std::fs::File;
use std::io::{self, Read};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::{rest, say};

pub fn main(way: &str) -> io::Result<()> {
    match way.split_once('=').unwrap_or((way, "")) {
        ("computes", _) => {
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_millis(150) {
                std::hint::spin_loop();
            }
        }
        ("steps", _) => (0..3).for_each(|_| rest(50)),
        ("polls", _) => (0..5).for_each(|_| poll_nothing(30)),
        ("child", _) => {
            let me = std::env::current_exe()?;
            Command::new(me).args(["sleeps", "150"]).status()?;
        }
        ("detached-child", _) => {
            // The program does not wait for the child, which writes into our pipe when it is done.
            let (mut reader, writer) = io::pipe()?;
            let me = std::env::current_exe()?;
            Command::new(me).args(["slow", "steps"]).stdout(writer).spawn()?;
            reader.read_to_end(&mut Vec::new())?;
        }
        ("thread", _) => {
            let sleeper = std::thread::spawn(|| rest(150));
            sleeper.join().map_err(|_| io::Error::other("no thread"))?;
        }
        ("main-thread-has-gone", _) => {
            std::thread::spawn(|| {
                rest(150);
                let _ = say("done");
                std::process::exit(0);
            });
            // SAFETY: ends this thread only, as pthread_exit(3) would in C; no thread waits for it.
            unsafe { libc::syscall(libc::SYS_exit, 0) };
        }
        ("alarm", _) => {
            catch_alarm();
            set_alarm(150);
            // SAFETY: pause(2) waits for a signal.
            unsafe { libc::pause() };
        }
        ("posix-timer", _) => {
            catch_user_signal();
            posix_timer(150);
            // SAFETY: as above.
            unsafe { libc::pause() };
        }
        ("timerfd", _) => {
            timerfd(150, false)?;
        }
        ("timerfd-in-epoll", _) => {
            timerfd(150, true)?;
        }
        ("receive-timeout", _) => {
            let (mut a, _b) = UnixStream::pair()?;
            a.set_read_timeout(Some(Duration::from_millis(150)))?;
            let _ = a.read(&mut [0]);
        }
        ("condition", _) => {
            let lock = std::sync::Mutex::new(());
            let guard = lock.lock().map_err(|_| io::Error::other("poisoned"))?;
            let _ = std::sync::Condvar::new().wait_timeout(guard, Duration::from_millis(150));
        }
        ("file-lock", path) => File::open(path)?.lock()?,
        ("outside-server", address) => {
            TcpStream::connect(address)?.read_exact(&mut [0])?;
        }
        ("outside-unix-server", path) => UnixStream::connect(path)?.read_exact(&mut [0])?,
        _ => return Err(io::Error::other(format!("no such way: {way}"))),
    }
    say("done")
}

fn poll_nothing(milliseconds: i32) {
    let mut input = libc::pollfd { fd: 0, events: libc::POLLIN, revents: 0 };
    // SAFETY: poll(2) with one live pollfd.
    unsafe { libc::poll(&raw mut input, 1, milliseconds) };
}

extern "C" fn ignore(_: libc::c_int) {}

fn catch_alarm() {
    // SAFETY: the handler does nothing.
    unsafe { libc::signal(libc::SIGALRM, ignore as *const () as libc::sighandler_t) };
}

fn catch_user_signal() {
    // SAFETY: as above.
    unsafe { libc::signal(libc::SIGUSR1, ignore as *const () as libc::sighandler_t) };
}

fn set_alarm(milliseconds: i64) {
    let time = libc::timeval { tv_sec: 0, tv_usec: milliseconds * 1000 };
    let timer =
        libc::itimerval { it_interval: libc::timeval { tv_sec: 0, tv_usec: 0 }, it_value: time };
    // SAFETY: setitimer(2) reads a live itimerval. libc does not declare it for Linux.
    unsafe { libc::syscall(libc::SYS_setitimer, 0, &raw const timer, 0) };
}

fn posix_timer(milliseconds: i64) {
    // SAFETY: all-zero is a valid value of both plain C structs, and both calls get live places.
    unsafe {
        let mut event: libc::sigevent = std::mem::zeroed();
        event.sigev_notify = libc::SIGEV_SIGNAL;
        event.sigev_signo = libc::SIGUSR1;
        let mut timer: libc::timer_t = std::mem::zeroed();
        libc::timer_create(libc::CLOCK_MONOTONIC, &raw mut event, &raw mut timer);
        let mut time: libc::itimerspec = std::mem::zeroed();
        time.it_value.tv_nsec = milliseconds * 1_000_000;
        libc::timer_settime(timer, 0, &raw const time, std::ptr::null_mut());
    }
}

fn timerfd(milliseconds: i64, in_epoll: bool) -> io::Result<()> {
    // SAFETY: system calls with constants and live places only.
    unsafe {
        let timer = libc::timerfd_create(libc::CLOCK_MONOTONIC, 0);
        let mut time: libc::itimerspec = std::mem::zeroed();
        time.it_value.tv_nsec = milliseconds * 1_000_000;
        libc::timerfd_settime(timer, 0, &raw const time, std::ptr::null_mut());
        if in_epoll {
            let set = libc::epoll_create1(0);
            let mut event = libc::epoll_event { events: libc::EPOLLIN as u32, u64: 0 };
            libc::epoll_ctl(set, libc::EPOLL_CTL_ADD, timer, &raw mut event);
            libc::epoll_wait(set, &raw mut event, 1, -1);
        } else {
            let mut ticks = 0u64;
            libc::read(timer, (&raw mut ticks).cast(), 8);
        }
    }
    Ok(())
}

/// Waits, until a moment of the clock, for something that does not come. Then prints `done`.
pub fn until(milliseconds: &str) -> io::Result<()> {
    let limit = Duration::from_millis(milliseconds.parse().map_err(io::Error::other)?);
    let (_sender, receiver) = std::sync::mpsc::channel::<()>();
    let _ = receiver.recv_timeout(limit);
    say("done")
}
