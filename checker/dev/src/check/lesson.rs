//! Checks one lesson: its hints, and the names and promises of its cases.

use std::collections::HashSet;

use super::Flaw;
use cases::lessons::{Case, cases};
use checker::course::Lesson;
use checker::events::Role;

/// The least number of cases of a lesson.
const FEWEST: usize = 8;

/// Words that a promise in the present tense does not contain.
const OTHER_TENSES: [&str; 6] = ["will", "shall", "should", "must", "would", "has to"];

/// The flaws of the lesson and its cases.
pub fn flaws(lesson: &Lesson) -> Vec<Flaw> {
    let mut flaws = of_cases(lesson, cases(&lesson.slug));
    let hints = lesson.hints.len();
    if !(2..=3).contains(&hints) {
        let what = format!("lesson {} has {hints} hints", lesson.heading());
        flaws.push(Flaw::new(
            format!("checker/course/{}/lesson.toml", lesson.folder()),
            what,
            "give it two or three",
        ));
    }
    flaws
}

fn of_cases(lesson: &Lesson, cases: &[Case]) -> Vec<Flaw> {
    let place = cases_place(lesson);
    let mut flaws = Vec::new();
    let mut flaw = |what: String, advice: &str| flaws.push(Flaw::new(&place, what, advice));
    if cases.len() < FEWEST {
        flaw(format!("the lesson has {} cases", cases.len()), "write at least eight");
    }
    for role in &lesson.programs {
        if !cases.iter().any(|case| case.role == *role || case.role == Role::Both) {
            flaw(format!("no case is about the {}", role.name()), "write one");
        }
    }
    let mut names = HashSet::new();
    for case in cases {
        let name = case.name;
        if !names.insert(name) {
            flaw(format!("two cases are called `{name}`"), "give one of them another name");
        }
        if !is_kebab(name) {
            flaw(format!("the case name `{name}` is not like-this"), "write it in kebab case");
        }
        if case.role != Role::Both && !lesson.programs.contains(&case.role) {
            let what = format!("the case `{name}` is about a {}", case.role.name());
            flaw(what, "remove it: the lesson has no such program");
        }
        if !is_promise(case.promise) {
            let what = format!("the promise of `{name}` is not a sentence in the present tense");
            flaw(what, "write in one line what the program does, without a full stop");
        }
    }
    flaws
}

/// The folder of the lesson's cases, relative to the workspace.
pub fn cases_place(lesson: &Lesson) -> String {
    format!("checker/course/{}/cases", lesson.folder())
}

fn is_kebab(name: &str) -> bool {
    let is_word = |word: &str| {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        !word.is_empty() && word.chars().all(is_plain)
    };
    name.split('-').all(is_word)
}

fn is_promise(promise: &str) -> bool {
    let padded = format!(" {promise} ");
    promise.starts_with(char::is_uppercase)
        && !promise.ends_with('.')
        && !promise.contains('\n')
        && !OTHER_TENSES.iter().any(|word| padded.contains(&format!(" {word} ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use checker::course::lessons;

    fn case(name: &'static str, promise: &'static str) -> Case {
        Case::server(name, |_| Ok(())).promises(promise)
    }

    fn listed(cases: &[Case]) -> String {
        let flaws: Vec<String> =
            of_cases(&lessons()[2], cases).iter().map(ToString::to_string).collect();
        flaws.join("\n")
    }

    #[test]
    fn too_few_cases_and_none_for_a_program_are_flaws() {
        let listed = listed(&[]);
        assert!(listed.contains("the lesson has 0 cases: write at least eight"), "{listed}");
        assert!(listed.contains("no case is about the server"), "{listed}");
    }

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        let listed = listed(&[case("a-b", "It is"), case("a-b", "It is"), case("A_b", "It is")]);
        assert!(listed.contains("two cases are called `a-b`"), "{listed}");
        assert!(listed.contains("`A_b` is not like-this"), "{listed}");
    }

    #[test]
    fn a_promise_is_one_line_in_the_present_tense() {
        for promise in ["The server will answer", "The server answers.", "It is\nso", ""] {
            assert!(!is_promise(promise), "{promise:?}");
        }
        assert!(is_promise("The server answers each message at once"));
    }

    #[test]
    fn a_case_is_about_a_program_of_its_lesson() {
        let client = Case { role: Role::Client, ..case("a", "It is") };
        assert!(listed(&[client]).contains("is about a client"));
    }
}
