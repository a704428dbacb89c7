//! Busy loops: processes of this program that keep a processor busy.

use std::process::{Child, Command, Stdio};

use anyhow::Context;

use checker::commands::Ending;

/// The running loops. Dropping this ends them.
pub struct Load(Vec<Child>);

impl Load {
    /// Starts this many loops.
    pub fn of(count: usize) -> anyhow::Result<Load> {
        let mut load = Load(Vec::with_capacity(count));
        let program = std::env::current_exe()?;
        for _ in 0..count {
            let child = Command::new(&program)
                .args(["burn", &std::process::id().to_string()])
                .stdin(Stdio::null())
                .spawn()
                .context("starting a busy loop")?;
            load.0.push(child);
        }
        Ok(load)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        for child in &mut self.0 {
            // The process may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Keeps one processor busy until the parent process ends.
pub fn burn(parent: u32) -> anyhow::Result<Ending> {
    const SIGKILL: i32 = 9;
    kernel::die_with_parent(SIGKILL);
    // The parent may have ended before `die_with_parent`, and not every kernel supports that call.
    while std::os::unix::process::parent_id() == parent {
        for number in 0..10_000_000_u32 {
            std::hint::black_box(number);
        }
    }
    Ok(Ending::Fine)
}
