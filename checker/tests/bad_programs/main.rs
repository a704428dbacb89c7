//! Programs that misbehave, in both isolations. Each gets a clear message and the right exit status,
//! ends by its deadline, and leaves no process behind. Each program is a line of shell. Those that fork without end
//! or take much memory run alone: they would disturb the others.

mod walls;

use std::fs;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use predicates::prelude::*;
use predicates::str::contains;
use serial_test::{parallel, serial};

const ISOLATIONS: [&str; 2] = ["cell", "process"];

/// A number that is only in the command lines of one test's programs.
fn mark(test: u32) -> String {
    format!("{}{test:03}", 40_000 + std::process::id())
}

/// Checks one case of lesson 01 with a shell script as the server.
fn check(isolation: &str, script: &str) -> Assert {
    let folder = tempfile::tempdir().unwrap();
    let server = format!("sh -c {}", shlex::try_quote(script).unwrap());
    Command::new(env!("CARGO_BIN_EXE_checker"))
        .current_dir(folder.path())
        // Messages stay in one line.
        .env("COLUMNS", "1000")
        .args(["check", "01", "--case", "shouts-back", "--isolation", isolation])
        .args(["--server", &server])
        .assert()
        .stderr(contains("panicked").not())
}

/// Asserts that no process on this machine has this mark in its command line.
fn assert_none_left(mark: &str) {
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        let is_this_test = entry.file_name() == std::process::id().to_string().as_str();
        assert!(is_this_test || !line.contains(mark), "still running: {line}");
    }
}

/// The isolations of this machine. Prints a note if it does not allow cells.
fn isolations() -> Vec<&'static str> {
    let has_cells = kernel::probe_cells().is_ok();
    if !has_cells {
        eprintln!("skipped in cells: this machine has none");
    }
    ISOLATIONS.into_iter().filter(|name| has_cells || *name != "cell").collect()
}

/// Asserts that the script fails with this message in each isolation, and leaves no process behind.
fn fails(test: u32, script: &str, words: &str) {
    let mark = mark(test);
    for isolation in isolations() {
        check(isolation, &script.replace("MARK", &mark)).code(1).stdout(contains(words));
        assert_none_left(&mark);
    }
}

#[test]
#[parallel]
fn one_that_never_listens() {
    fails(1, "sleep MARK", "waits in `sleep` for a timer");
}

#[test]
#[parallel]
fn one_that_exits_at_once() {
    fails(2, "exit 3", "exited with status 3");
}

#[test]
#[parallel]
fn one_that_is_killed_by_a_signal() {
    fails(3, "kill -SEGV $$", "SIGSEGV");
}

#[test]
#[parallel]
fn one_that_floods_its_output() {
    fails(4, "exec yes MARK", "kept a processor busy");
    fails(5, "exec yes MARK >&2", "kept a processor busy");
}

#[test]
#[parallel]
fn one_that_spins() {
    fails(
        6,
        "exec </dev/null; while ! read line; do :; done; echo MARK",
        "again and again, `read`",
    );
}

/// Without system calls, an endless computation cannot be told from a slow one.
#[test]
#[parallel]
fn one_that_computes_is_not_judged() {
    let mark = mark(17);
    let script = format!("while :; do :; done; echo {mark}");
    let reasons = contains("it may be slow, or compute for ever").or(contains("is too busy"));
    check("process", &script).code(3).stdout(reasons);
    assert_none_left(&mark);
}

#[test]
#[parallel]
fn one_that_detaches_itself() {
    fails(7, "setsid sh -c 'sleep MARK & sleep MARK' & exit 0", "should listen");
    fails(8, "(setsid sh -c '(setsid sleep MARK &) ; sleep MARK' &) ; sleep MARK", "should listen");
}

#[test]
#[parallel]
fn one_that_closes_its_output() {
    fails(9, "exec >&- 2>&- <&-; sleep MARK", "should listen");
}

#[test]
#[parallel]
fn one_that_ignores_signals() {
    fails(10, "trap '' INT TERM HUP QUIT PIPE; sleep MARK; sleep MARK", "should listen");
}

#[test]
#[serial]
fn one_that_forks_without_end() {
    fails(11, "f() { f MARK & f MARK & wait; }; f MARK", "should be at most 512");
}

#[test]
#[serial]
fn one_that_eats_memory() {
    let server = "import sys\nhoard = []\nwhile True: hoard.append(b'x' * 10**8)  # MARK";
    if Process::new("python3").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: this machine has no python3");
        return;
    }
    fails(12, &format!("exec python3 -c \"{server}\""), "should listen");
}

#[test]
#[serial]
fn one_that_replies_without_end_costs_the_checker_no_memory() {
    if Process::new("python3").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: this machine has no python3");
        return;
    }
    // Random bytes, which cannot be compressed.
    let server = "import os, socket, sys\n\
                  listener = socket.create_server(('127.0.0.1', int(sys.argv[1].split(':')[1])))\n\
                  peer = listener.accept()[0]\n\
                  while True: peer.sendall(os.urandom(1 << 20))";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("server.py");
    fs::write(&file, server).unwrap();
    for isolation in isolations() {
        // A process of the checker that needs more than 100 MB of memory aborts (RLIMIT_DATA), and the
        // case becomes unsure.
        let checker = format!(
            "ulimit -d 100000; exec {} check 01 --case shouts-back --isolation {isolation} \
             --server 'python3 {} {{addr}}'",
            env!("CARGO_BIN_EXE_checker"),
            file.display()
        );
        Command::new("sh")
            .current_dir(folder.path())
            .args(["-c", &checker])
            .assert()
            .code(1)
            .stdout(contains("Alice should hear"));
    }
}

#[test]
#[parallel]
fn one_that_kills_its_parent() {
    let mark = mark(13);
    let doctor = Process::new(env!("CARGO_BIN_EXE_checker")).arg("doctor").output().unwrap();
    let keeps_signals_in =
        contains("signals and abstract sockets").eval(&*String::from_utf8_lossy(&doctor.stdout));
    for isolation in isolations() {
        let assert = check(isolation, &format!("kill -9 $PPID; sleep {mark}"));
        // In a cell the program cannot reach its parent, and hits only itself. Elsewhere a fence blocks
        // the signal. Without a fence it kills the process that judges it: then the case is unsure.
        match isolation {
            "cell" => assert.code(1).stdout(contains("SIGKILL")),
            _ if keeps_signals_in => assert.code(1).stdout(contains("ot permitted")),
            _ => assert.code(3).stdout(contains("signal 9").and(contains("costs no points"))),
        };
        assert_none_left(&mark);
    }
}

/// A killed checker cannot remove its files. The next one does.
#[test]
#[parallel]
fn the_next_checker_removes_the_files_of_a_killed_one() {
    let mark = mark(16);
    for isolation in isolations() {
        let (here, places) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let sign = here.path().join("runs");
        let check = |script: &str| {
            let mut checker = Process::new(env!("CARGO_BIN_EXE_checker"));
            checker
                .current_dir(here.path())
                .args([
                    "check",
                    "01",
                    "--case",
                    "shouts-back",
                    "--isolation",
                    isolation,
                    "--server",
                ])
                .arg(format!("sh -c {}", shlex::try_quote(script).unwrap()))
                .env("TMPDIR", places.path())
                .stdout(Stdio::null());
            checker
        };
        let left = || fs::read_dir(places.path()).unwrap().count();
        let script =
            format!("mkdir $TMPDIR/closed; chmod 0 $TMPDIR/closed; : > runs; sleep {mark}");
        let mut checker = check(&script).spawn().unwrap();
        while !sign.exists() {
            std::thread::yield_now();
        }
        checker.kill().unwrap();
        checker.wait().unwrap();
        wait_until_gone(&mark);
        assert!(left() > 0, "it was killed before it could remove anything");
        check("exit 0").status().unwrap();
        assert_eq!(left(), 0, "{isolation}");
    }
}

#[test]
#[parallel]
fn an_interrupt_leaves_nothing_running() {
    let mark = mark(14);
    for (isolation, signal) in isolations().into_iter().flat_map(|i| [(i, "INT"), (i, "KILL")]) {
        // The program creates a file to show that it runs. Then the checker is interrupted.
        let folder = tempfile::tempdir().unwrap();
        let sign = folder.path().join("runs");
        let script = format!(
            "trap '' INT TERM; setsid sleep {mark} & : > {}; while :; do sleep 3; done",
            sign.display()
        );
        let mut checker = Process::new(env!("CARGO_BIN_EXE_checker"))
            .current_dir(folder.path())
            .args(["check", "01", "--isolation", isolation, "--server"])
            .arg(format!("sh -c {}", shlex::try_quote(&script).unwrap()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !sign.exists() {
            std::thread::yield_now();
        }
        let pid = checker.id().to_string();
        assert!(Process::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        let status = checker.wait().unwrap();
        if signal == "INT" {
            assert_eq!(status.code(), Some(3), "{isolation}");
        } else {
            // The kernel signals the end of the checker to its cells, which then end their programs.
            wait_until_gone(&mark);
        }
        assert_none_left(&mark);
    }
}

#[test]
#[parallel]
fn an_interrupt_ends_a_build_that_hangs() {
    use std::os::unix::fs::PermissionsExt;

    let mark = mark(15);
    let folder = tempfile::tempdir().unwrap();
    let (sign, cargo) = (folder.path().join("runs"), folder.path().join("cargo"));
    let script = format!("#!/bin/sh\nsleep {mark} &\n: > {}\nwait\n", sign.display());
    fs::write(&cargo, script).unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let checker = Process::new(env!("CARGO_BIN_EXE_checker"))
        .env("CARGO", &cargo)
        .args(["check", "01"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !sign.exists() {
        std::thread::yield_now();
    }
    let pid = checker.id().to_string();
    assert!(Process::new("kill").args(["-s", "INT", &pid]).status().unwrap().success());
    let output = checker.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let report = String::from_utf8_lossy(&output.stdout);
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(!report.contains("does not build") && words.contains("interrupted"), "{report}{words}");
    assert_none_left(&mark);
}

/// Waits for the end of the last process with this mark. If one stays, the test hangs, and so fails.
fn wait_until_gone(mark: &str) {
    while Process::new("pgrep").args(["-f", mark]).stdout(Stdio::null()).status().unwrap().success()
    {
        std::thread::yield_now();
    }
}

#[test]
#[parallel]
fn a_program_that_closes_its_output_and_serves_is_right() {
    let build = Process::new(env!("CARGO_BIN_EXE_checker"))
        .args(["check", "01", "--solutions", "--format", "json"])
        .output()
        .unwrap();
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stdout));
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_checker")).parent().unwrap();
    let solution = folder.join("one-shot-server-solution");
    for isolation in isolations() {
        let script = format!("exec >&- 2>&- <&-; exec {} {{addr}}", solution.display());
        check(isolation, &script).code(0);
        let script = format!("yes & exec {} {{addr}}", solution.display());
        check(isolation, &script).code(0);
    }
}

/// The open pipes of a process, without its standard streams.
fn pipes(process: &str) -> Vec<String> {
    let entries = fs::read_dir(format!("/proc/{process}/fd")).unwrap().flatten();
    let is_standard = |name: &str| matches!(name, "0" | "1" | "2");
    entries
        .filter(|entry| !is_standard(&entry.file_name().to_string_lossy()))
        .filter_map(|entry| Some(fs::read_link(entry.path()).ok()?.to_str()?.to_owned()))
        .filter(|target| target.starts_with("pipe:"))
        .collect()
}

fn parent(process: &str) -> String {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    status.lines().find_map(|line| line.strip_prefix("PPid:")).unwrap().trim().into()
}

/// A program may not read its judge's descriptors, so this test reads them, as root.
#[test]
#[parallel]
fn a_judge_does_not_hold_the_pipe_of_the_checkers_signal_handler() {
    if kernel::own_uid() != 0 {
        eprintln!("skipped: only root can read the descriptors of such a process");
        return;
    }
    let mark = mark(18);
    let mut checker = Process::new(env!("CARGO_BIN_EXE_checker"))
        .args(["check", "01", "--case", "shouts-back", "--isolation", "process"])
        .args(["--server", &format!("sh -c 'while :; do :; done; echo {mark}'")])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let is_program = |process: &str| {
        let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        line.starts_with(b"sh\0-c\0") && String::from_utf8_lossy(&line).contains(&mark)
    };
    let program = loop {
        assert_eq!(checker.try_wait().unwrap(), None, "the program did not run");
        let mut names =
            fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.file_name().into_string());
        if let Some(name) = names.find_map(|name| name.ok().filter(|name| is_program(name))) {
            break name;
        }
    };
    let judge = parent(&program);
    let (judges, checkers) = (pipes(&judge), pipes(&checker.id().to_string()));
    assert_eq!(parent(&judge), checker.id().to_string());
    assert!(Process::new("kill").arg(checker.id().to_string()).status().unwrap().success());
    checker.wait().unwrap();
    assert_none_left(&mark);
    assert!(checkers.len() >= 2, "the checker's own pipe is missing: {checkers:?}");
    // The checker inherits cargo's pipes from this test.
    let ours = pipes("self");
    let shared: Vec<&String> =
        checkers.iter().filter(|pipe| judges.contains(pipe) && !ours.contains(pipe)).collect();
    assert!(shared.is_empty(), "{shared:?}");
}
