//! A new wrong program. Its path describes it, so no list changes.

use std::path::Path;

use checker::commands::Usage;
use checker::course::nearest::suggestion;
use checker::events::Role;

use super::names;
use super::plan::{File, Plan};
use crate::specimens::{COURSE, NOTHING};
use crate::write::course::LessonFiles;

/// The first lines, by language and role.
const PROGRAMS: [(&str, Role, &str); 6] = [
    ("rs", Role::Server, include_str!("templates/wrong_server.rs.template")),
    ("rs", Role::Client, include_str!("templates/wrong_client.rs.template")),
    ("py", Role::Server, include_str!("templates/wrong_server.py.template")),
    ("py", Role::Client, include_str!("templates/wrong_client.py.template")),
    ("c", Role::Server, include_str!("templates/wrong_server.c.template")),
    ("c", Role::Client, include_str!("templates/wrong_client.c.template")),
];

pub fn plan(
    root: &Path,
    course: &[LessonFiles],
    lesson: &str,
    role: Role,
    name: &str,
) -> anyhow::Result<Plan> {
    let files = names::lesson(course, lesson)?;
    let role = names::role_of(files, Some(role))?;
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "rs"));
    let program = PROGRAMS.iter().find(|(known, of, _)| *known == ending && *of == role);
    let Some((_, _, text)) = program else {
        let what = format!("`.{ending}` is not a language of specimens");
        return Err(Usage(format!("{what}: let the name end in .rs, .py or .c")).into());
    };
    refuse_unknown(course, stem)?;
    let folder = format!("{COURSE}/{}/wrong/{}", files.lesson.folder(), role.name());
    let place = format!("{folder}/{stem}.{ending}");
    let next = next(&place, &folder, files.lesson.number);
    Ok(Plan { files: vec![File::new(root, place, (*text).to_owned())?], next })
}

/// The name must begin with a belief of the course, or say that the program shows none.
fn refuse_unknown(course: &[LessonFiles], stem: &str) -> Result<(), Usage> {
    let (belief, variant) = stem.split_once("--").unwrap_or((stem, ""));
    let known = || course.iter().flat_map(|files| &files.beliefs).map(String::as_str);
    if belief == NOTHING && variant.is_empty() {
        return Err(Usage(format!(
            "`{stem}` does not say what is wrong: write {NOTHING}--VARIANT"
        )));
    }
    if belief == NOTHING || known().any(|id| id == belief) {
        return Ok(());
    }
    let meant = suggestion(belief, known());
    let advice = format!("A program that shows none is called {NOTHING}--VARIANT");
    Err(Usage(format!("there is no belief `{belief}`. {meant}{advice}")))
}

fn next(place: &str, folder: &str, number: usize) -> Vec<String> {
    vec![
        format!(
            "write the mistake into {place}; another program in {folder} may be a better beginning"
        ),
        "if it races with itself, add a line `Luck: CASE, CASE: what races` to its first comment"
            .into(),
        format!(
            "`cargo checker dev check --lesson {number}`: a case must fail it and report the belief in its file name"
        ),
    ]
}
