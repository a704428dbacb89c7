//! Finds the current and the next lesson, and a lesson's files.

pub use protocol::course::{Course, Lesson};

/// The number of passed lessons.
pub fn passed(course: &Course) -> usize {
    course.lessons.iter().filter(|lesson| lesson.passed).count()
}

/// The command that shows the lesson's chapter.
pub fn read_command(lesson: &Lesson) -> String {
    format!("cargo checker read {}", lesson.number)
}

/// The index of the current lesson.
pub fn place_of_current(course: &Course) -> usize {
    let is_current = |lesson: &Lesson| Some(&lesson.lesson) == course.current.as_ref();
    course.lessons.iter().position(is_current).unwrap_or(0)
}

/// The index of the lesson after this one: the next that is not passed, searched from here to the end
/// and then from the beginning. `None` if every other lesson is passed.
pub fn after(course: &Course, place: usize) -> Option<usize> {
    let around = (place + 1..course.lessons.len()).chain(0..place.min(course.lessons.len()));
    around.into_iter().find(|at| !course.lessons[*at].passed)
}

/// The file of the lesson's server or client: the one with this role in its name, or else the first.
pub fn file_of<'a>(lesson: &'a Lesson, role: &str) -> Option<&'a str> {
    let is_named = |file: &&String| file.rsplit('/').next().is_some_and(|name| name.contains(role));
    lesson.files.iter().find(is_named).or(lesson.files.first()).map(String::as_str)
}

/// The lesson's file that the text names first.
pub fn file_in<'a>(lesson: &'a Lesson, text: &str) -> Option<&'a str> {
    let places = lesson.files.iter().filter_map(|file| Some((text.find(&file[..])?, file)));
    places.min().map(|(_, file)| &file[..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(files: &[&str]) -> Lesson {
        let files = files.iter().map(|file| (*file).to_owned()).collect();
        Lesson { files, ..Lesson::default() }
    }

    #[test]
    fn a_file_is_found_by_the_role_in_its_name() {
        let rust = lesson(&["lessons/09-framing/src/lib.rs", "lessons/09-framing/src/client.rs"]);
        assert_eq!(file_of(&rust, "client"), Some("lessons/09-framing/src/client.rs"));
        assert_eq!(file_of(&rust, "both"), Some("lessons/09-framing/src/lib.rs"));
        // The folder is called by the role, too.
        let own = lesson(&["18-socketserver/mine.py", "18-socketserver/my_server.py"]);
        assert_eq!(file_of(&own, "server"), Some("18-socketserver/my_server.py"));
        assert_eq!(file_of(&lesson(&[]), "server"), None);
    }

    #[test]
    fn the_file_that_the_compiler_names_first_is_found() {
        let lesson = lesson(&["src/client.rs", "src/server.rs"]);
        let text = "error\n --> src/server.rs:2:5\n --> src/client.rs:1:1\n";
        assert_eq!(file_in(&lesson, text), Some("src/server.rs"));
        assert_eq!(file_in(&lesson, "error"), None);
    }
}
