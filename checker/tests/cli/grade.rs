//! `checker grade`: a class of submissions of every kind. Each test has a class of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use assert_cmd::assert::Assert;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

use super::checker;

pub const ONE_SHOT: &str = "lessons/01-one-shot";

pub fn course() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A class. The results are in its folder `grades`.
pub struct Class {
    pub folder: TempDir,
}

impl Class {
    pub fn new() -> Class {
        Class { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file of this student's submission.
    pub fn hands_in(&self, student: &str, path: &str, text: &str) -> &Class {
        let file = self.path("class").join(student).join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self
    }

    /// Hands in both programs of lesson 01.
    pub fn hands_in_lesson(&self, student: &str, server: &str) -> &Class {
        let client = text_of("solutions/01-one-shot/src/client.rs");
        self.hands_in(student, &format!("{ONE_SHOT}/src/client.rs"), &client);
        self.hands_in(student, &format!("{ONE_SHOT}/src/server.rs"), server)
    }

    pub fn grade(&self, more: &[&str]) -> Assert {
        let words = [&["grade", "class", "--lessons", "1"], more].concat();
        checker(self.folder.path(), &words).assert()
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path("grades").join(path)).unwrap()
    }

    pub fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).unwrap()
    }

    /// The reason for which lesson 01 was not built.
    pub fn not_built(&self, student: &str) -> String {
        let result = self.json(&format!("results/{student}.json"));
        assert_eq!(result["lessons"][0]["status"], "not_built", "{result}");
        result["lessons"][0]["compiler"].as_str().unwrap().to_owned()
    }
}

pub fn text_of(file: &str) -> String {
    fs::read_to_string(course().join(file)).unwrap()
}

pub fn reference() -> String {
    text_of("solutions/01-one-shot/src/server.rs")
}

/// A specimen of lesson 01.
pub fn wrong(name: &str) -> String {
    text_of(&format!("checker/course/01-one-shot/wrong/server/{name}"))
}

/// A build script that makes the server.
fn writes_the_server() -> String {
    format!(
        "fn main() {{ let file = format!(\"{{}}/server.rs\", std::env::var(\"OUT_DIR\").unwrap());
         std::fs::write(file, {:?}).unwrap(); }}",
        // `include!` allows no inner comments.
        reference().lines().filter(|line| !line.starts_with("//!")).collect::<Vec<_>>().join("\n")
    )
}

/// A class with a submission of every kind.
fn motley_class() -> Class {
    let class = Class::new();
    class.hands_in_lesson("alice", &reference());
    let skeleton = format!("{ONE_SHOT}/src/server.rs");
    class.hands_in("bob", &skeleton, &text_of(&skeleton));
    let python = wrong("network-never-fails--python.py");
    class.hands_in("carol", "mine/server.py", &python).hands_in(
        "carol",
        "socketlings.toml",
        "[lesson.01]\nserver = \"python3 -u mine/server.py {addr}\"\n",
    );
    class.hands_in_lesson("dan", "fn main( {");
    fs::create_dir_all(class.path("class/erin")).unwrap();
    class.hands_in_lesson("fay", "include!(concat!(env!(\"OUT_DIR\"), \"/server.rs\"));");
    class.hands_in("fay", &format!("{ONE_SHOT}/build.rs"), &writes_the_server());
    class
}

#[test]
fn each_submission_gets_its_grade_and_a_resumed_class_the_same_grades() {
    let class = motley_class();
    kill_after_the_first_result(&class);
    class.grade(&[]).success().stdout(contains("6 submissions"));
    let grades = class.read("grades.csv");
    let points: Vec<(&str, &str)> =
        grades.lines().skip(1).filter_map(|line| Some((line.split(',').next()?, line))).collect();
    for (student, line) in &points {
        let expected = match *student {
            "alice" | "fay" => &format!("{student},10,10,10,10"),
            "carol" => continue,
            other => &format!("{other},0,10,10,0"),
        };
        assert_eq!(*line, expected);
    }
    assert_eq!(points.len(), 6, "{grades}");
    named_misconceptions(&class);
    assert!(class.not_built("dan").contains("error"), "{}", class.not_built("dan"));
    assert_eq!(class.not_built("erin"), "not handed in");
    assert_eq!(class.not_built("bob"), "not handed in");
    fs::remove_file(class.path("grades/results/dan.json")).unwrap();
    class.grade(&["--seed", "7", "--format", "gradescope,junit"]).success();
    assert_eq!(class.read("grades.csv"), grades);
    assert_eq!(class.json("gradescope/alice.json")["score"], 10);
    assert!(class.read("junit/dan.xml").contains("<testcase name=\"build\""));
}

/// Kills the checker when it has written the first result.
fn kill_after_the_first_result(class: &Class) {
    let mut child = Process::new(env!("CARGO_BIN_EXE_checker"))
        .args(["grade", "class", "--lessons", "1", "--seed", "7"])
        .current_dir(class.folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !class.path("grades/results/alice.json").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!class.path("grades/grades.csv").exists());
}

/// Carol's server believes that the network never fails. Her letter says so and gives no solution.
fn named_misconceptions(class: &Class) {
    let summary = class.json("class.json");
    assert_eq!(summary["beliefs"].as_array().unwrap().len(), 1, "{summary}");
    assert_eq!(summary["beliefs"][0]["belief"], "network-never-fails");
    assert_eq!(summary["beliefs"][0]["students"], serde_json::json!(["carol"]));
    for (file, words) in [
        ("class.html", ["network-never-fails", "<svg", "scope=\"row\""]),
        ("letters/carol.html", ["cargo checker read 03", "<svg", "--seed 7"]),
        ("letters/carol.md", ["The misconception: “Once", "01-one-shot-", "--seed 7"]),
    ] {
        let text = class.read(file);
        assert!(words.iter().all(|word| text.contains(word)), "{file}: {text}");
        assert!(!text.contains("solutions/"), "{file}: {text}");
    }
}

#[test]
fn a_result_is_used_again_only_for_the_same_files_and_seed() {
    let class = Class::new();
    class.hands_in_lesson("alice", "fn main( {");
    class.grade(&["--seed", "7"]).success();
    assert!(class.not_built("alice").contains("error"));
    // Without `--seed`, the seed of the earlier results is used.
    class.grade(&[]).success();
    assert_eq!(class.json("results/alice.json")["seed"], 7);
    class.hands_in_lesson("alice", &reference());
    class.grade(&[]).success();
    assert!(class.read("grades.csv").contains("alice,10,10,10,10"));
    class.grade(&["--seed", "8"]).success();
    assert_eq!(class.json("results/alice.json")["seed"], 8);
}

#[test]
fn names_of_folders_and_words_of_programs_stay_text() {
    let class = Class::new();
    let name = "=<b>`x`";
    let server = "fn main() { panic!(\"<script>\\x1b[2J</script>\"); }";
    class.hands_in_lesson(name, server);
    class.grade(&["--seed", "7"]).success();
    assert!(class.read("grades.csv").contains("\n'=<b>`x`,"));
    let page = class.read("class.html");
    assert!(page.contains("&lt;b&gt;") && !page.contains("<b>"), "{page}");
    let letter = class.read("letters/=_b_`x`.html");
    assert!(letter.contains("&lt;script&gt;"), "{letter}");
    assert!(!letter.contains("<script>") && !letter.contains('\u{1b}'), "{letter}");
}

#[test]
fn a_failure_of_the_checker_costs_no_points_and_is_made_good_later() {
    let class = Class::new();
    class.hands_in_lesson("alice", &reference());
    let words = ["grade", "class", "--lessons", "1", "--seed", "7"];
    let mut without_cargo = checker(class.folder.path(), &words);
    without_cargo.env("PATH", "/nowhere").assert().code(3).stdout(contains("alice: not all"));
    assert!(class.read("grades.csv").contains("alice,0,10,0,0"));
    let result = class.json("results/alice.json");
    assert_eq!((&result["lessons"][0]["status"], &result["seed"]), (&"unsure".into(), &7.into()));
    assert!(class.read("letters/alice.md").contains("the checker failed: cannot start rustc"));
    class.grade(&[]).success();
    assert!(class.read("grades.csv").contains("alice,10,10,10,10"));
}

#[test]
fn a_machine_without_cells_grades_only_what_the_teacher_trusts() {
    let class = Class::new();
    class.hands_in_lesson("alice", "fn main( {");
    let run = |more: &str| {
        let script = format!(
            "echo 0 > /proc/sys/user/max_user_namespaces || exit 99; exec {} grade class --lessons 1{more}",
            env!("CARGO_BIN_EXE_checker"),
        );
        let mut unshare = Process::new("unshare");
        unshare.args(["--user", "--map-root-user", "sh", "-c", &script]);
        unshare.current_dir(class.folder.path()).output().ok()
    };
    let Some(refused) = run("").filter(|output| output.status.code() == Some(3)) else {
        eprintln!("skipped: this machine does not allow limits on namespaces");
        return;
    };
    let words = String::from_utf8_lossy(&refused.stderr);
    assert!(words.contains("this machine lacks cells") && words.contains("--unsafe"), "{words}");
    assert!(!class.path("grades").exists());
    assert_eq!(run(" --unsafe").unwrap().status.code(), Some(0));
    assert!(class.not_built("alice").contains("error"));
}

#[test]
fn a_class_file_changes_lessons_and_points() {
    let class = Class::new();
    class.hands_in_lesson("alice", &reference());
    let file = class.path("class.toml");
    fs::write(&file, "lessons = ['1']\nseed = 7\n[points]\none-shot = 30\n").unwrap();
    let words = ["grade", "class", "--class", "class.toml", "--format", "gradescope"];
    checker(class.folder.path(), &words).assert().success();
    assert!(class.read("grades.csv").contains("alice,30,30,30,30"));
    fs::write(&file, "lessons = ['1']\nseed = 7\n[visibility]\ncore = 'after_due_date'\n").unwrap();
    checker(class.folder.path(), &words).assert().success();
    assert!(class.read("grades.csv").contains("alice,10,10,10,10"));
    assert_eq!(class.json("gradescope/alice.json")["tests"][1]["visibility"], "after_due_date");
    fs::write(&file, "lesons = ['1']\n").unwrap();
    let advice = contains("class.toml: ").and(contains("Did you mean `lessons`?"));
    checker(class.folder.path(), &words).assert().code(2).stdout("").stderr(advice);
}

#[test]
fn a_check_has_the_formats_of_other_systems() {
    let class = Class::new();
    let server = "sh -c 'echo taken >&2; exit 1'";
    let words = ["check", "1", "--case", "address-in-use", "--server", server, "--format"];
    for (format, start) in [("junit", "<?xml"), ("gradescope", "{\n  \"score\"")] {
        let words = [&words[..], &[format]].concat();
        let starts = predicates::str::starts_with(start);
        checker(class.folder.path(), &words).assert().success().stdout(starts);
    }
    // This one is for a commit, and the folder has none.
    let words = [&words[..], &["classroom50"]].concat();
    checker(class.folder.path(), &words).assert().code(3).stderr(contains("git does not know"));
}

#[test]
fn a_folder_without_submissions_is_a_usage_mistake() {
    let class = Class::new();
    class.grade(&[]).code(2).stderr(contains("class: "));
    fs::create_dir(class.path("class")).unwrap();
    class.grade(&[]).code(2).stderr(contains("has no submissions"));
    class.grade(&["--seed", "x"]).code(2);
    assert!(!class.path("grades").exists());
}
