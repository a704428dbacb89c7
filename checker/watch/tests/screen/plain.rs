//! Without a terminal, or with `--plain`, the screen prints plain verdicts, line by line, again at each
//! save.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{ChildStdout, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::pty::{Terminal, size, still_running};
use crate::workspace::{Workspace, reference, unknown, wrong};

/// Starts `checker watch | …`, and returns its lines.
fn piped(workspace: &Workspace) -> (std::process::Child, BufReader<ChildStdout>) {
    let screen = workspace.watch(&[]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_checker-watch"));
    command.args(screen.get_argv().iter().skip(1).map(|word| word as &OsStr));
    command.env("CARGO_TARGET_DIR", workspace.path().join("target")).env("CLICOLOR_FORCE", "1");
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("it starts");
    let lines = BufReader::new(child.stdout.take().expect("a pipe"));
    (child, lines)
}

/// Reads up to a line that contains these words.
fn up_to(lines: &mut BufReader<ChildStdout>, words: &str) -> String {
    let mut read = String::new();
    while lines.read_line(&mut read).expect("it can be read") > 0 {
        if read.lines().last().is_some_and(|line| line.contains(words)) {
            return read;
        }
    }
    panic!("{words} never came:\n{read}");
}

#[test]
fn verdicts_line_by_line_at_each_save() {
    let workspace = Workspace::with(&wrong(), &reference("client"));
    let (mut child, mut lines) = piped(&workspace);
    let first = up_to(&mut lines, "7 of 10 points");
    // If another cargo delays the build, notes about it come first.
    let (notes, first) = first.split_once("01 · One shot\n").expect("the heading");
    assert!(notes.lines().all(|line| line.starts_with("note: the build waits")), "{notes}");
    assert!(first.contains("✗ shouts-back  The server sends"), "{first}");
    assert!(
        first.contains("The belief behind it: “The whole buffer is the message that I read.”"),
        "{first}"
    );
    workspace.save("server.rs", &unknown("accept_one"));
    let second = up_to(&mut lines, "not found in this scope");
    assert!(second.contains("does not build yet"), "{second}");
    workspace.save("server.rs", &format!("{}\nfn never_called() {{}}\n", reference("server")));
    let third = up_to(&mut lines, "passed · 19 of 19 promises kept · 10 of 10 points");
    assert!(third.contains("warning: function `never_called` is never used"), "{third}");
    for text in [first, &second, &third] {
        assert!(!text.contains('\x1b'), "{text}");
    }
    let pid = Pid::from_raw(child.id().cast_signed()).expect("an id");
    kill_process(pid, Signal::TERM).expect("it runs");
    assert!(!child.wait().expect("it ends").success());
    assert_eq!(still_running(workspace.path()), Vec::<String>::new());
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let workspace = Workspace::with(&unknown("at_first"), &reference("client"));
    let (mut child, mut lines) = piped(&workspace);
    up_to(&mut lines, "at_first");
    drop(lines);
    workspace.save("server.rs", &unknown("nobody_reads_this"));
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn plain_lines_on_a_terminal() {
    let workspace = Workspace::with(&unknown("at_first"), &reference("client"));
    let mut terminal = Terminal::start(workspace.watch(&["--plain"]), size(80, 24));
    terminal.shows("`at_first`");
    workspace.save("server.rs", &reference("server"));
    terminal.shows("passed · 19 of 19 promises kept · 10 of 10 points");
    assert!(!terminal.bytes.contains(&b'\x1b'), "{}", String::from_utf8_lossy(&terminal.bytes));
    assert!(terminal.is_cooked());
    terminal.press("\x03");
    assert_eq!(terminal.end().signal(), Some("Interrupt"));
    assert_eq!(still_running(workspace.path()), Vec::<String>::new());
}
