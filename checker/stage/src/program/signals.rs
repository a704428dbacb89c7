//! Sends signals to a program, and keeps it from running.

use std::time::{Duration, Instant};

use kernel::{Doing, Thread};

use crate::outcome::breach::Awaited;
use crate::outcome::fault::{Fault, Played};
use crate::outcome::trace::What;
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};

/// A program that polls for the signal polls again within this time.
const A_WHILE: Duration = Duration::from_secs(1);

impl Program<'_> {
    /// Sends the program a signal (numbered as in signal(7)). The trace shows it under this name.
    pub fn gets_signal(&self, signal: i32, word: &str) -> Played {
        self.can_be_signalled(signal, word)?;
        self.stage.note(&self.name(), What::GetsSignal(word.into()));
        let pid = self.with(|process| process.pid);
        kernel::signal_process(pid, signal)
            .map_err(|error| Fault::new(format!("sending {word}"), error).into())
    }

    /// Checks that a signal would reach the program. A shell that does not `exec` the program is a
    /// separate process. The signal would end the shell, and the program that handles the signal would
    /// never receive it.
    pub(crate) fn can_be_signalled(&self, signal: i32, word: &str) -> Played {
        let pid = self.with(|process| process.pid);
        let is_a_socket_of_its_own = |target: &str| {
            target.starts_with("socket:") && !self.with(|process| process.is_its_output(target))
        };
        let holds_a_socket =
            kernel::descriptors(pid).iter().any(|(_, target)| is_a_socket_of_its_own(target));
        if holds_a_socket || kernel::is_ready_for(pid, signal) {
            return Ok(());
        }
        // A thread that waits for a signal in sigwait(3) has it unblocked in the meantime.
        let born = self.stage.inner.borrow().born;
        let waits = |thread: &Thread| matches!(thread.doing, Doing::Kin { call: "sigwait", .. });
        if kernel::threads(pid, born)?.iter().any(waits) {
            return Ok(());
        }
        let kin = self.stage.inner.borrow().kin.list();
        if !kin.iter().any(|other| *other != pid && kernel::is_ready_for(*other, signal)) {
            return Ok(());
        }
        let why = "it would end the process that was started, a shell or the like, and not reach the \
                   program behind that: let the shell `exec` it, as in `sh -c 'exec …'`";
        Err(Fault::new(format!("sending {word}"), why).into())
    }

    /// Kills the program and all processes that it started (`SIGKILL`), as a power cut would, and waits
    /// until they are gone.
    pub fn gets_killed(&self) -> Played {
        self.stage.note(&self.name(), What::GetsSignal("SIGKILL".into()));
        for pid in self.stage.inner.borrow().kin.list() {
            kernel::signal_process(pid, libc::SIGKILL)
                .map_err(|error| Fault::new("ending the program", error))?;
        }
        let name = self.name();
        let gone = self
            .stage
            .until(Patience::Proof, &[], &[], |inner| Ok(inner.all_have_ended().then_some(())));
        match gone {
            Ok(()) | Err(Pause::Gone) => Ok(()),
            Err(pause) => {
                Err(self.stage.blame(pause, &name, Awaited::Exit { statuses: vec![] }, &[]))
            }
        }
    }

    /// Waits until the program has reacted to the signal. It may have ended, it may never move again by
    /// itself, or it may have rested for a while. (Some programs poll for the signal.)
    pub fn takes_notice(&self) -> Played {
        let enough = Instant::now() + A_WHILE;
        let noticed = self.stage.until(Patience::Proof, &[], &[], |inner| {
            let is_over = self.process(inner).exit.is_some() || Instant::now() >= enough;
            Ok(is_over.then_some(()))
        });
        match noticed {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => Ok(()),
            Err(pause) => {
                let awaited = Awaited::Exit { statuses: vec![0] };
                Err(self.stage.blame(pause, &self.name(), awaited, &[]))
            }
        }
    }

    /// Runs `act` while the program does not run. `act` must not wait for the program.
    pub fn while_stopped(&self, act: impl Fn() -> Played) -> Played {
        self.stage.while_stopped(act)
    }

    /// Like [`Program::while_stopped`], but uses neither signals nor ptrace: the program is pinned to
    /// our processor. If it has run all the same, the result is a fault ([`crate::RAN_ON`]).
    pub fn while_only_pinned(&self, act: impl Fn() -> Played) -> Played {
        self.stage.while_only_pinned(act)
    }
}
