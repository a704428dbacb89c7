//! Runs tasks of any kind in parallel, a given number at a time.

use std::sync::{Mutex, mpsc};
use std::thread::Builder;

use kernel::Signals;

/// Runs the tasks, `jobs` at a time, until none are left or a signal arrives. Uses fewer threads if the
/// machine does not allow as many. Calls `done` with each result, one at a time.
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
        let mut threads = 0;
        for _ in 0..jobs.max(1) {
            let (sender, queue, work) = (sender.clone(), &queue, &work);
            let worker = move || {
                while !signals.came() {
                    let Some(task) = next(queue) else { return };
                    if sender.send(work(task)).is_err() {
                        return;
                    }
                }
            };
            // The machine may refuse more threads (`RLIMIT_NPROC`, `RLIMIT_AS`).
            match Builder::new().spawn_scoped(scope, worker) {
                Ok(_) => threads += 1,
                Err(_) => break,
            }
        }
        while threads == 0 && !signals.came() {
            let Some(task) = next(&queue) else { break };
            done(work(task));
        }
        drop(sender);
        for result in receiver {
            done(result);
        }
    });
}

fn next<T>(queue: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    queue.lock().ok()?.next()
}
