//! Cells: a stage in its own namespaces. Only a process with one thread can enter a cell. So the
//! specimen program enters it, and plays a scene there with itself.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use kernel::Descendants;
use serial_test::serial;

use crate::load::quiet_and_busy;

/// Whether this machine allows cells. If not, the test prints that, and names what is lost with them.
fn has_cells() -> bool {
    match kernel::probe_cells() {
        Ok(()) => true,
        Err(missing) => {
            eprintln!("skipped, nothing shown: this machine gives no cells ({})", missing.why);
            false
        }
    }
}

fn in_cell(program: &str, words: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.arg("in-cell").args(words).stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn line(of: &mut impl BufRead) -> String {
    let mut line = String::new();
    of.read_line(&mut line).expect("readable");
    line.trim_end().to_owned()
}

const SPECIMEN: &str = env!("CARGO_BIN_EXE_stage-specimen");

/// Both listen on 127.0.0.1:8888 before either goes on.
fn two_at_once(mut commands: [Command; 2]) {
    let mut children: Vec<Child> =
        commands.iter_mut().map(|command| command.spawn().expect("the specimen")).collect();
    let mut outputs: Vec<_> = children
        .iter_mut()
        .map(|child| BufReader::new(child.stdout.take().expect("a pipe")))
        .collect();
    for output in &mut outputs {
        assert_eq!(line(output), "up");
    }
    for child in &mut children {
        child.stdin.as_mut().expect("a pipe").write_all(b"!").expect("it waits for this");
    }
    for (child, output) in children.iter_mut().zip(&mut outputs) {
        assert_eq!(line(output), "kept");
        assert!(child.wait().expect("a child").success());
    }
}

#[test]
#[serial]
fn two_programs_have_the_same_port_at_the_same_time() {
    if has_cells() {
        quiet_and_busy(|_| {
            two_at_once([in_cell(SPECIMEN, &["echo"]), in_cell(SPECIMEN, &["echo"])])
        });
    }
}

#[test]
#[serial]
fn a_cell_needs_no_privileges() {
    if !has_cells() {
        return;
    }
    // The owner of our process's folder is our user.
    let root = std::fs::metadata("/proc/self").expect("a folder").uid() == 0;
    if !root {
        return eprintln!("this test ran without privileges, and so did the others of cells");
    }
    // A place that `nobody` can read, even if another user owns the target folder.
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("specimen");
    std::fs::copy(SPECIMEN, &copy).expect("a copy");
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).expect("ours");
    let as_nobody = || {
        let mut command = in_cell(copy.to_str().expect("a plain name"), &["echo"]);
        command.uid(65534).gid(65534);
        command
    };
    two_at_once([as_nobody(), as_nobody()]);
}

#[test]
#[serial]
fn a_cell_counts_its_processes_from_the_given_number() {
    if !has_cells() {
        return;
    }
    let mut child = in_cell(SPECIMEN, &["numbers"]).spawn().expect("the specimen");
    let mut output = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut output).expect("readable");
    assert_eq!(output, "kept\n");
    child.wait().expect("a child");
}

#[test]
#[serial]
fn nothing_is_left_of_a_cell() {
    if !has_cells() {
        return;
    }
    quiet_and_busy(|_| {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = folder.path().join("lock");
        let words = ["detaches", lock.to_str().expect("a plain name")];
        let mut child = in_cell(SPECIMEN, &words).spawn().expect("the specimen");
        let mut output = String::new();
        // Ends only when no process holds the other end any longer.
        child.stdout.take().expect("a pipe").read_to_string(&mut output).expect("readable");
        assert_eq!(output, "kept\n");
        child.wait().expect("a child");
        let file = File::open(&lock).expect("the detached child made it");
        assert!(file.try_lock().is_ok(), "it is still there");
    });
}

/// Like the test above, but the process in charge is killed in the middle of it.
#[test]
#[serial]
fn a_cell_goes_with_the_process_in_charge() {
    if !has_cells() {
        return;
    }
    let mut child = in_cell(SPECIMEN, &["echo"]).spawn().expect("the specimen");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    assert_eq!(line(&mut output), "up");
    let me = std::process::id() as kernel::Pid;
    assert!(
        Descendants::of_this_process().list().len() >= 3,
        "the process in charge, the cell's first, the server"
    );
    child.kill().expect("ours");
    child.wait().expect("a child");
    // Killed processes take a moment to go, and only the kernel ends them. If an earlier test made this
    // process adopt orphans, they go only once it has waited for them.
    while Descendants::of_this_process().list().iter().any(|pid| *pid != me) {
        let _ = rustix::process::wait(rustix::process::WaitOptions::NOHANG);
        std::thread::yield_now();
    }
}
