//! Finds the lessons that a word names: a number (`3`, `03`), a slug (`connection-loop`), a folder
//! (`03-connection-loop`, or its whole path, as a shell completes it), a range (`4-9`), or `all`. The
//! error for an unknown word suggests the nearest name and lists the valid ones.

use std::fmt;

use super::{Lesson, nearest};

/// The error for a word that does not name a lesson.
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

/// The lessons that these words name: each once, in the order of the words.
pub fn select<'a>(words: &[String], course: &'a [Lesson]) -> Result<Vec<&'a Lesson>, Unknown> {
    let mut chosen: Vec<&Lesson> = Vec::new();
    for word in words {
        for lesson in named_by(word, course)? {
            if !chosen.iter().any(|other| other.number == lesson.number) {
                chosen.push(lesson);
            }
        }
    }
    Ok(chosen)
}

/// The one lesson that this word names.
pub fn select_one<'a>(word: &str, course: &'a [Lesson]) -> Result<&'a Lesson, Unknown> {
    match named_by(word, course)?[..] {
        [lesson] => Ok(lesson),
        _ => Err(Unknown {
            message: format!(
                "`{word}` names several lessons, and this command takes one, like `3`"
            ),
        }),
    }
}

fn named_by<'a>(word: &str, course: &'a [Lesson]) -> Result<Vec<&'a Lesson>, Unknown> {
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

/// The word as a number, if it is one. A number that is too large for a `usize` becomes `usize::MAX`.
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
        "there is no lesson `{word}`. {suggestion}Give a number (`3`), a name \
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
    fn every_form_of_a_lessons_name_is_accepted() {
        for word in ["3", "03", "003", "connection-loop", "03-connection-loop"] {
            assert_eq!(numbers(&[word]), Ok(vec![3]), "{word}");
        }
        for path in ["lessons/03-connection-loop", "./lessons/03-connection-loop/"] {
            assert_eq!(numbers(&[path]), Ok(vec![3]), "{path}");
        }
    }

    #[test]
    fn ranges_and_all_name_several_and_each_lesson_once() {
        assert_eq!(numbers(&["1-2"]), Ok(vec![1, 2]));
        assert_eq!(numbers(&["02-03", "3", "one-shot"]), Ok(vec![2, 3, 1]));
        assert_eq!(numbers(&["2-2"]), Ok(vec![2]));
        assert_eq!(numbers(&["all"]).map(|all| all.len()), Ok(lessons().len()));
        assert_eq!(numbers(&[]), Ok(vec![]));
    }

    #[test]
    fn an_unknown_word_is_answered_with_a_suggestion() {
        let error = numbers(&["conection-loop"]).unwrap_err();
        assert!(error.contains("Did you mean `connection-loop`?"), "{error}");
        assert!(error.contains("checker list"), "{error}");
        let error = numbers(&["99999999999999999999999"]).unwrap_err();
        assert!(error.contains("lessons 1 to"), "{error}");
        assert!(numbers(&["0"]).is_err() && numbers(&["1-999"]).is_err());
        assert!(numbers(&[""]).is_err() && numbers(&["-"]).is_err() && numbers(&["/"]).is_err());
        // The right slug with a wrong number is a mistake, not a lesson.
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
