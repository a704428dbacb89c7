//! Many things side by side: tasks of any kind, so many at a time.

use std::sync::{Mutex, mpsc};

use stage::kernel::Signals;

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
