//! The choices for a grading: the lessons, their points, the share of the manners, what students see, and the
//! seed. The command line says so, and a file that `--class` names:
//!
//! ```toml
//! lessons = ["1-9", "threads"]
//! seed = 7
//! manners = 20
//!
//! [points]
//! 09 = 20
//!
//! [visibility]
//! manners = "after_due_date"
//! ```
//!
//! The command line wins. An unknown name is a usage mistake.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::options::Options;
use super::visible;
use crate::commands::Usage;
use crate::course::nearest::suggestion;
use crate::course::{Lesson, lessons, select};
use crate::report::visibility::Shown;

const KEYS: [&str; 5] = ["lessons", "manners", "points", "seed", "visibility"];

/// The choices for a grading.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan {
    pub lessons: Vec<&'static Lesson>,
    /// The seed, if one is given.
    pub seed: Option<u64>,
    /// The percentage of a lesson's points that its manners are worth, if it differs from the course's.
    pub manners: Option<u32>,
    /// What students see in Gradescope.
    pub shown: Shown,
    /// The points of a lesson, by its number, if they differ from the course's.
    worth: BTreeMap<usize, u32>,
}

#[derive(Debug, Default, Deserialize)]
struct ClassFile {
    #[serde(default)]
    lessons: Vec<String>,
    #[serde(default)]
    points: BTreeMap<String, u32>,
    seed: Option<u64>,
    manners: Option<u32>,
    #[serde(default)]
    visibility: BTreeMap<String, String>,
}

impl Plan {
    pub fn of(options: &Options) -> Result<Plan, Usage> {
        let named = select::select(&options.lessons, lessons())?;
        let plan = match &options.class {
            None => Plan::with(ClassFile::default(), named)?,
            Some(path) => read(path)
                .and_then(|file| Plan::with(file, named).map_err(|usage| usage.0))
                .map_err(|why| Usage(format!("{}: {why}", path.display())))?,
        };
        Ok(Plan { seed: options.seed.or(plan.seed), ..plan })
    }

    /// The plan in a file, with the lessons that are named elsewhere, if there are any.
    fn with(file: ClassFile, named: Vec<&'static Lesson>) -> Result<Plan, Usage> {
        let own = select::select(&file.lessons, lessons())?;
        let all = || lessons().iter().collect();
        let chosen = [named, own].into_iter().find(|some| !some.is_empty()).unwrap_or_else(all);
        let worth = |(word, points): (&String, &u32)| {
            Ok((select::select_one(word, lessons())?.number, *points))
        };
        let worth: Result<BTreeMap<usize, u32>, Usage> = file.points.iter().map(worth).collect();
        if let Some(percent @ 101..) = file.manners {
            return Err(Usage(format!(
                "`manners` is a percentage, and {percent} is more than 100"
            )));
        }
        Ok(Plan {
            lessons: chosen,
            seed: file.seed,
            manners: file.manners,
            shown: visible::shown(&file.visibility)?,
            worth: worth?,
        })
    }

    /// The full value of this lesson.
    pub fn worth(&self, lesson: &Lesson) -> u32 {
        self.worth.get(&lesson.number).copied().unwrap_or(lesson.points)
    }
}

fn read(path: &Path) -> Result<ClassFile, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    parse(&text)
}

fn parse(text: &str) -> Result<ClassFile, String> {
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&&key[..])) {
        let nearest = suggestion(key, KEYS);
        let keys = "The keys are `lessons`, `manners`, `points`, `seed` and `visibility`";
        return Err(format!("there is no key `{key}`. {nearest}{keys}"));
    }
    table.try_into().map_err(|error: toml::de::Error| error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Result<Plan, String> {
        Plan::with(parse(text)?, Vec::new()).map_err(|usage| usage.0)
    }

    #[test]
    fn the_file_gives_lessons_points_and_seed() {
        let plan = plan("lessons = ['1-2']\nseed = 7\n[points]\none-shot = 20\n").unwrap();
        assert_eq!((plan.lessons.len(), plan.seed), (2, Some(7)));
        assert_eq!((plan.worth(plan.lessons[0]), plan.worth(plan.lessons[1])), (20, 10));
    }

    #[test]
    fn the_books_example_is_a_class_file() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../book/src/teachers.md");
        let page = std::fs::read_to_string(page).unwrap();
        let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
        let plan = plan(example.unwrap()).unwrap();
        assert_eq!((plan.lessons.len(), plan.manners, plan.shown.cases.len()), (10, Some(20), 1));
    }

    #[test]
    fn an_empty_file_gives_the_course_as_it_is() {
        let plan = plan("").unwrap();
        assert_eq!((plan.lessons.len(), plan.manners), (lessons().len(), None));
        assert!(lessons().iter().all(|lesson| plan.worth(lesson) == lesson.points));
        assert_eq!(plan.shown, Shown::default());
    }

    #[test]
    fn a_mistake_in_the_file_has_a_suggestion() {
        for (text, advice) in [
            ("lesons = []\n", "Did you mean `lessons`?"),
            ("lessons = ['one-shto']\n", "Did you mean `one-shot`?"),
            ("[points]\nthreds = 3\n", "Did you mean `threads`?"),
            ("maners = 5\n", "Did you mean `manners`?"),
            ("manners = 101\n", "more than 100"),
            ("[visibility]\ncore = 'hiden'\n", "Did you mean `hidden`?"),
            ("seed = -1\n", "-1"),
            ("seed\n", ""),
        ] {
            let why = plan(text).unwrap_err();
            assert!(why.contains(advice), "{text}: {why}");
        }
    }
}
