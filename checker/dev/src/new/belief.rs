//! A new belief: its text, and its predicate.

use std::path::Path;

use checker::commands::Usage;

use super::names;
use super::plan::{File, Plan};
use super::template::filled;
use crate::specimens::COURSE;
use crate::write::course::LessonFiles;

const TEXT: &str = include_str!("templates/belief.toml.template");
const PREDICATE: &str = include_str!("templates/predicate.rs.template");

/// The first line of a module's tests, which stay at its end.
const TESTS: &str = "\n#[cfg(test)]\n";

pub fn plan(root: &Path, course: &[LessonFiles], lesson: &str, id: &str) -> anyhow::Result<Plan> {
    let files = names::lesson(course, lesson)?;
    let function = names::function(id)?;
    if let Some(owner) = course.iter().find(|files| files.beliefs.iter().any(|known| known == id)) {
        let place = format!("{COURSE}/{}/beliefs.toml", owner.lesson.folder());
        Err(Usage(format!("{place} has a belief `{id}` already: choose another id")))?;
    }
    let place = |file: &str| format!("{COURSE}/{}/{file}", files.lesson.folder());
    let (text, predicate) =
        (filled(TEXT, &[("id", id)]), filled(PREDICATE, &[("function", &function)]));
    let changed = vec![
        File::changed(root, place("beliefs.toml"), |old| Ok(old.to_owned() + &text))?,
        File::changed(root, place("beliefs.rs"), |old| Ok(before_tests(old, &predicate)))?,
    ];
    Ok(Plan { files: changed, next: next(files, id, &function)? })
}

fn before_tests(source: &str, function: &str) -> String {
    let at = source.find(TESTS).unwrap_or(source.len());
    format!("{}{function}{}", &source[..at], &source[at..])
}

fn next(files: &LessonFiles, id: &str, function: &str) -> Result<Vec<String>, Usage> {
    let (number, folder) = (files.lesson.number, files.lesson.folder());
    let constant = function.to_uppercase();
    let role = names::role_of(files, None)?.name();
    Ok(vec![
        format!(
            "write the text in {COURSE}/{folder}/beliefs.toml, and the predicate `{function}` in beliefs.rs"
        ),
        format!(
            "add `.exposes(&[belief({constant}, CONTROL)])` to the row of a case; the control is the script without the trap"
        ),
        format!(
            "`cargo checker dev new wrong {number} {role} {id}`: a program that holds the belief"
        ),
        "`cargo checker dev book` writes the belief's page".into(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_stands_before_the_tests() {
        let source = "fn a() {}\n\n#[cfg(test)]\nmod tests {}\n";
        let expected = "fn a() {}\n\nfn b() {}\n\n#[cfg(test)]\nmod tests {}\n";
        assert_eq!(before_tests(source, "\nfn b() {}\n"), expected);
        assert_eq!(before_tests("fn a() {}\n", "\nfn b() {}\n"), "fn a() {}\n\nfn b() {}\n");
    }
}
