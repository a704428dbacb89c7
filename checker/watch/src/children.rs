//! The checker, started as a child: for a run, and for each text that is asked for. Every child is
//! read by a thread of its own, so nothing that it does, or does not do, can hold up a key.

use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use crate::message::Happening;

/// A child that runs, or has run. It is asked to end when this is dropped.
#[derive(Debug)]
pub struct Running {
    pub id: u64,
    /// Its process group; `None` once it has ended and been waited for.
    group: Arc<Mutex<Option<Pid>>>,
}

impl Running {
    /// Starts it with its own process group, and tells of each line that it writes, and of its end.
    pub fn start(mut command: Command, id: u64, to: &Sender<Happening>) -> io::Result<Running> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.process_group(0).spawn()?;
        let group = Arc::new(Mutex::new(Pid::from_raw(child.id().cast_signed())));
        let (kept, to) = (group.clone(), to.clone());
        thread::Builder::new().name(format!("child {id}")).spawn(move || {
            follow(child, id, &kept, &to);
        })?;
        Ok(Running { id, group })
    }

    pub fn has_ended(&self) -> bool {
        self.group.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Asks the child, and what it has started in its group, to end. The checker ends its cases
    /// itself, each with all that is in it.
    pub fn end(&self) {
        self.signal(Signal::TERM);
    }

    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    fn signal(&self, signal: Signal) {
        let group = self.group.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(group) = *group {
            // Nobody is left in it: all the better.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// Reads the child until it ends. Where nobody hears any more, it is read all the same: a child that
/// cannot write would not end.
fn follow(mut child: Child, id: u64, group: &Mutex<Option<Pid>>, to: &Sender<Happening>) {
    let errors = child.stderr.take().map(|mut stderr| {
        thread::spawn(move || {
            let mut words = Vec::new();
            let _ = stderr.read_to_end(&mut words);
            String::from_utf8_lossy(&words).into_owned()
        })
    });
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
            let text = String::from_utf8_lossy(&line).trim_end_matches('\n').to_owned();
            let _ = to.send(Happening::Line { child: id, line: text });
            line.clear();
        }
    }
    let errors = errors.and_then(|thread| thread.join().ok()).unwrap_or_default();
    // Its id is its own until it has been waited for: so wait, forget the id, and only then bury it.
    if let Some(pid) = Pid::from_raw(child.id().cast_signed()) {
        let _ = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
    }
    let mut group = group.lock().unwrap_or_else(PoisonError::into_inner);
    *group = None;
    let passed = child.wait().is_ok_and(|status| status.success());
    drop(group);
    let _ = to.send(Happening::Ended { child: id, errors, passed });
}
