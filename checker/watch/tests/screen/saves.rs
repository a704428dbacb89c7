//! Saves as editors make them: each starts one run.
//!
//! The save after it shows that there was no second run. When the verdict of that save appears, the
//! checker has been called once for each of the two saves.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use crate::pty::{Terminal, size};
use crate::workspace::{Workspace, reference, unknown};

/// The longest pause within one save: the watcher checks the files after 15 ms without an event.
const ONE_SAVE: Duration = Duration::from_millis(15);

/// Whether the save was quick enough to count as one. On a busy machine the test may have to wait in the
/// middle of a save: then two runs are right.
fn is_one_save(save: impl FnOnce()) -> bool {
    let begun = Instant::now();
    save();
    begun.elapsed() < ONE_SAVE
}

/// Asserts that the lesson is checked exactly once for `save`, whose verdict shows the word, and once
/// for the save after it.
fn one_run(workspace: &Workspace, terminal: &mut Terminal, how: &str, save: impl Fn(&str)) {
    for attempt in 1..=100 {
        let (word, after) = (format!("{how}_{attempt}"), format!("after_{how}_{attempt}"));
        let before = workspace.checks();
        let is_one = is_one_save(|| save(&unknown(&word)));
        terminal.shows(&format!("`{word}`"));
        let is_another = is_one_save(|| workspace.save("server.rs", &unknown(&after)));
        terminal.shows(&format!("`{after}`"));
        if is_one && is_another {
            assert_eq!(workspace.checks() - before, 2, "{word}");
            return;
        }
    }
    panic!("this machine does not let a program save a file in {ONE_SAVE:?}");
}

fn opened(workspace: &Workspace, words: &[&str]) -> Terminal {
    let mut terminal = Terminal::start(workspace.watch(words), size(80, 24));
    terminal.shows("`at_first`");
    terminal
}

fn left(mut terminal: Terminal) {
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn each_way_to_save_is_one_run() {
    let workspace = Workspace::with(&unknown("at_first"), &reference("client"));
    let mut terminal = opened(&workspace, &[]);
    let file = workspace.file("server.rs");
    one_run(&workspace, &mut terminal, "in_place", |text| fs::write(&file, text).unwrap());
    one_run(&workspace, &mut terminal, "renamed_over", |text| {
        let new = workspace.file(".server.rs.tmp");
        fs::write(&new, text).unwrap();
        fs::rename(new, &file).unwrap();
    });
    one_run(&workspace, &mut terminal, "as_vim_does", |text| {
        // With 'backupcopy' unset: a swap file, a trial file, the old file renamed, and a new file.
        let (swap, trial) = (workspace.file(".server.rs.swp"), workspace.file("4913"));
        let backup = workspace.file("server.rs~");
        fs::write(&swap, "b0VIM").unwrap();
        fs::write(&trial, "").unwrap();
        fs::remove_file(trial).unwrap();
        fs::rename(&file, &backup).unwrap();
        fs::write(&file, text).unwrap();
        fs::remove_file(backup).unwrap();
        fs::remove_file(swap).unwrap();
    });
    one_run(&workspace, &mut terminal, "as_emacs_does", |text| {
        let (lock, auto) = (workspace.file(".#server.rs"), workspace.file("#server.rs#"));
        std::os::unix::fs::symlink("me@here.1:2", &lock).unwrap();
        fs::write(&auto, text).unwrap();
        fs::copy(&file, workspace.file("server.rs~")).unwrap();
        fs::write(&file, text).unwrap();
        fs::remove_file(auto).unwrap();
        fs::remove_file(lock).unwrap();
    });
    one_run(&workspace, &mut terminal, "several_files_at_once", |text| {
        fs::write(&file, text).unwrap();
        fs::write(workspace.file("client.rs"), "fn main() {}\n").unwrap();
        fs::write(workspace.file("more.rs"), "// not a module yet\n").unwrap();
    });
    one_run(&workspace, &mut terminal, "the_folder_anew", |text| {
        // As if a branch were changed: all files disappear and come back.
        let source = workspace.file("");
        let aside = workspace.path().join("aside");
        fs::rename(&source, &aside).unwrap();
        fs::write(aside.join("server.rs"), text).unwrap();
        fs::rename(&aside, &source).unwrap();
    });
    left(terminal);
}

/// The lesson's programs are shell scripts beside `lessons`, which the file names while the screen runs.
#[test]
fn a_save_of_a_program_that_socketlings_toml_names_is_noticed() {
    let workspace = Workspace::with(&unknown("at_first"), &reference("client"));
    let mut terminal = opened(&workspace, &[]);
    let says =
        |word: &str| workspace.write("mine/server.sh", &format!("echo '{word}' >&2; exit 1\n"));
    says("my_own_server");
    let file = "[lesson.01]\nserver = 'sh mine/server.sh'\nclient = 'false'\n";
    workspace.write("socketlings.toml", file);
    terminal.shows("my_own_server");
    terminal.shows("mine/server.sh");
    says("my_better_server");
    terminal.shows("my_better_server");
    left(terminal);
}

/// A program is not there until the compiler has written it.
#[test]
fn a_program_that_is_compiled_later_is_noticed() {
    let workspace = Workspace::with(&unknown("at_first"), &reference("client"));
    workspace.write("mine/server.c", "");
    let mut terminal = opened(&workspace, &[]);
    let file = "[lesson.01]\nserver = 'mine/server'\nclient = 'false'\n";
    workspace.write("socketlings.toml", file);
    terminal.shows("cannot be started");
    workspace.write("new", "#!/bin/sh\necho 'compiled_now' >&2; exit 1\n");
    let new = workspace.path().join("new");
    fs::set_permissions(&new, fs::Permissions::from_mode(0o755)).unwrap();
    fs::rename(new, workspace.path().join("mine/server")).unwrap();
    terminal.shows("compiled_now");
    left(terminal);
}

#[test]
fn polling_finds_saves_without_file_events() {
    let workspace = Workspace::with(&unknown("at_first"), &reference("client"));
    let mut terminal = opened(&workspace, &["--poll"]);
    let file = workspace.file("server.rs");
    one_run(&workspace, &mut terminal, "in_place", |text| fs::write(&file, text).unwrap());
    one_run(&workspace, &mut terminal, "renamed_over", |text| {
        let new = workspace.file(".server.rs.tmp");
        fs::write(&new, text).unwrap();
        fs::rename(new, &file).unwrap();
    });
    left(terminal);
}
