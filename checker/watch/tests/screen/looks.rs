//! Snapshots of each screen in a small and in a large window, and tests of difficult windows: narrow,
//! without colours, with wide characters.

use portable_pty::PtySize;

use crate::pty::{Terminal, size};
use crate::svg;
use crate::workspace::{Workspace, project, reference, unknown, wrong};

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 40);

fn sized((columns, rows): (u16, u16)) -> PtySize {
    size(columns, rows)
}

/// One page of all these screens.
#[derive(Default)]
struct Album(String);

impl Album {
    fn add(&mut self, name: &str, terminal: &Terminal) {
        let (_, columns) = terminal.screen().size();
        let line = "═".repeat(usize::from(columns).saturating_sub(name.len() + 4));
        self.0 += &format!("══ {name} {line}\n{}\n", terminal.shown());
    }
}

fn screens(window: (u16, u16)) -> String {
    let workspace = Workspace::new();
    let mut terminal = Terminal::start(workspace.watch(&[]), sized(window));
    let mut album = Album::default();
    let mut add = |name, terminal: &Terminal| album.add(name, terminal);

    terminal.shows("yours to write");
    terminal.shows("0 of 19 kept · 0 of 10 points");
    add("a lesson that is not begun", &terminal);
    workspace.save("server.rs", &wrong());
    workspace.save("client.rs", &reference("client"));
    terminal.shows("14 of 19 kept · 7 of 10 points");
    add("a failure", &terminal);
    terminal.press("\x1b[6~");
    terminal.until("the end of it", |terminal| !terminal.shown().contains('↓') || window == LARGE);
    add("the rest of it", &terminal);
    terminal.press("h");
    terminal.shows("hint 1 of 3");
    terminal.shows("Next hint:");
    terminal.shows_no_more("loading …");
    add("a hint", &terminal);
    terminal.press("t");
    terminal.shows("fails here");
    terminal.shows("The belief behind it");
    terminal.shows_no_more("loading …");
    add("a trace", &terminal);
    terminal.press("x");
    terminal.shows("Read on: cargo checker read 1");
    terminal.shows("recv(2)");
    terminal.shows_no_more("loading …");
    add("a belief", &terminal);
    terminal.press("p");
    terminal.shows("any-language (server)");
    add("the promises", &terminal);
    terminal.press("?");
    terminal.shows("Esc returns to");
    add("the keys", &terminal);
    terminal.press("l");
    terminal.shows("Lessons");
    terminal.press("\x1b[B");
    terminal.shows("› · 02");
    add("the list", &terminal);
    terminal.press("\x1b");
    terminal.shows("promises");
    terminal.press("r");
    terminal.shows("(y/n)");
    add("before a reset", &terminal);
    terminal.press("n");
    terminal.shows("Nothing was reset");
    terminal.press("n");
    terminal.shows("not passed yet");
    add("next, too early", &terminal);
    workspace.save("server.rs", &unknown("accept_one"));
    terminal.shows("does not build yet");
    terminal.shows_no_more("building");
    add("what the compiler says", &terminal);
    workspace.save("server.rs", &reference("server"));
    terminal.shows("Next: 02");
    terminal.shows("1 of 25 passed");
    add("passed", &terminal);
    terminal.press("s");
    terminal.shows("is identical to the reference");
    terminal.shows_no_more("loading …");
    add("the solution", &terminal);
    terminal.press("n");
    terminal.shows("02 · Communication loop");
    terminal.shows("yours to write");
    terminal.press("q");
    assert!(terminal.end().success());
    album.0
}

fn settled(run: impl FnOnce()) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:8888");
    settings.bind(run);
}

#[test]
fn the_screens_in_a_small_window() {
    let screens = screens(SMALL);
    settled(|| insta::assert_snapshot!(screens));
}

#[test]
fn the_screens_in_a_large_window() {
    let screens = screens(LARGE);
    settled(|| insta::assert_snapshot!(screens));
}

/// Every lesson but the first.
fn all_but_the_first() -> Vec<String> {
    let course = std::fs::read_dir(crate::workspace::project().join("checker/course"));
    let names = course.expect("the course").map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    let slugs = names.iter().filter_map(|name| name.split_once('-'));
    slugs.map(|(_, slug)| slug.to_owned()).skip(1).collect()
}

#[test]
fn the_last_lesson_celebrates() {
    let mut album = Album::default();
    for window in [SMALL, LARGE] {
        let workspace = Workspace::solved();
        let passed = all_but_the_first();
        workspace.passed(&passed.iter().map(String::as_str).collect::<Vec<_>>());
        let mut terminal = Terminal::start(workspace.watch(&[]), sized(window));
        terminal.shows("the course is done");
        terminal.shows("25 of 25 passed");
        album.add("the end", &terminal);
        terminal.press("n");
        terminal.shows("All other lessons are passed. l opens");
        terminal.press("q");
        assert!(terminal.end().success());
    }
    insta::assert_snapshot!(album.0);
}

#[test]
fn a_window_that_is_narrow_and_changes() {
    let workspace = Workspace::with(&wrong(), &reference("client"));
    let mut terminal = Terminal::start(workspace.watch(&[]), size(40, 20));
    terminal.shows("14 of 19 kept");
    let mut album = Album::default();
    album.add("forty columns", &terminal);
    for (columns, rows) in [(20, 6), (4, 2), (200, 60)] {
        terminal.resize(columns, rows);
        let drawn = terminal.bytes.len();
        terminal.until("another picture", |terminal| terminal.bytes.len() > drawn);
    }
    terminal.shows("14 of 19 kept · 7 of 10 points");
    terminal.resize(80, 24);
    terminal.shows(" 1–10 of ");
    settled(|| insta::assert_snapshot!(album.0));
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn without_colours_there_are_none() {
    let workspace = Workspace::with(&wrong(), &reference("client"));
    let mut command = workspace.watch(&[]);
    command.env("NO_COLOR", "1");
    command.env("FORCE_HYPERLINK", "1");
    let mut terminal = Terminal::start(command, size(80, 24));
    terminal.shows("1 of 5");
    terminal.press("t");
    terminal.shows("fails here");
    let (rows, columns) = terminal.screen().size();
    for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
        let cell = terminal.screen().cell(row, column).expect("a cell");
        assert_eq!(cell.fgcolor(), vt100::Color::Default, "row {row}, column {column}");
        assert_eq!(cell.bgcolor(), vt100::Color::Default, "row {row}, column {column}");
    }
    let text = String::from_utf8_lossy(&terminal.bytes);
    assert!(!text.contains("\x1b]8;"), "links are escape sequences, too");
    for colour in ["\x1b[31m", "\x1b[32m", "\x1b[38;5;"] {
        assert!(!text.contains(colour), "{colour:?}");
    }
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn titles_and_files_are_links_if_the_terminal_supports_them() {
    let workspace = Workspace::with(&unknown("accept_one"), &reference("client"));
    let mut command = workspace.watch(&[]);
    command.env("FORCE_HYPERLINK", "1");
    let mut terminal = Terminal::start(command, size(80, 24));
    terminal.shows("--> lessons/01-one-shot/src/server.rs:2:5");
    let text = String::from_utf8_lossy(&terminal.bytes).into_owned();
    for file in ["book/src/01-one-shot.md", "lessons/01-one-shot/src/server.rs"] {
        let link = format!("\x1b]8;;file://{}\x1b\\", workspace.path().join(file).display());
        assert!(text.contains(&link), "{file}");
    }
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn chinese_characters_take_two_columns() {
    let server = reference("server");
    let other = server.replacen("make_ascii_uppercase()", "fill(b'?')", 1);
    assert_ne!(server, other);
    let workspace = Workspace::with(&other, &reference("client"));
    let mut terminal = Terminal::start(workspace.watch(&[]), size(100, 30));
    terminal.shows("of 10 points");
    terminal.press("p");
    terminal.shows("你好 abc becomes 你好 ABC");
    // Each character takes two columns, so that the text after it is in the right place.
    let line = terminal.shown().lines().position(|line| line.contains("你好 abc"));
    let row = u16::try_from(line.expect("it is shown")).expect("a row");
    let cells = 0..terminal.screen().size().1;
    let wide = cells
        .filter(|column| terminal.screen().cell(row, *column).is_some_and(|cell| cell.is_wide()));
    assert_eq!(wide.count(), 4);
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn the_picture_in_the_readme_shows_the_screen() {
    let workspace = Workspace::new();
    workspace.passed(&["one-shot"]);
    let course = "checker/course/02-communication-loop";
    for (from, role) in [
        (format!("{course}/wrong/server/read-to-end-is-one-message.rs"), "server"),
        ("solutions/02-communication-loop/src/client.rs".to_owned(), "client"),
    ] {
        workspace.copy(&from, &format!("lessons/02-communication-loop/src/{role}.rs"));
    }
    let mut terminal = Terminal::start(workspace.watch(&["2"]), sized(svg::WINDOW));
    terminal.shows("of 10 points");
    let kept = std::fs::read_to_string(project().join("book/src/pictures/watch.svg"));
    let drawn = svg::of(terminal.screen());
    assert!(
        kept.is_ok_and(|kept| kept == drawn),
        "draw it with `cargo checker dev book`:\n{drawn}"
    );
    assert!(drawn.len() <= 60_000, "{}", drawn.len());
    terminal.press("q");
    assert!(terminal.end().success());
}
