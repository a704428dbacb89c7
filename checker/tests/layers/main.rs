//! Rules for the sources: imports go down only, unsafe code is in the crate `kernel` alone, no code sleeps,
//! files stay small, and each module begins with a paragraph about its purpose.

mod imports;
mod sources;
mod wording;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use imports::{in_circles, not_down};
use sources::{Source, bare, sources};

/// The checker's modules. Each floor is above those after it. Modules on one floor do not import each
/// other: `run` and `report` meet only in `events`.
const CHECKER: &[&[&str]] = &[
    &["main", "bin"],
    &["lib"],
    &["cli"],
    &["commands"],
    &["run", "report"],
    &["course"],
    &["events"],
];

/// The modules of the maintainers' commands. They use the checker.
const DEV: &[&[&str]] = &[
    &["main"],
    &["soak", "mutants", "bench"],
    &["check", "new"],
    &["book", "write"],
    &["trace", "playing"],
    &["players"],
    &["specimens"],
    &["luck", "picture_list", "screen"],
    &["broken", "flaw", "tree", "progress", "listed"],
];

/// The modules of cases and beliefs. They use the stage, and the checker uses them.
const CASES: &[&[&str]] = &[
    &["lib"],
    &["lessons", "beliefs"],
    &["case"],
    &["scene"],
    &["rank", "role", "ids", "runtimes", "texts", "fields"],
];

/// The screen's modules. The screen knows only the checker's output, and neither lessons nor cases.
const WATCH: &[&[&str]] = &[
    &["main"],
    &["lib"],
    &["event_loop", "plain"],
    &["keys"],
    &["screen"],
    &["terminal", "app", "saves", "children", "input"],
    &["run", "message", "checker", "editor"],
    &["course", "rich", "arguments"],
];

/// The stage's modules. They use the kernel.
const STAGE: &[&[&str]] =
    &[&["lib"], &["peer"], &["program"], &["proof"], &["state"], &["outcome"]];

/// The kernel's modules.
const KERNEL: &[&[&str]] = &[
    &["lib"],
    &["linux", "portable"],
    &["reap", "remove", "terminal"],
    &["common"],
    &["facts", "missing"],
];

/// The most lines of a file.
const LONGEST: usize = 400;

/// The most lines of a table of cases, which is read row by row.
const LONGEST_TABLE: usize = 480;

/// All source folders in `checker/`, without the specimens.
const FOLDERS: [&str; 9] = [
    "src",
    "dev/src",
    "dev/tests",
    "course/src",
    "kernel/src",
    "stage/src",
    "tests",
    "watch/src",
    "watch/tests",
];

/// Asserts that no rule is broken, and otherwise shows all lines at once.
fn assert_none(broken: String) {
    assert!(broken.is_empty(), "\n{broken}");
}

#[test]
fn imports_of_the_checker_go_down_and_never_in_a_circle() {
    let sources = sources("src");
    assert_none(not_down(&sources, CHECKER) + &in_circles(&sources));
}

#[test]
fn imports_of_the_maintainers_commands_go_down() {
    assert_none(not_down(&sources("dev/src"), DEV));
}

#[test]
fn imports_of_the_cases_go_down_and_never_in_a_circle() {
    let sources = sources("course/src");
    assert_none(not_down(&sources, CASES) + &in_circles(&sources));
}

#[test]
fn imports_of_the_screen_go_down() {
    let sources = sources("watch/src");
    let mut broken = not_down(&sources, WATCH);
    for source in sources {
        for word in ["cases", "stage"] {
            if source.code().contains(&format!("use {word}::")) {
                let _ = writeln!(broken, "{}: the screen must not import {word}", source.place);
            }
        }
    }
    assert_none(broken);
}

#[test]
fn imports_of_the_stage_go_down_and_never_in_a_circle() {
    let sources = sources("stage/src");
    assert_none(not_down(&sources, STAGE) + &in_circles(&sources) + &of_lessons(&sources));
}

#[test]
fn imports_of_the_kernel_go_down_and_never_in_a_circle() {
    let sources = sources("kernel/src");
    assert_none(not_down(&sources, KERNEL) + &in_circles(&sources) + &of_lessons(&sources));
}

/// Words that only the floors above the stage know.
fn of_lessons(sources: &[Source]) -> String {
    let mut broken = String::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        let code = source.code();
        for word in ["checker", "lesson", "belief"].into_iter().filter(|word| code.contains(word)) {
            let _ = writeln!(broken, "{}: this floor must not mention {word}", source.place);
        }
    }
    broken
}

#[test]
fn an_import_that_goes_up_is_found_on_every_floor() {
    for floors in [CHECKER, DEV, CASES, WATCH, STAGE, KERNEL] {
        for (at, floor) in floors.iter().enumerate() {
            for (own, above) in pairs(floor, floors[..at].concat()) {
                let text = format!("use crate::{above}::Thing;");
                let found = not_down(&[Source::new(&[own], &text)], floors);
                assert!(!found.is_empty(), "{own} may import {above}");
            }
        }
    }
}

fn pairs<'n>(
    some: &'n [&'n str],
    others: Vec<&'n str>,
) -> impl Iterator<Item = (&'n str, &'n str)> {
    some.iter().flat_map(move |one| others.clone().into_iter().map(|other| (*one, other)))
}

/// The roots of all crates that learners or maintainers run, except `kernel/src/lib.rs`.
const ROOTS: [&str; 10] = [
    "src/lib.rs",
    "src/main.rs",
    "src/bin/cargo-checker.rs",
    "src/bin/socketlings.rs",
    "course/src/lib.rs",
    "dev/src/main.rs",
    "protocol/src/lib.rs",
    "stage/src/lib.rs",
    "watch/src/lib.rs",
    "watch/src/main.rs",
];

#[test]
fn every_crate_but_the_kernel_forbids_unsafe_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let allows = |file: &&str| {
        let text = fs::read_to_string(root.join(file)).unwrap();
        !bare(&text).contains("#![forbid(unsafe_code)]")
    };
    let allowing: Vec<&str> = ROOTS.into_iter().filter(allows).collect();
    assert_eq!(allowing, [""; 0], "unsafe code belongs in kernel/src");
}

#[test]
fn no_code_sleeps() {
    let mut broken = String::new();
    for folder in FOLDERS {
        for source in sources(folder) {
            if bare(&source.text).contains("thread::sleep") {
                let _ = writeln!(broken, "{}: ask the kernel instead of sleeping", source.place);
            }
        }
    }
    assert_none(broken);
}

#[test]
fn files_are_short_and_begin_with_a_paragraph() {
    let mut broken = String::new();
    for folder in FOLDERS {
        for source in sources(folder) {
            let lines = source.text.lines().count();
            let is_table = source.text.contains("pub const CASES: &[Case]");
            let longest = if is_table { LONGEST_TABLE } else { LONGEST };
            if lines > longest {
                let place = &source.place;
                let _ = writeln!(broken, "{place}: {lines} lines, more than {longest}: split it");
            }
            if !source.text.starts_with("//! ") {
                let _ = writeln!(broken, "{}: begin with a `//!` paragraph", source.place);
            }
        }
    }
    assert_none(broken);
}
