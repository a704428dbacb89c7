//! `checker dev trace`: like `checker trace`, but can run a wrong program instead of the learner's.

use std::path::{Path, PathBuf};

use anyhow::Context;
use checker::commands::{Ending, Usage, trace};
use checker::course::Lesson;
use checker::course::lessons;
use checker::course::nearest::suggestion;
use checker::course::select::select_one;
use checker::course::workspace::Workspace;
use checker::events::Role;
use checker::report::chart::Chart;
use clap::Args;

use crate::specimens::{self, Kind, Language, Specimen, c, rust};

#[derive(Debug, Default, Args)]
pub struct Options {
    #[command(flatten)]
    pub trace: trace::Options,

    /// Show a wrong program, by its name in checker/course/NN-slug/wrong
    #[arg(long, value_name = "NAME", conflicts_with_all = ["solutions", "server", "client"])]
    pub wrong: Option<String>,
}

pub fn run(options: &Options) -> anyhow::Result<Ending> {
    trace::run(&options.resolved()?)
}

/// The picture that these options ask for.
pub fn chart_of(options: &Options) -> anyhow::Result<Chart> {
    trace::chart_of(&options.resolved()?)
}

impl Options {
    /// Replaces the wrong program's name by its command.
    fn resolved(&self) -> anyhow::Result<trace::Options> {
        let mut options = self.trace.clone();
        if let Some(name) = &self.wrong {
            let word = options.lesson.as_deref().unwrap_or_default();
            let lesson = select_one(word, lessons()).map_err(Usage::from)?;
            set_stand_in(&mut options, lesson, name)?;
        }
        Ok(options)
    }
}

/// Makes the wrong program with this name the stand-in for the lesson's server or client. `server/NAME`
/// and `client/NAME` distinguish programs with the same name.
fn set_stand_in(
    options: &mut trace::Options,
    lesson: &'static Lesson,
    name: &str,
) -> anyhow::Result<()> {
    let workspace = Workspace::find().map_err(Usage::from)?;
    let (mut all, _) =
        specimens::of_kind(&workspace.root, Kind::Wrong).context("reading checker/course")?;
    all.retain(|specimen| specimen.lesson == lesson);
    let (role, stem) = match name.split_once('/') {
        Some((role, stem)) => (Some(role), stem),
        None => (None, name),
    };
    let is_meant = |specimen: &&Specimen| {
        specimen.stem == stem && role.is_none_or(|role| specimen.role.name() == role)
    };
    let Some(specimen) = all.iter().find(is_meant) else {
        let stems = all.iter().map(|specimen| specimen.stem.as_str());
        return Err(Usage(format!(
            "lesson {} has no wrong program `{name}`. {}They are in checker/course/{}/wrong",
            lesson.heading(),
            suggestion(stem, stems),
            lesson.folder()
        ))
        .into());
    };
    let words = match specimen.language {
        Language::Python => {
            let file = workspace.root.join(specimen.place());
            vec!["python3".to_owned(), file.to_string_lossy().into_owned()]
        }
        Language::C => {
            let compiled = c::compile(&workspace.root, specimen).map_err(Usage)?;
            vec![compiled.program.to_string_lossy().into_owned()]
        }
        Language::Rust => {
            let path = program(&workspace.root, specimen, !options.no_build)?;
            vec![path.to_string_lossy().into_owned()]
        }
    };
    let command = Some(shlex::try_join(words.iter().map(String::as_str))?);
    match specimen.role {
        Role::Client => options.client = command,
        Role::Server | Role::Both => options.server = command,
    }
    Ok(())
}

/// Builds the program if necessary, and returns its path.
fn program(root: &Path, specimen: &Specimen, builds: bool) -> anyhow::Result<PathBuf> {
    if !builds {
        let path = rust::link(root, specimen);
        let missing =
            || format!("there is no {}: run without --no-build to build it", path.display());
        return path.is_file().then_some(&path).cloned().with_context(missing);
    }
    let mut output = rust::build(root, std::slice::from_ref(specimen))?;
    output.programs.remove(&specimen.program()).with_context(|| output.words.clone())
}
