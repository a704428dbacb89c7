//! Threads and timers of a language's runtime. They do not act for the program: while its own threads are
//! blocked, a runtime's clock wakes none of them. They are recognized by the names of threads
//! (`/proc/PID/task/TID/status`, proc(5)) and by the signals that the runtime uses.

use std::fs::File;
use std::io::Read;
use std::time::{Duration, Instant};

use super::proc::mask;
use crate::facts::{Doing, Pid, Until};

/// The threads of OpenJDK's virtual machine that wait with a time limit, cut to the fifteen bytes that the kernel
/// keeps of a name. A thread of the program has a name that its author chose, or `Thread-0`, `pool-1-thread-1`.
const OF_JAVA: [&str; 11] = [
    "Attach Listener",
    "C1 CompilerThre",
    "C2 CompilerThre",
    "Common-Cleaner",
    "G1 Service",
    "Monitor Deflati",
    "Service Thread",
    "Sweeper thread",
    "VM Periodic Tas",
    "VM Thread",
    "Watcher Thread",
];

/// The one of these that ends the program. It then waits in steps of 10 ms, for about 300 ms, until threads outside
/// of Java code have ended. Otherwise its waits last a second.
const ENDS_JAVA: &str = "VM Thread";
const SHORT: Duration = Duration::from_millis(100);

/// A process that catches more signals than this may have Go's runtime, which catches all.
const MANY_SIGNALS: u32 = 40;

/// A part of the note that Go's linker writes near the beginning of a program (elf(5)): its type (4, the build's id)
/// and its name.
const NOTE_OF_GO: &[u8] = b"\x04\0\0\0Go\0\0";
const BEGINNING: u64 = 16 << 10;

/// The thread's activity without the time limits of its runtime. `status` is its `/proc` file.
pub(super) fn without_clocks(doing: Doing, pid: Pid, status: &str) -> Doing {
    let has_clock = match &doing {
        Doing::Kin { call: "futex", until: Until::NotBefore(when) }
            if name(status) == ENDS_JAVA && *when < Instant::now() + SHORT =>
        {
            false
        }
        Doing::Kin { call: "futex", until } => *until != Until::Forever,
        Doing::Unclear { call } => *call == restarted(),
        _ => false,
    };
    match has_clock && serves_only(pid, status) {
        true => Doing::Kin { call: "futex", until: Until::Forever },
        false => doing,
    }
}

/// A wait with a time limit that goes on after a stop (restart_syscall(2)), as [`Doing::Unclear`] shows it.
fn restarted() -> String {
    format!("system call {}", libc::SYS_restart_syscall)
}

/// Whether a futex wait of this thread is the runtime's own if it has a time limit. In Go, only the thread that
/// watches the others waits so: a goroutine that sleeps gives its time limit to epoll_wait(2).
fn serves_only(pid: Pid, status: &str) -> bool {
    OF_JAVA.contains(&name(status)) || is_go(pid, caught(status))
}

/// Whether the process, which catches these signals (`SigCgt:`), runs a program that Go's linker made.
pub(super) fn is_go(pid: Pid, caught: u64) -> bool {
    caught.count_ones() > MANY_SIGNALS && has_note_of_go(pid)
}

fn has_note_of_go(pid: Pid) -> bool {
    let mut beginning = Vec::new();
    File::open(format!("/proc/{pid}/exe"))
        .and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning))
        .is_ok_and(|_| beginning.windows(NOTE_OF_GO.len()).any(|bytes| bytes == NOTE_OF_GO))
}

/// Whether a process with this `status` file runs Ruby. It always handles `SIGALRM`, and has a timer that only lets
/// its threads take turns.
pub(super) fn is_ruby(status: &str) -> bool {
    name(status).starts_with("ruby")
}

/// Whether this line of `/proc/PID/timers` is about the signal of Ruby's own timer (`SIGVTALRM`).
pub(super) fn is_timer_of_ruby(line: &str) -> bool {
    line.strip_prefix("signal: ").is_some_and(|rest| {
        rest.split('/').next().and_then(|signal| signal.parse().ok()) == Some(libc::SIGVTALRM)
    })
}

fn name(status: &str) -> &str {
    status.strip_prefix("Name:").and_then(|rest| rest.lines().next()).unwrap_or_default().trim()
}

fn caught(status: &str) -> u64 {
    mask(status, "SigCgt:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_of_the_runtime_is_none_of_the_programs() {
        let waits = |until| Doing::Kin { call: "futex", until };
        let own = std::process::id().cast_signed();
        let timed = || waits(Until::NotBefore(Instant::now() + Duration::from_secs(1)));
        let status = |name: &str, caught: &str| format!("Name:\t{name}\nSigCgt:\t{caught}\n");
        let (few, all) = ("0000000000000002", "fffffffd7fc1fefd");
        for (status, is_own) in [
            (status("VM Periodic Tas", few), false),
            (status("VM Thread", few), false),
            (status("pool-1-thread-1", few), true),
            // The tests are not written in Go.
            (status("server", all), true),
            (status("server", few), true),
        ] {
            let found = without_clocks(timed(), own, &status);
            assert_eq!(found != waits(Until::Forever), is_own, "{status}");
        }
        // So the program is about to end.
        let soon = waits(Until::NotBefore(Instant::now() + Duration::from_millis(10)));
        assert_eq!(without_clocks(soon.clone(), own, &status("VM Thread", few)), soon);
        let after_a_stop = Doing::Unclear { call: restarted() };
        let found = without_clocks(after_a_stop, own, &status("VM Thread", few));
        assert!(matches!(found, Doing::Kin { .. }));
        // A goroutine that sleeps waits in another call.
        let sleep = Doing::Clock { call: "nanosleep", until: Until::NotBefore(Instant::now()) };
        assert!(matches!(without_clocks(sleep, own, &status("server", all)), Doing::Clock { .. }));
    }

    #[test]
    fn only_rubys_own_timer_is_left_out() {
        assert!(is_ruby("Name:\truby3.1\nUmask:\t0022\n") && !is_ruby("Name:\tserver\n"));
        assert!(is_timer_of_ruby("signal: 26/00007f3d9b9af200"));
        assert!(!is_timer_of_ruby("signal: 14/00007f3d9b9af200"));
    }
}
