//! A class of forty, with submissions that hang, flood, fork, fill the disk, look around, are wrong, or do not
//! build. Each gets the result that it gets alone, also after the checker was killed half-way.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command as Process, Stdio};

use serde_json::Value;
use serial_test::serial;

use super::grade::{Class, ONE_SHOT, reference, wrong};

/// The number of submissions.
const ALL: usize = 40;

/// Servers in shell, which need no build, and how many there are of each.
const IN_SHELL: [(&str, &str, usize); 6] = [
    ("exits", "exit 3", 8),
    ("fills", "cat /dev/zero > $HOME/full; exit $(($(wc -c < $HOME/full) >> 20))", 2),
    ("floods", "head -c 300000000 /dev/zero; exec sleep 1000", 1),
    ("forks", "bomb() { bomb | bomb & }; bomb; exec sleep 1000", 1),
    ("hangs", "exec sleep 1000", 6),
    ("nosy", NOSY, 2),
];

/// Its status is 9 if it sees something that is not its own.
const NOSY: &str = "for place in /etc/passwd /etc/shadow /root/.bashrc /home/* /var/log; do
    [ -r $place ] && exit 9
done
for process in /proc/[0-9]*; do
    grep -q [c]hecker $process/cmdline && exit 9
done
(echo > /usr/owned) 2> /dev/null && exit 9
exit 6
";

/// Those in Rust, one in Python, and an empty folder.
const OTHERS: [(&str, usize); 7] = [
    ("right", 6),
    ("whole-text", 3),
    ("closes", 2),
    ("broken", 2),
    ("empty", 1),
    ("nosy-build", 2),
    ("python", 4),
];

const NOSY_BUILD: &str = r#"fn main() {
    for place in ["/etc/passwd", "/etc/shadow", "/home", "/var/log"] {
        assert!(!std::path::Path::new(place).exists(), "{place}");
    }
    assert!(std::net::TcpStream::connect("127.0.0.1:22").is_err());
    assert!(std::fs::write("/usr/owned", "").is_err());
}"#;

/// The kind of each submission, by the student's name.
fn kinds() -> BTreeMap<String, &'static str> {
    let shell = IN_SHELL.iter().map(|(kind, _, count)| (*kind, *count));
    let kinds = OTHERS.into_iter().chain(shell).flat_map(|(kind, count)| vec![kind; count]);
    // Neighbours are of different kinds.
    let named = kinds.enumerate().map(|(at, kind)| (format!("{:02}-{kind}", at * 7 % ALL), kind));
    named.collect()
}

fn hand_in(class: &Class, student: &str, kind: &str) {
    let server = match kind {
        "right" => reference(),
        "whole-text" => wrong("each-read-is-whole-text.rs"),
        "closes" => wrong("close-is-always-polite.rs"),
        "broken" => "fn main( {".to_owned(),
        "nosy-build" => {
            class.hands_in(student, &format!("{ONE_SHOT}/build.rs"), NOSY_BUILD);
            reference()
        }
        "empty" => return fs::create_dir_all(class.path("class").join(student)).unwrap(),
        "python" => {
            let programs = "[lesson.01]\nserver = \"python3 server.py {addr}\"\n";
            class.hands_in(student, "socketlings.toml", programs);
            class.hands_in(student, "server.py", &wrong("network-never-fails--python.py"));
            return;
        }
        _ => {
            let script = IN_SHELL.iter().find(|(name, ..)| *name == kind).unwrap().1;
            let programs = "[lesson.01]\nserver = \"sh server.sh\"\nclient = \"sh -c 'exit 3'\"\n";
            class.hands_in(student, "socketlings.toml", programs);
            class.hands_in(student, "server.sh", script);
            return;
        }
    };
    class.hands_in_lesson(student, &server);
}

/// The verdicts: the status and the points of the lesson, and for each case its status, summary and belief.
fn verdicts(class: &Class, student: &str) -> Value {
    let result = class.json(&format!("results/{student}.json"));
    let lesson = &result["lessons"][0];
    let of_case = |case: &Value| -> Value {
        ["name", "status", "belief"].into_iter().map(|key| case[key].clone()).collect()
    };
    let cases: Vec<Value> = lesson["cases"].as_array().unwrap().iter().map(of_case).collect();
    serde_json::json!([lesson["status"], lesson["points"], lesson["compiler"], cases])
}

fn kill_after(class: &Class, student: &str) {
    let mut child = Process::new(env!("CARGO_BIN_EXE_checker"))
        .args(["grade", "class", "--lessons", "1", "--seed", "7"])
        .current_dir(class.folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !class.path(&format!("grades/results/{student}.json")).exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!class.path("grades/grades.csv").exists());
}

#[test]
#[serial]
fn each_of_forty_gets_the_result_that_it_gets_alone() {
    if let Err(missing) = kernel::probe_rooms() {
        eprintln!("skipped: this machine has no sandboxes ({})", missing.why);
        return;
    }
    let (class, kinds) = (Class::new(), kinds());
    assert_eq!(kinds.len(), ALL);
    for (student, kind) in &kinds {
        hand_in(&class, student, kind);
    }
    kill_after(&class, kinds.keys().nth(ALL / 2).unwrap());
    class.grade(&["--seed", "7"]).success();
    let distinct: BTreeMap<&str, &String> =
        kinds.iter().map(|(name, kind)| (*kind, name)).collect();
    let alone = Class::new();
    for kind in distinct.keys() {
        hand_in(&alone, kind, kind);
        // One class for each kind: those from before are not graded again.
        alone.grade(&["--seed", "7"]).success();
    }
    for (student, kind) in &kinds {
        assert_eq!(verdicts(&class, student), verdicts(&alone, kind), "{student}");
    }
    for (kind, words) in [
        ("right", "\"points\": 10"),
        ("broken", "error"),
        ("empty", "not handed in"),
        ("exits", "exited with status 3"),
        ("fills", "exited with status 64"),
        ("floods", "waits in `sleep`"),
        ("forks", "should be at most 512"),
        ("hangs", "waits in `sleep`"),
        ("nosy", "exited with status 6"),
        ("nosy-build", "\"points\": 10"),
        ("python", "network-never-fails"),
        ("whole-text", "each-read-is-whole-text"),
    ] {
        let result = alone.read(&format!("results/{kind}.json"));
        let letter = alone.read(&format!("letters/{kind}.md"));
        assert!(result.contains(words) || letter.contains(words), "{kind}: {result}");
    }
}
