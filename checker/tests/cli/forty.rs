//! A class of forty, with submissions that hang, flood, fill the disk, are wrong, or do not build. Each
//! gets the result that it gets alone, also after the checker was killed half-way.

use std::collections::BTreeMap;
use std::process::{Command as Process, Stdio};

use serde_json::Value;
use serial_test::serial;

use super::grade::{Class, reference, wrong};

/// The number of submissions.
const ALL: usize = 40;

/// Servers in shell, which need no build, and how many there are of each.
const IN_SHELL: [(&str, &str, usize); 4] = [
    ("exits", "exit 3", 14),
    ("fills", "cat /dev/zero > $HOME/full; exit $(($(wc -c < $HOME/full) >> 20))", 2),
    ("floods", "head -c 30000000 /dev/zero; exec sleep 1000", 2),
    ("hangs", "exec sleep 1000", 7),
];

/// Those in Rust.
const IN_RUST: [(&str, usize); 4] = [("right", 8), ("whole-text", 3), ("closes", 2), ("broken", 2)];

/// The kind of each submission, by the student's name.
fn kinds() -> BTreeMap<String, &'static str> {
    let shell = IN_SHELL.iter().map(|(kind, _, count)| (*kind, *count));
    let kinds = IN_RUST.into_iter().chain(shell).flat_map(|(kind, count)| vec![kind; count]);
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
        ("exits", "exited with status 3"),
        ("fills", "exited with status 64"),
        ("floods", "waits in `sleep`"),
        ("hangs", "waits in `sleep`"),
        ("whole-text", "each-read-is-whole-text"),
    ] {
        let result = alone.read(&format!("results/{kind}.json"));
        let letter = alone.read(&format!("letters/{kind}.md"));
        assert!(result.contains(words) || letter.contains(words), "{kind}: {result}");
    }
}
