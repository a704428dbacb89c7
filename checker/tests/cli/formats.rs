//! The files for other systems keep to their schemas, also where the checker was killed in a lesson.

#[path = "../../schemas/validator.rs"]
mod validator;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use predicates::str::contains;
use serde_json::{Value, json};

use super::checker;
use super::grade::{Class, reference, text_of};
pub use validator::flaws;

/// Kills the checker that builds lesson 01, and builds everything else. It cannot reach the checker from inside a
/// sandbox.
const CARGO: &str =
    "#!/bin/sh\ncase \"$*\" in *one-shot*) kill -9 $PPID;; esac\nexec CARGO \"$@\"\n";

/// Grades lessons 01 and 03 of alice. The checker is killed in lesson 01.
fn class_with_a_crash() -> Class {
    let class = Class::new();
    class.hands_in_lesson("alice", &reference());
    let python = text_of("checker/course/03-connection-loop/right/server/python.py");
    let command = "[lesson.03]\nserver = \"python3 -u server.py {addr}\"\n";
    class.hands_in("alice", "server.py", &python).hands_in("alice", "socketlings.toml", command);
    let cargo = class.path("bin/cargo");
    fs::create_dir(class.path("bin")).unwrap();
    fs::write(&cargo, CARGO.replace("CARGO", &std::env::var("CARGO").unwrap())).unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", class.path("bin").display(), std::env::var("PATH").unwrap());
    let words = ["grade", "class", "--lessons", "1,3", "--seed", "7", "--unsafe"];
    let mut grade = checker(class.path("").as_path(), &words);
    grade.args(["--format", "gradescope,junit"]);
    grade.env("PATH", path).assert().code(3).stdout(contains("alice: not all"));
    class
}

#[test]
fn a_crash_in_one_lesson_is_in_each_file_and_leaves_the_maximum() {
    let class = class_with_a_crash();
    assert!(
        class.read("grades.csv").contains("alice,10,20,10,0,10"),
        "{}",
        class.read("grades.csv")
    );
    let result = class.json("results/alice.json");
    assert_eq!(flaws("result", &result), [""; 0]);
    assert_eq!(points(&result["lessons"][0]), json!(["unsure", 0, 10, 0]));
    assert_eq!(points(&result["lessons"][1]), json!(["passed", 10, 10, 10]));
    let summary = class.json("class.json");
    assert_eq!(flaws("class", &summary), [""; 0]);
    assert_eq!(summary["students"][0]["judged_points"], 10);
    let gradescope = class.json("gradescope/alice.json");
    assert_eq!(flaws("gradescope", &gradescope), [""; 0]);
    assert_eq!(
        (&gradescope["score"], &gradescope["tests"][0]["score"]),
        (&json!(10), &Value::Null)
    );
    assert_eq!(gradescope["tests"][0]["output"], CRASH);
    for file in ["junit/alice.xml", "letters/alice.md", "letters/alice.html"] {
        assert!(class.read(file).contains(CRASH), "{file}: {}", class.read(file));
    }
}

const CRASH: &str = "the checker failed: a signal ended it.";

fn points(lesson: &Value) -> Value {
    json!(["status", "points", "max_points", "judged_points"].map(|key| &lesson[key]))
}
