//! The room: its members, the frames that they get, and the queues in which these frames wait.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use framing_solution::write_frame;
use jiff::Timestamp;
use serde::Serialize;

/// The longest name, in bytes.
const MAX_NAME: usize = 64;

/// How many bytes may wait for a member, beyond the kernel's buffers. We count bytes and not lines. A
/// thousand short lines are 50 kB, and not a reason to drop a member, while a thousand long ones are 4
/// MB.
const WAITING: usize = 256 * 1024;

/// How long the good-byes may take. They only have to reach our kernel's buffers: the kernel
/// delivers them even after we have ended. A member whose buffer is full does not read.
const GRACE: Duration = Duration::from_millis(250);

/// The frames that the server sends.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Event<'a> {
    Joined(&'a str),
    Left(&'a str),
    Error(&'a str),
    Bye(bool),
    #[serde(untagged)]
    Line {
        from: &'a str,
        at: String,
        say: &'a str,
    },
}

/// A frame with its header, as it goes on the wire. It is made once, and all queues share it.
pub type Frame = Arc<[u8]>;

impl Event<'_> {
    pub fn frame(&self) -> io::Result<Frame> {
        let mut frame = Vec::new();
        write_frame(&mut frame, &serde_json::to_vec(self)?)?;
        Ok(frame.into())
    }
}

/// The members of the chat.
#[derive(Default)]
pub struct Room {
    list: Mutex<List>,
    /// Notified when a thread that writes to a member has ended.
    writer_ended: Condvar,
}

#[derive(Default)]
struct List {
    /// The members, in the order in which they joined. The key is a number, not the name. A name is free
    /// again as soon as its member has left. A thread that is late to report that the *old* alice has
    /// gone must not remove the new one.
    members: BTreeMap<u64, Member>,
    next: u64,
    /// How many threads write, for members or for clients that have just left.
    writers: usize,
    is_closed: bool,
}

struct Member {
    name: String,
    outbox: Outbox,
    stream: Arc<TcpStream>,
}

impl Room {
    /// Locks the list. While a thread holds this lock, it never waits for a socket: it only reads
    /// and changes the list, and puts frames into queues. That is why one client cannot delay the
    /// others.
    fn list(&self) -> MutexGuard<'_, List> {
        // A thread that panics while it holds the lock poisons it. The list is still usable.
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a member, and reports it to all members. Returns the reason if the client may not join.
    pub fn join(&self, name: &str, stream: &Arc<TcpStream>) -> Result<(u64, Queue), &'static str> {
        if name.is_empty() || name.len() > MAX_NAME {
            return Err("a name has 1 to 64 bytes");
        }
        // Check that the name is free, and take it, under one lock. If the lock were released in
        // between, two clients could find the same name free.
        let mut list = self.list();
        if list.is_closed {
            return Err("the room is closing");
        }
        if list.members.values().any(|member| member.name == name) {
            return Err("this name is taken");
        }
        let (outbox, queue) = queue();
        let id = list.next;
        list.next += 1;
        list.writers += 1;
        let stream = Arc::clone(stream);
        list.members.insert(id, Member { name: name.to_owned(), outbox, stream });
        list.send_to_all(&Event::Joined(name));
        Ok((id, queue))
    }

    /// Sends a member's line to all members, if the sender still is one.
    pub fn say(&self, member: u64, text: &str) {
        let mut list = self.list();
        let Some(from) = list.members.get(&member).map(|member| member.name.clone()) else {
            return;
        };
        // Read the clock while holding the lock, so that the times have the same order as the
        // lines.
        let at = Timestamp::now().to_string();
        list.send_to_all(&Event::Line { from: &from, at, say: text });
    }

    /// Removes a member, and reports it to the others, unless that has been done already.
    pub fn leave(&self, member: u64) {
        let mut list = self.list();
        if let Some(gone) = list.members.remove(&member) {
            list.send_to_all(&Event::Left(&gone.name));
        }
    }

    /// Sends a good-bye to all members, and waits a moment until it has been written.
    pub fn close(&self) {
        let mut list = self.list();
        list.is_closed = true;
        list.send_to_all(&Event::Bye(true));
        // This drops the senders of all queues, so each writing thread finishes its queue and ends.
        list.members.clear();
        let waited = self.writer_ended.wait_timeout_while(list, GRACE, |list| list.writers > 0);
        drop(waited);
    }

    pub fn writer_has_ended(&self) {
        self.list().writers -= 1;
        self.writer_ended.notify_all();
    }
}

impl List {
    /// Puts this into the queues of all members. All queues are filled under one lock, so all
    /// members get everything in the same order.
    fn send_to_all(&mut self, event: &Event) {
        let mut frames = VecDeque::from([event.frame()]);
        while let Some(frame) = frames.pop_front() {
            let Ok(frame) = frame else { continue };
            // Drop a member that does not read, and one that has gone. The loop goes on, so that
            // all others get the frame.
            let dropped =
                |(id, member): (&u64, &Member)| (!member.outbox.put(&frame)).then_some(*id);
            let dropped: Vec<u64> = self.members.iter().filter_map(dropped).collect();
            for id in dropped {
                let Some(gone) = self.members.remove(&id) else { continue };
                // Its two threads may be waiting in `read` and `write`. This wakes both.
                let _ = gone.stream.shutdown(Shutdown::Both);
                // The `left` may fill up another queue, so work through a list instead of recursing.
                frames.push_back(Event::Left(&gone.name).frame());
            }
        }
    }
}

/// The sending end of a queue with a limit. The room has it.
struct Outbox {
    frames: Sender<Frame>,
    waiting: Arc<AtomicUsize>,
}

/// The receiving end of that queue. The writing thread has it.
pub struct Queue {
    frames: Receiver<Frame>,
    waiting: Arc<AtomicUsize>,
}

fn queue() -> (Outbox, Queue) {
    let (sender, receiver) = mpsc::channel();
    let waiting = Arc::new(AtomicUsize::new(0));
    let outbox = Outbox { frames: sender, waiting: Arc::clone(&waiting) };
    (outbox, Queue { frames: receiver, waiting })
}

impl Outbox {
    /// Puts a frame into the queue, and never waits. Returns `false` if the queue is full, or if
    /// its receiving end is gone.
    fn put(&self, frame: &Frame) -> bool {
        let before = self.waiting.fetch_add(frame.len(), Ordering::Relaxed);
        before + frame.len() <= WAITING && self.frames.send(Arc::clone(frame)).is_ok()
    }
}

impl Queue {
    /// Returns the next frame, or `None` if the room has dropped its end and the queue is empty.
    pub fn next(&self) -> Option<Frame> {
        self.frames.recv().ok()
    }

    /// Releases the room of a frame that has been written.
    pub fn release(&self, frame: &Frame) {
        self.waiting.fetch_sub(frame.len(), Ordering::Relaxed);
    }
}
