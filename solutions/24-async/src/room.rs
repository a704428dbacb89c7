//! The room, as in lesson 23: who is in it, and what everybody is told. It knows nothing of Tokio
//! but the channel: nothing in here waits, so nothing in here needs an `await`.

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

/// So many bytes wait for a member at most, beyond what the kernel's buffers hold. Bytes, and not
/// frames: when a thousand join in one breath, each of them is told a thousand names.
const WAITING: usize = 256 * 1024;

/// So many bytes go out in one write, if so many wait.
const AT_ONCE: usize = 16 * 1024;

/// What a client is told.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Told<'a> {
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

impl Told<'_> {
    /// The frame, made once for all who hear it: a clone of `Bytes` is another pointer to the same.
    pub fn frame(&self) -> Bytes {
        let mut frame = BytesMut::new();
        // It is our own words that are encoded. What cannot be is not told.
        let _ = Json::<()>::new().encode(self, &mut frame);
        frame.freeze()
    }
}

/// Who is here.
#[derive(Default)]
pub struct Room {
    /// `std`'s lock, and not Tokio's: it is held for some microseconds, and never across an `await`.
    /// (The compiler sees to that: the guard is not `Send`, so a task that keeps one cannot be
    /// spawned.)
    list: Mutex<List>,
}

#[derive(Default)]
struct List {
    /// By a number, in the order in which they joined. Lesson 23 says why not by name.
    members: BTreeMap<u64, Member>,
    next: u64,
    is_closed: bool,
}

struct Member {
    name: String,
    frames: UnboundedSender<Bytes>,
    waiting: Arc<AtomicUsize>,
    /// Wakes the member's task, which may wait for room to write, when the room drops the member.
    dropped: Arc<Notify>,
}

/// Where a member's frames come out. When the room has let go of the member, it ends.
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

    /// Somebody joins, and everybody is told; or may not join, and is told why.
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
        list.tell_all(&Told::Joined(name));
        Ok(Queue { id, frames, waiting, dropped })
    }

    /// Passes on what a member said, if it is still one.
    pub fn say(&self, member: u64, text: &str) {
        let mut list = self.list();
        let Some(from) = list.members.get(&member).map(|member| member.name.clone()) else {
            return;
        };
        let at = Timestamp::now().to_string();
        list.tell_all(&Told::Line { from: &from, at, say: text });
    }

    /// A member leaves, and the others are told; unless they have been told already.
    pub fn leave(&self, member: u64) {
        let mut list = self.list();
        if let Some(gone) = list.members.remove(&member) {
            list.tell_all(&Told::Left(&gone.name));
        }
    }

    /// Says good-bye to all, and lets go of them.
    pub fn close(&self) {
        let mut list = self.list();
        list.is_closed = true;
        list.tell_all(&Told::Bye(true));
        list.members.clear();
    }
}

impl List {
    /// Puts this into everybody's queue, in one order for all.
    fn tell_all(&mut self, news: &Told) {
        let mut news = VecDeque::from([news.frame()]);
        while let Some(frame) = news.pop_front() {
            let lost: Vec<u64> = self
                .members
                .iter()
                .filter(|(_, member)| !member.hears(&frame))
                .map(|(id, _)| *id)
                .collect();
            for id in lost {
                if let Some(gone) = self.members.remove(&id) {
                    // Should its task not wait at this moment, it will find this out when it does.
                    gone.dropped.notify_one();
                    news.push_back(Told::Left(&gone.name).frame());
                }
            }
        }
    }
}

impl Member {
    /// Puts a frame into the queue, and never waits. `false` where there is no room for it.
    fn hears(&self, frame: &Bytes) -> bool {
        let before = self.waiting.fetch_add(frame.len(), Ordering::Relaxed);
        before + frame.len() <= WAITING && self.frames.send(frame.clone()).is_ok()
    }
}

impl Queue {
    /// The next frame, and behind it what else waits already: to copy some frames costs less than to
    /// call the kernel for each. `None` where the room has let go of this member, and all is said.
    /// Losing a race loses nothing: what is taken after the one `await` is returned at once.
    pub async fn next(&mut self) -> Option<Bytes> {
        let mut next = BytesMut::from(self.frames.recv().await?);
        while next.len() < AT_ONCE {
            let Ok(frame) = self.frames.try_recv() else { break };
            next.extend_from_slice(&frame);
        }
        Some(next.freeze())
    }

    /// These frames have been written, and make room for others.
    pub fn is_done_with(&self, frames: &Bytes) {
        self.waiting.fetch_sub(frames.len(), Ordering::Relaxed);
    }

    /// Waits until the room drops this member, because too much waits for it.
    pub async fn is_dropped(&self) {
        self.dropped.notified().await;
    }
}
