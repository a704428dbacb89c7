//! Whether a program that keeps a processor busy runs a loop that never waits. Processor time alone proves
//! nothing: a virtual machine that warms up and a busy parser use as much. The calls of a loop prove it: each
//! of the busy threads makes the same calls, which return nothing, again and again. A program that makes no
//! calls computes, and how long it will do so is invisible from outside.

use std::time::Duration;

use crate::outcome::breach::{On, Repeated};
use crate::outcome::fault::Fault;
use crate::proof::descriptor::named;
use crate::state::stage::Inner;
use kernel::{Call, Pid, ThreadTimes, Watched};

/// Why the scene was not as the script says: a call of the program may have failed because it was watched.
/// The case may succeed when it is played again.
pub const DISTURBED: &str = "watching may have made one of them fail";

/// A program that kept a processor busy for nothing.
#[derive(Debug)]
pub(crate) struct Spin {
    pub cpu: Duration,
    pub round: Round,
}

/// The calls of the busy threads in each round of their loops.
#[derive(Debug)]
pub(crate) struct Round {
    /// The calls that they repeat.
    pub calls: Vec<Repeated>,
    /// The process and the id of each thread, if their calls only ask without waiting, and get nothing
    /// (`EAGAIN`): they wait for something, although no call of theirs does. Otherwise `None`.
    pub asking: Option<Vec<(Pid, Pid)>>,
    /// The calls only find that no descriptor is ready. Some programs make such a call between any two pieces of
    /// their work.
    pub only_looks: bool,
}

/// How long to sample which threads are busy. The sample is repeated more often if other programs have the
/// processors.
const SAMPLE: Duration = Duration::from_millis(20);
const SAMPLES: u32 = 10;
/// At least this many calls of each thread are watched, for at most [`Look::longest`].
const CALLS: usize = 48;
/// More threads than this do not all loop at once: they share some work.
const MOST_THREADS: usize = 8;
/// At least this many of the watched calls must be the same one.
const AGAIN: usize = 16;
/// A round of a loop takes less than this. A program that polls its sockets now and then while it
/// computes takes longer. A loop that only asks which descriptors are ready must be quicker still.
const ROUND: Duration = Duration::from_millis(1);
const LOOK: Duration = Duration::from_micros(200);
/// When the calls of busy threads are watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// The only thread has used some processor time. Its loop is proved soon, or later.
    Early,
    /// They have used much processor time.
    Busy,
    /// The time is over.
    Last,
}

impl Look {
    /// The most time for the calls of one thread. The script stands still in the meantime. On a busy machine a
    /// stop of the thread may take some milliseconds.
    fn longest(self) -> Duration {
        Duration::from_millis(match self {
            Look::Early => 50,
            Look::Busy => 300,
            Look::Last => 3000,
        })
    }
}

impl Inner {
    /// The calls of the loop that the busy threads run; `None` if no loop is proved.
    pub(crate) fn loop_of_calls(&self, look: Look) -> Result<Option<Round>, Fault> {
        let threads = match self.thread_times()[..] {
            [ThreadTimes { pid, tid, .. }] => vec![(pid, tid)],
            _ if look == Look::Early => return Ok(None),
            _ => self.busy_threads(),
        };
        if threads.len() > MOST_THREADS {
            return Ok(None);
        }
        let mut all: Vec<Repeated> = Vec::new();
        let (mut only_ask, mut only_looks) = (true, true);
        for (pid, tid) in threads.iter().copied() {
            match kernel::watch_calls(pid, tid, look.longest(), is_enough) {
                Ok(Watched::Asks { calls, ran }) => {
                    only_ask &= calls.iter().all(asks_in_vain);
                    only_looks &= calls.iter().all(finds_none_ready);
                    match self.repeated(pid, &calls, ran) {
                        Some(repeated) if !all.contains(&repeated) => all.push(repeated),
                        Some(_) => {}
                        None => return Ok(None),
                    }
                }
                Ok(Watched::Waits) | Err(_) => return Ok(None),
                Ok(Watched::Disturbed) => {
                    return Err(Fault::new("watching the program's system calls", DISTURBED));
                }
            }
        }
        let asking = only_ask.then_some(threads);
        Ok((!all.is_empty()).then_some(Round { calls: all, asking, only_looks }))
    }

    /// The process and the id of each thread that uses much processor time at the moment.
    fn busy_threads(&self) -> Vec<(Pid, Pid)> {
        let before = self.thread_times();
        // The processor time of each thread since then.
        let since = |now: ThreadTimes| {
            let then = before.iter().find(|then| then.tid == now.tid);
            let ran = then.map_or(Duration::ZERO, |then| then.ran);
            ((now.pid, now.tid), now.ran.saturating_sub(ran))
        };
        let mut all = Vec::new();
        let mut most = Duration::ZERO;
        for _ in 0..SAMPLES {
            kernel::wait_for(&[], &[], SAMPLE);
            all = self.thread_times().into_iter().map(since).collect();
            most = all.iter().map(|(_, ran)| *ran).max().unwrap_or_default();
            if most > SAMPLE / 4 {
                break;
            }
        }
        all.retain(|(_, ran)| !ran.is_zero() && *ran >= most / 4);
        all.into_iter().map(|(thread, _)| thread).collect()
    }

    /// The call that a thread makes again and again, if no call has a result.
    fn repeated(&self, pid: Pid, calls: &[Call], ran: Duration) -> Option<Repeated> {
        if calls.len() < CALLS || calls.iter().any(brings_something) {
            return None;
        }
        let count = calls.len() as u32;
        if ran > ROUND * count {
            return None;
        }
        let times = |one: &Call| times(one, calls);
        // A check of many descriptors says less than a call on one of them. A send says less than the receive
        // that it answers.
        let rank = |one: &&Call| {
            let is_repeated = times(one) >= AGAIN;
            (!looks(one.name), is_repeated, is_receive(one.name), times(one))
        };
        let call = calls.iter().max_by_key(rank)?;
        let times = times(call);
        if looks(call.name) && ran > LOOK * count {
            return None;
        }
        (times >= AGAIN).then(|| Repeated {
            call: call.name.into(),
            on: match call.fd {
                Call::SEVERAL => On::Several,
                fd => named(self, &self.kin.list(), pid, fd)
                    .unwrap_or(On::Other("a descriptor".into())),
            },
            peeks: call.peeks,
            returned: call.returned,
            times: times as u64,
        })
    }
}

/// In a loop over many descriptors, one call in this many must be the same.
const MANY: usize = 64;

/// Whether these calls are enough to prove a loop, including a loop over many descriptors.
fn is_enough(calls: &[Call]) -> bool {
    let Some(last) = calls.last() else { return false };
    let again = if looks(last.name) { CALLS } else { AGAIN };
    calls.len() >= CALLS && (times(last, calls) >= again || calls.len() >= AGAIN * MANY)
}

fn times(one: &Call, calls: &[Call]) -> usize {
    calls.iter().filter(|other| *other == one).count()
}

/// Whether it asks several descriptors which of them are ready.
fn looks(call: &str) -> bool {
    matches!(call, "poll" | "select" | "epoll_wait")
}

fn is_receive(call: &str) -> bool {
    matches!(call, "read" | "readv" | "recv" | "recvmsg" | "recvmmsg")
}

/// Whether it asked for something without waiting, and there was nothing.
fn asks_in_vain(call: &Call) -> bool {
    call.returned == -i64::from(libc::EAGAIN) || finds_none_ready(call)
}

fn finds_none_ready(call: &Call) -> bool {
    looks(call.name) && call.returned == 0
}

fn brings_something(call: &Call) -> bool {
    match call.name {
        name if looks(name) => false,
        "accept" => call.returned >= 0,
        // A peek leaves its bytes in the queue, so the last peek returned the same ones.
        _ if call.peeks => false,
        _ => call.returned > 0,
    }
}
