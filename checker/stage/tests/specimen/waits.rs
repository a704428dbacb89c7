//! Ways to wait for ever.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Barrier, Mutex};

pub fn main(way: &str, arguments: &[&str]) -> io::Result<()> {
    match (way, arguments) {
        ("stdin", []) => io::stdin().read_exact(&mut [0])?,
        ("accept", [address]) => drop(TcpListener::bind(address)?.accept()?),
        ("recv", [address]) => {
            let (mut stream, _) = TcpListener::bind(address)?.accept()?;
            stream.read_exact(&mut [0; 10])?;
        }
        // A thread of the name that Java's virtual machine gives to one of its own waits with a time limit.
        ("recv-beside-java", [address]) => {
            let name = "VM Periodic Task Thread".to_owned();
            let service = || {
                loop {
                    std::thread::park_timeout(std::time::Duration::from_millis(50));
                }
            };
            std::thread::Builder::new().name(name).spawn(service)?;
            let (mut stream, _) = TcpListener::bind(address)?.accept()?;
            stream.read_exact(&mut [0; 10])?;
        }
        ("poll", [address]) => {
            let (stream, _) = TcpListener::bind(address)?.accept()?;
            poll(&stream);
        }
        ("select", [address]) => {
            let (stream, _) = TcpListener::bind(address)?.accept()?;
            select(&stream);
        }
        ("epoll", [address]) => {
            let (stream, _) = TcpListener::bind(address)?.accept()?;
            epoll(&stream, false);
        }
        // The first edge is used up, and its bytes were never read: no second one comes.
        ("epoll-edge", [address]) => {
            let (stream, _) = TcpListener::bind(address)?.accept()?;
            epoll(&stream, true);
        }
        ("itself", [address]) => {
            let listener = TcpListener::bind(address)?;
            let mut one = TcpStream::connect(address)?;
            let _other = listener.accept()?;
            one.read_exact(&mut [0])?;
        }
        // One thread waits on a connection that another one closes.
        ("closed", [address]) => {
            use std::os::fd::AsRawFd;
            let (stream, _) = TcpListener::bind(address)?.accept()?;
            let fd = stream.as_raw_fd();
            let waiting = std::thread::spawn(move || (&stream).read(&mut [0]));
            crate::rest(50);
            // SAFETY: close(2) on a descriptor that this program opens no other file under.
            unsafe { libc::close(fd) };
            crate::say("closed")?;
            drop(waiting.join());
        }
        ("two-locks", []) => two_locks(),
        ("futex", []) => loop {
            std::thread::park();
        },
        // Its system call takes a point in time, not a duration.
        ("a-minute", []) => std::thread::park_timeout(std::time::Duration::from_secs(60)),
        ("condition-with-limit", []) => {
            let (lock, condition) = (Mutex::new(()), std::sync::Condvar::new());
            let guard = lock.lock().expect("nobody has panicked");
            let minute = std::time::Duration::from_secs(60);
            drop(condition.wait_timeout(guard, minute).expect("nobody has panicked"));
        }
        ("pause", []) => {
            // SAFETY: pause(2) takes nothing.
            unsafe { libc::pause() };
        }
        ("sigwait", []) => {
            // SAFETY: the set is initialised by sigemptyset(3) before it is used.
            unsafe {
                let mut set = std::mem::zeroed();
                libc::sigemptyset(&raw mut set);
                libc::sigaddset(&raw mut set, libc::SIGUSR1);
                libc::sigprocmask(libc::SIG_BLOCK, &raw const set, std::ptr::null_mut());
                let mut signal = 0;
                libc::sigwait(&raw const set, &raw mut signal);
            }
        }
        ("child", []) => {
            let me = std::env::current_exe()?;
            std::process::Command::new(me).args(["waits", "pause"]).status()?;
        }
        ("pipe-to-itself", []) => {
            let (_reader, mut writer) = io::pipe()?;
            writer.write_all(&[0; 1 << 20])?;
        }
        _ => return Err(io::Error::other(format!("no such way: {way}"))),
    }
    Ok(())
}

fn poll(stream: &TcpStream) {
    use std::os::fd::AsRawFd;
    let mut one = libc::pollfd { fd: stream.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: poll(2) with one live pollfd.
    unsafe { libc::poll(&raw mut one, 1, -1) };
}

fn select(stream: &TcpStream) {
    use std::os::fd::AsRawFd;
    let none = std::ptr::null_mut();
    // SAFETY: the set is zeroed, and the descriptor is far below its size.
    unsafe {
        let mut set: libc::fd_set = std::mem::zeroed();
        libc::FD_SET(stream.as_raw_fd(), &raw mut set);
        libc::select(stream.as_raw_fd() + 1, &raw mut set, none, none, std::ptr::null_mut());
    }
}

fn epoll(stream: &TcpStream, edges: bool) {
    use std::os::fd::AsRawFd;
    let how = if edges { libc::EPOLLIN | libc::EPOLLET } else { libc::EPOLLIN };
    // SAFETY: system calls with live places.
    unsafe {
        let set = libc::epoll_create1(0);
        let mut event = libc::epoll_event { events: how as u32, u64: 0 };
        libc::epoll_ctl(set, libc::EPOLL_CTL_ADD, stream.as_raw_fd(), &raw mut event);
        for _ in 0..if edges { 2 } else { 1 } {
            libc::epoll_wait(set, &raw mut event, 1, -1);
        }
    }
}

/// Waits in `epoll_wait` until there is something to read. Returns whether the call succeeded.
pub fn epoll_on(socket: &impl std::os::fd::AsRawFd) -> bool {
    // SAFETY: system calls with live places.
    unsafe {
        let set = libc::epoll_create1(0);
        let mut event = libc::epoll_event { events: libc::EPOLLIN as u32, u64: 0 };
        libc::epoll_ctl(set, libc::EPOLL_CTL_ADD, socket.as_raw_fd(), &raw mut event);
        let count = libc::epoll_wait(set, &raw mut event, 1, -1);
        libc::close(set);
        count == 1
    }
}

fn two_locks() {
    let locks = Arc::new([Mutex::new(()), Mutex::new(())]);
    let both = Arc::new(Barrier::new(2));
    let threads: Vec<_> = [(0, 1), (1, 0)]
        .map(|(first, second)| {
            let (locks, both) = (Arc::clone(&locks), Arc::clone(&both));
            std::thread::spawn(move || {
                let _mine = locks[first].lock();
                both.wait();
                let _yours = locks[second].lock();
            })
        })
        .into();
    for thread in threads {
        let _ = thread.join();
    }
}
