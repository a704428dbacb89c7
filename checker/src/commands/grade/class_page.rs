//! `class.html`: the misconceptions of the class, worst first, and each student's points. It holds no
//! solution.

use std::fmt::Write;

use protocol::Status;
use protocol::grade::{Belief, Class, Lesson, Student};

use super::html::{page, prose, safe, table};
use crate::course::of_folder;
use crate::report::text::count;

/// The page. `picture` finds the picture for a misconception.
pub fn html(class: &Class, picture: &dyn Fn(&Belief) -> Option<String>) -> String {
    let students = count(class.students.len(), "submission");
    let mut body = format!("<p>{students}, seed {}</p>\n", class.seed);
    body.push_str("<section>\n<h2>Misconceptions</h2>\n");
    body.push_str(&overview(class));
    for belief in &class.beliefs {
        explain(&mut body, class, belief, picture(belief));
    }
    body.push_str("</section>\n<section>\n<h2>Points</h2>\n");
    body.push_str(&points(class));
    body.push_str("</section>\n");
    page("Class report", &body)
}

fn overview(class: &Class) -> String {
    if class.beliefs.is_empty() {
        return "<p>No misconception was proved.</p>\n".into();
    }
    let row = |belief: &Belief| {
        let mut lessons: Vec<&str> = belief.cases.iter().map(|case| number(&case.lesson)).collect();
        lessons.dedup();
        let (id, title) = (safe(&belief.belief), prose(&belief.title));
        format!(
            "<tr><th scope=\"row\"><a href=\"#{id}\">{title}</a></th>\
             <td class=\"number\">{}</td><td>{}</td></tr>\n",
            belief.students.len(),
            lessons.join(", ")
        )
    };
    let rows: String = class.beliefs.iter().map(row).collect();
    let heads = ["Misconception", "Students", "Lessons"].map(str::to_owned);
    table("Misconceptions, those of most students first", &heads, &rows)
}

fn explain(body: &mut String, class: &Class, belief: &Belief, picture: Option<String>) {
    let (id, title) = (safe(&belief.belief), prose(&belief.title));
    let (few, all) = (belief.students.len(), count(class.students.len(), "student"));
    let names = safe(&belief.students.join(", "));
    let _ = writeln!(body, "<h3 id=\"{id}\">{title}</h3>\n<p>{few} of {all}: {names}</p>");
    let row = |case: &protocol::grade::Case| {
        let (lesson, name) = (safe(&heading(&case.lesson)), safe(&case.case));
        let students = case.students;
        format!(
            "<tr><th scope=\"row\">{lesson}</th><td>{name}</td><td class=\"number\">{students}</td></tr>\n"
        )
    };
    let rows: String = belief.cases.iter().map(row).collect();
    let heads = ["Lesson", "Case", "Students"].map(str::to_owned);
    body.push_str(&table(&format!("Cases that prove {}", belief.belief), &heads, &rows));
    if let Some(svg) = picture {
        let caption = "The smallest failing run of one student";
        let _ = writeln!(body, "<figure>\n{svg}<figcaption>{caption}</figcaption>\n</figure>");
    }
    let _ = writeln!(body, "<p>To discuss it: <code>cargo checker explain {id}</code></p>");
}

fn points(class: &Class) -> String {
    let lessons = class.students.first().into_iter().flat_map(|student| &student.lessons);
    let heads = ["Student", "Total", "Of"].map(str::to_owned).into_iter();
    let heads: Vec<String> =
        heads.chain(lessons.map(|lesson| number(&lesson.lesson).to_owned())).collect();
    let rows: String = class.students.iter().map(row).collect();
    table("Points of each student in each lesson", &heads, &rows)
}

fn row(student: &Student) -> String {
    let name = safe(&student.student);
    let cells: String = student.lessons.iter().map(cell).collect();
    let (points, judged) = (student.points, student.judged_points);
    format!(
        "<tr><th scope=\"row\">{name}</th><td class=\"number\">{points}</td>\
         <td class=\"number\">{judged}</td>{cells}</tr>\n"
    )
}

fn cell(lesson: &Lesson) -> String {
    let words = match lesson.status {
        _ if !lesson.is_handed_in => "missing".into(),
        Status::NotBuilt => "not built".into(),
        Status::Unsure => format!("{} unsure", lesson.points),
        Status::Skipped => "skipped".into(),
        Status::Passed => format!("{} ✓", lesson.points),
        Status::Failed => lesson.points.to_string(),
    };
    format!("<td class=\"number\">{words}</td>")
}

fn heading(folder: &str) -> String {
    of_folder(folder).map_or_else(|| folder.to_owned(), |lesson| lesson.heading())
}

/// `09` of `09-framing`.
fn number(folder: &str) -> &str {
    folder.split_once('-').map_or(folder, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::grade::specimens::{class_of_two, picture};

    /// A test of the book opens this snapshot in a browser.
    #[test]
    fn misconceptions_come_before_the_points() {
        insta::assert_snapshot!(html(&class_of_two(), &|_| Some(picture())));
    }
}
