//! `checker read`: the chapters in the terminal, also without the course's checkout.

use std::fs;

use predicates::prelude::*;
use predicates::str::{contains, starts_with};

use super::{checker, refused, workspace};

#[test]
fn a_chapter_needs_no_workspace() {
    let folder = tempfile::tempdir().unwrap();
    for word in ["9", "framing", "09-framing"] {
        let chapter = starts_with("# 09 Framing\n").and(contains("A panic is always a failure."));
        checker(folder.path(), &["read", word]).assert().success().stdout(chapter);
    }
}

#[test]
fn without_a_name_it_is_the_chapter_of_the_current_lesson() {
    let folder = workspace();
    checker(folder.path(), &["read"]).assert().success().stdout(starts_with("# 01 One shot\n"));
    checker(folder.path(), &["goto", "2"]).assert().success();
    let second = starts_with("# 02 Communication loop\n");
    checker(folder.path(), &["read"]).assert().success().stdout(second);
}

#[test]
fn appendices_have_names() {
    let folder = workspace();
    for (name, title) in
        [("python", "# Python's calls"), ("glossary", "# Glossary"), ("trouble", "# Trouble")]
    {
        checker(folder.path(), &["read", name]).assert().success().stdout(starts_with(title));
    }
    refused(&["read", "troubel"], &["no chapter `troubel`", "`trouble`"]);
    refused(&["read", "1-2"], &["several"]);
}

#[test]
fn a_pipe_gets_no_colours_and_no_pager() {
    let folder = workspace();
    let mut command = checker(folder.path(), &["read", "1"]);
    let plain = contains("\u{1b}").not().and(contains("`127.0.0.1:8888`"));
    command.env("PAGER", "false").assert().success().stdout(plain);
}

#[test]
fn lines_fit_into_the_wanted_width() {
    let folder = workspace();
    let mut command = checker(folder.path(), &["read", "trouble"]);
    let output = command.env("COLUMNS", "50").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (table, _) = text.split_once("## Looking for yourself").unwrap();
    assert!(table.contains("you see: `Connection refused`"), "{text}");
    assert!(table.lines().all(|line| line.chars().count() <= 50), "{table}");
}

#[test]
fn the_command_is_a_link_if_the_book_is_built() {
    let folder = workspace();
    let page = folder.path().join("book/html/01-one-shot.html");
    let link = format!("\u{1b}]8;;file://{}\u{1b}\\cargo checker read 1", page.display());
    let hints = || {
        let mut command = checker(folder.path(), &["hint", "1", "--all"]);
        command.env("FORCE_HYPERLINK", "1").env("CLICOLOR_FORCE", "1").assert().success()
    };
    hints().stdout(contains(&link[..]).not().and(contains("cargo checker read 1")));
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    fs::write(&page, "").unwrap();
    hints().stdout(contains(link));
}

#[test]
fn web_addresses_are_links_and_other_chapters_are_not() {
    let folder = workspace();
    let mut command = checker(folder.path(), &["read", "trouble"]);
    command.env("FORCE_HYPERLINK", "1").env("CLICOLOR_FORCE", "1");
    let address = "https://man7.org/linux/man-pages/man7/ip.7.html";
    let link = format!("\u{1b}]8;;{address}\u{1b}\\ip(7)\u{1b}]8;;\u{1b}\\");
    let chapter = contains("03-connection-loop.md").not();
    command.assert().success().stdout(contains(link).and(chapter));
}
