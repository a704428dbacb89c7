//! Words that a picture of the book chooses, so that its readers see `hello` and not `mUWzVIIt`. A scene
//! gives them to its script in turn instead of random ones, and begins again after the last.

use std::cell::Cell;

#[derive(Default)]
pub struct ChosenWords {
    words: Vec<String>,
    given: Cell<usize>,
}

impl ChosenWords {
    pub fn new(words: &[String]) -> ChosenWords {
        ChosenWords { words: words.to_vec(), given: Cell::new(0) }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The next word, or `None` if none was chosen.
    pub fn next(&self) -> Option<Vec<u8>> {
        let given = self.given.get();
        self.given.set(given + 1);
        let word = self.words.get(given % self.words.len().max(1))?;
        Some(word.clone().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_come_in_turn_and_then_again() {
        let words = ChosenWords::new(&["hello".into(), "hi".into()]);
        let given = [(); 3].map(|()| words.next().unwrap());
        assert_eq!(given, [b"hello".to_vec(), b"hi".to_vec(), b"hello".to_vec()]);
        assert_eq!(ChosenWords::default().next(), None);
    }
}
