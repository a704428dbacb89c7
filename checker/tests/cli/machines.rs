//! Machines that lack something: cells, cargo, lessons that build, or a writable folder. The checker
//! says what is missing, and does everything that works without it.

use std::fs;
use std::path::Path;
use std::process::Command as Process;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serial_test::serial;
use tempfile::TempDir;

fn checker(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checker"));
    // Other tests build packages with the same name at the same time.
    command.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    command
}

/// A workspace with lesson 01 and this server.
fn workspace(server: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let lesson = folder.path().join("lessons/01-one-shot");
    fs::create_dir_all(lesson.join("src")).unwrap();
    fs::write(folder.path().join("lessons/course.toml"), "").unwrap();
    fs::write(
        folder.path().join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"lessons/01-one-shot\"]\n",
    )
    .unwrap();
    fs::write(
        lesson.join("Cargo.toml"),
        "[package]\nname = \"one-shot\"\nedition = \"2024\"\n\
         [[bin]]\nname = \"one-shot-server\"\npath = \"src/server.rs\"\n\
         [[bin]]\nname = \"one-shot-client\"\npath = \"src/client.rs\"\n",
    )
    .unwrap();
    fs::write(lesson.join("src/server.rs"), server).unwrap();
    fs::write(lesson.join("src/client.rs"), "fn main() {}\n").unwrap();
    folder
}

/// A case that a tiny shell program can pass: its address is in use, and it reports that.
const CASE: [&str; 6] =
    ["check", "01", "--case", "address-in-use", "--server", "sh -c 'echo taken >&2; exit 1'"];

#[test]
fn where_namespaces_are_refused_cases_run_in_process_groups() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "echo 0 > /proc/sys/user/max_user_namespaces && exec {} {} --format json",
        env!("CARGO_BIN_EXE_checker"),
        shlex::try_join(CASE).unwrap()
    );
    let output = Process::new("unshare")
        .args(["--user", "--map-root-user", "sh", "-c", &script])
        .current_dir(folder.path())
        .output();
    let Some(output) = output.ok().filter(|output| output.status.code() == Some(0)) else {
        eprintln!("skipped: this machine does not allow limits on namespaces");
        return;
    };
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(out.contains("\"isolation\": \"process\""), "{out}");
    assert!(err.contains("process groups"), "{err}");
    // `--isolation cell` is not replaced silently.
    let script = script.replace("--format json", "--isolation cell");
    let output = Process::new("unshare")
        .args(["--user", "--map-root-user", "sh", "-c", &script])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("--isolation process"), "{err}");
}

#[test]
fn a_lesson_that_needs_a_cell_is_skipped_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let arguments =
        ["check", "25", "--client", "true", "--isolation", "process", "--format", "json"];
    let output = checker(folder.path()).args(arguments).assert().code(0).get_output().clone();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let lesson = &report["lessons"][0];
    assert_eq!((&lesson["status"], &lesson["points"]), (&"skipped".into(), &0.into()));
    let cases = lesson["cases"].as_array().expect("cases");
    let with_reason = |case: &serde_json::Value| {
        case["status"] == "skipped" && case["summary"].as_str().unwrap().contains("only root")
    };
    assert!(cases.len() > 10 && cases.iter().all(with_reason), "{report:#}");
}

#[test]
fn without_cargo_it_says_where_cargo_comes_from() {
    let folder = workspace("fn main() {}\n");
    checker(folder.path())
        .args(["check", "01"])
        .env("PATH", folder.path())
        .env_remove("CARGO")
        .assert()
        .code(3)
        .stderr(contains("rustup.rs").and(contains("panicked").not()));
}

#[test]
fn a_lesson_that_does_not_build_shows_the_compilers_own_words() {
    let folder = workspace("fn main() {\n    let listener = bind();\n}\n");
    checker(folder.path())
        .args(["check", "01"])
        .assert()
        .code(1)
        .stdout(contains("cannot find function `bind`").and(contains("server.rs:2")));
    checker(folder.path())
        .args(["check", "01", "--format", "json"])
        .assert()
        .code(1)
        .stdout(contains("\"status\": \"not_built\""));
}

#[test]
fn events_are_printed_as_they_happen() {
    let folder = workspace("fn main() {\n    let listener = bind();\n}\n");
    let events_with = |colours: &str| {
        let arguments = ["check", "01", "--format", "events"];
        let output = checker(folder.path())
            .args(arguments)
            .env(colours, "1")
            .assert()
            .code(1)
            .get_output()
            .clone();
        let lines = String::from_utf8(output.stdout).expect("text");
        let object = |line: &str| serde_json::from_str(line).expect("an object a line");
        lines.lines().map(object).collect::<Vec<serde_json::Value>>()
    };
    let events = events_with("NO_COLOR");
    let names: Vec<&str> = events.iter().filter_map(|event| event["event"].as_str()).collect();
    assert_eq!(names, ["begun", "building", "not_built", "over"]);
    let words = events[2]["compiler"].as_str().expect("the compiler's words");
    assert!(words.starts_with("error[E0425]: cannot find function `bind`"), "{words}");
    assert!(!words.contains('\u{1b}'), "{words}");
    let painted = events_with("CLICOLOR_FORCE");
    let words = painted[2]["compiler"].as_str().expect("the compiler's words");
    assert!(words.contains("\u{1b}["), "no colours: {words:?}");
}

#[test]
fn a_manifest_that_cannot_be_read_shows_cargos_own_words() {
    let folder = workspace("fn main() {}\n");
    fs::write(folder.path().join("lessons/01-one-shot/Cargo.toml"), "[package\n").unwrap();
    checker(folder.path())
        .args(["check", "01"])
        .assert()
        .code(1)
        .stdout(contains("Cargo.toml").and(contains("unclosed table").or(contains("expected"))));
}

#[test]
fn programs_that_were_not_built_are_reported() {
    let folder = workspace("fn main() {}\n");
    checker(folder.path())
        .args(["check", "01", "--no-build"])
        .env("PATH", "/nowhere")
        .assert()
        .code(predicate::in_iter([0, 1]))
        .stderr(contains("panicked").not());
}

#[test]
fn a_workspace_that_cannot_be_written_costs_only_the_progress() {
    let folder = workspace("fn main() {}\n");
    // Not even root can make a folder in the place of a file.
    fs::write(folder.path().join(".socketlings"), "").unwrap();
    checker(folder.path())
        .args(["check", "01"])
        .assert()
        .code(1)
        .stdout(contains("One shot"))
        .stderr(contains("could not be saved").and(contains("panicked").not()));
}

/// A system call that the machine refuses, with any or with one first argument.
#[cfg(target_os = "linux")]
#[derive(Clone, Copy)]
pub struct Refused {
    pub call: i64,
    pub first_argument: Option<i32>,
}

/// Runs the checker in the course on a machine that refuses these calls.
#[cfg(target_os = "linux")]
fn checker_without(refused: &[Refused], arguments: &[&str]) -> std::process::Output {
    run_without(refused, &Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), arguments)
}

/// Runs the checker in this folder on a machine that refuses these calls with `EPERM`, as many containers do
/// (seccomp(2)). All processes that the checker starts inherit the filter.
#[cfg(target_os = "linux")]
pub fn run_without(refused: &[Refused], folder: &Path, arguments: &[&str]) -> std::process::Output {
    use std::os::unix::process::CommandExt;

    let step =
        |code: u32, jt: u8, jf: u8, k: u32| libc::sock_filter { code: code as u16, jt, jf, k };
    let load = libc::BPF_LD | libc::BPF_W | libc::BPF_ABS;
    let is = libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K;
    let answer = libc::BPF_RET | libc::BPF_K;
    // The number of the call is the first word of `struct seccomp_data`. The first argument begins at
    // byte 16.
    let mut program = Vec::new();
    for one in refused {
        program.push(step(load, 0, 0, 0));
        match one.first_argument {
            None => program.push(step(is, 0, 1, one.call as u32)),
            Some(argument) => {
                program.push(step(is, 0, 3, one.call as u32));
                program.push(step(load, 0, 0, 16));
                program.push(step(is, 0, 1, argument as u32));
            }
        }
        program.push(step(answer, 0, 0, libc::SECCOMP_RET_ERRNO | libc::EPERM as u32));
    }
    program.push(step(answer, 0, 0, libc::SECCOMP_RET_ALLOW));
    let mut command = Process::new(env!("CARGO_BIN_EXE_checker"));
    command.current_dir(folder).args(arguments);
    // SAFETY: two calls of prctl(2) between fork and exec, on memory that lives until then.
    unsafe {
        command.pre_exec(move || {
            let filter =
                libc::sock_fprog { len: program.len() as u16, filter: program.as_ptr().cast_mut() };
            let taken = libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
                && libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const filter)
                    == 0;
            if taken { Ok(()) } else { Err(std::io::Error::last_os_error()) }
        });
    }
    command.output().expect("the checker runs, with a filter")
}

#[cfg(target_os = "linux")]
fn statuses(output: &std::process::Output) -> Vec<(String, String)> {
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let cases = report["lessons"][0]["cases"].as_array().expect("cases").clone();
    let word = |case: &serde_json::Value, key: &str| case[key].as_str().unwrap_or("").to_owned();
    cases.iter().map(|case| (word(case, "status"), word(case, "summary"))).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn without_sock_diag_cases_that_need_it_are_skipped_and_no_program_is_blamed() {
    let netlink = Refused { call: libc::SYS_socket, first_argument: Some(libc::AF_NETLINK) };
    for isolation in ["cell", "process"] {
        let arguments =
            ["check", "03", "--solutions", "--isolation", isolation, "--format", "json"];
        let output = checker_without(&[netlink], &arguments);
        if output.status.code() == Some(3) && output.stdout.is_empty() {
            eprintln!("skipped in a {isolation}: {}", String::from_utf8_lossy(&output.stderr));
            continue;
        }
        let statuses = statuses(&output);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{:#?}",
            statuses
                .iter()
                .filter(|one| one.0 == "failed" || one.0 == "unsure")
                .collect::<Vec<_>>()
        );
        let skipped = statuses.iter().filter(|(status, _)| status == "skipped").count();
        assert!(skipped > 0 && skipped < statuses.len(), "{statuses:?}");
        let with_reason = |(status, words): &(String, String)| {
            status == "passed" || (status == "skipped" && words.contains("sock_diag"))
        };
        assert!(statuses.iter().all(with_reason), "{statuses:?}");
    }
}

// A fork bomb of another test would stop the checker at the deadline.
#[test]
#[cfg(target_os = "linux")]
#[serial]
fn without_facts_about_programs_right_ones_pass_and_hangs_are_found_at_the_deadline() {
    let refused = [libc::SYS_pidfd_getfd, libc::SYS_process_vm_readv]
        .map(|call| Refused { call, first_argument: None });
    let arguments = ["check", "02", "--solutions", "--format", "json"];
    let output = checker_without(&refused, &arguments);
    assert_eq!(output.status.code(), Some(0), "{:?}", statuses(&output));
    let arguments = ["check", "01", "--case", "shouts-back", "--format", "json"];
    let arguments = [&arguments[..], &["--server", "sh -c 'read line'"]].concat();
    let output = checker_without(&refused, &arguments);
    assert_eq!(output.status.code(), Some(1), "{:?}", statuses(&output));
}
