//! Programs that try to get a verdict that they do not deserve: they hide from the checker, forge its
//! report, or leave something behind for the next one. Each test runs the checker as an ordinary user,
//! even if the test itself runs as root.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Command as Process, Output, Stdio};

use predicates::prelude::*;
use predicates::str::contains;
use serial_test::parallel;

const ISOLATIONS: [&str; 2] = ["cell", "process"];

/// The isolations of this machine. Prints a note if it does not allow cells.
fn isolations() -> Vec<&'static str> {
    let has_cells = kernel::probe_cells().is_ok();
    if !has_cells {
        eprintln!("skipped in cells: this machine has none");
    }
    ISOLATIONS.into_iter().filter(|name| has_cells || *name != "cell").collect()
}

/// Runs the checker as an ordinary user, even if this test runs as root, which may read everything.
/// `None`, with a note, if that user cannot start it.
fn checker_of_an_ordinary_user(folder: &std::path::Path, arguments: &[&str]) -> Option<Output> {
    let mut command = Process::new(env!("CARGO_BIN_EXE_checker"));
    command.current_dir(folder).args(arguments);
    of_an_ordinary_user(command, &[folder])
}

/// Runs this command as an ordinary user, who becomes the owner of these folders.
fn of_an_ordinary_user(mut command: Process, folders: &[&std::path::Path]) -> Option<Output> {
    const NOBODY: u32 = 65_534;
    // SAFETY: geteuid(2) cannot fail.
    if unsafe { libc::geteuid() } == 0 {
        for folder in folders {
            std::os::unix::fs::chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        command.uid(NOBODY).gid(NOBODY).env("PATH", "/usr/bin:/bin");
    }
    match command.output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("skipped: an ordinary user cannot start the checker here: {error}");
            None
        }
    }
}

/// The kernel hides the process of a program file that may not be read, also from the checker.
#[test]
#[parallel]
fn one_that_runs_an_unreadable_file_has_hidden_itself() {
    let script = "cp $(command -v sleep) ./hidden && chmod 111 hidden && exec ./hidden 1000";
    for isolation in isolations() {
        let folder = tempfile::tempdir().unwrap();
        let server = format!("sh -c {}", shlex::try_quote(script).unwrap());
        let arguments = ["check", "01", "--case", "shouts-back", "--isolation", isolation];
        let arguments = [&arguments[..], &["--server", &server]].concat();
        let Some(output) = checker_of_an_ordinary_user(folder.path(), &arguments) else { return };
        let report = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{report}");
        assert!(contains("made itself unobservable").eval(&report), "{report}");
    }
}

/// A server that hides itself with one call, and then serves correctly or wrongly.
const HIDES: &str = "
import ctypes, socket, sys
ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
host, port = sys.argv[1].rsplit(':', 1)
client = socket.create_server((host, int(port))).accept()[0]
client.sendall(client.recv(1024).upper() if sys.argv[2] == 'rightly' else b'no')
";

#[test]
#[parallel]
fn one_that_hides_itself_is_judged_by_its_behaviour() {
    if Process::new("/usr/bin/python3").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: this machine has no /usr/bin/python3");
        return;
    }
    for (isolation, way) in isolations()
        .into_iter()
        .flat_map(|isolation| [(isolation, "rightly"), (isolation, "wrongly")])
    {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("hides.py"), HIDES).unwrap();
        let server = format!("/usr/bin/python3 hides.py {{addr}} {way}");
        let arguments = ["check", "01", "--case", "shouts-back", "--isolation", isolation];
        let arguments = [&arguments[..], &["--server", &server]].concat();
        let Some(output) = checker_of_an_ordinary_user(folder.path(), &arguments) else { return };
        let report = String::from_utf8_lossy(&output.stdout).into_owned();
        let expected = i32::from(way == "wrongly");
        assert_eq!(output.status.code(), Some(expected), "{isolation}, {way}: {report}");
        assert!(!contains("skipped").eval(&report), "{report}");
    }
}

/// Both cheating programs write their own report to their judge's socket. Lesson 25 gives its client
/// root's rights in its cell.
#[test]
#[parallel]
fn a_forged_report_has_no_effect() {
    if Process::new("/usr/bin/python3").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: this machine has no /usr/bin/python3");
        return;
    }
    let cheats = [
        ("forges_report.py", include_str!("../cheats/forges_report.py")),
        ("forges_by_memory.py", include_str!("../cheats/forges_by_memory.py")),
    ];
    let mut ways: Vec<Vec<&str>> =
        isolations().iter().map(|name| vec!["--isolation", name]).collect();
    if kernel::probe_rooms().is_ok() {
        ways.push(vec!["--isolation", "cell", "--sandbox"]);
    }
    for ((name, text), way) in
        cheats.into_iter().flat_map(|cheat| ways.iter().map(move |way| (cheat, way)))
    {
        if name == "forges_by_memory.py" && !cfg!(target_arch = "x86_64") {
            eprintln!("skipped: {name} needs x86-64");
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), text).unwrap();
        let program = format!("/usr/bin/python3 {name} {{addr}}");
        for [lesson, case, part] in
            [["01", "shouts-back", "--server"], ["25", "all-come-back", "--client"]]
        {
            if lesson == "25" && way.contains(&"process") {
                continue;
            }
            let arguments = [&["check", lesson, "--case", case, part, &program], &way[..]].concat();
            let as_myself = Process::new(env!("CARGO_BIN_EXE_checker"))
                .current_dir(folder.path())
                .args(&arguments)
                .output()
                .unwrap();
            let as_another = checker_of_an_ordinary_user(folder.path(), &arguments);
            for output in [Some(as_myself), as_another].into_iter().flatten() {
                let report = String::from_utf8_lossy(&output.stdout).into_owned();
                assert_eq!(output.status.code(), Some(1), "{name}, {way:?}, {lesson}: {report}");
                assert!(contains(" 0 of 1 case").eval(&report), "{report}");
            }
        }
    }
}

/// Leaves files that are hard to remove: nested folders, deeper than the longest path, and an unreadable
/// folder. In a cell it also leaves System V shared memory.
const LEAVES: &str = "
import ctypes, os, sys
os.mkdir(os.environ['TMPDIR'] + '/closed')
os.mkdir(os.environ['TMPDIR'] + '/closed/inner')
os.chmod(os.environ['TMPDIR'] + '/closed', 0)
if sys.argv[1] == 'cell':
    ctypes.CDLL(None).shmget(int(sys.argv[2]), 4096, 0o1666)
for level in range(1000):
    os.mkdir('deeper')
    os.chdir('deeper')
";

#[test]
#[parallel]
fn everything_that_a_program_leaves_is_removed() {
    if Process::new("/usr/bin/python3").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: this machine has no /usr/bin/python3");
        return;
    }
    let key = 0x0500_0000 + std::process::id();
    for isolation in isolations() {
        let here = tempfile::tempdir().unwrap();
        let script = here.path().join("leaves.py");
        fs::write(&script, LEAVES).unwrap();
        let places = here.path().join("tmp");
        fs::create_dir(&places).unwrap();
        let inside =
            format!("cd $TMPDIR && exec /usr/bin/python3 {} {isolation} {key}", script.display());
        let server = format!("sh -c {}", shlex::try_quote(&inside).unwrap());
        let arguments = ["check", "01", "--case", "shouts-back", "--isolation", isolation];
        let arguments = [&arguments[..], &["--server", &server]].concat();
        let mut checker = Process::new(env!("CARGO_BIN_EXE_checker"));
        checker.current_dir(here.path()).args(arguments).env("TMPDIR", &places);
        let Some(output) = of_an_ordinary_user(checker, &[here.path(), &places]) else { return };
        let report = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(contains("exited with status 0").eval(&report), "{report}");
        let left: Vec<_> = fs::read_dir(&places).unwrap().flatten().map(|one| one.path()).collect();
        assert!(left.is_empty(), "{isolation}: {left:?}");
        let memory = fs::read_to_string("/proc/sysvipc/shm").unwrap_or_default();
        let key = key.to_string();
        assert!(!memory.lines().any(|line| line.split_whitespace().next() == Some(&*key)));
    }
}
