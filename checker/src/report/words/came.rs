//! The second half of the sentence: what came instead.

use stage::breach::{After, Awaited, Breach, Instead};

use super::loops;
use super::waits::waits;
use super::{ending, hearer, in_a_row, is_about_program, panic_line, subject};
use crate::report::picture::quoted;
use crate::report::text::count;

/// So many columns of what was said stand in a sentence.
pub(super) const QUOTED: usize = 40;

/// Whether the sentence quotes bytes, or only counts them because a picture shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Bytes,
    Lengths,
}

/// How the clause names those it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// It follows on "alice should hear …, but": who that was need not be said again.
    FollowsOn,
    /// It stands alone.
    Alone,
}

/// A breach, and how to tell what came of it.
pub(super) struct Came<'a> {
    pub breach: &'a Breach,
    pub quoting: Quoting,
    pub naming: Naming,
}

impl Came<'_> {
    /// `heard only "HE", then the end of the stream`.
    pub(super) fn tell(&self) -> String {
        let it = self.program();
        match &self.breach.instead {
            Instead::Bytes { heard, after } => self.bytes(heard, *after),
            Instead::Datagram { heard, from } => self.datagram(heard, from.as_deref()),
            Instead::EmptyPacket => "an empty packet came first".into(),
            Instead::Refused => "the connection was refused: nobody listens there".into(),
            Instead::Denied => "its socket file's permissions do not allow it".into(),
            Instead::Ended(exit) => format!("{it} {}", ending(*exit, "ended", "was ended")),
            Instead::Stuck { waits: all, heard, watched_ms: Some(time) } => {
                let seconds = *time as f64 / 1000.0;
                format!(
                    "{}{it} {}, and has not moved for {seconds:.1} s, while another of its threads \
                     looks at a clock",
                    self.first(heard),
                    waits(all)
                )
            }
            Instead::Stuck { waits: all, heard, watched_ms: None } => {
                let never = match hearer(&self.breach.awaited) {
                    Some(peer) if self.breach.queued.iter().any(|queued| queued == peer) => {
                        format!("it will never accept {peer}, who waits in its queue")
                    }
                    Some(peer) => format!("it can never move again, and {peer} waits for ever"),
                    None => "it can never move again".into(),
                };
                format!("{}{it} {}; {never}", self.first(heard), waits(all))
            }
            Instead::Late { waits: all, heard } => {
                format!("{}{it} {}, and does not move in time", self.first(heard), waits(all))
            }
            Instead::Spins { cpu_ms, calls, heard } => format!(
                "{}{it} kept a processor busy for {cpu_ms} ms{}",
                self.first(heard),
                loops::again_and_again(calls)
            ),
            Instead::Fact(number) if matches!(self.breach.awaited, Awaited::AtLeast { .. }) => {
                format!("there were only {number}")
            }
            Instead::Fact(number) => format!("the kernel says {number}"),
            Instead::ErrorText(text) => format!("{it} wrote {}", error_text(text)),
            Instead::NoFile => "there is no such file".into(),
            Instead::Files(names) if names.len() > 1 => format!("there are {}", in_a_row(names)),
            Instead::Files(names) => format!("there is {}", in_a_row(names)),
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

    /// The program: `it`, where the sentence has just spoken of it.
    fn program(&self) -> String {
        if self.naming == Naming::FollowsOn && is_about_program(&self.breach.awaited) {
            "it".into()
        } else {
            subject(&self.breach.program)
        }
    }

    /// `heard`, `printed`, with the one who did it where that was not said.
    fn verb(&self) -> String {
        let (who, verb) = match &self.breach.awaited {
            Awaited::Output { .. } | Awaited::OutputLike { .. } | Awaited::NoOutput => {
                (subject(&self.breach.program), "printed")
            }
            Awaited::File { .. } | Awaited::NoFile { .. } => ("the file".into(), "holds"),
            awaited => (hearer(awaited).map_or_else(|| "its peer".into(), subject), "heard"),
        };
        match self.naming {
            Naming::FollowsOn if verb == "holds" => "the file holds".into(),
            Naming::FollowsOn => verb.into(),
            Naming::Alone => format!("{who} {verb}"),
        }
    }

    fn bytes(&self, heard: &[u8], after: After) -> String {
        let awaited = &self.breach.awaited;
        if heard.is_empty() {
            return match (awaited, after) {
                (Awaited::End { .. }, After::Open) => "the stream stayed open".into(),
                (
                    Awaited::Output { .. }
                    | Awaited::OutputLike { .. }
                    | Awaited::File { .. }
                    | Awaited::NoFile { .. },
                    _,
                )
                | (_, After::Open) => {
                    format!("{} nothing", self.verb())
                }
                (_, After::End) => "the end of the stream came at once".into(),
                (_, After::Reset) => "the connection was reset".into(),
            };
        }
        let what = self.what_was_heard(heard);
        match after {
            _ if is_about_program(awaited) => what,
            After::Open => what,
            After::End => format!("{what}, then the end of the stream"),
            After::Reset => format!("{what}, then a reset of the connection"),
        }
    }

    /// `heard it from 127.0.0.1:4711, to which alice never wrote`.
    fn datagram(&self, heard: &[u8], from: Option<&str>) -> String {
        let what = match heard {
            _ if from.is_some() && heard == self.breach.expected() => format!("{} it", self.verb()),
            [] => format!("{} an empty datagram", self.verb()),
            _ => self.what_was_heard(heard),
        };
        match (from, hearer(&self.breach.awaited)) {
            (Some(from), Some(peer)) => format!("{what} from {from}, to which {peer} never wrote"),
            _ => what,
        }
    }

    /// `heard only "HE"`.
    fn what_was_heard(&self, heard: &[u8]) -> String {
        let verb = self.verb();
        let expected = self.breach.expected();
        let only = if expected.starts_with(heard) { "only " } else { "" };
        match self.quoting {
            Quoting::Bytes => format!("{verb} {only}{}", quoted(heard, self.room())),
            Quoting::Lengths if only.is_empty() && !heard.starts_with(expected) => {
                format!("{verb} something else")
            }
            Quoting::Lengths => format!("{verb} {only}{}", count(heard.len(), "byte")),
        }
    }

    /// So many columns of what came are quoted. Where it was described and not spelt out, no picture
    /// follows, and a header has to be seen whole to be judged.
    fn room(&self) -> usize {
        match self.breach.awaited {
            Awaited::Described { .. } => 4 * QUOTED,
            _ => QUOTED,
        }
    }

    /// What had come before the program stopped moving, with a colon behind it; nothing where no
    /// bytes were awaited.
    fn first(&self, heard: &[u8]) -> String {
        match self.breach.awaited {
            Awaited::Bytes { .. } | Awaited::Datagram { .. } | Awaited::Described { .. }
                if heard.is_empty() =>
            {
                format!("{} nothing: ", self.verb())
            }
            _ if heard.is_empty() => String::new(),
            _ => format!("{}: ", self.what_was_heard(heard)),
        }
    }
}

fn error_text(text: &str) -> String {
    match text.trim_end().lines().count() {
        0 => "nothing there".into(),
        1 => quoted(text.trim_end().as_bytes(), 2 * QUOTED),
        lines => format!("{lines} lines"),
    }
}

/// The first line that says something.
fn one_line(words: &str) -> &str {
    words.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("(no words)")
}
