//! How the screen is started: by `checker watch` and nobody else, which has understood what was
//! typed. `checker-watch CHECKER WORKSPACE [--poll] [LESSON]`.

use std::ffi::OsString;
use std::path::PathBuf;

/// What the screen is to do, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// The program `checker`.
    pub checker: PathBuf,
    /// The folder that holds `lessons/`.
    pub workspace: PathBuf,
    /// Look at the files every now and then instead of being told of a save.
    pub polls: bool,
    /// The number of the lesson to begin with; else the one that the learner is on.
    pub lesson: Option<usize>,
}

impl Arguments {
    /// `None` where somebody else started it.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Option<Arguments> {
        let mut words = words.into_iter().peekable();
        let (checker, workspace) = (words.next()?.into(), words.next()?.into());
        let polls = words.next_if(|word| word == "--poll").is_some();
        let lesson = match words.next() {
            Some(word) => Some(word.to_str()?.parse().ok()?),
            None => None,
        };
        Some(Arguments { checker, workspace, polls, lesson })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Option<Arguments> {
        Arguments::read(words.iter().map(OsString::from))
    }

    #[test]
    fn what_checker_watch_hands_over_is_understood() {
        let arguments = read(&["/c", "/w", "--poll", "3"]).unwrap();
        assert!(arguments.polls && arguments.lesson == Some(3));
        let arguments = read(&["/c", "/w"]).unwrap();
        assert!(!arguments.polls && arguments.lesson.is_none());
        assert_eq!(read(&["/c"]), None);
        assert_eq!(read(&["/c", "/w", "three"]), None);
    }
}
