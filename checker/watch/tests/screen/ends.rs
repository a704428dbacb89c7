//! The terminal is restored, however the screen ends.

use rustix::process::Signal;

use crate::pty::{Terminal, size, still_running};
use crate::workspace::{Workspace, unknown};

/// A running screen, in a raw terminal.
fn at_work(workspace: &Workspace) -> Terminal {
    let mut terminal = Terminal::watch(workspace);
    terminal.shows("`at_first`");
    assert!(terminal.screen().alternate_screen() && terminal.screen().hide_cursor());
    assert!(!terminal.is_cooked());
    terminal
}

pub fn assert_restored(terminal: &Terminal) {
    let screen = terminal.screen();
    assert!(!screen.alternate_screen(), "the old text is back");
    assert!(!screen.hide_cursor(), "the cursor is back");
    assert!(terminal.is_cooked(), "lines are edited again");
}

fn workspace() -> Workspace {
    Workspace::with(&unknown("at_first"), "fn main() {}\n")
}

#[test]
fn by_a_key() {
    for key in ["q", "\x03"] {
        let workspace = workspace();
        let mut terminal = at_work(&workspace);
        terminal.press(key);
        assert!(terminal.end().success());
        assert_restored(&terminal);
    }
}

#[test]
fn by_a_signal() {
    for (signal, words) in
        [(Signal::TERM, "Terminated"), (Signal::HUP, "Hangup"), (Signal::INT, "Interrupt")]
    {
        let workspace = workspace();
        let mut terminal = at_work(&workspace);
        terminal.signal(signal);
        let status = terminal.end();
        assert_eq!(status.signal(), Some(words), "the parent sees the signal");
        assert_restored(&terminal);
        assert_eq!(still_running(workspace.path()), Vec::<String>::new());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn by_a_stop_and_again_after_it() {
    let workspace = workspace();
    let mut terminal = at_work(&workspace);
    for stop in ["by a key", "by a signal"] {
        match stop {
            "by a key" => terminal.press("\x1a"),
            _ => terminal.signal(Signal::TSTP),
        }
        terminal.until("a restored terminal", |terminal| !terminal.screen().alternate_screen());
        terminal.stops();
        assert_restored(&terminal);
        terminal.signal(Signal::CONT);
        terminal.until("the screen again", |terminal| terminal.screen().alternate_screen());
        terminal.shows("`at_first`");
        terminal.press("?");
        terminal.shows("Esc returns to");
        terminal.press("\x1b");
        terminal.shows_no_more("Esc returns to");
        assert!(!terminal.is_cooked());
    }
    terminal.press("q");
    assert!(terminal.end().success());
    assert_restored(&terminal);
}

#[test]
fn without_a_checker() {
    let workspace = workspace();
    let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_checker-watch"));
    command.args(["/nowhere/checker", "/nowhere"]);
    command.cwd(workspace.path());
    let mut terminal = Terminal::start(command, size(80, 24));
    terminal.shows("error:");
    assert_eq!(terminal.end().exit_code(), 3);
    assert_restored(&terminal);
}
