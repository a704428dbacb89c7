//! Busy loops: processes of this very program that do nothing, as fast as they can.

use std::process::{Child, Command, Stdio};

use anyhow::Context;

use checker::commands::Ending;

/// The loops that run; dropped, they end.
pub struct Load(Vec<Child>);

impl Load {
    /// Starts so many loops.
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
            // One that has gone by itself is no trouble.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Keeps one processor busy for as long as the process that started this one, `parent`, is there.
pub fn burn(parent: u32) -> anyhow::Result<Ending> {
    const SIGKILL: i32 = 9;
    kernel::die_with_parent(SIGKILL);
    // It may have gone before the kernel was asked; and not every kernel can be asked.
    while std::os::unix::process::parent_id() == parent {
        for number in 0..10_000_000_u32 {
            std::hint::black_box(number);
        }
    }
    Ok(Ending::Fine)
}
