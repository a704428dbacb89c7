//! Rules for the sources: imports go down only, unsafe code is in the kernel's folder alone, no
//! code sleeps,
//! files stay small, and each module begins with a paragraph about its purpose.

mod wording;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The checker's modules. Each floor is above those after it. Modules on one floor do not import each
/// other: `run` and `report` meet only in `events`.
const CHECKER: &[&[&str]] =
    &[&["main"], &["lib"], &["cli"], &["commands"], &["run", "report"], &["course"], &["events"]];

/// The modules of the maintainers' commands. They use the checker.
const DEV: &[&[&str]] = &[
    &["main"],
    &["soak", "mutants", "bench"],
    &["check"],
    &["book", "write"],
    &["trace", "playing"],
    &["players"],
    &["specimens"],
    &["luck"],
    &["flaw", "tree", "progress", "listed"],
];

/// The modules of cases and beliefs. They use the stage, and the checker uses them.
const CASES: &[&[&str]] =
    &[&["lib"], &["lessons", "beliefs"], &["case"], &["scene"], &["rank", "role", "ids"]];

/// The screen's modules. The screen knows only the checker's output, and neither lessons nor cases.
const WATCH: &[&[&str]] = &[
    &["main"],
    &["lib"],
    &["event_loop", "plain"],
    &["keys"],
    &["screen"],
    &["terminal", "app", "saves", "children"],
    &["run", "message", "checker"],
    &["course", "rich", "arguments"],
];

/// The stage's lower floors. Modules on one floor may import each other. All other modules are on
/// the floor
/// of the stage itself.
const STAGE_KERNEL: &str = "kernel";
const STAGE_WORDS: [&str; 4] = ["trace", "breach", "fault", "bytes"];

/// The most lines of a file.
const LONGEST: usize = 400;

/// The most lines of a table of cases, which is read row by row.
const LONGEST_TABLE: usize = 480;

/// All source folders in `checker/`, without the specimens.
const FOLDERS: [&str; 9] = [
    "src",
    "dev/src",
    "dev/tests",
    "cases/src",
    "stage/src",
    "tests",
    "packets/src",
    "watch/src",
    "watch/tests",
];

/// A source file: its path relative to `checker/`, its module path, and its text.
struct Source {
    place: String,
    module: Vec<String>,
    text: String,
}

impl Source {
    /// The code without comments, strings and tests.
    fn code(&self) -> String {
        let tests = self.text.find("#[cfg(test)]\nmod tests").unwrap_or(self.text.len());
        bare(&self.text[..tests])
    }

    fn is_test(&self) -> bool {
        self.module.last().is_some_and(|name| name == "tests")
    }
}

/// The sources of a crate. Each lesson's cases are in the lesson's folder, but belong to the crate
/// of cases.
fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = sources_below(folder, &[]);
    if folder == "cases/src" {
        for lesson in fs::read_dir(root.join("course")).unwrap() {
            let name = lesson.unwrap().file_name().into_string().unwrap();
            if let Some((_, slug)) = name.split_once('-') {
                let module = ["lessons".to_owned(), slug.replace('-', "_")];
                all.extend(sources_below(&format!("course/{name}/cases"), &module));
            }
        }
    }
    all
}

/// The sources in this folder, which is the module `parent`.
fn sources_below(folder: &str, parent: &[String]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join(folder), &mut files);
    files.sort();
    assert!(!files.is_empty(), "there are no sources in {folder}");
    let source = |file: PathBuf| {
        let below = file.strip_prefix(root.join(folder)).unwrap().with_extension("");
        let mut module = parent.to_vec();
        module.extend(below.iter().map(|part| part.to_string_lossy().into_owned()));
        if module.last().is_some_and(|name| name == "mod") {
            module.pop();
        }
        let place = file.strip_prefix(root).unwrap().display().to_string();
        Source { place, module, text: fs::read_to_string(&file).unwrap() }
    };
    files.into_iter().map(source).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The text without comments and strings. It understands as much of Rust as these sources need.
fn bare(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let end = match next {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => end_of_string(rest),
            'r' if !code.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                match end_of_raw_string(rest) {
                    Some(end) => end,
                    None => {
                        code.push(next);
                        rest = &rest[1..];
                        continue;
                    }
                }
            }
            '\'' if rest.starts_with("'\"'") => 3,
            '\'' if rest.starts_with("'\\\"'") => 4,
            _ => {
                code.push(next);
                rest = &rest[next.len_utf8()..];
                continue;
            }
        };
        code.push(' ');
        rest = &rest[end..];
    }
    code
}

fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The end of the raw string, if this is one: `r"…"`, `r#"…"#`.
fn end_of_raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let inside = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(inside.find(&end)? + 2 + hashes + end.len())
}

/// The top-level modules of its own crate that the code names with `crate::…` or `super::…`.
fn imports(module: &[String], code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        found.extend(names(&code[at + "crate::".len()..]));
    }
    for (at, _) in code.match_indices("super::") {
        // Count `super::super::` once, at its first word.
        if code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &code[at..];
        let mut up = 0;
        while let Some(after) = rest.strip_prefix("super::") {
            rest = after;
            up += 1;
        }
        if up == module.len() {
            found.extend(names(rest));
        }
    }
    found
}

/// The first names of a path, or of each path in braces.
fn names(path: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![word(path)] };
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, char) in group.char_indices() {
        match char {
            ',' | '}' if depth == 0 => {
                found.push(word(&group[start..at]));
                start = at + 1;
                if char == '}' {
                    break;
                }
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The words of the code: names, keywords and numbers.
fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// Asserts that no rule is broken, and otherwise shows all lines at once.
fn assert_none(broken: String) {
    assert!(broken.is_empty(), "\n{broken}");
}

/// Imports that do not go down, in a crate with these floors.
fn not_down(folder: &str, floors: &[&[&str]]) -> String {
    let floor = |name: &str| floors.iter().position(|floor| floor.contains(&name));
    let mut broken = String::new();
    for source in sources(folder).iter().filter(|source| !source.is_test()) {
        let own = &source.module[0];
        let Some(at) = floor(own) else {
            let _ = writeln!(broken, "{}: give the module {own} its floor", source.place);
            continue;
        };
        for name in imports(&source.module, &source.code()) {
            // A name that is not a module, such as a re-exported type, does not have a floor.
            let goes_down = name == *own || floor(&name).is_some_and(|other| other > at);
            if !goes_down {
                let _ = writeln!(broken, "{}: {own} must not import {name}", source.place);
            }
        }
    }
    broken
}

#[test]
fn imports_of_the_checker_go_down() {
    assert_none(not_down("src", CHECKER));
}

#[test]
fn imports_of_the_maintainers_commands_go_down() {
    assert_none(not_down("dev/src", DEV));
}

#[test]
fn imports_of_the_cases_go_down() {
    assert_none(not_down("cases/src", CASES));
}

#[test]
fn imports_of_the_screen_go_down() {
    let mut broken = not_down("watch/src", WATCH);
    for source in sources("watch/src") {
        for word in ["cases", "stage"] {
            if source.code().contains(&format!("use {word}::")) {
                let _ = writeln!(broken, "{}: the screen must not import {word}", source.place);
            }
        }
    }
    assert_none(broken);
}

#[test]
fn imports_of_the_stage_go_down() {
    let floor = |name: &str| match name {
        "lib" => 3,
        STAGE_KERNEL => 1,
        _ if STAGE_WORDS.contains(&name) => 0,
        _ => 2,
    };
    let mut broken = String::new();
    for source in sources("stage/src").iter().filter(|source| !source.is_test()) {
        let own = &source.module[0];
        let code = source.code();
        for name in imports(&source.module, &code) {
            // Types that `lib.rs` exports, such as `Stage`, are on the stage's own floor.
            if floor(&name) > floor(own) {
                let _ = writeln!(broken, "{}: {own} must not import {name}", source.place);
            }
        }
        for word in ["checker", "lesson", "belief"] {
            if code.contains(word) {
                let place = &source.place;
                let _ = writeln!(broken, "{place}: the stage must not mention {word}");
            }
        }
    }
    assert_none(broken);
}

#[test]
fn unsafe_code_lives_in_the_kernels_folder() {
    let mut broken = String::new();
    let folders = ["src", "dev/src", "cases/src", "stage/src", "packets/src", "watch/src"];
    for source in folders.into_iter().flat_map(sources) {
        let is_kernel = source.place.starts_with("stage/") && source.module[0] == STAGE_KERNEL;
        if !is_kernel && words(&bare(&source.text)).any(|word| word == "unsafe") {
            let _ = writeln!(broken, "{}: unsafe code belongs in stage/src/kernel", source.place);
        }
    }
    assert_none(broken);
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

#[test]
fn imports_are_read() {
    let module = ["run", "judge"].map(str::to_owned);
    let read = |code: &str| imports(&module, code);
    assert_eq!(read("use crate::report::paint;"), ["report"]);
    assert_eq!(read("use crate::{a::{b, c}, d, e as f};"), ["a", "d", "e"]);
    assert_eq!(read("let x = crate::cli::run();"), ["cli"]);
    assert_eq!(read("use super::cell; use super::super::cli;"), ["cli"]);
    assert_eq!(imports(&module[..1], "use super::{cli, events};"), ["cli", "events"]);
}

#[test]
fn comments_and_strings_are_not_code() {
    assert_eq!(bare("a // crate::b\nc").replace(' ', ""), "a\nc");
    assert_eq!(bare(r#"a("x \" // y", '"', b)"#).replace(' ', ""), "a(,,b)");
    assert_eq!(bare("a(r##\"x \"# // y\"##, r\"\\\", b)").replace(' ', ""), "a(,,b)");
}
