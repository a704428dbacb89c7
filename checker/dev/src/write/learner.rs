//! The workspace that `checker init` makes. Its `Cargo.toml` takes its facts from the course's own
//! manifest. Its `Cargo.lock` pins the same crates as the course's.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use toml::Table;

use super::Derived;
use super::course::LessonFiles;
use crate::specimens::COURSE;

const MANIFEST: &str = "checker/learner/Cargo.toml.template";
const LOCK: &str = "checker/learner/Cargo.lock.template";

const BEGINNING: &str = "\
# Your lessons. `cargo checker update` adds to this file what new lessons need, and keeps what you change.

[workspace]
resolver = \"3\"
members = [\"lessons/*\"]

";

pub fn of(root: &Path, course: &[LessonFiles]) -> anyhow::Result<Vec<Derived>> {
    let manifest = manifest(&fs::read_to_string(root.join("Cargo.toml"))?, course, root)?;
    let lock = lock(root, course, &manifest)?;
    Ok(vec![
        Derived { place: MANIFEST.into(), text: manifest },
        Derived { place: LOCK.into(), text: lock },
    ])
}

/// The tables of the course's own manifest that the lessons refer to.
fn manifest(own: &str, course: &[LessonFiles], root: &Path) -> anyhow::Result<String> {
    let all: Table = own.parse()?;
    let (own, profile) = (&all["workspace"], &all["profile"]["dev"]);
    let mut used = Table::new();
    for LessonFiles { lesson, .. } in course {
        let skeleton = skeleton(root, &lesson.folder());
        let skeleton: Table = fs::read_to_string(skeleton.join("Cargo.toml.skeleton"))?.parse()?;
        for name in skeleton["dependencies"].as_table().context("[dependencies]")?.keys() {
            used.insert(name.clone(), own["dependencies"][name].clone());
        }
    }
    let table = |name: &str| own[name].as_table().cloned().context(name.to_owned());
    let mut lints = table("lints")?;
    // Only the course's own code is also built for a machine without Linux's levers.
    let rust = lints["rust"].as_table_mut().context("lints.rust")?;
    rust.remove("unexpected_cfgs");
    Ok(format!(
        "{BEGINNING}[workspace.package]\n{}\n[workspace.dependencies]\n{}\n[workspace.lints.rust]\n{}\n\
         [profile.dev]\ndebug = {}\n\n# Lesson 12 computes the digest of large files, which is slow without this.\n\
         [profile.dev.package.md-5]\nopt-level = {}\n",
        lines(&table("package")?),
        lines(&used),
        lines(rust),
        profile["debug"],
        profile["package"]["md-5"]["opt-level"]
    ))
}

/// The table's entries, one a line.
fn lines(table: &Table) -> String {
    table.iter().map(|(name, value)| format!("{name} = {value}\n")).collect()
}

fn skeleton(root: &Path, folder: &str) -> std::path::PathBuf {
    root.join(COURSE).join(folder).join("skeleton")
}

/// The course's `Cargo.lock`, without the crates that the lessons do not need. Cargo removes them.
fn lock(root: &Path, course: &[LessonFiles], manifest: &str) -> anyhow::Result<String> {
    let folder = tempfile::tempdir()?;
    let place = folder.path();
    fs::write(place.join("Cargo.toml"), manifest)?;
    fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock"))?;
    for LessonFiles { lesson, skeleton: files, .. } in course {
        for file in files {
            let to = place.join("lessons").join(lesson.folder());
            let to = to.join(file.trim_end_matches(".skeleton"));
            fs::create_dir_all(to.parent().context("a folder")?)?;
            fs::copy(skeleton(root, &lesson.folder()).join(file), to)?;
        }
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["update", "--workspace", "--offline", "--quiet"])
        .current_dir(place)
        .stdout(Stdio::null())
        .status()
        .context("starting cargo")?;
    ensure!(status.success(), "cargo cannot resolve the learner's workspace: {status}");
    Ok(fs::read_to_string(place.join("Cargo.lock"))?)
}
