//! If root checks or grades, the programs of strangers run as another user.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use predicates::str::contains;
use serial_test::serial;

use super::checker;
#[cfg(target_os = "linux")]
use super::grade::{Class, reference};
#[cfg(target_os = "linux")]
use super::machines::{Refused, run_without};
use super::strangers::has_sandboxes;

/// Its status is 7 if it runs as root, or sees a file of the machine.
#[cfg(target_os = "linux")]
const LOOKS: &str = "[ $(id -u) = 0 ] || cat /etc/passwd && exit 7; exit 6";

/// Whether strangers' programs get a user of their own here. Prints a note if they do not.
fn has_strangers(in_cells: bool) -> bool {
    let missing = kernel::probe_strangers(in_cells).err();
    if let Some(missing) = &missing {
        eprintln!("skipped: {}", missing.why);
    }
    missing.is_none()
}

/// If root grades, another user and Landlock stand in for namespaces.
#[test]
#[cfg(target_os = "linux")]
#[serial]
fn root_grades_without_namespaces() {
    if !has_strangers(false) || kernel::probe_fences().is_err() {
        return;
    }
    let class = Class::new();
    class.hands_in_lesson("alice", &reference());
    let programs = "[lesson.01]\nserver = \"sh looks.sh\"\n";
    class.hands_in("bob", "socketlings.toml", programs).hands_in("bob", "looks.sh", LOOKS);
    let namespaces = [Refused { call: libc::SYS_unshare, first_argument: None }];
    let words = ["grade", "class", "--lessons", "1", "--seed", "7"];
    let output = run_without(&namespaces, class.folder.path(), &words);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("not from your network"), "{said}");
    assert_eq!(class.json("results/alice.json")["lessons"][0]["status"], "passed");
    let bob = class.read("results/bob.json");
    assert!(bob.contains("exited with status 6"), "{bob}");
}

/// Root's programs of strangers get another user if that user can read them.
#[test]
#[serial]
fn a_program_that_root_starts_is_another_users() {
    if !has_sandboxes() || !has_strangers(true) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (mode, is_root) in [(0o755, false), (0o700, true)] {
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
        for isolation in ["cell", "process"] {
            let words = ["check", "1", "--sandbox", "--case", "shouts-back", "--server"];
            let mut command = checker(folder.path(), &words);
            command.args(["sh -c '[ $(id -u) = 0 ] && exit 7; exit 6'", "--isolation", isolation]);
            let status = if is_root { "status 7" } else { "status 6" };
            command.assert().code(1).stdout(contains(status));
        }
    }
}
