//! The first half of a failure message: the actual event.

use stage::breach::{After, Awaited, Breach, Instead};
use stage::bytes::more_than;

use super::loops;
use super::measures::name;
use super::waits::waits;
use super::{ending, hearer, in_a_row, is_about_program, panic_line, subject};
use crate::report::picture::{heard_count, quoted, quoted_in_place_of};
use crate::report::text::count;

/// Number of columns of a quotation in a sentence.
pub(super) const QUOTED: usize = 40;

/// Whether the sentence quotes bytes, or only counts them because a picture shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Bytes,
    Lengths,
}

/// A breach, and how to describe it.
pub(super) struct Came<'a> {
    pub breach: &'a Breach,
    pub quoting: Quoting,
}

impl Came<'_> {
    /// `alice heard only "HE", then the end of the stream`.
    pub(super) fn event(&self) -> String {
        let it = subject(&self.breach.program);
        match &self.breach.instead {
            Instead::Bytes { heard, after } => self.bytes(heard, *after),
            Instead::Datagram { heard, from } => self.datagram(heard, from.as_deref()),
            Instead::EmptyPacket => "an empty packet came first".into(),
            Instead::Refused => "the connection was refused: no process listens there".into(),
            Instead::Denied => format!("the permissions of {it}'s socket file do not allow it"),
            Instead::Ended(exit) => format!("{it} {}", ending(*exit, "exited", "was killed")),
            Instead::Stuck { waits: all, heard, .. } => {
                format!("{}{it} {}", self.first(heard), waits(all))
            }
            Instead::Late { waits: all, heard } => {
                format!("{}{it} still {} at the deadline", self.first(heard), waits(all))
            }
            Instead::Spins { cpu_ms, calls, heard } => format!(
                "{}{it} kept a processor busy for {cpu_ms} ms{}",
                self.first(heard),
                loops::again_and_again(calls)
            ),
            Instead::Fact(number) => self.fact(*number),
            Instead::ErrorText(text) => {
                format!("{it} wrote {} to standard error", error_text(text))
            }
            Instead::NoFile => format!("{} does not exist", self.file()),
            Instead::Files(names) => format!("{} contains {}", self.folder(), in_a_row(names)),
            Instead::Panic(words) => match panic_line(&self.breach.stderr) {
                Some(line) => format!("{it} {line}"),
                None => format!("{it} panicked: {}", one_line(words)),
            },
            Instead::Hides => format!(
                "{it} made itself unobservable (prctl PR_SET_DUMPABLE, or a program file that may not \
                 be read)"
            ),
            Instead::NotWritten(words) => format!("{it} is not written yet: {}", one_line(words)),
        }
    }

    /// The meaning of the event, if it is not plain: `Deadlock: neither side can make progress`.
    pub(super) fn conclusion(&self) -> Option<String> {
        let Instead::Stuck { watched_ms, .. } = &self.breach.instead else { return None };
        let is_queued = |peer: &str| self.breach.queued.iter().any(|queued| queued == peer);
        Some(match (watched_ms, hearer(&self.breach.awaited)) {
            (Some(time), _) => {
                let seconds = *time as f64 / 1000.0;
                format!(
                    "It has made no progress for {seconds:.1} s, although it also checks a clock or has a \
                     timer"
                )
            }
            (None, Some(peer)) if is_queued(peer) => {
                format!("It will never accept {peer}, who is waiting in its accept queue")
            }
            (None, Some(peer)) if self.breach.unread_of(peer) > 0 => {
                let bytes = count(self.breach.unread_of(peer) as usize, "byte");
                format!("It will never read the last {bytes} that {peer} sent")
            }
            (None, Some(_)) => "Deadlock: neither side can make progress".into(),
            (None, None) => "It is blocked forever".into(),
        })
    }

    fn fact(&self, number: u64) -> String {
        let it = subject(&self.breach.program);
        match &self.breach.awaited {
            Awaited::Fact { measure, .. }
            | Awaited::AtMost { measure, .. }
            | Awaited::AtLeast { measure, .. } => format!("{it}'s {} is {number}", name(measure)),
            _ => format!("the kernel reports {number}"),
        }
    }

    fn file(&self) -> String {
        match &self.breach.awaited {
            Awaited::File { path, .. } | Awaited::NoFile { path } | Awaited::Untouched { path } => {
                format!("the file {path}")
            }
            _ => "the file".into(),
        }
    }

    fn folder(&self) -> String {
        match &self.breach.awaited {
            Awaited::Files { folder, .. } => format!("the folder {folder}"),
            _ => "the folder".into(),
        }
    }

    /// `alice heard`, `the server printed`.
    fn subject_and_verb(&self) -> String {
        match &self.breach.awaited {
            Awaited::Output { .. } | Awaited::OutputLike { .. } | Awaited::NoOutput => {
                format!("{} printed", subject(&self.breach.program))
            }
            Awaited::File { .. } | Awaited::NoFile { .. } => format!("{} holds", self.file()),
            _ => format!("{} heard", self.peer()),
        }
    }

    fn peer(&self) -> String {
        hearer(&self.breach.awaited).map_or_else(|| "its peer".into(), subject)
    }

    fn bytes(&self, heard: &[u8], after: After) -> String {
        let awaited = &self.breach.awaited;
        if heard.is_empty() {
            return match (awaited, after) {
                (Awaited::End { .. }, After::Open) => "the connection stayed open".into(),
                (
                    Awaited::Output { .. }
                    | Awaited::OutputLike { .. }
                    | Awaited::File { .. }
                    | Awaited::NoFile { .. },
                    _,
                )
                | (_, After::Open) => format!("{} nothing", self.subject_and_verb()),
                (_, After::End) => {
                    format!("{} the end of the stream at once", self.subject_and_verb())
                }
                (_, After::Reset) => format!("{}'s connection was reset", self.peer()),
            };
        }
        self.followed(self.heard(heard), after)
    }

    /// `heard only 4, then the end of the stream`, after the number of expected bytes. `None` if the
    /// bytes are not all that happened.
    pub(super) fn counted(&self) -> Option<String> {
        let (heard, after) = match &self.breach.instead {
            Instead::Bytes { heard, after } => (heard, *after),
            Instead::Datagram { heard, from: None } => (heard, After::Open),
            _ => return None,
        };
        let verb = match &self.breach.awaited {
            Awaited::Bytes { .. } | Awaited::Datagram { .. } => "heard",
            Awaited::Output { .. } => "printed",
            Awaited::File { .. } => "it holds",
            _ => return None,
        };
        let expected = self.breach.expected();
        let number = match heard.len() {
            0 => return None,
            same if same == expected.len() => format!("{same} others"),
            some if expected.starts_with(heard) => format!("only {some}"),
            some => match more_than(expected, heard) {
                Some(bound) => format!("more than {bound}"),
                None => some.to_string(),
            },
        };
        Some(self.followed(format!("{verb} {number}"), after))
    }

    /// The words, and what came after the bytes, if that is not the program's own output.
    fn followed(&self, what: String, after: After) -> String {
        match after {
            _ if is_about_program(&self.breach.awaited) => what,
            After::Open => what,
            After::End => format!("{what}, then the end of the stream"),
            After::Reset => format!("{what}, then a reset of the connection"),
        }
    }

    /// `alice heard "HI" from 127.0.0.1:4711, to which alice never wrote`.
    fn datagram(&self, heard: &[u8], from: Option<&str>) -> String {
        let what = match heard {
            _ if from.is_some() && heard == self.breach.expected() => {
                format!("{} the expected datagram", self.subject_and_verb())
            }
            [] => format!("{} an empty datagram", self.subject_and_verb()),
            _ => self.heard(heard),
        };
        match (from, hearer(&self.breach.awaited)) {
            (Some(from), Some(peer)) => format!("{what} from {from}, to which {peer} never wrote"),
            _ => what,
        }
    }

    /// `alice heard only "HE"`.
    fn heard(&self, heard: &[u8]) -> String {
        let verb = self.subject_and_verb();
        let expected = self.breach.expected();
        let only = if expected.starts_with(heard) { "only " } else { "" };
        match self.quoting {
            Quoting::Bytes => {
                format!("{verb} {only}{}", quoted_in_place_of(expected, heard, self.room()))
            }
            Quoting::Lengths if only.is_empty() && !heard.starts_with(expected) => {
                format!("{verb} {} with different content", heard_count(expected, heard))
            }
            Quoting::Lengths => format!("{verb} {only}{}", heard_count(expected, heard)),
        }
    }

    /// Number of columns for a quotation. No picture follows a description, and a header has to be
    /// seen as a whole.
    fn room(&self) -> usize {
        match self.breach.awaited {
            Awaited::Described { .. } => 4 * QUOTED,
            _ => QUOTED,
        }
    }

    /// `alice heard nothing: `, for the bytes that came before the program stopped moving. Empty if
    /// no bytes were expected.
    fn first(&self, heard: &[u8]) -> String {
        match self.breach.awaited {
            Awaited::Bytes { .. } | Awaited::Datagram { .. } | Awaited::Described { .. }
                if heard.is_empty() =>
            {
                format!("{} nothing: ", self.subject_and_verb())
            }
            _ if heard.is_empty() => String::new(),
            _ => format!("{}: ", self.heard(heard)),
        }
    }
}

fn error_text(text: &str) -> String {
    match text.trim_end().lines().count() {
        0 => "nothing".into(),
        1 => quoted(text.trim_end().as_bytes(), 2 * QUOTED),
        lines => format!("{lines} lines"),
    }
}

/// The first line that is not empty.
fn one_line(words: &str) -> &str {
    words.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("(no words)")
}
