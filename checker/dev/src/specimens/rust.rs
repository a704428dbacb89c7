//! Builds specimens written in Rust. Those of one lesson form one program, which selects a specimen by
//! `argv[0]`: each specimen is a hard link to it (`checker/specimens/main.rs`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{Language, Specimen};
use checker::course::Lesson;
use checker::run::build::{self, BuildOutput};

/// The workspace of all specimens, relative to the course's.
const MANIFEST: &str = "checker/specimens/Cargo.toml";

/// The package of a lesson's specimens, and its program.
pub fn package(lesson: &Lesson) -> String {
    format!("{}-specimens", lesson.slug)
}

/// Builds the Rust programs among these specimens, in one call of cargo. The result holds the programs
/// by name.
pub fn build(workspace: &Path, specimens: &[Specimen]) -> anyhow::Result<BuildOutput> {
    build_with(workspace, specimens, &[])
}

/// Like [`build`], but with optimizations, for measurements.
pub fn released(workspace: &Path, specimens: &[Specimen]) -> anyhow::Result<BuildOutput> {
    build_with(workspace, specimens, &["--release"])
}

fn build_with(
    workspace: &Path,
    specimens: &[Specimen],
    options: &[&str],
) -> anyhow::Result<BuildOutput> {
    let in_rust = |one: &&Specimen| one.language == Language::Rust;
    let specimens: Vec<&Specimen> = specimens.iter().filter(in_rust).collect();
    let mut packages: Vec<String> = specimens.iter().map(|one| package(one.lesson)).collect();
    packages.sort();
    packages.dedup();
    if packages.is_empty() {
        return Ok(BuildOutput::default());
    }
    let folder = target_folder(workspace);
    let folder = folder.to_string_lossy();
    let place = ["--manifest-path", MANIFEST, "--target-dir", &folder];
    let mut output = build::with_options(workspace, packages, &[&place, options].concat())?;
    for specimen in specimens {
        if let Some(program) = output.programs.get(&package(specimen.lesson)) {
            let link = program.with_file_name("links").join(specimen.program());
            make_link(program, &link).with_context(|| link.display().to_string())?;
            output.programs.insert(specimen.program(), link);
        }
    }
    Ok(output)
}

/// The path of a specimen's program after a build without optimizations.
pub fn link(workspace: &Path, specimen: &Specimen) -> PathBuf {
    target_folder(workspace).join("debug").join("links").join(specimen.program())
}

/// A folder beside the checker's build folder, because two builds in one folder wait for each other.
fn target_folder(workspace: &Path) -> PathBuf {
    let folder = build::program_folder(workspace);
    folder.parent().unwrap_or(workspace).join("specimens")
}

/// Makes the link. Another run of the checker may have an older link open, so the new one is
/// renamed into place.
fn make_link(program: &Path, link: &Path) -> io::Result<()> {
    fs::create_dir_all(link.parent().unwrap_or(link))?;
    let fresh = link.with_extension(format!("{}", std::process::id()));
    fs::hard_link(program, &fresh)?;
    fs::rename(&fresh, link)?;
    // If both are links to the same file already, rename(2) does nothing and leaves both.
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
