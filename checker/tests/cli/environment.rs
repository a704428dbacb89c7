//! Faulty environments: ignored signals, no loopback interface, a full disk, low limits, too few
//! namespaces, threads or processes. The checker says what is wrong and does not blame a program.

use std::fs;
use std::path::Path;
use std::process::Command as Process;

use assert_cmd::Command;
use predicates::str::contains;

fn checker(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checker"));
    command.current_dir(folder);
    command
}

/// A case that a tiny shell program can pass: its address is in use, and it reports that.
const CASE: [&str; 6] =
    ["check", "01", "--case", "address-in-use", "--server", "sh -c 'echo taken >&2; exit 1'"];

/// If `SIGCHLD` is ignored, the kernel reaps each child, and its exit status is lost.
#[test]
fn a_caller_that_ignores_sigchld_changes_no_verdict() {
    use std::os::unix::process::CommandExt;

    let folder = tempfile::tempdir().unwrap();
    let mut command = Process::new(env!("CARGO_BIN_EXE_checker"));
    command.args(CASE).current_dir(folder.path());
    // SAFETY: signal(2) with two constants, between fork and exec.
    unsafe {
        command.pre_exec(|| {
            libc::signal(libc::SIGCHLD, libc::SIG_IGN);
            Ok(())
        });
    }
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Checks lesson 01 with a client that does nothing, after `prepare` has changed the machine inside new
/// namespaces. `None` if this machine does not allow such namespaces.
fn on_a_machine(spaces: &[&str], prepare: &str, isolation: &str) -> Option<(i32, String)> {
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "{prepare} || exit 99; exec {} check 01 --isolation {isolation} --client 'sh -c \"exit 1\"'",
        env!("CARGO_BIN_EXE_checker")
    );
    let output = Process::new("unshare")
        .args(["--user", "--map-root-user"])
        .args(spaces)
        .args(["sh", "-c", &script])
        .current_dir("/")
        .env("TMPDIR", folder.path())
        .output()
        .ok()?;
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    // `unshare` also exits with 1, but prints nothing to standard output.
    let code = output.status.code().filter(|code| *code != 99 && !report.is_empty());
    if code.is_none() {
        eprintln!("skipped: {}", String::from_utf8_lossy(&output.stderr));
    }
    Some((code?, report))
}

#[test]
fn without_a_loopback_interface_no_program_is_blamed() {
    let Some((code, report)) = on_a_machine(&["--net"], "true", "process") else { return };
    assert_eq!(code, 3, "{report}");
    assert!(report.contains("the loopback interface does not work"), "{report}");
    assert!(!report.contains("✗"), "{report}");
}

#[test]
fn without_space_on_the_disk_no_program_is_blamed() {
    let mount = "mount -t tmpfs -o size=1m tmpfs $TMPDIR";
    for isolation in ["process", "cell"] {
        let Some((code, report)) = on_a_machine(&["--mount"], mount, isolation) else { return };
        assert_eq!(code, 3, "{report}");
        assert!(report.contains("is full"), "{report}");
    }
    // With space, the same program fails.
    let mount = "mount -t tmpfs -o size=64m tmpfs $TMPDIR";
    let Some((code, report)) = on_a_machine(&["--mount"], mount, "process") else { return };
    assert_eq!(code, 1, "{report}");
}

#[test]
fn with_too_low_bounds_on_files_the_checker_says_which() {
    let folder = tempfile::tempdir().unwrap();
    for (bound, word) in [("--nofile=10:10", "ulimit -n"), ("--fsize=0:0", "ulimit -f")] {
        // Standard error is a file here, so the limit on file sizes applies to it.
        let path = folder.path().join("words");
        let status = Process::new("prlimit")
            .args([
                bound,
                env!("CARGO_BIN_EXE_checker"),
                "check",
                "01",
                "--server",
                "sh -c 'exit 1'",
            ])
            .current_dir(folder.path())
            .stderr(fs::File::create(&path).unwrap())
            .status();
        let Ok(status) = status else {
            eprintln!("skipped: this machine has no prlimit");
            return;
        };
        assert_eq!(status.code(), Some(3), "{bound}");
        let words = fs::read_to_string(path).unwrap();
        assert!(bound.starts_with("--fsize") || words.contains(word), "{words}");
    }
    let output = Process::new("prlimit")
        .args(["--fsize=0:0", env!("CARGO_BIN_EXE_checker"), "check", "01", "--server", "true"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(words.contains("ulimit -f"), "{words}");
}

#[test]
fn paths_that_are_not_utf_8_are_a_usage_error() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = tempfile::tempdir().unwrap();
    let strange = folder.path().join(OsStr::from_bytes(b"strange-\xff"));
    fs::create_dir_all(strange.join("lessons")).unwrap();
    fs::write(strange.join("lessons/course.toml"), "").unwrap();
    checker(&strange)
        .args(["check", "01"])
        .assert()
        .code(2)
        .stderr(contains("workspace is not UTF-8"));
    let [command, arguments @ ..] = CASE;
    checker(folder.path())
        .env("TMPDIR", &strange)
        .arg(command)
        .args(arguments)
        .assert()
        .code(2)
        .stderr(contains("path of TMPDIR is not UTF-8"));
}

#[test]
fn a_json_object_that_cannot_be_written_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = Process::new(env!("CARGO_BIN_EXE_checker"))
        .args(CASE)
        .args(["--format", "json"])
        .current_dir(folder.path())
        .stdout(writer)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(words.contains("could not be written"), "{words}");
}

#[test]
fn with_fewer_namespaces_than_jobs_cases_wait_for_one() {
    let folder = tempfile::tempdir().unwrap();
    for limit in ["net", "pid"] {
        let script = format!(
            "echo 1 > /proc/sys/user/max_{limit}_namespaces && exec {} check 01 --jobs 8 \
             --isolation cell --format json --server 'sh -c \"echo taken >&2; exit 1\"'",
            env!("CARGO_BIN_EXE_checker"),
        );
        let output = Process::new("unshare")
            .args(["--user", "--map-root-user", "sh", "-c", &script])
            .current_dir(folder.path())
            .output();
        let Some(output) = output.ok().filter(|output| output.status.code() != Some(2)) else {
            eprintln!("skipped: this machine does not allow limits on namespaces");
            return;
        };
        let report = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{limit}: {report}");
        assert!(report.contains("failed") && !report.contains("unsure"), "{limit}: {report}");
    }
}

#[test]
fn without_room_for_threads_and_processes_the_checker_says_so() {
    let folder = tempfile::tempdir().unwrap();
    // A separate user with a limit of processes and threads. Only root can become that user.
    for most in [1, 2, 3, 5, 9] {
        let output = Process::new("setpriv")
            .args(["--reuid=54321", "--regid=54321", "--clear-groups", "prlimit"])
            .arg(format!("--nproc={most}"))
            .args([env!("CARGO_BIN_EXE_checker"), "check", "01", "--format", "json"])
            .args(["--server", "sh -c 'exit 1'"])
            .current_dir("/")
            .env("HOME", folder.path())
            .output();
        let Ok(output) = output else {
            eprintln!("skipped: this machine has no setpriv");
            return;
        };
        let words = String::from_utf8_lossy(&output.stderr);
        if words.contains("setresuid") || words.contains("Permission denied") {
            eprintln!("skipped: this user cannot become another user that can run the checker");
            return;
        }
        assert!(!words.contains("panicked"), "{most}: {words}");
        assert!(matches!(output.status.code(), Some(1 | 3)), "{most}: {output:?}");
    }
}
