//! A program's process as the stage keeps it: its standard streams, drained up to a bound even if it floods
//! them, and its end. The verbs of scripts are in [`crate::program`].

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::outcome::breach::On;
use crate::outcome::fault::Fault;
use crate::outcome::remark::Remark;
use crate::outcome::trace::{Excerpt, Exit, Trace, What};
use crate::state::environment;
use crate::state::limits::Limits;
use crate::state::place::{self, Place};
use crate::state::socket_path::SocketPath;
use crate::state::standard_output::StandardOutput;
use kernel::Pid;

/// Most bytes of standard output kept for the script. Further bytes are counted and discarded until the
/// script takes some.
const KEPT: usize = 4 << 20;
/// Bytes of standard error kept from its beginning, and from its end.
const WORDS: usize = 64 << 10;
/// Most bytes read from one stream at a time, so that a flood does not keep the stage from checking anything
/// else.
const GULP: usize = 1 << 20;

/// How a program is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    pub program: PathBuf,
    pub arguments: Vec<String>,
    /// The folder it is started in; `None` for the stage's own.
    pub folder: Option<PathBuf>,
}

impl CommandLine {
    /// The command as a report shows it: the arguments, preceded by the program if the first argument is an
    /// option.
    pub fn shown(&self) -> Vec<String> {
        let is_option = self.arguments.first().is_some_and(|first| first.starts_with('-'));
        let program = self.program.file_name().filter(|_| is_option);
        let program = program.map(|name| name.to_string_lossy().into_owned());
        program.into_iter().chain(self.arguments.iter().cloned()).collect()
    }
}

/// A program on the stage.
#[derive(Debug)]
pub(crate) struct Process {
    pub name: String,
    pub pid: Pid,
    exit_watch: Option<OwnedFd>,
    stdin: Option<File>,
    stdout: Option<File>,
    /// Inode of the program's own end of its standard output.
    stdout_end: Option<u64>,
    stderr: Option<File>,
    /// Printed, and not yet checked by the script.
    pub printed: Vec<u8>,
    /// The number of bytes printed so far, kept or not.
    pub printed_total: u64,
    /// The next byte that it prints may be a newline that the script did not ask for.
    pub may_end_line: bool,
    /// Banners and prompts: output from before any peer had said anything. They may come again at any time
    /// and answer nothing. `None` before a peer has said something.
    prompts: Option<Vec<Vec<u8>>>,
    /// What it prints when a time is over. No prompt begins with it.
    unasked: Option<&'static [u8]>,
    /// The prompt that was removed from its output, if any was.
    prompted: Option<Vec<u8>>,
    errors: Vec<u8>,
    /// The number of bytes written to standard error so far, kept or not.
    pub errors_total: u64,
    errors_tail: Vec<u8>,
    pub exit: Option<Exit>,
    /// The address where it should listen, once a script has named it.
    pub address: Option<SocketAddr>,
    /// The path where it should listen, once a script has named it.
    pub socket_path: Option<SocketPath>,
    /// Its listening socket has been seen.
    pub is_ready: bool,
}

impl Process {
    /// Starts it behind the walls of its place.
    pub fn start(
        name: &str,
        line: &CommandLine,
        limits: &Limits,
        home: Option<&Path>,
        place: Option<&Place>,
        output: StandardOutput,
    ) -> Result<Process, Fault> {
        let doing = || format!("starting the {name} ({})", line.program.display());
        let (stdout, end) = output.open().map_err(|error| Fault::new(doing(), error))?;
        let stdout_end = kernel::inode(end.as_fd());
        let mut command = Command::new(&line.program);
        command
            .args(&line.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::from(end))
            .stderr(Stdio::piped());
        environment::give(&mut command, home, place.is_some());
        if let Some(folder) = &line.folder {
            command.current_dir(folder);
        }
        let walls = place::walls(place, home, line.folder.as_deref())
            .map_err(|error| Fault::new(doing(), error))?;
        kernel::prepare_child(&mut command, limits.memory, limits.file_size, walls);
        let mut child = command.spawn().map_err(|error| Fault::new(doing(), error))?;
        let pid = child.id() as Pid;
        let pipe = |end: Option<OwnedFd>| -> Result<Option<File>, Fault> {
            let Some(end) = end else { return Ok(None) };
            rustix::io::ioctl_fionbio(&end, true).map_err(|error| Fault::new(doing(), error))?;
            Ok(Some(File::from(end)))
        };
        let stdin = pipe(child.stdin.take().map(OwnedFd::from))?;
        let stderr = pipe(child.stderr.take().map(OwnedFd::from))?;
        Ok(Process {
            name: name.into(),
            pid,
            exit_watch: kernel::watch_exit(pid).ok(),
            stdin,
            stdout: Some(stdout),
            stdout_end,
            stderr,
            printed: Vec::new(),
            printed_total: 0,
            may_end_line: false,
            prompts: None,
            unasked: None,
            prompted: None,
            errors: Vec::new(),
            errors_total: 0,
            errors_tail: Vec::new(),
            exit: None,
            address: None,
            socket_path: None,
            is_ready: false,
        })
    }

    /// The descriptors that report news about this program.
    pub fn watched(&self) -> impl Iterator<Item = BorrowedFd<'_>> {
        let exit = self.exit_watch.as_ref().filter(|_| self.exit.is_none()).map(AsFd::as_fd);
        let streams = [&self.stdout, &self.stderr].into_iter().flatten().map(AsFd::as_fd);
        exit.into_iter().chain(streams)
    }

    /// Whether its standard output, as the stage created it, is the Unix socket with this inode.
    pub fn prints_on(&self, inode: u64) -> bool {
        self.stdout_end == Some(inode)
    }

    /// Whether `/proc` shows its standard output under this name (`socket:[123]`).
    pub fn is_its_output(&self, target: &str) -> bool {
        self.stdout_end.is_some_and(|inode| target == format!("socket:[{inode}]"))
    }

    /// One of its other standard streams, as the stage created them: the pipe that `/proc` shows under
    /// this name (`pipe:[123]`).
    pub fn pipe(&self, target: &str) -> Option<On> {
        [(&self.stdin, On::Stdin), (&self.stderr, On::Stderr)]
            .into_iter()
            .find(|(pipe, _)| {
                let inode = pipe.as_ref().and_then(|pipe| Some(pipe.metadata().ok()?.ino()));
                inode.is_some_and(|inode| target == format!("pipe:[{inode}]"))
            })
            .map(|(_, on)| on)
    }

    /// Reads its output and notes its end. Returns whether there was anything to read.
    pub fn drain(&mut self, trace: &mut Trace) -> bool {
        // Check for the end first, so that all output from before its end is read below.
        let ended = match self.exit {
            None => kernel::end_of_child(self.pid).ok().flatten(),
            Some(_) => None,
        };
        let fresh = gulp(&mut self.stdout);
        let words = gulp(&mut self.stderr);
        if !fresh.is_empty() {
            self.printed_total += fresh.len() as u64;
            let room = KEPT.saturating_sub(self.printed.len()).min(fresh.len());
            self.printed.extend_from_slice(&fresh[..room]);
            self.leave_out_prompts();
            trace.note(&self.name, What::Prints(Excerpt::of(&fresh)));
        }
        self.errors_total += words.len() as u64;
        let room = WORDS.saturating_sub(self.errors.len()).min(words.len());
        self.errors.extend_from_slice(&words[..room]);
        self.errors_tail.extend_from_slice(&words[room..]);
        let surplus = self.errors_tail.len().saturating_sub(WORDS);
        self.errors_tail.drain(..surplus);
        if let Some(status) = ended {
            let exit = match status.code() {
                Some(code) => Exit::Status(code),
                None => Exit::Signal(status.signal().unwrap_or(0)),
            };
            self.exit = Some(exit);
            trace.note(&self.name, What::Ends(exit));
        }
        ended.is_some() || !fresh.is_empty() || !words.is_empty()
    }

    /// It has ended, and no process that it started holds its output any more.
    pub fn has_said_all(&self) -> bool {
        self.exit.is_some() && self.stdout.is_none()
    }

    /// It has ended, and both of its outputs have been read to their ends.
    pub fn is_over(&self) -> bool {
        self.has_said_all() && self.stderr.is_none()
    }

    /// Writes to its standard input what fits now. Returns how many bytes did. If a program has closed its
    /// input, all bytes count as written.
    pub fn feed(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(stdin) = &mut self.stdin else { return Ok(bytes.len()) };
        match stdin.write(bytes) {
            Ok(count) => Ok(count),
            Err(error) => match error.kind() {
                io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => Ok(0),
                io::ErrorKind::BrokenPipe => Ok(bytes.len()),
                _ => Err(error),
            },
        }
    }

    /// Drops a newline that may stand before the `expected` bytes.
    pub fn skip_line_end(&mut self, expected: &[u8]) {
        if !self.may_end_line || self.printed.is_empty() {
            return;
        }
        self.may_end_line = false;
        if self.printed[0] == b'\n' && !expected.starts_with(b"\n") {
            self.printed.remove(0);
        }
    }

    /// Whether a peer has said anything since it was started.
    pub fn has_been_addressed(&self) -> bool {
        self.prompts.is_some()
    }

    /// A peer is about to say something for the first time. The output so far is a banner or a prompt. It is
    /// kept as a whole, and its last line by itself, since a banner is printed once and a prompt repeatedly.
    /// White space alone is neither: it may be the answer to an empty line.
    pub fn learns_prompts(&mut self) {
        if self.has_been_addressed() {
            return;
        }
        let whole = self.before_unasked().to_vec();
        let last_line = whole.iter().rev().skip(1).position(|byte| *byte == b'\n');
        let last_line = last_line.map(|length| whole[whole.len() - length - 1..].to_vec());
        let mut prompts: Vec<Vec<u8>> = [Some(whole), last_line].into_iter().flatten().collect();
        prompts.retain(|prompt| !prompt.trim_ascii().is_empty());
        self.prompts = Some(prompts);
        self.leave_out_prompts();
    }

    /// From now on, its output beginning with `words` is never a prompt: its contract asks for them when a
    /// time is over, even if no peer has said anything yet.
    pub fn expects_unasked(&mut self, words: &'static [u8]) {
        self.unasked = Some(words);
    }

    /// The output before what it prints when a time is over.
    fn before_unasked(&self) -> &[u8] {
        let words = self.unasked.unwrap_or_default();
        let mut places = self.printed.windows(words.len().max(1));
        match places.position(|place| place == words) {
            Some(place) => &self.printed[..place],
            None => &self.printed,
        }
    }

    /// Removes this many bytes, which the script has checked, from the output.
    pub fn take_printed(&mut self, count: usize) {
        self.printed.drain(..count);
        self.leave_out_prompts();
    }

    fn leave_out_prompts(&mut self) {
        let Some(prompts) = &self.prompts else { return };
        while let Some(prompt) = prompts.iter().find(|prompt| self.printed.starts_with(prompt)) {
            self.printed.drain(..prompt.len());
            self.prompted.get_or_insert_with(|| prompt.clone());
        }
    }

    /// A remark for the user about its prompts.
    pub fn remark(&self) -> Option<Remark> {
        let text = String::from_utf8_lossy(self.prompted.as_ref()?).into_owned();
        Some(Remark::Prompt { program: self.name.clone(), text })
    }

    pub fn close_stdin(&mut self) {
        self.stdin = None;
    }

    pub fn stdin_fd(&self) -> Option<OwnedFd> {
        self.stdin.as_ref()?.as_fd().try_clone_to_owned().ok()
    }

    /// Its standard error so far, as text.
    pub fn errors(&self) -> String {
        let mut words = String::from_utf8_lossy(&self.errors).into_owned();
        words.push_str(&String::from_utf8_lossy(&self.errors_tail));
        words
    }

    /// The first and the last lines of its standard error: a report shows the cause, not the flood.
    pub fn last_words(&self) -> String {
        const LINES: usize = 6;
        let words = self.errors();
        let mut lines: Vec<&str> = words.lines().collect();
        if lines.len() > 2 * LINES {
            lines.splice(LINES..lines.len() - LINES, ["…"]);
        }
        lines.join("\n")
    }

    /// The message with which one of its threads panicked, if one did. Recognizes Rust's own form:
    /// `thread 'main' (7) panicked at src/server.rs:3:5:` and then the message.
    pub fn panic(&self) -> Option<String> {
        let words = self.errors();
        let mut lines = words
            .lines()
            .skip_while(|line| !(line.starts_with("thread '") && line.contains(" panicked at ")));
        let place = lines.next()?.split_once(" panicked at ")?.1.trim_end_matches(':');
        let message: Vec<&str> =
            lines.take_while(|line| !line.starts_with("note: ")).take(2).collect();
        Some(format!("{place}: {}", message.join(" ")))
    }

    /// Kills it, with its process group.
    pub fn kill(&mut self) {
        if self.exit.is_none() {
            let _ = kernel::signal_process(-self.pid, libc::SIGKILL);
            let _ = kernel::signal_process(self.pid, libc::SIGKILL);
            let _ = kernel::wait_for_child(self.pid);
        }
    }
}

/// Reads what is there, up to a bound. Closes the stream at its end.
fn gulp(stream: &mut Option<File>) -> Vec<u8> {
    let mut taken = Vec::new();
    let Some(file) = stream else { return taken };
    let mut buffer = [0; 16 << 10];
    while taken.len() < GULP {
        match file.read(&mut buffer) {
            Ok(0) => {
                *stream = None;
                break;
            }
            Ok(count) => taken.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
            Err(_) => {
                *stream = None;
                break;
            }
        }
    }
    taken
}
