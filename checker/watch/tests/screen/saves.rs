//! Saves as editors make them: each is one run.
//!
//! That there was no second run is seen by the save after it: when that one's verdict is shown, the
//! checker has been called once for each of the two.

use std::fs;
use std::time::{Duration, Instant};

use crate::pty::{Terminal, size};
use crate::workspace::{Workspace, reference, unknown};

/// A save is one for as long as its parts follow one another more closely than this: the watcher
/// looks at the files when nothing has come for 15 ms.
const ONE_SAVE: Duration = Duration::from_millis(15);

/// Whether all of it was done in so short a time that it is one save. On a busy machine a program
/// may have to wait in the midst of it: then a look in between is right.
fn in_one_breath(save: impl FnOnce()) -> bool {
    let begun = Instant::now();
    save();
    begun.elapsed() < ONE_SAVE
}

/// Whether the lesson was checked exactly once for `save`, whose verdict shows the word; and once
/// for the save after it.
fn one_run(workspace: &Workspace, terminal: &mut Terminal, how: &str, save: impl Fn(&str)) {
    for attempt in 1..=100 {
        let (word, after) = (format!("{how}_{attempt}"), format!("after_{how}_{attempt}"));
        let before = workspace.checks();
        let is_one = in_one_breath(|| save(&unknown(&word)));
        terminal.shows(&format!("`{word}`"));
        let is_another = in_one_breath(|| workspace.save("server.rs", &unknown(&after)));
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
        // 'backupcopy' unset: a swap file, a trial file, the old one put aside, and a new one.
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
        // As a branch is changed: everything goes, and comes back.
        let source = workspace.file("");
        let aside = workspace.path().join("aside");
        fs::rename(&source, &aside).unwrap();
        fs::write(aside.join("server.rs"), text).unwrap();
        fs::rename(&aside, &source).unwrap();
    });
    left(terminal);
}

#[test]
fn where_nobody_tells_of_saves_they_are_found_all_the_same() {
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
