//! The mutants that cargo-mutants finds in the references. It only lists them
//! (`cargo mutants --list --json`), because it would run tests, and our tests are the cases.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use serde_json::Value;

use checker::course::Lesson;

/// One small change to a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// Its file, relative to the workspace.
    pub file: String,
    /// Its name in cargo-mutants: `FILE:LINE:COLUMN: replace == with != in run`.
    pub name: String,
    /// The function that contains it; `None` outside of functions.
    pub function: Option<String>,
    /// The text that replaces the text between `start` and `end`.
    pub replacement: String,
    /// Line and column, both counted from 1, the column in characters. `end` is after the last
    /// character.
    pub start: (usize, usize),
    pub end: (usize, usize),
    /// The trimmed text of the line in which it begins.
    pub line: String,
}

impl Mutant {
    /// The change without its place and its function: `replace == with !=`.
    pub fn change(&self) -> &str {
        let change = self.name.splitn(4, ':').nth(3).unwrap_or(&self.name).trim();
        match change.rsplit_once(" in ") {
            Some((change, function)) if self.function.as_deref() == Some(function) => change,
            _ => change,
        }
    }
}

/// The mutants of these lessons' references.
pub fn list(root: &Path, lessons: &[&'static Lesson]) -> anyhow::Result<Vec<Mutant>> {
    let mut command = Command::new("cargo");
    command.current_dir(root).args(["mutants", "--list", "--json"]);
    for lesson in lessons {
        command.args(["--package", &lesson.solution_package()]);
    }
    let output = command.output().context("cannot start cargo")?;
    anyhow::ensure!(
        output.status.success(),
        "cargo-mutants failed to list the mutants (`cargo install cargo-mutants --locked` installs \
         it): {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    let mut mutants = parse(&output.stdout).context("reading the list of cargo-mutants")?;
    for mutant in &mut mutants {
        let text = fs::read_to_string(root.join(&mutant.file))?;
        mutant.line = text.lines().nth(mutant.start.0 - 1).unwrap_or_default().trim().into();
    }
    Ok(mutants)
}

fn parse(text: &[u8]) -> anyhow::Result<Vec<Mutant>> {
    let all: Vec<Value> = serde_json::from_slice(text)?;
    all.iter().map(|value| one(value).context("a mutant lacks a field")).collect()
}

fn one(value: &Value) -> Option<Mutant> {
    let text = |key: &str| Some(value[key].as_str()?.to_owned());
    let number = |value: &Value| usize::try_from(value.as_u64()?).ok();
    let place = |end: &str| {
        let place = &value["span"][end];
        Some((number(&place["line"])?, number(&place["column"])?))
    };
    Some(Mutant {
        file: text("file")?,
        name: text("name")?,
        function: value["function"]["function_name"].as_str().map(str::to_owned),
        replacement: text("replacement")?,
        start: place("start")?,
        end: place("end")?,
        line: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_is_read_from_its_json() {
        let text = br#"[{"file": "solutions/01-one-shot/src/server.rs", "genre": "BinaryOperator",
            "name": "solutions/01-one-shot/src/server.rs:9:5: replace == with != in run",
            "replacement": "!=", "function": {"function_name": "run"},
            "span": {"start": {"line": 9, "column": 5}, "end": {"line": 9, "column": 7}}}]"#;
        let all = parse(text).unwrap();
        assert_eq!((all[0].start, all[0].end), ((9, 5), (9, 7)));
        assert_eq!(all[0].function.as_deref(), Some("run"));
        assert_eq!(all[0].change(), "replace == with !=");
        assert!(parse(b"[{}]").is_err());
    }
}
