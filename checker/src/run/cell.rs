//! Runs one case in its cell. For each case a copy of the checker gets an [`Order`] and returns one
//! [`CellReport`]. Whatever the learner's program does, it can only harm this copy.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use kernel::{Cell, Signals};
use nanoserde::{DeBin, SerBin};
use stage::fault::{Fault, Halt, Played};
use stage::remark::Remark;
use stage::trace::Trace;
use stage::wire::{Address, PathBytes};
use stage::{Limits, Stage};

use super::sandbox::{Sandbox, bound_home};
use super::{environment, evidence};
use crate::events::Isolation;
use cases::Need;
use cases::lessons;
use cases::scene::{Launches, Scene};

/// The case that a copy runs.
#[derive(Debug, SerBin, DeBin)]
pub struct Order {
    /// The lesson's slug.
    pub lesson: String,
    pub case: String,
    /// Run this control instead of the case itself.
    pub control: Option<Control>,
    pub seed: u64,
    pub isolation: Isolation,
    /// Run it in slow motion and keep the packets, so that a picture can be drawn.
    pub for_a_picture: bool,
    /// Words for the script to send; random ones if there are none.
    pub words: Vec<String>,
    pub launches: Launches,
    #[nserde(proxy = "Address")]
    pub address: SocketAddr,
    /// The case's own folder: the programs' `HOME` and `TMPDIR`.
    #[nserde(proxy = "PathBytes")]
    pub home: PathBuf,
    /// An empty folder in `home`, for the case's files.
    #[nserde(proxy = "PathBytes")]
    pub folder: PathBuf,
    /// Whether, and where, the programs are kept in a sandbox.
    pub sandbox: Option<Sandbox>,
    /// The process that gives the order. The copy ends when this process ends.
    pub parent: u32,
}

/// A second run, which shows whether a program passes without the trap of the case.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub enum Control {
    /// The case's script for this belief.
    Belief(String),
    /// The case itself, with a terminal as the programs' standard output.
    Terminal,
}

/// The result of one case.
#[derive(Debug, SerBin, DeBin)]
pub struct CellReport {
    /// `None` if every promise was kept.
    pub halt: Option<Halt>,
    pub remarks: Vec<Remark>,
    /// Empty if every promise was kept and no picture is wanted.
    pub trace: Trace,
}

/// Reads the order from standard input, runs the case, and writes the report to standard output.
pub fn main() -> io::Result<()> {
    play(io::stdin(), io::stdout().lock())
}

/// Reads the order from the socket, runs the case, and writes the report to the socket.
pub fn on_line(line: UnixStream) {
    // The parent notices that the report is missing.
    let _ = play(&line, &line);
}

fn play(mut order: impl Read, mut out: impl Write) -> io::Result<()> {
    let mut words = Vec::with_capacity(2048);
    order.read_to_end(&mut words)?;
    let report = perform(&Order::deserialize_bin(&words).map_err(io::Error::other)?);
    out.write_all(&report.serialize_bin())?;
    out.flush()
}

fn perform(order: &Order) -> CellReport {
    let mut report = CellReport { halt: None, remarks: Vec::new(), trace: Trace::default() };
    report.halt = perform_into(order, &mut report).err();
    if let Some(Halt::Breach(breach)) = &mut report.halt {
        evidence::cut(breach);
        // In a sandbox, the program itself has filled its folder.
        let has_own_disk = order.sandbox.is_some() && order.isolation == Isolation::Cell;
        let disk = (!has_own_disk).then_some(&*order.folder);
        let trouble = environment::trouble(disk, order.isolation, order.address);
        if let Some(trouble) = trouble {
            report.halt = Some(trouble.into());
        }
    }
    if !order.for_a_picture {
        evidence::cut_trace(&mut report.trace);
    }
    report
}

fn perform_into(order: &Order, report: &mut CellReport) -> Played {
    // First of all, because a change of the user undoes what follows (prctl(2)).
    if order.sandbox.as_ref().is_some_and(|sandbox| sandbox.has_own_user) {
        kernel::become_a_stranger(&[&order.home, &order.folder])
            .map_err(|error| Fault::new("starting programs as another user", error))?;
    }
    let signals = Signals::catch().map_err(|error| Fault::new("catching signals", error))?;
    kernel::die_with_parent(15);
    kernel::refuse_tracers();
    if std::os::unix::process::parent_id() != order.parent {
        return Err(Fault::new("running the case", "the checker has exited").into());
    }
    let script = script(order)?;
    let cell = match order.isolation {
        Isolation::Cell => {
            let entered = Cell::enter(needs_raw_sockets(order));
            let cell = entered.map_err(|missing| Fault::new("entering a cell", missing.why))?;
            // If the kernel refuses, process numbers stay small, which is harmless.
            let _ = kernel::count_on_from(last_number(seed_of(order)));
            Some(cell)
        }
        Isolation::Process => None,
    };
    let limits = match order.control {
        Some(_) => Limits::default().of_a_control(),
        None => Limits::default(),
    };
    let stage = Stage::new(cell, limits);
    stage.heed(signals);
    stage.bounds_writing(&order.home);
    if let Some(sandbox) = &order.sandbox {
        if stage.is_in_cell() {
            bound_home(&order.home, &order.folder)
                .map_err(|error| Fault::new("making a sandbox", error))?;
        }
        stage.keeps_in_place(sandbox.room(&order.launches, &order.home));
    }
    if order.control == Some(Control::Terminal) {
        stage.shows_output_on_terminal();
    }
    if order.for_a_picture {
        stage.captures_packets();
        stage.plays_in_slow_motion();
    }
    let scene = Scene::new(&stage, &order.launches, order.address, &order.folder, seed_of(order))
        .with_words(&order.words);
    let played =
        script(&scene).and_then(|()| stage.curtain()).map_err(|halt| stage.reconsiders(halt));
    let played = stage.blames_hiding(played);
    report.remarks = stage.remarks();
    // The trace of a case that went well is needed only for a picture.
    if played.is_err() || order.for_a_picture {
        let trace = &mut report.trace;
        trace.clone_from(&stage.trace());
        trace.settle();
        trace.leave_out(&order.folder.to_string_lossy());
    }
    played
}

fn needs_raw_sockets(order: &Order) -> bool {
    let case = lessons::case(&order.lesson, &order.case);
    case.is_some_and(|case| case.needs == Some(Need::RawSockets))
}

fn script(order: &Order) -> Result<lessons::Script, Fault> {
    let unknown = |what: &str| Fault::new("finding the case", format!("there is no {what}"));
    let case = lessons::case(&order.lesson, &order.case).ok_or_else(|| unknown(&order.case))?;
    let Some(Control::Belief(belief)) = &order.control else { return Ok(case.play) };
    let exposes = case.exposes.iter().find(|exposes| exposes.belief == belief);
    Ok(exposes.ok_or_else(|| unknown(belief))?.control)
}

/// The last process number that counts as used in a cell. It is often large, so that a program that
/// packs its number into sixteen bits fails on most runs. The largest is 4,194,303 (proc_sys_kernel(5)).
fn last_number(seed: u64) -> kernel::Pid {
    let mut chance = fastrand::Rng::with_seed(seed.rotate_left(32));
    match chance.u8(0..4) {
        0 => chance.i32(2..30_000),
        1 => 65_535 + chance.i32(0..4),
        _ => chance.i32(100_000..4_000_000),
    }
}

/// The case's own seed, so that its data does not depend on which cases run.
fn seed_of(order: &Order) -> u64 {
    // FNV-1a: any fixed mixing will do, as long as it is the same in every run.
    let name = order.lesson.bytes().chain([b'/']).chain(order.case.bytes());
    name.fold(order.seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
