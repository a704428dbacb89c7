//! Which lessons a learner's words mean: a number (`3`, `03`), a slug (`connection-loop`), a
//! folder (`03-connection-loop`, or its whole path, as a shell completes it), a range (`4-9`), or
//! `all`. What means nothing is answered with the nearest name and with what exists.

use std::fmt;

use super::{Lesson, nearest};

/// A word that means no lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    message: String,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unknown {}

/// The lessons meant by all these words: each once, in the order in which they were named.
pub fn select<'a>(words: &[String], course: &'a [Lesson]) -> Result<Vec<&'a Lesson>, Unknown> {
    let mut chosen: Vec<&Lesson> = Vec::new();
    for word in words {
        for lesson in meant_by(word, course)? {
            if !chosen.iter().any(|other| other.number == lesson.number) {
                chosen.push(lesson);
            }
        }
    }
    Ok(chosen)
}

/// The one lesson meant by this word.
pub fn select_one<'a>(word: &str, course: &'a [Lesson]) -> Result<&'a Lesson, Unknown> {
    match meant_by(word, course)?[..] {
        [lesson] => Ok(lesson),
        _ => Err(Unknown {
            message: format!("`{word}` means several lessons, and one is wanted here, like `3`"),
        }),
    }
}

fn meant_by<'a>(word: &str, course: &'a [Lesson]) -> Result<Vec<&'a Lesson>, Unknown> {
    if word == "all" {
        return Ok(course.iter().collect());
    }
    let name = word.trim_end_matches('/').rsplit('/').next().unwrap_or(word);
    if let Some(number) = number(name) {
        return Ok(vec![numbered(number, word, course)?]);
    }
    if let Some((first, last)) = name.split_once('-')
        && let (Some(first), Some(last)) = (number(first), number(last))
    {
        return range(first, last, word, course);
    }
    match course.iter().find(|lesson| lesson.slug == name || lesson.folder() == name) {
        Some(lesson) => Ok(vec![lesson]),
        None => Err(unknown(word, name, course)),
    }
}

/// A number, if the word is one. What is too large for a `usize` is surely no lesson: `usize::MAX`.
fn number(word: &str) -> Option<usize> {
    let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| word.parse().unwrap_or(usize::MAX))
}

fn numbered<'a>(number: usize, word: &str, course: &'a [Lesson]) -> Result<&'a Lesson, Unknown> {
    course.iter().find(|lesson| lesson.number == number).ok_or_else(|| Unknown {
        message: format!("there is no lesson `{word}`: {}", extent(course)),
    })
}

fn range<'a>(
    first: usize,
    last: usize,
    word: &str,
    course: &'a [Lesson],
) -> Result<Vec<&'a Lesson>, Unknown> {
    if first > last {
        let message = format!("the range `{word}` runs backwards: did you mean `{last}-{first}`?");
        return Err(Unknown { message });
    }
    for end in [first, last] {
        numbered(end, &end.to_string(), course)?;
    }
    Ok(course.iter().filter(|lesson| (first..=last).contains(&lesson.number)).collect())
}

fn unknown(word: &str, name: &str, course: &[Lesson]) -> Unknown {
    let folders: Vec<String> = course.iter().map(Lesson::folder).collect();
    let names = course.iter().map(|lesson| &lesson.slug[..]).chain(folders.iter().map(|f| &f[..]));
    let suggestion = nearest::suggestion(name, names);
    let message = format!(
        "there is no lesson `{word}`. {suggestion}A lesson is named by its number (`3`), its name \
         (`{}`), a range (`1-2`) or `all`; {}: see `cargo checker list`",
        course.first().map_or("one-shot", |lesson| &lesson.slug),
        extent(course),
    );
    Unknown { message }
}

fn extent(course: &[Lesson]) -> String {
    format!("the course has lessons 1 to {}", course.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;

    fn numbers(words: &[&str]) -> Result<Vec<usize>, String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        select(&words, lessons())
            .map(|chosen| chosen.iter().map(|lesson| lesson.number).collect())
            .map_err(|unknown| unknown.to_string())
    }

    #[test]
    fn every_way_to_name_a_lesson_is_understood() {
        for word in ["3", "03", "003", "connection-loop", "03-connection-loop"] {
            assert_eq!(numbers(&[word]), Ok(vec![3]), "{word}");
        }
        for path in ["lessons/03-connection-loop", "./lessons/03-connection-loop/"] {
            assert_eq!(numbers(&[path]), Ok(vec![3]), "{path}");
        }
    }

    #[test]
    fn ranges_and_all_mean_several_and_nobody_is_checked_twice() {
        assert_eq!(numbers(&["1-2"]), Ok(vec![1, 2]));
        assert_eq!(numbers(&["02-03", "3", "one-shot"]), Ok(vec![2, 3, 1]));
        assert_eq!(numbers(&["2-2"]), Ok(vec![2]));
        assert_eq!(numbers(&["all"]).map(|all| all.len()), Ok(lessons().len()));
        assert_eq!(numbers(&[]), Ok(vec![]));
    }

    #[test]
    fn what_means_nothing_is_answered_with_what_exists() {
        let error = numbers(&["conection-loop"]).unwrap_err();
        assert!(error.contains("Did you mean `connection-loop`?"), "{error}");
        assert!(error.contains("checker list"), "{error}");
        let error = numbers(&["99999999999999999999999"]).unwrap_err();
        assert!(error.contains("lessons 1 to"), "{error}");
        assert!(numbers(&["0"]).is_err() && numbers(&["1-999"]).is_err());
        assert!(numbers(&[""]).is_err() && numbers(&["-"]).is_err() && numbers(&["/"]).is_err());
        // The right slug under a wrong number is a slip, not a lesson.
        assert!(numbers(&["02-one-shot"]).unwrap_err().contains("`01-one-shot`"));
    }

    #[test]
    fn a_range_that_runs_backwards_is_turned_round() {
        assert!(numbers(&["3-1"]).unwrap_err().contains("`1-3`"));
    }

    #[test]
    fn one_lesson_is_not_several() {
        assert_eq!(select_one("2", lessons()).map(|lesson| lesson.number), Ok(2));
        assert!(select_one("1-2", lessons()).unwrap_err().to_string().contains("several"));
    }
}
