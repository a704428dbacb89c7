//! The arguments of the screen: `checker-watch CHECKER WORKSPACE [--poll] [--plain] [LESSON]`.
//! Only `checker watch` starts it, and has already checked the command line.

use std::ffi::OsString;
use std::path::PathBuf;

/// The screen's arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// The program `checker`.
    pub checker: PathBuf,
    /// The folder that holds `lessons/`.
    pub workspace: PathBuf,
    /// Look for changed files every now and then instead of waiting for the system's events.
    pub polls: bool,
    /// Print lines even in a terminal.
    pub plain: bool,
    /// The number of the lesson to begin with; `None` means the current one.
    pub lesson: Option<usize>,
}

impl Arguments {
    /// `None` if another program started the screen.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Option<Arguments> {
        let mut words = words.into_iter().peekable();
        let (checker, workspace) = (words.next()?.into(), words.next()?.into());
        let polls = words.next_if(|word| word == "--poll").is_some();
        let plain = words.next_if(|word| word == "--plain").is_some();
        let lesson = match words.next() {
            Some(word) => Some(word.to_str()?.parse().ok()?),
            None => None,
        };
        Some(Arguments { checker, workspace, polls, plain, lesson })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Option<Arguments> {
        Arguments::read(words.iter().map(OsString::from))
    }

    #[test]
    fn the_arguments_of_checker_watch_are_read() {
        let arguments = read(&["/c", "/w", "--poll", "3"]).unwrap();
        assert!(arguments.polls && arguments.lesson == Some(3));
        let arguments = read(&["/c", "/w", "--poll", "--plain", "3"]).unwrap();
        assert!(arguments.polls && arguments.plain && arguments.lesson == Some(3));
        let arguments = read(&["/c", "/w"]).unwrap();
        assert!(!arguments.polls && !arguments.plain && arguments.lesson.is_none());
        assert_eq!(read(&["/c"]), None);
        assert_eq!(read(&["/c", "/w", "three"]), None);
    }
}
