//! The screen in a pseudo-terminal, with its contents.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::Programs;

/// The longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(120);

/// The screen in a terminal, with its contents.
pub struct Sight {
    _master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    bytes: Vec<u8>,
    parser: vt100::Parser,
}

impl Sight {
    /// Starts the screen with this lesson in a window of this many columns and rows.
    pub fn of(
        programs: &Programs,
        lesson: &str,
        (cols, rows): (u16, u16),
    ) -> anyhow::Result<Sight> {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(&programs.screen);
        command.args([&programs.checker, &programs.workspace, Path::new(lesson)]);
        command.cwd(&programs.workspace);
        command.env("TERM", "xterm-256color");
        command.env("CARGO_TARGET_DIR", programs.target());
        pair.slave.spawn_command(command)?;
        let mut reader = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let (to, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 64 << 10];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if to.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let parser = vt100::Parser::new(size.rows, size.cols, 0);
        Ok(Sight { _master: pair.master, keys, output, bytes: Vec::new(), parser })
    }

    pub fn press(&mut self, key: &str) -> anyhow::Result<()> {
        self.keys.write_all(key.as_bytes())?;
        Ok(self.keys.flush()?)
    }

    pub fn until(&mut self, words: &str) -> anyhow::Result<()> {
        self.until_so(|shown| shown.contains(words)).with_context(|| format!("awaiting {words:?}"))
    }

    pub fn until_so(&mut self, is_so: impl Fn(&str) -> bool) -> anyhow::Result<()> {
        let begun = Instant::now();
        while self.is_drawing() || !is_so(&self.screen().contents()) {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            let bytes = self.output.recv_timeout(left).with_context(|| {
                format!("the screen did not answer; it shows\n{}", self.screen().contents())
            })?;
            self.parser.process(&bytes);
            self.bytes.extend(bytes);
        }
        self.bytes.clear();
        Ok(())
    }

    /// Whether a frame is incomplete.
    fn is_drawing(&self) -> bool {
        let last = |mark: &[u8]| self.bytes.windows(mark.len()).rposition(|bytes| bytes == mark);
        last(b"\x1b[?2026h") > last(b"\x1b[?2026l")
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }
}
