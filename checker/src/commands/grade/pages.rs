//! Writes everything about the class: grades, letters and the page for the teacher.

use std::fs;

use anyhow::Context;
use protocol::check;
use protocol::grade::{Belief, Class, Graded};

use super::drawing::telling;
use super::letter::{Letter, Picture};
use super::options::Export;
use super::results::Results;
use super::submissions::Submission;
use super::{class_page, csv, letter_html, letter_markdown};
use crate::course::{atomic_file, of_folder};
use crate::report::gradescope;
use crate::report::visibility::Shown;

/// Everything about the class.
pub struct Pages<'c> {
    pub results: &'c Results,
    pub submissions: &'c [Submission],
    pub graded: &'c [Graded],
    pub class: &'c Class,
    pub exports: &'c [Export],
    /// What students see.
    pub shown: &'c Shown,
}

impl Pages<'_> {
    pub fn write(&self) -> anyhow::Result<()> {
        let json = [serde_json::to_vec_pretty(self.class)?, vec![b'\n']].concat();
        self.file("grades.csv", csv::csv(self.class).as_bytes())?;
        self.file("class.json", &json)?;
        let picture = |belief: &Belief| self.smallest_picture(belief);
        self.file("class.html", class_page::html(self.class, &picture).as_bytes())?;
        for at in 0..self.graded.len() {
            self.letter(at)?;
            self.exports.iter().try_for_each(|export| self.export(*export, at))?;
        }
        Ok(())
    }

    /// Writes a result in another format, with the points that the teacher gives.
    fn export(&self, export: Export, at: usize) -> anyhow::Result<()> {
        let mut report = self.graded[at].report.clone();
        for (lesson, own) in report.lessons.iter_mut().zip(&self.class.students[at].lessons) {
            lesson.points = own.points;
            (lesson.max_points, lesson.judged_points) = (own.max_points, own.judged_points);
        }
        let name = self.submissions[at].file_name();
        let (file, text) = match export {
            Export::Gradescope => {
                (format!("gradescope/{name}.json"), gradescope::text_with(&report, self.shown))
            }
            #[cfg(feature = "complete")]
            Export::Junit => (format!("junit/{name}.xml"), crate::report::junit::text(&report)),
        };
        self.file(&file, &text?)
    }

    fn letter(&self, at: usize) -> anyhow::Result<()> {
        let submission = &self.submissions[at];
        let picture = |lesson: &str, case: &str| self.picture(submission, lesson, case);
        let (graded, student) = (&self.graded[at], &self.class.students[at]);
        let letter = Letter::of(graded, student, self.shown, &picture);
        let name = submission.file_name();
        let markdown = letter_markdown::markdown(&letter, &format!("../pictures/{name}"));
        self.file(&format!("letters/{name}.md"), markdown.as_bytes())?;
        self.file(&format!("letters/{name}.html"), letter_html::html(&letter).as_bytes())
    }

    fn picture(&self, submission: &Submission, lesson: &str, case: &str) -> Option<Picture> {
        let path = self.results.picture(submission, lesson, case);
        let file = path.file_name()?.to_string_lossy().into_owned();
        Some(Picture { svg: fs::read_to_string(path).ok()?, file })
    }

    /// The smallest picture of a run that proves the misconception. Its ids become the misconception's own,
    /// because another one on the page may have a picture of the same case.
    fn smallest_picture(&self, belief: &Belief) -> Option<String> {
        let both = self.submissions.iter().zip(self.graded);
        let all = both.flat_map(|(submission, graded)| self.proofs(submission, graded, belief));
        let (svg, id) = all.min_by_key(|(svg, _)| svg.len())?;
        let of = |part: &str| (format!("{id}-{part}"), format!("{}-{part}", belief.belief));
        let [title, story] = [of("title"), of("story")];
        Some(svg.replace(&title.0, &title.1).replace(&story.0, &story.1))
    }

    /// The pictures of this submission that prove the misconception, each with its id.
    fn proofs(
        &self,
        submission: &Submission,
        graded: &Graded,
        belief: &Belief,
    ) -> Vec<(String, String)> {
        let shows = |case: &&check::Case| case.belief.as_ref() == Some(&belief.belief);
        let proof = |lesson: &check::Lesson| {
            let case = &telling(lesson).into_iter().find(shows)?.name;
            let slug = &of_folder(&lesson.lesson)?.slug;
            let picture = self.picture(submission, &lesson.lesson, case)?;
            Some((picture.svg, format!("{slug}-{case}")))
        };
        graded.report.lessons.iter().filter_map(proof).collect()
    }

    fn file(&self, name: &str, text: &[u8]) -> anyhow::Result<()> {
        let path = self.results.folder.join(name);
        atomic_file::write(&path, text).with_context(|| format!("writing {name}"))
    }
}
