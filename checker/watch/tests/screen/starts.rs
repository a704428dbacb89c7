//! Starting the screen: `checker` alone offers it, and `checker watch` builds and starts it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use portable_pty::CommandBuilder;

use crate::pty::{Terminal, size};
use crate::workspace::{Workspace, checker, second_program};

/// The line in which `checker` alone offers the screen.
const OFFER: &str = "cargo checker watch (or w)";

#[test]
fn at_a_terminal_the_bare_checker_offers_it_in_its_last_line() {
    let workspace = Workspace::new();
    let mut command = CommandBuilder::new(checker());
    command.cwd(workspace.path());
    command.env("CARGO_TARGET_DIR", workspace.path().join("target"));
    let mut terminal = Terminal::start(command, size(100, 40));
    terminal.shows(OFFER);
    let shown = terminal.shown();
    assert!(shown.trim_end().lines().last().is_some_and(|line| line.contains(OFFER)), "{shown}");

    let output = Command::new(checker())
        .current_dir(workspace.path())
        .env("CARGO_TARGET_DIR", workspace.path().join("target"))
        .output()
        .expect("the checker runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("yours to write") && !text.contains(OFFER), "{text}");
}

#[test]
fn a_build_that_waits_for_another_cargo_says_so() {
    let workspace = Workspace::new();
    let go_on = workspace.path().join("go-on");
    let script = format!(
        "#!/bin/sh\necho '    Blocking waiting for file lock on build directory' >&2\n\
         until [ -e '{}' ]; do sleep 0.1; done\nexec '{}' \"$@\"\n",
        go_on.display(),
        env!("CARGO")
    );
    workspace.write("cargo.sh", &script);
    let cargo = workspace.path().join("cargo.sh");
    std::fs::set_permissions(&cargo, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    let mut command = workspace.watch(&[]);
    command.env("CARGO", cargo);
    let mut terminal = Terminal::start(command, size(80, 24));
    terminal.shows("waits for another cargo");
    std::fs::write(go_on, "").expect("a file");
    terminal.shows("yours to write");
    let shown = terminal.shown();
    assert!(!shown.contains("waits for another cargo"), "{shown}");
}

#[test]
fn it_is_built_once_and_then_started_with_its_arguments() {
    let workspace = Workspace::new();
    // A screen that only prints its arguments.
    workspace.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"screen\"]\nexclude = [\"lessons\"]\n",
    );
    workspace.write(
        "screen/Cargo.toml",
        "[package]\nname = \"watch\"\nedition = \"2024\"\n\
         [[bin]]\nname = \"checker-watch\"\npath = \"main.rs\"\n",
    );
    workspace.write(
        "screen/main.rs",
        "fn main() {\n    for word in std::env::args().skip(1) {\n        println!(\"{word}\");\n    }\n}\n",
    );
    // This copy of the second program has no screen beside it yet.
    let target = workspace.path().join("target");
    let copy = target.join("debug/checker");
    std::fs::create_dir_all(target.join("debug")).expect("a folder");
    std::fs::copy(second_program(), &copy).expect("a copy");
    let started_by = |program: &Path, words: &[&str]| {
        let output = Command::new(program)
            .arg("watch")
            .args(words)
            .current_dir(workspace.path())
            .env("CARGO_TARGET_DIR", &target)
            .output()
            .expect("the checker runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&output.stdout), text(&output.stderr), output.status.code())
    };
    let watch = |words: &[&str]| started_by(&copy, words);
    let begin = |checker: &Path| format!("{}\n{}\n", checker.display(), workspace.path().display());
    let (out, err, status) = watch(&["2", "--plain", "--poll"]);
    assert_eq!((out, status), (begin(&copy) + "--poll\n--plain\n2\n", Some(0)), "{err}");
    assert!(err.contains("building the screen (only once"), "{err}");
    let (out, err, status) = watch(&[]);
    assert_eq!((out, status), (begin(&copy), Some(0)));
    // It may say that cargo waits for another cargo.
    assert!(!err.contains("building"), "{err}");
    // The screen reads objects, which the first program cannot write.
    let (out, err, status) = started_by(checker(), &[]);
    assert_eq!((out, status), (begin(&second_program()), Some(0)), "{err}");
    let (out, err, status) = watch(&["one-shto"]);
    assert_eq!((out, status), (String::new(), Some(2)));
    assert!(err.contains("one-shot"), "{err}");
    // A screen that does not build: the error contains the compiler's message.
    workspace.write("screen/main.rs", "fn main() {\n    sit();\n}\n");
    let (_, err, status) = watch(&[]);
    assert_eq!(status, Some(3));
    assert!(err.contains("the screen does not build") && err.contains("`sit`"), "{err}");
}
