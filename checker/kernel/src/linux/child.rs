//! A program's process before it starts: its limits and its walls.

use std::env;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use super::landlock::Fence;
use super::observed::set_dumpable;
use super::room::Room;
use super::seccomp;
use crate::facts::Pid;

/// The walls around a program, beside the calls that [`seccomp`] refuses.
#[derive(Debug)]
pub enum Walls {
    /// There are none.
    Open,
    Fence(Fence),
    /// Around a stranger's program where there are no rooms. It has no privileges, even as root.
    FenceInstead(Fence),
    /// A room, and the folder in it to start the program in.
    Room(Room, PathBuf),
}

/// Most processes and threads of a program in a room, with those of its other programs (`RLIMIT_NPROC`,
/// getrlimit(2)). The kernel counts them per cell since Linux 5.14, but does not bound root's.
const PROCESSES: u64 = 4096;

/// Prepares a program's process before it starts. It gets its own session: no key at the terminal and no
/// signal to our group reaches it, and its signals do not reach us. It writes no core files, has bounds
/// on memory and file size, and ends when we end. It gets walls. If it cannot enter its room, it does not
/// start.
pub fn prepare_child(command: &mut Command, memory: u64, file_size: u64, walls: Walls) {
    let parent = std::process::id() as Pid;
    let limits =
        [(libc::RLIMIT_CORE, 0), (libc::RLIMIT_DATA, memory), (libc::RLIMIT_FSIZE, file_size)];
    // SAFETY: a judge has one thread, so its child may do anything. In the tests of this crate it may have
    // more, and then there is no room: between fork and exec only system calls are made, which are
    // async-signal-safe.
    unsafe {
        command.pre_exec(move || {
            libc::setsid();
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            if libc::getppid() != parent && libc::getppid() != 0 {
                return Err(io::Error::from_raw_os_error(libc::ESRCH));
            }
            for (what, most) in limits {
                set_limit(what, most);
            }
            put_up(&walls)?;
            // Our own flag may be off, and then the program would become observable only a moment after
            // its start.
            set_dumpable(true);
            Ok(())
        });
    }
}

/// Puts the walls around this process. A machine without Landlock or seccomp still plays the case, and
/// `doctor` reports what is missing. A room was asked for, so nothing starts without it.
pub(super) fn put_up(walls: &Walls) -> io::Result<()> {
    let own;
    let fence = match walls {
        Walls::Open => None,
        Walls::Fence(fence) => Some(fence),
        Walls::FenceInstead(fence) => {
            give_up_privileges();
            Some(fence)
        }
        Walls::Room(room, folder) => {
            room.enter().map_err(|failed| failed.error)?;
            env::set_current_dir(folder)?;
            bound_processes();
            give_up_privileges();
            own = room.fence().ok();
            own.as_ref()
        }
    };
    seccomp::no_new_privileges();
    if let Some(fence) = fence {
        let _ = fence.put_up();
    }
    let _ = seccomp::install();
    Ok(())
}

/// Bounds the processes of this process's user.
pub(super) fn bound_processes() {
    set_limit(libc::RLIMIT_NPROC, PROCESSES);
}

/// Sets a limit. One that is already lower is fine.
pub(super) fn set_limit(what: libc::__rlimit_resource_t, most: u64) {
    let limit = libc::rlimit { rlim_cur: most, rlim_max: most };
    // SAFETY: setrlimit(2) reads from a live place.
    unsafe { libc::setrlimit(what, &raw const limit) };
}

/// Keeps what this process starts from having any privilege, even as root (`PR_CAPBSET_DROP`, capabilities(7)).
/// The programs of a lesson that needs raw sockets count as root in their cell, and keep only the right to open
/// these.
fn give_up_privileges() {
    const RAW_SOCKETS: libc::c_ulong = 13;
    const LAST: libc::c_ulong = 63;
    for capability in (0..=LAST).filter(|one| *one != RAW_SOCKETS) {
        // SAFETY: prctl(2) with numbers only. It fails for a capability that does not exist.
        unsafe { libc::prctl(libc::PR_CAPBSET_DROP, capability, 0, 0, 0) };
    }
}

/// Kills the command's process when the thread that starts it ends (`PR_SET_PDEATHSIG`, prctl(2)).
pub fn end_with_parent(command: &mut Command) {
    // SAFETY: between fork and exec only prctl(2) is called, which is async-signal-safe.
    unsafe {
        command.pre_exec(|| {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            Ok(())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reap;

    #[test]
    fn a_child_that_asks_to_be_traced_has_not_ended() {
        let mut command = Command::new("sh");
        command.args(["-c", "exit 7"]);
        let trace_me = || {
            let nothing = std::ptr::null_mut::<libc::c_void>();
            // SAFETY: ptrace(2) with numbers only.
            match unsafe { libc::ptrace(libc::PTRACE_TRACEME, 0, nothing, nothing) } {
                0 => Ok(()),
                _ => Err(io::Error::last_os_error()),
            }
        };
        // SAFETY: one system call between fork and exec.
        unsafe { command.pre_exec(trace_me) };
        let pid = command.spawn().unwrap().id().cast_signed();
        let exit = reap::wait_for_child(pid).unwrap();
        assert_eq!(exit.code(), Some(7), "its stop at `execve` is not its end");
    }
}
