//! A new lesson, with one plain case that its solution passes.

use std::path::Path;

use checker::commands::Usage;

use super::names;
use super::plan::{File, Plan};
use super::template::filled;
use crate::tree;
use crate::write::course::LessonFiles;

/// The files: their paths, in which `@folder@` stands for the lesson's folder, and their first lines.
const FILES: [(&str, &str); 10] = [
    ("checker/course/@folder@/lesson.toml", include_str!("templates/lesson.toml.template")),
    ("checker/course/@folder@/cases/mod.rs", include_str!("templates/cases.rs.template")),
    ("checker/course/@folder@/beliefs.toml", include_str!("templates/beliefs.toml.template")),
    ("checker/course/@folder@/beliefs.rs", include_str!("templates/beliefs.rs.template")),
    ("checker/specimens/@folder@/Cargo.toml", include_str!("templates/specimens.toml.template")),
    (
        "checker/course/@folder@/skeleton/Cargo.toml.skeleton",
        include_str!("templates/skeleton.toml.template"),
    ),
    (
        "checker/course/@folder@/skeleton/src/server.rs",
        include_str!("templates/skeleton_server.rs.template"),
    ),
    ("solutions/@folder@/Cargo.toml", include_str!("templates/solution.toml.template")),
    ("solutions/@folder@/src/server.rs", include_str!("templates/solution_server.rs.template")),
    ("book/src/@folder@.md", include_str!("templates/chapter.md.template")),
];

pub fn plan(root: &Path, course: &[LessonFiles], slug: &str) -> anyhow::Result<Plan> {
    refuse_taken(root, course, slug)?;
    let last = course.iter().map(|files| &files.lesson).max_by_key(|lesson| lesson.number);
    let number = format!("{:02}", last.map_or(0, |lesson| lesson.number) + 1);
    let part = last.map_or("", |lesson| &lesson.part);
    let (folder, title) = (format!("{number}-{slug}"), title(slug));
    let values = [
        ("number", &number[..]),
        ("slug", slug),
        ("folder", &folder),
        ("title", &title),
        ("part", part),
    ];
    let file = |(place, text): (&str, &str)| {
        File::new(root, filled(place, &values), filled(text, &values))
    };
    let files = FILES.into_iter().map(file).collect::<Result<Vec<_>, _>>()?;
    Ok(Plan { files, next: next(&number, &folder) })
}

/// A lesson is a package of the workspace, and a module of the crate of cases.
fn refuse_taken(root: &Path, course: &[LessonFiles], slug: &str) -> anyhow::Result<()> {
    let module = names::function(slug)?;
    if course.iter().any(|files| files.lesson.slug == slug) {
        Err(Usage(format!("there is a lesson `{slug}` already: choose another name")))?;
    }
    let packages = tree::folders(&root.join("checker"))?;
    let modules = tree::files(&root.join("checker/course/src/lessons"))?;
    let is_taken = ["book", "cases", "checker"].contains(&slug)
        || packages.iter().any(|package| package == slug)
        || modules.iter().any(|file| *file == format!("{module}.rs"));
    if is_taken {
        Err(Usage(format!("`{slug}` is the name of a part of the checker: choose another one")))?;
    }
    Ok(())
}

/// `one-shot` as a title: `One shot`.
fn title(slug: &str) -> String {
    let words = slug.replace('-', " ");
    words[..1].to_uppercase() + &words[1..]
}

fn next(number: &str, folder: &str) -> Vec<String> {
    vec![
        format!(
            "write what `TODO:` stands for in checker/course/{folder}, solutions/{folder} and book/src/{folder}.md"
        ),
        format!(
            "change the skeleton in checker/course/{folder}/skeleton, and copy it to lessons/{folder}"
        ),
        format!(
            "`cargo checker dev new case {number} NAME` adds a case; a lesson has eight or more"
        ),
        format!("`cargo checker dev new wrong {number} server NAME` adds a program that fails"),
        format!("`cargo checker dev new belief {number} ID` adds a misconception"),
        format!(
            "describe a picture of a run in checker/course/{folder}/pictures.toml, and draw it with `cargo checker dev book`"
        ),
        format!("`cargo checker dev check --lesson {number}` says what is still missing"),
    ]
}
