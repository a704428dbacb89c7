//! The numbers of processes and threads in a cell. The kernel counts on from the last one that it
//! gave away (pid_namespaces(7)). Only a process inside is told of that count, and may set it, so a
//! child of ours goes in and asks. Children that are made later than the cell are inside already.

use std::fs;
use std::io::{self, Read, Write};

use super::super::Pid;
use crate::fault::Missing;

/// The last number that the kernel gave away in here (ns_last_pid, proc(5)).
const LAST: &str = "/proc/sys/kernel/ns_last_pid";

/// What comes next in the cell gets the number after this one, as on a machine that has been up for
/// a while. Needs a cell.
pub fn count_on_from(last: Pid) -> Result<(), Missing> {
    inside(move || fs::write(LAST, last.to_string()).map(|()| 0)).map(drop)
}

/// The last number that was given to a process or a thread of the cell: the question's own. Needs a
/// cell.
pub fn last_number() -> Result<Pid, Missing> {
    inside(|| {
        let words = fs::read_to_string("/proc/loadavg")?;
        let last = words.split_ascii_whitespace().last().and_then(|last| last.parse().ok());
        last.ok_or_else(|| io::Error::other("/proc/loadavg does not tell"))
    })
}

fn missing(error: impl ToString) -> Missing {
    Missing::new("the numbers of a cell's processes", error)
}

/// Runs this in a process inside the cell, and hands back the number that it found.
fn inside(act: impl Fn() -> io::Result<Pid>) -> Result<Pid, Missing> {
    let (mut reader, mut writer) = io::pipe().map_err(missing)?;
    // SAFETY: this process has one thread, so the child finds every lock free.
    let child = match unsafe { libc::fork() } {
        -1 => return Err(missing(io::Error::last_os_error())),
        0 => {
            let words = act().map_or_else(|error| format!("!{error}"), |found| found.to_string());
            let _ = writer.write_all(words.as_bytes());
            // SAFETY: leaves without running our parent's exits.
            unsafe { libc::_exit(0) }
        }
        child => child,
    };
    drop(writer);
    let mut words = String::new();
    let read = reader.read_to_string(&mut words);
    let mut status = 0;
    // SAFETY: waitpid(2) on our own child, with a live place for its status.
    unsafe { libc::waitpid(child, &raw mut status, 0) };
    read.map_err(missing)?;
    match words.strip_prefix('!') {
        Some(error) => Err(missing(error)),
        None => words.parse().map_err(missing),
    }
}
