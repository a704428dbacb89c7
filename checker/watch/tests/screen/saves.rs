//! Saves as editors make them: each is one run, and what is none is none.
//!
//! That there was no second run is seen by the save after it: when that one's verdict is shown, the
//! checker has been called once for each of the two.

use std::fs;

use crate::pty::{Terminal, size};
use crate::workspace::{Workspace, reference, unknown};

/// Whether the lesson was checked exactly once for `save`, whose verdict shows `word`; and once for
/// the save after it.
fn one_run(workspace: &Workspace, terminal: &mut Terminal, word: &str, save: impl FnOnce(&str)) {
    let before = workspace.checks();
    save(&unknown(word));
    terminal.shows(&format!("`{word}`"));
    let after = format!("after_{word}");
    workspace.save("server.rs", &unknown(&after));
    terminal.shows(&format!("`{after}`"));
    assert_eq!(workspace.checks() - before, 2, "{word}");
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
fn what_changes_nothing_is_no_save() {
    let workspace = Workspace::with(&unknown("at_first"), &reference("client"));
    let mut terminal = opened(&workspace, &[]);
    let file = workspace.file("server.rs");
    let before = workspace.checks();
    // The same bytes again; files that editors keep; a file of another lesson.
    fs::write(&file, unknown("at_first")).unwrap();
    fs::write(workspace.file(".server.rs.swp"), "b0VIM").unwrap();
    fs::write(workspace.file("server.rs~"), "old").unwrap();
    fs::File::open(&file).unwrap().set_modified(std::time::SystemTime::now()).unwrap();
    workspace.write("lessons/02-communication-loop/src/server.rs", "fn main() {}\n");
    fs::read(&file).unwrap();
    workspace.save("server.rs", &unknown("a_save_at_last"));
    terminal.shows("`a_save_at_last`");
    assert_eq!(workspace.checks() - before, 1);
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
