//! Cells as processes: starts one for an order and reads its report within a time limit.
//!
//! On Linux a nursery forks them, because starting the checker again takes longer than most cases.
//! Without a nursery, the checker starts itself again.

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use kernel::{Nursery, Pid, Ready, Signals, wait_for};
use nanoserde::{DeBin, SerBin};
use stage::Limits;

use super::cell::{self, CellReport, Order};
use super::folders::{CaseFolder, RunFolder};

/// A cell limits its own time. If it fails to, it is killed after this extra time.
const GRACE: Duration = Duration::from_secs(10);

/// Starts cells.
pub struct Cells {
    nursery: Option<Nursery>,
    folders: io::Result<RunFolder>,
}

impl Cells {
    /// Call this while the process has only one thread, on the thread that lives as long as the process:
    /// the nursery needs both. Call it before signals are caught: otherwise cells would inherit the pipe
    /// of the signal handler.
    pub fn open() -> Cells {
        // Otherwise a program, which runs as the same user, could forge its report.
        kernel::refuse_tracers();
        let nursery = Nursery::begin(cell::on_line).ok();
        // After the fork, so that only this process holds the lock on the run's folder.
        Cells { nursery, folders: RunFolder::make() }
    }

    /// Makes a folder for a case. An error says why that failed.
    pub fn folder(&self) -> Result<CaseFolder, String> {
        let made = match &self.folders {
            Ok(folders) => folders.for_a_case().map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        made.map_err(|why| format!("making a folder for the case: {why}"))
    }

    /// Keeps the folder of a case whose processes have all ended, so that another case may get it.
    pub fn take_back(&self, folder: CaseFolder) {
        if let Ok(folders) = &self.folders {
            folders.take_back(folder);
        }
    }

    /// Runs one order in its own process. An error says why there is no report.
    pub fn play(&self, order: &Order, signals: &Signals) -> Result<CellReport, String> {
        let mut cell = self.start(order).map_err(|error| format!("starting a cell: {error}"))?;
        let report = cell.read_report(signals);
        let status = cell.end().map_err(|error| format!("waiting for a cell: {error}"))?;
        let report = report?;
        if let Ok(report) = CellReport::deserialize_bin(&report) {
            return Ok(report);
        }
        Err(match status.signal() {
            Some(signal) => format!(
                "signal {signal} killed the process that ran the case. The checker did not send it, so \
                                 your program did, or another process on this machine"
            ),
            None => format!("the process that ran the case left no report ({status})"),
        })
    }

    fn start(&self, order: &Order) -> io::Result<Cell> {
        let mut cell = match &self.nursery {
            Some(nursery) => match nursery.bear(GRACE) {
                Ok((pid, line)) => Cell { origin: Origin::Forked(pid), line },
                // Another program of the same user may have stopped it.
                Err(error) if error.kind() == ErrorKind::TimedOut => started()?,
                Err(error) => return Err(error),
            },
            None => started()?,
        };
        cell.line.write_all(&order.serialize_bin())?;
        cell.line.shutdown(Shutdown::Write)?;
        Ok(cell)
    }
}

/// Starts the checker again, as a cell.
fn started() -> io::Result<Cell> {
    // The program that runs now, even if it has been rebuilt in the meantime.
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
    Ok(Cell { origin: Origin::Started(child), line })
}

/// A cell's process, and the socket to it.
struct Cell {
    origin: Origin,
    line: UnixStream,
}

enum Origin {
    Forked(Pid),
    Started(Child),
}

impl Cell {
    fn pid(&self) -> Pid {
        match &self.origin {
            Origin::Forked(pid) => *pid,
            Origin::Started(child) => child.id() as Pid,
        }
    }

    /// Reads the cell's report to the end of the stream.
    fn read_report(&mut self, signals: &Signals) -> Result<Vec<u8>, String> {
        let longest = Limits::default().longest() + GRACE;
        let last = Instant::now() + longest;
        let mut words = Vec::new();
        let mut buffer = vec![0; 64 << 10];
        loop {
            let left = last.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let longest = longest.as_secs();
                return Err(format!("the case did not end within {longest} s"));
            }
            if signals.came() {
                let _ = kernel::signal_process(self.pid(), 15);
                // It ends its programs, and then closes the socket. A stopped process does not.
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
                // A cell that was killed before it read its order resets the connection.
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return Ok(words),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(format!("reading a cell's report: {error}")),
                Ok(0) => return Ok(words),
                Ok(count) => words.extend_from_slice(&buffer[..count]),
            }
        }
    }

    /// Kills the cell, in case it still runs, and waits for it.
    fn end(&mut self) -> io::Result<ExitStatus> {
        kernel::signal_process(self.pid(), 9)?;
        match &mut self.origin {
            Origin::Forked(pid) => kernel::wait_for_child(*pid),
            Origin::Started(child) => child.wait(),
        }
    }
}
