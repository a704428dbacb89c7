//! Checks that the skeletons built into the checker are equal, byte by byte, to the files in `lessons/`.
//! Otherwise `checker reset` would restore something else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::Flaw;
use crate::specimens::COURSE;
use crate::tree;
use checker::course::Lesson;

/// The files of a folder with their contents.
type Texts = BTreeMap<String, Vec<u8>>;

pub fn flaws(root: &Path, course: &[Lesson]) -> anyhow::Result<Vec<Flaw>> {
    let mut flaws = Vec::new();
    for lesson in course {
        let folder = lesson.folder();
        let skeleton = texts(&root.join(COURSE).join(&folder).join("skeleton"))?;
        let found = texts(&root.join("lessons").join(&folder))?;
        flaws.extend(differences(&folder, &skeleton, &found));
    }
    Ok(flaws)
}

/// The files of this folder, by the names that a learner finds.
fn texts(folder: &Path) -> anyhow::Result<Texts> {
    let files = tree::files_below(folder)?.into_iter();
    let named = |file: String| {
        let text = fs::read(folder.join(&file))?;
        anyhow::Ok((file.trim_end_matches(".skeleton").to_owned(), text))
    };
    files.map(named).collect()
}

fn differences(folder: &str, skeleton: &Texts, found: &Texts) -> Vec<Flaw> {
    let place = |file: &str| format!("lessons/{folder}/{file}");
    let differing = skeleton.iter().filter_map(|(file, text)| {
        let what = match found.get(file) {
            Some(other) if other == text => return None,
            Some(_) => "differs from the skeleton",
            None => "is missing",
        };
        let number = folder.split('-').next().unwrap_or(folder);
        let advice = format!(
            "`cargo checker reset {number}` restores the skeleton; to change the skeleton, \
             change checker/course/{folder}/skeleton, too"
        );
        Some(Flaw::new(place(file), what, advice))
    });
    let surplus = found.keys().filter(|file| !skeleton.contains_key(*file)).map(|file| {
        let advice = "move it away, or add it to the skeleton";
        Flaw::new(place(file), "is not part of the skeleton", advice)
    });
    differing.chain(surplus).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(flaws: &[Flaw]) -> String {
        flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn changed_missing_and_surplus_files_have_their_messages() {
        let texts = |files: &[(&str, &str)]| -> Texts {
            files.iter().map(|(file, text)| (file.to_string(), text.as_bytes().to_vec())).collect()
        };
        let skeleton = texts(&[("Cargo.toml", "[package]\n"), ("src/server.rs", "todo!()\n")]);
        assert_eq!(differences("01-one-shot", &skeleton, &skeleton), vec![]);
        let other = texts(&[("src/server.rs", "mine\n"), ("src/notes.md", "")]);
        let listed = listed(&differences("01-one-shot", &skeleton, &other));
        assert!(listed.contains("lessons/01-one-shot/Cargo.toml: is missing"), "{listed}");
        assert!(listed.contains("src/server.rs: differs from the skeleton"), "{listed}");
        assert!(listed.contains("`cargo checker reset 01`"), "{listed}");
        assert!(listed.contains("src/notes.md: is not part of the skeleton"), "{listed}");
    }
}
