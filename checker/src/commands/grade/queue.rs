//! Grades the submissions one after another. A submission with an earlier result is not graded again. What
//! grading needs is made for the first one that has none.

use std::io::{self, IsTerminal, Write};

use kernel::Signals;
use protocol::grade::Graded;

use super::intake::Files;
use super::options::Options;
use super::plan::Plan;
use super::player::Player;
use super::results::{Results, settings};
use super::submissions::Submission;
use super::workshop::Workshop;
use super::{drawing, grading};
use crate::commands::check::default_jobs;
use crate::course::Lesson;
use crate::report::paint::{doubtful, faint};

/// What all submissions share.
pub struct Queue<'q> {
    pub options: &'q Options,
    pub plan: &'q Plan,
    pub results: &'q Results,
    pub seed: u64,
}

impl Queue<'_> {
    /// The results of all submissions, old and new.
    pub fn grade_all(&self, submissions: &[Submission]) -> anyhow::Result<Vec<Graded>> {
        let signals = Signals::catch()?;
        // Processes that a killed check leaves behind become our children.
        let _ = kernel::adopt_orphans();
        let mut player = None;
        let mut all = Vec::new();
        for (at, submission) in submissions.iter().enumerate() {
            let files = Files::of(&submission.folder);
            let trusts = self.options.trusts;
            let digest = files.digest(&settings(self.seed, &self.plan.lessons, trusts));
            if let Some(earlier) = self.results.earlier(submission, &digest) {
                all.push(earlier);
                continue;
            }
            let player = match &mut player {
                Some(player) => player,
                None => player.insert(self.player(&signals)?),
            };
            let line = format!("{} ({} of {})", submission.name, at + 1, submissions.len());
            let graded = self.grade(submission, &files, player, &line)?;
            all.push(Graded { digest, ..graded });
            self.results.keep(submission, &all[at])?;
        }
        show("");
        Ok(all)
    }

    fn player<'s>(&self, signals: &'s Signals) -> anyhow::Result<Player<'s>> {
        let workshop = Workshop::new(self.options.trusts)?;
        if !workshop.fetch()? {
            let words =
                "The crates could not be fetched. Lessons that need a missing one will not build.";
            let _ = writeln!(anstream::stderr(), "{}", doubtful(words));
        }
        let jobs = self.options.jobs.unwrap_or_else(default_jobs);
        Ok(Player { workshop, signals, seed: self.seed, jobs })
    }

    fn grade(
        &self,
        submission: &Submission,
        files: &Files,
        player: &Player,
        line: &str,
    ) -> anyhow::Result<Graded> {
        let lessons = &self.plan.lessons;
        let mut on_lesson = |lesson: &Lesson| show(&format!("{line}: {}", lesson.heading()));
        let graded = grading::grade(submission, files, lessons, player, &mut on_lesson)?;
        show(&format!("{line}: pictures"));
        drawing::draw(submission, lessons, &graded, player, self.results)?;
        Ok(graded)
    }
}

/// Shows the progress in one line, if a terminal is there to see it.
fn show(words: &str) {
    if io::stderr().is_terminal() {
        let _ = write!(anstream::stderr(), "\r\x1b[K{}", faint(words));
    }
}
