//! From a case to its verdict. The case runs in a cell. If the evidence of a failure fits a belief, that
//! belief's control runs, too. The belief is named only if the control is kept.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::Signals;
use stage::breach::{Breach, Instead};
use stage::fault::Halt;
use stage::trace::Trace;

use super::cell::{CellReport, Control, Order};
use super::cells::Cells;
use super::evidence;
use super::ports;
use super::sandbox::Sandbox;
use crate::course::Lesson;
use crate::events::{CaseReport, Cause, Isolation, Verdict};
use cases::beliefs::{self, DISPROVED_BY_TERMINAL};
use cases::lessons::Case;
use cases::scene::{Launch, Launches};

/// The longest wait for a free namespace.
const NAMESPACES: Duration = Duration::from_secs(120);

/// How often a case is played if the stage itself disturbed the scene.
const ATTEMPTS: usize = 4;

/// Runs cases and judges them.
pub struct Judge<'r> {
    pub seed: u64,
    pub isolation: Isolation,
    /// Run the case in slow motion and keep its packets, so that a picture can be drawn.
    pub for_a_picture: bool,
    /// Words for the scripts to send; random ones if there are none.
    pub words: &'r [String],
    /// Whether, and where, the programs are kept in a sandbox.
    pub sandbox: Option<Sandbox>,
    pub cells: &'r Cells,
    pub signals: &'r Signals,
}

/// A case to judge, with its programs.
#[derive(Clone, Copy)]
pub struct Task<'r> {
    pub lesson: &'r Lesson,
    pub case: &'static Case,
    pub launches: &'r Launches,
}

impl Judge<'_> {
    /// Runs the case and judges it.
    pub fn judge(&self, task: &Task) -> CaseReport {
        let begun = Instant::now();
        let (mut verdict, remarks, mut trace) = match self.play(task, None) {
            Err(why) => {
                let unsure = Verdict::Unsure { why, cause: Cause::Environment };
                (unsure, Vec::new(), Trace::default())
            }
            Ok(CellReport { halt: None, remarks, trace }) => (Verdict::Kept, remarks, trace),
            Ok(CellReport { halt: Some(halt), trace, .. }) => {
                (self.verdict(task, halt), Vec::new(), trace)
            }
        };
        evidence::clean(&mut verdict);
        evidence::clean_trace(&mut trace);
        CaseReport {
            name: task.case.name,
            role: task.case.role,
            rank: task.case.rank,
            promise: task.case.promise,
            verdict,
            remarks,
            trace,
            duration: begun.elapsed(),
        }
    }

    fn verdict(&self, task: &Task, halt: Halt) -> Verdict {
        match halt {
            Halt::Missing(missing) => Verdict::Skipped { why: missing.to_string() },
            Halt::Fault(fault) => Verdict::Unsure { why: fault.to_string(), cause: fault.cause },
            Halt::Breach(breach) => {
                let belief = self.belief(task, &breach).map(str::to_owned);
                Verdict::Broken { breach: Arc::from(breach), belief }
            }
        }
    }

    /// The first belief whose evidence fits and whose control is kept. If a terminal shows the missing
    /// output, the program printed it and did not flush it, whatever else the evidence fits.
    fn belief(&self, task: &Task, breach: &Breach) -> Option<&'static str> {
        if breach.instead == Instead::Hides {
            return None;
        }
        let fits = |id: &str| beliefs::find(id).is_some_and(|belief| belief.is_shown_by(breach));
        let keeps =
            |control| self.play(task, Some(control)).is_ok_and(|report| report.halt.is_none());
        if fits(DISPROVED_BY_TERMINAL) && keeps(Control::Terminal) {
            return Some(DISPROVED_BY_TERMINAL);
        }
        let exposed = task.case.exposes.iter().map(|exposes| exposes.belief);
        exposed.filter(|id| fits(id)).find(|id| keeps(Control::Belief((*id).to_owned())))
    }

    /// Runs the case, or a control of it, in its own cell. Runs it again while other cells use all
    /// namespaces that the machine allows. Also runs it again, a few times, if the stage itself disturbed
    /// the scene.
    fn play(&self, task: &Task, control: Option<Control>) -> Result<CellReport, String> {
        let last = Instant::now() + NAMESPACES;
        let mut attempts = 0;
        loop {
            attempts += 1;
            let report = self.play_once(task, control.clone())?;
            let is_final = match &report.halt {
                Some(Halt::Fault(fault)) if fault.why == kernel::NO_ROOM => Instant::now() >= last,
                Some(Halt::Fault(fault)) if is_ours(&fault.why) => attempts >= ATTEMPTS,
                _ => true,
            };
            if is_final || self.signals.came() {
                return Ok(report);
            }
            kernel::wait_for(&[self.signals.as_fd()], &[], Duration::from_millis(20));
        }
    }

    fn play_once(&self, task: &Task, control: Option<Control>) -> Result<CellReport, String> {
        let folder = self.cells.folder()?;
        let in_folder = |launch: &Option<Launch>| {
            launch.clone().map(|mut launch| {
                if !launch.is_stand_in {
                    launch.folder = Some(folder.current());
                }
                launch
            })
        };
        let lease = match self.isolation {
            Isolation::Cell => None,
            Isolation::Process => Some(ports::lease()?),
        };
        let port = lease.as_ref().map_or(8888, ports::Lease::port);
        let order = Order {
            lesson: task.lesson.slug.clone(),
            case: task.case.name.to_owned(),
            for_a_picture: self.for_a_picture && control.is_none(),
            control,
            words: self.words.to_vec(),
            seed: self.seed,
            isolation: self.isolation,
            launches: Launches {
                server: in_folder(&task.launches.server),
                client: in_folder(&task.launches.client),
            },
            home: folder.home().to_owned(),
            folder: folder.current(),
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            sandbox: self.sandbox.clone(),
            parent: std::process::id(),
        };
        let report = self.cells.play(&order, self.signals)?;
        // Without a cell, a process may have detached itself.
        if self.isolation == Isolation::Cell {
            self.cells.take_back(folder);
        }
        Ok(report)
    }
}

/// Whether the stage itself disturbed the scene: a program that should have stood still has run, or a call
/// may have failed because it was watched.
fn is_ours(why: &str) -> bool {
    [stage::RAN_ON, stage::DISTURBED].contains(&why)
}
