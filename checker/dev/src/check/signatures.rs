//! Checks that skeleton and reference agree: the reference has every top-level function of the skeleton,
//! with the same signature. So the diff of `checker solution` shows the same names in both.

use std::fs;
use std::path::Path;

use super::Flaw;
use crate::specimens::COURSE;
use crate::tree;
use checker::course::Lesson;

pub fn flaws(root: &Path, course: &[Lesson]) -> anyhow::Result<Vec<Flaw>> {
    let mut flaws = Vec::new();
    for lesson in course {
        let folder = root.join(COURSE).join(lesson.folder()).join("skeleton");
        let files = tree::files_below(&folder)?;
        for file in files.iter().filter(|file| file.ends_with(".rs")) {
            let skeleton = fs::read_to_string(folder.join(file))?;
            let place = format!("solutions/{}/{file}", lesson.folder());
            match fs::read_to_string(root.join(&place)) {
                Ok(reference) => flaws.extend(differences(&place, &skeleton, &reference)),
                Err(error) => {
                    let advice = "every program of a skeleton has a reference: write it";
                    flaws.push(Flaw::new(place, format!("cannot be read ({error})"), advice));
                }
            }
        }
    }
    Ok(flaws)
}

fn differences(place: &str, skeleton: &str, reference: &str) -> Vec<Flaw> {
    let known = signatures(reference);
    let missing = signatures(skeleton).into_iter().filter(|signature| !known.contains(signature));
    missing
        .map(|signature| {
            let what = format!("does not declare `{signature}`, as the skeleton does");
            Flaw::new(place, what, "declare it, or change the skeleton")
        })
        .collect()
}

/// The signatures of all functions at the top level, in one line each.
fn signatures(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let begins = |line: &str| {
        let words = line.split_whitespace();
        let mut words = words.skip_while(|word| matches!(*word, "pub" | "pub(crate)" | "async"));
        !line.starts_with(' ') && words.next() == Some("fn")
    };
    let starts = (0..lines.len()).filter(|at| begins(lines[*at]));
    let whole = starts.map(|at| {
        let rest = lines[at..].join(" ");
        let end = rest.find(['{', ';']).unwrap_or(rest.len());
        let words: Vec<&str> = rest[..end].split_whitespace().collect();
        // rustfmt decides whether a signature takes one line or several.
        words.join(" ").replace("( ", "(").replace(", )", ")").replace(",)", ")")
    });
    whole.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_compared_whatever_their_lines_are() {
        let text = "fn main() -> ExitCode {\n    fn inner() {}\n}\n\npub(crate) fn serve(\n    \
                    a: &str,\n    b: usize,\n) -> io::Result<()> {\n}\n// fn no() {}\n";
        let found = signatures(text);
        let serve = "pub(crate) fn serve(a: &str, b: usize) -> io::Result<()>";
        assert_eq!(found, ["fn main() -> ExitCode", serve]);
    }

    #[test]
    fn a_reference_may_have_more_and_not_less() {
        let place = "solutions/01-one-shot/src/server.rs";
        let (one, two) = ("fn main() {\n}\n", "fn main() {\n}\nfn run(a: &str) {\n}\n");
        assert_eq!(differences(place, one, two), vec![]);
        let flaw = differences(place, two, one)[0].to_string();
        assert!(flaw.contains("does not declare `fn run(a: &str)`"), "{flaw}");
    }
}
