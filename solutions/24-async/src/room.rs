//! The room, as in lesson 23: its members, and the frames that they get. It uses only two things from
//! Tokio, the channel and `Notify`. The room itself never waits, so its functions are not `async`.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::Notify;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio_util::bytes::{Bytes, BytesMut};
use tokio_util::codec::Encoder;

use crate::codec::Json;

/// The longest name, in bytes.
const MAX_NAME: usize = 64;

/// How many bytes may wait for a member, beyond the kernel's buffers. We count bytes and not
/// frames: when a thousand clients join at once, each of them gets a thousand names.
const WAITING: usize = 256 * 1024;

/// How many bytes to put into one write, if that many are waiting.
const AT_ONCE: usize = 16 * 1024;

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

impl Event<'_> {
    /// Makes the frame, once for all members: a clone of `Bytes` points to the same memory.
    pub fn frame(&self) -> Bytes {
        let mut frame = BytesMut::new();
        // Encoding our own types cannot fail in practice. If it does, the frame is empty.
        let _ = Json::<()>::new().encode(self, &mut frame);
        frame.freeze()
    }
}

/// The members of the chat.
#[derive(Default)]
pub struct Room {
    /// std's lock, not Tokio's: it is held for some microseconds, and never across an `await`. (The
    /// compiler checks that. The guard is not `Send`, so a task that keeps one cannot be spawned.)
    list: Mutex<List>,
}

#[derive(Default)]
struct List {
    /// The members by number, in the order in which they joined. Lesson 23 says why not by name.
    members: BTreeMap<u64, Member>,
    next: u64,
    is_closed: bool,
}

struct Member {
    name: String,
    frames: UnboundedSender<Bytes>,
    waiting: Arc<AtomicUsize>,
    /// Wakes the member's task when the room drops the member. The task may be waiting in a write.
    dropped: Arc<Notify>,
}

/// The receiving end of a member's queue. It ends when the room has removed the member.
pub struct Queue {
    pub id: u64,
    frames: UnboundedReceiver<Bytes>,
    waiting: Arc<AtomicUsize>,
    dropped: Arc<Notify>,
}

impl Room {
    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a member, and reports it to all members. Returns the reason if the client may not join.
    pub fn join(&self, name: &str) -> Result<Queue, &'static str> {
        if name.is_empty() || name.len() > MAX_NAME {
            return Err("a name has 1 to 64 bytes");
        }
        let mut list = self.list();
        if list.is_closed {
            return Err("the room is closing");
        }
        if list.members.values().any(|member| member.name == name) {
            return Err("this name is taken");
        }
        let (sender, frames) = mpsc::unbounded_channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let dropped = Arc::new(Notify::new());
        let id = list.next;
        list.next += 1;
        let member = Member {
            name: name.to_owned(),
            frames: sender,
            waiting: Arc::clone(&waiting),
            dropped: Arc::clone(&dropped),
        };
        list.members.insert(id, member);
        list.send_to_all(&Event::Joined(name));
        Ok(Queue { id, frames, waiting, dropped })
    }

    /// Sends a member's line to all members, if the sender still is one.
    pub fn say(&self, member: u64, text: &str) {
        let mut list = self.list();
        let Some(from) = list.members.get(&member).map(|member| member.name.clone()) else {
            return;
        };
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

    /// Sends a good-bye to all members, and removes them.
    pub fn close(&self) {
        let mut list = self.list();
        list.is_closed = true;
        list.send_to_all(&Event::Bye(true));
        list.members.clear();
    }
}

impl List {
    /// Puts this into the queues of all members, in one order for all.
    fn send_to_all(&mut self, event: &Event) {
        let mut frames = VecDeque::from([event.frame()]);
        while let Some(frame) = frames.pop_front() {
            let dropped: Vec<u64> = self
                .members
                .iter()
                .filter(|(_, member)| !member.put(&frame))
                .map(|(id, _)| *id)
                .collect();
            for id in dropped {
                if let Some(gone) = self.members.remove(&id) {
                    // If its task is not waiting at this moment, it will notice when it does.
                    gone.dropped.notify_one();
                    frames.push_back(Event::Left(&gone.name).frame());
                }
            }
        }
    }
}

impl Member {
    /// Puts a frame into the queue, and never waits. Returns `false` if the queue is full.
    fn put(&self, frame: &Bytes) -> bool {
        let before = self.waiting.fetch_add(frame.len(), Ordering::Relaxed);
        before + frame.len() <= WAITING && self.frames.send(frame.clone()).is_ok()
    }
}

impl Queue {
    /// Returns the next frame, together with others that are waiting: copying some frames is
    /// cheaper than a system call for each. Returns `None` if the room has removed this member and
    /// the queue is empty. It is cancel safe: nothing is awaited after the first frame has been
    /// taken.
    pub async fn next(&mut self) -> Option<Bytes> {
        let mut next = BytesMut::from(self.frames.recv().await?);
        while next.len() < AT_ONCE {
            let Ok(frame) = self.frames.try_recv() else { break };
            next.extend_from_slice(&frame);
        }
        Some(next.freeze())
    }

    /// Releases the room of frames that have been written.
    pub fn release(&self, frames: &Bytes) {
        self.waiting.fetch_sub(frames.len(), Ordering::Relaxed);
    }

    /// Waits until the room drops this member, because too much is waiting for it.
    pub async fn until_dropped(&self) {
        self.dropped.notified().await;
    }
}
