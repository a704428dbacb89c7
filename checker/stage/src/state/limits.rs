//! The bounds of a case: time, processor time, memory, files and processes.

use std::time::Duration;

/// The bounds of a case.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Wall-clock time for the whole case.
    pub deadline: Duration,
    /// How often the deadline may be extended by its own length, if the program makes progress or lacks
    /// processor time.
    pub extensions: u32,
    /// If a thread polls a clock, the others are watched for this part of the deadline before they count as left
    /// alone: 2 is a half.
    pub watched_part: u32,
    /// Processor time that a program may use within one wait before its calls are watched, and
    /// [`Limits::START_UP`] times that before it first listens or connects.
    pub idle_cpu: Duration,
    /// Bytes of memory a program may have for its data (`RLIMIT_DATA`, getrlimit(2)).
    pub memory: u64,
    /// Bytes of memory that all processes of programs in a room may have together.
    pub memory_in_all: u64,
    /// Bytes that a program may write to one file (`RLIMIT_FSIZE`).
    pub file_size: u64,
    /// Processes that a program may have at once.
    pub processes: usize,
}

impl Limits {
    /// A timer of a runtime that counts whole milliseconds, such as libuv's, may go off this much too early.
    pub const TICK: Duration = Duration::from_millis(1);
    /// A virtual machine or an interpreter has much to do before a program's first line.
    pub const START_UP: u32 = 30;
    /// This times `idle_cpu` is added if a script asks for much work. On a busy machine an interpreter
    /// needs a second or two for some millions of bytes.
    pub const MUCH_WORK: u32 = 60;

    /// How long threads are watched beside one that polls a clock before they count as left alone.
    pub(crate) fn left_alone(&self) -> Duration {
        self.deadline / self.watched_part
    }

    /// For a control: it may end sooner, since its failure only rules out one belief.
    pub fn of_a_control(self) -> Limits {
        Limits { watched_part: 2 * self.watched_part, ..self }
    }

    /// The most wall-clock time that a case may take, with all extensions.
    pub fn longest(&self) -> Duration {
        self.deadline * (1 + self.extensions)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            deadline: Duration::from_secs(10),
            extensions: 2,
            watched_part: 2,
            idle_cpu: Duration::from_millis(100),
            memory: 2 << 30,
            memory_in_all: 1 << 30,
            file_size: 256 << 20,
            processes: 512,
        }
    }
}
