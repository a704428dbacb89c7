//! Every key gets an answer, whatever the learner's program does in the meantime.

use crate::pty::{Terminal, still_running};
use crate::workspace::{Workspace, reference, unknown, wrong};

const SPINS: &str = "fn main() {\n    loop {\n        std::hint::spin_loop();\n    }\n}\n";
const HANGS: &str = "fn main() {\n    loop {\n        std::thread::park();\n    }\n}\n";

#[test]
fn a_program_that_spins_or_hangs_freezes_no_key() {
    // The hang may be proved before the screen shows that the case is running.
    for (program, first) in [(SPINS, "running …"), (HANGS, "shouts-back")] {
        let workspace = Workspace::with(program, program);
        let mut terminal = Terminal::watch(&workspace);
        terminal.shows(first);
        for (key, shows) in [
            ("?", "Esc returns to"),
            ("l", "Lessons"),
            ("h", "hint 1 of 3"),
            ("p", "shouts-back (server)"),
            ("\x1b", "── promises"),
            ("r", "(y/n)"),
            ("x", "Nothing was reset"),
            ("s", "once the lesson is passed"),
            ("n", "not passed yet"),
            ("t", "── Trace"),
            ("\x1b", "── promises"),
        ] {
            terminal.press(key);
            terminal.shows(shows);
        }
        // A save ends the run in progress, with all processes that it has started.
        workspace.save("server.rs", &unknown("after_the_spin"));
        terminal.shows("after_the_spin");
        terminal.press("q");
        assert!(terminal.end().success());
        assert_eq!(still_running(workspace.path()), Vec::<String>::new());
    }
}

#[test]
fn quitting_in_the_middle_of_a_run_leaves_nothing_behind() {
    let workspace = Workspace::with(SPINS, SPINS);
    let mut terminal = Terminal::watch(&workspace);
    terminal.shows("running …");
    terminal.press("q");
    assert!(terminal.end().success());
    assert_eq!(still_running(workspace.path()), Vec::<String>::new());
}

#[test]
fn only_a_key_opens_another_lesson() {
    let workspace = Workspace::solved();
    let mut terminal = Terminal::watch(&workspace);
    terminal.shows("Next: 02 · Communication loop");
    terminal.shows("1 of 25 passed");
    // The lesson is passed, and the screen stays there, save after save.
    let server = reference("server");
    workspace.save("server.rs", &format!("{server}// once more\n"));
    terminal.until("another check", |_| workspace.checks() == 2);
    terminal.shows("Next: 02 · Communication loop");
    assert!(terminal.shown().starts_with(" 01 · One shot"), "{}", terminal.shown());
    terminal.press("n");
    terminal.shows("yours to write");
    assert!(terminal.shown().starts_with(" 02 · Communication loop"), "{}", terminal.shown());
    terminal.press("l");
    terminal.shows("› → 02");
    terminal.press("k");
    terminal.shows("› ✓ 01");
    terminal.press("\r");
    terminal.shows("Next: 02 · Communication loop");
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn a_lesson_can_be_named() {
    let workspace = Workspace::new();
    let mut terminal = Terminal::start(workspace.watch(&["2"]), crate::pty::size(80, 24));
    terminal.shows("yours to write");
    assert!(terminal.shown().starts_with(" 02 · Communication loop"), "{}", terminal.shown());
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn a_reset_asks_first_and_then_checks_again() {
    let workspace = Workspace::with(&wrong(), &reference("client"));
    let mut terminal = Terminal::watch(&workspace);
    terminal.shows("14 of 19 kept");
    terminal.press("r");
    terminal.shows("(y/n)");
    terminal.press("n");
    terminal.shows("Nothing was reset");
    assert_eq!(std::fs::read_to_string(workspace.file("server.rs")).unwrap(), wrong());
    terminal.press("r");
    terminal.shows("(y/n)");
    terminal.press("y");
    terminal.shows("is reset to its first state");
    terminal.shows(".socketlings/backups/01-one-shot-1");
    terminal.press("\x1b");
    terminal.shows("yours to write");
    assert_ne!(std::fs::read_to_string(workspace.file("server.rs")).unwrap(), wrong());
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn a_long_text_can_be_scrolled_and_ends() {
    let workspace = Workspace::with(&wrong(), &reference("client"));
    let mut terminal = Terminal::watch(&workspace);
    terminal.shows("7 of 10 points");
    terminal.shows(" 1–10 of ");
    terminal.press("\x1b[B");
    terminal.shows(" 2–11 of ");
    terminal.press("G");
    terminal.until("the last line", |terminal| !terminal.shown().contains('↓'));
    terminal.shows("replay: cargo checker check 01 --case shouts-back --seed 7");
    terminal.press("g");
    terminal.shows(" 1–10 of ");
    terminal.press("\t");
    terminal.shows("✗ only-what-came  2 of 5");
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn a_picture_is_drawn_again_for_another_window_size() {
    let workspace = Workspace::with(&wrong(), &reference("client"));
    let mut terminal = Terminal::watch(&workspace);
    terminal.shows("7 of 10 points");
    terminal.press("t");
    terminal.shows("fails here");
    // Wrapping the old picture at the new width would break its first line.
    for columns in [60, 100] {
        terminal.resize(columns, 30);
        terminal.until("a picture that fits", |terminal| {
            let shown = terminal.shown();
            let is_first = |line: &&str| line.contains("alice ") && line.contains("[server]");
            let first = shown.lines().find(is_first).map_or(0, |line| line.chars().count());
            shown.contains("fails here") && first + 15 > usize::from(columns)
        });
    }
    terminal.press("q");
    assert!(terminal.end().success());
}
