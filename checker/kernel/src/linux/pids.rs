//! The ids of processes and threads in a cell. The kernel counts on from the last one that it assigned
//! (pid_namespaces(7)). Only a process inside can read and set that counter, so a child process enters the
//! cell to do it. Children made after the cell are inside already.

use std::fs;
use std::io;

use crate::facts::Pid;
use crate::missing::Missing;

/// The last id that was assigned in here (proc_sys_kernel(5)).
const LAST: &str = "/proc/sys/kernel/ns_last_pid";

/// Makes the next process in the cell get the id after this one, as on a machine that has been up for a
/// while. Needs a cell.
pub fn count_on_from(last: Pid) -> Result<(), Missing> {
    inside(|| fs::write(LAST, last.to_string()))
}

/// The last id that was assigned to a process or a thread of the cell, which is that of the query itself.
/// Needs a cell.
pub fn last_number() -> Result<Pid, Missing> {
    inside(|| {
        let words = fs::read_to_string("/proc/loadavg")?;
        let last = words.split_ascii_whitespace().last().and_then(|last| last.parse().ok());
        last.ok_or_else(|| io::Error::other("/proc/loadavg does not report it"))
    })
}

fn missing(error: io::Error) -> Missing {
    Missing::new("process ids of a cell", error)
}

/// A function to run inside, and its result.
struct Errand<T, F> {
    act: F,
    result: Option<io::Result<T>>,
}

/// Runs `act` in a process inside the cell.
///
/// It shares our memory, and we are suspended until it has ended (`CLONE_VM`, `CLONE_VFORK`, clone(2)).
fn inside<T, F: Fn() -> io::Result<T>>(act: F) -> Result<T, Missing> {
    const STACK: usize = 64 << 10;
    let mut stack = Box::<[u128; STACK / size_of::<u128>()]>::new_uninit();
    let mut errand = Errand { act, result: None };
    let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
    // SAFETY: the stack grows down from its end, which is aligned as a stack has to be. Nothing else uses it,
    // or the errand, while the child runs, and the child has ended when this returns.
    let child = unsafe {
        let end = stack.as_mut_ptr().add(1).cast();
        libc::clone(runs::<T, F>, end, flags, (&raw mut errand).cast())
    };
    if child < 0 {
        return Err(missing(io::Error::last_os_error()));
    }
    let mut status = 0;
    // SAFETY: waitpid(2) on our own child, with a live place for its status.
    unsafe { libc::waitpid(child, &raw mut status, 0) };
    let died = || Err(io::Error::other("the process that made the query has died"));
    errand.result.unwrap_or_else(died).map_err(missing)
}

/// Runs in the child.
extern "C" fn runs<T, F: Fn() -> io::Result<T>>(errand: *mut libc::c_void) -> libc::c_int {
    // SAFETY: it is the errand of the parent, which is suspended.
    let errand = unsafe { &mut *errand.cast::<Errand<T, F>>() };
    errand.result = Some((errand.act)());
    0
}
