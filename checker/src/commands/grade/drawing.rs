//! Chooses the failures of a submission that a picture should show, and draws them.

use anyhow::Context;
use protocol::grade::Graded;
use protocol::{Status, check};

use super::player::Player;
use super::results::Results;
use super::submissions::Submission;
use crate::course::{Lesson, atomic_file};

/// The cases whose pictures tell most: the first for each misconception, or else the first that failed.
pub fn telling(lesson: &check::Lesson) -> Vec<&check::Case> {
    let failed = lesson.cases.iter().filter(|case| case.status == Status::Failed);
    let mut chosen: Vec<&check::Case> = Vec::new();
    for case in failed.clone().filter(|case| case.belief.is_some()) {
        if !chosen.iter().any(|other| other.belief == case.belief) {
            chosen.push(case);
        }
    }
    if chosen.is_empty() {
        chosen.extend(failed.take(1));
    }
    chosen
}

/// Draws the pictures of a submission that is in the workspace.
pub fn draw(
    submission: &Submission,
    lessons: &[&Lesson],
    graded: &Graded,
    player: &Player,
    results: &Results,
) -> anyhow::Result<()> {
    results.forget_pictures(submission);
    for (lesson, result) in lessons.iter().zip(&graded.report.lessons) {
        for case in telling(result) {
            if let Some(svg) = player.picture(lesson, &case.name)? {
                let path = results.picture(submission, &result.lesson, &case.name);
                atomic_file::write(&path, svg.as_bytes()).context("writing a picture")?;
            }
        }
    }
    Ok(())
}
