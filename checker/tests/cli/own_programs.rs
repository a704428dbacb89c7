//! Programs in other languages: `socketlings.toml` names them, and each command uses them. The programs are
//! those of the book's page, and its commands build them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

use super::{checker, workspace};

const PAGE: &str = "../book/src/own-programs.md";
const EXAMPLES: &str = "../book/examples/own-programs";

/// A workspace without cargo, with this `socketlings.toml`.
fn with_file(text: &str) -> TempDir {
    let folder = workspace();
    fs::write(folder.path().join("socketlings.toml"), text).unwrap();
    folder
}

/// A workspace with the page's programs in this language, built; `None` if the machine lacks the tool.
fn with_example(language: &str, tool: &str) -> Option<TempDir> {
    if !runs(Process::new(tool).arg(if tool == "go" { "version" } else { "--version" })) {
        eprintln!("skipped: this machine has no {tool}");
        return None;
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(EXAMPLES).join(language);
    let folder = with_file(&fs::read_to_string(source.join("socketlings.toml")).unwrap());
    let mine = folder.path().join("mine");
    fs::create_dir(&mine).unwrap();
    for file in fs::read_dir(source).unwrap().map(|entry| entry.unwrap().path()) {
        fs::copy(&file, mine.join(file.file_name().unwrap())).unwrap();
    }
    for command in build_commands(tool) {
        let mut shell = Process::new("sh");
        shell.args(["-c", &command]).current_dir(folder.path()).env("GOFLAGS", "-mod=mod");
        assert!(runs(&mut shell), "{command}");
    }
    Some(folder)
}

fn runs(command: &mut Process) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// The commands of the page that begin with this tool and build something.
fn build_commands(tool: &str) -> Vec<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE)).unwrap();
    let is_build = |line: &&str| line.starts_with(&format!("{tool} ")) && line.contains(" -o ");
    page.lines().filter(is_build).map(str::to_owned).collect()
}

/// The lesson is passed, without cargo, and recorded.
fn passes(language: &str, tool: &str) {
    let Some(folder) = with_example(language, tool) else { return };
    let run = |words: &[&str]| {
        let mut command = checker(folder.path(), words);
        command.env("CARGO", "/no/such/cargo").assert().success()
    };
    run(&["check", "02"]).stdout(contains("10 of 10 points"));
    run(&["list"]).stdout(contains("✓ 02 Communication loop"));
    run(&["trace", "02", "--case", "spaces-are-sent"]).stdout(contains("connects"));
}

#[test]
fn the_books_python_programs_pass() {
    passes("python", "python3");
}

#[test]
fn the_books_c_programs_pass() {
    assert_eq!(build_commands("cc").len(), 2);
    passes("c", "cc");
}

#[test]
fn the_books_go_programs_pass() {
    assert_eq!(build_commands("go").len(), 2);
    passes("go", "go");
}

#[test]
fn the_page_shows_every_file_of_its_examples() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join(PAGE)).unwrap();
    let files = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for file in files(root.join(EXAMPLES)).flat_map(files) {
        let name = file.strip_prefix(root.join(EXAMPLES)).unwrap().display().to_string();
        assert!(
            page.contains(&format!("{{{{#include ../examples/own-programs/{name}}}}}")),
            "{name}"
        );
    }
}

#[test]
fn a_mistake_in_the_file_is_a_usage_error_with_its_line() {
    for (text, advice) in [
        ("[lesson.comunication-loop]\nserver = 'a'\n", "line 1: there is no lesson"),
        ("[lesson.02]\nservr = 'a'\n", "line 2: there is no key `servr`. Did you mean `server`?"),
        (
            "[lesson.02]\nserver = 'a \"'\n",
            "line 2: the command of `server` cannot be split into words",
        ),
        ("[lesson.02]\nserver = './gone'\n", "line 2: the server cannot be started"),
        ("[lesson.02\n", "line 1: "),
    ] {
        let folder = with_file(text);
        for command in ["check", "trace"] {
            let words = contains("error: socketlings.toml, ").and(contains(advice));
            checker(folder.path(), &[command, "02"]).assert().code(2).stdout("").stderr(words);
        }
        // These commands do not need the file.
        for command in ["hint", "list"] {
            checker(folder.path(), &[command]).assert().success();
        }
    }
}

/// The book's client in C without one of its lines. The case does not list a belief about output.
fn without_the_line(text: &str) -> Option<String> {
    let folder = with_example("c", "cc")?;
    let source = folder.path().join("mine/client.c");
    let program = fs::read_to_string(&source).unwrap();
    assert!(program.contains(text));
    let lines = program.lines().filter(|line| !line.contains(text));
    fs::write(&source, lines.collect::<Vec<_>>().join("\n")).unwrap();
    let build = &build_commands("cc")[1];
    let mut shell = Process::new("sh");
    assert!(runs(shell.args(["-c", build]).current_dir(folder.path())), "{build}");
    let words = ["check", "02", "--case", "reply-in-pieces"];
    let assert = checker(folder.path(), &words).assert().code(1);
    Some(String::from_utf8(assert.get_output().stdout.clone()).unwrap())
}

#[test]
fn output_that_only_a_terminal_shows_is_printed_but_not_flushed() {
    let Some(report) = without_the_line("fflush(") else { return };
    assert!(report.contains("printed, but not flushed"), "{report}");
    assert!(report.contains("explain printed-is-shown"), "{report}");
    // Output that was never printed is not shown on a terminal, either.
    let Some(report) = without_the_line("fwrite(") else { return };
    assert!(!report.contains("printed-is-shown"), "{report}");
    let Some(report) = without_the_line("receive_all(conn, line") else { return };
    assert!(!report.contains("printed-is-shown"), "{report}");
}

/// A program that is missing concerns only its own lesson.
#[test]
fn a_program_of_another_lesson_may_be_missing() {
    let folder = with_file("[lesson.02]\nserver = './gone'\n[lesson.03]\nserver = 'false'\n");
    checker(folder.path(), &["check", "03"])
        .assert()
        .code(1)
        .stdout(contains("03 · Connection loop"));
}

#[test]
fn the_command_line_wins() {
    let folder = with_file("[lesson.01]\nserver = './gone'\n");
    let server = "sh -c 'echo taken >&2; exit 1'";
    let words = ["check", "01", "--case", "address-in-use", "--server", server];
    checker(folder.path(), &words).assert().success();
}

#[test]
fn run_starts_the_program_in_the_folder_of_the_file() {
    let text = "[lesson.02]\nserver = 'echo at {addr}'\nclient = 'sh -c \"pwd; echo $0\"'\n";
    let folder = with_file(text);
    let run = |words: &[&str]| {
        checker(&folder.path().join("lessons"), &[&["run", "2"], words].concat()).assert()
    };
    run(&["server", "here:1", "more"]).success().stdout("at here:1 more\n");
    let root = folder.path().canonicalize().unwrap();
    run(&["client", "here:1"]).success().stdout(format!("{}\nhere:1\n", root.display()));
    run(&["server"]).code(2).stderr(contains("run 2 server 127.0.0.1:8888"));
}

#[test]
fn the_list_names_the_files_of_the_programs() {
    let folder = with_file("[lesson.01]\nserver = 'sh ./lessons/01-one-shot/src/server.rs'\n");
    let output = checker(folder.path(), &["list", "--format", "json"]).output().unwrap();
    let listed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let files = ["lessons/01-one-shot/src/client.rs", "lessons/01-one-shot/src/server.rs"];
    assert_eq!(listed["lessons"][0]["files"], serde_json::json!(files));
}

/// The Rust server does not even build. The server of the file is checked with the Rust client.
#[test]
fn with_one_program_of_two_the_other_is_the_lessons_own() {
    let Some(folder) = with_example("c", "cc") else { return };
    let text = "[lesson.02]\nserver = 'mine/server {addr}'\n";
    fs::write(folder.path().join("socketlings.toml"), text).unwrap();
    let lesson = folder.path().join("lessons/02-communication-loop");
    fs::create_dir_all(lesson.join("src")).unwrap();
    let manifest = "[package]\nname = \"communication-loop\"\nedition = \"2024\"\n\n\
        [[bin]]\nname = \"communication-loop-server\"\npath = \"src/server.rs\"\n\n\
        [[bin]]\nname = \"communication-loop-client\"\npath = \"src/client.rs\"\n";
    fs::write(lesson.join("Cargo.toml"), manifest).unwrap();
    let members = "[workspace]\nresolver = \"3\"\nmembers = [\"lessons/02-communication-loop\"]\n";
    fs::write(folder.path().join("Cargo.toml"), members).unwrap();
    fs::write(lesson.join("src/server.rs"), "this is not Rust").unwrap();
    let client = "../solutions/02-communication-loop/src/client.rs";
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join(client);
    fs::copy(client, lesson.join("src/client.rs")).unwrap();
    let mut command = checker(folder.path(), &["check", "02"]);
    command.env("CARGO_TARGET_DIR", folder.path().join("target"));
    command.assert().success().stdout(contains("10 of 10 points"));
}
