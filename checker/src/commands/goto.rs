//! `checker goto`: makes a lesson the current one, to which commands without a lesson apply.

use std::io::Write;

use super::{Ending, Usage, lesson, warn};
use crate::course::workspace::Workspace;
use crate::report::invitation::invitation;
use crate::report::paint::strong;

pub fn run(word: &str) -> anyhow::Result<Ending> {
    let lesson = lesson(word)?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    let opened = workspace.progress().change(|progress| progress.choose(lesson));
    warn(&opened.warnings);
    let out = &mut anstream::stdout().lock();
    if opened.progress.passed(lesson) {
        let heading = strong(lesson.heading());
        writeln!(out, "{heading} is passed already. You stay on the first open lesson.")?;
        return Ok(Ending::Fine);
    }
    writeln!(out, "You are on {} now.\n", strong(lesson.heading()))?;
    invitation(out, lesson)?;
    Ok(Ending::Fine)
}
