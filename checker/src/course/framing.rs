//! Later lessons use the library that the learner writes in lesson 09. Until that lesson is passed, a
//! learner's workspace uses the reference's library instead. A line in the workspace's `Cargo.toml`
//! chooses.

use std::fs;
use std::io;
use std::path::Path;

use super::progress::Progress;
use super::workspace::Workspace;
use super::{Lesson, atomic_file, of_slug, references, skeletons};

/// The lesson in which the learner writes the library.
pub const SLUG: &str = "framing";

const OWN: &str = "framing = { path = \"lessons/09-framing\" }";

const REFERENCE: &str =
    "framing = { path = \".socketlings/framing\", package = \"framing-solution\" }";

/// Chooses the library for these lessons. A `Cargo.toml` without either line is left alone.
pub fn choose(workspace: &Workspace, progress: &Progress, lessons: &[&Lesson]) -> io::Result<()> {
    let Some(framing) = of_slug(SLUG).filter(|_| workspace.is_of_learner()) else { return Ok(()) };
    let is_passed = progress.passed(framing);
    if !is_passed && !lessons.iter().any(|lesson| uses_it(lesson)) {
        return Ok(());
    }
    let manifest = workspace.root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest)?;
    let chosen = match is_passed {
        true => text.replace(REFERENCE, OWN),
        false => text.replace(OWN, REFERENCE),
    };
    if chosen == text {
        return Ok(());
    }
    if !is_passed {
        write_library(&workspace.root.join(".socketlings/framing"), framing)?;
    }
    atomic_file::write(&manifest, chosen.as_bytes())
}

/// Whether the lesson uses the library.
pub fn uses_it(lesson: &Lesson) -> bool {
    skeletons::of(lesson).iter().any(|file| file.text.contains("framing.workspace = true"))
}

/// The reference without its programs.
fn write_library(folder: &Path, framing: &Lesson) -> io::Result<()> {
    for file in references::of(framing) {
        let text = match file.path {
            "src/lib.rs" => file.text.to_owned(),
            "Cargo.toml" => without_programs(file.text),
            _ => continue,
        };
        atomic_file::write(&folder.join(file.path), text.as_bytes())?;
    }
    Ok(())
}

fn without_programs(manifest: &str) -> String {
    let tables = manifest.split("\n\n").filter(|table| !table.starts_with("[[bin]]"));
    tables.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::workspace::MARKER;

    #[test]
    fn the_reference_serves_until_the_learners_library_is_passed() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace { root: folder.path().to_owned() };
        let manifest = folder.path().join("Cargo.toml");
        fs::create_dir(folder.path().join(".socketlings")).unwrap();
        fs::write(folder.path().join(MARKER), "").unwrap();
        fs::write(&manifest, format!("[workspace.dependencies]\n{OWN}\nmio = \"1\"\n")).unwrap();
        let lines = || fs::read_to_string(&manifest).unwrap();
        let (threads, framing) = (of_slug("threads").unwrap(), of_slug(SLUG).unwrap());

        let mut progress = Progress::default();
        choose(&workspace, &progress, &[framing]).unwrap();
        assert!(lines().contains(OWN));
        choose(&workspace, &progress, &[threads]).unwrap();
        assert!(lines().contains(REFERENCE) && lines().contains("mio"));
        assert!(folder.path().join(".socketlings/framing/src/lib.rs").is_file());

        progress.record(framing, true, 10);
        choose(&workspace, &progress, &[threads]).unwrap();
        assert!(lines().contains(OWN));
    }
}
