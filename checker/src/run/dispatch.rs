//! Cells as processes: starts one for an order and reads its report within a bound, several side by
//! side.

use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use stage::Limits;
use stage::kernel::{Ready, Signals, wait_for};

use super::cell::{Order, Report};
use super::judge::{Judge, Task};
use crate::events::CaseReport;

/// A cell bounds itself. Where it does not, it is ended after this much more.
const GRACE: Duration = Duration::from_secs(10);

/// Judges all tasks, `jobs` at a time. `done` is told of each as it comes; each is returned with
/// its place in the list.
pub fn all(
    judge: &Judge,
    tasks: Vec<Task>,
    jobs: usize,
    mut done: impl FnMut(CaseReport),
) -> Vec<(usize, CaseReport)> {
    let mut reports = Vec::new();
    side_by_side(
        judge.signals,
        tasks.into_iter().enumerate(),
        jobs,
        |(place, task)| (place, judge.judge(&task)),
        |(place, report)| {
            done(report.clone());
            reports.push((place, report));
        },
    );
    reports
}

/// Does the tasks, `jobs` at a time, until there are no more or a signal comes. `done` is told of
/// what came of each, one after another.
pub fn side_by_side<T, R: Send>(
    signals: &Signals,
    tasks: impl Iterator<Item = T> + Send,
    jobs: usize,
    work: impl Fn(T) -> R + Sync,
    mut done: impl FnMut(R),
) {
    let queue = Mutex::new(tasks);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            let (sender, queue, work) = (sender.clone(), &queue, &work);
            scope.spawn(move || {
                while !signals.came() {
                    let next = queue.lock().map(|mut queue| queue.next()).ok().flatten();
                    let Some(task) = next else { return };
                    if sender.send(work(task)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for result in receiver {
            done(result);
        }
    });
}

/// Plays one order in a process of its own. An error says in plain words why there is no report.
pub fn one(order: &Order, signals: &Signals) -> Result<Report, String> {
    let mut cell = start(order).map_err(|error| format!("starting a cell: {error}"))?;
    let words = hear_out(&mut cell, signals);
    // Whatever it was, it is over.
    let _ = cell.kill();
    let status = cell.wait().map_err(|error| format!("waiting for a cell: {error}"))?;
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

fn start(order: &Order) -> std::io::Result<Child> {
    // The program that runs now, even where it has been built anew meanwhile.
    let program =
        if cfg!(target_os = "linux") { "/proc/self/exe".into() } else { std::env::current_exe()? };
    let mut cell = Command::new(program)
        .arg("cell")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .process_group(0)
        .spawn()?;
    if let Some(mut stdin) = cell.stdin.take() {
        stdin.write_all(&serde_json::to_vec(order)?)?;
    }
    Ok(cell)
}

/// Reads what the cell reports until it closes its output.
fn hear_out(cell: &mut Child, signals: &Signals) -> Result<Vec<u8>, String> {
    let Some(mut stdout) = cell.stdout.take() else { return Ok(Vec::new()) };
    let longest = Limits::default().longest() + GRACE;
    let last = Instant::now() + longest;
    let mut words = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let left = last.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(format!("the case did not come to its end within {} s", longest.as_secs()));
        }
        if signals.came() {
            let _ = stage::kernel::signal_process(cell.id() as i32, 15);
            // It has programs to end; then it closes its output.
            let _ = stdout.read_to_end(&mut words);
            return Err("interrupted".into());
        }
        if wait_for(&[stdout.as_fd(), signals.as_fd()], &[], left) == Ready::Nothing {
            continue;
        }
        if wait_for(&[stdout.as_fd()], &[], Duration::ZERO) == Ready::Nothing {
            continue;
        }
        match stdout.read(&mut buffer) {
            Ok(0) => return Ok(words),
            Ok(count) => words.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(format!("reading a cell's report: {error}")),
        }
    }
}
