//! Behaviours of a program that tries to reach its parent's process and files that are not its own.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use crate::say;

pub fn main(words: &[&str]) -> io::Result<()> {
    match words {
        ["reaches-out"] => reaches_out(),
        ["writes", inside, outside] => writes(inside.as_ref(), outside.as_ref()),
        ["environment"] => environment(),
        ["held", "vfork"] => held_by(libc::CLONE_VFORK, |_| Ok(())),
        ["held", "tracer"] => held_by(0, trace),
        _ => Err(io::Error::other("which way?")),
    }
}

/// Prints whether an attempt was allowed.
fn tried(what: &str, result: io::Result<()>) -> io::Result<()> {
    match result {
        Ok(()) => say(&format!("{what}: allowed")),
        Err(error) => say(&format!("{what}: {}", error.kind())),
    }
}

/// The result of a system call.
fn done(returned: libc::c_long) -> io::Result<()> {
    if returned == -1 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Tries every access that one process may have to another of the same user.
fn reaches_out() -> io::Result<()> {
    // SAFETY: a call that cannot fail.
    let parent = unsafe { libc::getppid() };
    let nothing = std::ptr::null_mut::<libc::c_void>();
    let mut byte = 0u8;
    let here = libc::iovec { iov_base: (&raw mut byte).cast(), iov_len: 1 };
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: system calls with numbers, and with pointers to the live places above.
    unsafe {
        tried("trace me", done(libc::ptrace(libc::PTRACE_TRACEME, 0, nothing, nothing)))?;
        tried("trace it", done(libc::ptrace(libc::PTRACE_SEIZE, parent, nothing, nothing)))?;
        let read = libc::process_vm_readv(parent, &raw const here, 1, &raw const here, 1, 0);
        tried("read its memory", done(read as libc::c_long))?;
        let process = libc::syscall(libc::SYS_pidfd_open, parent, 0);
        tried("take its descriptor", done(libc::syscall(libc::SYS_pidfd_getfd, process, 0, 0)))?;
        libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit);
        let own = libc::prlimit(0, libc::RLIMIT_NOFILE, &raw const limit, std::ptr::null_mut());
        tried("limit myself", done(own.into()))?;
        let its =
            libc::prlimit(parent, libc::RLIMIT_NOFILE, &raw const limit, std::ptr::null_mut());
        tried("limit it", done(its.into()))?;
        libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0);
        tried(
            "hide",
            if libc::prctl(libc::PR_GET_DUMPABLE) == 0 {
                Ok(())
            } else {
                Err(io::ErrorKind::PermissionDenied.into())
            },
        )?;
    }
    let memory = OpenOptions::new().write(true).open(format!("/proc/{parent}/mem"));
    tried("open its memory", memory.map(drop))?;
    tried("see what it holds", fs::read_link(format!("/proc/{parent}/fd/0")).map(drop))?;
    let mut child = Command::new("sleep").arg("1000").spawn()?;
    tried("signal my child", child.kill())?;
    child.wait()?;
    // SAFETY: kill(2) with two numbers; signal 0 only checks.
    tried("signal it", done(unsafe { libc::kill(parent, 0) }.into()))
}

/// Creates one entry of each kind inside, and tries the same outside.
fn writes(inside: &Path, outside: &Path) -> io::Result<()> {
    fs::create_dir(inside.join("one"))?;
    fs::create_dir(inside.join("two"))?;
    fs::write(inside.join("one/file"), "text")?;
    fs::rename(inside.join("one/file"), inside.join("two/file"))?;
    symlink("file", inside.join("two/link"))?;
    drop(UnixListener::bind(inside.join("socket"))?);
    File::options().write(true).truncate(true).open(inside.join("two/file"))?;
    fs::remove_dir(inside.join("one"))?;
    for device in ["/dev/null", "/dev/stderr"] {
        fs::write(device, "text")?;
    }
    say("inside: allowed")?;
    tried("read", fs::read(outside.join("file")).map(drop))?;
    tried("make", fs::write(outside.join("new"), ""))?;
    tried("change", OpenOptions::new().append(true).open(outside.join("file")).map(drop))?;
    tried("remove", fs::remove_file(outside.join("file")))?;
    tried("move away", fs::rename(outside.join("file"), inside.join("file")))?;
    tried("bind", UnixListener::bind(outside.join("socket")).map(drop))
}

/// Prints the names of its variables, and whether `HOME` and `TMPDIR` are one empty folder.
fn environment() -> io::Result<()> {
    let value = |name| std::env::var_os(name).unwrap_or_default();
    say(&format!("one folder: {}", value("HOME") == value("TMPDIR")))?;
    say(&format!("empty: {}", fs::read_dir(value("HOME"))?.count() == 0))?;
    say(&format!("secret: {}", std::env::var_os("SECRET_TOKEN").is_some()))?;
    say(&format!("path: {}", std::env::var_os("PATH").is_some()))?;
    say(&format!("language: {}", value("LC_ALL").to_string_lossy()))?;
    let file = std::env::temp_dir().join("file");
    fs::write(&file, "")?;
    say("written")
}

/// Starts a child that holds this process, and then waits for a clock.
fn held_by(flags: libc::c_int, hold: fn(libc::pid_t) -> io::Result<()>) -> io::Result<()> {
    // SAFETY: a call that cannot fail.
    let me = unsafe { libc::getpid() };
    // SAFETY: clone(2) without shared memory and without a stack is fork(2), and there is one thread.
    match unsafe { libc::syscall(libc::SYS_clone, flags | libc::SIGCHLD, 0, 0, 0, 0) } {
        -1 => return Err(io::Error::last_os_error()),
        0 => {
            hold(me)?;
            say("held")?;
            crate::rest(1_000_000);
        }
        _ => crate::rest(1_000_000),
    }
    Ok(())
}

/// Stops a process as a debugger does.
fn trace(pid: libc::pid_t) -> io::Result<()> {
    let nothing = std::ptr::null_mut::<libc::c_void>();
    // SAFETY: ptrace(2) with numbers only.
    unsafe {
        done(libc::ptrace(libc::PTRACE_SEIZE, pid, nothing, nothing))?;
        done(libc::ptrace(libc::PTRACE_INTERRUPT, pid, nothing, nothing))
    }
}
