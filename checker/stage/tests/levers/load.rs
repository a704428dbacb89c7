//! Other work that keeps every core busy.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{available_parallelism, scope};

/// Runs the scene on the machine as it is, and again beside two busy threads per core. They are threads of
/// this process, because processes would count as the stage's programs. The scheduler treats both alike.
pub fn quiet_and_busy(scene: impl Fn(&str)) {
    scene("quiet");
    let is_over = AtomicBool::new(false);
    scope(|threads| {
        for _ in 0..2 * available_parallelism().map_or(2, usize::from) {
            threads.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    spin_loop();
                }
            });
        }
        // A scene that fails must not leave the threads spinning.
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| scene("busy")));
        is_over.store(true, Ordering::Relaxed);
        if let Err(panic) = result {
            std::panic::resume_unwind(panic);
        }
    });
}
