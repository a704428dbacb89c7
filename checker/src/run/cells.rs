//! Cells as processes: makes one for an order and reads its report within a bound.
//!
//! On Linux a nursery makes them, since the checker would take longer to start than most cases take.
//! Where there is none, the checker starts itself again.

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use kernel::{Nursery, Pid, Ready, Signals, wait_for};
use stage::Limits;

use super::cell::{self, Order, Report};
use super::folders::{CaseFolder, RunFolder};

/// A cell bounds itself. Where it does not, it is ended after this much more.
const GRACE: Duration = Duration::from_secs(10);

/// Where cells come from.
pub struct Cells {
    nursery: Option<Nursery>,
    folders: io::Result<RunFolder>,
}

impl Cells {
    /// To be called while this process has one thread, by the thread that lives as long as it does:
    /// there is a nursery only then. And before signals are caught: cells would inherit the pipe
    /// through which this process hears of them.
    pub fn open() -> Cells {
        // A program could forge its report otherwise: it has the same user.
        kernel::refuse_tracers();
        let nursery = Nursery::begin(cell::on_line).ok();
        // After that: only this process holds the lock of the run's folder.
        Cells { nursery, folders: RunFolder::make() }
    }

    /// A folder for a case. An error says in plain words why there is none.
    pub fn folder(&self) -> Result<CaseFolder, String> {
        let made = match &self.folders {
            Ok(folders) => folders.for_a_case().map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        made.map_err(|why| format!("making a folder for the case: {why}"))
    }

    /// Plays one order in a process of its own. An error says in plain words why there is no report.
    pub fn play(&self, order: &Order, signals: &Signals) -> Result<Report, String> {
        let mut cell = self.start(order).map_err(|error| format!("starting a cell: {error}"))?;
        let words = cell.hear_out(signals);
        let status = cell.end().map_err(|error| format!("waiting for a cell: {error}"))?;
        let words = words?;
        if let Ok(report) = serde_json::from_slice(&words) {
            return Ok(report);
        }
        Err(match status.signal() {
            Some(signal) => format!(
                "the process that played the case was ended by signal {signal}: not by the checker, so \
                 either by your program or by somebody else on this machine"
            ),
            None => format!("the process that played the case left no report ({status})"),
        })
    }

    fn start(&self, order: &Order) -> io::Result<Cell> {
        let mut cell = match &self.nursery {
            Some(nursery) => match nursery.bear(GRACE) {
                Ok((pid, line)) => Cell { who: Who::Born(pid), line },
                // A program of the same user may have stopped it.
                Err(error) if error.kind() == ErrorKind::TimedOut => started()?,
                Err(error) => return Err(error),
            },
            None => started()?,
        };
        cell.line.write_all(&serde_json::to_vec(order)?)?;
        cell.line.shutdown(Shutdown::Write)?;
        Ok(cell)
    }
}

/// The checker, started again.
fn started() -> io::Result<Cell> {
    // The program that runs now, even where it has been built anew meanwhile.
    let program =
        if cfg!(target_os = "linux") { "/proc/self/exe".into() } else { std::env::current_exe()? };
    let (line, theirs) = UnixStream::pair()?;
    let output = OwnedFd::from(theirs.try_clone()?);
    let child = Command::new(program)
        .arg("cell")
        .stdin(OwnedFd::from(theirs))
        .stdout(output)
        .stderr(Stdio::inherit())
        .process_group(0)
        .spawn()?;
    Ok(Cell { who: Who::Started(child), line })
}

/// A cell's process, and the line to it.
struct Cell {
    who: Who,
    line: UnixStream,
}

enum Who {
    Born(Pid),
    Started(Child),
}

impl Cell {
    fn pid(&self) -> Pid {
        match &self.who {
            Who::Born(pid) => *pid,
            Who::Started(child) => child.id() as Pid,
        }
    }

    /// Reads what the cell reports until it ends the line.
    fn hear_out(&mut self, signals: &Signals) -> Result<Vec<u8>, String> {
        let longest = Limits::default().longest() + GRACE;
        let last = Instant::now() + longest;
        let mut words = Vec::new();
        let mut buffer = vec![0; 64 << 10];
        loop {
            let left = last.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let longest = longest.as_secs();
                return Err(format!("the case did not come to its end within {longest} s"));
            }
            if signals.came() {
                let _ = kernel::signal_process(self.pid(), 15);
                // It has programs to end; then it ends the line. One that was stopped does not.
                let _ = self.line.set_read_timeout(Some(GRACE));
                let _ = self.line.read_to_end(&mut words);
                return Err("interrupted".into());
            }
            if wait_for(&[self.line.as_fd(), signals.as_fd()], &[], left) == Ready::Nothing {
                continue;
            }
            if wait_for(&[self.line.as_fd()], &[], Duration::ZERO) == Ready::Nothing {
                continue;
            }
            match self.line.read(&mut buffer) {
                // One that was killed before it read its order resets the line.
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return Ok(words),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(format!("reading a cell's report: {error}")),
                Ok(0) => return Ok(words),
                Ok(count) => words.extend_from_slice(&buffer[..count]),
            }
        }
    }

    /// Whatever it was, it is over.
    fn end(&mut self) -> io::Result<ExitStatus> {
        kernel::signal_process(self.pid(), 9)?;
        match &mut self.who {
            Who::Born(pid) => kernel::wait_for_child(*pid),
            Who::Started(child) => child.wait(),
        }
    }
}
