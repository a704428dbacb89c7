//! A letter as a web page.

use std::fmt::Write;

use super::html::{page, prose, safe};
use super::letter::{Failure, Letter, Part};

pub fn html(letter: &Letter) -> String {
    let mut body = String::new();
    if letter.lessons.is_empty() {
        body.push_str("<p>No lesson was handed in.</p>\n");
    }
    for note in &letter.student.notes {
        let _ = writeln!(body, "<p class=\"faint\">{}</p>", safe(note));
    }
    letter.lessons.iter().for_each(|part| lesson(&mut body, part));
    page(&letter.title(), &body)
}

fn lesson(body: &mut String, part: &Part) {
    let _ = writeln!(body, "<section>\n<h2>{}</h2>\n<p>{}</p>", safe(&part.heading), part.points);
    if let Some(words) = part.not_built {
        let _ = writeln!(body, "<p>The lesson was not checked:</p>\n<pre>{}</pre>", safe(words));
    }
    part.failures.iter().for_each(|one| failure(body, one));
    for line in part.rest() {
        let _ = writeln!(body, "<p class=\"faint\">{line}</p>");
    }
    body.push_str("</section>\n");
}

fn failure(body: &mut String, failure: &Failure) {
    let case = failure.case;
    let _ = writeln!(body, "<h3>{}</h3>", prose(&case.promise));
    let _ =
        writeln!(body, "<p>What happened: <span class=\"bad\">{}</span></p>", prose(&case.summary));
    if let Some(belief) = failure.belief {
        let title = prose(&belief.title);
        let _ = match failure.is_known {
            true => writeln!(body, "<p>The same misconception: <q>{title}</q></p>"),
            false => {
                let truth = prose(&belief.truth);
                writeln!(body, "<p>The misconception: <q>{title}</q></p>\n<p>{truth}</p>")
            }
        };
    }
    if let Some(picture) = &failure.picture {
        let _ = writeln!(body, "<figure>\n{}</figure>", picture.svg);
    }
    let (read, replay) = (safe(&failure.read_on()), safe(&failure.replay()));
    let _ = writeln!(
        body,
        "<p>Read on: <code>{read}</code><br>See it again: <code>{replay}</code></p>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::grade::letter::Picture;
    use crate::commands::grade::specimens::{class_of_two, graded, picture};
    use crate::report::visibility::{Shown, Visibility};

    fn letter(shown: &Shown) -> String {
        let (graded, class) = (graded("alice"), class_of_two());
        let drawn = |_: &str, case: &str| {
            let file = "a-picture.svg".to_owned();
            (case == "only-what-came").then(|| Picture { svg: picture(), file })
        };
        html(&Letter::of(&graded, &class.students[0], shown, &drawn))
    }

    /// A test of the book opens this snapshot in a browser.
    #[test]
    fn each_failure_says_what_happened_and_where_to_read_on() {
        insta::assert_snapshot!(letter(&Shown::default()));
    }

    #[test]
    fn a_hidden_case_is_only_counted() {
        let hidden = letter(&Shown { manners: Visibility::Hidden, ..Shown::default() });
        assert!(letter(&Shown::default()).contains("bob is served"));
        assert!(!hidden.contains("bob is served") && hidden.contains("1 case more failed"));
    }
}
