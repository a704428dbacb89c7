//! Finds the current and the next lesson.

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
