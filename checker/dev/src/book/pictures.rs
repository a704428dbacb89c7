//! The book's pictures, each drawn from a run: as SVG for the pages, and as text for `checker read`. A
//! lesson's `pictures.toml` lists its runs. The pictures are in `book/src/pictures`.

use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::flaw::Flaw;
use crate::picture_list::{FOLDER, LIST, Picture, list};
use crate::screen;
use crate::specimens::{self, Kind, Specimen, rust};
use crate::trace;
use crate::tree;
use checker::course::{Lesson, of_slug};
use checker::report::chart::text::in_columns;
use checker::report::chart::{CUTS, svg};
use checker::run::build::{self, BuildOutput};

/// Width of a picture as text. In a chapter it is indented, and then fits into 80 columns.
const COLUMNS: usize = 76;

/// The picture of the screen, in README. A test of the screen compares it.
const OF_SCREEN: &str = "book/src/pictures/watch.svg";

/// The formats of a picture, by the extension of its file.
const FORMATS: [&str; 2] = ["svg", "txt"];

/// The picture's files.
fn files(picture: &Picture) -> [String; 2] {
    FORMATS.map(|format| format!("{FOLDER}/{}.{format}", picture.name))
}

fn lesson(picture: &Picture) -> anyhow::Result<&'static Lesson> {
    of_slug(&picture.lesson)
        .with_context(|| format!("{}: no lesson `{}`", picture.name, picture.lesson))
}

/// Whether this specimen runs in the picture.
fn shows(picture: &Picture, specimen: &Specimen) -> bool {
    let name = format!("{}/{}", specimen.role.name(), specimen.stem);
    specimen.lesson.slug == picture.lesson && picture.wrong.as_ref() == Some(&name)
}

/// The contents of the picture's files. Does not build the programs again.
fn drawn(picture: &Picture) -> anyhow::Result<[String; 2]> {
    let of_run = checker::commands::trace::Options {
        lesson: Some(picture.lesson.clone()),
        case: Some(picture.case.clone()),
        seed: Some(picture.seed),
        solutions: picture.wrong.is_none(),
        packets: picture.packets,
        no_build: true,
        all: true,
        words: picture.words.clone(),
        ..Default::default()
    };
    let options = trace::Options { trace: of_run, wrong: picture.wrong.clone() };
    let chart = trace::chart_of(&options);
    let chart = chart.with_context(|| format!("the picture `{}`", picture.name))?;
    let mut chart = chart.without(&picture.left_out);
    if picture.hides_cuts {
        chart.hide_cuts();
    }
    let mut text = in_columns(&chart, COLUMNS);
    if chart.has_cuts() {
        text += &format!("\n{CUTS}\n");
    }
    Ok([svg::draw(&chart, &format!("{}-{}", picture.lesson, picture.case)), text])
}

/// Draws all pictures.
pub fn draw(root: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(root.join(FOLDER))?;
    build(root)?;
    for picture in list(root)? {
        for (place, text) in files(&picture).iter().zip(drawn(&picture)?) {
            fs::write(root.join(place), text).with_context(|| place.clone())?;
        }
    }
    fs::write(root.join(OF_SCREEN), screen::run(root, &["picture"])?)?;
    Ok(())
}

/// Builds all programs that the pictures need.
pub fn build(root: &Path) -> anyhow::Result<()> {
    let pictures = list(root)?;
    let of_references = pictures.iter().filter(|picture| picture.wrong.is_none());
    let lessons = of_references.map(lesson).collect::<anyhow::Result<Vec<_>>>()?;
    let mut packages: Vec<_> = lessons.iter().map(|lesson| lesson.solution_package()).collect();
    packages.sort();
    packages.dedup();
    let output = build::packages(root, packages, &[])?;
    let programs = lessons
        .iter()
        .flat_map(|lesson| lesson.programs.iter().map(|role| lesson.solution_program(*role)));
    all_built(&output, programs)?;
    let (mut wrong, _) = specimens::of_kind(root, Kind::Wrong)?;
    wrong.retain(|specimen| pictures.iter().any(|picture| shows(picture, specimen)));
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
    for picture in &pictures {
        if chosen.contains(&lesson(picture)?) {
            count += 1;
            flaws.extend(differences(root, picture));
        }
    }
    let known: Vec<String> = pictures.iter().flat_map(files).collect();
    for file in tree::files(&root.join(FOLDER))? {
        let place = format!("{FOLDER}/{file}");
        if !known.contains(&place) && place != OF_SCREEN {
            let advice = format!("name its run in a lesson's {LIST}, or remove it");
            flaws.push(Flaw::new(place, "does not belong to a run", advice));
        }
    }
    Ok((flaws, count))
}

/// The picture's files that are not as it is drawn now.
fn differences(root: &Path, picture: &Picture) -> Vec<Flaw> {
    let advice = "draw it with `cargo checker dev book`, and check it";
    let drawn = match drawn(picture) {
        Ok(drawn) => drawn,
        Err(error) => {
            let place = format!("{FOLDER}/{}", picture.name);
            return vec![Flaw::new(place, format!("could not be drawn: {error:#}"), advice)];
        }
    };
    let flaw = |(place, text): (&String, String)| match fs::read_to_string(root.join(place)) {
        Err(_) => Some(Flaw::new(place, "has not been drawn", advice)),
        Ok(kept) if kept != text => Some(Flaw::new(place, "is not up to date", advice)),
        Ok(_) => None,
    };
    files(picture).iter().zip(drawn).filter_map(flaw).collect()
}
