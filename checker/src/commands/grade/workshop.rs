//! The workspace in which submissions are checked, one after another. Each one gets a fresh workspace, like
//! that of `checker init`, at the same place. So the dependencies are compiled once. The lessons' own
//! programs are always compiled again. A submission whose code runs while it is built (a build script or a
//! procedural macro) could leave something for the next one among the dependencies, so it compiles its own.

use std::cell::Cell;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::intake::{Files, Taken};
use super::manifest::manifest;
use crate::commands::init;
use crate::course::given::Given;
use crate::course::own_programs::OwnPrograms;
use crate::course::{Lesson, lessons, skeletons};
use crate::run::RunFolder;

/// A temporary folder with the workspace and with what cargo builds in it. Its path is not known in advance,
/// so that no submission can include files that lie near it, such as references.
pub struct Workshop {
    folder: RunFolder,
    /// Whether submissions are checked without a sandbox.
    pub trusts: bool,
    /// Whether building runs code of the submission that is here now.
    runs_code: Cell<bool>,
}

impl Workshop {
    pub fn new(trusts: bool) -> anyhow::Result<Workshop> {
        let folder = RunFolder::make().context("making a temporary folder")?;
        let shown = folder.path().display();
        anyhow::ensure!(
            folder.path().to_str().is_some(),
            "the path of TMPDIR is not UTF-8: {shown}"
        );
        Ok(Workshop { folder, trusts, runs_code: Cell::new(false) })
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    /// The folder for builds of the submission that is here now.
    pub fn target(&self) -> PathBuf {
        if self.runs_code.get() { self.own_target() } else { self.shared_target() }
    }

    fn shared_target(&self) -> PathBuf {
        self.folder.path().join("target")
    }

    fn own_target(&self) -> PathBuf {
        self.folder.path().join("own-target")
    }

    /// Fetches the crates, before any submission is there.
    pub fn fetch(&self) -> anyhow::Result<bool> {
        self.clear()?;
        Ok(init::fetch(&self.root(), true))
    }

    /// Makes a fresh workspace with the skeletons.
    fn clear(&self) -> anyhow::Result<()> {
        for folder in [self.root(), self.own_target()] {
            if folder.exists() {
                kernel::remove_tree(&folder, || true).context("emptying the workspace")?;
            }
        }
        let all: Vec<&Lesson> = lessons().iter().collect();
        fs::create_dir_all(self.root()).context("making the workspace")?;
        init::write_all(&self.root(), &Given::by_this_checker(&all))?;
        let target = self.shared_target();
        let built = ["debug", "sandbox/debug"].map(|folder| target.join(folder));
        built.iter().try_for_each(|folder| forget_builds(folder)).context("removing earlier builds")
    }

    /// Puts a submission into a fresh workspace. A program that is missing stays the skeleton's, so that the
    /// lesson's other program can be checked. Returns notes for the teacher.
    pub fn receive(&self, files: &Files) -> anyhow::Result<Vec<String>> {
        self.clear()?;
        let mut notes = files.notes.clone();
        self.runs_code.set(false);
        for lesson in lessons() {
            notes.extend(self.write_manifest(files, lesson)?);
        }
        for (path, file) in files.files.iter().filter(|(path, _)| !is_manifest(path)) {
            write(&self.root().join(path), file).with_context(|| format!("writing {path}"))?;
        }
        if let Err(misread) = OwnPrograms::read(&self.root()) {
            notes.push(misread.to_string());
        }
        Ok(notes)
    }

    fn write_manifest(&self, files: &Files, lesson: &Lesson) -> anyhow::Result<Option<String>> {
        let place = |name: &str| format!("lessons/{}/{name}", lesson.folder());
        let skeleton = skeleton_of(lesson, "Cargo.toml").unwrap_or_default();
        let has_build_rs = files.files.contains_key(&place("build.rs"));
        let made = manifest(skeleton, files.text(&place("Cargo.toml")), has_build_rs);
        self.runs_code.set(self.runs_code.get() || made.runs_code);
        fs::write(self.root().join(place("Cargo.toml")), made.text)
            .context("writing Cargo.toml")?;
        Ok(made.note.map(|note| format!("{}: {note}", lesson.folder())))
    }
}

/// Whether the lesson was handed in: there is a source that differs from the skeleton, or a program in another
/// language.
pub fn is_handed_in(files: &Files, lesson: &Lesson) -> bool {
    let source = format!("lessons/{}/src/", lesson.folder());
    let differs = |(path, file): (&String, &Taken)| {
        let inside = path.strip_prefix(&source).unwrap_or_default();
        let skeleton = skeleton_of(lesson, &format!("src/{inside}"));
        skeleton.is_none_or(|text| text.as_bytes() != file.bytes)
    };
    let mut sources = files.files.iter().filter(|(path, _)| path.starts_with(&source));
    sources.any(differs) || own_programs(files).left_to_rust(lesson) != lesson.programs
}

fn own_programs(files: &Files) -> OwnPrograms {
    let text = files.text(crate::course::own_programs::FILE).unwrap_or_default();
    OwnPrograms::of(Path::new(""), text).unwrap_or_default()
}

fn skeleton_of(lesson: &Lesson, path: &str) -> Option<&'static str> {
    skeletons::of(lesson).iter().find(|file| file.path == path).map(|file| file.text)
}

fn is_manifest(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(parts[..], ["lessons", _, "Cargo.toml"])
}

fn write(path: &Path, file: &Taken) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, &file.bytes)?;
    let mode = if file.is_executable { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Removes what cargo has built of the lessons in this folder, and keeps what it has built of their
/// dependencies. So each student's programs are compiled, whatever the times of their files say, and no
/// submission can include what another one has left.
fn forget_builds(folder: &Path) -> io::Result<()> {
    let own: HashSet<String> = lessons().iter().flat_map(names_of_builds).collect();
    for inside in ["", ".fingerprint", "build", "deps", "incremental"] {
        let Ok(entries) = fs::read_dir(folder.join(inside)) else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.file_name().is_some_and(|name| own.contains(&name_of_build(name))) {
                remove(&path)?;
            }
        }
    }
    Ok(())
}

/// The names of a lesson's package and programs, as rustc writes them.
fn names_of_builds(lesson: &Lesson) -> Vec<String> {
    let programs = lesson.programs.iter().map(|role| lesson.program(*role));
    programs.chain([lesson.package()]).map(|name| name.replace('-', "_")).collect()
}

/// The name without what cargo puts around it: `one_shot` for `libone_shot-0123456789abcdef.rlib`.
fn name_of_build(file: &OsStr) -> String {
    let file = file.to_string_lossy();
    let name = file.split('.').next().unwrap_or_default();
    let is_hash = |end: &str| end.len() == 16 && end.bytes().all(|byte| byte.is_ascii_hexdigit());
    let name = name.rsplit_once('-').filter(|(_, end)| is_hash(end)).map_or(name, |(name, _)| name);
    let name = name.replace('-', "_");
    name.strip_prefix("lib").unwrap_or(&name).to_owned()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path)?.is_dir() {
        true => kernel::remove_tree(path, || true),
        false => fs::remove_file(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::of_slug;

    #[test]
    fn all_that_was_built_of_lessons_is_removed_and_crates_stay() {
        let folder = tempfile::tempdir().unwrap();
        let own = [
            "one-shot-server",
            "one-shot-server.d",
            ".fingerprint/one-shot-0123456789abcdef/lib",
            "deps/one_shot_client-0123456789abcdef",
            "deps/libone_shot-0123456789abcdef.rlib",
        ];
        let others = ["deps/libmio-0123456789abcdef.rlib", ".fingerprint/mio-0123456789abcdef/lib"];
        for file in own.iter().chain(&others).map(|file| folder.path().join(file)) {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        forget_builds(folder.path()).unwrap();
        let left = |file: &&&str| folder.path().join(file).exists();
        assert_eq!(own.iter().filter(left).count(), 0);
        assert_eq!(others.iter().filter(left).count(), others.len());
        assert_eq!(names_of_builds(of_slug("one-shot").unwrap()).len(), 3);
    }
}
