//! The table `[visibility]` of a class file: when Gradescope shows the points, the cases of a rank, and single
//! cases to students.

use std::collections::BTreeMap;

use cases::lessons::cases;

use crate::commands::Usage;
use crate::course::nearest::suggestion;
use crate::course::{lessons, select};
use crate::report::visibility::{Shown, Visibility};

const KEYS: [&str; 3] = ["points", "core", "manners"];

/// Reads the table.
pub fn shown(table: &BTreeMap<String, String>) -> Result<Shown, Usage> {
    let mut shown = Shown::default();
    for (key, word) in table {
        let visibility = visibility(word)?;
        match &key[..] {
            "points" => shown.points = visibility,
            "core" => shown.core = visibility,
            "manners" => shown.manners = visibility,
            _ => {
                shown.cases.insert(case(key)?, visibility);
            }
        }
    }
    Ok(shown)
}

fn visibility(word: &str) -> Result<Visibility, Usage> {
    let names = Visibility::ALL.map(|(name, _)| name);
    let found = Visibility::ALL.into_iter().find(|(name, _)| *name == word);
    let unknown = || {
        let nearest = suggestion(word, names);
        Usage(format!("there is no visibility `{word}`. {nearest}There are {}", names.join(", ")))
    };
    found.map(|(_, visibility)| visibility).ok_or_else(unknown)
}

/// The lesson's folder and the case's name.
fn case(key: &str) -> Result<(String, String), Usage> {
    let Some((lesson, name)) = key.split_once('/') else {
        let nearest = suggestion(key, KEYS);
        let keys = "The keys are `points`, `core`, `manners` and LESSON/CASE";
        return Err(Usage(format!("`visibility` has no key `{key}`. {nearest}{keys}")));
    };
    let lesson = select::select_one(lesson, lessons())?;
    let names: Vec<&str> = cases(&lesson.slug).iter().map(|case| case.name).collect();
    if !names.contains(&name) {
        let nearest = suggestion(name, names.iter().copied());
        let title = lesson.heading();
        return Err(Usage(format!("lesson {title} has no case `{name}`. {nearest}")));
    }
    Ok((lesson.folder(), name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(key: &str, word: &str) -> Result<Shown, String> {
        shown(&[(key.to_owned(), word.to_owned())].into()).map_err(|usage| usage.0)
    }

    #[test]
    fn a_rank_or_a_case_may_be_hidden() {
        let hidden = Visibility::Hidden;
        assert_eq!(of("manners", "hidden"), Ok(Shown { manners: hidden, ..Shown::default() }));
        let case = ("01-one-shot".to_owned(), "address-in-use".to_owned());
        let shown = Shown { cases: [(case, hidden)].into(), ..Shown::default() };
        assert_eq!(of("1/address-in-use", "hidden"), Ok(shown));
    }

    #[test]
    fn a_mistake_has_a_suggestion() {
        for (key, word, advice) in [
            ("manner", "hidden", "Did you mean `manners`?"),
            ("core", "after_duedate", "Did you mean `after_due_date`?"),
            ("one-shto/address-in-use", "hidden", "Did you mean `one-shot`?"),
            ("1/adress-in-use", "hidden", "Did you mean `address-in-use`?"),
        ] {
            let why = of(key, word).unwrap_err();
            assert!(why.contains(advice), "{key}: {why}");
        }
    }
}
