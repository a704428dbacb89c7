//! A program's standard streams: the input that a script types, and the output that the program prints.

use std::os::fd::AsFd;

use crate::outcome::breach::{After, Awaited, Cut, Instead};
use crate::outcome::bytes::Progress;
use crate::outcome::bytes::agreement;
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use crate::state::process::Process;

impl Program<'_> {
    /// Writes these bytes to its standard input.
    pub fn types(&self, bytes: &[u8]) -> Played {
        self.stage.note(&self.name(), What::Types(Excerpt::of(bytes)));
        let mut rest = bytes;
        while !rest.is_empty() {
            let stdin = self.with(|process| process.stdin_fd());
            let writable: Vec<_> = stdin.iter().map(AsFd::as_fd).collect();
            let fed = self.stage.until(Patience::Proof, &[], &writable, |inner| {
                match self.process(inner).feed(rest) {
                    Ok(0) => Ok(None),
                    Ok(count) => Ok(Some(count)),
                    Err(error) => Err(Fault::new("typing to the program", error).into()),
                }
            });
            match fed {
                Ok(count) => rest = &rest[count..],
                Err(pause) => {
                    return Err(self.stage.blame(pause, &self.name(), Awaited::Input, &[]));
                }
            }
        }
        Ok(())
    }

    /// Types a line: these bytes and a newline.
    pub fn types_line(&self, line: &[u8]) -> Played {
        self.types(&[line, b"\n"].concat())
    }

    /// Closes its standard input.
    pub fn stops_typing(&self) {
        self.stage.note(&self.name(), What::StopsTyping);
        self.with(Process::close_stdin);
    }

    /// Its contract asks for these words when a time is over, which may be before any peer has said anything:
    /// they are not a prompt then.
    pub fn may_print_unasked(&self, words: &'static [u8]) {
        self.with(|process| process.expects_unasked(words));
    }

    /// Checks that it prints exactly these bytes next.
    pub fn prints(&self, expected: &[u8]) -> Played {
        let name = self.name();
        let awaited = || Awaited::Output { expected: expected.to_vec() };
        loop {
            self.with(|process| process.skip_line_end(expected));
            let before = self.with(|process| process.printed_total);
            let (state, has_ended) =
                self.with(|p| (Progress::of(&p.printed, expected), p.has_said_all()));
            let after = if has_ended { After::End } else { After::Open };
            match state {
                Progress::Whole => {
                    self.stage.settles();
                    self.with(|process| process.take_printed(expected.len()));
                    return Ok(());
                }
                Progress::Partial if !has_ended => {}
                Progress::Partial | Progress::Wrong => {
                    // After wrong output, the rest belongs to the evidence, too.
                    let _ = self.prints_out();
                    let heard = self.with(|process| process.printed.clone());
                    let instead = Instead::Bytes { heard, after };
                    return Err(self.stage.breach(&name, awaited(), instead));
                }
            }
            let more = self.stage.until(Patience::Proof, &[], &[], |inner| {
                let process = self.process(inner);
                let more = process.printed_total > before || process.has_said_all();
                Ok(more.then_some(()))
            });
            if let Err(pause) = more {
                let heard = self.with(|process| process.printed.clone());
                return Err(self.stage.blame(pause, &name, awaited(), &heard));
            }
        }
    }

    /// Checks that the next line it prints is one of these two. They begin alike.
    pub fn prints_line_or(&self, line: &[u8], other: &[u8]) -> Played {
        let (line, other) = ([line, b"\n"].concat(), [other, b"\n"].concat());
        let alike = agreement(&line, &other);
        // The result of this wait does not matter: `prints` finds the same and reports it.
        let _ = self.stage.until(Patience::Proof, &[], &[], |inner| {
            let process = self.process(inner);
            let decided = process.printed.len() > alike || process.has_said_all();
            Ok(decided.then_some(()))
        });
        let is_other = other
            .get(..=alike)
            .is_some_and(|start| self.with(|process| process.printed.starts_with(start)));
        self.prints(if is_other { &other } else { &line })
    }

    /// Checks that the next line it prints is one of these two, which differ. Returns whether it is the
    /// first one.
    pub fn prints_one_of(&self, line: &[u8], other: &[u8]) -> Played<bool> {
        // The result of this wait does not matter: `prints` finds the same and reports it.
        let _ = self.stage.until(Patience::Proof, &[], &[], |inner| {
            let process = self.process(inner);
            let decided = process.printed.contains(&b'\n') || process.has_said_all();
            Ok(decided.then_some(()))
        });
        let other = [other, b"\n"].concat();
        if self.with(|process| process.printed.starts_with(&other)) {
            return self.prints(&other).map(|()| false);
        }
        self.prints_line(line).map(|()| true)
    }

    /// Lets it print until it rests or has ended.
    fn prints_out(&self) -> Result<(), Pause> {
        const ENOUGH: u64 = 1 << 20;
        loop {
            let before = self.with(|process| process.printed_total);
            if before > ENOUGH || self.with(|process| process.has_said_all()) {
                return Ok(());
            }
            self.stage.until(Patience::Rest, &[], &[], |inner| {
                let process = self.process(inner);
                let more = process.printed_total > before || process.has_said_all();
                Ok(more.then_some(()))
            })?;
        }
    }

    /// Checks that the next line it prints is exactly this.
    pub fn prints_line(&self, line: &[u8]) -> Played {
        self.prints(&[line, b"\n"].concat())
    }

    /// Checks that it prints these bytes next. A newline after them is optional. If something else
    /// comes, the evidence includes how the last bytes sent to the program were cut.
    pub fn shows(&self, expected: &[u8]) -> Played {
        let shown = self.prints(expected);
        self.with(|process| process.may_end_line = true);
        self.with_the_last_cut(shown)
    }

    /// Passes the result of a check on. If the promise is broken, adds to the evidence how the last
    /// bytes sent to the program were cut.
    pub fn with_the_last_cut(&self, played: Played) -> Played {
        played.map_err(|halt| match halt {
            Halt::Breach(mut breach) => {
                breach.cut = self.last_cut();
                Halt::Breach(breach)
            }
            other => other,
        })
    }

    /// How the last bytes that a peer sent to it were cut.
    fn last_cut(&self) -> Option<Cut> {
        let name = self.name();
        let inner = self.stage.inner.borrow();
        let last = inner.connections.iter().rev().find(|one| one.program == name);
        last.and_then(|one| one.cut.clone())
    }

    /// Checks that it prints nothing more: it has read everything, has nothing left to do and rests, or
    /// it has ended.
    pub fn prints_nothing(&self) -> Played {
        let name = self.name();
        let printed = self.stage.until(Patience::Rest, &[], &[], |inner| {
            let process = self.process(inner);
            process.skip_line_end(b"");
            if !process.printed.is_empty() {
                return Ok(Some(true));
            }
            Ok(process.has_said_all().then_some(false))
        });
        match printed {
            Ok(false) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => Ok(()),
            Ok(true) => {
                let heard = self.with(|process| process.printed.clone());
                let instead = Instead::Bytes { heard, after: After::Open };
                Err(self.stage.breach(&name, Awaited::NoOutput, instead))
            }
            Err(pause) => Err(self.stage.blame(pause, &name, Awaited::NoOutput, &[])),
        }
    }
}
