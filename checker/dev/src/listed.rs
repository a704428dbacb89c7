//! A lesson's lines in README and in the book's summary.

use checker::course::Lesson;

/// The lesson's row in README's table.
pub fn row(lesson: &Lesson) -> String {
    let Lesson { number, title, learnt, .. } = lesson;
    format!("| {number:02} | [{title}]({}) | {learnt} |", lesson.chapter_file())
}

/// Whether this line is a row of README's table: it begins with a lesson's number, in two digits.
pub fn is_row(line: &str) -> bool {
    let cell = line.strip_prefix('|').and_then(|rest| rest.split('|').next());
    let cell = cell.unwrap_or_default().trim();
    cell.len() >= 2 && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// The lines of the book's summary: the parts of the course, each with its lessons.
pub fn summary(course: &[&Lesson]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut part = "";
    for lesson in course {
        if lesson.part != part {
            part = &lesson.part;
            lines.push(format!("# {part}"));
        }
        let Lesson { number, title, .. } = lesson;
        lines.push(format!("- [{number:02} {title}]({}.md)", lesson.chapter()));
    }
    lines
}

/// Whether this line is a lesson's line in the book's summary.
pub fn is_lesson(line: &str) -> bool {
    let number = line.strip_prefix("- [").and_then(|rest| rest.split(' ').next());
    number.is_some_and(|number| number.len() >= 2 && number.bytes().all(|b| b.is_ascii_digit()))
}
