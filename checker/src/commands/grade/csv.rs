//! `grades.csv`: a line for each student, with a column for each lesson (RFC 4180).

use protocol::grade::{Class, Student};

/// The text of the file. The lessons are the same for all students.
pub fn csv(class: &Class) -> String {
    let heads = ["student", "total", "maximum", "judged maximum"].map(str::to_owned);
    let lessons = class.students.first().into_iter().flat_map(|student| &student.lessons);
    let heads = heads.into_iter().chain(lessons.map(|lesson| lesson.lesson.clone()));
    let mut text = line(heads);
    text.extend(class.students.iter().map(|student| line(fields(student))));
    text
}

fn fields(student: &Student) -> impl Iterator<Item = String> {
    let totals = [student.points, student.max_points, student.judged_points];
    let points = student.lessons.iter().map(|lesson| lesson.points);
    [student.student.clone()]
        .into_iter()
        .chain(totals.into_iter().chain(points).map(|n| n.to_string()))
}

fn line(fields: impl Iterator<Item = String>) -> String {
    let fields: Vec<String> = fields.map(|field| quoted(&field)).collect();
    fields.join(",") + "\r\n"
}

/// A spreadsheet takes a field that begins with one of these characters for a formula, so an apostrophe goes
/// before it.
fn quoted(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t']);
    let field = if is_formula { format!("'{field}") } else { field.to_owned() };
    match field.contains(['"', ',', '\r', '\n', ' ']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_neither_add_a_column_nor_a_formula() {
        assert_eq!(quoted("alice"), "alice");
        assert_eq!(quoted("Doe, \"J\""), "\"Doe, \"\"J\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
    }
}
