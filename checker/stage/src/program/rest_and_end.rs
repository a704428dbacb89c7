//! Waits until a program rests, that is, until each of its threads waits for something, or until it
//! ends.

use std::time::{Duration, Instant};

use crate::outcome::breach::{Awaited, Instead, Measure, On, Wait};
use crate::outcome::fault::Played;
use crate::outcome::trace::Exit;
use crate::program::Program;
use crate::proof::overdue::{Ended, within};
use crate::proof::pause::{Patience, Pause};

/// How long to wait for something that must not come, if the stage cannot see that it never will.
const A_WHILE: Duration = Duration::from_millis(300);

impl Program<'_> {
    /// Waits until it rests. A program that pauses for a moment before it reads does not rest yet.
    pub fn rests(&self) -> Played {
        self.comes_to_rest(Patience::Rest)
    }

    /// Waits until it rests and none of its threads pauses for a moment. Use this before a check of what the program
    /// holds or leaves: a thread may be about to close a descriptor, or to wait for a child.
    pub fn settles(&self) -> Played {
        self.comes_to_rest(Patience::Settled)
    }

    fn comes_to_rest(&self, patience: Patience) -> Played {
        let rested = self.stage.until::<()>(patience, &[], &[], |_| Ok(None));
        match rested {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_)) => Ok(()),
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[])),
        }
    }

    /// Waits until it rests in a call that the kernel ends when something arrives. It waits for a
    /// socket, not only for a clock. A program that asks again and again without waiting does not rest.
    pub fn rests_on_its_sockets(&self) -> Played {
        let rested = self.stage.until::<()>(Patience::Idle, &[], &[], |_| Ok(None));
        match rested {
            Ok(()) | Err(Pause::Stuck(_)) => Ok(()),
            // If the list is empty, this machine does not report what the program waits for.
            Err(Pause::Late(waits)) if !waits.is_empty() => {
                let is_blind = |wait: &Wait| matches!(wait.on, On::Clock | On::Itself);
                let others = waits.iter().filter(|wait| !is_blind(wait)).count() as u64;
                self.at_least(Measure::CallsThatWait, 1, others)
            }
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[])),
        }
    }

    /// Waits until it rests or has ended.
    pub fn rests_or_has_ended(&self) -> Played {
        let rested = self
            .stage
            .until(Patience::Rest, &[], &[], |inner| Ok(self.process(inner).exit.map(|_| ())));
        match rested {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => Ok(()),
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[])),
        }
    }

    /// Checks that it stays up: it rests and has not ended.
    pub fn stays_up(&self) -> Played {
        let name = self.name();
        let ended =
            self.stage.until(Patience::Rest, &[], &[], |inner| Ok(self.process(inner).exit));
        match ended {
            Ok(exit) => Err(self.stage.breach(&name, Awaited::StillRunning, Instead::Ended(exit))),
            Err(Pause::Stuck(_) | Pause::Late(_)) => Ok(()),
            Err(pause) => Err(self.stage.blame(pause, &name, Awaited::StillRunning, &[])),
        }
    }

    /// Checks that it ends with this status.
    pub fn ends_with(&self, status: i32) -> Played {
        self.ends_with_one_of(&[status])
    }

    /// Checks that it ends with one of these statuses.
    pub fn ends_with_one_of(&self, statuses: &[i32]) -> Played {
        let name = self.name();
        let awaited = || Awaited::Exit { statuses: statuses.to_vec() };
        let ended =
            self.stage.until(Patience::Proof, &[], &[], |inner| Ok(self.process(inner).exit));
        match ended {
            Ok(Exit::Status(status)) if statuses.contains(&status) => {
                self.stage.settles();
                Ok(())
            }
            Ok(exit) => Err(self.stage.breach(&name, awaited(), Instead::Ended(exit))),
            Err(pause) => Err(self.stage.blame(pause, &name, awaited(), &[])),
        }
    }

    /// Checks that it ends by itself and cleanly: with status 0, or with status 1 and a report on its
    /// standard error.
    pub fn ends_in_good_order(&self) -> Played {
        self.ends_with_one_of(&[0, 1])?;
        match self.with(|process| process.exit) {
            Some(Exit::Status(1)) => self.reports_an_error(),
            _ => Ok(()),
        }
    }

    /// Checks that the program keeps waiting for a reply that will not come, or that it gives up: it
    /// reports this in one line and exits with status 1. A datagram to an unused port may be refused
    /// (ICMP), but need not be. A socket that was connected when it sent the datagram does receive that
    /// error. If the program then waits for its next line of input, it waits for nothing.
    pub fn waits_or_gives_up(&self) -> Played {
        let rested = self
            .stage
            .until(Patience::Rest, &[], &[], |inner| Ok(self.process(inner).exit.map(|_| ())));
        let waits = match rested {
            Ok(()) | Err(Pause::Gone) => Vec::new(),
            Err(Pause::Stuck(waits)) if self.gets_no_news(&waits) => waits,
            Err(Pause::Stuck(_) | Pause::Late(_)) => return Ok(()),
            Err(pause) => {
                return Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[]));
            }
        };
        if !waits.is_empty() {
            let awaited = Awaited::Exit { statuses: vec![1] };
            let instead = Instead::Stuck { waits, heard: Vec::new(), watched_ms: None };
            return Err(self.stage.breach(&self.name(), awaited, instead));
        }
        self.ends_with(1)?;
        self.reports_an_error()
    }

    /// Checks that the program prints nothing and is not about to: its wait lasts longer than the case,
    /// or for ever. If the stage cannot see that wait, it checks that nothing is printed for a while.
    pub fn does_not_give_up(&self) -> Played {
        let begun = Instant::now();
        let waited = self.stage.until(Patience::Proof, &[], &[], |inner| {
            let process = self.process(inner);
            let has_come = !process.printed.is_empty() || process.has_said_all();
            Ok((has_come || begun.elapsed() > A_WHILE).then_some(()))
        });
        match waited {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => self.prints_nothing(),
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::NoOutput, &[])),
        }
    }

    /// Checks that it gives up its wait after `limit` and ends with this status.
    pub fn gives_up_after(&self, limit: Duration, status: i32) -> Played {
        let name = self.name();
        let awaited = || Awaited::Exit { statuses: vec![status] };
        match within(self.stage, limit, None, |inner| Ok(self.process(inner).exit)) {
            Ok(Ended::Found(_)) => self.ends_with(status),
            Ok(Ended::Overdue(waits)) => {
                let instead = Instead::Late { waits, heard: Vec::new() };
                Err(self.stage.breach(&name, awaited(), instead))
            }
            Err(pause) => Err(self.stage.blame(pause, &name, awaited(), &[])),
        }
    }

    /// Whether these waits ignore, or never asked for, the error that the kernel reports for an unused
    /// port. A connected socket receives the error of a datagram that it sent since it was connected. A
    /// socket that a peer knows from an earlier datagram was connected before the latest one. Another
    /// socket may have been connected after that, and then it receives nothing.
    fn gets_no_news(&self, waits: &[Wait]) -> bool {
        let inner = self.stage.inner.borrow();
        let is_known = |port: u16| {
            let mut partners = inner.mailboxes.iter().filter_map(|mailbox| mailbox.theirs);
            partners.any(|address| address.port() == port)
        };
        let gets_the_error = |wait: &Wait| match wait.on {
            On::Datagram { port, peer: Some(_) } => is_known(port),
            _ => false,
        };
        let may_get_the_error = |wait: &Wait| {
            matches!(wait.on, On::Datagram { .. } | On::Several | On::Edges { .. } | On::Clock)
        };
        let reads_on = |wait: &Wait| wait.on == On::Stdin;
        waits.iter().any(gets_the_error)
            || (waits.iter().any(reads_on) && !waits.iter().any(may_get_the_error))
    }
}
