//! Misconceptions about sockets, with the evidence that fits each. A belief is named only if its
//! evidence fits *and* the program passes a control, which is the same script without the trap. The
//! controls are in the files of the cases. A lesson's folder holds the texts of its beliefs
//! (`beliefs.toml`) and their predicates (`beliefs.rs`). This folder holds the questions that the
//! predicates share.

mod answers;
mod evidence;
mod facts;
mod frames;
mod registry;
mod texts;

use std::sync::OnceLock;

use stage::breach::{Breach, Instead};

use crate::ids;
use registry::{LESSONS, LessonBeliefs, Predicate};
pub use texts::{BeliefsFile, LeftOut, Text, is_id, read_file};

/// The belief that every case can expose. Its control is the case itself, with a terminal as the programs'
/// standard output.
pub const DISPROVED_BY_TERMINAL: &str = ids::PRINTED_IS_SHOWN;

/// A wrong belief.
#[derive(Clone)]
pub struct Belief {
    /// Its name in reports and on the command line.
    pub id: String,
    /// The belief, in the words of a person who holds it.
    pub title: String,
    /// The fact, in a sentence or two.
    pub truth: String,
    /// The reason, in a short paragraph.
    pub why: String,
    /// The slug of the lesson whose chapter explains it.
    pub chapter: &'static str,
    /// A few lines of code: wrong, then right.
    pub example: String,
    /// Other terms by which readers search for it.
    terms: Vec<String>,
    /// Whether a program that is late can show this belief.
    shown_when_late: bool,
    fits: Predicate,
}

impl Belief {
    /// Whether this failure is evidence of this belief.
    pub fn is_shown_by(&self, breach: &Breach) -> bool {
        let is_late = matches!(breach.instead, Instead::Late { .. });
        (!is_late || self.shown_when_late) && (self.fits)(breach)
    }

    /// Whether its texts, or its other terms, mention this word.
    pub fn mentions(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        let Belief { id, title, truth, why, example, terms, .. } = self;
        let texts = [id, title, truth, why, example].into_iter().chain(terms);
        !word.trim().is_empty()
            && texts.into_iter().any(|text| has_word(&text.to_lowercase(), &word))
    }
}

/// Every belief, in the order of the lessons that explain it.
pub fn all() -> &'static [Belief] {
    static ALL: OnceLock<Vec<Belief>> = OnceLock::new();
    ALL.get_or_init(|| match LESSONS.iter().map(of_lesson).collect::<Result<Vec<_>, _>>() {
        Ok(lessons) => lessons.concat(),
        // The texts are built into the program, and a test below reads them.
        Err(why) => unreachable!("as it was built in, {why}"),
    })
}

/// The belief with this id.
pub fn find(id: &str) -> Option<&'static Belief> {
    all().iter().find(|belief| belief.id == id)
}

/// The slugs of the lessons that the programs of the lesson with this slug build on.
pub fn builds_on(slug: &str) -> Vec<String> {
    let lesson = LESSONS.iter().find(|lesson| lesson.slug() == slug);
    let file = lesson.and_then(|lesson| read_file(lesson.toml).ok());
    file.map(|file| file.builds_on).unwrap_or_default()
}

/// A lesson's texts, each with its predicate. An error names the place.
fn of_lesson(lesson: &LessonBeliefs) -> Result<Vec<Belief>, String> {
    let place = format!("checker/course/{}/beliefs", lesson.folder);
    let file = read_file(lesson.toml).map_err(|why| format!("{place}.toml: {why}"))?;
    let belief = |text: Text| match lesson.predicate(&text.id) {
        Some(fits) => Ok(belief(text, lesson.slug(), fits)),
        None => Err(format!("{place}.toml: `{}` has no predicate in {place}.rs", text.id)),
    };
    file.texts.into_iter().map(belief).collect()
}

fn belief(text: Text, chapter: &'static str, fits: Predicate) -> Belief {
    let Text { id, title, truth, why, example, terms, shown_when_late } = text;
    Belief { id, title, truth, why, chapter, example, terms, shown_when_late, fits }
}

/// Whether this word is in the text, and not only as a part of a longer word. Chinese has no spaces between
/// words.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, found)| {
        !text[..at].ends_with(is_part) && !text[at + found.len()..].starts_with(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(predicates: &'static [(&str, Predicate)], toml: &'static str) -> LessonBeliefs {
        LessonBeliefs { folder: "09-framing", toml, predicates }
    }

    #[test]
    fn the_built_in_beliefs_can_be_read() {
        for lesson in LESSONS {
            let beliefs = of_lesson(lesson).unwrap();
            assert_eq!(beliefs.len(), lesson.predicates.len(), "{}", lesson.folder);
        }
    }

    #[test]
    fn a_belief_is_found_by_its_words() {
        let found = |word: &str| -> Vec<&str> {
            all().iter().filter(|belief| belief.mentions(word)).map(|one| &one.id[..]).collect()
        };
        for word in ["粘包", "黏包", "Sticky packets"] {
            assert!(found(word).contains(&"two-sends-are-two-receives"), "{word}");
        }
        assert!(found("recv").contains(&"zero-is-nothing-yet"));
        assert_eq!(found(" "), [""; 0]);
        assert!(has_word("a recv(2) call", "recv") && !has_word("recvmsg", "recv"));
    }

    #[test]
    fn a_text_and_its_predicate_have_the_same_name() {
        const TEXT: &str = "builds_on = []\n[[belief]]\nid = \"a-b\"\ntitle = \"T.\"\ntruth = \"T.\"\nwhy = \"W.\"\nexample = \"e\"\n";
        let beliefs = of_lesson(&of(&[("b", |_| false), ("a_b", |_| true)], TEXT)).unwrap();
        assert_eq!((&beliefs[0].id[..], beliefs[0].chapter), ("a-b", "framing"));
        let why = of_lesson(&of(&[("b", |_| false)], TEXT)).err().unwrap();
        assert!(why.starts_with("checker/course/09-framing/beliefs.toml: `a-b` has no"), "{why}");
        let why = of_lesson(&of(&[], "builds_on = 1\n")).err().unwrap();
        assert!(
            why.starts_with("checker/course/09-framing/beliefs.toml: field `builds_on`"),
            "{why}"
        );
    }
}
