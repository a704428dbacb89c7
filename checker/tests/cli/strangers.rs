//! Strangers' code that tries to get out of its sandbox, as a program and as a build script. Each test shows
//! that the same code gets out without a sandbox.

use std::fs;
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use predicates::str::contains;
use serde_json::Value;
use serial_test::serial;

use super::checker;
use super::grade::{Class, ONE_SHOT, course, reference, text_of};

/// A value in the checker's environment that no stranger may see.
const SECRET: &str = "socketlings-secret-0123456789";

/// Tries everything, and returns the names of what worked. The words in capitals are
/// replaced.
const ATTEMPTS: &str = r#"
fn attempts() -> Vec<String> {
    use std::{fs, net, os::unix::net::UnixStream};
    let secret = ["socketlings-secret-", "0123456789"].concat();
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&secret);
    let mut done = Vec::new();
    for file in FILES {
        if fs::read(file).is_ok() || fs::read_dir(file).is_ok() {
            done.push(format!("read {file}"));
        }
    }
    // The way to the toolchain may lead through there.
    let is_way = |name: &str| [".cargo", ".rustup"].contains(&name);
    for entry in fs::read_dir(HOME).into_iter().flatten().flatten() {
        if !is_way(&entry.file_name().to_string_lossy()) {
            done.push(format!("listed {}", entry.path().display()));
        }
    }
    for (name, value) in std::env::vars() {
        if holds(value.as_bytes()) {
            done.push(format!("variable {name}"));
        }
    }
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        for file in ["environ", "cmdline", "mem", "exe", "root/etc/shadow", "fd"] {
            let path = process.path().join(file);
            let is_own = path.starts_with("/proc/self") || path.starts_with("/proc/thread-self")
                || path.starts_with(format!("/proc/{}", std::process::id()));
            if file == "environ" && fs::read(&path).is_ok_and(|bytes| holds(&bytes)) {
                done.push(format!("secret in {}", path.display()));
            }
            let cmdline = || fs::read_to_string(&path).unwrap_or_default();
            if file == "cmdline" && !is_own && cmdline().contains("--seed") {
                done.push(format!("seed in {}", path.display()));
            }
            if file == "exe" && fs::read_link(&path).is_ok_and(|exe| exe.ends_with("checker")) {
                done.push(format!("checker in {}", path.display()));
            }
        }
    }
    if fs::write("/usr/socketlings-owned", "").is_ok() {
        done.push("wrote to /usr".into());
    }
    // There may be a folder with this name in there, which goes with it.
    let _ = fs::write(OWNED, "");
    if net::TcpStream::connect(("127.0.0.1", PORT)).is_ok() {
        done.push("connected to the machine".into());
    }
    if UnixStream::connect(SOCKET).is_ok() {
        done.push("connected to a socket's path".into());
    }
    done
}
"#;

/// A machine with something to steal.
struct Victim {
    class: Class,
    _socket: UnixListener,
    listener: TcpListener,
}

impl Victim {
    fn new() -> Victim {
        let class = Class::new();
        fs::write(class.path("secret"), SECRET).unwrap();
        let socket = UnixListener::bind(class.path("socket")).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Victim { class, _socket: socket, listener }
    }

    /// The attempts at this machine.
    fn attempts(&self) -> String {
        let home = PathBuf::from(std::env::var_os("HOME").unwrap_or_else(|| "/root".into()));
        let bob = self.class.path("class/bob/lessons/01-one-shot/src/server.rs");
        let solution = course().join("solutions/01-one-shot/src/server.rs");
        let case = course().join("checker/course/01-one-shot/cases/mod.rs");
        let files = [self.class.path("secret"), bob, solution, case, "/etc/passwd".into()];
        ATTEMPTS
            .replace("FILES", &format!("{files:?}"))
            .replace("HOME", &format!("{home:?}"))
            .replace("OWNED", &format!("{:?}", self.class.path("owned")))
            .replace("PORT", &self.listener.local_addr().unwrap().port().to_string())
            .replace("SOCKET", &format!("{:?}", self.class.path("socket")))
    }

    /// The reference, with a first step: it panics with the names of the attempts that worked.
    fn server(&self) -> String {
        let tries = "let done = attempts(); assert!(done.is_empty(), \"got out: {done:?}\");";
        let main = reference().replacen("fn main()", "fn main_of_the_reference()", 1);
        let returns = main.split("fn main_of_the_reference()").nth(1).unwrap();
        let returns = &returns[..returns.find('{').unwrap()];
        format!(
            "{main}\nfn main(){returns}{{ {tries} main_of_the_reference() }}\n{}",
            self.attempts()
        )
    }
}

fn with_secret(mut command: Command) -> Command {
    command.env("SOCKETLINGS_TEST_SECRET", SECRET);
    command
}

/// Prints a note if this machine has no sandboxes.
pub fn has_sandboxes() -> bool {
    let missing = kernel::probe_rooms().err();
    if let Some(missing) = &missing {
        eprintln!("skipped: this machine has no sandboxes ({})", missing.why);
    }
    missing.is_none()
}

#[test]
#[serial]
fn a_submission_reaches_nothing_but_its_own_files() {
    if !has_sandboxes() {
        return;
    }
    let victim = Victim::new();
    let class = &victim.class;
    class.hands_in_lesson("alice", &victim.server()).hands_in_lesson("bob", &reference());
    let words = ["grade", "class", "--lessons", "1", "--seed", "7"];
    with_secret(checker(class.folder.path(), &words)).assert().success();
    let result = class.read("results/alice.json");
    assert!(!result.contains("got out"), "{result}");
    let grades = class.read("grades.csv");
    for student in ["alice", "bob"] {
        assert!(grades.contains(&format!("{student},10,10,10,10")), "{grades}");
    }
    assert!(!class.path("owned").exists());
    // The attempts do work outside of a sandbox.
    let words = [&words[..], &["--unsafe", "--out", "open"]].concat();
    with_secret(checker(class.folder.path(), &words)).assert().success();
    let open = fs::read_to_string(class.path("open/results/alice.json")).unwrap();
    assert!(open.contains("got out: [") && open.contains("secret"), "{open}");
}

/// A workspace of the course, in which lesson 01 is solved and has this build script.
fn workspace_with_script(folder: &Path, script: &str) -> PathBuf {
    checker(folder, &["init", "workspace", "--lessons", "1", "--no-git"]).assert().success();
    let lesson = folder.join("workspace").join(ONE_SHOT);
    for file in ["src/server.rs", "src/client.rs"] {
        fs::write(lesson.join(file), text_of(&format!("solutions/01-one-shot/{file}"))).unwrap();
    }
    fs::write(lesson.join("build.rs"), script).unwrap();
    folder.join("workspace")
}

fn check(workspace: &Path, more: &[&str]) -> Command {
    let words = [&["check", "1", "--seed", "7", "--format", "json"], more].concat();
    let mut command = with_secret(checker(workspace, &words));
    command.env("CARGO_TARGET_DIR", workspace.join("target"));
    command
}

#[test]
#[serial]
fn a_build_script_reaches_nothing_but_the_workspace() {
    if !has_sandboxes() {
        return;
    }
    let victim = Victim::new();
    victim.class.hands_in_lesson("bob", &reference());
    let script = format!(
        "fn main() {{ let done = attempts(); assert!(done.is_empty(), \"got out: {{done:?}}\"); }}\n{}",
        victim.attempts()
    );
    let workspace = workspace_with_script(victim.class.folder.path(), &script);
    check(&workspace, &["--sandbox"]).assert().code(0).stdout(contains("\"passed\""));
    assert!(!victim.class.path("owned").exists());
    // Outside of a sandbox, it does get out.
    let output = check(&workspace, &[]).assert().code(1).get_output().stdout.clone();
    let open = String::from_utf8_lossy(&output).into_owned();
    let ways =
        ["secret", "bob", "solutions", "cases/mod.rs", "to the machine", "to a socket's path"];
    for way in ways {
        assert!(open.contains("got out") && open.contains(way), "{way}: {open}");
    }
}

/// The compiler's words about a build script that takes more than its share.
fn stopped(script: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let workspace = workspace_with_script(folder.path(), script);
    let output = check(&workspace, &["--sandbox"]).assert().code(1).get_output().stdout.clone();
    let report: Value = serde_json::from_slice(&output).unwrap();
    assert_eq!(report["lessons"][0]["status"], "not_built", "{report}");
    report["lessons"][0]["compiler"].as_str().unwrap().to_owned()
}

/// One child after another, so that the machine stays usable until the checker looks.
const FORKS: &str = "
unsafe extern \"C\" { fn fork() -> i32; fn pause() -> i32; }
fn main() { loop { if unsafe { fork() } == 0 { unsafe { pause() }; } std::thread::yield_now(); } }";

const EATS: &str = "fn main() { let hoard = vec![1u8; 4 << 30]; println!(\"{}\", hoard[7]); }";

/// The kernel assigns the blocks, and writes nothing.
const FILLS: &str = "
use std::os::fd::AsRawFd;
unsafe extern \"C\" { fn posix_fallocate(fd: i32, offset: i64, length: i64) -> i32; }
fn main() {
    let folder = std::env::var(\"OUT_DIR\").unwrap();
    for number in 0.. {
        let file = std::fs::File::create(format!(\"{folder}/{number}\")).unwrap();
        let full = unsafe { posix_fallocate(file.as_raw_fd(), 0, 256 << 20) };
        assert_eq!(full, 0);
    }
}";

#[test]
#[serial]
fn a_build_script_gets_its_share_of_the_machine_and_no_more() {
    if !has_sandboxes() {
        return;
    }
    for (script, words) in [
        (FORKS, "it had started 256 processes"),
        (EATS, "memory allocation of 4294967296 bytes failed"),
        (FILLS, "it had written 2 GiB"),
    ] {
        let said = stopped(script);
        assert!(said.contains(words), "{words}: {said}");
    }
}

/// Without namespaces, Landlock keeps a build and a program from reading and writing elsewhere.
#[test]
#[serial]
fn a_machine_without_namespaces_still_bounds_reading_and_writing() {
    let folder = tempfile::tempdir().unwrap();
    let (secret, owned) = (folder.path().join("secret"), folder.path().join("owned"));
    fs::write(&secret, SECRET).unwrap();
    let script = format!(
        "fn main() {{ assert!(std::fs::read({secret:?}).is_err() && std::fs::write({owned:?}, []).is_err()); }}"
    );
    let workspace = workspace_with_script(folder.path(), &script);
    let server = format!("sh -c \"cat {} && exit 7 || exit 6\"", secret.display());
    let run = |more: &[&str]| {
        let script = "echo 0 > /proc/sys/user/max_user_namespaces || exit 99; exec \"$@\"";
        let mut unshare = Process::new("unshare");
        unshare.args(["--user", "--map-root-user", "sh", "-c", script, "sh"]);
        unshare.arg(env!("CARGO_BIN_EXE_checker")).args(["check", "1", "--sandbox"]).args(more);
        unshare.env("CARGO_TARGET_DIR", workspace.join("target")).current_dir(&workspace);
        unshare.output().ok().filter(|output| output.status.code() != Some(99))
    };
    let Some(built) = run(&[]).filter(|_| kernel::probe_fences().is_ok()) else {
        eprintln!("skipped: this machine has no Landlock, or does not allow limits on namespaces");
        return;
    };
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stdout));
    let ran = run(&["--case", "shouts-back", "--server", &server]).unwrap();
    let words = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(words.contains("exited with status 6"), "{words}");
    assert!(!owned.exists());
}

/// Plays one case against this shell script, which is in a sandbox.
fn in_sandbox(script: &str) -> Assert {
    let folder = tempfile::tempdir().unwrap();
    let server = format!("sh -c {}", shlex::try_quote(script).unwrap());
    let words = ["check", "1", "--sandbox", "--case", "shouts-back", "--server", &server];
    let mut command = checker(folder.path(), &words);
    command.env("COLUMNS", "1000").assert()
}

#[test]
#[serial]
fn a_program_gets_its_share_of_the_machine_and_no_more() {
    if !has_sandboxes() {
        return;
    }
    for (script, words) in [
        ("while :; do sleep 1000 & done", "should be at most 512"),
        // It keeps everything that it reads, since it waits for the last line.
        ("tail /dev/zero", "memory of all its processes"),
        ("cat /dev/zero > $HOME/full; exit $(($(wc -c < $HOME/full) >> 20))", "with status 64"),
        ("cat /dev/zero > /tmp/full; exit $(($(wc -c < /tmp/full) >> 20))", "with status 64"),
        ("exec sleep 1000", "waits in `sleep`"),
    ] {
        in_sandbox(script).code(1).stdout(contains(words));
    }
}

/// A forged line of cargo's output names a program that the build has not made.
#[test]
#[serial]
fn a_program_that_the_build_did_not_make_is_not_started() {
    if !has_sandboxes() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let script = "
        fn main() {
            let out = std::env::var(\"OUT_DIR\").unwrap();
            let debug = std::path::Path::new(&out).ancestors().nth(3).unwrap();
            let program = debug.join(\"one-shot-server\");
            std::os::unix::fs::symlink(\"/usr/bin/true\", &program).unwrap();
        }";
    let workspace = workspace_with_script(folder.path(), script);
    let output = check(&workspace, &["--sandbox"]).output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    // Cargo replaces the link, or the checker refuses it.
    assert!(report.contains("\"passed\"") || report.contains("there is no program"), "{report}");
}

/// Ctrl-C ends a build that hangs, with all its processes.
#[test]
#[serial]
fn a_build_that_hangs_leaves_nothing_behind() {
    if !has_sandboxes() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mark = format!("{}", 50_000 + std::process::id());
    let script = format!(
        "fn main() {{ std::process::Command::new(\"setsid\").args([\"sleep\", \"{mark}\"]).status().unwrap(); \
         loop {{ std::thread::park() }} }}"
    );
    let workspace = workspace_with_script(folder.path(), &script);
    let mut child = Process::new(env!("CARGO_BIN_EXE_checker"))
        .args(["check", "1", "--sandbox"])
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .current_dir(&workspace)
        .spawn()
        .unwrap();
    while !runs(&mark) {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::yield_now();
    }
    kernel::signal_process(child.id().cast_signed(), 2).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3));
    assert!(!runs(&mark));
}

/// Whether a process `sleep` has this argument.
fn runs(mark: &str) -> bool {
    let line = format!("sleep\0{mark}\0");
    let lines = fs::read_dir("/proc").unwrap().flatten();
    lines
        .map(|one| fs::read(one.path().join("cmdline")))
        .any(|read| read.is_ok_and(|it| it == line.as_bytes()))
}
