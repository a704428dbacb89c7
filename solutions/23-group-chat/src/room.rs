//! The room: who is in it, and what everybody is told. And the queues in which that waits.

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

/// So many bytes wait for a member at most, beyond what the kernel's buffers hold. It is bytes that
/// are counted and not lines: a thousand short ones, pasted by somebody, are 50 kB and no reason to
/// send anybody away, while a thousand long ones are 4 MB.
const WAITING: usize = 256 * 1024;

/// How long a good-bye may take. It has to reach our kernel's buffers only, which deliver it when
/// we are gone; whoever has no room even there does not read.
const GRACE: Duration = Duration::from_millis(250);

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

/// A frame as it goes on the wire, header and all. It is made once and shared by all who hear it.
pub type Frame = Arc<[u8]>;

impl Told<'_> {
    pub fn frame(&self) -> io::Result<Frame> {
        let mut frame = Vec::new();
        write_frame(&mut frame, &serde_json::to_vec(self)?)?;
        Ok(frame.into())
    }
}

/// Who is here.
#[derive(Default)]
pub struct Room {
    list: Mutex<List>,
    /// A thread that wrote for a member has ended.
    wrote: Condvar,
}

#[derive(Default)]
struct List {
    /// In the order in which they joined. The key is a number and not the name: a name is free
    /// again as soon as its member has left, and a thread that comes late to say that the *old*
    /// alice has gone must not send away the new one.
    members: BTreeMap<u64, Member>,
    next: u64,
    /// Threads that write for members, or for those who have just left.
    writers: usize,
    is_closed: bool,
}

struct Member {
    name: String,
    outbox: Outbox,
    stream: Arc<TcpStream>,
}

impl Room {
    /// The list, for a moment. What is done while it is held never waits for anything: it looks,
    /// it changes, it puts frames into queues that have room. That is the whole secret of a server
    /// that no single client can hold up.
    fn list(&self) -> MutexGuard<'_, List> {
        // A thread that panicked with the lock in its hand has poisoned it; the list is still good.
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody joins, and everybody is told; or may not join, and is told why.
    pub fn join(&self, name: &str, stream: &Arc<TcpStream>) -> Result<(u64, Queue), &'static str> {
        if name.is_empty() || name.len() > MAX_NAME {
            return Err("a name has 1 to 64 bytes");
        }
        // To look whether a name is free and to take it must be one act. With the lock let go of in
        // between, two could find it free.
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
        list.tell_all(&Told::Joined(name));
        Ok((id, queue))
    }

    /// Passes on what a member said, if it is still one.
    pub fn say(&self, member: u64, text: &str) {
        let mut list = self.list();
        let Some(from) = list.members.get(&member).map(|member| member.name.clone()) else {
            return;
        };
        // The time is taken with the lock held, so that the order of the stamps is the order in
        // which the lines are heard.
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

    /// Says good-bye to all, and waits for a moment until that is on its way.
    pub fn says_good_bye(&self) {
        let mut list = self.list();
        list.is_closed = true;
        list.tell_all(&Told::Bye(true));
        // With the queues' ends gone, the threads that write finish and end.
        list.members.clear();
        let waited = self.wrote.wait_timeout_while(list, GRACE, |list| list.writers > 0);
        drop(waited);
    }

    pub fn has_written(&self) {
        self.list().writers -= 1;
        self.wrote.notify_all();
    }
}

impl List {
    /// Puts this into everybody's queue. All queues are filled under one lock, so all members hear
    /// everything in the same order.
    fn tell_all(&mut self, news: &Told) {
        let mut news = VecDeque::from([news.frame()]);
        while let Some(frame) = news.pop_front() {
            let Ok(frame) = frame else { continue };
            // Whoever does not read is lost to us, and so is whoever has gone. Neither keeps the others
            // from being told.
            let lost = |(id, member): (&u64, &Member)| (!member.outbox.put(&frame)).then_some(*id);
            let lost: Vec<u64> = self.members.iter().filter_map(lost).collect();
            for id in lost {
                let Some(gone) = self.members.remove(&id) else { continue };
                // Its two threads may be waiting in `read` and `write`: this wakes them both.
                let _ = gone.stream.shutdown(Shutdown::Both);
                // That may fill up the next queue. So it is no recursion but a list of news.
                news.push_back(Told::Left(&gone.name).frame());
            }
        }
    }
}

/// A queue with an end to it: what is put in here …
struct Outbox {
    frames: Sender<Frame>,
    waiting: Arc<AtomicUsize>,
}

/// … comes out there.
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
    /// Puts a frame into the queue, and never waits. `false` where there is no room for it, or
    /// nobody at the other end any more.
    fn put(&self, frame: &Frame) -> bool {
        let before = self.waiting.fetch_add(frame.len(), Ordering::Relaxed);
        before + frame.len() <= WAITING && self.frames.send(Arc::clone(frame)).is_ok()
    }
}

impl Queue {
    /// The next frame; `None` where the room has let go of the queue, and it is empty.
    pub fn next(&self) -> Option<Frame> {
        self.frames.recv().ok()
    }

    /// A frame has been written, and makes room for others.
    pub fn is_done_with(&self, frame: &Frame) {
        self.waiting.fetch_sub(frame.len(), Ordering::Relaxed);
    }
}
