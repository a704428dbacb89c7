//! Runs a command, such as cargo, within bounds. Stops the command when a signal arrives, when it has
//! been silent or has run for too long, and when it has written too much. All processes of its group end
//! with it.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kernel::{Pid, Signals};

/// The bounds of a command.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The longest time without a byte of output.
    pub silence: Duration,
    /// The longest time in total.
    pub time: Duration,
    /// The most bytes that it may write.
    pub bytes: usize,
}

/// The longest pause between two looks at the bounds. A program that starts others without end starts some
/// hundreds in this time.
const LONGEST_PAUSE: Duration = Duration::from_millis(25);

/// The output of a command that exited by itself.
#[derive(Debug)]
pub struct Output {
    /// Its exit status; `None` if a signal ended it.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

/// The reason why a command has no output.
#[derive(Debug)]
pub enum Stopped {
    NotStarted(io::Error),
    Failed(io::Error),
    Interrupted,
    /// It passed this bound. `last` is the last line that it wrote to standard error.
    GivenUp {
        bound: String,
        last: String,
    },
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Stopped {
        Stopped::Failed(error)
    }
}

/// Runs the command without standard input, and reads its output. `on_line` gets each line of its standard
/// error at once.
pub fn run(
    command: Command,
    bounds: Bounds,
    signals: &Signals,
    on_line: &mut dyn FnMut(&str),
) -> Result<Output, Stopped> {
    watch(command, bounds, signals, on_line, &mut || None)
}

/// Like [`run`], with one more bound: `excess` is asked several times a second, and returns the bound that
/// was passed, as a phrase.
pub fn watch(
    mut command: Command,
    bounds: Bounds,
    signals: &Signals,
    on_line: &mut dyn FnMut(&str),
    excess: &mut dyn FnMut() -> Option<String>,
) -> Result<Output, Stopped> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    kernel::end_with_parent(&mut command);
    let mut child = command.spawn().map_err(Stopped::NotStarted)?;
    let streams = [child.stdout.take().map(OwnedFd::from), child.stderr.take().map(OwnedFd::from)];
    let mut group = Group { child, has_ended: false };
    let mut streams =
        streams.map(|end| Stream { end: end.map(File::from), heard: Vec::new(), passed_on: 0 });
    let begun = Instant::now();
    let mut last_byte = begun;
    let mut pause = Duration::from_millis(1);
    loop {
        // Check first whether it has ended: only then does the read below get all of its output.
        let status = group.child.try_wait()?;
        group.has_ended = status.is_some();
        let heard: usize = streams.iter_mut().map(Stream::read).sum::<io::Result<usize>>()?;
        if heard > 0 {
            (last_byte, pause) = (Instant::now(), Duration::from_millis(1));
        }
        streams[1].pass_on_lines(on_line);
        let [stdout, stderr] = &streams;
        if signals.came() {
            return Err(Stopped::Interrupted);
        }
        if group.has_ended && heard == 0 {
            let [stdout, stderr] = streams;
            let code = status.and_then(|status| status.code());
            return Ok(Output { code, stdout: stdout.heard, stderr: stderr.heard });
        }
        let bytes = stdout.heard.len() + stderr.heard.len();
        if let Some(bound) = passed(bounds, begun, last_byte, bytes).or_else(&mut *excess) {
            let words = String::from_utf8_lossy(&stderr.heard);
            let last = words.lines().rfind(|line| !line.trim().is_empty());
            return Err(Stopped::GivenUp { bound, last: last.unwrap_or_default().trim().into() });
        }
        let open = streams.iter().filter_map(|stream| stream.end.as_ref());
        let fds: Vec<_> = open.map(AsFd::as_fd).chain([signals.as_fd()]).collect();
        kernel::wait_for(&fds, &[], pause);
        pause = (2 * pause).min(LONGEST_PAUSE);
    }
}

/// The bound that the command has passed, as a phrase.
fn passed(bounds: Bounds, begun: Instant, last_byte: Instant, bytes: usize) -> Option<String> {
    if last_byte.elapsed() > bounds.silence {
        return Some(format!("{} without any output", spoken(bounds.silence)));
    }
    if begun.elapsed() > bounds.time {
        return Some(spoken(bounds.time));
    }
    (bytes > bounds.bytes).then(|| format!("{} MiB of output", bounds.bytes >> 20))
}

fn spoken(time: Duration) -> String {
    match time.as_secs() {
        seconds if seconds >= 120 => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}

/// A stream that the command writes to. `end` is `None` after its last byte.
struct Stream {
    end: Option<File>,
    heard: Vec<u8>,
    /// Number of bytes in the lines that were passed on.
    passed_on: usize,
}

impl Stream {
    /// Passes on the lines that are complete and new.
    fn pass_on_lines(&mut self, on_line: &mut dyn FnMut(&str)) {
        while let Some(length) = self.heard[self.passed_on..].iter().position(|byte| *byte == b'\n')
        {
            on_line(&String::from_utf8_lossy(&self.heard[self.passed_on..self.passed_on + length]));
            self.passed_on += length + 1;
        }
    }

    /// Reads the bytes that have arrived, without waiting for more. Returns their number.
    fn read(&mut self) -> io::Result<usize> {
        const MOST: usize = 64 << 10;
        let Some(end) = &mut self.end else { return Ok(0) };
        if kernel::wait_for(&[end.as_fd()], &[], Duration::ZERO) == kernel::Ready::Nothing {
            return Ok(0);
        }
        let before = self.heard.len();
        self.heard.resize(before + MOST, 0);
        let count = end.read(&mut self.heard[before..]);
        self.heard.truncate(before + *count.as_ref().unwrap_or(&0));
        match count {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(0),
            Ok(0) => self.end = None,
            _ => {}
        }
        count
    }
}

/// The command and its process group. Dropping it kills the group unless the command has ended by
/// itself.
struct Group {
    child: Child,
    has_ended: bool,
}

impl Drop for Group {
    fn drop(&mut self) {
        if !self.has_ended {
            let _ = kernel::signal_process(-(self.child.id() as Pid), 9);
            let _ = self.child.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds =
        Bounds { silence: Duration::from_secs(60), time: Duration::from_secs(60), bytes: 1 << 20 };

    /// Runs a line of shell.
    fn shell(script: &str, bounds: Bounds) -> Result<Output, Stopped> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, bounds, &Signals::catch().unwrap(), &mut |_| {})
    }

    /// The bound and the last line of a command that was stopped.
    fn given_up(script: &str, bounds: Bounds) -> (String, String) {
        match shell(script, bounds) {
            Err(Stopped::GivenUp { bound, last }) => (bound, last),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn all_that_a_command_wrote_is_read() {
        let script = "yes a | head -c 300000; yes b | head -c 200000 >&2; exec >&- 2>&-; exit 3";
        let output = shell(script, BOUNDS).unwrap();
        assert_eq!((output.stdout.len(), output.stderr.len()), (300_000, 200_000));
        assert_eq!(output.code, Some(3));
    }

    #[test]
    fn a_line_is_passed_on_while_the_command_runs() {
        let folder = tempfile::tempdir().unwrap();
        let reply = folder.path().join("reply");
        // The command ends only after its line was passed on.
        let script = format!("echo Blocking >&2; until [ -e {} ]; do :; done", reply.display());
        let mut command = Command::new("sh");
        command.args(["-c", &script]);
        let mut lines = Vec::new();
        let mut on_line = |line: &str| {
            lines.push(line.to_owned());
            File::create(&reply).unwrap();
        };
        assert!(run(command, BOUNDS, &Signals::catch().unwrap(), &mut on_line).is_ok());
        assert_eq!(lines, ["Blocking"]);
    }

    #[test]
    fn a_command_that_leaves_a_child_behind_has_ended_all_the_same() {
        let output = shell("sleep 1000 & echo $!", BOUNDS).unwrap();
        let child: Pid = String::from_utf8(output.stdout).unwrap().trim().parse().unwrap();
        assert!(kernel::signal_process(child, 9).is_ok());
    }

    #[test]
    fn a_command_that_passes_a_bound_ends_with_its_group() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pid");
        let silence = Duration::from_millis(50);
        // The file exists before the silence begins. The word on standard error ends the first silence.
        let script = format!("sleep 1000 & echo $! > {}; echo Blocking >&2; wait", file.display());
        let (bound, last) = given_up(&script, Bounds { silence, ..BOUNDS });
        assert!(bound.contains("without any output"), "{bound}");
        if let Ok(child) = std::fs::read_to_string(file) {
            assert_eq!(last, "Blocking");
            // A killed process ends a little later.
            let stat = format!("/proc/{}/stat", child.trim());
            let still_runs =
                || std::fs::read_to_string(&stat).is_ok_and(|state| !state.contains(") Z "));
            let begun = Instant::now();
            while still_runs() {
                assert!(begun.elapsed() < Duration::from_secs(20), "the child still runs");
                std::thread::yield_now();
            }
        }
        let (bound, _) = given_up("yes", BOUNDS);
        assert_eq!(bound, "1 MiB of output");
        let time = Duration::from_millis(50);
        let (bound, _) =
            given_up("while :; do echo .; done", Bounds { time, bytes: 1 << 40, ..BOUNDS });
        assert_eq!(bound, "0 s");
    }
}
