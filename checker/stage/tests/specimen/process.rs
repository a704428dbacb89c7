//! Behaviours of processes, including rude ones that a stage must survive.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::{listen, rest, say};

/// Keeps a processor busy for this long.
fn works(milliseconds: &str) -> io::Result<()> {
    let time = Duration::from_millis(milliseconds.parse().map_err(io::Error::other)?);
    let begun = Instant::now();
    while begun.elapsed() < time {
        std::hint::spin_loop();
    }
    Ok(())
}

pub fn main(way: &str, arguments: &[&str]) -> io::Result<()> {
    match (way, arguments) {
        ("sleeps", [milliseconds]) => rest(milliseconds.parse().map_err(io::Error::other)?),
        ("spins", []) => loop {
            std::hint::spin_loop();
        },
        ("asks-for-ever", [address, how]) => {
            let (mut stream, _) = listen(address)?.accept()?;
            stream.set_nonblocking(*how == "without-waiting")?;
            loop {
                let _ = stream.read(&mut [0]);
            }
        }
        ("computes-and-naps", []) => loop {
            works("20")?;
            rest(1);
        },
        ("works", [milliseconds]) => {
            works(milliseconds)?;
            say("done")?;
        }
        ("computes-and-writes-once", [address, milliseconds]) => {
            let (mut stream, _) = listen(address)?.accept()?;
            works(milliseconds)?;
            let message = vec![7; 1 << 20];
            let sent = stream.write(&message)?;
            say(&sent.to_string())?;
        }
        ("plods", [address, milliseconds]) => {
            let (mut stream, _) = listen(address)?.accept()?;
            let mut byte = [0];
            while stream.read(&mut byte)? > 0 {
                works(milliseconds)?;
            }
            say("done")?;
        }
        ("floods-stdout", []) => loop {
            io::stdout().write_all(&[b'x'; 64 << 10])?;
        },
        ("floods-stderr", []) => loop {
            io::stderr().write_all(&[b'x'; 64 << 10])?;
        },
        ("closes-stdout", []) => {
            // SAFETY: close(2) on a descriptor that nothing uses afterwards.
            unsafe { libc::close(1) };
            rest(300);
        }
        ("stubborn", []) => {
            ignore_signals();
            say("ready")?;
            loop {
                rest(50);
            }
        }
        ("stops-itself", []) => {
            // SAFETY: raise(3) takes one number.
            unsafe { libc::raise(libc::SIGSTOP) };
        }
        ("eats", []) => {
            let mut eaten = Vec::new();
            loop {
                eaten.push(vec![1u8; 1 << 20]);
                std::hint::black_box(&eaten);
            }
        }
        ("forks", []) => loop {
            let me = std::env::current_exe()?;
            if Command::new(me).args(["sleeps", "60000"]).spawn().is_err() {
                rest(60_000);
            }
        },
        ("detaches", [lock, address]) => {
            let me = std::env::current_exe()?;
            let mut child = Command::new(me);
            child.args(["leaves-a-child", lock, address]).process_group(0);
            child.spawn()?.wait()?;
            // From now on, only its grandchild holds the port and this output.
        }
        ("leaves-a-child", [lock, address]) => {
            let me = std::env::current_exe()?;
            let mut child = Command::new(me);
            child.args(["holds", lock, address]).stderr(Stdio::null());
            // SAFETY: setsid(2) is async-signal-safe and touches no memory.
            unsafe {
                child.pre_exec(|| {
                    (libc::setsid() > 0).then_some(()).ok_or(io::ErrorKind::Other.into())
                })
            };
            drop(child.spawn()?);
        }
        ("holds", [lock, address]) => {
            ignore_signals();
            let file = File::create(lock)?;
            file.lock()?;
            let _listener = TcpListener::bind(address)?;
            say("held")?;
            loop {
                rest(1000);
            }
        }
        ("limit", []) => {
            let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
            // SAFETY: getrlimit(2) writes into a live place.
            unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) };
            say(&limit.rlim_cur.to_string())?;
        }
        ("counts-input", []) => {
            let mut all = Vec::new();
            io::stdin().read_to_end(&mut all)?;
            say(&all.len().to_string())?;
        }
        _ => return Err(io::Error::other(format!("no such way: {way} {arguments:?}"))),
    }
    Ok(())
}

fn ignore_signals() {
    for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGHUP, libc::SIGQUIT] {
        // SAFETY: signal(2) with constants.
        unsafe { libc::signal(signal, libc::SIG_IGN) };
    }
}
