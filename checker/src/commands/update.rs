//! `checker update`: brings a learner's workspace to this checker's version of the course.

use std::io::{self, Write};

use anyhow::Context;

use super::{Ending, Usage};
use crate::course::given::Given;
use crate::course::lessons;
use crate::course::update::{Change, Plan, Why, apply, plan};
use crate::course::workspace::Workspace;
use crate::report::paint::{pointer, strong};

pub fn run(dry_run: bool) -> anyhow::Result<Ending> {
    let workspace = Workspace::find().map_err(Usage::from)?;
    if !workspace.is_of_learner() {
        let message = "this is a checkout of the course: `git pull` updates it";
        return Err(Usage(message.into()).into());
    }
    let given = Given::read(&workspace.root)?;
    let new = new(&given);
    let plan = plan(&workspace.root, &given, &new).context("reading your files")?;
    let out = &mut anstream::stdout().lock();
    if given == new && plan.is_empty() {
        writeln!(out, "Your workspace is up to date with version {} of the course.", new.version)?;
        return Ok(Ending::Fine);
    }
    show(out, &plan)?;
    if dry_run {
        writeln!(out, "Nothing was changed: this was a dry run.")?;
        return Ok(Ending::Fine);
    }
    let done = apply(&workspace.root, &plan, &new, &mut || Ok(()));
    let done = done.context("the update broke off; `cargo checker update` finishes it")?;
    writeln!(out, "Your workspace has version {} of the course now.", strong(&new.version))?;
    if let Some(backup) = done.backup {
        let backup = pointer(workspace.shown(&backup));
        writeln!(out, "The files that were changed are kept in {backup}")?;
    }
    Ok(Ending::Fine)
}

/// The files that this checker gives. They cover all lessons if the workspace has all lessons of the
/// older course, and otherwise the same lessons.
fn new(given: &Given) -> Given {
    let slug = |folder: &str| folder.split_once('-').map(|(_, slug)| slug.to_owned());
    let has = |wanted: &str| given.lessons.iter().any(|one| slug(one).as_deref() == Some(wanted));
    let kept = lessons().iter().filter(|lesson| given.is_whole || has(&lesson.slug));
    let kept: Vec<_> = kept.collect();
    Given::by_this_checker(&kept)
}

fn show(out: &mut dyn Write, plan: &Plan) -> io::Result<()> {
    for (old, new) in &plan.moves {
        writeln!(out, "  {:<10}{old} → {}", "renamed", pointer(new))?;
    }
    for Change { path, why, .. } in &plan.changes {
        let does = match why {
            Why::New => "new",
            Why::Untouched => "updated",
            Why::Merged => "merged",
            Why::Beside => "beside",
            Why::Gone => "removed",
        };
        writeln!(out, "  {does:<10}{}", pointer(path))?;
        if *why == Why::Beside {
            let own = path.trim_end_matches(".new");
            writeln!(
                out,
                "            {own} stays as you wrote it. The course's new text differs"
            )?;
            writeln!(
                out,
                "            in the same places, and lies beside it for you to compare."
            )?;
        }
    }
    Ok(())
}
