//! A pseudo-terminal in which the screen runs, and whose contents can be read.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use crate::workspace::Workspace;

/// Far longer than any step takes, so that a failure does not hang.
const PATIENCE: Duration = Duration::from_secs(90);

pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the terminal can be read after the screen has ended.
    _slave: Box<dyn SlavePty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// All bytes received.
    pub bytes: Vec<u8>,
    child: Box<dyn Child + Send + Sync>,
}

/// The size of a terminal.
pub fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

impl Terminal {
    /// Starts the screen for this workspace in a terminal of 80 × 24.
    pub fn watch(workspace: &Workspace) -> Terminal {
        Terminal::start(workspace.watch(&[]), size(80, 24))
    }

    pub fn start(mut command: CommandBuilder, size: PtySize) -> Terminal {
        command.env("TERM", "xterm-256color");
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the screen starts");
        let mut reader = pair.master.try_clone_reader().expect("it can be read");
        let keys = pair.master.take_writer().expect("it can be written to");
        let (to, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 64 << 10];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || to.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let parser = vt100::Parser::new(size.rows, size.cols, 0);
        let (master, slave) = (pair.master, pair.slave);
        Terminal { master, _slave: slave, keys, output, parser, bytes: Vec::new(), child }
    }

    /// Presses these keys.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("keys can be pressed");
        self.keys.flush().expect("keys can be pressed");
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.parser.screen_mut().set_size(rows, columns);
        self.master.resize(size(columns, rows)).expect("a window can be resized");
    }

    /// The text on the terminal, without trailing spaces.
    pub fn shown(&self) -> String {
        let (rows, columns) = self.parser.screen().size();
        let lines: Vec<String> = self.parser.screen().rows(0, columns).collect();
        assert_eq!(lines.len(), usize::from(rows));
        lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Reads until the condition is true.
    pub fn until(&mut self, what: &str, mut is_so: impl FnMut(&Terminal) -> bool) {
        let begun = Instant::now();
        while self.is_drawing() || !is_so(self) {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.parser.process(&bytes);
                    self.bytes.extend(bytes);
                }
                Err(_) => panic!("{what} never came; it shows\n{}", self.shown()),
            }
        }
    }

    /// Whether a frame is incomplete.
    fn is_drawing(&self) -> bool {
        let last = |mark: &[u8]| self.bytes.windows(mark.len()).rposition(|bytes| bytes == mark);
        last(b"\x1b[?2026h") > last(b"\x1b[?2026l")
    }

    /// Reads until the screen shows these words.
    pub fn shows(&mut self, words: &str) {
        self.until(words, |terminal| terminal.shown().contains(words));
    }

    /// Reads until the screen no longer shows these words.
    pub fn shows_no_more(&mut self, words: &str) {
        self.until("their disappearance", |terminal| !terminal.shown().contains(words));
    }

    pub fn pid(&self) -> Pid {
        let id = self.child.process_id().expect("it has an id");
        Pid::from_raw(id.cast_signed()).expect("it is not zero")
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("it is there");
    }

    /// Waits until the screen is stopped (proc_pid_stat(5)).
    #[cfg(target_os = "linux")]
    pub fn stops(&self) {
        let stat = format!("/proc/{}/stat", self.pid());
        let is_stopped = || std::fs::read_to_string(&stat).expect("it is there").contains(") T ");
        while !is_stopped() {
            thread::yield_now();
        }
    }

    /// Waits for the end of the screen.
    pub fn end(&mut self) -> portable_pty::ExitStatus {
        let status = self.child.wait().expect("it ends");
        // Its last bytes may still be on their way through our reader.
        self.until("the terminal's return", |terminal| !terminal.screen().alternate_screen());
        status
    }

    /// Whether the terminal is in the mode of a shell: it edits lines, echoes keys and turns Ctrl-C
    /// into a signal.
    pub fn is_cooked(&self) -> bool {
        let modes = self.master.get_termios().expect("a terminal has modes").local_flags;
        let debug = format!("{modes:?}");
        ["ICANON", "ECHO", "ISIG"].iter().all(|flag| debug.contains(flag))
    }
}

/// Programs from this folder that still run.
pub fn still_running(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let programs = entries.filter_map(|entry| std::fs::read_link(entry.path().join("exe")).ok());
    let ours = programs.filter(|program| program.starts_with(folder));
    ours.map(|program| program.display().to_string()).collect()
}
