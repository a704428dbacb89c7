//! The checker as a child process: one for a run, and one for each page. A separate thread reads each
//! child, so no child can delay a key.

use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use crate::message::Message;

/// A child that runs or has run. Dropping this asks it to end.
#[derive(Debug)]
pub struct Running {
    pub id: u64,
    /// Its process group; `None` once it has been waited for.
    group: Arc<Mutex<Option<Pid>>>,
}

impl Running {
    /// Starts the child in its own process group. Sends a message for each line that it writes, and
    /// for its end.
    pub fn start(mut command: Command, id: u64, to: &Sender<Message>) -> io::Result<Running> {
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

    /// Asks the child and its process group to end. The checker itself ends its cases and their
    /// processes.
    pub fn end(&self) {
        self.signal(Signal::TERM);
    }

    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    fn signal(&self, signal: Signal) {
        let group = self.group.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(group) = *group {
            // An error means that the group is empty.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// Reads the child's output until it ends. Continues even if messages are no longer received, because a
/// child that cannot write would not end.
fn follow(mut child: Child, id: u64, group: &Mutex<Option<Pid>>, to: &Sender<Message>) {
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
            let _ = to.send(Message::Line { child: id, line: text });
            line.clear();
        }
    }
    let errors = errors.and_then(|thread| thread.join().ok()).unwrap_or_default();
    // The kernel may reuse the id once the child has been waited for. So wait without reaping, forget
    // the id, and only then reap.
    if let Some(pid) = Pid::from_raw(child.id().cast_signed()) {
        let _ = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
    }
    let mut group = group.lock().unwrap_or_else(PoisonError::into_inner);
    *group = None;
    let passed = child.wait().is_ok_and(|status| status.success());
    drop(group);
    let _ = to.send(Message::Ended { child: id, errors, passed });
}
