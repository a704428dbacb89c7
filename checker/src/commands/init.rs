//! `checker init`: makes a workspace for a learner, with the skeletons of the lessons.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;
use clap::{ArgAction, ArgMatches, value_parser};

use super::arguments::{flag, option, positional, values};
use super::{Ending, Usage};
use crate::course::given::Given;
use crate::course::lessons;
use crate::course::select::select;
use crate::course::workspace::{MARKER, Workspace};
use crate::report::paint::{doubtful, pointer, strong};

/// What the new workspace is like.
#[derive(Debug)]
pub struct Options {
    folder: PathBuf,
    lessons: Vec<String>,
    no_git: bool,
}

impl Options {
    pub fn add_to(command: clap::Command) -> clap::Command {
        command.args([
            positional("folder", "DIR")
                .help("The folder to make, or an empty one")
                .value_parser(value_parser!(PathBuf))
                .default_value("socketlings"),
            option("lessons", "LESSONS")
                .help("Only these lessons: numbers, names or ranges, like 1-12")
                .action(ArgAction::Append)
                .value_delimiter(','),
            flag("no-git").help("Do not make a git repository"),
        ])
    }

    pub fn of(matches: &mut ArgMatches) -> Options {
        Options {
            folder: matches.remove_one("folder").unwrap_or_default(),
            lessons: values(matches, "lessons"),
            no_git: matches.get_flag("no-git"),
        }
    }
}

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    let named = select(&options.lessons, lessons()).map_err(Usage::from)?;
    let chosen = if named.is_empty() { lessons().iter().collect() } else { named };
    let folder = std::path::absolute(&options.folder)?;
    check_place(&folder)?;
    write(&folder, &Given::by_this_checker(&chosen))?;
    if !options.no_git && !is_in_repository(&folder) {
        make_repository(&folder);
    }
    // Cargo.lock lists all lessons, so cargo may change it only if some are left out.
    let fetched = fetch(&folder, chosen.len() == lessons().len());
    greet(&mut anstream::stdout().lock(), &options.folder, chosen.len(), fetched)?;
    Ok(Ending::Fine)
}

/// The folder must be new or empty, and outside of other workspaces of the course.
fn check_place(folder: &Path) -> Result<(), Usage> {
    let shown = folder.display();
    let refused = |why: &str| Err(Usage(format!("{shown} {why}")));
    match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(false) => {
            return refused("is not empty: name a new folder, like `cargo checker init lab`");
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return refused(&format!("cannot be used: {error}"));
        }
        _ => {}
    }
    if let Ok(outer) = Workspace::from(folder) {
        let outer = outer.root.display();
        return refused(&format!(
            "lies in a socketlings workspace already, {outer}: name a folder outside of it"
        ));
    }
    if let Some(outer) = outer_manifest(folder) {
        let outer = outer.display();
        return refused(&format!(
            "lies in the cargo workspace of {outer}, which may claim the lessons for itself: name a \
             folder outside of it"
        ));
    }
    Ok(())
}

/// The manifest of the cargo workspace around this folder, if there is one.
fn outer_manifest(folder: &Path) -> Option<PathBuf> {
    let manifests = folder.ancestors().skip(1).map(|outer| outer.join("Cargo.toml"));
    let mut there = manifests.filter_map(|path| Some((fs::read_to_string(&path).ok()?, path)));
    there.find(|(text, _)| text.contains("[workspace")).map(|(_, path)| path)
}

/// Writes the files. If that fails, removes what was written.
fn write(folder: &Path, given: &Given) -> anyhow::Result<()> {
    let is_new = !folder.exists();
    let written = write_all(folder, given);
    if written.is_err() {
        let _ = fs::remove_dir_all(folder);
        if !is_new {
            let _ = fs::create_dir(folder);
        }
    }
    written
}

/// Writes the files into this folder.
pub(super) fn write_all(folder: &Path, given: &Given) -> anyhow::Result<()> {
    let marker = given.text()?;
    // The marker comes last: with it, the workspace is complete.
    let files = given.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    for (path, text) in files.chain([(MARKER, marker.as_str())]) {
        let place = folder.join(path);
        let context = || format!("cannot write {}", place.display());
        fs::create_dir_all(place.parent().unwrap_or(folder)).with_context(context)?;
        fs::write(&place, text).with_context(context)?;
    }
    Ok(())
}

fn is_in_repository(folder: &Path) -> bool {
    folder.ancestors().any(|outer| outer.join(".git").exists())
}

/// Makes a git repository. Without git, the workspace works as well.
fn make_repository(folder: &Path) {
    let made = Command::new("git").args(["init", "--quiet"]).arg(folder).status();
    if !made.is_ok_and(|status| status.success()) {
        let line = "no git repository was made; your progress is safe in the folder itself";
        let _ = writeln!(anstream::stderr(), "{}", doubtful(line));
    }
}

/// Fetches all crates, so that the lessons build without a network. Cargo reports its progress.
pub(super) fn fetch(folder: &Path, is_locked: bool) -> bool {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let fetched = Command::new(cargo)
        .arg("fetch")
        .args(is_locked.then_some("--locked"))
        .current_dir(folder)
        .stdin(Stdio::null())
        .status();
    fetched.is_ok_and(|status| status.success())
}

fn greet(out: &mut dyn Write, folder: &Path, lessons: usize, fetched: bool) -> io::Result<()> {
    let shown = folder.display();
    let lessons = if lessons == 1 { "one lesson".into() } else { format!("{lessons} lessons") };
    writeln!(out, "{} is your workspace, with {lessons}.", strong(&shown))?;
    if !fetched {
        let line =
            "The crates could not be fetched yet: run `cargo fetch` there when you are on line.";
        writeln!(out, "{}", doubtful(line))?;
    }
    writeln!(out, "\n  {}", pointer(format!("cd {shown}")))?;
    writeln!(out, "  {}", pointer("cargo checker"))
}
