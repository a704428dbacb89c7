//! Processes from a nursery, and how they relate to the process that asked for them.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::os::unix::process::{ExitStatusExt, parent_id};
use std::time::Duration;

use kernel::{Nursery, Signals, signal_process, wait_for_child};
use stage::fault::Missing;

use super::say;

pub fn main(way: &str) -> io::Result<()> {
    let refused = |missing: Missing| io::Error::other(missing.why);
    match way {
        "children" => children(&Nursery::begin(answers).map_err(refused)?),
        "panics" => panics(&Nursery::begin(|_| panic!("a child fell over")).map_err(refused)?),
        "stopped" => stopped(&Nursery::begin(answers).map_err(refused)?),
        "signalled" => signalled(&Nursery::begin(listens).map_err(refused)?),
        "with-threads" => {
            let (done, waits) = std::sync::mpsc::channel::<()>();
            let other = std::thread::spawn(move || waits.recv());
            let why = Nursery::begin(answers).map(drop).map_err(|missing| missing.why);
            drop(done);
            let _ = other.join();
            say(&why.err().unwrap_or_else(|| "there is one".into()))
        }
        _ => Err(io::Error::other("which way?")),
    }
}

/// Longer than any nursery takes, on any machine.
const LONG: Duration = Duration::from_secs(60);

/// The caller gives up a stopped nursery, and does not ask it again.
fn stopped(nursery: &Nursery) -> io::Result<()> {
    let me = std::process::id();
    let children = std::fs::read_to_string(format!("/proc/{me}/task/{me}/children"))?;
    let pid = children.trim().parse().map_err(io::Error::other)?;
    signal_process(pid, libc::SIGSTOP)?;
    for patience in [Duration::from_millis(50), LONG] {
        say(&format!("{:?}", nursery.bear(patience).map_err(|error| error.kind()).err()))?;
    }
    Ok(())
}

/// Sends back its input and its parent's id.
fn answers(mut line: UnixStream) {
    let mut words = String::new();
    let _ = line.read_to_string(&mut words);
    let _ = write!(line, "{words}, child of {}", parent_id());
}

/// Makes two children at once, and each answers for itself.
fn children(nursery: &Nursery) -> io::Result<()> {
    let mut both = [nursery.bear(LONG)?, nursery.bear(LONG)?];
    for (at, (pid, line)) in both.iter_mut().enumerate() {
        write!(line, "child {at}")?;
        line.shutdown(Shutdown::Write)?;
        let mut words = String::new();
        line.read_to_string(&mut words)?;
        let is_ours = words == format!("child {at}, child of {}", std::process::id());
        let status = wait_for_child(*pid)?;
        say(&format!("{} {}", if is_ours { "ours" } else { &words }, status.success()))?;
    }
    Ok(())
}

/// A panic ends only the child that panics. The next child starts normally.
fn panics(nursery: &Nursery) -> io::Result<()> {
    for _ in 0..2 {
        let (pid, mut line) = nursery.bear(LONG)?;
        line.shutdown(Shutdown::Write)?;
        let mut words = Vec::new();
        line.read_to_end(&mut words)?;
        let status = wait_for_child(pid)?;
        say(&format!("{:?} {:?} {words:?}", status.code(), status.signal()))?;
    }
    Ok(())
}

/// Catches signals once it has received its input, and reports whether one has come.
fn listens(mut line: UnixStream) {
    let _ = line.read_to_end(&mut Vec::new());
    let came = Signals::catch().map(|signals| signals.came());
    let _ = write!(line, "{came:?}");
}

/// The first child gets a signal right after its start, and the second does not.
fn signalled(nursery: &Nursery) -> io::Result<()> {
    for is_signalled in [true, false] {
        let (pid, mut line) = nursery.bear(LONG)?;
        if is_signalled {
            signal_process(pid, 15)?;
        }
        line.shutdown(Shutdown::Write)?;
        let mut words = String::new();
        line.read_to_string(&mut words)?;
        say(&format!("{words} {}", wait_for_child(pid)?.success()))?;
    }
    Ok(())
}
