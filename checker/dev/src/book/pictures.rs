//! The book's pictures, each drawn from a run. A lesson's `pictures.toml` lists its runs. The pictures are in
//! `book/src/pictures`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use crate::flaw::Flaw;
use crate::specimens::{self, Kind, Specimen, rust};
use crate::trace;
use crate::tree;
use checker::commands::trace::TraceFormat;
use checker::course::{Lesson, lessons, of_slug};
use checker::run::build::{self, BuildOutput};

/// The list of a lesson's runs, in its folder.
const LIST: &str = "pictures.toml";
/// The folder of the pictures.
const FOLDER: &str = "book/src/pictures";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    picture: Vec<Picture>,
}

/// A picture and its run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Picture {
    name: String,
    /// The lesson's slug, which follows from the file's folder.
    #[serde(skip)]
    lesson: String,
    case: String,
    /// The wrong program to run; the reference if `None`.
    wrong: Option<String>,
    seed: u64,
    /// Whether to draw packets instead of writes and reads.
    #[serde(default)]
    packets: bool,
    /// The text below it in the book.
    #[expect(dead_code, reason = "only the book reads it, but the parser must know it")]
    caption: String,
}

impl Picture {
    fn file(&self, root: &Path) -> PathBuf {
        root.join(FOLDER).join(format!("{}.svg", self.name))
    }

    fn lesson(&self) -> anyhow::Result<&'static Lesson> {
        of_slug(&self.lesson).with_context(|| format!("{}: no lesson `{}`", self.name, self.lesson))
    }

    /// Whether this specimen runs in it.
    fn shows(&self, specimen: &Specimen) -> bool {
        let name = format!("{}/{}", specimen.role.name(), specimen.stem);
        specimen.lesson.slug == self.lesson && self.wrong.as_ref() == Some(&name)
    }

    /// Draws the picture, without building the programs again.
    fn draw(&self) -> anyhow::Result<String> {
        let of_run = checker::commands::trace::Options {
            lesson: Some(self.lesson.clone()),
            case: Some(self.case.clone()),
            seed: Some(self.seed),
            solutions: self.wrong.is_none(),
            packets: self.packets,
            no_build: true,
            format: TraceFormat::Svg,
            ..Default::default()
        };
        let options = trace::Options { trace: of_run, wrong: self.wrong.clone() };
        trace::svg_of(&options).with_context(|| format!("the picture `{}`", self.name))
    }
}

/// Draws all pictures.
pub fn draw(root: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(root.join(FOLDER))?;
    build(root)?;
    for picture in list(root)? {
        let file = picture.file(root);
        fs::write(&file, picture.draw()?).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

fn list(root: &Path) -> anyhow::Result<Vec<Picture>> {
    let mut all = Vec::new();
    for lesson in lessons() {
        let file = root.join("checker/course").join(lesson.folder()).join(LIST);
        if file.is_file() {
            let place = file.display().to_string();
            let text = fs::read_to_string(&file).with_context(|| place.clone())?;
            let pictures = toml::from_str::<List>(&text).context(place)?.picture;
            all.extend(
                pictures.into_iter().map(|one| Picture { lesson: lesson.slug.clone(), ..one }),
            );
        }
    }
    Ok(all)
}

/// Builds all programs that the pictures need.
pub fn build(root: &Path) -> anyhow::Result<()> {
    let pictures = list(root)?;
    let of_references = pictures.iter().filter(|picture| picture.wrong.is_none());
    let lessons = of_references.map(Picture::lesson).collect::<anyhow::Result<Vec<_>>>()?;
    let mut packages: Vec<_> = lessons.iter().map(|lesson| lesson.solution_package()).collect();
    packages.sort();
    packages.dedup();
    let output = build::packages(root, packages, &[])?;
    let programs = lessons
        .iter()
        .flat_map(|lesson| lesson.programs.iter().map(|role| lesson.solution_program(*role)));
    all_built(&output, programs)?;
    let (mut wrong, _) = specimens::of_kind(root, Kind::Wrong)?;
    wrong.retain(|specimen| pictures.iter().any(|picture| picture.shows(specimen)));
    all_built(&rust::build(root, &wrong)?, wrong.iter().map(Specimen::program))
}

fn all_built(
    output: &BuildOutput,
    mut programs: impl Iterator<Item = String>,
) -> anyhow::Result<()> {
    let missing = programs.find(|program| !output.programs.contains_key(program));
    missing.map_or(Ok(()), |program| anyhow::bail!("`{program}` was not built:\n{}", output.words))
}

/// Pictures of these lessons that are not up to date, and files that no list names. The programs must be
/// built. Also returns the number of compared pictures.
pub fn flaws(root: &Path, chosen: &[&'static Lesson]) -> anyhow::Result<(Vec<Flaw>, usize)> {
    let mut flaws = Vec::new();
    let mut count = 0;
    let pictures = list(root)?;
    let advice = "draw it with `cargo checker dev book`, and check it";
    for picture in &pictures {
        if !chosen.contains(&picture.lesson()?) {
            continue;
        }
        count += 1;
        let place = format!("{FOLDER}/{}.svg", picture.name);
        match (fs::read_to_string(picture.file(root)), picture.draw()) {
            (Err(_), _) => flaws.push(Flaw::new(place, "has not been drawn", advice)),
            (_, Err(error)) => {
                flaws.push(Flaw::new(place, format!("could not be drawn: {error:#}"), advice));
            }
            (Ok(kept), Ok(drawn)) if kept != drawn => {
                flaws.push(Flaw::new(place, "is not up to date", advice));
            }
            (Ok(_), Ok(_)) => {}
        }
    }
    for file in tree::files(&root.join(FOLDER))? {
        if !pictures.iter().any(|picture| file == format!("{}.svg", picture.name)) {
            let advice = format!("name its run in a lesson's {LIST}, or remove it");
            flaws.push(Flaw::new(format!("{FOLDER}/{file}"), "does not belong to a run", advice));
        }
    }
    Ok((flaws, count))
}
