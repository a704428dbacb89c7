//! The key `e` opens the program of the failure shown in the learner's editor.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};

use crate::ends::assert_restored;
use crate::pty::{Terminal, size};
use crate::workspace::{Workspace, reference, unknown};

/// An editor that prints its arguments and its id, and reads one line from the terminal. It saves the
/// line in the file.
const EDITOR: &str = "trap 'echo interrupted' INT
echo \"editing $*, process $$.\"
until read -r line; do :; done
echo \"fn main() { $line(); }\" > \"$2\"
";

/// A workspace whose server does not build.
fn workspace() -> Workspace {
    Workspace::with(&unknown("at_first"), &reference("client"))
}

/// A program in the workspace.
fn program(workspace: &Workspace, name: &str, text: &str) {
    workspace.write(name, &format!("#!/bin/sh\n{text}"));
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(workspace.path().join(name), mode).expect("a mode");
}

/// The screen with this editor as `$EDITOR`.
fn command(workspace: &Workspace) -> CommandBuilder {
    program(workspace, "my editor.sh", EDITOR);
    let mut command = workspace.watch(&[]);
    command.env("EDITOR", format!("'{}' -x", workspace.path().join("my editor.sh").display()));
    command
}

/// The screen while the editor runs, and the editor's process.
fn editing(workspace: &Workspace) -> (Terminal, Pid) {
    let mut terminal = Terminal::start(command(workspace), size(100, 24));
    terminal.shows("`at_first`");
    terminal.press("e");
    terminal.shows(", process ");
    terminal.shows(".\n");
    let shown = terminal.shown();
    let (_, id) = shown.split_once(", process ").expect("an id");
    let id: i32 = id.split_once('.').expect("its end").0.parse().expect("a number");
    (terminal, Pid::from_raw(id).expect("it is not zero"))
}

#[test]
fn an_editor_has_the_terminal_until_it_ends() {
    let workspace = workspace();
    let (mut terminal, _) = editing(&workspace);
    assert_restored(&terminal);
    let file = workspace.file("server.rs");
    let arguments = format!("editing -x {}, process", file.display());
    let shown = terminal.shown().replace('\n', "");
    assert!(shown.contains(&arguments), "{shown}");
    // These keys would quit the screen.
    terminal.press("quit");
    terminal.press("e_it\n");
    terminal.until("the screen again", |terminal| terminal.screen().alternate_screen());
    terminal.shows("`quite_it`");
    assert!(!terminal.is_cooked());
    terminal.press("l");
    terminal.shows("Lessons");
    terminal.press("q");
    assert!(terminal.end().success());
    assert_restored(&terminal);
}

#[test]
fn signals_of_the_terminal_are_for_the_editor() {
    let workspace = workspace();
    let (mut terminal, _) = editing(&workspace);
    terminal.press("\x03");
    terminal.shows("interrupted");
    terminal.press("afterwards\n");
    terminal.shows("`afterwards`");
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
#[cfg(target_os = "linux")]
fn an_editor_that_stops_also_stops_the_screen() {
    let workspace = workspace();
    let (mut terminal, editor) = editing(&workspace);
    kill_process(editor, Signal::STOP).expect("it runs");
    terminal.stops();
    assert_restored(&terminal);
    terminal.signal(Signal::CONT);
    terminal.press("after_a_stop\n");
    terminal.shows("`after_a_stop`");
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn vs_code_opens_the_file_beside_the_screen() {
    let workspace = workspace();
    program(&workspace, "code", "[ \"$1\" = -g ] && echo 'fn main() { in_vs_code(); }' > \"$2\"\n");
    let mut command = command(&workspace);
    command.env("TERM_PROGRAM", "vscode");
    let path = std::env::var("PATH").expect("it is set");
    command.env("PATH", format!("{}:{path}", workspace.path().display()));
    let mut terminal = Terminal::start(command, size(80, 24));
    terminal.shows("`at_first`");
    let before = terminal.bytes.len();
    terminal.press("e");
    terminal.shows("`in_vs_code`");
    let since = String::from_utf8_lossy(&terminal.bytes[before..]);
    assert!(!since.contains("\x1b[?1049l"), "the screen keeps the terminal");
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn a_missing_editor_is_reported() {
    let workspace = workspace();
    for (editor, notice) in [("", "set EDITOR"), ("/nowhere/ed", "cannot start /nowhere/ed")] {
        let mut command = workspace.watch(&[]);
        command.env("EDITOR", editor);
        // A machine with VS Code has `code` in its other folders.
        command.env("PATH", "/nowhere");
        let mut terminal = Terminal::start(command, size(80, 24));
        terminal.shows("does not build yet");
        terminal.press("e");
        terminal.shows(notice);
        terminal.press("q");
        assert!(terminal.end().success());
    }
}
