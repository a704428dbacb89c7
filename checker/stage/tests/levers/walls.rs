//! A program under test cannot reach a process outside, writes only in its own folder, and does not see our
//! environment.

use std::fs;
use std::time::Duration;

use serial_test::serial;
use stage::Limits;
use stage::breach::{Instead, On, Wait};

use crate::{breach, kept, specimen, stage, stage_with};

/// The accesses that this machine's fences restrict. `None`, with a note about the reason, if it has no
/// fences.
fn fences() -> Option<&'static str> {
    let found = kernel::probe_fences();
    found.map_err(|missing| eprintln!("skipped: {}: {}", missing.lever, missing.why)).ok()
}

#[test]
#[serial]
fn a_program_reaches_no_process_but_its_own() {
    let Some(keeps_in) = fences() else { return };
    if let Err(missing) = kernel::probe_seccomp() {
        return eprintln!("skipped: {}: {}", missing.lever, missing.why);
    }
    let folder = tempfile::tempdir().unwrap();
    let stage = stage();
    stage.bounds_writing(folder.path());
    let program = kept(stage.starts("client", &specimen(&["walls", "reaches-out"])));
    for line in [
        "trace me: permission denied",
        "trace it: permission denied",
        "read its memory: permission denied",
        "take its descriptor: permission denied",
        "limit myself: allowed",
        "limit it: permission denied",
        "hide: permission denied",
        "open its memory: permission denied",
        "see what it holds: permission denied",
        "signal my child: allowed",
    ] {
        kept(program.prints(format!("{line}\n").as_bytes()));
    }
    let signals = if keeps_in.contains("need") { "allowed" } else { "permission denied" };
    kept(program.prints(format!("signal it: {signals}\n").as_bytes()));
    kept(program.ends_with(0));
}

#[test]
#[serial]
fn a_program_writes_in_its_folder_only() {
    if fences().is_none() {
        return;
    }
    let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(outside.path().join("file"), "text").unwrap();
    let path = |folder: &tempfile::TempDir| folder.path().to_str().unwrap().to_owned();
    let stage = stage();
    stage.bounds_writing(inside.path());
    let words = ["walls", "writes", &path(&inside), &path(&outside)];
    let program = kept(stage.starts("client", &specimen(&words)));
    for line in ["inside: allowed", "read: allowed"] {
        kept(program.prints(format!("{line}\n").as_bytes()));
    }
    for attempt in ["make", "change", "remove", "move away", "bind"] {
        kept(program.prints(format!("{attempt}: permission denied\n").as_bytes()));
    }
    kept(program.ends_with(0));
    let left = fs::read_dir(outside.path()).unwrap().count();
    assert_eq!((left, fs::read(outside.path().join("file")).unwrap()), (1, b"text".to_vec()));
}

#[test]
#[serial]
fn a_program_knows_nothing_of_our_environment() {
    // SAFETY: every test here is serial, and none has a thread that reads the environment.
    unsafe {
        std::env::set_var("SECRET_TOKEN", "secret");
        std::env::set_var("LC_ALL", "C.UTF-8");
    }
    let folder = tempfile::tempdir().unwrap();
    let stage = stage();
    stage.bounds_writing(folder.path());
    let program = kept(stage.starts("client", &specimen(&["walls", "environment"])));
    for line in [
        "one folder: true",
        "empty: true",
        "secret: false",
        "path: true",
        "language: C.UTF-8",
        "written",
    ] {
        kept(program.prints(format!("{line}\n").as_bytes()));
    }
    assert!(folder.path().join("file").exists());
}

/// The program waits for itself and uses no processor time, so even a busy machine does not matter.
#[test]
#[serial]
fn a_program_that_its_child_holds_waits_for_itself() {
    for (way, call) in [("vfork", "vfork"), ("tracer", "ptrace")] {
        let deadline = Duration::from_millis(700);
        let stage = stage_with(Limits { deadline, ..Limits::default() });
        let program = kept(stage.starts("client", &specimen(&["walls", "held", way])));
        kept(program.prints(b"held\n"));
        match breach(program.ends_with(0)).instead {
            Instead::Late { waits, .. } => {
                let held = Wait { call: call.into(), on: On::Itself };
                assert!(waits.contains(&held), "{way}: {waits:?}");
            }
            other => panic!("{way}: {other:?}"),
        }
    }
}
