//! Declared races. A wrong program may race with itself, so that it keeps a promise in some runs only.
//! Its file names these cases and the race, in a line such as
//! `// Luck: lines-that-have-come: the thread may be quicker than the signal`. In these cases it may
//! fail or pass. In all others it must fail every time, with its belief.

use super::flaw::Flaw;
use cases::lessons::cases;
use checker::course::Lesson;

/// A case in which a wrong program's verdict may vary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luck {
    pub case: String,
    /// The race.
    pub why: String,
}

/// The races that a program's text declares.
pub fn declared(text: &str) -> Vec<Luck> {
    let lines = text.lines().filter_map(|line| {
        let comment = line.strip_prefix("// ").or(line.strip_prefix("# "))?;
        comment.strip_prefix("Luck: ")
    });
    let mut all = Vec::new();
    for line in lines {
        let (cases, why) = line.split_once(": ").unwrap_or((line, ""));
        let luck = |case: &str| Luck { case: case.trim().into(), why: why.trim().into() };
        all.extend(cases.split(',').map(luck));
    }
    all
}

/// The flaws of these declarations, in a program of this lesson at this place.
pub fn flaws(place: &str, lesson: &Lesson, declared: &[Luck]) -> Vec<Flaw> {
    let is_case = |name: &str| cases(&lesson.slug).iter().any(|case| case.name == name);
    let mut flaws = Vec::new();
    for Luck { case, why } in declared {
        if !is_case(case) {
            let what = format!("it declares luck in `{case}`, which is not a case of the lesson");
            flaws.push(Flaw::new(place, what, "write `Luck: CASE, CASE: what races`"));
        }
        if why.is_empty() {
            let what = format!("it does not say what races in `{case}`");
            flaws.push(Flaw::new(place, what, "write `Luck: CASE, CASE: what races`"));
        }
    }
    flaws
}

#[cfg(test)]
mod tests {
    use super::*;
    use checker::course::lessons;

    fn luck(case: &str, why: &str) -> Luck {
        Luck { case: case.into(), why: why.into() }
    }

    #[test]
    fn a_line_of_its_own_declares_luck() {
        let text = "// Believed: this.\n// Luck: a-case, b-case: who: comes first\nfn main() {}\n";
        let why = "who: comes first";
        assert_eq!(declared(text), vec![luck("a-case", why), luck("b-case", why)]);
        assert_eq!(declared("# Luck: a-case: it races\n"), vec![luck("a-case", "it races")]);
        assert_eq!(declared("// Good luck: a-case: no\nlet luck = 1;\n"), vec![]);
    }

    #[test]
    fn luck_is_about_a_case_and_says_why() {
        let lesson = &lessons()[0];
        let name = cases(&lesson.slug)[0].name;
        assert_eq!(flaws("x.rs", lesson, &[luck(name, "it races")]), vec![]);
        let flaw = |luck: Luck| flaws("x.rs", lesson, &[luck])[0].to_string();
        assert!(flaw(luck("no-such", "it races")).contains("`no-such`, which is not a case"));
        assert!(flaw(luck(name, "")).contains("does not say what races"));
    }
}
