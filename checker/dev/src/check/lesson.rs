//! Checks one lesson: its hints, and the names and promises of its cases.

use std::collections::HashSet;

use super::Flaw;
use cases::lessons::{Case, cases};
use checker::course::Lesson;
use checker::events::Role;

/// The least number of cases of a lesson.
const FEWEST: usize = 8;

/// Most characters of a promise.
const LONGEST: usize = 90;

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
        if let Some((what, advice)) = of_promise(case) {
            flaw(format!("the promise of `{name}` {what}"), advice);
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

/// The flaw of a case's promise, and advice.
fn of_promise(case: &Case) -> Option<(String, &'static str)> {
    let length = case.promise.chars().count();
    if !is_sentence(case.promise) {
        let advice = "say in one line what the program does, without a full stop";
        return Some(("is not a sentence in the present tense".into(), advice));
    }
    if !begins_with_its_program(case) {
        return Some(("does not begin with its program".into(), "begin with \"The server\" or so"));
    }
    (length > LONGEST).then(|| (format!("has {length} characters"), "say it in at most 90"))
}

fn is_sentence(promise: &str) -> bool {
    let padded = format!(" {promise} ");
    promise.starts_with(char::is_uppercase)
        && !promise.ends_with('.')
        && !promise.contains('\n')
        && !OTHER_TENSES.iter().any(|word| padded.contains(&format!(" {word} ")))
}

fn begins_with_its_program(case: &Case) -> bool {
    let roles = match case.role {
        Role::Both => &[Role::Server, Role::Client][..],
        ref role => std::slice::from_ref(role),
    };
    roles.iter().any(|role| case.promise.starts_with(&format!("The {} ", role.name())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use checker::course::lessons;

    fn case(name: &'static str, promise: &'static str) -> Case {
        Case::server(name, |_| Ok(())).promises(promise)
    }

    const IT: &str = "The server answers";

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
        let listed = listed(&[case("a-b", IT), case("a-b", IT), case("A_b", IT)]);
        assert!(listed.contains("two cases are called `a-b`"), "{listed}");
        assert!(listed.contains("`A_b` is not like-this"), "{listed}");
    }

    #[test]
    fn a_promise_is_one_line_in_the_present_tense() {
        for promise in ["The server will answer", "The server answers.", "The server\nis", ""] {
            let listed = listed(&[case("a", promise)]);
            assert!(listed.contains("`a` is not a sentence"), "{promise:?}: {listed}");
        }
        let listed = listed(&[case("a", "The server answers each message at once")]);
        assert!(!listed.contains("promise"), "{listed}");
    }

    #[test]
    fn a_promise_has_at_most_ninety_characters() {
        // Characters count, not bytes.
        const NINETY: &str = "The server answers 你好 and then answers all that comes after it, \
                              as long as it comes at all";
        const LONGER: &str = "The server answers 你好 and then answers all that comes after it, \
                              as long as it comes at all!";
        assert!(!listed(&[case("a", NINETY)]).contains("characters"));
        assert!(
            listed(&[case("a", LONGER)]).contains("`a` has 91 characters: say it in at most 90")
        );
    }

    #[test]
    fn a_promise_begins_with_its_program() {
        let case = Case { role: Role::Client, ..case("a", "The server answers") };
        assert!(listed(&[case]).contains("`a` does not begin with its program"));
    }

    #[test]
    fn every_promise_of_the_course_is_short_and_begins_with_its_program() {
        let flaws: Vec<Flaw> = lessons().iter().flat_map(flaws).collect();
        let listed: Vec<String> = flaws.iter().map(ToString::to_string).collect();
        assert!(listed.is_empty(), "{}", listed.join("\n"));
    }

    #[test]
    fn a_case_is_about_a_program_of_its_lesson() {
        let client = Case { role: Role::Client, ..case("a", IT) };
        assert!(listed(&[client]).contains("is about a client"));
    }
}
