//! Whether two breaches are the same evidence: the same program stopped in the same way, although other bytes
//! were sent. A reason that explains one of them probably explains the other.

use std::mem::{Discriminant, discriminant};

use super::{After, Awaited, Breach, Exit, Instead, Measure, On, Repeated, Wait};

impl Breach {
    /// Whether the other breach is the same evidence as this one.
    pub fn is_like(&self, other: &Breach) -> bool {
        self.program == other.program
            && self.came() == other.came()
            && (self.says_it_all() || self.expectation() == other.expectation())
    }

    /// Whether the event explains itself, whatever the script was waiting for.
    fn says_it_all(&self) -> bool {
        matches!(self.instead, Instead::NotWritten(_) | Instead::Panic(_) | Instead::Hides)
    }

    fn expectation(&self) -> (Discriminant<Awaited>, Option<&Measure>) {
        let measure = match &self.awaited {
            Awaited::Fact { measure, .. }
            | Awaited::AtMost { measure, .. }
            | Awaited::AtLeast { measure, .. } => Some(measure),
            _ => None,
        };
        (discriminant(&self.awaited), measure)
    }

    fn came(&self) -> Came<'_> {
        let part = part(self.heard(), self.expected());
        match &self.instead {
            Instead::Bytes { after, .. } => Came::Bytes(part, *after),
            Instead::Datagram { from, .. } => Came::Datagram(part, from.is_some()),
            Instead::Ended(exit) => Came::Ended(*exit, last_line(&self.stderr)),
            Instead::Stuck { waits, .. } | Instead::Late { waits, .. } => {
                Came::Waits(part, waits.iter().map(place).collect())
            }
            Instead::Spins { calls, .. } => Came::Spins(part, calls.iter().map(repeated).collect()),
            Instead::Panic(_) => Came::Panic(panic_place(&self.stderr)),
            other => Came::Other(discriminant(other)),
        }
    }
}

/// The event without its bytes, numbers and times.
#[derive(PartialEq)]
enum Came<'a> {
    Bytes(Part, After),
    Datagram(Part, bool),
    Ended(Exit, Option<&'a str>),
    Waits(Part, Vec<(&'a str, Discriminant<On>)>),
    Spins(Part, Vec<(&'a str, i64)>),
    Panic(Option<&'a str>),
    Other(Discriminant<Instead>),
}

/// How much of the expected bytes came.
#[derive(PartialEq)]
enum Part {
    Nothing,
    Beginning,
    Whole,
    More,
    Different,
}

fn part(heard: &[u8], expected: &[u8]) -> Part {
    match heard {
        [] => Part::Nothing,
        _ if heard == expected => Part::Whole,
        _ if expected.starts_with(heard) => Part::Beginning,
        _ if heard.starts_with(expected) => Part::More,
        _ => Part::Different,
    }
}

fn place(wait: &Wait) -> (&str, Discriminant<On>) {
    (&wait.call, discriminant(&wait.on))
}

/// A call and its error; how many bytes it returned does not matter.
fn repeated(call: &Repeated) -> (&str, i64) {
    (&call.call, call.returned.min(1))
}

/// `panicked at src/server.rs:12:5:`
fn panic_place(stderr: &str) -> Option<&str> {
    let line = stderr.lines().find(|line| line.contains("panicked at "))?;
    line.find("panicked at ").map(|at| &line[at..])
}

/// The last line of standard error, which names the error in most languages.
fn last_line(stderr: &str) -> Option<&str> {
    stderr.lines().map(str::trim).rfind(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breach(instead: Instead) -> Breach {
        Breach::new(
            "server",
            Awaited::Bytes { hearer: "alice".into(), expected: b"HELLO".to_vec() },
            instead,
        )
    }

    fn heard(heard: &[u8]) -> Breach {
        breach(Instead::Bytes { heard: heard.to_vec(), after: After::Open })
    }

    fn stuck(peer: &str, call: &str) -> Breach {
        let wait = Wait { call: call.into(), on: On::Connection { peer: peer.into() } };
        breach(Instead::Stuck { waits: vec![wait], heard: vec![], watched_ms: None })
    }

    #[test]
    fn other_bytes_and_peers_are_the_same_evidence() {
        assert!(heard(b"HEL").is_like(&heard(b"H")));
        assert!(heard(b"HELLO\0").is_like(&heard(b"HELLO\0\0\0")));
        assert!(stuck("alice", "recv").is_like(&stuck("bob", "recv")));
    }

    #[test]
    fn another_event_is_other_evidence() {
        assert!(!heard(b"HEL").is_like(&heard(b"HELLO\0")));
        assert!(!heard(b"HEL").is_like(&heard(b"hello")));
        assert!(!heard(b"").is_like(&stuck("alice", "recv")));
        assert!(!stuck("alice", "recv").is_like(&stuck("alice", "send")));
        let of_client = Breach { program: "client".into(), ..heard(b"HEL") };
        assert!(!heard(b"HEL").is_like(&of_client));
        let awaited = Awaited::End { hearer: "alice".into() };
        assert!(!stuck("alice", "recv").is_like(&Breach { awaited, ..stuck("alice", "recv") }));
    }

    #[test]
    fn a_panic_at_the_same_place_is_the_same_evidence_whatever_was_awaited() {
        let panic = |line: &str, awaited| Breach {
            stderr: format!("thread 'main' (7) panicked at {line}:\nindex out of bounds\n"),
            awaited,
            ..breach(Instead::Panic("index out of bounds".into()))
        };
        let one = panic("src/server.rs:1:2", Awaited::StillRunning);
        assert!(one.is_like(&panic("src/server.rs:1:2", Awaited::NoPanic)));
        assert!(!one.is_like(&panic("src/server.rs:9:9", Awaited::StillRunning)));
    }
}
